"""The interface speaks every language it offers completely, and says nothing that cannot be translated."""

from __future__ import annotations

import gettext
import re
import shutil

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib import admin
from django.core.management import call_command
from django.db.models import Field
from django.utils import translation
from django.utils.functional import Promise

from community.moderation.site import company_admin
from tests.architecture.catalogues import LANGUAGES, LOCALE, catalogue_of, holes, read_catalogue, speaks_formally
from tests.architecture.source import PACKAGES, ROOT

SCRIPTS = sorted(ROOT.glob("community/*/static/**/*.js"))

_SPOKEN = re.compile(
    r"""(?:textContent|innerText|innerHTML|title|ariaLabel|placeholder)\s*=\s*["'`][^"'`]*[a-z]{2}"""
    r"""|setAttribute\(\s*["'](?:aria-label|title|alt|placeholder)["'],\s*["'`]|\b(?:alert|confirm|prompt)\("""
)


def translations(language: str):
    return read_catalogue(catalogue_of(language))[1:]


def test_the_languages_of_the_interface_are_those_with_a_catalogue():
    assert sorted(code for code, _name in settings.LANGUAGES) == sorted({settings.LANGUAGE_CODE, *LANGUAGES})


def test_communities_may_speak_what_the_interface_speaks_and_more_that_has_a_name():
    may_speak = dict(settings.COMMUNITY_LANGUAGES)
    assert dict(settings.LANGUAGES).keys() <= may_speak.keys() <= LANG_INFO.keys()
    with translation.override("en"):
        assert {code: str(name) for code, name in may_speak.items()} == {
            code: LANG_INFO[code]["name"] for code in may_speak
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_exactly_the_texts_of_the_code(language, tmp_path, monkeypatch, settings):
    """`make messages` writes them in; then they need a translation."""
    if shutil.which("xgettext") is None:
        pytest.skip("Texts are collected with GNU gettext; it is not installed here.")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=[language], no_wrap=True, no_location=True, verbosity=0)
    [collected] = tmp_path.glob("**/django.po")
    in_code = {message.key: message.texts for message in read_catalogue(collected)[1:]}
    translated = {message.key: message.texts for message in translations(language)}
    assert {"missing": in_code.keys() - translated.keys(), "stale": translated.keys() - in_code.keys()} == {
        "missing": set(),
        "stale": set(),
    }
    assert in_code == translated


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_every_form(language):
    header = read_catalogue(catalogue_of(language))[0].forms[0]
    plurals = int(re.search(r"nplurals=(\d+)", header)[1])
    wrong = [
        str(message)
        for message in translations(language)
        if message.is_fuzzy
        or not all(message.forms)
        or len(message.forms) != (plurals if len(message.texts) == 2 else 1)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_placeholders_elements_and_edges(language):
    """The singular may leave out a number where English does."""
    wrong = [
        form
        for message in translations(language)
        for number, form in enumerate(message.forms)
        if holes(form) not in [holes(text) for text in (message.texts if number == 0 else message.texts[-1:])]
        or _edges(form) != _edges(message.texts[-1])
    ]
    assert wrong == []


def _edges(text: str) -> tuple[str, str, int]:
    return text[: len(text) - len(text.lstrip(", "))], text[len(text.rstrip()) :], text.count("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiled_catalogue_is_fresh(language):
    """It is kept in the repository, so that a machine without gettext speaks every language; `make messages` writes it."""
    with catalogue_of(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    expected = {}
    for message in read_catalogue(catalogue_of(language)):
        key = "\x04".join(part for part in message.key if part)
        if len(message.texts) == 2:
            expected |= {(key, number): form for number, form in enumerate(message.forms)}
        else:
            expected[key] = message.forms[0]
    assert compiled == expected


def test_the_compiled_catalogues_are_not_ignored():
    rules = (ROOT / ".gitignore").read_text().splitlines()
    assert rules.index("!/community/locale/*/LC_MESSAGES/django.mo") > rules.index("*.mo")
    assert {path.relative_to(LOCALE).as_posix() for path in LOCALE.rglob("*.mo")} == {
        f"{language}/LC_MESSAGES/django.mo" for language in LANGUAGES
    }


def _named_in_code(field: Field | None) -> bool:
    return field is None or field.name == "id" or isinstance(field.verbose_name, Promise)


@pytest.mark.parametrize("site", [company_admin, admin.site], ids=lambda site: site.name)
def test_what_an_admin_shows_has_a_name_that_can_be_translated(site):
    """Without one Django makes a name of the attribute's, which stays English."""
    forgotten = []
    for model, of_model in site._registry.items():
        fields = {field.name: field for field in model._meta.concrete_fields}
        shown = {*of_model.list_display, *(of_model.fields or ()), *of_model.readonly_fields}
        forgotten += [f"{model.__name__}.{name}" for name in shown if not _named_in_code(fields.get(name))]
        names = (model._meta.verbose_name, model._meta.verbose_name_plural)
        forgotten += [model.__name__ for name in names if not isinstance(name, Promise)]
    assert forgotten == []


def test_german_says_du():
    assert [form for message in translations("de") for form in message.forms if speaks_formally(form)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_shouts(language):
    texts = [text for message in translations(language) for text in (*message.texts, *message.forms)]
    assert [text for text in texts if "!" in text] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_bring_no_words_of_their_own(path):
    """What they say stands in data attributes of the templates."""
    assert _SPOKEN.findall(path.read_text(encoding="utf-8")) == []


def test_the_search_for_words_in_scripts_finds_some():
    assert _SPOKEN.search('button.textContent = "Close";')
    assert _SPOKEN.search('x.setAttribute("aria-label", "Close")')
    assert not _SPOKEN.search('close.textContent = "×"; bar.setAttribute("aria-label", words.dismiss)')
