"""What a person is in a company. Everything in a company is authored by memberships."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from community import clock
from community.text.names import skeleton

NAME_KEY_LENGTH = 120


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Sentences about members."""

    def of(self, company: Company) -> MembershipQuerySet:
        """Return this company's members."""
        return self.filter(company=company)

    def moderators(self) -> MembershipQuerySet:
        """Return those who may moderate."""
        return self.filter(role__in=[Membership.Role.MODERATOR, Membership.Role.ADMIN])


class Membership(models.Model):
    """A member of one company. `person` is empty for imported, former, external and service members.

    Claiming an imported membership sets `person` and moves no rows.
    """

    class Kind(models.TextChoices):
        """How the member came to be."""

        PERSON = "person", _("person")
        GUEST = "guest", _("guest")
        EXTERNAL = "external", _("external")
        IMPORTED = "imported", _("imported")
        FORMER = "former", _("former member")
        SERVICE = "service", _("service")

    class Role(models.TextChoices):
        """What the member may do beyond asking and answering."""

        MEMBER = "member", _("member")
        MODERATOR = "moderator", _("moderator")
        ADMIN = "admin", _("admin")

    class Affiliation(models.TextChoices):
        """What the company vouches for. Only its admins set it; no text of a profile can look like it."""

        NONE = "none", _("none")
        VERIFIED = "verified", _("verified customer")
        STAFF = "staff", _("staff")

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("company")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.MEMBER)
    affiliation = models.CharField(_("mark"), max_length=10, choices=Affiliation.choices, default=Affiliation.NONE)
    trust_level = models.PositiveSmallIntegerField(_("trust level"), default=0)
    display_name = models.CharField(_("display name"), max_length=40)
    name_key = models.CharField(max_length=NAME_KEY_LENGTH, editable=False)
    external_id = models.CharField(max_length=100, blank=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    suspended_until = models.DateTimeField(_("suspended until"), null=True, blank=True)
    suspended_reason = models.CharField(_("reason shown to the member"), max_length=300, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=["company", "person"], name="one_membership_per_company"),
            models.UniqueConstraint(fields=["company", "name_key"], name="display_name_unique_look_alikes_included"),
            models.UniqueConstraint(
                fields=["company", "external_id"], condition=~Q(external_id=""), name="external_id_once_per_company"
            ),
            models.CheckConstraint(condition=~Q(display_name="") & ~Q(name_key=""), name="member_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False) | ~Q(kind="person"), name="person_kind_has_person"
            ),
            models.CheckConstraint(
                condition=Q(role="member") | Q(person__isnull=False), name="only_people_hold_a_role"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def key(self) -> str:
        """Return the key under which events name this member."""
        return str(self.pk)

    @property
    def is_moderator(self) -> bool:
        """Return whether the member may moderate."""
        return self.role in {self.Role.MODERATOR, self.Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        """Return whether the member runs the company's community."""
        return self.role == self.Role.ADMIN

    @property
    def is_company_staff(self) -> bool:
        """Return whether the company says that this member speaks for it."""
        return self.affiliation == self.Affiliation.STAFF

    @property
    def standing(self) -> str:
        """Return who the member is towards a customer: "service" for a bot, "staff" or "peer". Events keep it."""
        if self.kind == self.Kind.SERVICE:
            return "service"
        return "staff" if self.is_company_staff else "peer"

    @property
    def initials(self) -> str:
        """Return one or two letters for the avatar."""
        starts = [first for word in self.display_name.split() if (first := next(filter(str.isalnum, word), ""))]
        return "".join(starts[:1] + starts[1:][-1:]).upper() or self.display_name[:1]

    def is_suspended(self, moment: datetime) -> bool:
        """Return whether the member may only read at the moment."""
        return self.suspended_until is not None and self.suspended_until > moment


def name_key_of(display_name: str) -> str:
    """Return the key under which a display name is unique in a company, look-alikes included.

    Some single characters look like whole sentences: names of many such are compared by the beginning of what they show.
    """
    return skeleton(display_name)[:NAME_KEY_LENGTH]
