"""What constraints of Django cannot say: nobody votes on their own post, and an acceptance belongs to its question."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION questions_refuse_own_vote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM questions_post WHERE id = NEW.post_id AND author_id = NEW.voter_id) THEN
        RAISE EXCEPTION 'a vote on one''s own post' USING ERRCODE = 'check_violation', CONSTRAINT = 'no_vote_on_own_post';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_vote_on_own_post BEFORE INSERT OR UPDATE ON questions_vote
    FOR EACH ROW EXECUTE FUNCTION questions_refuse_own_vote();

ALTER TABLE questions_acceptance ADD CONSTRAINT acceptance_of_the_questions_own_answer
    FOREIGN KEY (company_id, question_id, answer_id)
    REFERENCES questions_answer (company_id, question_id, post_id) DEFERRABLE INITIALLY DEFERRED;
"""

BACKWARD = """
ALTER TABLE questions_acceptance DROP CONSTRAINT acceptance_of_the_questions_own_answer;
DROP TRIGGER no_vote_on_own_post ON questions_vote;
DROP FUNCTION questions_refuse_own_vote();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
