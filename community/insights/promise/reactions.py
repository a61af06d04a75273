"""What promises follow: whatever the clocks follow, once these know it."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Company
from community.events.followers import follow
from community.events.models import Event
from community.insights.clocks.derived import derived
from community.insights.clocks.fold import FOLDED, PAUSE
from community.insights.promise.actions import follow as following
from community.insights.promise.actions.rebuild import differences, rebuild_outcomes
from community.insights.promise.queries.overdue import OUTCOMES


@follow(*FOLDED, name=OUTCOMES)
def keep_score(event: Event) -> None:
    """Write down what the promise is for the question now."""
    following.follow_question(event=event)


@follow(PAUSE, name="promise.pause")
def end_watching(event: Event) -> None:
    """Settle what was still open when the company closed its community."""
    following.follow_pause(event=event)


@derived("promise.outcomes")
class Outcomes:
    """The outcomes of a company follow from its clocks and from the versions of its promise."""

    def rebuild(self, company: Company) -> int:
        """Make all of them again; return how many."""
        return rebuild_outcomes(company)

    def differences(self, company: Company) -> Iterator[str]:
        """Yield a sentence for each that a rebuild would change."""
        return differences(company)
