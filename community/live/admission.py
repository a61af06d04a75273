"""Who sits behind a socket: the person of the session, and the member they are in the socket's company."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

from accounts.middleware import read_by
from accounts.models import Company, Person
from accounts.reader import CompanyRequest, Reader
from community import clock


@dataclass(frozen=True)
class Standing:
    """What must stay as it was for a socket to stay open."""

    person_id: int | None
    member_id: int | None
    role: str
    is_suspended: bool


def read_by_session(company: Company, session_key: str) -> Reader:
    """Return who looks at the company with this session key, exactly as for a page; a visitor for "" or a dead key."""
    request = CompanyRequest()
    request.company = company
    request.user = _person_of(session_key) or AnonymousUser()
    return read_by(request)


def standing_of(reader: Reader) -> Standing:
    """Return what the reader is now."""
    member = reader.member
    return Standing(
        person_id=reader.person.pk if reader.person else None,
        member_id=reader.member_id,
        role=member.role if member else "",
        is_suspended=member is not None and member.is_suspended(clock.now()),
    )


def session_stream(session_key: str) -> str:
    """Return the stream on which the end of a session is told. A digest: the key itself would open the session."""
    return f"session:{hashlib.blake2b(session_key.encode(), digest_size=16).hexdigest()}"


def _person_of(session_key: str) -> Person | None:
    """Return the person who is signed in with the session, checked as django.contrib.auth.get_user does.

    That function itself would flush or renew a session, and a socket cannot send the browser its new cookie.
    """
    if not session_key:
        return None
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    backend_path, person_key = session.get(BACKEND_SESSION_KEY), session.get(SESSION_KEY)
    if person_key is None or backend_path not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        person_id = Person._meta.pk.to_python(person_key)
    except ValidationError:
        return None
    backend: Any = load_backend(backend_path)
    person = cast("Person | None", backend.get_user(person_id))
    if person is None:
        return None
    signed = str(session.get(HASH_SESSION_KEY, ""))
    valid = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return person if any(constant_time_compare(signed, each) for each in valid) else None
