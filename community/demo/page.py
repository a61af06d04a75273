"""Writing one question's page after the fact: rows directly, events as past, the way importers do.

State, counters and clocks after every act come from the questions feature's own functions, so that a seeded page is
what the same people would have made by hand (a test compares the two).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Company, Membership
from community.events.record import PastEvent
from community.questions import events
from community.questions.actions.edit import is_material
from community.questions.actions.episodes import end_episode, latest_episode, open_next_episode
from community.questions.actions.tagging import put_tags
from community.questions.models import (
    Acceptance,
    Answer,
    Comment,
    Episode,
    FailureReport,
    MeToo,
    Post,
    Question,
    Revision,
    Topic,
    Vote,
)
from community.questions.state import derive_state, facts_of, is_substantive
from community.text.markdown import render_markdown


class Page:
    """A question's page in the making. Every method is one act, done `at` a moment; call them in the order of time,
    and `finish` at the end.

    All of them belong to the caller's transaction and record nothing: `past` collects the events for `record_past`.
    """

    def __init__(self, company: Company, question: Question, past: list[PastEvent]) -> None:
        self.question = question
        self._company = company
        self._past = past
        self._votes: list[Vote] = []
        self._me_toos: list[MeToo] = []

    @classmethod
    def ask(
        cls,
        author: Membership,
        *,
        at: datetime,
        title: str,
        body: str,
        topic: Topic,
        tags: list[str],
        language: str,
        past: list[PastEvent],
    ) -> Page:
        """Write the question with its tags and open its first episode."""
        company = author.company
        question = Question.objects.create(
            post=_write_post(author, Post.Kind.QUESTION, body, at),
            company=company,
            title=title,
            topic=topic,
            language=language,
            asked_at=at,
            last_activity_at=at,
        )
        put_tags(question, tags)
        Episode.objects.create(company=company, question=question, number=1, opened_at=at)
        page = cls(company, question, past)
        page._tell(events.QuestionAsked, author, at, topic=topic.pk, language=language)
        return page

    def answer(self, author: Membership, *, at: datetime, body: str, purpose: str) -> Answer:
        """Write a reply."""
        post = _write_post(author, Post.Kind.ANSWER, body, at)
        answer = Answer(post=post, company=self._company, question=self.question, purpose=purpose)
        answer.is_substantive = self._is_substantive(answer)
        answer.save(force_insert=True)
        self._tell(
            events.AnswerPosted,
            author,
            at,
            answer=answer.pk,
            purpose=purpose,
            substantive=answer.is_substantive,
            by_asker=self._is_asker(author),
            standing=author.standing,
        )
        self._settle(author, at)
        return answer

    def comment(self, author: Membership, answer: Answer | None, *, at: datetime, body: str) -> None:
        """Write a remark under the answer, or under the question when there is none."""
        target = answer.post if answer else self.question.post
        post = _write_post(author, Post.Kind.COMMENT, body, at)
        Comment.objects.create(post=post, company=self._company, question=self.question, target=target)
        self._tell(events.CommentPosted, author, at, comment=post.pk, target=target.pk, standing=author.standing)
        self._settle(author, at)

    def edit_question(self, author: Membership, *, at: datetime, body: str) -> None:
        """Replace the question's text, keeping the former one as a revision."""
        post = self.question.post
        material = is_material(post.markdown, body)
        _replace_text(post, author, body, at, title=self.question.title)
        topic = self.question.topic_id
        self._tell(events.QuestionEdited, author, at, version=post.version, material=material, topic=topic)
        self._settle(author, at)

    def edit_answer(self, author: Membership, answer: Answer, *, at: datetime, body: str) -> None:
        """Replace an answer's text, keeping the former one as a revision."""
        _replace_text(answer.post, author, body, at, title="")
        answer.is_substantive = self._is_substantive(answer)
        answer.save(update_fields=["is_substantive"])
        self._tell(
            events.AnswerEdited,
            author,
            at,
            answer=answer.pk,
            version=answer.post.version,
            purpose=answer.purpose,
            substantive=answer.is_substantive,
        )
        self._settle(author, at)

    def vote(self, voter: Membership, answer: Answer, *, at: datetime, helpful: bool) -> None:
        """Count a member's first judgement on an answer; `finish` writes it."""
        value = Vote.HELPFUL if helpful else Vote.UNHELPFUL
        post = answer.post
        self._votes.append(Vote(company=self._company, post=post, voter=voter, value=value, created_at=at))
        post.helpful_count += helpful
        post.unhelpful_count += not helpful
        self._tell(events.VoteCast, voter, at, post=post.pk, value=value, before=0)

    def add_me_too(self, member: Membership, *, at: datetime) -> None:
        """Count a member who has the same problem; `finish` writes it."""
        self._me_toos.append(MeToo(company=self._company, question=self.question, member=member, created_at=at))
        self.question.me_too_count += 1
        self._tell(events.MeTooAdded, member, at)

    def accept(self, member: Membership, answer: Answer, *, at: datetime) -> None:
        """Accept an answer of a question that has none accepted, and end its episode."""
        basis = Acceptance.Basis.ASKER if self._is_asker(member) else Acceptance.Basis.STAFF
        episode = end_episode(self.question, outcome="resolved", basis=basis, moment=at)
        Acceptance.objects.create(
            company=self._company,
            question=self.question,
            answer=answer,
            accepted_by=member,
            basis=basis,
            accepted_at=at,
        )
        about = {"episode": episode.number, "basis": str(basis)}
        author = answer.post.author_id
        self._tell(events.AnswerAccepted, member, at, answer=answer.pk, answer_author=author, **about)
        self._tell(events.QuestionResolved, member, at, **about)
        self.question.resolved_at = at
        self._settle(member, at)

    def withdraw(self, member: Membership, *, at: datetime, reason: str = "") -> None:
        """Take the standing acceptance back and open the next episode."""
        standing = Acceptance.objects.select_related("answer__post").get(
            question=self.question, revoked_at__isnull=True
        )
        standing.revoked_at, standing.revoked_by, standing.revoked_reason = at, member, reason
        standing.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
        self._tell(
            events.AcceptanceWithdrawn,
            member,
            at,
            answer=standing.answer_id,
            answer_author=standing.answer.post.author_id,
            episode=latest_episode(self.question).number,
        )
        episode = open_next_episode(self.question, moment=at)
        self._tell(events.QuestionReopened, member, at, episode=episode.number)
        self._settle(member, at)

    def report_failure(self, member: Membership, answer: Answer, *, at: datetime, reason: str) -> None:
        """Keep the asker's reason on the accepted answer and withdraw its acceptance."""
        FailureReport.objects.create(company=self._company, answer=answer, member=member, reason=reason, created_at=at)
        author = answer.post.author_id
        self._tell(events.AnswerFailed, member, at, answer=answer.pk, answer_author=author)
        self.withdraw(member, at=at, reason=reason)

    def close(self, member: Membership, *, at: datetime, reason: str) -> None:
        """End the open episode without a resolution."""
        episode = end_episode(self.question, outcome="closed", basis="", moment=at)
        self.question.close_reason = reason
        self._tell(events.QuestionClosed, member, at, episode=episode.number)
        self._settle(member, at)

    def lock(self, moderator: Membership, *, at: datetime) -> None:
        """Stop replies."""
        self.question.is_locked = True
        self.question.save(update_fields=["is_locked"])
        self._tell(events.QuestionLocked, moderator, at)

    def hide(self, moderator: Membership, answer: Answer | None, *, at: datetime, reason: str) -> None:
        """Hide an answer that is not accepted, or the question when there is none."""
        post = answer.post if answer else self.question.post
        post.visibility, post.visibility_reason = Post.Visibility.HIDDEN, reason
        post.save(update_fields=["visibility", "visibility_reason"])
        if answer:
            answer.is_substantive = self._is_substantive(answer)
            answer.save(update_fields=["is_substantive"])
        self._tell(events.PostHidden, moderator, at, post=post.pk, kind=str(post.kind))
        self._settle(moderator, at, is_activity=False)

    def finish(self) -> None:
        """Write the votes and me-toos with their counters, at once: no state follows from them."""
        Vote.objects.bulk_create(self._votes)
        judged = {vote.post.pk: vote.post for vote in self._votes}
        Post.objects.bulk_update(judged.values(), ["helpful_count", "unhelpful_count"])
        MeToo.objects.bulk_create(self._me_toos)
        self.question.save(update_fields=["me_too_count"])

    def _settle(self, actor: Membership, at: datetime, *, is_activity: bool = True) -> None:
        question = self.question
        facts = facts_of(question)
        before, question.state = question.state, derive_state(facts)
        question.needs_answer = facts.needs_answer
        question.answer_count = facts.answers
        question.first_answered_at = facts.first_answered_at
        if question.state != Question.State.RESOLVED:
            question.resolved_at = None
        if is_activity:
            question.last_activity_at = at
        question.save()
        if before != question.state:
            after = str(question.state)
            self._tell(events.StateChanged, actor, at, before=str(before), after=after)

    def _is_substantive(self, answer: Answer) -> bool:
        post = answer.post
        return is_substantive(
            purpose=answer.purpose,
            by_asker=self._is_asker(post.author),
            by_service=False,
            visible=post.is_visible,
            visible_chars=post.visible_chars,
        )

    def _is_asker(self, member: Membership) -> bool:
        return self.question.post.author_id == member.pk

    def _tell(self, what: type[events.QuestionEvent], actor: Membership, at: datetime, /, **facts: Any) -> None:
        happened = what(company=self._company.key, actor=actor.key, question=self.question.pk, **facts)
        self._past.append(PastEvent(happened=happened, occurred_at=at))


def _write_post(author: Membership, kind: str, body: str, at: datetime) -> Post:
    rendered = render_markdown(body)
    return Post.objects.create(
        company_id=author.company_id,
        kind=kind,
        author=author,
        markdown=body,
        html=rendered.html,
        render_version=rendered.version,
        visible_chars=rendered.visible_chars,
        created_at=at,
    )


def _replace_text(post: Post, editor: Membership, body: str, at: datetime, *, title: str) -> None:
    Revision.objects.create(
        company_id=post.company_id,
        post=post,
        version=post.version,
        title=title,
        markdown=post.markdown,
        replaced_by=editor,
        replaced_at=at,
    )
    rendered = render_markdown(body)
    post.markdown, post.html = body, rendered.html
    post.render_version, post.visible_chars = rendered.version, rendered.visible_chars
    post.version += 1
    post.edited_at = at
    post.save(update_fields=["markdown", "html", "render_version", "visible_chars", "version", "edited_at"])
