"""The session engine: Django's own, which also tells open pages when a session ends, so that sockets end with it."""

from __future__ import annotations

from django.contrib.sessions.backends import cached_db

from community.events.poke import poke_after_commit
from community.live.admission import session_stream


class SessionStore(cached_db.SessionStore):
    """A session in the database with a copy in the cache."""

    def delete(self, session_key: str | None = None) -> None:
        """Delete the session and tell its open sockets: signing out and in, and a changed password, all come here."""
        ended = session_key or self.session_key
        super().delete(session_key)
        if ended:
            poke_after_commit("", {session_stream(ended): 0})
