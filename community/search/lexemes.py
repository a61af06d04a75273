"""What documents and queries must spell alike: the text search configuration of a language, and the lexemes of marks."""

from __future__ import annotations

from accounts.models import Company

# Configurations that every PostgreSQL has. In other languages only the exact word is found.
_CONFIGS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
_WITHOUT_STEMS = "simple"


def config_of(language: str) -> str:
    """Return the text search configuration of a language code."""
    return _CONFIGS.get(language, _WITHOUT_STEMS)


def configs_of(company: Company) -> dict[str, str]:
    """Return the configuration of each of the company's languages, the main one first."""
    languages = dict.fromkeys([company.default_language, *company.languages])
    return {language: config_of(language) for language in languages}


def company_mark(company: Company) -> str:
    """Return the lexeme that all documents of a company hold; the space keeps every text from holding it."""
    return f"company {company.pk}"
