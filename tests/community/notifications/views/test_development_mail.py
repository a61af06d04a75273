import pytest
from django.core.mail import EmailMessage
from django.test import Client

from community.notifications.development_mail import Backend, newest_mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, tmp_path):
    """One mail with a code in it, kept as a file."""
    settings.MAIL_DIR = tmp_path / "mail"
    Backend().send_messages([EmailMessage("Your code", "It is ABC-DEF & so on.", "desk@localhost", ["a@b.example"])])
    (mail,) = newest_mails()
    return mail


@pytest.mark.parametrize("prefix", ["", "/c/acme"])
def test_a_code_can_be_read_at_this_machine(cast, kept, prefix):
    client = Client(HTTP_HOST="localhost")
    assert b"Your code" in client.get(f"{prefix}/mail/").content
    assert b"ABC-DEF &amp; so on" in client.get(f"{prefix}/mail/{kept.name}/").content


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.1"},
        {"HTTP_FORWARDED": "for=192.0.2.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_nobody_elsewhere_can_read_it(cast, kept, elsewhere):
    client = Client(HTTP_HOST="localhost", **elsewhere)
    assert client.get("/mail/").status_code == 404
    assert client.get(f"/mail/{kept.name}/").status_code == 404


def test_there_is_no_such_page_on_real_servers(cast, kept, settings):
    settings.EMBEDDED = None
    assert Client(HTTP_HOST="localhost").get("/mail/").status_code == 404


@pytest.mark.parametrize("name", ["nothing", "..", "20250101T000000000000-aa"])
def test_other_names_lead_nowhere(cast, kept, name):
    assert Client(HTTP_HOST="localhost").get(f"/mail/{name}/").status_code == 404


def test_the_address_is_told_to_templates_at_this_machine_only(cast):
    here = Client(HTTP_HOST="localhost").get("/c/acme/topics/")
    assert here.context["development_mail_url"] == "/c/acme/mail/"
    there = Client(HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.1").get("/c/acme/topics/")
    assert there.context["development_mail_url"] == ""
