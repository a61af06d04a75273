"""The database refuses an offer to the asker, between blocked members, and across companies."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION routing_check_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker bigint;
BEGIN
    SELECT post.author_id INTO asker FROM questions_question AS question
        JOIN questions_post AS post ON post.id = question.post_id
        WHERE question.post_id = NEW.question_id AND question.company_id = NEW.company_id;
    IF asker IS NULL
        OR NOT EXISTS (SELECT FROM accounts_membership WHERE id = NEW.member_id AND company_id = NEW.company_id)
        OR NOT EXISTS (
            SELECT FROM routing_ring
            WHERE id = NEW.ring_id AND company_id = NEW.company_id AND question_id = NEW.question_id
        )
    THEN
        RAISE EXCEPTION 'question, ring and member of an offer belong together'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_stays_in_its_company';
    END IF;
    IF asker = NEW.member_id THEN
        RAISE EXCEPTION 'question % is not offered to its asker', NEW.question_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_never_to_the_asker';
    END IF;
    IF EXISTS (
        SELECT FROM routing_block WHERE company_id = NEW.company_id
            AND ((blocker_id = asker AND blocked_id = NEW.member_id) OR (blocker_id = NEW.member_id AND blocked_id = asker))
    ) THEN
        RAISE EXCEPTION 'member % and the asker of question % are kept apart', NEW.member_id, NEW.question_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_never_between_blocked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER routing_offer_checked BEFORE INSERT ON routing_offer
    FOR EACH ROW EXECUTE FUNCTION routing_check_offer();

CREATE FUNCTION routing_check_block() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM unnest(ARRAY[NEW.blocker_id, NEW.blocked_id]) AS side(id)
        WHERE NOT EXISTS (SELECT FROM accounts_membership WHERE id = side.id AND company_id = NEW.company_id)
    )
    THEN
        RAISE EXCEPTION 'a block is between two members of one company'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'block_stays_in_its_company';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER routing_block_checked BEFORE INSERT ON routing_block
    FOR EACH ROW EXECUTE FUNCTION routing_check_block();
"""

BACKWARD = """
DROP TRIGGER routing_block_checked ON routing_block;
DROP FUNCTION routing_check_block();
DROP TRIGGER routing_offer_checked ON routing_offer;
DROP FUNCTION routing_check_offer();
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_offers_rings_and_wishes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
