from datetime import timedelta

import pytest
from django.test import RequestFactory

from community import clock
from community.web.errors import NotFound
from community.web.models import RateWindow
from community.web.pagination import paginate


@pytest.fixture
def rows(db):
    now = clock.now()
    RateWindow.objects.bulk_create(
        RateWindow(key=f"{number:02}", expires_at=now + timedelta(days=number // 5)) for number in range(25)
    )
    return RateWindow.objects.order_by("-expires_at")


def page(rows, query="", per_page=10):
    return paginate(rows, RequestFactory().get(f"/list/{query}"), per_page)


def test_the_first_page_knows_the_next(rows, django_assert_num_queries):
    with django_assert_num_queries(1):  # eleven rows: ten to show, one to know that there are more
        first = page(rows)
    assert len(first.items) == 10
    assert (first.number, first.previous_url, first.next_url) == (1, "", "/list/?page=2")
    assert first.has_others


def test_the_last_page_knows_the_one_before(rows):
    last = page(rows, "?page=3")
    assert len(last.items) == 5
    assert (last.number, last.previous_url, last.next_url) == (3, "/list/?page=2", "")


def test_all_pages_together_show_every_row_once(rows):
    keys = [row.key for number in (1, 2, 3) for row in page(rows, f"?page={number}").items]
    assert sorted(keys) == [f"{number:02}" for number in range(25)]


def test_rows_that_tie_stand_in_a_stable_order(rows):
    keys = [row.key for row in page(rows, per_page=25).items]
    assert keys[:5] == ["24", "23", "22", "21", "20"]


def test_other_parameters_are_kept(rows):
    second = page(rows, "?topic=sim&tag=a&tag=b&page=2")
    assert second.previous_url == "/list/?topic=sim&tag=a&tag=b"
    assert second.next_url == "/list/?topic=sim&tag=a&tag=b&page=3"


@pytest.mark.parametrize("value", ["", "0", "000", "-1", "1.5", "abc", "٢", "1e3", "%00", " 2"])
def test_what_is_no_number_is_the_first_page(rows, value):
    assert page(rows, f"?page={value}").number == 1


@pytest.mark.parametrize(
    ("value", "sentence"), [("4", "no page 4"), ("400", "no page 400"), ("401", "first 400"), ("9" * 5000, "first 400")]
)
def test_pages_that_are_not_there(rows, value, sentence):
    with pytest.raises(NotFound, match=sentence):
        page(rows, f"?page={value}")


def test_leading_zeros_mean_nothing(rows):
    assert page(rows, "?page=0002").number == 2


def test_an_empty_list_has_a_first_page(db):
    empty = page(RateWindow.objects.all())
    assert (empty.items, empty.has_others) == ([], False)


def test_page_400_has_no_next(rows, monkeypatch):
    monkeypatch.setattr("community.web.pagination.LAST_PAGE", 2)
    assert page(rows, "?page=2").next_url == ""
