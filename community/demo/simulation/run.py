"""Letting one simulated community live: everything that is done goes through the actions that pages call."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from community import clock
from community.demo.simulation.habits import Habits
from community.demo.simulation.population import MINUTES_A_DAY, Helper, Need, Population, chance
from community.demo.simulation.stage import Stage
from community.events.drain import drain
from community.events.models import Delivery
from community.personalization.memory.actions.learn import learn_at_once
from community.personalization.routing.actions.end import expire_offers
from community.personalization.routing.actions.respond import accept_offer, decline_offer
from community.personalization.routing.actions.rings import widen
from community.personalization.routing.models import Offer, Ring
from community.questions.actions.accept import accept_answer
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.models import Answer, Question
from community.web.errors import NotAllowed

# Whoever has answered at most so many questions is new.
NEW_UNTIL = 10
# Whose receipts are drained. Points, mails and figures decide nothing about who is asked; theirs stay open.
_FOLLOWED = "personalization."
_ANSWER = "Open the settings of {0}, switch {1} off and on again, and then look at {2}. That solved it for me."
_BODY = "Since yesterday there is something wrong with {0}: I tried {1} twice, and {2} does not change. What can I do?"


@dataclass
class Thread:
    """One question of the simulation: what was asked, its row, and when it got its first answer, in minutes."""

    need: Need
    question: Question
    answered: float | None = None
    first_was_new: bool = False
    is_accepted: bool = False


class Run:
    """One arm. Time is in minutes since the beginning; what happens at one moment happens in the order it was planned."""

    def __init__(self, stage: Stage, habits: Habits, population: Population, *, seed: int, begins: datetime) -> None:
        self._stage, self._habits, self._seed, self._begins = stage, habits, seed, begins
        self._helpers = population.helpers
        self._plan: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        self._waiting: dict[int, Thread] = {}
        self._number = {
            member.pk: helper.number for member, helper in zip(stage.helpers, population.helpers, strict=True)
        }
        self._today: Counter[tuple[int, int]] = Counter()
        self._busy: set[tuple[int, int]] = set()
        self._offers: dict[int, list[Offer]] = {}
        self._seen_offer = 0
        self._widen_at: float | None = None
        self.threads: dict[int, Thread] = {}
        self.answers: Counter[int] = Counter()
        self.offers = self.followed = 0
        for need in population.needs:
            self._at(need.minute, partial(self._ask, need))
        for helper in population.helpers:
            for minute in helper.visits:
                self._at(minute, partial(self._visit, helper))

    def live(self, days: int) -> None:
        """Let so many days pass."""
        while self._plan and self._plan[0][0] < days * MINUTES_A_DAY:
            minute, _order, act = heapq.heappop(self._plan)
            with clock.frozen_at(self._moment(minute)):
                act(minute)

    def _at(self, minute: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self._plan, (minute, next(self._order), act))

    def _moment(self, minute: float) -> datetime:
        return self._begins + timedelta(minutes=minute)

    def _die(self, *about: object) -> float:
        return chance(self._seed, *about)

    def _ask(self, need: Need, minute: float) -> None:
        question = ask_question(
            author=self._stage.askers[need.asker],
            title=f"{need.words[0].title()} and {need.words[1]}: number {need.number}",
            body=_BODY.format(*need.words),
            topic=self._stage.topics[need.topic],
            language=need.language,
        )
        self._waiting[question.pk] = self.threads[question.pk] = Thread(need, question)
        self._settle(minute)

    def _visit(self, helper: Helper, minute: float) -> None:
        """Look at what is offered, then perhaps at the list: the newest that the helper can read."""
        acting = self._habits.acting
        self._look_at_offers(helper, minute)
        if self._die("looks", helper.number, minute) >= acting.looks_at_list:
            return
        read = [each for each in reversed(self._waiting.values()) if each.need.language in helper.reads]
        for thread in read[: acting.reads]:
            if self._wants(helper, thread, acting.answers_from_list, "list", minute):
                self._write_soon(helper, thread, minute)

    def _look_at_offers(self, helper: Helper, minute: float) -> None:
        member = self._stage.helpers[helper.number]
        for offer in self._offers.pop(helper.number, []):
            thread = self._waiting.get(offer.question_id)
            if thread is None or offer.expires_at <= self._moment(minute):
                continue
            if self._wants(helper, thread, self._habits.acting.follows_offer, "offer", minute):
                accept_offer(member=member, offer=offer)
                self.followed += 1
                self._write_soon(helper, thread, minute)
            else:
                decline_offer(member=member, offer=offer)
            self._settle(minute)

    def _wants(self, helper: Helper, thread: Thread, willing: float, where: str, minute: float) -> bool:
        """Return whether the helper answers: they know it, are willing, and not too tired."""
        acting, need = self._habits.acting, thread.need
        if need.language not in helper.reads or (helper.number, need.number) in self._busy:
            return False
        tired = acting.tired if self._today[helper.number, int(minute // MINUTES_A_DAY)] >= acting.tired_after else 1.0
        # What somebody knows is one die, whether they find the question in a list or are offered it.
        return (
            self._die("knows", helper.number, need.number) < self._knowledge(helper, need)
            and self._die(where, helper.number, need.number) < willing * tired
        )

    def _knowledge(self, helper: Helper, need: Need) -> float:
        ways = self._habits.helping
        return ways.knows if need.topic in helper.knows else ways.knows_not

    def _write_soon(self, helper: Helper, thread: Thread, minute: float) -> None:
        self._busy.add((helper.number, thread.need.number))
        self._today[helper.number, int(minute // MINUTES_A_DAY)] += 1
        length = self._habits.acting.writes_for * (0.5 + self._die("writes", helper.number, thread.need.number))
        self._at(minute + length, partial(self._answer, helper, thread))

    def _answer(self, helper: Helper, thread: Thread, minute: float) -> None:
        try:
            answer = answer_question(
                author=self._stage.helpers[helper.number],
                question=thread.question,
                body=_ANSWER.format(*thread.need.words),
            )
        except NotAllowed:
            # Somebody was faster, and the question is closed by now.
            return
        if thread.answered is None:
            thread.answered, thread.first_was_new = minute, self.answers[helper.number] <= NEW_UNTIL
        self.answers[helper.number] += 1
        self._waiting.pop(thread.question.pk, None)
        acting, need = self._habits.acting, thread.need
        solves = acting.solves if need.topic in helper.knows else acting.solves_not
        if self._die("solves", helper.number, need.number) < solves:
            later = acting.accepts_after * (0.5 + self._die("accepts", need.number))
            self._at(minute + later, partial(self._accept, thread, answer))
        self._settle(minute)

    def _accept(self, thread: Thread, answer: Answer, minute: float) -> None:
        if not thread.is_accepted:
            accept_answer(member=self._stage.askers[thread.need.asker], answer=answer)
            thread.is_accepted = True
            self._settle(minute)

    def _widen(self, minute: float) -> None:
        self._widen_at = None
        expire_offers(self._stage.company)
        widen(self._stage.company)
        self._settle(minute)

    def _settle(self, minute: float) -> None:
        """Apply what follows, learn it, and plan who notices which offer and when the next helpers are asked."""
        company = self._stage.company
        open_ones = Delivery.objects.open().filter(company=company.key, follower__startswith=_FOLLOWED)
        while found := sorted(set(open_ones.values_list("follower", "stream"))):
            if not sum(drain(follower, company.key, stream) for follower, stream in found):
                break
        learn_at_once(company.pk)
        self._notice(minute)
        following = Ring.objects.of(company).filter(next_at__isnull=False).order_by("next_at").first()
        if following is not None and following.next_at is not None:
            due = max(minute, (following.next_at - self._begins) / timedelta(minutes=1))
            if self._widen_at is None or due < self._widen_at:
                self._widen_at = due
                self._at(due, self._widen_if_planned)

    def _widen_if_planned(self, minute: float) -> None:
        if self._widen_at == minute:
            self._widen(minute)

    def _notice(self, minute: float) -> None:
        acting = self._habits.acting
        for offer in Offer.objects.of(self._stage.company).filter(pk__gt=self._seen_offer).order_by("pk"):
            self._seen_offer, self.offers = offer.pk, self.offers + 1
            helper, need = self._helpers[self._number[offer.member_id]], self.threads[offer.question_id].need
            self._offers.setdefault(helper.number, []).append(offer)
            notices = self._die("notices", helper.number, need.number) < acting.notices_offer
            if notices and helper.is_there(minute):
                later = acting.notices_after * 2 * self._die("notices after", helper.number, need.number)
                self._at(minute + later, partial(self._look_at_offers, helper))
