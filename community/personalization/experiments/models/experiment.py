"""What is tried out, written down before it starts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from community.personalization.experiments.metrics import METRICS, Metric
from community.personalization.experiments.treatments import TREATMENTS, Treatment, Unit

MOST_HOURS = 30 * 24
MOST_DAYS = 120


class ExperimentQuerySet(models.QuerySet["Experiment"]):
    """Sentences about experiments."""

    def of(self, company: Company) -> ExperimentQuerySet:
        """Return this company's experiments."""
        return self.filter(company=company)

    def running(self) -> ExperimentQuerySet:
        """Return those that have started and not stopped."""
        return self.filter(started_at__isnull=False, stopped_at__isnull=True)

    def over(self) -> ExperimentQuerySet:
        """Return those that ran and have stopped, the latest first."""
        return self.filter(started_at__isnull=False, stopped_at__isnull=False).order_by("-stopped_at")

    def decided(self) -> ExperimentQuerySet:
        """Return those that ended with a result: after their whole time, because of harm, or with a difference found.

        What an admin ended before that has decided nothing.
        """
        found = Q(looks__low__gt=0) | Q(looks__high__lt=0)
        return self.filter(~Q(stop=Experiment.Stop.ADMIN) | found, stopped_at__isnull=False).distinct()

    def begun(self) -> ExperimentQuerySet:
        """Return those that are running or have stopped: what outsiders may know of."""
        return self.filter(started_at__isnull=False)


def _answer(label: object) -> models.CharField[str, str]:
    return models.CharField(label, max_length=300)  # type: ignore[arg-type]


class Experiment(models.Model):
    """One experiment, registered before it starts. A trigger refuses every later change but starting and stopping, once.

    `variants` and `shares` (whole percent, 100 together) belong together; the first variant is how it is without an
    experiment. `hours` is the time H within which a unit has to reach the metric; `tau` the smallest difference of
    interest in percentage points; after `most_days` it stops by itself. The answers about ethics are for everybody to read.
    """

    class Stop(models.TextChoices):
        """Why an experiment ended."""

        NONE = "", _("has not ended")
        ADMIN = "admin", _("an admin ended it")
        TIME = "time", _("its time was over")
        SLOWER = "slower", _("first answers took longer")
        OPT_OUTS = "opt_outs", _("more people switched something off")
        REPORTS = "reports", _("more answers did not work")
        SIZES = "sizes", _("the arms did not have their planned sizes, so it shows nothing")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    key = models.SlugField(_("short name"), max_length=40)
    treatment = models.CharField(_("what is tried out"), max_length=40)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    hypothesis = models.CharField(_("what you expect, and why"), max_length=500)
    metric = models.CharField(_("judged by"), max_length=20)
    hours = models.PositiveSmallIntegerField(
        _("within how many hours"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    tau = models.DecimalField(
        _("smallest difference of interest, in percentage points"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0.5), MaxValueValidator(50)],
    )
    variants = ArrayField(models.CharField(max_length=20))
    shares = ArrayField(models.PositiveSmallIntegerField())
    most_days = models.PositiveSmallIntegerField(
        _("stops by itself after days"), validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    harm = _answer(_("Whom could it harm, and how would you notice?"))
    vulnerable = _answer(_("What does it mean for people who need help most?"))
    reversal = _answer(_("How is it taken back?"))
    notice = _answer(_("How do people learn of it, beside the page of experiments?"))
    touches_nothing = models.BooleanField(_("It touches no pay, moderation, access or redress"))
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    registered_at = models.DateTimeField(_("registered"), default=clock.now, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)
    stop = models.CharField(_("why it ended"), max_length=10, choices=Stop.choices, blank=True, editable=False)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="one_experiment_of_a_key"),
            models.UniqueConstraint(
                fields=["company", "treatment"],
                condition=Q(started_at__isnull=False, stopped_at__isnull=True),
                name="one_running_experiment_of_a_treatment",
            ),
            models.CheckConstraint(condition=Q(touches_nothing=True), name="experiments_touch_nothing_forbidden"),
            models.CheckConstraint(
                condition=~Q(hypothesis="") & ~Q(harm="") & ~Q(vulnerable="") & ~Q(reversal="") & ~Q(notice=""),
                name="experiments_answer_the_checklist",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS, tau__gte=0.5, tau__lte=50)
                & Q(most_days__gte=1, most_days__lte=MOST_DAYS),
                name="experiment_numbers_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stop="")
                | Q(started_at__isnull=False, stopped_at__gte=F("started_at")) & ~Q(stop=""),
                name="experiments_stop_after_starting_and_say_why",
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True) | Q(started_at__gte=F("registered_at")),
                name="experiments_are_registered_before_they_start",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_running(self) -> bool:
        """Return whether it has started and not stopped."""
        return self.started_at is not None and self.stopped_at is None

    @property
    def what(self) -> Treatment:
        """Return what is tried out."""
        return TREATMENTS[self.treatment]

    @property
    def judged_by(self) -> Metric:
        """Return the metric."""
        return METRICS[self.metric]

    @property
    def horizon(self) -> timedelta:
        """Return the time within which a unit has to reach the metric."""
        return timedelta(hours=self.hours)

    @property
    def ends_by(self) -> datetime | None:
        """Return when it stops by itself at the latest; None before it has started."""
        return None if self.started_at is None else self.started_at + timedelta(days=self.most_days)
