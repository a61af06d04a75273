"""Writing made-up threads into a company of their own, for measuring: rows in bulk, with the past they imply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from django.db import connection, transaction

from accounts.models import Company, Membership, Person
from community import clock
from community.demo.corpus import KNOWN_SIZES, TOPICS, Thread, member_names, threads
from community.events.models import Event
from community.events.record import PastEvent, record_past
from community.questions import events
from community.questions.models import Acceptance, Answer, Episode, Post, Question, Tag, Topic, Vote
from community.questions.models.question import QuestionTag
from community.questions.models.topic import tag_slug
from community.questions.state import Facts, derive_state, is_substantive
from community.text.markdown import render_markdown
from community.text.names import skeleton

Who = Mapping[str, Any]
"""The company and the question, as every event of a question's stream names them."""

BATCH = 250
SOURCE = "load"


def known_source_id(size: int) -> str:
    """Return the `source_id` of the question whose page has exactly this many posts: 10 or 100."""
    return f"{SOURCE}:{size}"


@transaction.atomic
def load_company(slug: str, *, questions: int, members: int, told: Callable[[int], None]) -> Company:
    """Make a company with this many made-up questions and members, all or nothing; `told` hears how many are written.

    Everybody can be signed in, nobody has a password. Events are recorded as seeds, so nobody is notified. Nothing can
    be searched before the company is reindexed. Raises IntegrityError when there is such a company.
    """
    now = clock.now()
    company = Company.objects.create(slug=slug, name=slug.title(), languages=["en"], default_language="en")
    loader = _Loader(company, _make_members(company, members, now))
    written = 0
    for batch in _batches(threads(questions, members, now)):
        loader.write(batch)
        written += len(batch)
        told(written)
    with connection.cursor() as cursor:
        # The planner knows nothing yet of so many rows.
        cursor.execute("ANALYZE")
    return company


def _make_members(company: Company, count: int, now: datetime) -> list[int]:
    """Return the ids of new members; the first one runs the company and the second moderates it."""
    names = list(member_names(count))
    people = Person.objects.bulk_create(
        [Person(email=f"{skeleton(name)}@{company.slug}.example", password="!", date_joined=now) for name in names],
        batch_size=1000,
    )
    roles = (Membership.Role.ADMIN, Membership.Role.MODERATOR)
    made = Membership.objects.bulk_create(
        [
            Membership(
                company=company,
                person=person,
                role=roles[number] if number < len(roles) else Membership.Role.MEMBER,
                trust_level=number % 3,
                display_name=name,
                name_key=skeleton(name),
            )
            for number, (person, name) in enumerate(zip(people, names, strict=True))
        ],
        batch_size=1000,
    )
    return [member.pk for member in made]


