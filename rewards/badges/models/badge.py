"""What can be earned."""

from __future__ import annotations

from django.core.validators import validate_slug
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community import clock
from rewards.badges.defaults import BY_SLUG
from rewards.badges.rules import Period, Rule, read_rule, validate_rule

_RULE_KEYS = ["metric", "threshold", "period", "topic"]


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Sentences about badges."""

    def of(self, company: Company) -> BadgeQuerySet:
        """Return the company's badges in their order."""
        return self.filter(company=company).order_by("position", "pk")

    def active(self) -> BadgeQuerySet:
        """Return those that can be earned now."""
        return self.filter(is_active=True)

    def by_rule(self) -> BadgeQuerySet:
        """Return those that are given by a rule."""
        return self.exclude(rule={})


class Badge(models.Model):
    """A badge of one company. `name` and `description` may be empty for a default one: then its own words are shown.

    `rule` is read by rules.read_rule; {} means by hand only. An award holds for `valid_days`, or for ever without.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="badges")
    slug = models.SlugField(_("short name"), max_length=60, validators=[validate_slug])
    name = models.CharField(_("name"), max_length=60, blank=True)
    description = models.CharField(_("description"), max_length=200, blank=True)
    rule = models.JSONField(_("rule"), default=dict, blank=True, validators=[validate_rule])
    valid_days = models.PositiveIntegerField(_("holds for so many days"), null=True, blank=True)
    is_active = models.BooleanField(_("can be earned"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    # Set by queries.badges_with_holders, never stored.
    holders: int = 0
    topic_name: str = ""

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="badge_slug_once_per_company"),
            models.CheckConstraint(condition=Q(rule={}) | Q(rule__has_keys=_RULE_KEYS), name="badge_rule_is_whole"),
            models.CheckConstraint(condition=~Q(name="") | Q(slug__in=list(BY_SLUG)), name="badge_has_a_name"),
            models.CheckConstraint(
                condition=Q(valid_days__isnull=True) | Q(valid_days__gt=0), name="badge_holds_for_some_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title_in(str(clock.now().year))

    def get_absolute_url(self) -> str:
        """Return the address inside the company of the running request."""
        return reverse("badges:badge", args=[self.slug])

    @property
    def checked_rule(self) -> Rule | None:
        """Return the rule; None for a badge that is given by hand."""
        return read_rule(self.rule)

    @property
    def is_yearly(self) -> bool:
        """Return whether it can be earned once a year."""
        rule = self.checked_rule
        return rule is not None and rule.period == Period.YEAR

    def title_in(self, period: str) -> str:
        """Return the name in the reader's language, with the year of an award where the name wants one."""
        name = self.name or str(BY_SLUG[self.slug].name)
        return name.replace("{year}", period)

    @property
    def told(self) -> str:
        """Return the description in the reader's language."""
        default = BY_SLUG.get(self.slug)
        return self.description or (str(default.description) if default and not self.name else "")
