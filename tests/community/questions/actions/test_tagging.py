"""Tags on questions, and how many questions each has."""

from __future__ import annotations

import pytest

from community.questions.actions.tagging import put_tags
from community.questions.models import Tag
from tests import factories


def counts() -> dict[str, int]:
    return dict(Tag.objects.values_list("slug", "question_count"))


def test_tags_are_made_when_they_are_first_used(cast):
    question = factories.ask(cast.alice, tags=["Roaming", "SIM card"])
    assert (counts(), question.tag_names) == ({"roaming": 1, "sim-card": 1}, ["Roaming", "SIM card"])


def test_a_tag_is_one_whatever_its_case_and_spacing(cast):
    factories.ask(cast.alice, tags=["SIM card"])
    second = factories.ask(cast.bob, tags=["sim  CARD", "Sim-Card"])
    assert (counts(), second.tag_names) == ({"sim-card": 2}, ["SIM card"])


def test_putting_other_tags_counts_both_ways(cast):
    question = factories.ask(cast.alice, tags=["a", "b"])
    factories.ask(cast.bob, tags=["b"])
    put_tags(question, ["b", "c"])
    assert counts() == {"a": 0, "b": 2, "c": 1}
    put_tags(question, ["b", "c"])
    put_tags(question, [])
    assert (counts(), question.tag_names) == ({"a": 0, "b": 1, "c": 0}, [])


def test_companies_have_tags_of_their_own(cast):
    factories.ask(cast.alice, tags=["roaming"])
    factories.ask(cast.charlie, tags=["roaming"])
    assert list(Tag.objects.values_list("company__slug", "question_count").order_by("company__slug")) == [
        ("acme", 1),
        ("bolt", 1),
    ]


@pytest.mark.parametrize("name", ["!!!", "", "  ", "-", "…"])
def test_a_tag_of_no_letters_is_none(cast, name):
    assert factories.ask(cast.alice, tags=[name]).tag_names == []


@pytest.mark.parametrize(
    ("name", "slug"), [("Überweisung", "überweisung"), ("電源", "電源"), ("C++", "c"), ("5G", "5g")]
)
def test_tags_of_any_script_lead_to_a_page(cast, browser_of, name, slug):
    [tag] = factories.ask(cast.alice, tags=[name]).tag_links
    assert tag.slug == slug
    assert browser_of(None).get(f"/c/acme/tags/{slug}/").status_code == 200
