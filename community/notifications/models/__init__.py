"""Notifications, the mails that told of them, and who wants which."""

from community.notifications.models.mail import MailPreference, SentMail
from community.notifications.models.notification import Notification

__all__ = ["MailPreference", "Notification", "SentMail"]
