"""Changes of reputation are append only. Only a rebuild, which names its company, may let go of what it writes anew."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reputation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        AND coalesce(current_setting('peerdesk.rebuilds_reputation_of', true), '') = OLD.company_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'changes of reputation are never changed or deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'reputation_is_append_only';
END $$;

-- Emptying a table fires no trigger of its rows. Test runs, which empty databases of their own, say so when they connect.
CREATE FUNCTION reputation_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('peerdesk.may_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION 'changes of reputation are never changed or deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reputation_is_append_only';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER reputation_is_append_only BEFORE UPDATE OR DELETE ON reputation_reputationchange
    FOR EACH ROW EXECUTE FUNCTION reputation_refuse_change();
CREATE TRIGGER reputation_is_never_emptied BEFORE TRUNCATE ON reputation_reputationchange
    FOR EACH STATEMENT EXECUTE FUNCTION reputation_refuse_truncate();
"""

BACKWARD = """
DROP TRIGGER reputation_is_never_emptied ON reputation_reputationchange;
DROP TRIGGER reputation_is_append_only ON reputation_reputationchange;
DROP FUNCTION reputation_refuse_truncate();
DROP FUNCTION reputation_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reputation", "0001_changes_and_scores")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
