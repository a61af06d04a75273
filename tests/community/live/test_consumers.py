import time

import pytest

from accounts.actions.suspend import suspend_member
from accounts.models import Membership
from community.events.poke import poke_after_commit
from community.live import consumers
from community.live.consumers import MOST_BYTES, MOST_MESSAGES
from community.live.database import in_database
from community.live.seat import MOST_STREAMS
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(cast):
    return factories.ask(cast.alice)


async def test_an_answer_is_told_within_a_second(cast, question, open_page):
    page = await open_page(cast.alice)
    await page.watch(question)
    began = time.monotonic()
    await in_database(factories.answer)(cast.bob, question)
    frame = await page.changed()
    assert frame == {"type": "changed", "stream": f"question:{question.pk}", "version": frame["version"]}
    assert frame["version"] > 1
    assert time.monotonic() - began < 1


async def test_a_visitor_hears_it_too(cast, question, open_page):
    page = await open_page(company=cast.acme)
    await page.watch(question)
    await in_database(factories.answer)(cast.bob, question)
    assert (await page.changed())["stream"] == f"question:{question.pk}"


async def test_a_page_that_comes_back_is_told_at_once_what_it_missed(cast, question, open_page):
    await in_database(factories.answer)(cast.bob, question)
    page = await open_page(cast.alice)
    await page.say(type="subscribe", streams=[[question.stream, 1]])
    assert (await page.changed())["version"] > 1


async def test_an_up_to_date_page_is_told_nothing(cast, question, open_page):
    page = await open_page(cast.alice)
    await page.watch(question)
    assert [each for each in page.heard if each["type"] == "changed"] == []


async def test_frames_hold_ids_and_versions_only(cast, question, open_page):
    page = await open_page(cast.alice)
    await page.watch(question, version=0)
    await in_database(factories.answer)(cast.bob, question, body="The secret word is heliotrope, keep it.")
    await page.changed()
    for frame in page.heard:
        assert set(frame) <= {"type", "stream", "version", "count"}
        assert "heliotrope" not in str(frame)


async def test_nothing_is_told_after_unsubscribing(cast, question, open_page):
    page = await open_page(cast.alice)
    await page.watch(question)
    await page.say(type="unsubscribe", streams=[question.stream])
    await page.settle()
    await in_database(factories.answer)(cast.mona, question)
    assert await page.hears_nothing()


async def test_a_foreign_and_an_unknown_question_sound_the_same(cast, question, open_page):
    page = await open_page(cast.charlie)
    await page.say(
        type="subscribe",
        streams=[[question.stream, 0], ["question:999999", 0], [f"member:{cast.alice.pk}", 0], ["question:01", 0]],
    )
    await page.settle()
    await in_database(factories.answer)(cast.bob, question)
    assert await page.hears_nothing()
    assert [each["type"] for each in page.heard] in (["unread", "pong"], ["pong", "unread"], ["pong"])


async def test_a_member_hears_of_their_own_offers_and_of_nobody_elses(cast, open_page):
    page = await open_page(cast.bob)
    streams = [f"offers:{cast.bob.pk}", f"offers:{cast.alice.pk}"]
    await page.say(type="subscribe", streams=[[stream, 1] for stream in streams])
    await page.settle()
    await in_database(poke_after_commit)(cast.acme.key, dict.fromkeys(reversed(streams), 2))
    assert (await page.changed())["stream"] == f"offers:{cast.bob.pk}"
    assert [each["stream"] for each in page.heard if each["type"] == "changed"] == streams[:1]


async def test_a_hidden_question_is_watched_by_its_author_and_moderators_only(cast, question, open_page):
    from community.questions.actions.hide import hide_post

    await in_database(hide_post)(moderator=cast.mona, post=question.post, reason="spam")
    for member, hears in ((cast.alice, True), (cast.mona, True), (cast.bob, False)):
        page = await open_page(member)
        await page.watch(question, version=0)
        assert any(each["type"] == "changed" for each in page.heard) is hears


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[]",
        "{}",
        '{"type": 3}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "streams": [["question:1"]]}',
        '{"type": "subscribe", "streams": [["question:1", true]]}',
        '{"type": "subscribe", "streams": [["question:1", 1e3]]}',
        '{"type": "subscribe", "streams": [{"question:1": 1}]}',
        '{"type": "ping", "type": "ping"}',
        '{"type": "unsubscribe", "streams": [7]}',
        '{"type": "\\ud800"}',
        "[" * 5000,
    ],
)
async def test_what_no_page_of_ours_sends_closes_the_socket(cast, open_page, text):
    page = await open_page(company=cast.acme)
    await page.say_text(text)
    assert await page.closed() == 1008


