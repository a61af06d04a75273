"""What a member was told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from community import clock
from community.events.models import Event
from community.questions.models import Post, Question
from community.web.registries.notices import notice_named


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Sentences about notifications."""

    def to(self, member: Membership) -> NotificationQuerySet:
        """Return what the member was told."""
        return self.filter(recipient=member)

    def unread(self) -> NotificationQuerySet:
        """Return what nobody has opened yet."""
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One member was told of one event. Ids and facts only: the words are made when it is shown.

    `kind` names the notice in the registry; `url_name`, `url_args`, `url_kwargs` and `anchor` are its address inside the
    company. `actor` is whom the title names. The database holds that nobody is told of an event twice.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    recipient = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="notifications", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    category = models.CharField(max_length=30)
    actor = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="+")
    url_name = models.CharField(max_length=100)
    url_args = models.JSONField(default=list)
    url_kwargs = models.JSONField(default=dict)
    anchor = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "event", "recipient"], name="told_once_of_an_event"),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(category="") & ~Q(url_name=""), name="notification_says_something"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]

    @property
    def title(self) -> str:
        """Return the sentence that tells it, in the language of the moment. Needs `actor` loaded."""
        kind = notice_named(self.kind)
        if kind is None:
            return _("Something happened in a question that concerns you")
        return str(kind.title) % {"actor": self.actor.display_name if self.actor else _("Somebody")}

    @property
    def about(self) -> str:
        """Return the title of the question, or "" when the recipient may not read it now. Needs `question__post`."""
        if self.question is None:
            return ""
        post = self.question.post
        own = post.visibility == Post.Visibility.HIDDEN and post.author_id == self.recipient_id
        return self.question.title if post.is_visible or own else ""

    def absolute_url(self) -> str:
        """Return the full address of what happened, for mails."""
        url = self.company.absolute_url(self.url_name, *self.url_args, **self.url_kwargs)
        return f"{url}#{self.anchor}" if self.anchor else url
