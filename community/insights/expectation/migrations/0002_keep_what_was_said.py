"""What constraints of Django cannot say: what was said stays as it was, and in the company of its question."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION expectation_keep_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'what was said is kept as it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_said_is_kept';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM questions_question WHERE post_id = NEW.question_id AND company_id = NEW.company_id
    ) THEN
        RAISE EXCEPTION 'what was said stays in the company of its question'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'said_in_the_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_was_said_is_kept BEFORE INSERT OR UPDATE ON expectation_expectation
    FOR EACH ROW EXECUTE FUNCTION expectation_keep_said();
"""

BACKWARD = """
DROP TRIGGER what_was_said_is_kept ON expectation_expectation;
DROP FUNCTION expectation_keep_said();
"""


class Migration(migrations.Migration):
    dependencies = [("expectation", "0001_expected_times"), ("questions", "0002_hold_invariants")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
