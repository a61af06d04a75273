"""The crawl opens everything and notices what does not behave."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse

from community.demo import crawling
from community.demo.crawling import Finding, crawl, paths_of
from community.questions.actions.edit import edit_answer
from community.questions.actions.hide import hide_post
from community.questions.views import members
from tests import factories


@pytest.fixture
def community(cast):
    """Return a company with a bit of everything, and its paths by kind."""
    question = factories.ask(cast.alice, "How do I get a signal?", tags=["signal"])
    found = factories.answer(cast.bob, question)
    edit_answer(editor=cast.mona, answer=found, body="Switch it off and on again.", purpose="attempt", version=1)
    factories.ask(cast.alice, "電源が入らないのはなぜですか？")
    hidden = factories.ask(cast.alice, "Buy my lamps, they are cheap")
    hide_post(moderator=cast.mona, post=hidden.post, reason="An advertisement.")
    factories.make_member(cast.acme, "Gone", kind="former")
    factories.ask(cast.charlie)
    return cast.acme


def test_every_page_of_the_company_and_no_other_is_opened(cast, community):
    paths = list(paths_of(community))
    kinds = [kind for kind, _path in paths]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "list": 12, "question": 2, "topic": 1, "tag": 1, "member": 4, "history": 5,
    }  # fmt: skip
    assert len(set(paths)) == len(paths)


def test_a_sound_company_is_crawled_without_findings(community):
    told: list[int] = []
    opened, findings = crawl(community, lambda: told.append(1))
    assert (opened, findings) == (len(told), []) and opened == sum(1 for _path in paths_of(community))


def test_a_page_that_asks_too_often_is_found(community, monkeypatch):
    monkeypatch.setitem(crawling.LIMITS, "member", 1)
    _opened, findings = crawl(community, lambda: None)
    assert {finding.path.split("/")[3] for finding in findings} == {"u"} and len(findings) == 4
    assert str(findings[0]).endswith("its limit is 1.")


def test_a_page_that_is_refused_is_found(community, monkeypatch):
    monkeypatch.setattr(members, "render", lambda *args: HttpResponse(status=500))
    _opened, findings = crawl(community, lambda: None)
    assert {finding.status for finding in findings} == {500}


def test_a_finding_is_a_sentence():
    assert str(Finding("/c/acme/", 500, 3, 4)) == "/c/acme/ answers 500."
    assert str(Finding("/c/acme/", 200, 7, 4)) == "/c/acme/ makes 7 queries; its limit is 4."


def test_the_crawl_is_no_flood_for_the_limits(community, settings):
    for number in range(60):
        factories.make_member(
            community, f"Member {'abcdefghij'[number // 10]}{'klmnopqrst'[number % 10]}", kind="imported"
        )
    assert crawl(community, lambda: None)[1] == []


def test_the_command_says_what_it_found(community, monkeypatch):
    said = io.StringIO()
    call_command("crawl", "--company", "acme", stdout=said)
    assert "All 25 pages of Acme answer within their query limits." in said.getvalue()
    monkeypatch.setitem(crawling.LIMITS, "tag", 0)
    with pytest.raises(CommandError, match="1 of 25 pages do not behave"):
        call_command("crawl", "--company", "acme", stdout=said)
    with pytest.raises(CommandError, match="There is no company nowhere"):
        call_command("crawl", "--company", "nowhere")
