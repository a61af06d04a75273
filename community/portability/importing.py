"""Bringing a whole community in, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.core.exceptions import ValidationError

from accounts.models import Company, CompanySlug
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.locks import locked_if_free
from community.portability.history import write_history
from community.portability.judgements import JudgementImporter
from community.portability.keys import PostKeys
from community.portability.members import MemberImporter
from community.portability.posts import PostImporter, recount_tags
from community.portability.progress import Told
from community.portability.records import CannotImport, Source
from community.questions.models import Post
from community.search.actions.reindex import reindex
from rewards.badges.actions.award import award_everything
from rewards.reputation.actions.rebuild import rebuild_reputation

Row = TypeVar("Row")

BATCH = 200


@dataclass
class Imported:
    """What an import wrote this time, and what it had to leave out."""

    members: int = 0
    questions: int = 0
    answers: int = 0
    acceptances: int = 0
    events: int = 0
    answers_without_question: int = 0


def company_for_import(slug: str, name: str, language: str) -> Company:
    """Return the company with this short name, made when there is none. Raises CannotImport for one that cannot be."""
    known = Company.objects.filter(slug=slug).first()
    if known is not None:
        return known
    company = Company(
        slug=slug, name=name or slug.replace("-", " ").title(), languages=[language], default_language=language
    )
    try:
        company.full_clean()
    except ValidationError as error:
        raise CannotImport(" ".join(error.messages)) from error
    if slug != slug.lower() or CompanySlug.objects.filter(slug=slug).exists():
        raise CannotImport(
            f"The short name {slug} cannot be used: it has capital letters, or another company had it before."
        )
    company.save()
    return company


@contextmanager
def only_import_into(company: Company) -> Iterator[None]:
    """Keep other imports out of the company while the block runs. Raises CannotImport when one is under way."""
    with locked_if_free("import", company.pk) as is_free:
        if not is_free:
            raise CannotImport(f"Another import into {company.slug} is running.")
        yield


def import_community(company: Company, source: Source, told: Told) -> Imported:
    """Read the source into the company; what is there already stays as it is, so that a broken import is just repeated.

    Every batch is a transaction of its own. Members cannot log in until they claim their membership; events keep their
    times and reach no follower. Raises BadSource, CannotImport.
    """
    with only_import_into(company):
        done = _write_rows(company, source, told)
        done.events = _write_histories(company, source, told)
        recount_tags(company)
        with told.stage("Search") as stage:
            reindex(company, progress=stage.reach)
        with told.stage("Reputation") as stage:
            rebuild_reputation(company, progress=stage.reach)
        with told.stage("Resolution speed") as stage:
            rebuild_insights(company, progress=stage.reach)
        award_everything(company)
    return done


def _write_rows(company: Company, source: Source, told: Told) -> Imported:
    """Write members, posts and judgements, in the order in which they refer to each other."""
    done = Imported()
    keys, members = PostKeys(company, source.name), MemberImporter(company, source.name)
    posts, judgements = PostImporter(company, keys, members), JudgementImporter(company, keys)
    with told.stage("Members") as stage:
        for users in _batches(source.users()):
            done.members += members.write(users)
            stage.add(len(users))
    with told.stage("Questions") as stage:
        for questions in _batches(source.questions()):
            done.questions += posts.write_questions(questions)
            stage.add(len(questions))
    with told.stage("Answers") as stage:
        for answers in _batches(source.answers()):
            written, homeless = posts.write_answers(answers)
            done.answers += written
            done.answers_without_question += homeless
            stage.add(len(answers))
    with told.stage("Accepted answers") as stage:
        for acceptances in _batches(source.acceptances()):
            done.acceptances += judgements.write_acceptances(acceptances)
            stage.add(len(acceptances))
    for days in _batches(source.accepted_days()):
        judgements.date_acceptances(days)
    judgements.write_votes(source.votes())
    return done


def _write_histories(company: Company, source: Source, told: Told) -> int:
    """Read the questions again and write their past; the source is read twice so that nothing has to be remembered."""
    events, keys = 0, PostKeys(company, source.name)
    with told.stage("History") as stage:
        for questions in _batches(source.questions()):
            closings = {record.id: record.closed_at for record in questions}
            found = keys.find(Post.Kind.QUESTION, closings)
            events += write_history(company, {pk: closings[ident] for ident, pk in found.items()})
            stage.add(len(questions))
    return events


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
