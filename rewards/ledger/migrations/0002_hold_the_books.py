"""What the database itself holds true of the ledger: transfers balance, stay as written, and stay within a company."""

from django.db import migrations

FORWARD = """
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_of_company UNIQUE (company_id, id);
ALTER TABLE ledger_transfer ADD CONSTRAINT ledger_transfer_of_company UNIQUE (company_id, id);
ALTER TABLE ledger_leg
    ADD CONSTRAINT ledger_leg_and_account_share_a_company
        FOREIGN KEY (company_id, account_id) REFERENCES ledger_account (company_id, id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT ledger_leg_and_transfer_share_a_company
        FOREIGN KEY (company_id, transfer_id) REFERENCES ledger_transfer (company_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_reversal_shares_a_company
        FOREIGN KEY (company_id, reverses_id) REFERENCES ledger_transfer (company_id, id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION ledger_check_balanced(checked uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    legs integer;
    total numeric;
BEGIN
    SELECT count(*), coalesce(sum(amount), 0) INTO legs, total FROM ledger_leg WHERE transfer_id = checked;
    IF legs < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'transfer % has % legs that sum to %', checked, legs, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_balances';
    END IF;
END $$;

CREATE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ledger_check_balanced(NEW.id);
    RETURN NULL;
END $$;

-- A pair of legs that balances would still rewrite a transfer of the past. The number of the transaction tells, and
-- stays the same within savepoints.
CREATE FUNCTION ledger_check_leg() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT created_xid FROM ledger_transfer WHERE id = NEW.transfer_id)
        IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
        RAISE EXCEPTION 'transfer % was complete before', NEW.transfer_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transfer_is_complete';
    END IF;
    PERFORM ledger_check_balanced(NEW.transfer_id);
    RETURN NULL;
END $$;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_append_only';
END $$;

-- Emptying a table fires no trigger of its rows. Test runs, which empty databases of their own, say so when they connect.
CREATE FUNCTION ledger_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('peerdesk.may_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION 'the ledger is only ever added to'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_append_only';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_transfer_balances AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_transfer();
CREATE CONSTRAINT TRIGGER ledger_leg_belongs_to_its_moment AFTER INSERT ON ledger_leg
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_leg();

CREATE TRIGGER ledger_transfer_is_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_leg_is_append_only BEFORE UPDATE OR DELETE ON ledger_leg
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_transfer_is_never_emptied BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_truncate();
CREATE TRIGGER ledger_leg_is_never_emptied BEFORE TRUNCATE ON ledger_leg
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_truncate();
CREATE TRIGGER ledger_block_is_append_only BEFORE UPDATE OR DELETE ON ledger_block
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_blockmember_is_append_only BEFORE UPDATE OR DELETE ON ledger_blockmember
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_account_stays BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_balance_stays BEFORE DELETE ON ledger_balance
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""

BACKWARD = """
DROP TRIGGER ledger_balance_stays ON ledger_balance;
DROP TRIGGER ledger_account_stays ON ledger_account;
DROP TRIGGER ledger_blockmember_is_append_only ON ledger_blockmember;
DROP TRIGGER ledger_block_is_append_only ON ledger_block;
DROP TRIGGER ledger_leg_is_never_emptied ON ledger_leg;
DROP TRIGGER ledger_transfer_is_never_emptied ON ledger_transfer;
DROP TRIGGER ledger_leg_is_append_only ON ledger_leg;
DROP TRIGGER ledger_transfer_is_append_only ON ledger_transfer;
DROP TRIGGER ledger_leg_belongs_to_its_moment ON ledger_leg;
DROP TRIGGER ledger_transfer_balances ON ledger_transfer;
DROP FUNCTION ledger_refuse_truncate();
DROP FUNCTION ledger_refuse_change();
DROP FUNCTION ledger_check_leg();
DROP FUNCTION ledger_check_transfer();
DROP FUNCTION ledger_check_balanced(uuid);
ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_reversal_shares_a_company;
ALTER TABLE ledger_leg
    DROP CONSTRAINT ledger_leg_and_transfer_share_a_company,
    DROP CONSTRAINT ledger_leg_and_account_share_a_company;
ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_transfer_of_company;
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_of_company;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
