"""The search page, and the questions that are shown while a title is typed."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.conf.locale import LANG_INFO
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest, member_identity
from community.questions.models import Topic
from community.search.queries import SearchPage, search_questions, similar_questions, suggested_questions
from community.search.queries.search import MAX_CANDIDATES, PER_PAGE
from community.web.address import client_address
from community.web.errors import NotFound
from community.web.pagination import Page
from community.web.ratelimit import check

_FILTERS = ("solved", "unsolved", "unanswered", "mine")
_WORDS = re.compile(r"\w+")
_LEAST_LETTERS = 3
_LAST_PAGE = MAX_CANDIDATES // PER_PAGE


@require_safe
def search(request: CompanyRequest) -> HttpResponse:
    """Show what was found for ?q, narrowed by ?filter, ?topic and ?language. Where nothing was, show what comes close."""
    text = request.GET.get("q", "")
    if text:
        _count(request, "search_member" if request.reader.member else "search_anonymous")
    chosen = _chosen(request)
    number = _page_number(request.GET.get("page", ""))
    found = search_questions(
        request.reader,
        text,
        state=chosen["filter"],
        topic=chosen["topic"],
        language=chosen["language"],
        offset=(number - 1) * PER_PAGE,
    )
    if number > 1 and not found.hits:
        raise NotFound(_("This list has no page %(number)d.") % {"number": number})
    close = [] if found.hits or found.notice else similar_questions(request.reader, found.text)
    return render(request, "search/search.html", _context(request, found, chosen, number) | {"similar": close})


@require_safe
def similar(request: CompanyRequest) -> HttpResponse:
    """Show the questions most like ?title (or ?q), solved ones first, as a fragment that is empty when there are none."""
    title = request.GET.get("title", "") or request.GET.get("q", "")
    _count(request, "suggest")
    questions = suggested_questions(request.reader, title, typing=True)
    return render(request, "search/_similar.html", {"questions": questions})


def _count(request: CompanyRequest, action: str) -> None:
    """Count one pass of the action for whoever sends the request. Raises RateLimited."""
    check(action, identity=member_identity(request.reader, client_address(request)))


def _chosen(request: CompanyRequest) -> dict[str, str]:
    """Return the filters of the address; what is no filter, or none for this reader, counts as not chosen."""
    state, language = request.GET.get("filter", ""), request.GET.get("language", "")
    if state not in _FILTERS or (state == "mine" and request.reader.member is None):
        state = ""
    topic = request.GET.get("topic", "")
    return {
        "filter": state,
        "topic": topic if topic.isprintable() else "",
        "language": language if language in request.company.languages else "",
    }


def _page_number(text: str) -> int:
    return min(max(int(text), 1), _LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _context(request: CompanyRequest, found: SearchPage, chosen: dict[str, str], number: int) -> dict[str, Any]:
    def url(**changes: str) -> str:
        parameters = {"q": found.text, **chosen, **changes}
        return f"{reverse('search:search')}?{urlencode({name: value for name, value in parameters.items() if value})}"

    current_topic = next((topic for topic in found.topics if topic.slug == chosen["topic"]), None)
    more = found.total > number * PER_PAGE and number < _LAST_PAGE
    page = Page(
        items=[hit.question for hit in found.hits],
        number=number,
        previous_url=url(page=str(number - 1) if number > 2 else "") if number > 1 else "",
        next_url=url(page=str(number + 1)) if more else "",
    )
    return {
        "search_text": found.text,
        "hits": found.hits,
        "page": page,
        "total": found.total,
        "is_capped": found.is_capped,
        "notice": found.notice,
        "filter": chosen["filter"],
        "filter_urls": {"all": url(filter="")} | {name: url(filter=name) for name in _FILTERS},
        "topics": [_link(topic, url(topic="" if topic == current_topic else topic.slug)) for topic in found.topics],
        "current_topic": current_topic,
        "meant_topics": [
            each for each in found.topics if number == 1 and not found.notice and _is_meant(each, found.text)
        ],
        "languages": [
            {"code": code, "name": _name_of(code), "url": url(language="" if code == chosen["language"] else code)}
            for code in request.company.languages
        ],
        "language": chosen["language"],
    }


def _is_meant(topic: Topic, text: str) -> bool:
    """Return whether all words of the search are words of the topic's name, or how they begin."""
    searched, named = (_WORDS.findall(words.casefold()) for words in (text, topic.name))
    return bool(searched) and all(
        len(word) >= _LEAST_LETTERS and any(name.startswith(word) for name in named) for word in searched
    )


def _link(topic: Topic, url: str) -> dict[str, Any]:
    return {"pk": topic.pk, "name": topic.name, "url": url}


def _name_of(code: str) -> str:
    """Return what a language calls itself."""
    return str(LANG_INFO[code]["name_local"]).capitalize() if code in LANG_INFO else code
