"""Consents are append only, follow each other, and belong to a member of the company they stand in."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing a person, which names them, is the only way out.
    IF TG_OP = 'DELETE'
        AND coalesce(current_setting('peerdesk.erases_consents_of', true), '') = OLD.membership_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what a member said about a purpose is never changed or deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'consents_are_append_only';
END $$;
CREATE TRIGGER consents_are_append_only BEFORE UPDATE OR DELETE ON accounts_consententry
    FOR EACH ROW EXECUTE FUNCTION accounts_keep_consent();

-- Emptying a table fires no trigger of its rows. Test runs, which empty databases of their own, say so when they connect.
CREATE FUNCTION accounts_keep_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('peerdesk.may_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION 'what a member said about a purpose is never changed or deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consents_are_append_only';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER consents_are_never_emptied BEFORE TRUNCATE ON accounts_consententry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_consents();

-- Two that are said at once are kept apart by the unique number; whoever comes second finds the first here.
CREATE FUNCTION accounts_follow_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last accounts_consententry%ROWTYPE;
BEGIN
    SELECT * INTO last FROM accounts_consententry
        WHERE membership_id = NEW.membership_id AND purpose = NEW.purpose ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.at < last.at
        OR (NEW.said = 'given' AND last.said = 'given' AND NEW.wording = last.wording)
        OR (NEW.said = 'withdrawn' AND last.said IS DISTINCT FROM 'given')
        OR (NEW.said = 'declined' AND last.said = 'given') THEN
        RAISE EXCEPTION 'consent % (%) does not follow % (%)', NEW.number, NEW.said, last.number, last.said
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consents_follow_each_other';
    END IF;
    IF NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.membership_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'member % belongs to another company', NEW.membership_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_and_member_share_a_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consents_follow_each_other BEFORE INSERT ON accounts_consententry
    FOR EACH ROW EXECUTE FUNCTION accounts_follow_consent();
"""

BACKWARD = """
DROP TRIGGER consents_follow_each_other ON accounts_consententry;
DROP FUNCTION accounts_follow_consent();
DROP TRIGGER consents_are_never_emptied ON accounts_consententry;
DROP FUNCTION accounts_keep_consents();
DROP TRIGGER consents_are_append_only ON accounts_consententry;
DROP FUNCTION accounts_keep_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_consents")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
