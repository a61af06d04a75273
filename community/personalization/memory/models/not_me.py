"""What members say that they are not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock


class NotMe(models.Model):
    """A signal that is left out of everything made for a member, because they said that it is not them.

    `key` is the id of a topic, the code of a language, an hour of the day in UTC, or the id of a question that they
    answered. Nothing that was counted is deleted: it is left out at every reading, so that taking the word back brings it
    back. Deleted when the member agrees neither to offers nor to a list of their own any more.
    """

    class About(models.TextChoices):
        """What the signal is made of."""

        TOPIC = "topic", _("a topic")
        LANGUAGE = "language", _("a language")
        HOUR = "hour", _("an hour of the day")
        QUESTION = "question", _("a question that you answered")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices)
    key = models.CharField(max_length=20)
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "about", "key"], name="not_me_is_said_once"),
            models.CheckConstraint(
                condition=Q(about__in=["topic", "language", "hour", "question"]) & ~Q(key=""), name="not_me_about_known"
            ),
        ]
        indexes = [models.Index(fields=["company", "member"], name="not_me_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id}: not {self.about} {self.key}"
