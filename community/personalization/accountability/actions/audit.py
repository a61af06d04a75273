"""Writing the monthly report, and what is done about what it found."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_moderate
from community import clock
from community.personalization.accountability.auditing import AUDIT_VERSION, findings_of, report
from community.personalization.accountability.models import Audit, Finding
from community.personalization.accountability.models.audit import ANSWER_WITHIN, LONGEST_ACTION
from community.personalization.accountability.queries.facts import answers_in, asked_in, offers_in, pool_of
from community.web.errors import NotAllowed

PERIOD: Final = timedelta(days=30)
# The daily look comes a little earlier on some days than on others.
_EARLY: Final = timedelta(hours=1)


def audit_if_due(company: Company) -> Audit | None:
    """Write a report where the newest is 30 days old, less an hour, or there is none; return it, or None."""
    now = clock.now()
    newest = Audit.objects.of(company).first()
    if newest is not None and newest.made_at > now - PERIOD + _EARLY:
        return None
    return audit(company)


@transaction.atomic
def audit(company: Company) -> Audit:
    """Write the report of the time since the last one, and a finding for every language that is far from the others.

    The first is of 30 days. So every moment is in one report, however late a report comes.
    """
    until = clock.now()
    newest = Audit.objects.of(company).first()
    since = newest.until if newest is not None else until - PERIOD
    figures = report(
        pool_of(company),
        offers_in(company, since, until),
        answers_in(company, since, until),
        asked_in(company, since, until),
    )
    made = Audit.objects.create(
        company=company, since=since, until=until, made_at=until, definition_version=AUDIT_VERSION, figures=figures
    )
    Finding.objects.bulk_create(
        Finding(company=company, audit=made, language=language, due_by=until + ANSWER_WITHIN)
        for language in findings_of(figures)
    )
    return made


@transaction.atomic
def answer_finding(*, moderator: Membership, finding: Finding, action: str) -> Finding:
    """Make the moderator the owner of a finding, with what they do about it. Writes an audit entry. Locks the finding.

    Raises NotAllowed for all but moderators of its company, without words, and when somebody has answered it.
    """
    check_may_moderate(moderator)
    locked = Finding.objects.select_for_update(no_key=True).get(pk=finding.pk, company_id=moderator.company_id)
    words = action.strip()
    if not words:
        raise NotAllowed(_("Say what is done about it: members will read that something is."))
    if len(words) > LONGEST_ACTION:
        raise NotAllowed(_("Keep it under %(most)d characters.") % {"most": LONGEST_ACTION})
    if locked.owner_id is not None:
        raise NotAllowed(_("Somebody has answered this already."))
    locked.owner, locked.action, locked.answered_at = moderator, words, clock.now()
    locked.save(update_fields=["owner", "action", "answered_at"])
    audit_act(
        moderator,
        "finding.answered",
        target_kind="finding",
        target_id=locked.pk,
        before={},
        after={"language": locked.language},
        reason=words,
    )
    return locked
