"""A member whose post was hidden is told, reads why, appeals, and is answered by somebody else. Without JavaScript."""

from __future__ import annotations

import re

import pytest

from community.questions.models import Post
from tests import factories

pytestmark = pytest.mark.django_db


def link_in(page: str, pattern: str) -> str:
    found = re.search(f'href="({pattern})"', page)
    assert found, pattern
    return found[1]


def test_from_the_notice_to_the_post_that_is_shown_again(cast, browser_of, deliver_all):
    question = factories.ask(cast.alice)
    answer = factories.answer(cast.bob, question)
    mona, bob, ada = browser_of(cast.mona), browser_of(cast.bob), browser_of(cast.ada)
    mona.post(f"/c/acme/moderate/posts/{answer.pk}/hide/", {"reason": "It advertises something"})
    deliver_all()

    inbox = bob.get("/c/acme/inbox/").content.decode()
    assert "A moderator hid something that you wrote" in inbox
    page = bob.get(link_in(inbox, r"/c/acme/inbox/\d+/"), follow=True).content.decode()
    assert "It advertises something" in page
    decision = bob.get(link_in(page, rf"/c/acme/decisions/post/{answer.pk}/")).url
    assert "A person decided this." in bob.get(decision).content.decode()
    bob.post(decision, {"text": "It is the manual of the product itself."})
    deliver_all()

    waits = ada.get("/c/acme/manage/").content.decode()
    appeal = link_in(waits, r"/c/acme/manage/moderation/appeal/\d+/change/")
    uphold = link_in(ada.get(appeal).content.decode(), r"/c/acme/manage/moderation/appeal/act/uphold/\?ids=\d+")
    ada.post(uphold, {"answer": "You are right, it is the manual."})
    deliver_all()

    assert Post.objects.get(pk=answer.pk).is_visible
    assert "Your appeal was upheld" in bob.get("/c/acme/inbox/").content.decode()
    assert "You are right, it is the manual." in bob.get(decision).content.decode()
    assert "decided about an appeal against a decision of yours" in mona.get("/c/acme/inbox/").content.decode()
