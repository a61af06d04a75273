"""What badges do when something happens."""

from __future__ import annotations

from typing import Final

from community.events.followers import follow
from community.events.models import Event
from community.questions.models import Post
from rewards.badges.actions.award import award_earned
from rewards.badges.actions.defaults import make_default_badges
from rewards.badges.rules import Metric

# Which metrics an event can raise.
_RAISES: Final[dict[str, tuple[str, ...]]] = {
    "question.asked": (Metric.ASKED,),
    "answer.posted": (Metric.ANSWERS, Metric.QUICK, Metric.WELCOMED),
    "answer.edited": (Metric.ANSWERS, Metric.QUICK, Metric.WELCOMED),
    "vote.cast": (Metric.HELPFUL, Metric.BEST),
    "answer.accepted": (Metric.ACCEPTED, Metric.RESCUES),
    "post.restored": tuple(Metric),
}


@follow(*_RAISES, name="badges.award")
def award(event: Event) -> None:
    """Give the author of what was written or judged the badges that they have earned with it."""
    post = next((event.payload[name] for name in ("post", "answer") if name in event.payload), None)
    post = post or event.payload["question"]
    author = Post.objects.filter(company_id=int(event.company), pk=post).values_list("author", flat=True).first()
    if author is not None:
        award_earned(company_id=int(event.company), member_id=author, metrics=_RAISES[event.type])


@follow("company.created", name="badges.defaults")
def begin(event: Event) -> None:
    """Give a new company the default badges."""
    make_default_badges(int(event.company))
