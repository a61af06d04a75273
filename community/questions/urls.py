"""Addresses of the questions of a company."""

from django.urls import path

from community.questions.views import acts, ask, edit, lists, members, question

app_name = "questions"

urlpatterns = [
    path("", lists.home, name="home"),
    path("ask/", ask.ask, name="ask"),
    path("preview/", ask.preview, name="preview"),
    path("topics/", lists.topics, name="topics"),
    path("t/<slug:slug>/", lists.topic, name="topic"),
    path("tags/", lists.tags, name="tags"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("u/<int:pk>/", members.member, name="member"),
    path("q/<int:pk>/", question.question, name="question"),
    path("q/<int:pk>/thread/", question.thread, name="thread"),
    path("q/<int:pk>/answer/", acts.answer, name="answer"),
    path("q/<int:pk>/me-too/", acts.me_too, name="me_too"),
    path("q/<int:pk>/close/", acts.close, name="close"),
    path("q/<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("q/<int:pk>/<slug:slug>/", question.question, name="question"),
    path("posts/<int:pk>/comment/", acts.comment, name="comment"),
    path("posts/<int:pk>/edit/", edit.edit, name="edit"),
    path("posts/<int:pk>/history/", edit.history, name="history"),
    path("answers/<int:pk>/vote/", acts.vote, name="vote"),
    path("answers/<int:pk>/accept/", acts.accept, name="accept"),
    path("answers/<int:pk>/withdraw/", acts.withdraw, name="withdraw_acceptance"),
    path("answers/<int:pk>/solved-too/", acts.solved_too, name="solved_too"),
    path("answers/<int:pk>/not-working/", acts.not_working, name="not_working"),
]
