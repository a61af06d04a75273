"""What constraints of Django cannot say: decisions are kept as they were made, and appeals are decided by somebody else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION moderation_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (
            SELECT 1 FROM accounts_membership
            WHERE id IN (NEW.member_id, NEW.decided_by_id) AND company_id <> NEW.company_id
        ) THEN
            RAISE EXCEPTION 'a decision stays in its company'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_in_company';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
        AND to_jsonb(OLD) - 'ended_at' - 'ended_because' = to_jsonb(NEW) - 'ended_at' - 'ended_because' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'decisions are kept as they were made'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_kept';
END $$;
CREATE TRIGGER decision_is_kept BEFORE INSERT OR UPDATE OR DELETE ON moderation_decisionrecord
    FOR EACH ROW EXECUTE FUNCTION moderation_keep_decision();

CREATE FUNCTION moderation_keep_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision moderation_decisionrecord%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'appeals are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_is_kept';
    END IF;
    SELECT * INTO decision FROM moderation_decisionrecord WHERE id = NEW.record_id;
    IF decision.company_id <> NEW.company_id OR decision.member_id <> NEW.member_id OR decision.appeal_until IS NULL THEN
        RAISE EXCEPTION 'an appeal is the member''s own, against a decision about them'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_of_the_member';
    END IF;
    IF NEW.decided_by_id = decision.decided_by_id OR EXISTS (
        SELECT 1 FROM accounts_membership WHERE id = NEW.decided_by_id AND company_id <> NEW.company_id
    ) THEN
        RAISE EXCEPTION 'an appeal is decided by somebody else of the company'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_decided_by_somebody_else';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        (NEW.text <> OLD.text AND NEW.text <> '')
        OR (NEW.record_id, NEW.member_id, NEW.company_id, NEW.created_at, NEW.decide_by)
            IS DISTINCT FROM (OLD.record_id, OLD.member_id, OLD.company_id, OLD.created_at, OLD.decide_by)
        OR (OLD.state <> 'open' AND (NEW.state, NEW.answer, NEW.decided_by_id, NEW.decided_at)
            IS DISTINCT FROM (OLD.state, OLD.answer, OLD.decided_by_id, OLD.decided_at))
    ) THEN
        RAISE EXCEPTION 'what was said and decided stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_is_kept BEFORE INSERT OR UPDATE OR DELETE ON moderation_appeal
    FOR EACH ROW EXECUTE FUNCTION moderation_keep_appeal();
"""

BACKWARD = """
DROP TRIGGER appeal_is_kept ON moderation_appeal;
DROP FUNCTION moderation_keep_appeal();
DROP TRIGGER decision_is_kept ON moderation_decisionrecord;
DROP FUNCTION moderation_keep_decision();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_decisions_and_appeals")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
