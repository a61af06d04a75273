import logging

import pytest
from django.test import RequestFactory

from community.web.requestid import RequestIdFilter, choose_request_id, current_request_id, request_id


def test_a_harmless_id_is_kept():
    assert choose_request_id("proxy-1.2_AB34") == "proxy-1.2_AB34"


@pytest.mark.parametrize("offered", ["", "short", "a" * 65, "line\nbreak-1", "<script>xx", "päivää-12", "12345678\n"])
def test_any_other_is_replaced(offered):
    chosen = choose_request_id(offered)
    assert chosen != offered
    assert len(chosen) == 32


def test_log_lines_carry_the_id():
    record = logging.makeLogRecord({})
    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"
    token = current_request_id.set("12345678")
    RequestIdFilter().filter(record)
    current_request_id.reset(token)
    assert record.request_id == "12345678"


def test_log_lines_after_the_request_take_it_from_the_request():
    request = RequestFactory().get("/")
    assert request_id(request) == ""
    request.request_id = "from-request"
    record = logging.makeLogRecord({"request": request})
    RequestIdFilter().filter(record)
    assert record.request_id == "from-request"
