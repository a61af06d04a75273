"""Making and changing badges."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.questions.models import Topic
from community.web.errors import NotAllowed
from rewards.badges.actions.award import award_by_rule
from rewards.badges.defaults import BY_SLUG
from rewards.badges.models import Badge
from rewards.badges.rules import read_rule


@dataclass(frozen=True)
class BadgeWords:
    """All that an admin decides about a badge. `rule` is as rules.py stores it."""

    name: str
    description: str
    rule: dict[str, Any] = field(default_factory=dict)
    valid_days: int | None = None
    is_active: bool = True
    position: int = 0


@transaction.atomic
def create_badge(*, admin: Membership, words: BadgeWords) -> Badge:
    """Make a badge and give it, without telling anybody, to everybody who has earned it. Writes an audit entry.

    Raises NotAllowed for everybody but admins, without a name, and for a rule that makes no sense.
    """
    check_may_administer(admin)
    _check(admin.company_id, words, is_default=False)
    # One after another, so that two badges of one name get two short names.
    Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    badge = Badge.objects.create(company_id=admin.company_id, slug=_free_slug(admin, words.name), **asdict(words))
    _audit(admin, badge, "badge.created", before={}, after=_facts(badge))
    _award(badge)
    return badge


@transaction.atomic
def change_badge(*, admin: Membership, badge: Badge, words: BadgeWords) -> Badge:
    """Change a badge and give it to those who have earned it by its new rule. Who has it keeps it. Audited.

    Raises NotAllowed for everybody but admins of its community, without a name unless it is a default one, for a rule
    that makes no sense, and for another period once somebody has it.
    """
    check_may_administer(admin)
    if badge.company_id != admin.company_id:
        raise NotAllowed(_("This belongs to another community."))
    badge = Badge.objects.select_for_update(no_key=True).get(pk=badge.pk)
    _check(admin.company_id, words, is_default=badge.slug in BY_SLUG)
    before, was_yearly = _facts(badge), badge.is_yearly
    for name, value in asdict(words).items():
        setattr(badge, name, value)
    changed = {name: value for name, value in _facts(badge).items() if value != before[name]}
    if not changed:
        return badge
    if badge.is_yearly != was_yearly and badge.awards.exists():
        raise NotAllowed(
            _("Members have this badge already, so its period stays. Make a new badge for another period.")
        )
    badge.save(update_fields=list(changed))
    _audit(admin, badge, "badge.changed", before={name: before[name] for name in changed}, after=changed)
    if badge.is_active:
        _award(badge)
    return badge


def _award(badge: Badge) -> None:
    """Give the badge to who has earned it, once more after the commit: until then nobody else saw the rule."""
    award_by_rule(badge)
    transaction.on_commit(partial(_award_again, badge.pk))


@transaction.atomic
def _award_again(badge_id: int) -> None:
    badge = Badge.objects.active().filter(pk=badge_id).first()
    if badge is not None:
        award_by_rule(badge)


def _check(company_id: int, words: BadgeWords, *, is_default: bool) -> None:
    try:
        rule = read_rule(words.rule)
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    if rule and rule.topic and not Topic.objects.filter(pk=rule.topic, company_id=company_id).exists():
        raise NotAllowed(_("Choose a topic of this community."))
    if not words.name.strip() and not is_default:
        raise NotAllowed(_("Give the badge a name."))


def _free_slug(admin: Membership, name: str) -> str:
    taken = set(Badge.objects.filter(company_id=admin.company_id).values_list("slug", flat=True))
    base = slugify(name.replace("{year}", ""))[:50].strip("-") or "badge"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _facts(badge: Badge) -> dict[str, Any]:
    return {name: getattr(badge, name) for name in BadgeWords.__dataclass_fields__}


def _audit(admin: Membership, badge: Badge, action: str, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit_act(admin, action, target_kind="badge", target_id=badge.pk, before=before, after=after)
