"""What Django cannot say: functions that queries are made of, and a short list of what must not be found."""

from django.db import migrations

# search_join: one tsvector of many.
# search_term: a lexeme as it is spelled inside a tsquery.
# search_query: what somebody typed, as a query for the documents of one configuration. It is empty, which finds
#   nothing, for words that are too common and for queries that only say what must not be there. Immutable in fact: the
#   configurations are built in. The planner computes it first and so knows how many documents to expect.
# toast_tuple_target: keeps rows thin. Which questions match is read from them, and not one vector before ranking.
# search_hidden_posts: belongs to search, whose every query asks which hidden posts are still in the index.
FORWARD = r"""
CREATE AGGREGATE search_join(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');

CREATE FUNCTION search_term(lexeme text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''';

CREATE FUNCTION search_query(config text, words text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN querytree(websearch_to_tsquery(config::regconfig, words)) IN ('', 'T') THEN ''::tsquery
    ELSE search_term('config ' || config)::tsquery && websearch_to_tsquery(config::regconfig, words)
END;

ALTER TABLE search_searchdocument SET (toast_tuple_target = 128);

CREATE INDEX search_hidden_posts ON questions_post (company_id) WHERE visibility <> 'visible';
"""

BACKWARD = """
DROP INDEX search_hidden_posts;
ALTER TABLE search_searchdocument RESET (toast_tuple_target);
DROP FUNCTION search_query(text, text);
DROP FUNCTION search_term(text);
DROP AGGREGATE search_join(tsvector);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("questions", "0002_hold_invariants")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
