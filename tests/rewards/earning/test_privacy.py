"""What is handed over, and what is forgotten."""

from __future__ import annotations

import pytest

from rewards.earning.actions.choose import choose_points
from rewards.earning.models import Earning, EarningChoice
from rewards.earning.privacy import EarningData
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices")]


def test_decisions_and_the_choice_are_handed_over(cast, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    choose_points(member=cast.bob, declines=True)
    exported = EarningData().export(cast.bob.pk)
    assert exported["declines_points"]
    assert [row["why"] for row in exported["decisions"] if row["points"]] == ["The full price."]


def test_the_choice_is_forgotten_and_the_books_stay(cast, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    choose_points(member=cast.bob, declines=True)
    EarningData().erase(cast.bob.pk)
    assert not EarningChoice.objects.exists()
    assert Earning.objects.filter(member=cast.bob).exists()
