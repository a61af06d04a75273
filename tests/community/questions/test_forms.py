"""What forms take, and the sentences beside the fields."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.models import Company
from community.questions.forms import AnswerForm, AskForm, CommentForm, EditQuestionForm, ReasonForm
from community.questions.models import Topic
from tests import factories

BODY = "My phone finds no network since I crossed the border."


@pytest.fixture
def asked(cast):
    """Return a function that makes a bound form of a good question with these words changed."""

    def make(**words: str) -> AskForm:
        topic = factories.topic_of(cast.acme).pk
        good = {"title": "How do I get a signal?", "body": BODY, "topic": topic, "tags": ""}
        return AskForm({**good, **words}, company=cast.acme)

    return make


def errors(form) -> dict[str, list[str]]:
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


def test_a_good_question_has_no_errors(asked):
    assert errors(asked()) == {}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is required."),
        ("title", "123456789", "Please write at least 1 more character."),
        ("title", "x" * 151, "This is 1 character too long. It may have up to 150."),
        ("body", "x" * 19, "Please write at least 1 more character."),
        ("body", "x" * 20_005, "This is 5 characters too long. It may have up to 20000."),
        ("body", "words and a \0 among them", "Line 1 contains a hidden character that cannot be saved."),
        ("topic", "", "This field is required."),
        ("topic", "x", "Choose a topic of this community."),
        ("tags", "a,b,c,d,e,f", "Use at most five tags."),
        ("tags", "x" * 41, "A tag has at most 40 characters."),
    ],
)
def test_each_mistake_is_told_beside_its_field(asked, field, value, sentence):
    form = asked(**{field: value})
    assert list(errors(form)) == [field]
    assert errors(form)[field][0].startswith(sentence)


def test_topics_of_other_companies_and_archived_ones_are_none(cast, asked):
    old = factories.make_topic(cast.acme, "Old phones", is_archived=True)
    for topic in (old, factories.topic_of(cast.bolt)):
        assert errors(asked(topic=topic.pk)) == {"topic": ["Choose a topic of this community."]}


def test_an_edited_question_may_stay_in_an_archived_topic(cast):
    old = factories.make_topic(cast.acme, "Old phones", is_archived=True)
    other = factories.make_topic(cast.acme, "Older phones", is_archived=True)
    words = {"title": "How do I get a signal?", "body": BODY, "version": "1"}
    for topic, fits in ((old, True), (other, False), (factories.topic_of(cast.bolt), False)):
        form = EditQuestionForm({**words, "topic": topic.pk}, company=cast.acme, topic=old)
        assert form.is_valid() == fits
    assert set(form.fields["topic"].queryset) == {*Topic.objects.of(cast.acme).open(), old}


@pytest.mark.parametrize(
    ("text", "tags"),
    [("a, b ,a,, #c", ["a", "b", "c"]), ("", []), (" , ", []), ("#", []), ("new line\n,x", ["new line", "x"])],
)
def test_tags_are_words_between_commas(asked, text, tags):
    form = asked(tags=text)
    assert form.is_valid() and form.cleaned_data["tags"] == tags


@pytest.mark.parametrize(
    ("languages", "page", "initial"), [(["en"], "en", None), (["en", "de"], "de", "de"), (["de", "en"], "fr", "de")]
)
def test_a_language_is_asked_for_where_there_are_several(cast, languages, page, initial):
    Company.objects.filter(pk=cast.acme.pk).update(languages=languages, default_language=languages[0])
    cast.acme.refresh_from_db()
    with translation.override(page):
        form = AskForm(company=cast.acme)
    assert (form.fields["language"].initial if "language" in form.fields else None) == initial


def test_every_rendering_has_an_id_of_its_own_and_a_draft_keeps_its(cast):
    first, second = AnswerForm(), AnswerForm()
    assert first["submission"].value() != second["submission"].value()
    kept = AnswerForm(initial={"submission": "7f1d6f0e-29c6-4f8c-9f0e-0e3f5f0c2b11"})
    assert kept["submission"].value() == "7f1d6f0e-29c6-4f8c-9f0e-0e3f5f0c2b11"


@pytest.mark.parametrize("wrong", ["x", "7", "7f1d6f0e"])
def test_an_id_that_is_none_is_refused(wrong):
    assert "submission" in AnswerForm({"body": "Restart it.", "submission": wrong}).errors


@pytest.mark.parametrize(("sent", "purpose"), [("", "attempt"), ("needs_info", "needs_info")])
def test_a_reply_without_a_purpose_is_an_attempt(sent, purpose):
    form = AnswerForm({"body": "Restart it.", "purpose": sent})
    assert form.is_valid() and form.cleaned_data["purpose"] == purpose


@pytest.mark.parametrize(("form", "longest"), [(AnswerForm, 20_000), (CommentForm, 2_000)])
def test_replies_have_a_shortest_and_a_longest(form, longest):
    assert form({"body": "x" * longest}).is_valid()
    for body in ("", " ", "x", "x" * (longest + 1)):
        assert "body" in form({"body": body}).errors


@pytest.mark.parametrize(("reason", "fits"), [("No", False), ("Not it", True), ("x" * 300, True), ("x" * 301, False)])
def test_a_reason_has_three_to_three_hundred_characters(reason, fits):
    assert ReasonForm({"reason": reason}).is_valid() == fits
