"""Addresses of this feature."""

from django.urls import path

from community.notifications.views import development_mail, inbox, preferences

app_name = "notifications"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.mark_all, name="mark_all_read"),
    path("inbox/mails/", preferences.preferences, name="preferences"),
    path("inbox/mails/stop/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("inbox/<int:pk>/", inbox.open_notification, name="open"),
    path("mail/", development_mail.mails, name="mail"),
    path("mail/<slug:name>/", development_mail.mail, name="mail_one"),
]
