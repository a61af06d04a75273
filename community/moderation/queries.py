"""What the pages of the company's admin show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Window
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from community import clock
from community.audit.models import AuditEntry
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.models.appeal import AppealQuerySet
from community.moderation.models.decision import DecisionRecordQuerySet
from community.moderation.policies import check_may_decide
from community.moderation.registry import concerning
from community.moderation.wording import said, said_of
from community.questions.models import Post, Question
from community.questions.policies import allows

RowT = TypeVar("RowT", bound=Model)

_SHOWN = 8
_HISTORY = 200


@dataclass(frozen=True)
class Entry:
    """An audit entry in plain words. `actor` is None for operators and for members who are gone.

    `name` is that of the member to whom it was done; "" for anything else, which `target` describes.
    """

    entry: AuditEntry
    actor: Membership | None
    said: str
    target: str
    name: str


@dataclass(frozen=True)
class Waiting:
    """What waits for moderators. `hidden` counts hidden and held posts by kind."""

    hidden: dict[str, int]
    waiting: Sequence[Question]
    suspended: Sequence[Membership]
    appeals: Sequence[Appeal]
    lately: Sequence[Entry]

    @property
    def waiting_count(self) -> int:
        """Return how many questions wait for an answer."""
        return _total(self.waiting)

    @property
    def suspended_count(self) -> int:
        """Return how many members may only read."""
        return _total(self.suspended)

    @property
    def appeal_count(self) -> int:
        """Return how many appeals wait."""
        return _total(self.appeals)

    @property
    def hidden_count(self) -> int:
        """Return how many posts are hidden or held back."""
        return sum(self.hidden.values())


def what_waits(moderator: Membership) -> Waiting:
    """Return what waits in the moderator's company, in a fixed number of queries."""
    company = moderator.company
    hidden = Post.objects.of(company).filter(visibility=Post.Visibility.HIDDEN).values_list("kind")
    waiting = Question.objects.of(company).filter(post__visibility=Post.Visibility.VISIBLE).unanswered()
    suspended = Membership.objects.of(company).filter(suspended_until__gt=clock.now())
    appeals = readable_appeals(moderator).open()
    return Waiting(
        hidden=dict(hidden.annotate(count=Count("pk")).order_by("kind")),
        waiting=_first(waiting.select_related("topic").order_by("asked_at", "pk")),
        suspended=_first(suspended.order_by("suspended_until", "pk")),
        appeals=_first(appeals.select_related("member").oldest_first()),
        lately=in_words(company, AuditEntry.objects.of(company.key).newest_first()[:_SHOWN]),
    )


def readable_appeals(moderator: Membership) -> AppealQuerySet:
    """Return the appeals of the moderator's company, but those of others against decisions that concern the moderator."""
    hidden = DecisionRecord.objects.filter(concerning(moderator.pk), company=moderator.company_id)
    return Appeal.objects.filter(company=moderator.company_id).exclude(record__in=hidden.values("pk"))


def _first(rows: QuerySet[RowT]) -> list[RowT]:
    """Return the first of the rows, each with `total`: how many there are. One query."""
    return list(rows.annotate(total=Window(Count("pk")))[:_SHOWN])


def _total(rows: Sequence[object]) -> int:
    return int(getattr(rows[0], "total", 0)) if rows else 0


def history_of(company: Company, target_kind: str, target_id: object) -> list[Entry]:
    """Return what was done to one thing of the company, newest first."""
    rows = AuditEntry.objects.of(company.key).about(target_kind, target_id).newest_first()
    return in_words(company, rows[:_HISTORY])


def in_words(company: Company, entries: Iterable[AuditEntry]) -> list[Entry]:
    """Return the entries with the names of all members concerned, in one query more."""
    rows = list(entries)
    keys = {int(row.member) for row in rows if row.member}
    keys |= {int(row.target_id) for row in rows if row.target_kind == "member"}
    members: dict[int, Any] = Membership.objects.of(company).in_bulk(keys) if keys else {}
    return [
        Entry(
            entry=row,
            actor=members.get(int(row.member)) if row.member else None,
            said=said(row.action),
            target=said_of(row.target_kind, row.target_id),
            name=str(members.get(int(row.target_id), "")) if row.target_kind == "member" else "",
        )
        for row in rows
    ]


def decisions_about(member: Membership) -> DecisionRecordQuerySet:
    """Return the decisions about the member with their appeals, newest first."""
    return DecisionRecord.objects.about(member).select_related("appeal").newest_first()


def decision_or_404(member: Membership, pk: int) -> DecisionRecord:
    """Return a decision about the member, with its appeal. Raises Http404 for any other."""
    found = decisions_about(member).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such page in this community."))
    return found


def latest_decision(member: Membership, target_kind: str, target_id: int) -> DecisionRecord | None:
    """Return the newest decision about the member on one thing."""
    return decisions_about(member).on(target_kind, target_id).first()


def appeal_of(record: DecisionRecord) -> Appeal | None:
    """Return the appeal against a decision that was loaded with it, or None."""
    return getattr(record, "appeal", None)


def who_may_decide(appeal: Appeal) -> list[int]:
    """Return the keys of the members who may decide about an appeal. Two queries for each moderator."""
    moderators = Membership.objects.filter(company_id=appeal.company_id, person__isnull=False).moderators()
    return [each.pk for each in moderators.order_by("pk") if allows(check_may_decide, each, appeal)]


def admins_of(company_id: int) -> list[int]:
    """Return the keys of a company's admins who can sign in."""
    rows = Membership.objects.filter(company_id=company_id, person__isnull=False, role=Membership.Role.ADMIN)
    return list(rows.values_list("pk", flat=True))
