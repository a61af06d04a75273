"""Making the next version of what a company promises."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community import clock
from community.events.record import record
from community.insights.promise.events import PromiseMade
from community.insights.promise.models import Promise
from community.insights.promise.queries.promises import versions_of
from community.web.errors import NotAllowed
from community.web.moments import moment_in_words


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is promised: seconds and percent of each clause, None for a clause that is missing; none of both withdraws."""

    answer_within: int | None = None
    answer_share: int | None = None
    resolution_within: int | None = None
    resolution_share: int | None = None
    note: str = ""

    @property
    def withdraws(self) -> bool:
        """Return whether nothing is promised any more."""
        return self.answer_within is None and self.resolution_within is None


@transaction.atomic
def make_promise(
    *, admin: Membership, terms: Terms, valid_from: datetime | None = None, seen: int | None = None
) -> Promise:
    """Write the next version, in force from `valid_from` (None for now). Records PromiseMade and an audit entry.

    Questions that were asked before stay under their version. `seen` is the newest version that the admin knew, 0 for
    none: who did not see what another admin decided meanwhile decides again. Locks the company's row. Raises NotAllowed
    for everybody but admins, and for terms and times that cannot be.
    """
    # Weaker than FOR UPDATE: rows that refer to the company can be written meanwhile.
    company = Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    last = next(iter(versions_of(company)), None)
    now = clock.now()
    begins = valid_from or now
    _check_order(last, begins, now, seen)
    if terms.withdraws and (last is None or last.withdrawn):
        raise NotAllowed(_("Nothing is promised that could end. Promise a first answer, a solution, or both."))
    promise = Promise(
        company=company,
        version=last.version + 1 if last else 1,
        valid_from=begins,
        withdrawn=terms.withdraws,
        author=admin,
        created_at=now,
        **asdict(terms),
    )
    try:
        promise.full_clean(validate_unique=False)
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    promise.save(force_insert=True)
    record(PromiseMade(company=company.key, actor=admin.key, version=promise.version, withdrawn=promise.withdrawn))
    audit_act(
        admin,
        "promise.made",
        target_kind="promise",
        target_id=promise.pk,
        before=_facts(last) if last else {},
        after=_facts(promise),
    )
    return promise


def _check_order(last: Promise | None, begins: datetime, now: datetime, seen: int | None) -> None:
    if seen is not None and seen != (last.version if last else 0):
        raise NotAllowed(_("Another admin has changed the promise in the meantime. Look at it, and decide again."))
    if begins < now:
        raise NotAllowed(_("A promise cannot hold for the past. Choose a time that is still to come, or none for now."))
    if last is not None and begins <= last.valid_from:
        raise NotAllowed(
            _("The last version begins on %(moment)s. The next one has to begin later.")
            % {"moment": moment_in_words(last.valid_from)}
        )


def _facts(promise: Promise) -> dict[str, object]:
    names = ("answer_within", "answer_share", "resolution_within", "resolution_share")
    return {
        "version": promise.version,
        "valid_from": promise.valid_from.isoformat(),
        **{name: getattr(promise, name) for name in names},
    }
