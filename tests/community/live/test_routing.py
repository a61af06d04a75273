import asyncio

import pytest

from accounts.models import Company, CompanySlug
from community.live.database import in_database
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("path", ["/live/", "/c/nobody/live/", "/c/acme/live", "/c/acme/", "/c/acme/live/more/", "/"])
async def test_other_addresses_take_no_socket(cast, open_page, path):
    assert not (await open_page(company=cast.acme, path=path)).accepted


async def test_a_former_short_name_takes_no_socket(cast, open_page):
    await in_database(CompanySlug.objects.create)(company=cast.acme, slug="old-acme")
    assert not (await open_page(path="/c/old-acme/live/")).accepted


async def test_a_company_has_sockets_at_its_own_host(cast, open_page, settings):
    settings.ALLOWED_HOSTS = ["help.acme.example"]
    await in_database(Company.objects.filter(pk=cast.acme.pk).update)(host="help.acme.example")
    question = await in_database(factories.ask)(cast.alice)
    page = await open_page(
        path="/live/", company=cast.acme, host="help.acme.example", origin="http://help.acme.example"
    )
    await page.watch(question, version=0)
    assert page.heard[0]["stream"] == question.stream


async def test_a_host_that_is_not_ours_takes_no_socket(cast, open_page):
    page = await open_page(company=cast.acme, host="evil.example", origin="http://evil.example")
    assert not page.accepted


async def test_interleaved_companies_never_mix(cast, open_page):
    """Twelve members of two companies, opened in turns, watch both companies' questions and hear of their own only."""

    def prepare():
        companies = [cast.acme, cast.bolt]
        questions = {each.pk: [factories.ask(factories.make_member(each)) for _n in range(3)] for each in companies}
        return [factories.make_member(companies[n % 2]) for n in range(12)], questions

    members, questions = await in_database(prepare)()
    everything = [[each.stream, 0] for group in questions.values() for each in group]
    pages = await asyncio.gather(*(open_page(member) for member in members))
    await asyncio.gather(*(page.say(type="subscribe", streams=everything) for page in pages))
    await asyncio.gather(*(page.settle() for page in pages))
    helpers = [members[0], members[1]]
    for n in range(3):
        for helper in helpers:
            await in_database(factories.answer)(helper, questions[helper.company_id][n])
    await asyncio.sleep(0.5)
    for member, page in zip(members, pages, strict=True):
        await page.settle()
        heard = {each["stream"] for each in page.heard if each["type"] == "changed"}
        assert heard == {each.stream for each in questions[member.company_id]}
