from __future__ import annotations

import pytest
from django.template import Context, engines
from django.urls import set_script_prefix
from django.utils import translation

from community.web.templatetags import memo


@pytest.fixture(autouse=True)
def without_verifying(monkeypatch):
    monkeypatch.setattr(memo, "verify", False)
    monkeypatch.setattr(memo, "_kept", {})


def rendering(source: str):
    template = engines["django"].from_string("{% load i18n memo %}" + source).template
    return lambda **values: template.render(Context(values))


def test_a_piece_is_rendered_once_for_the_same_values():
    render = rendering("{% memo post.pk %}{{ post.text }}{% endmemo %}")
    assert render(post={"pk": 1, "text": "first"}) == "first"
    assert render(post={"pk": 1, "text": "changed"}) == "first"
    assert render(post={"pk": 2, "text": "second"}) == "second"


def test_each_language_has_its_own():
    render = rendering("{% memo 1 %}{% get_current_language as code %}{{ code }}{% endmemo %}")
    with translation.override("de"):
        german = render()
    assert (german, render()) == ("de", "en")


def test_each_company_has_its_own_links():
    render = rendering('{% memo 1 %}{% url "questions:home" %}{% endmemo %}')
    set_script_prefix("/c/acme/")
    try:
        acme = render()
    finally:
        set_script_prefix("/")
    assert (acme, render()) == ("/c/acme/", "/")


def test_forms_in_it_hold_the_reader_s_own_token():
    render = rendering("{% memo 1 %}{% csrf_token %}{% endmemo %}")
    assert 'value="one"' in render(csrf_token="one")
    assert 'value="two"' in render(csrf_token="two")


def test_values_stay_escaped():
    render = rendering("{% memo name %}{{ name }}{% endmemo %}")
    assert render(name="<b>") == render(name="<b>") == "&lt;b&gt;"


def test_lists_and_missing_values_may_be_named():
    render = rendering("{% memo names nothing.at.all %}{{ names|join:',' }}{% endmemo %}")
    assert (render(names=["a"]), render(names=["a", "b"])) == ("a", "a,b")


def test_only_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(memo, "_MOST_KEPT", 3)
    render = rendering("{% memo number %}{{ number }}{% endmemo %}")
    assert [render(number=number) for number in range(10)] == [str(number) for number in range(10)]
    assert len(memo._kept) == 3


def test_the_tests_find_a_value_that_was_not_named(monkeypatch):
    monkeypatch.setattr(memo, "verify", True)
    render = rendering("{% memo 1 %}{{ secret }}{% endmemo %}")
    render(secret="mine")
    with pytest.raises(AssertionError):
        render(secret="yours")
