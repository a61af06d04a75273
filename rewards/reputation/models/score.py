"""What the changes add up to. Derived: `manage.py rebuild_reputation` makes both tables again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community.questions.models import Topic


class DayScore(models.Model):
    """What one day brought a member: in all topics together (`topic` is empty), and in each of them.

    `points` count for reputation and `helped` on the boards of helpers; both are already held to the day's limit, those
    of a topic to the same limit of their own. `solved` counts accepted answers.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="day_scores")
    day = models.DateField()
    topic = models.ForeignKey(Topic, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    points = models.IntegerField()
    helped = models.IntegerField()
    solved = models.IntegerField()
    helpful = models.IntegerField()
    unhelpful = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "day", "topic"], nulls_distinct=False, name="one_score_for_a_day_and_topic"
            ),
            models.CheckConstraint(
                condition=models.Q(solved__gte=0, helpful__gte=0, unhelpful__gte=0), name="day_counts_are_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["company", "topic", "day"], name="day_score_of_topic")]


class Score(models.Model):
    """A member's reputation as it stands. `earned_level` is the trust level that the rules gave them last."""

    member = models.OneToOneField(
        Membership,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reputation_score",
        verbose_name=_("member"),
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    total = models.IntegerField(_("reputation"), default=0)
    helped = models.IntegerField(_("reputation for answers"), default=0)
    solved = models.IntegerField(_("accepted answers"), default=0)
    helpful = models.IntegerField(_("helpful votes"), default=0)
    unhelpful = models.IntegerField(_("unhelpful votes"), default=0)
    earned_level = models.PositiveSmallIntegerField(_("earned trust level"), default=0)

    class Meta:
        verbose_name = _("reputation")
        verbose_name_plural = _("reputation and trust levels")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(solved__gte=0, helpful__gte=0, unhelpful__gte=0),
                name="score_counts_are_not_negative",
            ),
            models.CheckConstraint(condition=models.Q(earned_level__lte=4), name="earned_level_exists"),
        ]
        indexes = [models.Index(fields=["company", "-helped"], name="score_of_company")]

    def __str__(self) -> str:
        return str(self.member)
