"""Making topics."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Company
from community.questions.models import Topic


@transaction.atomic
def create_topics(*, company: Company, names: Sequence[str]) -> list[Topic]:
    """Add topics in this order after the existing ones, each with a short name of its own."""
    taken = set(Topic.objects.of(company).values_list("slug", flat=True))
    made = []
    for position, name in enumerate(names, start=len(taken)):
        slug = _free_slug(name, taken)
        taken.add(slug)
        made.append(Topic.objects.create(company=company, slug=slug, name=name, position=position))
    return made


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:50] or "topic"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
