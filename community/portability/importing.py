"""Bringing a whole community in, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.conf import settings

from accounts.models import Company
from community.portability.history import write_history
from community.portability.posts import PostImporter, recount_tags
from community.portability.progress import Told
from community.portability.records import BadSource, QuestionRecord, Source
from community.questions.models import Post, Question
from community.search.actions.reindex import reindex

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
    """Return the company with this short name, made when there is none. Raises BadSource for a name it cannot have."""
    company = Company.objects.filter(slug=slug).first()
    if company is not None:
        return company
    if language not in dict(settings.LANGUAGES):
        raise BadSource(f"{language} is not a language that Peerdesk speaks.")
    if not slug.replace("-", "").isalnum() or slug != slug.lower() or len(slug) > 40:
        raise BadSource("A company's short name has lower-case letters, digits and hyphens, at most 40.")
    return Company.objects.create(
        slug=slug, name=name or slug.replace("-", " ").title(), languages=[language], default_language=language
    )


def import_community(company: Company, source: Source, told: Told) -> Imported:
    """Read the source into the company; what is there already stays as it is, so that a broken import is just repeated.

    Every batch is a transaction of its own. Members cannot log in until they claim their membership; events keep their
    times and reach no follower. Raises BadSource.
    """
    done = Imported()
    posts = PostImporter(company, source.name)
    with told.stage("Members") as stage:
        for users in _batches(source.users()):
            done.members += posts.members.write(users)
            stage.add(len(users))
    closings: dict[str, datetime] = {}
    with told.stage("Questions") as stage:
        for questions in _batches(source.questions()):
            done.questions += posts.write_questions(questions)
            closings |= _closings(questions)
            stage.add(len(questions))
    with told.stage("Answers") as stage:
        for answers in _batches(source.answers()):
            written, homeless = posts.write_answers(answers)
            done.answers += written
            done.answers_without_question += homeless
            stage.add(len(answers))
    with told.stage("Accepted answers") as stage:
        for acceptances in _batches(source.acceptances()):
            done.acceptances += posts.write_acceptances(acceptances)
            stage.add(len(acceptances))
    posts.write_votes(source.votes())
    done.events = _write_histories(company, source.name, closings, told)
    recount_tags(company)
    reindex(company)
    return done


def _closings(questions: Iterable[QuestionRecord]) -> dict[str, datetime]:
    return {record.id: record.closed_at for record in questions if record.closed_at is not None}


def _write_histories(company: Company, source: str, closings: dict[str, datetime], told: Told) -> int:
    events = 0
    prefix = f"{source}:"
    imported = Question.objects.filter(company=company, post__source_id__startswith=prefix).order_by("pk")
    with told.stage("History") as stage:
        for pks in _batches(imported.values_list("pk", flat=True).iterator()):
            ids = dict(Post.objects.filter(pk__in=pks).values_list("pk", "source_id"))
            closed = {
                pk: closings[ident[len(prefix) :]] for pk, ident in ids.items() if ident[len(prefix) :] in closings
            }
            events += write_history(company, pks, closed)
            stage.add(len(pks))
    return events


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