class _Loader:
    """Writes batches of threads into one company; part of the caller's transaction."""

    def __init__(self, company: Company, members: Sequence[int]) -> None:
        self._company = company
        self._members = members
        self._topics = Topic.objects.bulk_create(
            Topic(company=company, slug=name.lower(), name=name, position=position)
            for position, name in enumerate(TOPICS)
        )
        self._tags: dict[str, Tag] = {}

    def write(self, batch: Sequence[Thread]) -> None:
        """Write threads with their votes, tags, episodes and events."""
        questions = self._write_questions(batch)
        answers = self._write_answers(batch, questions)
        for question, thread, replies in zip(questions, batch, answers, strict=True):
            _settle(question, thread, replies)
        Question.objects.bulk_create(questions)
        self._write_tags(questions)
        Answer.objects.bulk_create(reply for replies in answers for reply in replies)
        self._write_votes(batch, answers)
        self._write_endings(batch, questions, answers)
        past = [
            event
            for question, thread, replies in zip(questions, batch, answers, strict=True)
            for event in sorted(self._past(question, thread, replies), key=lambda event: event.occurred_at)
        ]
        record_past(past, source=Event.Source.SEED)

    def _post(self, kind: str, author: int, body: str, at: datetime) -> Post:
        rendered = render_markdown(body)
        return Post(
            company=self._company,
            kind=kind,
            author_id=self._members[author],
            markdown=body,
            html=rendered.html,
            render_version=rendered.version,
            visible_chars=rendered.visible_chars,
            created_at=at,
        )

    def _write_questions(self, batch: Sequence[Thread]) -> list[Question]:
        """Write the posts of the questions; return the questions, unsaved."""
        posts = [self._post(Post.Kind.QUESTION, thread.author, thread.body, thread.at) for thread in batch]
        for post, thread in zip(posts, batch, strict=True):
            post.source_id = known_source_id(thread.known_size) if thread.known_size in KNOWN_SIZES else ""
        Post.objects.bulk_create(posts)
        return [
            Question(
                post=post,
                company=self._company,
                title=thread.title,
                topic=self._topics[thread.topic],
                tag_names=list(thread.tags),
                language="en",
                asked_at=thread.at,
            )
            for post, thread in zip(posts, batch, strict=True)
        ]

    def _write_answers(self, batch: Sequence[Thread], questions: Sequence[Question]) -> list[list[Answer]]:
        """Write the posts of the answers with their counters; return each question's answers, unsaved."""
        posts = []
        for thread in batch:
            for reply in thread.answers:
                post = self._post(Post.Kind.ANSWER, reply.author, reply.body, reply.at)
                post.helpful_count = sum(value > 0 for _voter, value in reply.votes)
                post.unhelpful_count = len(reply.votes) - post.helpful_count
                posts.append(post)
        written = iter(Post.objects.bulk_create(posts))
        return [
            [self._answer(question, post) for post in islice(written, len(thread.answers))]
            for question, thread in zip(questions, batch, strict=True)
        ]

    def _answer(self, question: Question, post: Post) -> Answer:
        by_asker = post.author_id == question.post.author_id
        purpose = Answer.Purpose.NOT_ATTEMPT if by_asker else Answer.Purpose.ATTEMPT
        substantive = is_substantive(
            purpose=purpose, by_asker=by_asker, by_service=False, visible=True, visible_chars=post.visible_chars
        )
        return Answer(post=post, company=self._company, question=question, purpose=purpose, is_substantive=substantive)

    def _write_tags(self, questions: Sequence[Question]) -> None:
        names = dict.fromkeys(name for question in questions for name in question.tag_names)
        new = [name for name in names if name not in self._tags]
        made = Tag.objects.bulk_create(Tag(company=self._company, slug=tag_slug(name), name=name) for name in new)
        self._tags |= zip(new, made, strict=True)
        rows = [
            QuestionTag(company=self._company, question=question, tag=self._tags[name])
            for question in questions
            for name in question.tag_names
        ]
        QuestionTag.objects.bulk_create(rows)
        for row in rows:
            row.tag.question_count += 1
        Tag.objects.bulk_update((self._tags[name] for name in names), ["question_count"])

    def _write_votes(self, batch: Sequence[Thread], answers: Sequence[Sequence[Answer]]) -> None:
        Vote.objects.bulk_create(
            Vote(
                company=self._company, post=answer.post, voter_id=self._members[voter], value=value, created_at=reply.at
            )
            for thread, replies in zip(batch, answers, strict=True)
            for reply, answer in zip(thread.answers, replies, strict=True)
            for voter, value in reply.votes
        )

    def _write_endings(
        self, batch: Sequence[Thread], questions: Sequence[Question], answers: Sequence[Sequence[Answer]]
    ) -> None:
        """Write the episodes, and what was accepted by the askers."""
        acceptances, episodes = [], []
        for thread, question, replies in zip(batch, questions, answers, strict=True):
            episode = Episode(company=self._company, question=question, number=1, opened_at=thread.at)
            episodes.append(episode)
            if thread.ended_at is None:
                continue
            episode.ended_at, episode.outcome = thread.ended_at, "closed" if thread.is_closed else "resolved"
            if thread.accepted is None:
                continue
            episode.basis = Acceptance.Basis.ASKER
            acceptances.append(
                Acceptance(
                    company=self._company,
                    question=question,
                    answer=replies[thread.accepted],
                    accepted_by_id=question.post.author_id,
                    basis=Acceptance.Basis.ASKER,
                    accepted_at=thread.ended_at,
                )
            )
        Acceptance.objects.bulk_create(acceptances)
        Episode.objects.bulk_create(episodes)

    def _past(self, question: Question, thread: Thread, replies: Sequence[Answer]) -> Iterator[PastEvent]:
        """Tell what happened on the question's page, in no order."""
        asker = str(question.post.author_id)
        who: Who = {"company": self._company.key, "question": question.pk}
        asked = events.QuestionAsked(**who, actor=asker, topic=question.topic_id, language=question.language)
        yield PastEvent(happened=asked, occurred_at=thread.at)
        for reply, answer in zip(thread.answers, replies, strict=True):
            author = answer.post.author_id
            posted = events.AnswerPosted(
                **who,
                actor=str(author),
                answer=answer.pk,
                purpose=str(answer.purpose),
                substantive=answer.is_substantive,
                by_asker=str(author) == asker,
            )
            yield PastEvent(happened=posted, occurred_at=reply.at)
            for voter, value in reply.votes:
                actor = str(self._members[voter])
                cast = events.VoteCast(**who, actor=actor, post=answer.pk, value=value, before=0)
                yield PastEvent(happened=cast, occurred_at=reply.at)
        yield from _ending(question, thread, replies, who)
        yield from _changes(question, thread, who)


