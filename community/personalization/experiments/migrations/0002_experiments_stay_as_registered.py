"""An experiment stays as it was registered, is whole, and everything about it is of its company; looks stay as they were."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION experiments_keep_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - '{started_at,stopped_at,stop}'::text[] = to_jsonb(OLD) - '{started_at,stopped_at,stop}'::text[]
        AND (OLD.started_at IS NULL OR NEW.started_at = OLD.started_at)
        AND (OLD.stopped_at IS NULL OR (NEW.stopped_at = OLD.stopped_at AND NEW.stop = OLD.stop))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'experiment % stays as it was registered', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'experiment_stays_as_registered';
END $$;
CREATE TRIGGER experiment_stays BEFORE UPDATE OR DELETE ON experiments_experiment
    FOR EACH ROW EXECUTE FUNCTION experiments_keep_registration();

CREATE FUNCTION experiments_be_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.started_at IS NOT NULL THEN
        RAISE EXCEPTION 'an experiment is registered before it starts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'experiments_are_registered_before_they_start';
    END IF;
    IF cardinality(NEW.variants) < 2 OR cardinality(NEW.variants) <> cardinality(NEW.shares)
        OR (SELECT sum(share) FROM unnest(NEW.shares) AS share) <> 100
        OR (SELECT min(share) FROM unnest(NEW.shares) AS share) < 5
        OR (SELECT count(DISTINCT variant) FROM unnest(NEW.variants) AS variant) <> cardinality(NEW.variants)
    THEN
        RAISE EXCEPTION 'the arms of an experiment do not make a whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'experiment_arms_make_a_whole';
    END IF;
    IF NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.author_id AND company_id = NEW.company_id) THEN
        RAISE EXCEPTION 'member % belongs to another company', NEW.author_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'experiment_and_author_share_a_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER experiment_is_whole BEFORE INSERT ON experiments_experiment
    FOR EACH ROW EXECUTE FUNCTION experiments_be_whole();

CREATE FUNCTION experiments_belong_to_arm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM experiments_experiment
        WHERE id = NEW.experiment_id AND company_id = NEW.company_id AND NEW.variant = ANY (variants)
    ) THEN
        RAISE EXCEPTION 'experiment % of this company has no arm %', NEW.experiment_id, NEW.variant
            USING ERRCODE = 'check_violation', CONSTRAINT = 'experiment_has_the_arm';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exposure_belongs BEFORE INSERT ON experiments_exposure
    FOR EACH ROW EXECUTE FUNCTION experiments_belong_to_arm();
CREATE TRIGGER opt_out_belongs BEFORE INSERT ON experiments_optout
    FOR EACH ROW EXECUTE FUNCTION experiments_belong_to_arm();
CREATE TRIGGER look_belongs BEFORE INSERT ON experiments_look
    FOR EACH ROW EXECUTE FUNCTION experiments_belong_to_arm();

CREATE FUNCTION experiments_keep_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was seen of an experiment stays as it was seen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'look_stays_as_seen';
END $$;
CREATE TRIGGER look_stays BEFORE UPDATE OR DELETE ON experiments_look
    FOR EACH ROW EXECUTE FUNCTION experiments_keep_look();
"""

BACKWARD = """
DROP TRIGGER look_stays ON experiments_look;
DROP FUNCTION experiments_keep_look();
DROP TRIGGER look_belongs ON experiments_look;
DROP TRIGGER opt_out_belongs ON experiments_optout;
DROP TRIGGER exposure_belongs ON experiments_exposure;
DROP FUNCTION experiments_belong_to_arm();
DROP TRIGGER experiment_is_whole ON experiments_experiment;
DROP FUNCTION experiments_be_whole();
DROP TRIGGER experiment_stays ON experiments_experiment;
DROP FUNCTION experiments_keep_registration();
"""


class Migration(migrations.Migration):
    dependencies = [("experiments", "0001_experiments_exposures_and_outcomes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
