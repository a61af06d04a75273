"""The database refuses what must not be."""

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.events.models import Event
from community.personalization.memory.models import (
    Count,
    Exposure,
    Helper,
    Learned,
    LearnedAnswer,
    LearnedQuestion,
    Lesson,
    Look,
)
from tests.factories import ask, consent, solve
from tests.kept import keep_with


@pytest.fixture
def learned(cast, learn_all):
    """Bob, who agreed, solved a question."""
    keep_with(cast, "one solution, learned", lambda: make_learned(cast, learn_all))
    return cast


def make_learned(cast, learn_all):
    consent(cast.bob, "routing")
    solve(ask(cast.alice), cast.bob)
    learn_all(cast.acme)


def refused(name, write):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def again(row, **changed):
    """Return a write of the row once more, with some of its values changed."""
    row.pk = None
    for name, value in changed.items():
        setattr(row, name, value)
    return lambda: row.save(force_insert=True)


def test_a_lesson_waits_or_is_skipped_or_has_a_place(learned):
    lesson, now = Lesson.objects.exclude(position=None), clock.now()
    for wrong in ({"position": None}, {"applied_at": None}, {"effect_at": None}, {"skipped": "hidden"}):
        refused("lesson_waits_or_is_skipped_or_has_a_place", lambda wrong=wrong: lesson.update(**wrong))
    refused(
        "lesson_reason_known",
        lambda: lesson.update(position=None, effect_at=None, applied_at=now, skipped="mood"),
    )


def test_two_lessons_never_have_one_place(learned):
    first, second = Lesson.objects.order_by("position")[:2]
    refused("lessons_have_one_order", lambda: Lesson.objects.filter(pk=second.pk).update(position=first.position))


def test_everything_is_counted_once(learned):
    refused("one_count_of_a_kind", again(Count.objects.filter(about="language").get()))
    refused("one_learned_answer_per_question", again(LearnedAnswer.objects.get(), position=99))
    refused("helpers_have_one_order", again(Helper.objects.get(), member=learned.mona))
    refused("count_about_known", again(Count.objects.filter(about="topic").get(), about="mood"))
    refused("learned_answers_have_one_order", again(LearnedAnswer.objects.get(), member=learned.mona))


def test_questions_have_one_order_and_are_counted(learned):
    other = ask(learned.alice)
    refused("learned_questions_have_one_order", again(LearnedQuestion.objects.get(), question=other, number=9))
    refused("learned_questions_are_counted", again(LearnedQuestion.objects.get(), question=other, position=99))
    refused("labelled_questions_were_asked", lambda: Learned.objects.update(labelled=5))


def test_an_exposure_has_a_list_a_place_and_a_chance(learned):
    def shown(**fields):
        usual = {"surface": "feed", "kind": "question", "object_id": 1, "position": 1, "shown_at": clock.now()}
        return lambda: Exposure.objects.create(company=learned.acme, member=learned.bob, **{**usual, **fields})

    refused("exposure_surface_known", shown(surface="wall"))
    refused("exposure_position_from_one", shown(position=0))
    for propensity in (0.0, 1.5):
        refused("exposure_propensity_is_a_chance", shown(propensity=propensity))


def test_an_event_is_one_lesson(learned):
    event = Event.objects.filter(pk__in=Lesson.objects.values("event")).first()
    refused("memory_lesson_event_id", lambda: Lesson.objects.create(company=learned.acme, event=event))


def test_a_member_has_one_last_look_at_a_list(learned):
    row = {"company": learned.acme, "member": learned.bob, "shown_at": clock.now()}
    Look.objects.create(surface="feed", **row)
    refused("one_last_look_at_a_list", lambda: Look.objects.create(surface="feed", **row))
    refused("look_surface_known", lambda: Look.objects.create(surface="wall", **row))
