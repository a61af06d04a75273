from datetime import timedelta

import numpy as np
import pytest

from accounts.actions.consent import withdraw_consent
from community import clock
from community.personalization.learning import state
from community.personalization.memory import folding
from community.personalization.memory.actions.expose import Shown, expose
from community.personalization.memory.models import (
    Count,
    Exposure,
    Helper,
    Learned,
    LearnedAnswer,
    LearnedQuestion,
    Lesson,
)
from community.personalization.memory.queries.asking import asked_of
from community.personalization.memory.queries.ranking import GROUPS, rank
from community.personalization.memory.queries.recall import Memory, brought_up, recalled
from community.personalization.memory.queries.shown import told_to
from community.questions.actions.edit import edit_answer
from community.questions.actions.hide import hide_post
from tests.factories import answer, ask, consent, make_member, make_topic, solve
from tests.kept import keep_with


@pytest.fixture
def roaming(cast, learn_all):
    """Bob, who agreed, solved a question about roaming; Mona, who did not, solved one too. All of it is learned."""
    return keep_with(cast, "roaming, learned", lambda: make_roaming(cast, learn_all))


def make_roaming(cast, learn_all):
    consent(cast.bob, "routing")
    topic = make_topic(cast.acme, "Roaming")
    # A word says something only where there are texts without it.
    ask(cast.alice, "My bill is too high")
    for helper in (cast.bob, cast.mona):
        solve(ask(cast.alice, "Roaming in Norway is slow", topic=topic), helper)
    learn_all(cast.acme)
    return topic


def test_a_solved_question_is_remembered_of_whoever_agreed(cast, roaming):
    told = told_to(cast.bob)
    assert [(line.about, line.value) for line in told.lines] == [
        (about, pytest.approx(1.0, abs=1e-3)) for about in ("all", "language", "topic")
    ]
    assert Count.objects.get(about="topic").key == str(roaming.pk) and len(told.hours) == 1
    assert sum(Helper.objects.get().hours) == pytest.approx(1.0, abs=1e-3)
    assert not told_to(cast.mona).lines and not told_to(cast.mona).hours


def test_nothing_is_written_about_whoever_did_not_agree(cast, roaming):
    for model in (Count, Helper, LearnedAnswer):
        assert set(model.objects.values_list("member", flat=True)) == {cast.bob.pk}
    taught = Lesson.objects.values_list("event__type", flat=True)
    assert sorted(taught) == ["answer.accepted", "answer.posted", *["question.asked"] * 3]


def test_lessons_are_numbered_and_say_when_they_had_their_effect(cast, roaming):
    lessons = list(Lesson.objects.of(cast.acme).order_by("position"))
    assert [lesson.position for lesson in lessons] == [1, 2, 3, 4, 5]
    assert all(lesson.effect_at >= lesson.applied_at >= lesson.queued_at for lesson in lessons)
    assert Learned.objects.get(company=cast.acme).position == 5


def test_the_next_question_of_the_kind_finds_who_solved_one(cast, roaming):
    """An honest reason: what was really answered, and it is more than anybody else did."""
    eve = make_member(cast.acme, "Eve")
    consent(eve, "routing")
    asked = asked_of(ask(cast.alice, "No roaming in Norway any more", topic=roaming))
    ranking = rank(cast.acme, asked, [eve.pk, cast.bob.pk, cast.mona.pk])
    assert ranking.members == (eve.pk, cast.bob.pk)
    assert ranking.members[ranking.order[0]] == cast.bob.pk
    assert ranking.past[1] == (LearnedAnswer.objects.get().question.question_id,) and ranking.past[0] == ()
    assert ranking.served == "simple" and ranking.why(1)["language"] > 0


def test_contributions_sum_to_the_lead_over_the_others(cast, roaming, monkeypatch):
    eve = make_member(cast.acme, "Eve")
    consent(eve, "routing")
    asked = asked_of(ask(cast.alice, "No roaming in Norway any more", topic=roaming))
    for served in ("simple", "model"):
        if served == "model":
            Learned.objects.update(leads=[0.1] * 500, era=9)
        ranking = rank(cast.acme, asked, [eve.pk, cast.bob.pk])
        assert ranking.served == served
        lead = ranking.scores - ranking.scores.mean()
        assert ranking.contributions.sum(axis=1) == pytest.approx(lead, abs=1e-9)
        for group in GROUPS:
            without = rank(cast.acme, asked, [eve.pk, cast.bob.pk], switched_off={cast.bob.pk: [group]})
            lost = ranking.scores[1] - without.scores[1]
            assert lost == pytest.approx(ranking.why(1)[group], abs=1e-9)
            assert without.scores[0] == ranking.scores[0]


