"""Who may do what as a member. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership, Person
from accounts.purposes import Purpose, newest_wording
from accounts.reader import Reader
from community import clock
from community.web.errors import NotAllowed
from community.web.moments import moment_in_words


def check_is_member(reader: Reader) -> Membership:
    """Return the reader's membership. Raises NotAllowed for visitors."""
    if reader.member is None:
        raise NotAllowed(_("Sign in and join this community first."))
    return reader.member


def check_may_write(member: Membership) -> None:
    """Raise NotAllowed for a member who may only read: suspended, imported, former."""
    if member.person_id is None and member.kind != Membership.Kind.SERVICE:
        raise NotAllowed(_("This member cannot write here."))
    check_not_suspended(member)
    if not member.company.is_open:
        raise NotAllowed(_("This community is closed for new posts. You can still read everything."))


def check_not_suspended(member: Membership) -> None:
    """Raise NotAllowed, saying until when and why, for a member whom a moderator has suspended."""
    if member.is_suspended(clock.now()):
        assert member.suspended_until is not None  # is_suspended proves it is set
        raise NotAllowed(
            _("You cannot write here until %(until)s. Reason: %(reason)s")
            % {"until": moment_in_words(member.suspended_until), "reason": member.suspended_reason or _("not given")}
        )


def check_may_choose(member: Membership, purpose: str, wording: int) -> None:
    """Raise NotAllowed where nobody can agree: no person is behind the member, or the words are not those of today."""
    if member.person_id is None:
        raise NotAllowed(_("Only the person behind a member can decide about their data."))
    if purpose not in Purpose.values:
        raise NotAllowed(_("Choose one of the purposes that are offered."))
    if wording != newest_wording(purpose).number:
        raise NotAllowed(_("The text has changed since you opened this page. Read it again, please."))


def check_may_moderate(member: Membership | None) -> Membership:
    """Return the moderator, also of a community that is closed for new posts. Raises NotAllowed for everybody else."""
    if member is None or not member.is_moderator:
        raise NotAllowed(_("Only moderators can do this."))
    check_not_suspended(member)
    return member


def check_may_administer(member: Membership | None) -> Membership:
    """Return the company's admin. Raises NotAllowed for everybody else."""
    if member is None or not member.is_admin:
        raise NotAllowed(_("Only admins of this community can do this."))
    check_not_suspended(member)
    return member


def check_runs_installation(person: object) -> Person:
    """Return the operator. Raises NotAllowed for everybody else."""
    if not isinstance(person, Person) or not (person.is_active and person.is_superuser):
        raise NotAllowed(_("Only operators can do this."))
    return person
