"""Where the question that a helper chose stood on their list, and the gates that are made of it."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from community.personalization.evaluation import feed
from community.personalization.evaluation.feed import COMBINED, EVERYBODY, NEWCOMERS, NEWEST, replay_feed
from community.personalization.evaluation.gates import learning_pays, list_pays
from community.personalization.evaluation.history import Answered, read_history
from community.personalization.evaluation.metrics import means
from community.personalization.learning.counters import DAY
from community.personalization.learning.order import order_for


def hit(chosen, name, people=EVERYBODY):
    return means(chosen.by_people[people][name])["hit@5"]


def test_habits_bring_the_chosen_question_up(history):
    """Whoever takes their time finds many newer questions above the one that is theirs."""
    slow = [
        replace(each, answers=tuple(replace(answer, moment=answer.moment + 0.8 * DAY) for answer in each.answers))
        for each in read_history(history)
    ]
    chosen = replay_feed(slow)
    assert hit(chosen, COMBINED) > hit(chosen, NEWEST) + 0.1


def test_a_list_is_made_of_what_had_happened_by_then(history, monkeypatch):
    """The leak: every question is answered by everybody a year later, which no list may know of."""
    threads = read_history(history)[:250]
    people = sorted({answer.answerer for thread in threads for answer in thread.answers})
    late = [[Answered(each.asked.question, who, each.asked.moment + 365 * DAY) for who in people] for each in threads]
    leaky = [replace(each, answers=(*each.answers, *more)) for each, more in zip(threads, late, strict=True)]
    first = {each.asked.question: each.answers[0].moment for each in threads if each.answers}
    seen = []

    def spy(waiting, answered, now, **switches):
        seen.append(now)
        assert all(each.asked < now for each in waiting)
        assert all(each.moment < now for each in answered)
        assert all(each.waits == (first.get(each.question, math.inf) >= now) for each in waiting)
        return order_for(waiting, answered, now, **switches)

    monkeypatch.setattr(feed, "order_for", spy)
    monkeypatch.setattr(feed, "_OPEN", 400 * DAY)
    replay_feed(leaky)
    assert len(seen) > 50


def test_gates_say_what_was_measured_and_whether_they_hold(history):
    threads = read_history(history)
    assert learning_pays(threads)["gain"] == pytest.approx(
        learning_pays(threads)["learning"] - learning_pays(threads)["shipped"], abs=1e-3
    )
    gate = list_pays(threads)
    assert gate["kept"] == (min(gate[people]["gain"] for people in (EVERYBODY, NEWCOMERS)) >= gate["least"])


def test_the_command_prints_all_gates_that_the_past_allows(history, capsys):
    call_command("check_gates", str(history))
    assert list(json.loads(capsys.readouterr().out)) == ["A4", "A5", "A12"]


def test_links_that_cannot_be_used_leave_the_other_gates(history, capsys):
    (history / "links.jsonl").write_text('{"source_id": "x", "target_id": "y"}')
    call_command("check_gates", str(history))
    gates = json.loads(capsys.readouterr().out)
    assert list(gates) == ["A4", "A5", "A12", "A13"]
    assert gates["A13"]["kept"] is None and "None of the links joins" in gates["A13"]["note"]


def test_a_folder_without_a_past_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_gates", str(tmp_path))
