"""Refusing demo content that could not have happened: unknown people, answers before questions, votes for oneself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from community.demo.content import (
    COMPANIES,
    DAY,
    FOLDER,
    Act,
    AnswerContent,
    CompanyContent,
    QuestionContent,
    load_company,
)
from community.demo.entries import ContentError

ROLES = ("member", "moderator", "admin")
AFFILIATIONS = ("none", "staff", "verified")
PURPOSES = ("attempt", "needs_info", "not_attempt")
MAX_TAGS = 5
MAX_TITLE = 200


def load_all(folder: Path = FOLDER) -> tuple[CompanyContent, ...]:
    """Return every company of the demo, read and checked. Raises ContentError naming the file and the entry."""
    companies = tuple(load_company(folder / slug) for slug in COMPANIES)
    for company in companies:
        check_company(company)
    return companies


def check_company(company: CompanyContent) -> None:
    """Raise ContentError when anything in the company contradicts itself."""
    _check_members(company)
    _check_topics(company)
    _refuse_twins((question.key for question in company.questions), company.slug, "question key")
    _refuse_twins((question.title.casefold() for question in company.questions), company.slug, "title")
    for question in company.questions:
        _check_question(company, question)
        _check_people(company, question)
        _check_times(question)
        _check_endings(company, question)
        for answer in question.answers:
            _check_answer(question, answer)


def _check_members(company: CompanyContent) -> None:
    where = f"{company.slug}/members.toml"
    _refuse_twins((member.name.casefold() for member in company.members.values()), where, "name")
    _refuse_twins((member.email for member in company.members.values()), where, "email")
    for member in company.members.values():
        if member.role not in ROLES or member.affiliation not in AFFILIATIONS:
            raise ContentError(f"{where}, {member.key}: unknown role or affiliation.")
        if member.suspended and not _moderates(company, member.suspended.by):
            raise ContentError(f"{where}, {member.key}: suspended by {member.suspended.by}, who is no moderator.")


def _check_topics(company: CompanyContent) -> None:
    where = f"{company.slug}/topics.toml"
    known = [topic.slug for topic in company.topics]
    _refuse_twins(known, where, "topic")
    used = {question.topic for question in company.questions}
    for position, topic in enumerate(company.topics):
        if topic.parent and topic.parent not in known[:position]:
            raise ContentError(f"{where}, topics {topic.slug}: parent {topic.parent} does not stand above it.")
        if topic.slug not in used:
            raise ContentError(f"{where}, topics {topic.slug}: no question is about it.")


def _check_question(company: CompanyContent, question: QuestionContent) -> None:
    if question.topic not in {topic.slug for topic in company.topics}:
        raise ContentError(f"{question.where}: unknown topic {question.topic}.")
    unknown = [tag for tag in question.tags if tag not in company.tags]
    if unknown:
        raise ContentError(f"{question.where}: unknown tag {unknown[0]}.")
    if len(question.tags) > MAX_TAGS or len(set(question.tags)) < len(question.tags):
        raise ContentError(f"{question.where}: use at most {MAX_TAGS} tags, each once.")
    if question.language not in company.languages:
        raise ContentError(f"{question.where}: {company.name} does not speak {question.language}.")
    if len(question.title) > MAX_TITLE:
        raise ContentError(f"{question.where}: the title is longer than {MAX_TITLE} characters.")
    me_toos = [act.by for act in question.me_toos]
    if question.by in me_toos:
        raise ContentError(f"{question.where}: the asker cannot have the same problem again.")


def _check_people(company: CompanyContent, question: QuestionContent) -> None:
    for act in everything(question):
        member = company.members.get(act.by)
        if member is None:
            raise ContentError(f"{question.where}: unknown member {act.by}.")
        days_ago = (question.asked.certain_age - act.at) / DAY
        if member.joined <= days_ago:
            raise ContentError(f"{question.where}: {act.by} had not joined yet.")
        if member.suspended and days_ago < member.suspended.day:
            raise ContentError(f"{question.where}: {act.by} was suspended by then.")


def _check_times(question: QuestionContent) -> None:
    for act in everything(question):
        if act.at >= question.asked.certain_age:
            raise ContentError(f"{question.where}: minute {act.at} after asking lies in the future.")
    for times in ([a.at for a in question.answers], [c.at for c in question.comments]):
        if times != sorted(times):
            raise ContentError(f"{question.where}: answers and comments must stand in the order of their times.")
    for answer in question.answers:
        later = [act.at for act in _of_answer(answer) if act.at <= answer.at]
        if answer.at <= 0 or later:
            raise ContentError(f"{question.where}: something happened before its cause, at minute {answer.at}.")


def _check_endings(company: CompanyContent, question: QuestionContent) -> None:
    endings = (question.hidden, question.closed, question.locked, *(answer.hidden for answer in question.answers))
    for ending in endings:
        if ending and not _moderates(company, ending.by):
            raise ContentError(f"{question.where}: {ending.by} is no moderator.")
    for ending in (question.hidden, question.closed, question.locked):
        late = [act for act in _written(question) if ending and act.at > ending.at]
        if late:
            raise ContentError(f"{question.where}: {late[0].by} wrote after a moderator had ended it.")
    accepted = sorted((a.accepted for a in question.answers if a.accepted), key=lambda acceptance: acceptance.at)
    for acceptance in accepted:
        if acceptance.by != question.by and not _moderates(company, acceptance.by):
            raise ContentError(f"{question.where}: {acceptance.by} may not accept an answer.")
        if acceptance.withdrawn and acceptance.failed:
            raise ContentError(f"{question.where}: an acceptance ends once, not twice.")
    for earlier, later in pairwise(accepted):
        if earlier.ended_at is None or earlier.ended_at >= later.at:
            raise ContentError(f"{question.where}: two answers would be accepted at minute {later.at}.")
    if question.closed and accepted and accepted[-1].ended_at is None:
        raise ContentError(f"{question.where}: a solved question cannot be closed.")


def _check_answer(question: QuestionContent, answer: AnswerContent) -> None:
    where = f"{question.where}, answer by {answer.by}"
    if answer.purpose not in PURPOSES:
        raise ContentError(f"{where}: unknown purpose {answer.purpose}.")
    voters = [vote.by for vote in answer.votes]
    if answer.by in voters or len(set(voters)) < len(voters):
        raise ContentError(f"{where}: one vote per member, none on one's own answer.")
    if answer.hidden and any(act.at > answer.hidden.at for act in _of_answer(answer)):
        raise ContentError(f"{where}: nobody judges a hidden answer or replies to it.")
    if answer.accepted and (answer.purpose != "attempt" or answer.hidden):
        raise ContentError(f"{where}: only a visible attempt can be accepted.")
    if answer.accepted and answer.accepted.ended_at is not None and answer.accepted.ended_at <= answer.accepted.at:
        raise ContentError(f"{where}: the acceptance ends before it begins.")


def everything(question: QuestionContent) -> Iterator[Act]:
    """Yield every act on the question's page, in no order."""
    yield from _written(question)
    yield from question.me_toos
    yield from filter(None, (question.hidden, question.closed, question.locked))
    for answer in question.answers:
        yield from _of_answer(answer)


def _written(question: QuestionContent) -> Iterator[Act]:
    yield Act(by=question.by, at=0)
    if question.edit:
        yield Act(by=question.by, at=question.edit.at)
    yield from (Act(by=comment.by, at=comment.at) for comment in question.comments)
    for answer in question.answers:
        yield Act(by=answer.by, at=answer.at)
        yield from (Act(by=comment.by, at=comment.at) for comment in answer.comments)


def _of_answer(answer: AnswerContent) -> Iterator[Act]:
    yield from (Act(by=comment.by, at=comment.at) for comment in answer.comments)
    yield from (Act(by=vote.by, at=vote.at) for vote in answer.votes)
    if answer.edit:
        yield Act(by=answer.by, at=answer.edit.at)
    if answer.accepted:
        yield Act(by=answer.accepted.by, at=answer.accepted.at)
        yield from filter(None, (answer.accepted.withdrawn, answer.accepted.failed))
    if answer.hidden:
        yield answer.hidden


def _moderates(company: CompanyContent, key: str) -> bool:
    return key in company.members and company.members[key].role in {"moderator", "admin"}


def _refuse_twins(values: Iterable[str], where: str, noun: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ContentError(f"{where}: {noun} {value!r} occurs twice.")
        seen.add(value)