def _ending(question: Question, thread: Thread, replies: Sequence[Answer], who: Who) -> Iterator[PastEvent]:
    at = thread.ended_at
    if at is None:
        return
    if thread.accepted is None:
        yield PastEvent(happened=events.QuestionClosed(**who, actor="", episode=1), occurred_at=at)
        return
    answer, asker, basis = replies[thread.accepted], str(question.post.author_id), str(Acceptance.Basis.ASKER)
    author = answer.post.author_id
    accepted = events.AnswerAccepted(**who, actor=asker, answer=answer.pk, answer_author=author, basis=basis, episode=1)
    yield PastEvent(happened=accepted, occurred_at=at)
    yield PastEvent(happened=events.QuestionResolved(**who, actor=asker, episode=1, basis=basis), occurred_at=at)


def _changes(question: Question, thread: Thread, who: Who) -> Iterator[PastEvent]:
    states = [(Question.State.NEW, thread.at)]
    if question.first_answered_at is not None:
        states.append((Question.State.ANSWERED, question.first_answered_at))
    if thread.ended_at is not None:
        states.append((Question.State(question.state), thread.ended_at))
    for (before, _), (after, at) in pairwise(states):
        changed = events.StateChanged(**who, actor="", before=str(before), after=str(after))
        yield PastEvent(happened=changed, occurred_at=at)


def _settle(question: Question, thread: Thread, replies: Sequence[Answer]) -> None:
    """Give the question the state, counters and clocks that follow from its facts."""
    facts = Facts(
        episode_number=1,
        episode_ended=thread.ended_at is not None,
        is_accepted=thread.accepted is not None,
        answers=sum(answer.purpose == Answer.Purpose.ATTEMPT for answer in replies),
        answers_standing=sum(answer.is_substantive for answer in replies),
        details_wanted=False,
        first_answered_at=next((answer.post.created_at for answer in replies if answer.is_substantive), None),
    )
    question.state = derive_state(facts)
    question.needs_answer = facts.needs_answer
    question.answer_count = facts.answers
    question.first_answered_at = facts.first_answered_at
    question.resolved_at = thread.ended_at if facts.is_accepted else None
    question.close_reason = "Nobody needs this any more." if thread.is_closed else ""
    question.last_activity_at = thread.ended_at or (thread.answers[-1].at if thread.answers else thread.at)


def _batches(rows: Iterator[Thread]) -> Iterator[list[Thread]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
