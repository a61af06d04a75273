"""People of an import: members who cannot log in until they claim their membership."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count

from accounts.models import Company, Membership
from accounts.models.membership import name_key_of
from community import clock
from community.portability.keys import source_key
from community.portability.records import UserRecord
from community.text.cleaning import TextRefused, clean_text

_NAME_LENGTH = 40
_KEY_LENGTH = 100
_LONGEST_NUMBER = 8
_FORMER_NAME = "Former member"
# How many numbers of a name that many people have are looked up at once, and of how many such names we remember the last.
_NUMBERS_AT_ONCE = 64
_MOST_REMEMBERED = 10_000


class MemberImporter:
    """Writes imported members and finds them again by their id at the source."""

    def __init__(self, company: Company, source: str) -> None:
        self.company = company
        self.source = source
        self._next_numbers: dict[str, int] = {}

    def write(self, users: Sequence[UserRecord]) -> int:
        """Make the members that do not exist yet; return how many were made."""
        wanted = {self._external_id(user.id): user for user in users if user.id}
        known = self._known(wanted)
        new = [(external, user) for external, user in wanted.items() if external not in known]
        names = self._free_names([_readable(user) for _external, user in new])
        rows = [
            Membership(
                company=self.company,
                kind=Membership.Kind.SERVICE if user.is_service else Membership.Kind.IMPORTED,
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
        found = self._known(self._external_id(key) for key in listed)
        ids = {key: found[self._external_id(key)] for key in listed}
        if former is not None:
            ids[""] = self._former_member()
        return ids

    def services(self, ids: Iterable[int]) -> set[int]:
        """Return those of the members that are programs."""
        members = Membership.objects.of(self.company).filter(pk__in=list(ids), kind=Membership.Kind.SERVICE)
        return set(members.values_list("pk", flat=True))

    def _external_id(self, ident: str) -> str:
        return source_key(self.source, ident, _KEY_LENGTH)

    def _known(self, external_ids: Iterable[str]) -> dict[str, int]:
        rows = Membership.objects.of(self.company).filter(external_id__in=list(external_ids))
        return dict(rows.values_list("external_id", "pk"))

    def _former_member(self) -> int:
        external = self._external_id("")
        member = Membership.objects.of(self.company).filter(external_id=external).first()
        if member is None:
            [(name, key)] = self._free_names([_FORMER_NAME])
            member = Membership.objects.create(
                company=self.company,
                kind=Membership.Kind.FORMER,
                external_id=external,
                display_name=name,
                name_key=key,
            )
        return member.pk

    def _free_names(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """Return each name with its key, numbered where a look-alike has it already."""
        keys = [name_key_of(name) for name in names]
        taken = self._taken(keys)
        free = []
        for name, key in zip(names, keys, strict=True):
            found, found_key = (name, key) if key not in taken else self._numbered(name, taken)
            taken.add(found_key)
            free.append((found, found_key))
        return free

    def _numbered(self, name: str, taken: set[str]) -> tuple[str, str]:
        """Return the name with a number that makes it unique: the first free one after those given out before."""
        base = name[: _NAME_LENGTH - _LONGEST_NUMBER].rstrip()
        if len(self._next_numbers) > _MOST_REMEMBERED:
            self._next_numbers.clear()
        for start in count(self._next_numbers.get(base, 2), _NUMBERS_AT_ONCE):
            candidates = [f"{base} {number}" for number in range(start, start + _NUMBERS_AT_ONCE)]
            keys = [name_key_of(candidate) for candidate in candidates]
            taken = taken | self._taken(keys)
            for number, candidate, key in zip(count(start), candidates, keys, strict=False):
                if key not in taken:
                    self._next_numbers[base] = number + 1
                    return candidate, key
        raise AssertionError("unreachable")

    def _taken(self, keys: Sequence[str]) -> set[str]:
        """Return those of the keys that members have."""
        return set(Membership.objects.of(self.company).filter(name_key__in=keys).values_list("name_key", flat=True))


def author_key(ident: str, name: str) -> str:
    """Return the id under which an author is known: the source's, else one made of the name, else nothing."""
    return ident or (f"name:{name}" if name else "")


def _readable(user: UserRecord) -> str:
    """Return a display name of 1 to 40 clean characters."""
    try:
        name = clean_text(user.name, single_line=True).strip()[:_NAME_LENGTH].strip()
    except TextRefused:
        name = ""
    return name or f"Member {''.join(char for char in user.id if char.isprintable())}"[:_NAME_LENGTH].strip()
