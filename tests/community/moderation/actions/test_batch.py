"""Doing the same to several things."""

from __future__ import annotations

import pytest

from community.moderation.actions.batch import act_on_each
from community.questions.models import Topic
from community.web.errors import NotAllowed
from tests import factories


def rename_all(company, act):
    topics = [factories.make_topic(company, name) for name in ("One", "Two", "Three")]
    return topics, act_on_each(topics, act=act, already=lambda topic: topic.name == "Three")


def rename_but_refuse_two(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(name=f"New {topic.name}")
    if topic.name == "Two":
        raise NotAllowed("Not this one.")


def test_it_tells_what_became_of_each(cast):
    topics, outcome = rename_all(cast.acme, rename_but_refuse_two)
    assert (outcome.done, outcome.unchanged) == ([topics[0]], [topics[2]])
    assert outcome.refused == {"Not this one.": [topics[1]]}


def test_a_refusal_undoes_only_its_own_part(cast):
    rename_all(cast.acme, rename_but_refuse_two)
    assert set(Topic.objects.values_list("name", flat=True)) >= {"New One", "Two", "Three"}


@pytest.mark.django_db(transaction=True)
def test_any_other_error_undoes_everything(cast):
    def fail(topic: Topic) -> None:
        rename_but_refuse_two(Topic(pk=topic.pk, name="any"))
        if topic.name == "Two":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_all(cast.acme, fail)
    assert set(Topic.objects.values_list("name", flat=True)) >= {"One", "Two", "Three"}
