"""Questions and answers of an import, as rows."""

from __future__ import annotations

import pytest

from accounts.models import Company
from community.questions.models import Answer, Post, Question, Tag, Topic
from tests import factories
from tests.community.portability.dumps import REPLY
from tests.invariants import check_counts


def test_html_becomes_safe_text(lamps, xml, bring_in):
    xml.question(1, Body="<p>Look: <b>dark</b></p><script>alert(1)</script><img src='https://x.example/a.png'>")
    bring_in(xml)
    post = Post.objects.get()
    assert "**dark**" in post.markdown
    assert "<strong>dark</strong>" in post.html
    assert not {"script", "img"} & set(post.html.replace("<", " ").replace(">", " ").split())


def test_original_times_and_authors_are_kept(lamps, xml, bring_in):
    xml.question(1, LastEditDate="2014-02-01T08:00:00")
    bring_in(xml)
    asked = Question.objects.get()
    assert (asked.post.author.display_name, f"{asked.asked_at:%F %R}") == ("Rosa", "2014-01-21 20:00")
    assert f"{asked.post.edited_at:%F}" == "2014-02-01"


def test_a_title_that_is_too_long_stands_whole_above_the_text(lamps, xml, bring_in):
    title = "# " + "Why does my lamp stay dark? " * 20
    xml.question(1, Title=title)
    bring_in(xml)
    asked = Question.objects.get()
    assert (len(asked.title), asked.title[-1]) == (300, "…")
    assert asked.post.html.count("Why does my lamp stay dark?") == 20
    assert "<h" not in asked.post.html


@pytest.mark.parametrize(("title", "shown"), [("", "(no title)"), (" \n ", "(no title)"), ("A\0B \ud800 C", "AB ? C")])
def test_titles_that_are_none_get_one(lamps, jsonl, bring_in, title, shown):
    jsonl.question(1, title=title)
    bring_in(jsonl)
    assert Question.objects.get().title == shown


def test_texts_shorter_and_longer_than_forms_allow_come_in(lamps, jsonl, bring_in):
    jsonl.question(1, title="Hm?", body="")
    jsonl.question(2, body="<p>" + "dark " * 20_000 + "</p>")
    bring_in(jsonl)
    assert sorted(Post.objects.values_list("visible_chars", flat=True))[0] == 0
    assert Post.objects.filter(visible_chars__gt=70_000).exists()


def test_spam_is_kept_hidden_and_counts_for_nothing(lamps, jsonl, bring_in, browser_of):
    jsonl.question(1, is_spam=True, title="Buy lamps now, cheap lamps")
    jsonl.question(2)
    jsonl.answer(3, 2, is_spam=True)
    bring_in(jsonl)
    assert set(Post.objects.filter(visibility="hidden").values_list("kind", flat=True)) == {"question", "answer"}
    assert Question.objects.get(title__startswith="Why").needs_answer
    page = browser_of(None).get("/c/lamps/").content.decode()
    assert "cheap lamps" not in page and "stay dark" in page


def test_answers_of_questions_that_are_missing_are_left_out_and_counted(lamps, jsonl, bring_in):
    jsonl.question(1)
    jsonl.answer(2, 1)
    jsonl.answer(3, 99)
    done = bring_in(jsonl)
    assert (done.answers, done.answers_without_question, Answer.objects.count()) == (1, 1, 1)


def test_the_askers_own_replies_are_no_attempts(lamps, xml, bring_in):
    xml.question(1)
    xml.answer(2, 1, OwnerUserId="1")
    bring_in(xml)
    reply = Answer.objects.get()
    assert (reply.purpose, reply.is_substantive, reply.question.needs_answer) == ("not_attempt", False, True)


def test_a_programs_reply_stops_no_clock(lamps, xml, bring_in):
    xml.user(-1, "Robot")
    xml.question(1)
    xml.answer(2, 1, OwnerUserId="-1")
    bring_in(xml)
    assert (Answer.objects.get().is_substantive, Question.objects.get().first_answered_at) == (False, None)


def test_a_reply_of_a_few_letters_is_not_substantive(lamps, xml, bring_in):
    xml.question(1)
    xml.answer(2, 1, Body="<p>Same here</p>")
    bring_in(xml)
    assert not Answer.objects.get().is_substantive


def test_tags_are_cleaned_counted_and_lead_somewhere(lamps, jsonl, bring_in, browser_of):
    long = "a-very-long-tag, with signs! and more than forty letters"
    jsonl.question(1, tags=["Lamp", "lamp", "bad\0tag", long, "!!!", "", "four", "five", "six"])
    jsonl.question(2, tags=["LAMP"])
    bring_in(jsonl)
    assert Tag.objects.get(slug="lamp").question_count == 2
    check_counts()
    first = Question.objects.earliest("pk")
    assert len(first.tag_names) == 5
    for tag in first.tag_links:
        assert browser_of(None).get(f"/c/lamps/tags/{tag.slug}/").status_code == 200


def test_topics_are_found_by_name_or_short_name_and_made_otherwise(lamps, jsonl, bring_in):
    factories.make_topic(lamps, "Power supply")
    for number, topic in enumerate(["power-supply", "POWER SUPPLY", "", "電源", "電源", "wall\0lamps"]):
        jsonl.question(number, topic=topic)
    bring_in(jsonl)
    assert list(Topic.objects.of(lamps).values_list("name", flat=True)) == [
        "General", "Power supply", "電源", "Walllamps",
    ]  # fmt: skip
    assert Question.objects.filter(topic__name="電源").count() == 2


def test_a_language_that_the_company_does_not_speak_is_its_main_one(lamps, jsonl, bring_in):
    Company.objects.filter(pk=lamps.pk).update(languages=["en", "de"])
    lamps.languages = ["en", "de"]
    for number, locale in enumerate(["de-AT", "fr", ""]):
        jsonl.question(number, locale=locale)
    bring_in(jsonl)
    assert list(Question.objects.order_by("pk").values_list("language", flat=True)) == ["de", "en", "en"]


@pytest.mark.parametrize("ident", ["q" * 300, "a\0b", "\ud800"])
def test_ids_of_any_kind_are_found_again(lamps, jsonl, bring_in, ident):
    jsonl.question(ident)
    jsonl.answer(ident, ident)
    first, second = bring_in(jsonl), bring_in(jsonl)
    assert (first.questions, first.answers, second.questions, second.answers) == (1, 1, 0, 0)


def test_the_same_id_twice_is_one_post(lamps, jsonl, bring_in):
    for _ in range(2):
        jsonl.question(1)
        jsonl.answer(2, 1)
    done = bring_in(jsonl)
    assert (done.questions, done.answers) == (1, 1)


def test_a_title_that_reads_like_an_address_has_a_page(lamps, jsonl, bring_in, browser_of):
    for number, title in enumerate(["Answer", "Thread?", "Close", "Reopen!", "Me too", "電源が入らない"]):
        jsonl.question(number, title=title)
    bring_in(jsonl)
    for question in Question.objects.all():
        page = browser_of(None).get(f"/c/lamps{question.get_absolute_url()}")
        assert page.status_code == 200 and "<h1" in page.content.decode(), question.title


def test_answers_of_people_here_to_imported_questions_count_as_ever(lamps, jsonl, bring_in):
    jsonl.question(1)
    bring_in(jsonl)
    factories.answer(factories.make_member(lamps, "Bob"), Question.objects.get(), REPLY)
    assert Question.objects.get().state == "answered"
