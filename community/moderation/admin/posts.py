"""Questions, answers and comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.moderation.acts import POST_ACTS, QUESTION_ACTS, Act
from community.moderation.admin.acting import ActingAdmin
from community.moderation.site import company_admin
from community.questions.models import Answer, Comment, Post, Question
from community.text.excerpt import excerpt, plain_text
from community.web.templatetags.display import moment

_EXCERPT = 90


class VisibilityFilter(admin.SimpleListFilter):
    """Posts that everybody may read, and hidden ones."""

    title = _("visibility")
    parameter_name = "visibility"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Return the choices: deleted posts are not here."""
        return [(each.value, each.label) for each in (Post.Visibility.VISIBLE, Post.Visibility.HIDDEN)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return the rows that match."""
        return queryset.filter(post__visibility=self.value()) if self.value() else queryset


class WaitingFilter(admin.BooleanFieldListFilter):
    """Questions that wait for an answer, and the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("waiting for an answer")


class LockedFilter(admin.BooleanFieldListFilter):
    """Questions that take no replies, and the others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("locked")


class PostAdmin(ActingAdmin):
    """What the three kinds of posts have in common. Deleted posts are not here: nobody may read them."""

    search_hint = _("Search the text, or write the number of a post.")
    sortable_by = ()
    acts: Sequence[Act] = POST_ACTS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with their posts and authors."""
        rows = super().get_queryset(request).select_related("post__author")
        return rows.exclude(post__visibility=Post.Visibility.DELETED)

    def describe(self, row: Any) -> str:
        """Return the beginning of the text."""
        return excerpt(plain_text(row.post.html), _EXCERPT) or str(row.pk)

    @admin.display(description=_("text"))
    def beginning(self, row: Any) -> str:
        """Return the beginning of the text."""
        return self.describe(row)

    @admin.display(description=_("author"), ordering="post__author__display_name")
    def author(self, row: Any) -> SafeString:
        """Return the author's name, which leads to what can be done about the member."""
        return _link("accounts_membership", row.post.author, row.post.author.display_name)

    @admin.display(description=_("visibility"))
    def visibility(self, row: Any) -> str:
        """Return who may read it."""
        return str(row.post.get_visibility_display())

    @admin.display(description=_("reason for hiding"))
    def hidden_because(self, row: Any) -> str:
        """Return what the author reads about the hiding."""
        return str(row.post.visibility_reason)

    @admin.display(description=_("written"))
    def written(self, row: Any) -> SafeString:
        """Return when it was written."""
        return moment(row.post.created_at)

    @admin.display(description=_("text"))
    def text(self, row: Any) -> SafeString:
        """Return the post as readers see it; it was cleaned when it was written."""
        return format_html('<div class="prose" dir="auto">{}</div>', mark_safe(row.post.html))

    @admin.display(description=_("history"))
    def edits(self, row: Any) -> SafeString | str:
        """Return how often the text changed, which leads to what changed."""
        count = row.post.version - 1
        if not count:
            return str(_("never edited"))
        label = ngettext("%(count)d edit", "%(count)d edits", count) % {"count": count}
        return format_html('<a href="{}">{}</a>', reverse("questions:history", args=[row.pk]), label)


@admin.register(Question, site=company_admin)
class QuestionAdmin(PostAdmin):
    """The questions of the company."""

    audit_kind = "question"
    acts = QUESTION_ACTS
    list_display = ["title", "topic", "author", "state", "visibility", "answers", "written"]
    list_filter = [("needs_answer", WaitingFilter), "state", VisibilityFilter, ("is_locked", LockedFilter), "topic"]
    search_fields = ["title", "post__markdown", "=post__pk"]
    ordering = ["-asked_at", "-post_id"]
    fields = [
        "title", "author", "written", "topic", "tags_said", "state", "close_reason", "is_locked", "visibility",
        "hidden_because", "text", "edits", "answers",
    ]  # fmt: skip
    readonly_fields = ["author", "written", "tags_said", "visibility", "hidden_because", "text", "edits", "answers"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with their topics."""
        return super().get_queryset(request).select_related("topic")

    def describe(self, row: Any) -> str:
        """Return the title."""
        return str(row.title)

    def view_on_site(self, row: Question) -> str:
        """Return the question's page."""
        return row.get_absolute_url()

    @admin.display(description=_("tags"))
    def tags_said(self, row: Question) -> str:
        """Return the tags."""
        return ", ".join(row.tag_names)

    @admin.display(description=_("answers"))
    def answers(self, row: Question) -> SafeString:
        """Return how many answers there are, which leads to them."""
        address = reverse("company_admin:questions_answer_changelist")
        return format_html('<a href="{}?question__exact={}">{}</a>', address, row.pk, row.answer_count)


class ReplyAdmin(PostAdmin):
    """What answers and comments have in common."""

    # Every act locks the question first.
    lock_order = ("question_id", "pk")
    search_fields = ["post__markdown", "=post__pk", "=question__post__pk"]
    ordering = ["-pk"]
    readonly_fields = ["on", "author", "written", "visibility", "hidden_because", "text", "edits"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with their questions."""
        return super().get_queryset(request).select_related("question")

    def view_on_site(self, row: Any) -> str:
        """Return the place on the question's page."""
        return f"{row.question.get_absolute_url()}#{self.audit_kind}-{row.pk}"

    @admin.display(description=_("question"))
    def on(self, row: Any) -> SafeString:
        """Return the question's title, which leads to the question."""
        return _link("questions_question", row.question, row.question.title)


@admin.register(Answer, site=company_admin)
class AnswerAdmin(ReplyAdmin):
    """The answers of the company."""

    audit_kind = "answer"
    list_display = ["beginning", "on", "author", "purpose", "visibility", "written"]
    list_filter = [VisibilityFilter, "purpose"]
    fields = ["on", "author", "written", "purpose", "visibility", "hidden_because", "text", "edits"]


@admin.register(Comment, site=company_admin)
class CommentAdmin(ReplyAdmin):
    """The comments of the company."""

    audit_kind = "comment"
    list_display = ["beginning", "on", "author", "visibility", "written"]
    list_filter = [VisibilityFilter]
    fields = ["on", "author", "written", "visibility", "hidden_because", "text", "edits"]


def _link(page: str, row: Model, label: str) -> SafeString:
    address = reverse(f"company_admin:{page}_change", args=[row.pk])
    return format_html('<a href="{}"><bdi>{}</bdi></a>', address, label)
