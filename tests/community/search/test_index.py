"""The index follows what everybody may read."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions.company import CompanySettings, change_company
from accounts.models import Company, Membership
from community import clock
from community.events.models import Delivery
from community.questions.actions.edit import edit_answer, edit_question
from community.questions.actions.hide import hide_post, restore_post
from community.questions.models import Answer, Post, Question
from community.search.actions.index import index_question
from community.search.actions.reindex import reindex
from community.search.models import QuestionTerms, QuestionVector, SearchDocument, SearchPassage, TermCount
from community.search.queries import search_questions
from tests import factories

_ROWS = {
    SearchDocument: ("question_id", "company_id", "config", "asked_at", "vector", "gist"),
    SearchPassage: ("post_id", "company_id", "question_id", "version", "config", "text", "vector"),
    QuestionTerms: ("question_id", "company_id", "language", "version", "terms"),
    # What a vector holds depends on when it was weighed.
    QuestionVector: ("question_id", "company_id", "language"),
}
_NOTHING = [[]] * (len(_ROWS) + 1)


def index_of(company: Company) -> list[list[tuple[object, ...]]]:
    """Return the whole index of a company."""
    counts = TermCount.objects.filter(company=company).values("language", "term").annotate(all=Sum("questions"))
    return [
        *(sorted(model.objects.filter(company=company).values_list(*columns)) for model, columns in _ROWS.items()),
        sorted(counts.exclude(all=0).values_list("language", "term", "all")),
    ]


def reword(question: Question, *, title: str = "", body: str = "", tags: tuple[str, ...] = ()) -> None:
    question = Question.objects.select_related("post__author", "topic").get(pk=question.pk)
    edit_question(
        editor=question.post.author,
        question=question,
        title=title or question.title,
        body=body or question.post.markdown,
        topic=question.topic,
        tags=tags,
        version=question.post.version,
    )


def test_an_edited_question_is_found_by_its_new_words_only(acme, publish, deliver_all):
    question = publish("Modem blinks", "It is red.", tags=["old"])
    reword(question, title="Router blinks", body="It is green.", tags=("new",))
    deliver_all()
    assert [search_questions(acme, word).total for word in ("modem", "red", "old")] == [0, 0, 0]
    assert [search_questions(acme, word).total for word in ("router", "green", "new")] == [1, 1, 1]


def test_an_edited_answer_is_found_by_its_new_words_only(cast, acme, publish, deliver_all):
    question = publish("Modem blinks", "It is red.", "Unplug the modem and wait for a minute.")
    answer = question.answers.get()
    edit_answer(
        editor=cast.bob, answer=answer, body="Press the button on the back for long.", purpose="attempt", version=1
    )
    deliver_all()
    assert [search_questions(acme, word).total for word in ("unplug", "button")] == [0, 1]


def test_a_hidden_question_leaves_nothing_in_the_index(cast, publish, deliver_all):
    question = publish("Modem blinks", "It is red.", factories.ANSWER)
    hide_post(moderator=cast.mona, post=question.post, reason="Private")
    deliver_all()
    assert index_of(cast.acme) == _NOTHING


def test_a_hidden_answer_leaves_its_question(cast, acme, publish, deliver_all):
    question = publish("Modem blinks", "It is red.", "Unplug the modem and wait for a minute.")
    answer = question.answers.get()
    hide_post(moderator=cast.mona, post=answer.post, reason="Rude")
    deliver_all()
    assert (search_questions(acme, "unplug").total, search_questions(acme, "blinks").total) == (0, 1)
    restore_post(moderator=cast.mona, post=answer.post)
    deliver_all()
    assert search_questions(acme, "unplug").total == 1


def test_a_question_that_is_gone_is_no_error(db):
    index_question(987_654_321)


def test_only_what_changed_is_read_again(cast, publish, deliver_all):
    question = publish("Modem blinks", "It is red.", factories.ANSWER)
    SearchPassage.objects.filter(post_id=question.pk).update(text="As it was read before.")
    factories.answer(cast.mona, question)
    deliver_all()
    assert SearchPassage.objects.get(post_id=question.pk).text == "As it was read before."
    reindex(cast.acme)
    assert SearchPassage.objects.get(post_id=question.pk).text == "It is red."


def test_a_new_language_counts_after_reindexing(cast, publish):
    question = publish("Wo sind meine Rechnungen?")
    assert SearchDocument.objects.get(pk=question.pk).config == "english"
    Company.objects.filter(pk=cast.acme.pk).update(languages=["de"], default_language="de")
    reindex(Company.objects.get(pk=cast.acme.pk))
    assert SearchDocument.objects.get(pk=question.pk).config == "german"
    assert search_questions(factories.reader_of(None, Company.objects.get(pk=cast.acme.pk)), "Rechnung").total == 1


def speak_german(admin: Membership) -> None:
    company = admin.company
    change_company(
        admin=admin,
        wanted=CompanySettings(
            name=company.name,
            slug=company.slug,
            tagline=company.tagline,
            colour=company.colour,
            languages=("de",),
            default_language="de",
            host=company.host,
            is_open=True,
        ),
    )


def test_a_company_that_changes_its_languages_is_indexed_anew_by_itself(cast, publish, deliver_all):
    questions = [publish("Wo sind meine Rechnungen?", "Ich suche sie.", factories.ANSWER) for _each in range(2)]
    speak_german(cast.ada)
    deliver_all()
    cast.acme.refresh_from_db()
    assert search_questions(factories.reader_of(None, cast.acme), "Rechnung").total == len(questions)
    by_itself = index_of(cast.acme)
    reindex(cast.acme)
    assert index_of(cast.acme) == by_itself


def test_many_questions_are_indexed_anew_a_few_at_a_time(cast, publish, deliver_all, monkeypatch):
    monkeypatch.setattr("community.search.actions.reindex._BATCH", 1)
    monkeypatch.setattr("community.search.reactions._BATCHES", 1)
    for _each in range(2):
        publish("Wo sind meine Rechnungen?")
    speak_german(cast.ada)
    done = []
    for looks in range(3):
        with clock.moved(timedelta(minutes=looks)):
            deliver_all()
        done.append(SearchDocument.objects.filter(config="german").count())
    assert done == [1, 2, 2]
    assert not Delivery.objects.open().exists()


@pytest.mark.parametrize(
    "pattern", ["w{0:05d} ", "a{0:04d}-b{0:04d}-c{0:04d} ", "http://h{0:05d}.example/p{0:05d} ", "字{0:05d} "]
)
def test_however_much_is_said_the_question_is_indexed(cast, publish, pattern):
    """A tsvector ends at a megabyte, and the longest words are left out; neither may stop the index."""
    question = publish("Modem blinks")
    for number in range(20):
        words = "".join(pattern.format(number * 3000 + each) for each in range(3000))
        post = factories.answer(cast.bob, question).post
        Post.objects.filter(pk=post.pk).update(html=f"<p>{words}</p>", version=2)
    Post.objects.filter(pk=question.pk).update(html=f"<p>{'x' * 19_000}</p>", version=2)
    index_question(question.pk)
    assert search_questions(factories.reader_of(None, cast.acme), "modem").total == 1


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "answer", "reword", "retag", "reword answer", "hide", "restore"]),
        st.integers(0, 5),
        st.sampled_from(["Modem blinks at night", "Router is warm again", "Voicemail of my mother's phone"]),
    ),
    min_size=3,
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
@given(acts=ACTS)
def test_following_gives_what_reindexing_gives(cast, deliver_all, acts):
    with transaction.atomic():
        factories.ask(cast.alice, "Tablet does not charge")
        for act, number, words in acts:
            perform(cast, act, number, words)
            deliver_all()
        followed = index_of(cast.acme)
        reindex(cast.acme)
        assert followed == index_of(cast.acme)
        transaction.set_rollback(True)


def perform(cast, act: str, number: int, words: str) -> None:
    """Do one thing to one of the company's visible questions, or to its newest answer."""
    questions = list(Question.objects.of(cast.acme).filter(post__visibility="visible").order_by("pk"))
    if act == "restore":
        for post in Post.objects.filter(company=cast.acme, visibility="hidden")[:1]:
            restore_post(moderator=cast.mona, post=post)
    elif act == "ask" or not questions:
        factories.ask(cast.alice, words)
    else:
        _perform_on(cast, act, questions[number % len(questions)], words)


