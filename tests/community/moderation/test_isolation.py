"""In one company's admin there is nothing of another: no row, no choice, no act, no trace."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model
from django.urls import reverse

from community.audit.models import AuditEntry
from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import CompanyRelatedFilter
from community.moderation.site import company_admin
from community.questions.actions.hide import hide_post
from tests import factories
from tests.architecture.bolt import SECRET, everything_of
from tests.architecture.test_two_companies import state_of_bolt
from tests.community.moderation.conftest import MANAGE

RANDOM = 987_654_321
MODELS = list(company_admin._registry)
ACTS = [
    (model, act.name)
    for model, page in company_admin._registry.items()
    if isinstance(page, ActingAdmin)
    for act in page.acts
]
WORDS = {"reason": "Because of this", "length": "24h", "role": "member", "affiliation": "none", "name": "Mine"}


@pytest.fixture
def bolts(cast, deliver_all) -> dict[type[Model], Any]:
    """One row of Bolt for every page of the admin."""
    rows = everything_of(cast, deliver_all)
    moderator = factories.make_member(cast.bolt, f"Boris {SECRET}", role="admin")
    hide_post(moderator=moderator, post=rows["answer"].post, reason=SECRET)
    found = {type(row): row for row in rows.values()} | {AuditEntry: AuditEntry.objects.get(action="post.hidden")}
    # What follows from these, such as transfers of points.
    missing = set(MODELS) - set(found)
    found |= {model: model._default_manager.filter(company=cast.bolt).order_by("pk").last() for model in missing}
    assert all(found.values())
    return found


def page_of(model: type[Model]) -> str:
    return f"{MANAGE}/{model._meta.app_label}/{model._meta.model_name}"


def same_answer(browser: Any, method: str, address: str, pk: int, words: dict[str, Any]) -> None:
    """Ask with Bolt's id and with one that never existed: status, target and words must be the same."""
    answers = []
    for number in (pk, RANDOM):
        response = getattr(browser, method)(address.format(pk=number), words, follow=True)
        body = response.content.decode()
        assert SECRET not in body
        answers.append((response.status_code, [each[1] for each in response.redirect_chain], _faceless(body, number)))
    assert answers[0] == answers[1]


def _faceless(body: str, number: int) -> int:
    """Return how long a page is without what differs between any two requests."""
    return len([line for line in body.replace(f"“{number}”", "").splitlines() if "csrf" not in line])


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_anothers_row_is_like_one_that_never_existed(cast, bolts, ada, view):
    before = state_of_bolt(cast.bolt)
    for model in MODELS:
        for method in ("get", "post"):
            same_answer(ada, method, page_of(model) + "/{pk}/" + view + "/", bolts[model].pk, WORDS)
        assert state_of_bolt(cast.bolt) == before, model


def test_nothing_can_be_done_to_anothers_row(cast, bolts, ada):
    before, entries = state_of_bolt(cast.bolt), AuditEntry.objects.count()
    for model, act in ACTS:
        for method in ("get", "post"):
            path = f"{page_of(model)}/act/{act}/?ids={bolts[model].pk}"
            assert getattr(ada, method)(path, WORDS if method == "post" else None).status_code == 404, path
        assert (state_of_bolt(cast.bolt), AuditEntry.objects.count()) == (before, entries), (model, act)


def test_in_a_batch_only_the_companys_own_rows_count(cast, bolts, thread, ada):
    theirs = next(row for model, row in bolts.items() if model.__name__ == "Question")
    response = ada.post(f"{MANAGE}/questions/question/act/lock/?ids={thread.question.pk},{theirs.pk}", follow=True)
    assert b"1 question was locked." in response.content
    theirs.refresh_from_db()
    assert not theirs.is_locked


def test_lists_filters_and_searches_show_nothing_of_another(bolts, thread, ada):
    asked = ("", f"?q={SECRET}", "?q={pk}", "?all=", "?id__exact={pk}", "?_facets=True")
    for model, words in product(MODELS, asked):
        query = words.format(pk=bolts[model].pk)
        response = ada.get(f"{page_of(model)}/{query}", follow=True)
        assert response.status_code in {200, 400}
        # The words of the search stand in its field and in the links of the filters.
        page = response.content.decode().replace(f'value="{SECRET}"', "")
        page = page.replace(f"q={SECRET}", "").replace(f"q%3D{SECRET}", "")
        assert SECRET not in page, (model, query)


def test_a_filter_by_anothers_topic_finds_nothing(cast, bolts, thread, ada):
    factories.make_topic(cast.acme, "Roaming")
    topic = next(row for model, row in bolts.items() if model.__name__ == "Topic")
    page = ada.get(f"{MANAGE}/questions/question/?topic__id__exact={topic.pk}").content.decode()
    assert thread.question.title not in page and SECRET not in page


def test_filters_by_related_rows_are_held_to_the_company(cast, bolts, rf, ada):
    request = ada.get(f"{MANAGE}/").wsgi_request
    for model, page in company_admin._registry.items():
        for item in page.get_list_filter(request):
            name, kind = item if isinstance(item, tuple) else (item, None)
            if isinstance(name, str) and get_fields_from_path(model, name)[-1].is_relation:
                assert kind is CompanyRelatedFilter, (model, name)
            assert kind is not admin.RelatedFieldListFilter


def test_forms_offer_only_the_companys_rows(cast, bolts, rf, ada):
    request = ada.get(f"{MANAGE}/").wsgi_request
    for model, page in company_admin._registry.items():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if not field.is_relation:
                continue
            offered = page.get_field_queryset(None, field, request)
            assert not any(SECRET in str(vars(row)) for row in offered), (model, field)


def test_anothers_topic_is_no_parent(cast, bolts, ada):
    theirs = next(row for model, row in bolts.items() if model.__name__ == "Topic")
    words = {"name": "Mine", "description": "", "parent": theirs.pk, "position": "1"}
    response = ada.post(f"{MANAGE}/questions/topic/add/", words)
    assert response.status_code == 200 and b"Select a valid choice" in response.content
    assert SECRET.encode() not in response.content


def test_completion_offers_only_the_companys_rows(cast, bolts, ada):
    address = reverse("company_admin:autocomplete")
    for app, model, field in [("questions", "question", "topic"), ("questions", "answer", "question")]:
        words = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        response = ada.get(f"/c/acme{address}", words)
        assert response.status_code == 200 and SECRET not in json.dumps(response.json())


def test_the_index_knows_nothing_of_another(cast, bolts, ada):
    page = ada.get(f"{MANAGE}/").content.decode()
    assert SECRET not in page and "Nothing is hidden." in page and "Nothing yet." in page


@pytest.mark.parametrize(
    "tool", ["posts/{pk}/hide", "posts/{pk}/restore", "questions/{pk}/lock", "members/{pk}/suspend"]
)
def test_tools_beside_posts_reach_nothing_of_another(cast, bolts, mona, tool):
    kinds = {"Membership"} if tool.startswith("members") else {"Question", "Answer", "Comment"}
    rows = [row for model, row in bolts.items() if model.__name__ in kinds]
    before = state_of_bolt(cast.bolt)
    for row in rows:
        assert mona.post(f"/c/acme/moderate/{tool.format(pk=row.pk)}/", WORDS).status_code == 404
    assert rows and state_of_bolt(cast.bolt) == before
