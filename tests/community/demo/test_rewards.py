"""The demo pays for help from the moment it is there."""

from __future__ import annotations

import pytest

from accounts.models import Company
from community.questions.actions.accept import accept_answer
from community.questions.models import Answer
from rewards.earning.models import Earning, Program
from rewards.earning.queries import prices_of
from rewards.ledger.models import Transfer
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded", "at_seeding")]


def test_both_companies_have_prices_that_two_admins_stand_for() -> None:
    for program in Program.objects.all():
        shown = prices_of(program.company)
        assert shown is not None
        assert shown.prices.author != shown.prices.activated_by
    assert Program.objects.count() == 2


def test_the_past_earned_nothing() -> None:
    assert not Earning.objects.exists()
    assert not Transfer.objects.exists()


def test_who_accepts_an_answer_in_the_demo_pays_its_author(deliver_all) -> None:
    lark = Company.objects.get(slug="lark")
    answer = (
        Answer.objects.substantive()
        .filter(company=lark, question__state="answered", post__author__affiliation="none")
        .select_related("question__post__author", "post__author")[0]
    )
    accept_answer(member=answer.question.post.author, answer=answer)
    deliver_all()
    assert points_of(answer.post.author).pending == 100
    assert findings_of(lark) == []
