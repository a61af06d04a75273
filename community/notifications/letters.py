"""The mails that tell of notifications: plain, in the recipient's language, in the company's name."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from community.notifications.models import Notification

_UNSUBSCRIBE_SALT: Final = "notifications.unsubscribe"


def letter(notification: Notification, address: str) -> EmailMessage:
    """Return the mail that tells of the notification. Needs company, recipient__person, actor and question__post loaded.

    It holds no text of a post: that stays behind the permission check, and a mail cannot be hidden afterwards.
    Its id follows from event and recipient, so that a mail sent twice after a crash is one mail to a mail program.
    """
    company, recipient = notification.company, notification.recipient
    unsubscribe_url = company.absolute_url("notifications:unsubscribe", unsubscribe_token(notification))
    with translation.override(_language_of(company, recipient)):
        title, about = notification.title, notification.about
        subject = _("%(title)s: %(question)s") % {"title": title, "question": about} if about else title
        body = render_to_string(
            "notifications/mail.txt",
            {
                "greeting_name": recipient.display_name,
                "title": title,
                "about": about,
                "url": notification.absolute_url(),
                "company": company,
                "settings_url": company.absolute_url("notifications:preferences"),
                "unsubscribe_url": unsubscribe_url,
            },
        )
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = sender.rpartition("@")[2]
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=formataddr((" ".join(company.name.split()), sender)),
        to=[address],
        headers={
            "Message-ID": f"<event-{notification.event_id}-{notification.recipient_id}@{domain}>",
            # Mail programs show the mails about one question as one conversation.
            "References": f"<question-{notification.question_id}-{notification.recipient_id}@{domain}>",
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def unsubscribe_token(notification: Notification) -> str:
    """Return what proves, without signing in and for as long as the mail exists, whose mails of which category to stop."""
    return signing.dumps([notification.recipient_id, notification.category], salt=_UNSUBSCRIBE_SALT)


def read_unsubscribe_token(token: str) -> tuple[int, str] | None:
    """Return the id of the membership and the category, or None when the token is not ours."""
    try:
        member, category = signing.loads(token, salt=_UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None
    return int(member), str(category)


def _language_of(company: Company, member: Membership) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    chosen = member.person.language if member.person else ""
    return chosen if chosen in known else company.interface_languages[0]