def same(first: Memory, second: Memory) -> None:
    one, two = first.learner, second.learner
    assert (first.position, first.begun, first.asked) == (second.position, second.begun, second.asked)
    assert one.state.people == two.state.people
    assert one.model.weights.tobytes() == two.model.weights.tobytes()
    assert one.model.squares.tobytes() == two.model.squares.tobytes()
    assert (one.gate.leads, one.unlabelled, one.count) == (two.gate.leads, two.unlabelled, two.count)
    people = len(one.state.people)
    for about, keys in (("all", [""]), ("language", one.state.by_language), ("topic", one.state.by_topic)):
        for key in list(keys):
            for mine, other in zip(one.state.counters_of(about, key), two.state.counters_of(about, key), strict=True):
                assert [mine.kept(person) for person in range(people)] == [
                    other.kept(person) for person in range(people)
                ]
    for person in range(people):
        assert one.state.hours.kept(person) == two.state.hours.kept(person)
        assert one.state.profiles.words_of(person, 99) == two.state.profiles.words_of(person, 99)
    assert np.array_equal(one.state.last_answer[:people], two.state.last_answer[:people])
    assert one.state.vocabulary.texts == two.state.vocabulary.texts
    assert one.state._remembered == two.state._remembered


@pytest.mark.django_db(transaction=True)
def test_what_is_read_back_is_what_was_learned_to_the_bit(cast, learn_all):
    """One process learned all of it, a second one reads on, a third begins with the rows."""
    for helper in (cast.bob, cast.mona):
        consent(helper, "routing")
    behind = None
    for number in range(6):
        asked = ask(cast.alice, f"Question {number} about roaming {number % 3}")
        solve(asked, [cast.bob, cast.mona][number % 2])
        if number % 3:
            answer(cast.bob, asked)
        learn_all(cast.acme)
        behind = brought_up(behind, cast.acme.pk)
    with recalled(cast.acme.pk) as memory:
        assert memory.position == 18 + 2 and memory.learner.model.squares.sum() > 8
        same(memory, behind)
        same(memory, brought_up(None, cast.acme.pk))


def test_a_withdrawal_deletes_everything_at_once(cast, roaming, deliver_all):
    eve = make_member(cast.acme, "Eve")
    consent(eve, "routing")
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    asked = asked_of(ask(cast.alice, "No roaming in Norway any more", topic=roaming))
    assert rank(cast.acme, asked, [eve.pk, cast.bob.pk]).members == (eve.pk,) and not told_to(cast.bob).lines
    deliver_all()
    assert not Count.objects.exists() and not Helper.objects.exists() and not LearnedAnswer.objects.exists()
    learned = Learned.objects.get(company=cast.acme)
    assert learned.stale_since is not None and learned.era == 1
    assert LearnedQuestion.objects.count() == 3


def test_a_withdrawal_in_between_is_checked_when_it_is_learned(cast, deliver_all, learn_all):
    consent(cast.bob, "routing")
    question = ask(cast.alice)
    answer(cast.bob, question)
    deliver_all()
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    # Given again, it does not bring back what was done before.
    consent(cast.bob, "routing")
    learn_all(cast.acme)
    assert list(Lesson.objects.order_by("pk").values_list("skipped", flat=True)) == ["", "consent"]
    assert not Helper.objects.exists()


def test_a_withdrawal_deletes_even_if_they_agree_again_before_it_was_delivered(cast, roaming, deliver_all):
    Exposure.objects.create(
        company=cast.acme, member=cast.bob, surface="offers", kind="question", object_id=1, position=1,
        shown_at=clock.now(),
    )  # fmt: skip
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    consent(cast.bob, "routing")
    deliver_all()
    assert not Helper.objects.exists() and not LearnedAnswer.objects.exists() and not Exposure.objects.exists()


def test_nobody_else_brings_back_what_was_written_before_the_yes(cast, learn_all):
    found = answer(cast.bob, ask(cast.alice))
    consent(cast.bob, "routing")
    learn_all(cast.acme)
    edit_answer(editor=cast.mona, answer=found, body="Somebody puts it better.", purpose="attempt", version=1)
    learn_all(cast.acme)
    assert list(Lesson.objects.order_by("pk").values_list("skipped", flat=True)) == ["", "consent", "consent"]
    assert not Helper.objects.exists()


def test_an_answer_to_a_question_that_is_forgotten_never_counts(monkeypatch):
    monkeypatch.setattr(state, "REMEMBERED", 1)
    memory = folding.Memory()
    for number in (1, 2):
        asked = state.Asked(number, "7", 1.0, "en", "", "Roaming")
        assert not memory.learn(folding.Taught("question", number, 1.0, asked=asked), number)
    assert memory.learn(folding.Taught("answer", 1, 2.0, member=9), 3) == "unknown"
    assert not memory.learner.state.people and not memory.learn(folding.Taught("answer", 2, 2.0, member=9), 3)


def test_a_list_is_written_once_in_ten_minutes(cast):
    consent(cast.bob, "feed")
    assert [expose(cast.bob, "feed", [Shown(1, 1), Shown(2, 2)]) for _look in range(2)] == [2, 0]
    with clock.moved(timedelta(minutes=11)):
        assert expose(cast.bob, "feed", [Shown(1, 1)]) == 1


def test_a_text_that_was_hidden_in_between_teaches_nothing(cast, deliver_all, learn_all):
    consent(cast.bob, "routing")
    found = answer(cast.bob, ask(cast.alice))
    deliver_all()
    hide_post(moderator=cast.mona, post=found.post, reason="Spam")
    learn_all(cast.acme)
    assert list(Lesson.objects.order_by("pk").values_list("skipped", flat=True)) == ["", "hidden"]
