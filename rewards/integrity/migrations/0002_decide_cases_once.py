"""What constraints of Django cannot say: a case stays in its company, and a decided one as it was decided."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION integrity_keep_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'cases are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_is_kept';
    END IF;
    IF EXISTS (
        SELECT 1 FROM accounts_membership
        WHERE id IN (NEW.member_id, NEW.counterpart_id, NEW.decided_by_id) AND company_id <> NEW.company_id
    ) THEN
        RAISE EXCEPTION 'a case stays in its company'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_stays_in_company';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.company_id, NEW.member_id, NEW.counterpart_id, NEW.created_at)
            IS DISTINCT FROM (OLD.company_id, OLD.member_id, OLD.counterpart_id, OLD.created_at)
        OR (OLD.state <> 'open' AND (
            to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state'
            OR (NEW.state <> OLD.state AND NOT (OLD.state = 'voided' AND NEW.state = 'overturned'))
        ))
    ) THEN
        RAISE EXCEPTION 'a decided case stays as it was decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_is_kept BEFORE INSERT OR UPDATE OR DELETE ON integrity_rewardcase
    FOR EACH ROW EXECUTE FUNCTION integrity_keep_case();

CREATE FUNCTION integrity_check_case_earning() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM integrity_rewardcase c JOIN earning_earning e
            ON e.company_id = c.company_id AND e.member_id = c.member_id AND e.by_id = c.counterpart_id
        WHERE c.id = NEW.case_id AND e.id = NEW.earning_id AND c.company_id = NEW.company_id
    ) THEN
        RAISE EXCEPTION 'a case holds what its pair earned'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_holds_what_its_pair_earned';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_holds_what_its_pair_earned BEFORE INSERT OR UPDATE ON integrity_caseearning
    FOR EACH ROW EXECUTE FUNCTION integrity_check_case_earning();
"""

BACKWARD = """
DROP TRIGGER case_holds_what_its_pair_earned ON integrity_caseearning;
DROP FUNCTION integrity_check_case_earning();
DROP TRIGGER case_is_kept ON integrity_rewardcase;
DROP FUNCTION integrity_keep_case();
"""


class Migration(migrations.Migration):
    dependencies = [("integrity", "0001_cases_rules_and_traces")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
