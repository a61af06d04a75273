"""The register: every model, formula and ranked list, with what there is to know of it. The model card is made of it.

A test fails when a field is empty, and when code ranks or shows something ranked that stands under no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.purposes import Purpose
from community.search.embeddings import embedding_provider

OWNER: Final = _("The admins of this community; the formula comes with Peerdesk.")
CONTACT: Final = _(
    "The moderators of this community: press “Ask a person” beside a decision under your data and choices."
)
NO_WEIGHTS: Final = _("It has no weights: the rule is the whole of it.")
NOT_TRAINED: Final = _("Nothing is trained: it counts what is there at the moment.")
NO_METRIC: Final = _("It foretells nothing, so there is nothing to measure it by.")
SAME_FOR_ALL: Final = _("It is the same for everybody and knows nothing of who looks.")


@dataclass(frozen=True)
class Input:
    """What goes in. `purpose` is the consent that it takes; None for what is public and of nobody in particular."""

    said: Any
    purpose: Purpose | None = None


@dataclass(frozen=True)
class Entry:
    """One model, formula or ranked list.

    `rankers` are the modules that put things in order, `shown_by` the packages that show it. What is learned here says
    its weights, metrics and fairness by `is_learned`; the other fields are said by the entry.
    """

    key: str
    name: Any
    purpose: Any
    inputs: tuple[Input, ...]
    limits: Any
    off: Any
    changes: tuple[Any, ...]
    weights: Any = NO_WEIGHTS
    training: Any = NOT_TRAINED
    metrics: Any = NO_METRIC
    fairness: Any = SAME_FOR_ALL
    owner: Any = OWNER
    contact: Any = CONTACT
    is_learned: bool = False
    rankers: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()


_FIRST: Final = (_("Version 1: as it is now."),)

ROUTER: Final = Entry(
    key="router",
    name=_("Offers of questions"),
    purpose=_("Finds among those who agree whom a new question is offered to, so that it is answered sooner."),
    inputs=(
        Input(_("Language, topic and words of the question")),
        Input(
            _("Language, topic, words and hour of questions that you answered, and what was accepted"), Purpose.ROUTING
        ),
        Input(_("What you told us: languages, topics, hours, pauses, and how many offers a day"), Purpose.ROUTING),
        Input(_("How many offers you got in the last 24 hours"), Purpose.ROUTING),
    ),
    weights="",
    training="",
    metrics="",
    fairness="",
    is_learned=True,
    limits=_(
        "It foretells who answers, not whose answer is best, and not that asking makes answers faster. In a small "
        "community it knows little, and a simple rule serves. One place in five is kept for newcomers and drawn by chance. "
        "It never touches pay, moderation or access, and declining costs nothing."
    ),
    off=_("Each member under “Your data and choices”; admins for everybody in the admin, under “Switch for offers”."),
    changes=_FIRST,
    rankers=("community.personalization.memory.queries.ranking",),
    shown_by=("community.personalization.routing",),
)
GATE: Final = Entry(
    key="gate",
    name=_("The gate in front of offers"),
    purpose=_("Lets the learned order serve only while it found those who answered at least as well as a simple rule."),
    inputs=(Input(_("How high both had those who answered the last 500 questions"), Purpose.ROUTING),),
    training=_("The last 500 answered questions, each three days old by then."),
    metrics="",
    is_learned=True,
    weights=NO_WEIGHTS,
    limits=_("With fewer than 500 questions nothing is known, and the simple rule serves."),
    off=_("With offers off nothing passes through it."),
    changes=_FIRST,
    rankers=("community.personalization.learning.gate",),
    shown_by=("community.personalization.learning", "community.personalization.memory"),
)
FEED: Final = Entry(
    key="feed",
    name=_("The order of the page “For you”"),
    purpose=_("Puts those open questions first that you can probably solve."),
    inputs=(
        Input(_("Age, language, topic and words of open questions")),
        Input(_("Language, topic and words of questions that you answered"), Purpose.FEED),
    ),
    weights="",
    metrics=_("Measured by replay on public histories; the documentation has the figures."),
    fairness=_("Without consent everybody gets the same plain order: your languages, unanswered, newest first."),
    limits=_("It knows only what you answered here."),
    off=_("Each member under “Your data and choices”."),
    changes=_FIRST,
    rankers=("community.personalization.learning.order",),
    shown_by=("community.personalization.feed",),
)


def _words_of_questions() -> str:
    provider = embedding_provider()
    if provider is None or not provider.leaves_host:
        return str(_("The words of public questions"))
    sent = _(
        "The words of public questions; they are sent, without names, to %(service)s to be compared by what they mean"
    )
    return str(sent) % {"service": provider.service}


def _limits_of_likeness() -> str:
    if embedding_provider() is None:
        return str(_("It compares words, not meanings, and each language on its own."))
    return str(_("It compares words, and meanings beside a question only, each language on its own."))


SIMILAR: Final = Entry(
    key="similar",
    name=_("Similar questions"),
    purpose=_("Shows questions of the past that are like the one you write or read."),
    inputs=(Input(lazy(_words_of_questions, str)()),),
    metrics=_("Measured on public collections of linked questions; the documentation has the figures."),
    limits=lazy(_limits_of_likeness, str)(),
    off=_("It knows nothing of you, so there is nothing to switch off."),
    changes=_FIRST,
    rankers=("community.search.queries.similar", "community.search.queries.related"),
    shown_by=("community.search", "community.personalization.feed"),
)
SEARCH: Final = Entry(
    key="search",
    name=_("Search results"),
    purpose=_("Puts those questions first whose words fit what you look for."),
    inputs=(Input(_("Your words, and the words of public questions and answers")),),
    limits=_("It compares words, not meanings."),
    off=_("It knows nothing of you, so there is nothing to switch off."),
    changes=_FIRST,
    rankers=("community.search.queries.search",),
    shown_by=("community.search",),
)
ANSWERS: Final = Entry(
    key="answers",
    name=_("The order of answers"),
    purpose=_("Puts the accepted answer first, then those that helped most people."),
    inputs=(Input(_("Acceptance, and votes for and against each answer")),),
    weights=_("(helpful + 2) / (helpful + unhelpful + 4)"),
    limits=_("Young answers have few votes."),
    off=_("It knows nothing of you, so there is nothing to switch off."),
    changes=_FIRST,
    rankers=("community.questions.queries.page",),
    shown_by=("community.questions",),
)
EXPECTED: Final = Entry(
    key="expected_time",
    name=_("Expected time to an answer"),
    purpose=_("Tells those who ask how long an answer probably takes."),
    inputs=(Input(_("How long earlier questions of the language, topic and hour waited")),),
    weights=_("The median of Kaplan and Meier; few questions are drawn to the larger group around them."),
    training=_("The questions of the last weeks, made anew every hour."),
    metrics=_("Each expectation is compared with what came; moderators see how well it is kept."),
    limits=_("Where fewer than 30 questions were asked it says nothing of its own."),
    off=_("It knows nothing of you, so there is nothing to switch off."),
    changes=_FIRST,
)
PRICES: Final = Entry(
    key="prices",
    name=_("Points for answers"),
    purpose=_("Pays for answers that helped, by a price list that everybody reads."),
    inputs=(Input(_("What you did that the price list names: it is a contract, no profile")),),
    weights=_("The price list in force."),
    fairness=_("The same prices for everybody. Whom questions are offered to has no part in it."),
    limits=_("Rules hold back points that look unfair; a person decides, and you can appeal."),
    off=_("Admins end the reward programme in the admin."),
    changes=_FIRST,
)
REPUTATION: Final = Entry(
    key="reputation",
    name=_("Reputation, and the list of top helpers"),
    purpose=_("Shows who helped how much, and what they may do for it."),
    inputs=(Input(_("Accepted answers, votes and other public acts")),),
    weights=_("The rules that your page of reputation names one by one."),
    limits=_("It counts what is confirmed, and knows nothing of help elsewhere."),
    off=_("Nobody is profiled by it; it is a sum of public acts. You can leave the lists of helpers."),
    changes=_FIRST,
    rankers=("rewards.reputation.queries.board", "rewards.reputation.panels", "community.insights.speed.dashboard"),
    shown_by=("rewards.reputation", "community.insights.speed"),
)
ENTRIES: Final = (ROUTER, GATE, FEED, SIMILAR, SEARCH, ANSWERS, EXPECTED, PRICES, REPUTATION)
BY_KEY: Final[Mapping[str, Entry]] = {entry.key: entry for entry in ENTRIES}
