"""A promise stays as it was made: versions follow each other without gaps and in time, and none is changed or deleted."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION promise_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of a promise stays as it was made', OLD.version
        USING ERRCODE = 'check_violation', CONSTRAINT = 'promise_stays_as_made';
END $$;
CREATE TRIGGER promise_version_stays BEFORE UPDATE OR DELETE ON promise_promise
    FOR EACH ROW EXECUTE FUNCTION promise_keep_version();

-- Two that are made at once are kept apart by the unique version; whoever comes second finds the first here.
CREATE FUNCTION promise_follow_last() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last promise_promise%ROWTYPE;
BEGIN
    SELECT * INTO last FROM promise_promise WHERE company_id = NEW.company_id ORDER BY version DESC LIMIT 1;
    IF NEW.version <> coalesce(last.version, 0) + 1 OR NEW.valid_from <= last.valid_from THEN
        RAISE EXCEPTION 'version % does not follow version %', NEW.version, coalesce(last.version, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'promises_follow_each_other';
    END IF;
    IF NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.author_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'member % belongs to another company', NEW.author_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'promise_and_author_share_a_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER promise_version_follows BEFORE INSERT ON promise_promise
    FOR EACH ROW EXECUTE FUNCTION promise_follow_last();
"""

BACKWARD = """
DROP TRIGGER promise_version_follows ON promise_promise;
DROP FUNCTION promise_follow_last();
DROP TRIGGER promise_version_stays ON promise_promise;
DROP FUNCTION promise_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [("promise", "0001_promises_outcomes_and_ladders")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
