"""What each kind of event may teach, and whose consent that takes. A test fails when a kind is missing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accounts.purposes import Purpose

# What is public of a question is counted without who asked it: nothing of a person is kept.
CONTENT: Final = "content"
# Not learned from.
NOTHING: Final = "nothing"
# What somebody does as a helper is learned if they agreed to be offered questions.
HELPER: Final = Purpose.ROUTING.value

NEEDS: Final[Mapping[str, str]] = {
    "question.asked": CONTENT,
    "answer.posted": HELPER,
    "answer.edited": HELPER,
    "answer.accepted": HELPER,
    # A text that waited for a moderator teaches from the moment at which it is shown.
    "post.restored": HELPER,
    **dict.fromkeys(
        (
            "acceptance.withdrawn", "answer.failed", "answer.reused", "appeal.decided", "appeal.late", "appeal.made",
            "appeal.withdrawn", "badge.awarded", "badge.revoked", "comment.edited", "comment.posted", "company.changed",
            "company.created", "company.paused", "company.resumed", "consent.given", "consent.withdrawn",
            "decision.recorded", "experiment.registered", "experiment.started", "experiment.stopped",
            "finding.waits", "integrity_rules.changed", "ladder.changed", "me_too.added", "me_too.removed",
            "member.joined", "member.reinstated", "member.renamed", "member.role_changed", "member.suspended",
            "member.trust_level_changed", "payout.approved", "payout.cancelled", "payout.details_changed",
            "payout.failed", "payout.paid", "payout.refused", "payout.requested", "payouts.frozen",
            "points.clawed_back", "points.earned", "points.expire_soon", "points.expired", "points.held",
            "points.released", "points.vested", "points.voided", "post.hidden", "price_list.activated",
            "promise.broken", "promise.made", "question.closed", "question.edited", "question.escalated",
            "question.locked", "question.reopened", "question.resolved", "question.state_changed", "question.unlocked",
            "reward_case.decided", "reward_case.late", "reward_case.opened", "speed.alert_cleared",
            "speed.alert_raised", "topic.changed", "topic.created", "topic.deleted", "vote.cast", "vote.withdrawn",
            # Declining, or letting an offer pass, costs nothing: it is not even counted here.
            "offer.made", "offer.accepted", "offer.declined", "offer.expired",
            # What somebody says that they are not is left out at every reading; what was counted stays as it is.
            "not_me.said", "not_me.taken_back",
        ),
        NOTHING,
    ),
}  # fmt: skip

TEACHING: Final = tuple(sorted(kind for kind, needs in NEEDS.items() if needs != NOTHING))
FOLLOWER: Final = "personalization.learn"
