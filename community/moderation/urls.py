"""Addresses of the tools beside every post, and of what a member reads about decisions."""

from django.urls import path

from community.moderation.views import decisions, tools

app_name = "moderation"

urlpatterns = [
    path("posts/<int:pk>/hide/", tools.hide, name="hide"),
    path("posts/<int:pk>/restore/", tools.restore, name="restore"),
    path("questions/<int:pk>/lock/", tools.lock, name="lock"),
    path("questions/<int:pk>/unlock/", tools.unlock, name="unlock"),
    path("members/<int:pk>/suspend/", tools.suspend, name="suspend"),
    path("members/<int:pk>/reinstate/", tools.reinstate, name="reinstate"),
]

decision_patterns = (
    [
        path("", decisions.mine, name="mine"),
        path("<int:pk>/", decisions.decision, name="decision"),
        path("post/<int:pk>/", decisions.about, {"target_kind": "post"}, name="about_post"),
        path("points/<int:pk>/", decisions.about, {"target_kind": "earning"}, name="about_points"),
        path("trust-level/", decisions.about_level, name="about_level"),
    ],
    "decisions",
)
