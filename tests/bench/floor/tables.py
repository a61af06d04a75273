"""The floor's tables, filled with the same members, questions and texts as ours."""

from __future__ import annotations

from django.db import connection

_TABLES = """
    CREATE TABLE floor_member AS
        SELECT id, display_name AS name, (id * 7 %% 5000)::int AS reputation
        FROM accounts_membership WHERE company_id = %(company)s;
    CREATE TABLE floor_topic AS
        SELECT question.post_id AS id, question.title, post.author_id, post.created_at AS created
        FROM questions_question AS question JOIN questions_post AS post ON post.id = question.post_id
        WHERE question.company_id = %(company)s;
    CREATE TABLE floor_tag AS
        SELECT tagged.id, tagged.question_id AS topic_id, tag.name
        FROM questions_questiontag AS tagged JOIN questions_tag AS tag ON tag.id = tagged.tag_id
        WHERE tagged.company_id = %(company)s;
    CREATE TABLE floor_post AS
        SELECT post.id, coalesce(answer.question_id, post.id) AS topic_id, post.author_id, post.created_at AS created,
            post.helpful_count AS score, post.markdown AS source, post.html
        FROM questions_post AS post LEFT JOIN questions_answer AS answer ON answer.post_id = post.id
        WHERE post.company_id = %(company)s;
    ALTER TABLE floor_member ADD PRIMARY KEY (id);
    ALTER TABLE floor_topic ADD PRIMARY KEY (id);
    ALTER TABLE floor_tag ADD PRIMARY KEY (id);
    ALTER TABLE floor_post ADD PRIMARY KEY (id);
    CREATE INDEX ON floor_tag (topic_id);
    CREATE INDEX ON floor_post (topic_id, id);
"""


def make_floor_tables(company_id: int) -> None:
    """Make them in our database, on whose server the floor's pages run too."""
    with connection.cursor() as cursor:
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"company": company_id})
