"""What an event may say."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from community.events.kinds import DomainEvent, all_types, event_type

EXAMPLES = {
    "tuple[int, ...]": (1, 2),
    "int": 7,
    "int | None": None,
    "str": "word",
    "bool": True,
    "tuple[str, ...]": ("a", "b"),
}


@pytest.mark.parametrize("kind", all_types().values(), ids=lambda kind: kind.type)
def test_every_event_holds_only_what_json_can(kind):
    facts = {field.name: EXAMPLES[field.type] for field in fields(kind)}
    event = kind(**facts)
    assert json.loads(json.dumps(event.payload)).keys() == event.payload.keys()
    assert not {"company", "actor"} & event.payload.keys()
    assert len(event.stream) <= 60 and len(event.type) <= 60


@pytest.mark.parametrize("kind", all_types().values(), ids=lambda kind: kind.type)
def test_every_event_is_told_in_a_sentence(kind):
    said = (kind.__doc__ or "").split("\n")[0]
    assert said.endswith(".") and not said.startswith(kind.__name__)


def test_a_type_is_taken_once():
    class Other(DomainEvent):
        type = "question.asked"

    class Nameless(DomainEvent):
        pass

    for kind, sentence in ((Other, "Two classes"), (Nameless, "has no type")):
        with pytest.raises(ValueError, match=sentence):
            event_type(kind)
