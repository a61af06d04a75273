"""What a person can have handed over, and what is forgotten."""

from __future__ import annotations

import json

from community.insights.promise.models import EscalationStep
from community.web.registries.privacy import personal_data
from tests import factories
from tests.community.insights.promise.conftest import promised

[HELD] = [each for each in personal_data() if each.name == "promise"]


def test_what_a_member_was_told_of_is_handed_over_and_forgotten(cast):
    question = factories.ask(cast.alice)
    both = [cast.bob.pk, cast.mona.pk]
    EscalationStep.objects.create(company=cast.acme, question=question, episode=1, step="wider", told=both)
    [told] = HELD.export(cast.bob.pk)["told_of_waiting_questions"]
    assert (told["question"], told["step"]) == (question.pk, "wider")
    assert json.dumps(told)
    for _twice in range(2):
        HELD.erase(cast.bob.pk)
    assert HELD.export(cast.bob.pk)["told_of_waiting_questions"] == []
    assert EscalationStep.objects.get().told == [cast.mona.pk]


def test_the_promises_of_an_admin_are_the_companys_and_stay(cast):
    promised(cast.ada, answer_within=60, answer_share=80, note="My idea")
    HELD.erase(cast.ada.pk)
    [made] = HELD.export(cast.ada.pk)["promises_made"]
    assert (made["version"], made["note"]) == (1, "My idea")
