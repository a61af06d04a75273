"""In which language a request is answered, and which languages there are to choose from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def language_of(request: HttpRequest) -> str:
    """Return the language that the reader chose, else the first that their browser asks for, else the company's main one.

    Only those count in which the company's pages are: a choice made in another community could not be undone in one
    whose switch does not offer it. Outside of any company all languages of the interface count.
    """
    company = getattr(request, "company", None)
    offered = company.interface_languages if company else _everywhere()
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    for code, weight in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        wanted += [code, code.partition("-")[0]] if weight else []
    return next((code for code in wanted if code in offered), offered[0])


def community_languages() -> list[tuple[str, str]]:
    """Return codes and names of the languages that a community may speak, ordered by name in the reader's language."""
    return sorted(((code, str(name)) for code, name in settings.COMMUNITY_LANGUAGES), key=lambda each: each[1])


def _everywhere() -> list[str]:
    return list(dict.fromkeys([settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]))
