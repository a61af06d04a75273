import pytest

from community.live.database import in_database
from community.notifications.actions.read import mark_all_read
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


async def unread(page):
    while (frame := await page.frame())["type"] != "unread":
        pass
    return frame["count"]


async def test_every_page_of_a_member_follows_the_unread_count(cast, open_page, deliver_all):
    question = await in_database(factories.ask)(cast.alice)
    pages, other = [await open_page(cast.alice), await open_page(cast.alice)], await open_page(cast.bob)
    assert [await unread(page) for page in pages] == [0, 0]
    assert await unread(other) == 0
    await in_database(factories.answer)(cast.bob, question)
    await in_database(deliver_all)()
    assert [await unread(page) for page in pages] == [1, 1]
    await in_database(mark_all_read)(member=cast.alice)
    assert [await unread(page) for page in pages] == [0, 0]
    assert await other.hears_nothing()


async def test_a_page_that_opens_is_told_the_count(cast, open_page, deliver_all):
    question = await in_database(factories.ask)(cast.alice)
    await in_database(factories.answer)(cast.bob, question)
    await in_database(deliver_all)()
    assert await unread(await open_page(cast.alice)) == 1


async def test_a_visitor_has_no_count(cast, open_page):
    page = await open_page(company=cast.acme)
    assert await page.hears_nothing()
