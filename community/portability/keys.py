"""Under which ids the things of a source are known here."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from accounts.models import Company
from community.questions.models import Post

_POST_KEY_LENGTH = 60


def source_key(source: str, ident: str, longest: int) -> str:
    """Return the stored id of a source's thing: the source's name and its id there, hashed if too long or unprintable."""
    plain = f"{source}:{ident}"
    if len(plain) <= longest and ident.isprintable():
        return plain
    return f"{source}:#{sha256(ident.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


class PostKeys:
    """Finds the posts of one source in one company again."""

    def __init__(self, company: Company, source: str) -> None:
        self.company = company
        self.source = source

    def of(self, ident: str) -> str:
        """Return how a post names its id at the source."""
        return source_key(self.source, ident, _POST_KEY_LENGTH)

    def find(self, kind: str, idents: Iterable[str]) -> dict[str, int]:
        """Return the primary keys of those that are here, by their ids at the source."""
        wanted = {self.of(ident): ident for ident in idents}
        rows = Post.objects.of(self.company).filter(kind=kind, source_id__in=list(wanted))
        return {wanted[source_id]: pk for source_id, pk in rows.values_list("source_id", "pk")}
