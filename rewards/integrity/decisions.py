"""How decisions about points are said, found and taken back."""

from __future__ import annotations

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import Fact, Place, ReadMore, concerns, finds, locks, teach, undoes
from rewards.earning.locks import lock_program
from rewards.integrity.actions.decide import pay_after_all
from rewards.integrity.models import CaseEarning
from rewards.integrity.queries import case_of
from rewards.integrity.wording import CATEGORIES

teach(
    rules={"integrity": gettext_lazy("The rules that keep rewards fair")},
    reasons={
        "integrity.held": gettext_lazy(
            "Signs that the points may not have come from somebody else's free choice. They are kept for you until a "
            "person has looked at them; that takes ten days at most. You need do nothing, but you can appeal."
        )
    },
    facts={
        "signals": Fact(gettext_lazy("What was noticed"), CATEGORIES),
        "points": Fact(gettext_lazy("Points")),
    },
    pages={"integrity": ReadMore(gettext_lazy("What we look at"), "integrity:signals")},
)


@undoes(DecisionRecord.Effect.REWARD_HELD, DecisionRecord.Effect.REWARD_VOIDED)
def pay(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Release or award again all points of the case: what was said against one of them was said against all."""
    case = case_of(int(record.target_id))
    if case is not None:
        pay_after_all(moderator=moderator, case=case, reason=answer)


@locks(DecisionRecord.Effect.REWARD_HELD, DecisionRecord.Effect.REWARD_VOIDED)
def lock_points(record: DecisionRecord) -> None:
    """Lock the programme: whoever decides about the case does so before anything else."""
    lock_program(record.company_id)


@concerns
def of_the_pair(member_id: int) -> Q:
    """Return the decisions about points that somebody else earned by the member."""
    given = CaseEarning.objects.filter(case__counterpart=member_id)
    return Q(target_kind="earning", target_id__in=given.values_list(Cast("earning_id", CharField())))


@finds("earning")
def find_earning(record: DecisionRecord) -> Place:
    """Lead to the answer that earned the points."""
    question, answer = record.inputs.get("question"), record.inputs.get("answer")
    return Place(
        _("Your answer"), "questions:question", (question,) if question else (), f"answer-{answer}" if answer else ""
    )
