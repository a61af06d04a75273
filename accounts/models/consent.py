"""What people said yes and no to, one row for each time."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.company import Company
from accounts.models.membership import Membership
from accounts.purposes import Purpose, Wording, newest_wording, wording_of
from community import clock


class ConsentEntryQuerySet(models.QuerySet["ConsentEntry"]):
    """Sentences about what people said."""

    def of(self, company: Company) -> ConsentEntryQuerySet:
        """Return what was said in this company."""
        return self.filter(company=company)

    def newest(self) -> ConsentEntryQuerySet:
        """Return for each member and purpose what was said last."""
        later = ConsentEntry.objects.filter(
            membership=OuterRef("membership"), purpose=OuterRef("purpose"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))


class ConsentEntry(models.Model):
    """One yes or no of a member to a purpose, in the words of a wording. The newest row is what holds.

    Append only: a trigger refuses every change, and every deletion but the erasure of the member. `number` counts the
    rows of a member and purpose without gaps; a trigger refuses a row that says what the one before it said.
    """

    class Said(models.TextChoices):
        """What the member said. `declined` answers the first asking, `withdrawn` takes a yes back."""

        GIVEN = "given", _("yes")
        DECLINED = "declined", _("no")
        WITHDRAWN = "withdrawn", _("taken back")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="consents", verbose_name=_("member")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    number = models.PositiveIntegerField(_("number"))
    said = models.CharField(_("said"), max_length=10, choices=Said.choices)
    wording = models.PositiveSmallIntegerField(_("wording"))
    surface = models.CharField(_("where"), max_length=40)
    at = models.DateTimeField(_("when"), default=clock.now)

    objects = ConsentEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["membership", "purpose", "number"], name="consents_have_one_order"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="consent_is_to_a_known_purpose"),
            models.CheckConstraint(
                condition=Q(said__in=["given", "declined", "withdrawn"]), name="consent_says_yes_or_no"
            ),
            models.CheckConstraint(condition=Q(wording__gt=0), name="consent_names_its_wording"),
            models.CheckConstraint(condition=~Q(surface=""), name="consent_names_where_it_was_said"),
        ]
        indexes = [
            models.Index(
                fields=["company", "purpose", "membership"], condition=Q(said="given"), name="consents_given_for"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_said_display()}"

    @property
    def is_yes(self) -> bool:
        """Return whether this row gives consent."""
        return self.said == self.Said.GIVEN

    @property
    def holds(self) -> bool:
        """Return whether this row, as the newest of its purpose, is a yes to what is done today.

        A yes to an older text covers nothing that a newer one says, so that a new text asks everybody anew.
        """
        return self.is_yes and self.wording == newest_wording(self.purpose).number

    @property
    def words(self) -> Wording:
        """Return the text that the member had before them."""
        return wording_of(self.purpose, self.wording)
