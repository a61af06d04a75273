"""What the database itself holds true of prices and decisions: a list in force and a decision stay as they are."""

from django.db import migrations

FORWARD = """
ALTER TABLE earning_pricelist ADD CONSTRAINT price_list_of_company UNIQUE (company_id, id);
ALTER TABLE earning_earning
    ADD CONSTRAINT earning_and_price_list_share_a_company
        FOREIGN KEY (company_id, price_list_id) REFERENCES earning_pricelist (company_id, id)
        DEFERRABLE INITIALLY DEFERRED;

-- A list that was in force may only retire. What it says explains what was paid.
CREATE FUNCTION earning_keep_price_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'active' AND NEW.state = 'retired'
        AND to_jsonb(NEW) - 'state' - 'retired_at' = to_jsonb(OLD) - 'state' - 'retired_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'price list % was in force and stays as it is', OLD.version
        USING ERRCODE = 'check_violation', CONSTRAINT = 'price_list_stays_as_it_was';
END $$;
CREATE TRIGGER earning_price_list_stays BEFORE UPDATE OR DELETE ON earning_pricelist
    FOR EACH ROW EXECUTE FUNCTION earning_keep_price_list();

-- What was decided stays; what became of it since, and links to texts that are gone, may change. An end is final.
CREATE FUNCTION earning_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    later text[] := ARRAY['question_id', 'answer_id', 'state', 'vested_at', 'holds', 'held_at', 'hold_reason',
        'hold_params', 'ended_at', 'ended_sequence', 'ended_reason', 'ended_params', 'shortfall'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - later = to_jsonb(OLD) - later
        AND (OLD.state NOT IN ('void', 'clawed_back', 'refused') OR NEW.state = OLD.state) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'decision % stays as it was made', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_stays_as_it_was';
END $$;
CREATE TRIGGER earning_decision_stays BEFORE UPDATE OR DELETE ON earning_earning
    FOR EACH ROW EXECUTE FUNCTION earning_keep_decision();

CREATE FUNCTION earning_check_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.member_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'member % belongs to another company', NEW.member_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'earning_and_member_share_a_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER earning_of_a_member BEFORE INSERT ON earning_earning
    FOR EACH ROW EXECUTE FUNCTION earning_check_member();
"""

BACKWARD = """
DROP TRIGGER earning_of_a_member ON earning_earning;
DROP FUNCTION earning_check_member();
DROP TRIGGER earning_decision_stays ON earning_earning;
DROP FUNCTION earning_keep_decision();
DROP TRIGGER earning_price_list_stays ON earning_pricelist;
DROP FUNCTION earning_keep_price_list();
ALTER TABLE earning_earning
    DROP CONSTRAINT earning_and_price_list_share_a_company;
ALTER TABLE earning_pricelist DROP CONSTRAINT price_list_of_company;
"""


class Migration(migrations.Migration):
    dependencies = [("earning", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
