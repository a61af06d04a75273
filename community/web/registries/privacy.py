"""Privacy: what each feature holds of a person, to be handed over or erased. Filled by each feature's privacy.py."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar


class PersonalData(Protocol):
    """What one feature holds of a member. `name` is the heading of its part in an export."""

    name: str

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member, as JSON can hold it. Writes nothing."""

    def erase(self, membership_id: int) -> None:
        """Remove everything that points to the person, inside the caller's transaction. Safe to run twice."""


HolderT = TypeVar("HolderT", bound=type[Any])

_holders: list[PersonalData] = []


def holds_personal_data(holder: HolderT) -> HolderT:
    """Register a class without constructor arguments that answers for its feature's personal data."""
    instance: PersonalData = holder()
    if any(known.name == instance.name for known in _holders):
        raise ValueError(f"Two features answer for personal data as {instance.name!r}.")
    _holders.append(instance)
    return holder


def personal_data() -> tuple[PersonalData, ...]:
    """Return the holders of all features, ordered by name."""
    return tuple(sorted(_holders, key=lambda holder: holder.name))
