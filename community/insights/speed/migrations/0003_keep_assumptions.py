"""Assumptions stay as they were made: versions follow each other without gaps, and none is changed."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION speed_keep_assumptions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'version % of the assumptions stays as it was made', OLD.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assumptions_stay_as_made';
    END IF;
    IF NEW.version <> 1 + coalesce(
        (SELECT max(version) FROM speed_valueassumptions WHERE company_id = NEW.company_id), 0
    ) THEN
        RAISE EXCEPTION 'version % of the assumptions does not follow the last one', NEW.version
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assumptions_follow_each_other';
    END IF;
    IF NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.author_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'member % belongs to another company', NEW.author_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assumptions_and_author_share_a_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assumptions_stay BEFORE INSERT OR UPDATE ON speed_valueassumptions
    FOR EACH ROW EXECUTE FUNCTION speed_keep_assumptions();
"""

BACKWARD = """
DROP TRIGGER assumptions_stay ON speed_valueassumptions;
DROP FUNCTION speed_keep_assumptions();
"""


class Migration(migrations.Migration):
    dependencies = [("speed", "0002_alerts_and_value"), ("accounts", "__first__")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
