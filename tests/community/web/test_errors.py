import logging
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from community.web import errors
from community.web.errors import Gone, NotAllowed, NotFound, error_page
from community.web.ratelimit import RateLimited

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]

HTMX = {"HX-Request": "true"}


def test_a_policy_refuses_in_its_own_words(visitor):
    response = visitor.get("/not-allowed/")
    assert response.status_code == 403
    assert "Only moderators may &lt;lock&gt; questions." in response.content.decode()


def test_a_removed_page_says_why(visitor):
    response = visitor.get("/gone/")
    assert response.status_code == 410
    assert "A moderator removed this question as spam." in response.content.decode()


def test_a_missing_page_may_say_something_helpful(visitor):
    response = visitor.get("/not-found/")
    assert response.status_code == 404
    assert "This list has no page 9." in response.content.decode()


def test_other_missing_pages_name_no_model(visitor):
    response = visitor.get("/hidden/")
    assert response.status_code == 404
    assert "matches" not in response.content.decode()
    assert "typing mistake" in response.content.decode()


def test_an_address_that_leads_nowhere(visitor):
    assert visitor.get("/no/such/page/").status_code == 404


def test_too_often_says_when_to_return(visitor):
    for _time in range(5):
        assert visitor.get("/slow-down/").status_code == 200
    response = visitor.get("/slow-down/")
    assert response.status_code == 429
    assert 890 <= int(response["Retry-After"]) <= 900
    assert "You can try again in 15 minutes." in response.content.decode()


def test_a_bug_shows_a_number_and_no_detail(visitor):
    response = visitor.get("/bug/", headers={"X-Request-ID": "report-me-42"})
    assert response.status_code == 500
    assert "report-me-42" in response.content.decode()
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("path", ["/no-database/", "/full-disk/"])
def test_a_database_that_cannot_serve_is_a_pause(visitor, path):
    response = visitor.get(path, headers={"X-Request-ID": "report-me-42"})
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "report-me-42" in response.content.decode()


@pytest.mark.parametrize("path", ["/not-allowed/", "/gone/", "/not-found/", "/bug/", "/no-database/", "/no/such/page/"])
def test_no_error_page_is_kept_by_a_cache(visitor, path):
    assert "no-store" in visitor.get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/not-allowed/", "/bug/", "/no-database/"])
def test_htmx_gets_a_fragment(visitor, path):
    content = visitor.get(path, headers=HTMX).content.decode()
    assert "<html" not in content
    assert "<h1>" in content


@pytest.mark.parametrize("path", ["/not-allowed/", "/gone/", "/bug/", "/no-database/", "/hidden/"])
def test_no_error_costs_a_person_their_text(visitor, path):
    content = visitor.post(path, {"title": "My <phone>", "body": "It will\nnot start"}).content.decode()
    assert "readonly" in content
    assert "My &lt;phone&gt;\n\nIt will\nnot start" in content


def test_a_refused_repetition_gives_the_text_back_too(visitor):
    for _time in range(5):
        visitor.post("/slow-down/", {"body": "again"})
    assert "my words" in visitor.post("/slow-down/", {"body": "my words"}).content.decode()


def test_a_form_without_token_gives_the_text_back(client):
    client.handler.enforce_csrf_checks = True
    response = client.post("/echo/", {"body": "my words"})
    assert response.status_code == 403
    assert "my words" in response.content.decode()


def test_very_long_text_is_given_back_in_part(visitor):
    content = visitor.post("/not-allowed/", {"body": "x" * 150_000}).content.decode()
    assert content.count("x" * 100_000) == 1
    assert "x" * 100_001 not in content


def test_other_fields_are_not_given_back(visitor):
    assert "hunter2" not in visitor.post("/not-allowed/", {"password": "hunter2"}).content.decode()


@pytest.fixture
def request_():
    request = RequestFactory().get("/")
    request.request_id = "report-me-42"
    return request


def broken(*_arguments, **_keywords):
    raise TemplateDoesNotExist("broken")


def test_a_page_is_shown_even_when_its_templates_are_broken(request_, monkeypatch, caplog):
    monkeypatch.setattr("community.web.errors.render_to_string", broken)
    content = error_page(request_, 404, sentence="<Nothing>").content.decode()
    assert "&lt;Nothing&gt;" in content
    assert "report-me-42" in content
    assert "could not be shown" in caplog.text


@pytest.mark.parametrize(
    ("handler", "exception", "code", "sentence"),
    [
        (errors.handler400, None, 400, "makes no sense"),
        (errors.handler400, RequestDataTooBig(), 413, "more than can be taken"),
        (errors.handler403, PermissionDenied("internal"), 403, "You do not have the right"),
        (errors.handler403, NotAllowed("Not you."), 403, "Not you."),
        (errors.handler404, NotFound("Not here."), 404, "Not here."),
        (errors.handler429, None, 429, "too often"),
        (errors.handler429, RateLimited("ask", timedelta(minutes=1), "Stop."), 429, "Stop."),
    ],
)
def test_handlers_for_django(request_, handler, exception, code, sentence):
    response = handler(request_, exception)
    assert response.status_code == code
    assert sentence in response.content.decode()


def test_a_failure_outside_of_views_is_told_apart_too(request_):
    for error, code in ((errors.OperationalError(), 503), (RateLimited("a", timedelta(1), ""), 429)):
        try:
            raise error
        except Exception:
            assert errors.handler500(request_).status_code == code
    assert errors.handler500(request_).status_code == 500


def test_refusals_are_what_django_takes_them_for():
    assert issubclass(NotAllowed, PermissionDenied)
    assert str(NotAllowed("Not you.")) == NotAllowed("Not you.").sentence == "Not you."
    assert Gone("Away.").sentence == "Away."


def test_the_reason_of_a_pause_is_logged(visitor, caplog):
    with caplog.at_level(logging.ERROR):
        visitor.get("/no-database/")
    assert "server closed the connection" in caplog.text
