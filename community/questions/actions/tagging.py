"""Putting tags on a question."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from community.questions.models import Question, Tag
from community.questions.models.question import QuestionTag
from community.questions.models.topic import tag_slug


def put_tags(question: Question, names: Sequence[str]) -> None:
    """Make the question's tags exactly these, creating unknown ones; part of the caller's transaction."""
    wanted = {tag_slug(name): name.strip()[:40] for name in names if tag_slug(name)}
    Tag.objects.bulk_create(
        [Tag(company_id=question.company_id, slug=slug, name=name) for slug, name in sorted(wanted.items())],
        ignore_conflicts=True,
    )
    # In one order for everybody, so that two questions that share tags cannot wait for each other.
    tags = list(Tag.objects.filter(company_id=question.company_id, slug__in=wanted).order_by("pk"))
    before = set(QuestionTag.objects.filter(question=question).values_list("tag_id", flat=True))
    after = {tag.pk for tag in tags}
    QuestionTag.objects.filter(question=question, tag_id__in=before - after).delete()
    QuestionTag.objects.bulk_create(
        [
            QuestionTag(company_id=question.company_id, question=question, tag=tag)
            for tag in tags
            if tag.pk not in before
        ]
    )
    for tag_id in sorted(before ^ after):
        Tag.objects.filter(pk=tag_id).update(question_count=F("question_count") + (1 if tag_id in after else -1))
    question.tag_names = [tag.name for tag in tags]
    question.save(update_fields=["tag_names"])
