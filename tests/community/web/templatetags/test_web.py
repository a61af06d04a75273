from datetime import timedelta

import pytest
from django.template import Context, Template


def render(source, **context):
    return Template("{% load web %}" + source).render(Context(context))


def test_query_with_changes_adds_and_removes(rf):
    request = rf.get("/", {"topic": "a&b", "page": 3, "tag": ["x", "y"]})
    html = render('{% query_with page=None filter="solved" %}', request=request)
    assert html == "?topic=a%26b&amp;tag=x&amp;tag=y&amp;filter=solved"


def test_query_with_escapes(rf):
    assert render("{% query_with q=q %}", request=rf.get("/"), q='"><b>') == "?q=%22%3E%3Cb%3E"


@pytest.mark.parametrize(("value", "text"), [(timedelta(minutes=72), "1 h 12 min"), (240, "4 min"), (None, "")])
def test_human_duration(value, text):
    assert render("{{ value|human_duration }}", value=value) == text
