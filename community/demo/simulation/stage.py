"""The company and the people of one simulated arm, made with the real code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.actions.consent import give_consent
from accounts.actions.join import join_company
from accounts.models import Company, Membership, Person
from accounts.purposes import Purpose, newest_wording
from community import clock
from community.demo.simulation.habits import Habits
from community.demo.simulation.population import Population
from community.questions.models import Topic
from community.text.names import skeleton


@dataclass(frozen=True)
class Stage:
    """One arm's company, with helpers and askers by number and topics by name."""

    company: Company
    helpers: list[Membership]
    askers: list[Membership]
    topics: dict[str, Topic]


def set_stage(name: str, habits: Habits, population: Population, *, routed: bool, begins: datetime) -> Stage:
    """Make the company; with `routed` its helpers agree to be offered questions, without nobody does."""
    with clock.frozen_at(begins):
        languages = list(habits.languages)
        company = Company.objects.create(
            slug=name, name=name, languages=languages, default_language=languages[0], created_at=begins
        )
        topics = {each: Topic.objects.create(company=company, slug=each, name=each.title()) for each in habits.topics}
        helpers = [_join(company, f"Helper {_letters(each.number)}") for each in population.helpers]
        askers = [_join(company, f"Asker {_letters(number)}") for number in range(habits.askers)]
        for member in helpers if routed else []:
            wording = newest_wording(Purpose.ROUTING).number
            give_consent(member=member, purpose=Purpose.ROUTING, wording=wording, surface="choices")
    return Stage(company, helpers, askers, topics)


def _join(company: Company, name: str) -> Membership:
    email = f"{skeleton(name)}@{company.slug}.example".replace(" ", "-")
    person = Person.objects.create(email=email, password="!")
    return join_company(company=company, person=person, display_name=name)


def _letters(number: int) -> str:
    """Return a number as letters: names that differ in a digit alone look alike to the rule that keeps them apart."""
    return "".join("bcdfghjkmn"[int(digit)] for digit in str(number))
