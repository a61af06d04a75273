import pytest

from community.web.htmx import wants_fragment

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "yes"}, False),
    ],
)
def test_who_gets_a_fragment(rf, headers, fragment):
    assert wants_fragment(rf.get("/", headers=headers)) is fragment


def test_one_address_gives_a_page_or_a_fragment(client):
    page, fragment = client.get("/part/"), client.get("/part/", headers={"HX-Request": "true"})
    assert "<html" in page.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in fragment["Vary"]


def test_a_redirect_moves_the_whole_page(client):
    assert client.get("/moved/")["Location"] == "/echo/"
    assert client.get("/moved/", headers={"HX-Request": "true"})["HX-Redirect"] == "/echo/"