async def test_types_lead_to_no_other_function(cast, open_page):
    page = await open_page(company=cast.acme)
    for name in ("disconnect", "websocket.disconnect", "_subscribe", "__init__", "close"):
        await page.say(type=name)
    await page.settle()
    assert page.heard[-1] == {"type": "pong"}


async def test_a_message_over_64_kib_closes_the_socket(cast, open_page):
    page = await open_page(company=cast.acme)
    await page.say_text('"' + "x" * MOST_BYTES + '"')
    assert await page.closed() == 1009


async def test_too_many_messages_close_the_socket(cast, open_page):
    page = await open_page(company=cast.acme)
    for _each in range(MOST_MESSAGES + 1):
        await page.say(type="ping")
    assert await page.closed() == 1008


async def test_a_page_watches_at_most_fifty_questions(cast, question, open_page):
    first = await in_database(lambda: [factories.ask(cast.alice) for _each in range(MOST_STREAMS + 2)])()
    page = await open_page(cast.alice)
    await page.say(type="subscribe", streams=[[each.stream, 0] for each in first])
    await page.settle()
    assert len([each for each in page.heard if each["type"] == "changed"]) <= MOST_STREAMS


async def test_a_member_has_at_most_five_sockets(cast, open_page):
    pages = [await open_page(cast.alice) for _each in range(6)]
    assert [page.accepted for page in pages] == [True] * 5 + [False]
    await pages[0].leave()
    assert (await open_page(cast.alice)).accepted
    assert (await open_page(cast.bob)).accepted


async def test_visitors_of_one_address_share_twenty_sockets(cast, open_page):
    for _each in range(20):
        assert (await open_page(company=cast.acme)).accepted
    assert not (await open_page(company=cast.bolt)).accepted
    assert (await open_page(company=cast.acme, address="192.0.2.2")).accepted


async def test_suspending_a_member_closes_the_sockets_at_once(cast, open_page):
    from datetime import timedelta

    page, other = await open_page(cast.bob), await open_page(cast.alice)
    await page.settle()
    await in_database(suspend_member)(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=1), reason="Rude.")
    assert await page.closed() == 4401
    await other.settle()


async def test_signing_out_closes_the_sockets_of_that_session_only(cast, browser_of, open_page):
    here, there = await in_database(browser_of)(cast.bob), await open_page(cast.bob)
    page = await open_page(cast.bob, cookie=f"peerdesk_session={here.cookies['peerdesk_session'].value}")
    await page.settle()
    await in_database(here.logout)()
    assert await page.closed() == 4401
    await there.settle()


async def test_a_lost_role_is_noticed_without_any_poke(cast, question, open_page, monkeypatch):
    monkeypatch.setattr(consumers, "DOUBT_SECONDS", 0.3)
    page = await open_page(cast.mona)
    await in_database(Membership.objects.filter(pk=cast.mona.pk).update)(role="member")
    assert await page.closed() == 4401


async def test_a_question_that_is_hidden_meanwhile_is_told_of_no_more(cast, question, open_page, monkeypatch):
    from community.questions.models import Post

    monkeypatch.setattr(consumers, "DOUBT_SECONDS", 0.2)
    page = await open_page(cast.bob)
    await page.watch(question)
    await in_database(Post.objects.filter(pk=question.pk).update)(visibility="hidden")
    assert await page.hears_nothing(0.6)
    await in_database(poke_after_commit)(cast.acme.key, {question.stream: 99})
    assert await page.hears_nothing()


async def test_a_changed_password_ends_the_session_of_a_socket(cast, open_page, monkeypatch):
    monkeypatch.setattr(consumers, "DOUBT_SECONDS", 0.3)
    page = await open_page(cast.bob)

    def change() -> None:
        cast.bob.person.set_password("a new long password")
        cast.bob.person.save()

    await in_database(change)()
    assert await page.closed() == 4401
