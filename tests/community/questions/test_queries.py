"""Pages of answers, who sees what, and what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from community import clock
from community.questions import queries
from community.questions.actions.accept import accept_answer
from community.questions.actions.hide import hide_post
from community.questions.actions.me_too import set_me_too
from community.questions.actions.vote import vote_on
from community.questions.models import Answer, Post, Question
from tests import factories


def judged(cast, question: Question, helpful: int, unhelpful: int) -> int:
    found = factories.answer(cast.bob, question)
    # As an import brings them: counts without voters.
    counts = {"helpful_count": helpful, "unhelpful_count": unhelpful}
    Post.objects.filter(pk=found.pk).update(**counts, source_id=f"elsewhere:{found.pk}")
    return found.pk


def answers_of(member, question: Question, **wanted) -> list[int]:
    return [answer.pk for answer in queries.question_page(factories.reader_of(member), question.pk, **wanted).answers]


@pytest.fixture
def long_thread(cast):
    """Return a question with 45 answers, each a minute younger than the one before."""
    question = factories.ask(cast.alice)
    answers = []
    for minute in range(45):
        with clock.moved(timedelta(minutes=minute)):
            answers.append(factories.answer(cast.bob, question))
    return question, answers


def test_seven_to_nothing_beats_nine_to_two(cast):
    question = factories.ask(cast.alice)
    nine = judged(cast, question, 9, 2)
    seven = judged(cast, question, 7, 0)
    none = judged(cast, question, 0, 0)
    bad = judged(cast, question, 0, 3)
    assert answers_of(cast.bob, question) == [seven, nine, none, bad]


def test_a_tie_goes_to_the_older_answer(cast):
    question = factories.ask(cast.alice)
    made = [judged(cast, question, 1, 0) for _number in range(3)]
    assert answers_of(cast.bob, question) == made


def test_the_accepted_answer_stands_first_whatever_its_votes(cast):
    question = factories.ask(cast.alice)
    judged(cast, question, 50, 0)
    bad = judged(cast, question, 0, 9)
    accept_answer(member=cast.alice, answer=Answer.objects.get(pk=bad))
    page = queries.question_page(factories.reader_of(cast.bob), question.pk)
    assert (page.answers[0].pk, page.accepted.pk, page.answers[0].acceptance_basis) == (bad, bad, "asker")


def test_twenty_answers_a_page_and_the_accepted_one_on_the_first(cast, long_thread):
    question, answers = long_thread
    accept_answer(member=cast.alice, answer=answers[-1])
    pages = [answers_of(cast.alice, question, page=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [*pages[0], *pages[1], *pages[2]] == [answers[-1].pk, *(answer.pk for answer in answers[:-1])]
    with pytest.raises(Http404):
        answers_of(cast.alice, question, page=4)


def test_other_orders_go_by_time(cast, long_thread):
    question, answers = long_thread
    accept_answer(member=cast.alice, answer=answers[20])
    ids = [answer.pk for answer in answers]
    assert answers_of(cast.alice, question, order="oldest") == ids[:20]
    assert answers_of(cast.alice, question, order="newest", page=3) == ids[4::-1]


def test_an_answer_is_on_the_page_that_page_of_names(cast, long_thread):
    question, answers = long_thread
    vote_on(voter=cast.alice, answer=answers[30], value=1)
    accept_answer(member=cast.alice, answer=answers[44])
    hide_post(moderator=cast.mona, post=answers[3].post, reason="An advertisement.")
    for member in (cast.alice, cast.mona):
        pages = {number: answers_of(member, question, page=number) for number in (1, 2, 3)}
        for answer in (answers[0], answers[19], answers[20], answers[30], answers[40], answers[44]):
            assert answer.pk in pages[queries.page_of(factories.reader_of(member), answer)]


def test_an_answer_that_the_reader_does_not_see_is_sought_on_the_first_page(cast, long_thread):
    _question, answers = long_thread
    hide_post(moderator=cast.mona, post=answers[44].post, reason="An advertisement.")
    assert queries.page_of(factories.reader_of(cast.alice), answers[44]) == 1
    assert queries.page_of(factories.reader_of(cast.bob), answers[44]) == 3


def test_an_answer_knows_the_readers_own_vote(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    vote_on(voter=cast.mona, answer=found, value=-1)
    votes = {
        member: queries.question_page(factories.reader_of(member, cast.acme), question.pk).answers[0].my_vote
        for member in (cast.mona, cast.alice, None)
    }
    assert votes == {cast.mona: "unhelpful", cast.alice: "", None: ""}


def test_a_question_knows_whether_the_reader_has_it_too(cast):
    question = factories.ask(cast.alice)
    set_me_too(member=cast.bob, question=question, wanted=True)
    seen = [
        queries.question_page(factories.reader_of(member, cast.acme), question.pk).question.is_me_too
        for member in (cast.bob, cast.mona, None)
    ]
    assert seen == [True, False, False]


def test_comments_hang_on_their_posts_oldest_first(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    on_question = [factories.comment(cast.bob, question, f"Remark {word}") for word in ("one", "two")]
    on_answer = factories.comment(cast.alice, question, on=found)
    page = queries.question_page(factories.reader_of(cast.mona), question.pk)
    assert [comment.pk for comment in page.question.comment_list] == [comment.pk for comment in on_question]
    assert [comment.pk for comment in page.answers[0].comment_list] == [on_answer.pk]


def test_of_very_many_comments_the_newest_are_shown(cast, monkeypatch):
    monkeypatch.setattr(queries.page, "COMMENTS_PER_PAGE", 2)
    question = factories.ask(cast.alice)
    made = [factories.comment(cast.bob, question, f"Remark {word}").pk for word in ("one", "two", "three")]
    reader = factories.reader_of(cast.mona)
    page = queries.question_page(reader, question.pk)
    assert [comment.pk for comment in page.question.comment_list] == made[1:]
    assert [comment.pk for comment in queries.comments_on(reader, question.post)] == made[1:]


def test_totals_count_what_everybody_may_read(cast):
    mine = factories.ask(cast.bob)
    factories.answer(cast.bob, mine)
    factories.solve(factories.ask(cast.alice), cast.bob)
    factories.answer(cast.bob, factories.ask(cast.alice), purpose="not_attempt")
    hidden = factories.ask(cast.alice)
    factories.solve(hidden, cast.bob)
    hide_post(moderator=cast.mona, post=hidden.post, reason="An advertisement.")
    assert queries.member_totals(cast.bob) == queries.MemberTotals(asked=1, answered=1, solved=1)


def test_nobody_solves_their_own_question(cast):
    question = factories.ask(cast.bob)
    accept_answer(member=cast.bob, answer=factories.answer(cast.bob, question))
    reader = factories.reader_of(cast.alice)
    assert queries.member_totals(cast.bob).solved == 0
    assert not queries.questions_answered_by(reader, cast.bob, solved=True).exists()
    assert queries.questions_answered_by(reader, cast.bob, solved=False).get() == question


@pytest.mark.parametrize("who", ["charlie", "nobody"])
def test_what_belongs_to_another_company_is_not_there(cast, who):
    question = factories.ask(cast.alice, tags=["signal"])
    found = factories.answer(cast.bob, question)
    reader = factories.reader_of(cast.charlie if who == "charlie" else None, cast.bolt)
    for look in (
        lambda: queries.question_or_404(reader, question.pk),
        lambda: queries.question_page(reader, question.pk),
        lambda: queries.post_on_page_or_404(reader, found.pk),
        lambda: queries.answer_or_404(reader, found.pk),
        lambda: queries.tag_or_404(reader, "signal"),
        lambda: queries.member_or_404(reader, cast.alice.pk),
    ):
        with pytest.raises(Http404):
            look()


def test_a_post_comes_with_its_page_and_without_further_queries(cast, django_assert_num_queries):
    question = factories.ask(cast.alice)
    remark = factories.comment(cast.bob, question, on=factories.answer(cast.bob, question))
    reader = factories.reader_of(cast.alice)
    with django_assert_num_queries(3):  # the post, its question, whether what it is about may be seen
        post, page = queries.post_on_page_or_404(reader, remark.pk)
        assert (post.author, post.company, page.post.author, page.company) == (
            cast.bob,
            cast.acme,
            cast.alice,
            cast.acme,
        )


def test_topics_count_the_questions_that_wait(cast):
    factories.ask(cast.alice)
    factories.solve(factories.ask(cast.alice), cast.bob)
    hidden = factories.ask(cast.alice)
    hide_post(moderator=cast.mona, post=hidden.post, reason="An advertisement.")
    assert [topic.open_count for topic in queries.topics_with_counts(factories.reader_of(cast.alice))] == [1]


def test_popular_tags_are_those_in_use(cast):
    for tags in (["roaming", "sim"], ["sim"]):
        factories.ask(cast.alice, tags=tags)
    factories.ask(cast.charlie, tags=["bolt-only"])
    assert [tag.slug for tag in queries.popular_tags(factories.reader_of(cast.alice))] == ["sim", "roaming"]
