"""What a company promises to those who ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock

DAY = 24 * 3600
MOST_SECONDS = 365 * DAY


class Clause(models.TextChoices):
    """The halves of a promise."""

    FIRST_ANSWER = "first_answer", _("first answer")
    RESOLUTION = "resolution", _("solution")


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Sentences about versions of promises."""

    def of(self, company: Company) -> PromiseQuerySet:
        """Return this company's versions."""
        return self.filter(company=company)

    def in_force_by(self, moment: datetime) -> PromiseQuerySet:
        """Return the versions that had begun at the moment, the one in force first."""
        return self.filter(valid_from__lte=moment).order_by("-valid_from")

    def with_ends(self) -> PromiseQuerySet:
        """Return the versions, each with the moment at which the next one begins."""
        later = Promise.objects.filter(company=OuterRef("company"), valid_from__gt=OuterRef("valid_from"))
        return self.annotate(ends=Subquery(later.order_by("valid_from").values("valid_from")[:1]))


def _within(label: object) -> models.PositiveIntegerField[int | None, int | None]:
    return models.PositiveIntegerField(
        label,  # type: ignore[arg-type]
        null=True,
        blank=True,
        validators=[MinValueValidator(60), MaxValueValidator(MOST_SECONDS)],
    )


def _share(label: object) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )


def _whole(clause: str) -> Q:
    """Return that both numbers of a clause are there and make sense. A comparison with nothing would pass a check."""
    there = Q(**{f"{clause}_within__isnull": False, f"{clause}_share__isnull": False})
    return there & Q(**{f"{clause}_within__gt": 0, f"{clause}_share__gte": 1, f"{clause}_share__lte": 100})


class Promise(models.Model):
    """One version of what a company promises. Written once: a trigger refuses every change, and gaps in the numbering.

    In force from `valid_from` until the next version begins. Questions are judged by the version in force at the moment
    of asking, whatever comes later. `..._within` are seconds, `..._share` percent of questions; a clause may be missing.
    A version that is `withdrawn` has no clause: it ends the promise.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    version = models.PositiveIntegerField(_("version"))
    valid_from = models.DateTimeField(_("in force from"))
    answer_within = _within(_("first answer within"))
    answer_share = _share(_("for percent of questions"))
    resolution_within = _within(_("solution within"))
    resolution_share = _share(_("for percent of questions"))
    withdrawn = models.BooleanField(_("nothing is promised any more"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(fields=["company", "version"], name="one_promise_of_a_version"),
            models.UniqueConstraint(fields=["company", "valid_from"], name="one_promise_at_a_time"),
            models.CheckConstraint(condition=Q(version__gt=0), name="promise_version_positive"),
            models.CheckConstraint(condition=Q(valid_from__gte=F("created_at")), name="no_promise_for_the_past"),
            models.CheckConstraint(
                condition=Q(answer_within__isnull=True, answer_share__isnull=True) | _whole("answer"),
                name="answer_clause_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(resolution_within__isnull=True, resolution_share__isnull=True) | _whole("resolution"),
                name="resolution_clause_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=True, answer_within__isnull=True, resolution_within__isnull=True)
                | Q(withdrawn=False) & (Q(answer_within__isnull=False) | Q(resolution_within__isnull=False)),
                name="promise_promises_something_or_ends",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Promise, version %(number)d") % {"number": self.version})

    @property
    def clauses(self) -> dict[str, tuple[timedelta, int]]:
        """Return what is promised: for each clause within which time, for how many percent of the questions."""
        halves = (
            (Clause.FIRST_ANSWER.value, self.answer_within, self.answer_share),
            (Clause.RESOLUTION.value, self.resolution_within, self.resolution_share),
        )
        return {
            name: (timedelta(seconds=within), share)
            for name, within, share in halves
            if within is not None and share is not None
        }
