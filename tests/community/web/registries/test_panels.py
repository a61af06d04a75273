import pytest
from django.template import Context, Template
from django.test import RequestFactory

from community.web.registries import panels
from community.web.registries.panels import panel, render_panels


@pytest.fixture(autouse=True)
def no_panels(monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})


@pytest.fixture
def request_(rf: RequestFactory):
    return rf.get("/")


def sentence(text):
    return lambda request, **passed: {"code": 1, "sentence": text.format(**passed)}


def test_panels_stand_in_their_order(request_):
    panel("aside", order=20, template="web/_error_fragment.html")(sentence("second"))
    panel("aside", order=10, template="web/_error_fragment.html")(sentence("first"))
    html = render_panels("aside", request_)
    assert html.index("first") < html.index("second")


def test_a_panel_may_stay_away(request_):
    panel("aside", order=10, template="web/_error_fragment.html")(lambda request: None)
    assert render_panels("aside", request_) == ""


def test_a_slot_without_panels_is_empty(request_):
    assert render_panels("nowhere", request_) == ""


def test_the_tag_passes_what_the_page_gives_and_escapes(request_):
    panel("aside", order=10, template="web/_error_fragment.html")(sentence("about {question}"))
    template = Template('{% load panels %}{% panels "aside" question=question %}')
    html = template.render(Context({"request": request_, "question": "<b>"}))
    assert "about &lt;b&gt;" in html
