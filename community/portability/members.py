"""People of an import: members who cannot log in until they claim their membership."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import Company, Membership
from community import clock
from community.portability.records import UserRecord
from community.text.cleaning import TextRefused, clean_text
from community.text.names import skeleton

_NAME_LENGTH = 40
BATCH = 500


class MemberImporter:
    """Writes imported members and finds them again by their id at the source."""

    def __init__(self, company: Company, source: str) -> None:
        self.company = company
        self.source = source

    def write(self, users: Sequence[UserRecord]) -> int:
        """Make the members that do not exist yet; return how many were made."""
        wanted = {self.external_id(user.id): user for user in users if user.id}
        known = self._known(wanted)
        new = [(external, user) for external, user in wanted.items() if external not in known]
        names = self._free_names([_readable(user) for _external, user in new])
        rows = [
            Membership(
                company=self.company,
                kind=Membership.Kind.IMPORTED,
                display_name=name,
                name_key=key,
                external_id=external,
                joined_at=user.joined_at or clock.now(),
            )
            for (external, user), (name, key) in zip(new, names, strict=True)
        ]
        return len(Membership.objects.bulk_create(rows))

    def find(self, authors: Iterable[tuple[str, str, datetime]]) -> dict[str, int]:
        """Return the member ids of authors, given as (id, name, when), making those that the source does not list.

        An author without an id is found by name; one without both is the company's former member.
        """
        listed = {
            author_key(ident, name): UserRecord(author_key(ident, name), name, when) for ident, name, when in authors
        }
        former = listed.pop("", None)
        self.write(list(listed.values()))
        found = self._known(self.external_id(key) for key in listed)
        ids = {key: found[self.external_id(key)] for key in listed}
        if former is not None:
            ids[""] = self._former_member()
        return ids

    def external_id(self, ident: str) -> str:
        """Return how a membership names its id at the source."""
        return f"{self.source}:{ident}"[:100]

    def _known(self, external_ids: Iterable[str]) -> dict[str, int]:
        rows = Membership.objects.of(self.company).filter(external_id__in=list(external_ids))
        return dict(rows.values_list("external_id", "pk"))

    def _former_member(self) -> int:
        external = self.external_id("former")
        name = f"Former member ({self.source})"
        member, _made = Membership.objects.get_or_create(
            company=self.company,
            external_id=external,
            defaults={"kind": Membership.Kind.FORMER, "display_name": name, "name_key": skeleton(name)},
        )
        return member.pk

    def _free_names(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return each name with its key, numbered where a look-alike has it already."""
        keys = [skeleton(name) for name in names]
        taken = set(Membership.objects.of(self.company).filter(name_key__in=keys).values_list("name_key", flat=True))
        free = []
        for name, key in zip(names, keys, strict=True):
            found, found_key = (name, key) if key not in taken else self._numbered(name, taken)
            taken.add(found_key)
            free.append((found, found_key))
        return free

    def _numbered(self, name: str, taken: set[str]) -> tuple[str, str]:
        """Return the name with the first number that makes it unique."""
        base = name[: _NAME_LENGTH - 6].rstrip()
        number = 2 + sum(1 for key in taken if key.startswith(skeleton(base)))
        while True:
            candidate = f"{base} {number}"
            key = skeleton(candidate)
            if key not in taken and not Membership.objects.of(self.company).filter(name_key=key).exists():
                return candidate, key
            number += 1


def author_key(ident: str, name: str) -> str:
    """Return the id under which an author is known: the source's, else one made of the name, else nothing."""
    return ident or (f"name:{name}" if name else "")


def _readable(user: UserRecord) -> str:
    """Return a display name of 1 to 40 clean characters."""
    try:
        name = clean_text(user.name, single_line=True).strip()[:_NAME_LENGTH].strip()
    except TextRefused:
        name = ""
    return name or f"Member {user.id}"[:_NAME_LENGTH]