def _perform_on(cast, act: str, question: Question, words: str) -> None:
    answer = Answer.objects.of(question).visible().select_related("post__author").last()
    if act == "answer":
        factories.answer(cast.bob, question, f"{words}, says everybody who has one.")
    elif act == "reword":
        reword(question, title=words, body=f"{words}, I said.")
    elif act == "retag":
        reword(question, tags=(words.split()[0],))
    elif act == "hide":
        hide_post(moderator=cast.mona, post=answer.post if answer else question.post, reason="Private")
    elif answer is not None:
        purpose, version = answer.purpose, answer.post.version
        edit_answer(editor=cast.bob, answer=answer, body=f"{words}, on reflection.", purpose=purpose, version=version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["one", "all"])
def test_whoever_waits_for_a_question_reads_it_afterwards(cast, first):
    """Indexing that began before an answer came cannot leave that answer out in the end."""
    question = factories.ask(cast.alice, "Modem blinks")
    late = threading.Thread(target=lambda: (index_question(question.pk), connection.close()))
    with transaction.atomic():
        index_question(question.pk) if first == "one" else reindex(cast.acme)
        late.start()
        late.join(0.5)
        assert late.is_alive()
        factories.answer(cast.bob, question, "Unplug the modem and wait for a minute.")
    late.join(20)
    assert search_questions(factories.reader_of(None, cast.acme), "unplug").total == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_question(cast):
    first, second = factories.ask(cast.alice, "Modem blinks"), factories.ask(cast.alice, "Router blinks")
    other = threading.Thread(target=lambda: (index_question(second.pk), connection.close()))
    with transaction.atomic():
        index_question(first.pk)
        other.start()
        other.join(20)
        assert not other.is_alive()


def test_reindexing_tells_how_far_it_is(cast, publish, capsys):
    publish("Modem blinks")
    publish("Router blinks")
    SearchDocument.objects.all().delete()
    seen: list[int] = []
    assert (reindex(cast.acme, progress=seen.append), seen) == (2, [2])
    call_command("reindex_search", company="acme")
    call_command("reindex_search")
    assert capsys.readouterr().out.splitlines() == [
        "acme: 2 questions indexed", "acme: 2 questions indexed", "bolt: 0 questions indexed",
    ]  # fmt: skip


def test_reindexing_an_unknown_company_says_so(db):
    with pytest.raises(CommandError, match="no company with the short name nowhere"):
        call_command("reindex_search", company="nowhere")
