"""What people are asked to agree to: the purposes, and the words in which each was put, numbered.

Nothing here is on before somebody said yes. A text that changes gets a new number; the old one stays, because somebody
may have agreed to it. A test holds the text of every number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What what is known of a person may be used for. Each is agreed to on its own, and to none by default."""

    ROUTING = "routing", _("offers of questions")
    FEED = "feed", _("an order of questions made for you")
    SEND_TIME = "send_time", _("notices at your hours")
    EXPERIMENTS = "experiments", _("comparing versions")
    AI_ASSIST = "ai_assist", _("help by AI")
    MARKETING = "marketing", _("news about products")


# The places that ask, as the ledger names them.
SURFACES: Final = frozenset({"choices", "feed", "offers", "experiments", "notifications", "ask"})


@dataclass(frozen=True)
class Wording:
    """One version of what a person reads before they say yes: what is done, what for, what is kept, and without it.

    `age` is what they state of their age with a yes; empty where nothing is asked.
    """

    number: int
    done: str | Promise
    why: str | Promise
    kept: str | Promise
    without: str | Promise
    age: str | Promise = ""

    def sha(self) -> str:
        """Return the first 16 digits of the SHA-256 of the untranslated text."""
        with translation.override(None):
            parts = [str(part) for part in (self.done, self.why, self.kept, self.without, self.age)]
        whole = "\n".join(parts if parts[-1] else parts[:-1])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


# From 13 to 16, by member state, people may agree on their own to be profiled (GDPR, article 8): 16 holds everywhere.
_AGE: Final = _("You can say yes if you are 16 or older. With your yes you say that you are.")


def _and_of_age(first: Wording, **changed: str | Promise) -> tuple[Wording, ...]:
    """Return a wording, and as number 2 the same with what people state of their age and with what else changed."""
    return first, replace(first, number=2, age=_AGE, **changed)


# The newest wording of a purpose stands last. None is ever taken out. Whoever is profiled says that they are of age.
WORDINGS: Final[Mapping[Purpose, tuple[Wording, ...]]] = {
    Purpose.ROUTING: _and_of_age(
        Wording(
            number=1,
            done=_(
                "When somebody asks, we look at the questions that you answered before: their language, topic and "
                "words, the hours at which you answered, and whether that solved them. If you probably know the "
                "answer, we offer you the question."
            ),
            why=_("Questions reach somebody who can solve them, sooner."),
            kept=_(
                "Counts for each language, topic and hour, which fade with time; words of the questions that you "
                "answered; which questions were offered to you and what became of that. All of it is deleted within "
                "a day after you say no. The log keeps the numbers of question, offer and member; a question that you "
                "put to a person stays with its answer."
            ),
            without=_(
                "You see the same questions and can answer every one of them. None is offered to you because of what "
                "you did. Your points, your reputation and your rights stay as they are."
            ),
        ),
        kept=_(
            "Counts for each language, topic and hour, which fade with time; words of the questions that you answered; "
            "what you say is not you; which questions were offered to you and what became of that. All of it is deleted "
            "within a day after you say no. The log keeps the numbers of question, offer and member; a question that you "
            "put to a person stays with its answer."
        ),
    ),
    Purpose.FEED: _and_of_age(
        Wording(
            number=1,
            done=_(
                "The page “For you” puts those open questions first that are fresh and resemble what you solved "
                "before, by language, topic and words. We note which questions that page showed you."
            ),
            why=_("You find the questions that you can solve without searching."),
            kept=_(
                "Which questions the page showed you, and in which place. What you answered is looked at anew whenever "
                "you open the page, and not kept a second time. What the page noted is deleted within a day after you "
                "say no."
            ),
            without=_(
                "The same page with the same functions in a plain order: your languages, unanswered, newest first. "
                "Nothing about you enters it but the languages that you chose."
            ),
        ),
        done=_(
            "The page “For you” puts those open questions first that are fresh and resemble what you solved before, by "
            "language, topic and words, and leads you to your first five answers. We note which questions it showed you."
        ),
        kept=_(
            "Which questions the page showed you, and in which place; what you say is not you. What you answered is "
            "looked at anew whenever you open the page, and not kept a second time. What is kept is deleted within a day "
            "after you say no."
        ),
        without=_(
            "The same questions in a plain order: your languages, unanswered, newest first. Nothing about you enters it "
            "but the languages that you chose. Nobody leads you to your first five answers."
        ),
    ),
    Purpose.SEND_TIME: _and_of_age(
        Wording(
            number=1,
            done=_(
                "We look at the hours at which you are usually here, and keep notices that can wait until then. While "
                "this community sends all notices at once, nothing happens."
            ),
            why=_("Notices reach you when you have time for them, and do not disturb you when you have none."),
            kept=_("A count for each hour of the day, which fades with time. It is deleted within a day after you say no."),
            without=_("Notices come when something happens, or at the times that you set yourself."),
        )
    ),
    Purpose.EXPERIMENTS: _and_of_age(
        Wording(
            number=1,
            done=_(
                "Chance decides whether you get a new version of something or the one of today. We compare the two "
                "groups as a whole, never single people."
            ),
            why=_("What is changed here is measured first, and taken back if it does harm."),
            kept=_("Which version you got and when, and what was counted for your group."),
            without=_(
                "You get the version of today of every page. Questions may be compared as questions, yours too: how many "
                "helpers are asked at once, or whether any is. Nothing about you enters that."
            ),
        )
    ),
    Purpose.AI_ASSIST: (
        Wording(
            number=1,
            done=_(
                "When you press a button that is marked as AI, the text in front of you is given to a language model, "
                "which proposes a text. While this community offers no such button, nothing happens."
            ),
            why=_("You have a first draft or a summary to work on."),
            kept=_("That you asked for a proposal, and what you made of it."),
            without=_("You write and read as before. No text of yours that is not public is given to a language model."),
        ),
    ),
    Purpose.MARKETING: (
        Wording(
            number=1,
            done=_(
                "The company may write to you about its products and offers. While it sends no such news, nothing "
                "happens."
            ),
            why=_("You hear of new products."),
            kept=_("That you agreed, and which news was sent to you."),
            without=_("You get no advertising. Notices about your questions and answers come all the same."),
        ),
    ),
}  # fmt: skip


def newest_wording(purpose: str) -> Wording:
    """Return the words in which people are asked today. Raises ValueError for what is no purpose."""
    return WORDINGS[Purpose(purpose)][-1]


def wording_of(purpose: str, number: int) -> Wording:
    """Return the words that had this number. Raises ValueError for what is no purpose, KeyError for no such number."""
    for each in WORDINGS[Purpose(purpose)]:
        if each.number == number:
            return each
    raise KeyError(number)
