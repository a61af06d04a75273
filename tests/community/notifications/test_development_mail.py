import io
import sys

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives

from community.notifications import development_mail
from community.notifications.development_mail import Backend, kept_mail, newest_mails


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def mail(subject="Your code", body="It is ABC-DEF."):
    return EmailMessage(subject, body, "desk@localhost", ["alice@example.com"])


def test_a_mail_is_printed_and_kept(capfd, folder):
    assert Backend().send_messages([mail()]) == 1
    printed = capfd.readouterr().out
    assert "alice@example.com" in printed
    assert "It is ABC-DEF." in printed
    (kept,) = newest_mails()
    assert (kept.recipients, kept.subject, kept.text.strip()) == ("alice@example.com", "Your code", "It is ABC-DEF.")


def test_only_the_owner_can_read_the_files(folder):
    Backend().send_messages([mail()])
    (path,) = folder.glob("*.eml")
    assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (0o700, 0o600)


def test_the_newest_stand_first_and_the_oldest_go(monkeypatch, folder):
    monkeypatch.setattr(development_mail, "MOST_KEPT", 3)
    for number in range(5):
        Backend().send_messages([mail(subject=f"Mail {number}")])
    assert [each.subject for each in newest_mails()] == ["Mail 4", "Mail 3", "Mail 2"]
    assert len(list(folder.iterdir())) == 3


def test_the_text_of_a_mail_with_html_is_shown():
    message = EmailMultiAlternatives("Hello", "plain words", "desk@localhost", ["alice@example.com"])
    message.attach_alternative("<p>html words</p>", "text/html")
    Backend().send_messages([message])
    assert newest_mails()[0].text.strip() == "plain words"


def test_a_terminal_that_cannot_write_a_letter_costs_no_mail(monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "__stdout__", terminal)
    assert Backend().send_messages([mail(body="Grüße, ABC-DEF")]) == 1
    assert b"ABC-DEF" in terminal.buffer.getvalue()


def test_a_folder_that_cannot_be_written_costs_no_mail(folder, capfd):
    folder.write_text("a file in its place")
    assert Backend().send_messages([mail()]) == 1
    assert "ABC-DEF" in capfd.readouterr().out
    assert newest_mails() == []


@pytest.mark.parametrize("name", ["", "..", "../secret_key", "a/b", "nothing", "x" * 300])
def test_a_name_that_was_not_given_here_leads_nowhere(name):
    assert kept_mail(name) is None
