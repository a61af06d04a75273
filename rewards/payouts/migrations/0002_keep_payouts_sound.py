"""What constraints of Django cannot say: a payout stays as it was asked for, moves by known steps only, and is kept."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payouts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this is kept as it was written'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'payouts_are_kept';
END $$;

CREATE FUNCTION payouts_check_step() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER payouts_step BEFORE UPDATE ON payouts_payout FOR EACH ROW EXECUTE FUNCTION payouts_check_step();
CREATE TRIGGER payouts_kept BEFORE DELETE ON payouts_payout FOR EACH ROW EXECUTE FUNCTION payouts_refuse_change();
CREATE TRIGGER payouts_trail_kept BEFORE UPDATE OR DELETE ON payouts_payoutattempt
    FOR EACH ROW EXECUTE FUNCTION payouts_refuse_change();

ALTER TABLE payouts_payout ADD CONSTRAINT payouts_payout_of_company UNIQUE (company_id, id);
ALTER TABLE payouts_charity ADD CONSTRAINT payouts_charity_of_company UNIQUE (company_id, id);
ALTER TABLE payouts_transferbatch ADD CONSTRAINT payouts_batch_of_company UNIQUE (company_id, id);
ALTER TABLE payouts_payout
    ADD CONSTRAINT payouts_charity_shares_the_company FOREIGN KEY (company_id, charity_id)
        REFERENCES payouts_charity (company_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT payouts_batch_shares_the_company FOREIGN KEY (company_id, batch_id)
        REFERENCES payouts_transferbatch (company_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payouts_payoutattempt ADD CONSTRAINT payouts_trail_shares_the_company FOREIGN KEY (company_id, payout_id)
    REFERENCES payouts_payout (company_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE payouts_payoutrules ADD CONSTRAINT payouts_expiry_shares_the_company
    FOREIGN KEY (company_id, expiry_charity_id) REFERENCES payouts_charity (company_id, id) DEFERRABLE INITIALLY DEFERRED;
"""

BACKWARD = """
ALTER TABLE payouts_payoutrules DROP CONSTRAINT payouts_expiry_shares_the_company;
ALTER TABLE payouts_payoutattempt DROP CONSTRAINT payouts_trail_shares_the_company;
ALTER TABLE payouts_payout
    DROP CONSTRAINT payouts_batch_shares_the_company,
    DROP CONSTRAINT payouts_charity_shares_the_company;
ALTER TABLE payouts_transferbatch DROP CONSTRAINT payouts_batch_of_company;
ALTER TABLE payouts_charity DROP CONSTRAINT payouts_charity_of_company;
ALTER TABLE payouts_payout DROP CONSTRAINT payouts_payout_of_company;
DROP TRIGGER payouts_trail_kept ON payouts_payoutattempt;
DROP TRIGGER payouts_kept ON payouts_payout;
DROP TRIGGER payouts_step ON payouts_payout;
DROP FUNCTION payouts_check_step();
DROP FUNCTION payouts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
