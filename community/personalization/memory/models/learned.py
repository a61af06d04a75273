"""What a company has learned as a whole, and of its questions."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.questions.models import Question


class Learned(models.Model):
    """One row for each company: where it stands in its lessons, the weights, and how the model did against the simple rule.

    `era` goes up whenever rows were taken away or written anew: what a process remembers from another era is void.
    `asked` counts the questions learned and `labelled` those of which the gate has heard. `begun` is the moment from which
    the later weighs more in profiles. `stale_since` says that the weights carry something that is gone by now: they are
    made again the next night.
    """

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("company")
    )
    position = models.BigIntegerField(_("position"), default=0)
    era = models.BigIntegerField(default=0)
    asked = models.BigIntegerField(_("questions"), default=0)
    labelled = models.BigIntegerField(default=0)
    weights = ArrayField(models.FloatField(), verbose_name=_("weights"))
    squares = ArrayField(models.FloatField())
    leads = ArrayField(models.FloatField(), default=list)
    begun = models.FloatField(null=True)
    learned_at = models.DateTimeField(_("learned last"), null=True)
    rebuilt_at = models.DateTimeField(_("made again"), null=True)
    stale_since = models.DateTimeField(_("to be made again since"), null=True)

    class Meta:
        verbose_name = _("what was learned")
        verbose_name_plural = _("what was learned")
        constraints = [
            models.CheckConstraint(
                condition=Q(labelled__gte=0, labelled__lte=models.F("asked")), name="labelled_questions_were_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.position}"


class LearnedQuestion(models.Model):
    """A question by the words known before it. It does not say who asked.

    `words` are its words in their order, once each, with a space between; `weights` hold a float64 for each, 0 for those
    that said nothing then. `number` counts the company's questions. `standing` holds how everybody stood when it was
    asked, as long as that can teach: rows of ten float64, the features and the scores of model and simple rule, in the
    order of the helpers.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField()
    number = models.BigIntegerField()
    moment = models.FloatField()
    language = models.CharField(max_length=10)
    topic = models.CharField(max_length=20)
    words = models.TextField()
    weights = models.BinaryField()
    standing = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "position"], name="learned_questions_have_one_order"),
            models.UniqueConstraint(fields=["company", "number"], name="learned_questions_are_counted"),
        ]
        indexes = [
            models.Index(
                fields=["company", "number"], condition=Q(standing__isnull=False), name="learned_question_teaches"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
