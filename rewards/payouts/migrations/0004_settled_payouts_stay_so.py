"""A settled payout keeps who approved it, its file and its reference; where it was sent changes when it is sent only."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION payouts_check_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.company_id, NEW.member_id, NEW.method, NEW.points, NEW.amount_minor, NEW.currency, NEW.needs_second,
        NEW.submission, NEW.part, NEW.requested_at)
        IS DISTINCT FROM
        (OLD.id, OLD.company_id, OLD.member_id, OLD.method, OLD.points, OLD.amount_minor, OLD.currency, OLD.needs_second,
        OLD.submission, OLD.part, OLD.requested_at)
        OR OLD.charity_id IS DISTINCT FROM NEW.charity_id THEN
        RAISE EXCEPTION 'payout % is no longer what was asked for', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_stay_as_asked_for';
    END IF;
    -- Erasing a person empties whom a settled payout went to; nothing else changes it.
    IF (NEW.payee, NEW.payee_account) IS DISTINCT FROM (OLD.payee, OLD.payee_account)
        AND (OLD.settled_at IS NULL OR (NEW.payee, NEW.payee_account) IS DISTINCT FROM ('', '')) THEN
        RAISE EXCEPTION 'payout % would go to somebody else', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_stay_as_asked_for';
    END IF;
    IF OLD.settled_at IS NOT NULL AND (NEW.settled_at, NEW.approved_by_id, NEW.approved_at, NEW.second_by_id,
        NEW.second_at, NEW.batch_id, NEW.reference, NEW.reason, NEW.sent_to, NEW.sent_at)
        IS DISTINCT FROM (OLD.settled_at, OLD.approved_by_id, OLD.approved_at, OLD.second_by_id,
        OLD.second_at, OLD.batch_id, OLD.reference, OLD.reason, OLD.sent_to, OLD.sent_at) THEN
        RAISE EXCEPTION 'payout % is settled', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_settled_stay_so';
    END IF;
    -- Where it was sent is the only place that knows what became of it.
    IF (NEW.sent_to, NEW.sent_at) IS DISTINCT FROM (OLD.sent_to, OLD.sent_at)
        AND NOT (OLD.state = 'approved' AND NEW.state = 'sending') THEN
        RAISE EXCEPTION 'payout % was sent elsewhere', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_sent_where_they_were';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('requested', 'approved'), ('requested', 'refused'), ('requested', 'cancelled'),
        ('approved', 'sending'), ('approved', 'refused'),
        ('sending', 'approved'), ('sending', 'paid'), ('sending', 'failed'), ('sending', 'unknown'),
        ('unknown', 'paid'), ('unknown', 'failed')) THEN
        RAISE EXCEPTION 'payout % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_move_by_known_steps';
    END IF;
    RETURN NEW;
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION payouts_check_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.company_id, NEW.member_id, NEW.method, NEW.points, NEW.amount_minor, NEW.currency, NEW.needs_second,
        NEW.submission, NEW.part, NEW.requested_at)
        IS DISTINCT FROM
        (OLD.id, OLD.company_id, OLD.member_id, OLD.method, OLD.points, OLD.amount_minor, OLD.currency, OLD.needs_second,
        OLD.submission, OLD.part, OLD.requested_at)
        OR OLD.charity_id IS DISTINCT FROM NEW.charity_id THEN
        RAISE EXCEPTION 'payout % is no longer what was asked for', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_stay_as_asked_for';
    END IF;
    -- Erasing a person empties whom a settled payout went to; nothing else changes it.
    IF (NEW.payee, NEW.payee_account) IS DISTINCT FROM (OLD.payee, OLD.payee_account)
        AND (OLD.settled_at IS NULL OR (NEW.payee, NEW.payee_account) IS DISTINCT FROM ('', '')) THEN
        RAISE EXCEPTION 'payout % would go to somebody else', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_stay_as_asked_for';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('requested', 'approved'), ('requested', 'refused'), ('requested', 'cancelled'),
        ('approved', 'sending'), ('approved', 'refused'),
        ('sending', 'approved'), ('sending', 'paid'), ('sending', 'failed'), ('sending', 'unknown'),
        ('unknown', 'paid'), ('unknown', 'failed')) THEN
        RAISE EXCEPTION 'payout % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_move_by_known_steps';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0003_remember_where_it_was_sent")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
