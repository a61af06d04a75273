"""Settings that make no sense are refused with a sentence that names the variable."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from community import environment


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda name: environment.boolean(name, default=False), "maybe"),
        (lambda name: environment.integer(name, 1, minimum=0, maximum=9), "many"),
        (lambda name: environment.integer(name, 1, minimum=0, maximum=9), "10"),
        (lambda name: environment.choice(name, "INFO", choices=("DEBUG", "INFO")), "loud"),
        (environment.origins, "help.example.com"),
        (environment.origins, "https://help.example.com, https://"),
        (environment.origins, "https://help.example.com/path"),
        (lambda name: environment.sender(name, "a@b"), "Help"),
        (lambda name: environment.url(name, schemes=("https",)), "foo"),
        (lambda name: environment.url(name, schemes=("https",)), "https://"),
        (lambda name: environment.url(name, schemes=("https",)), "https://host:port"),
        (environment.secret, "short"),
        (environment.printable, "two\nlines"),
        (environment.printable, "k" * 201),
        (lambda name: environment.known_names(name, known=["en", "de"]), "en,xx"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("SOME_SETTING", value)
    with pytest.raises(ImproperlyConfigured, match="SOME_SETTING"):
        read("SOME_SETTING")


def test_a_file_that_cannot_be_read_is_refused_by_name(monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_SETTING_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="SOME_SETTING_FILE"):
        environment.text("SOME_SETTING")


def test_what_makes_sense_is_read(monkeypatch):
    monkeypatch.setenv("LEVEL", "debug")
    monkeypatch.setenv("ORIGINS", "https://a.example, http://b.example:8000")
    monkeypatch.setenv("SENDER", "Help <help@example.com>")
    assert environment.choice("LEVEL", "INFO", choices=("DEBUG", "INFO")) == "DEBUG"
    assert environment.origins("ORIGINS") == ["https://a.example", "http://b.example:8000"]
    assert environment.sender("SENDER", "") == "Help <help@example.com>"
    assert environment.url("UNSET", schemes=("https",)) == ""
