import json

import pytest
from django.core.management import CommandError, call_command

from community.personalization.evaluation.history import read_history
from community.personalization.evaluation.metrics import means
from community.personalization.evaluation.replay import LABELS, ROUTER, replay
from tests.community.personalization.conftest import make_history, write_history


def mrr(replayed, label="any", name=ROUTER):
    return means(replayed.by_label[label][name])["mrr"]


def test_habits_are_found(history):
    replayed = replay(read_history(history))
    assert mrr(replayed) > mrr(replayed, name="popularity") + 0.1


def test_learning_helps(history):
    threads = read_history(history)
    assert mrr(replay(threads)) > mrr(replay(threads, learns=False))


def test_only_the_second_half_of_the_answered_is_measured(history):
    threads = read_history(history)
    answered = [thread for thread in threads if thread.answers]
    replayed = replay(threads)
    assert len(replayed.by_label["any"][ROUTER]) == len(answered) - len(answered) // 2
    assert sum(replayed.served.values()) == len(replayed.by_label["any"][ROUTER])


# What communities write beside a question or an answer, and what is or may be known only later.
LATER = (
    "tags", "solved_by", "answer_count", "num_answers", "num_votes", "num_votes_past_week", "score", "views", "updated",
    "updated_at", "updated_by", "edited_at", "last_editor", "last_activity", "last_answer", "last_answer_date", "metadata",
    "answers", "answerers", "helpers", "involved", "taken_by", "taken_until", "assignee", "assigned_to", "closed_at",
    "is_solved", "is_locked", "is_archived", "solved_at", "closed_by", "votes", "num_helpful", "num_unhelpful", "reputation",
    "author_reputation", "author_level", "badges", "first_answer_at", "first_responder", "resolved_by", "duplicate_of",
    "history", "revisions", "summary", "labels", "slug", "url", "participants", "accepted_known", "num_helpful_votes",
)  # fmt: skip


def test_what_helpers_and_votes_added_later_is_not_read(tmp_path):
    """Everything in a row that somebody could only know later names the answerer, in several forms: it is not read."""
    questions, answers = make_history(200)
    first = {}
    for answer in answers:
        first.setdefault(answer["question_id"], answer["author_id"])
    for number, form in enumerate((str, lambda name: [name], lambda name: {"username": name, "id": 9})):
        leaky = [question | {field: form(first.get(question["id"], "")) for field in LATER} for question in questions]
        told = [answer | {field: form(first[answer["question_id"]]) for field in LATER} for answer in answers]
        clean = read_from(tmp_path / f"clean{number}", questions, answers)
        assert read_from(tmp_path / f"leaky{number}", leaky, told) == clean


def test_who_was_accepted_is_a_label_and_nothing_else(tmp_path):
    questions, answers = make_history(200)
    known = replay(read_from(tmp_path / "known", questions, answers)).by_label
    hidden = [question | {"accepted_answer_id": None} for question in questions]
    unknown = replay(read_from(tmp_path / "unknown", hidden, answers)).by_label
    assert known["accepted"] and not unknown["accepted"]
    assert (known["any"], known["first"]) == (unknown["any"], unknown["first"])


def test_what_others_wrote_after_a_question_changes_nothing_before_it(tmp_path):
    """Whoever answers what, when and in which words after a moment: the lists before it are the same."""
    questions, answers = make_history(300)
    before = first_ranks(read_from(tmp_path / "true", questions, answers), 150)
    made_up = [answer if answer["question_id"] < 149 else answer | {"author_id": "mallory"} for answer in answers]
    reworded = [
        question if question["id"] < 150 else question | {"title": "x", "body": "y", "locale": "fr", "topic": "z"}
        for question in questions
    ]
    assert first_ranks(read_from(tmp_path / "false", reworded, made_up), 150) == before


def test_an_answer_of_the_same_moment_is_not_known_yet(tmp_path):
    """Where only days are known, an answer of the day may have come after all of the day's questions."""
    questions, answers = make_history(60)
    days = [[row | {"created_at": "2024-01-01"} for row in rows] for rows in (questions, answers)]
    assert mrr(replay(read_from(tmp_path / "day", *days))) == 0.0


def test_the_future_does_not_reach_into_the_past(tmp_path):
    """A past that is cut off anywhere gives the questions before the cut the same lists."""
    whole = read_from(tmp_path / "whole", *make_history(300))
    cut = [thread for thread in whole if thread.asked.question < 200]
    assert first_ranks(cut, 200) == first_ranks(whole, 200)


def first_ranks(threads, until):
    """Return the scores of everybody for every question before `until`, as they stood when it was asked."""
    from community.personalization.evaluation.replay import _in_order, _Replay

    run, seen = _Replay(threads, learns=True), []
    for thread, happened in _in_order(threads, 0.0):
        for answer in happened:
            run.learn(answer)
        if thread.asked.question < until:
            seen.append(run.rank(thread.asked)[ROUTER].tobytes())
    return seen


def read_from(folder, questions, answers):
    folder.mkdir()
    write_history(folder, questions, answers)
    return read_history(folder)


def test_a_replay_gives_the_same_weights_to_the_bit(history):
    threads = read_history(history)
    assert replay(threads).model.weights.tobytes() == replay(threads).model.weights.tobytes()


def test_learning_later_or_from_less_is_something_else(history):
    threads = read_history(history)
    live = replay(threads).by_label
    assert replay(threads, delay=7 * 86400).by_label != live
    assert replay(threads, sample=0.1).by_label != live


def test_the_gate_learns_of_late_answers_too(tmp_path):
    threads = read_from(tmp_path / "long", *make_history(1600))
    assert replay(threads, delay=7 * 86400).served["router"] > 0


def test_nobody_is_offered_their_own_question(tmp_path):
    questions, answers = make_history(120)
    for question in questions:
        question["author_id"] = "ann"
    threads = read_from(tmp_path / "own", questions, answers)
    assert all(answer.answerer != "ann" for thread in threads for answer in thread.answers)
    assert mrr(replay(threads)) > 0


def test_the_command_prints_every_label_and_way(history, capsys):
    call_command("evaluate_routing", str(history))
    report = json.loads(capsys.readouterr().out)
    assert set(LABELS) <= set(report)
    for label in LABELS:
        assert {"router", "popularity", "language_recency_7d"} <= set(report[label])
        assert set(report[label]["router"]) == {"mrr", "hit@1", "hit@3", "hit@5", "hit@10", "ndcg@10"}
        assert report["gated"][label]["mrr"] > 0
        low, high = report["lead"][label]["ci95"]
        assert low <= report["lead"][label]["mrr"] <= high


def test_a_history_without_acceptances_has_an_empty_label(tmp_path, capsys):
    questions, answers = make_history(60)
    write_history(tmp_path, [question | {"accepted_answer_id": None} for question in questions], answers)
    call_command("evaluate_routing", str(tmp_path))
    report = json.loads(capsys.readouterr().out)
    assert report["accepted"] == {} and report["any"]["router"]["mrr"] > 0


@pytest.mark.parametrize("options", [["--delay", "soon"], ["--sample", "0"], ["--sample", "2"], ["--sample", "x"]])
def test_nonsense_options_are_refused(history, options):
    with pytest.raises(CommandError):
        call_command("evaluate_routing", str(history), *options)


@pytest.mark.parametrize("command", ["evaluate_routing", "check_gates"])
def test_a_past_without_answers_is_told(tmp_path, command):
    questions, _answers = make_history(3)
    write_history(tmp_path, questions, [])
    with pytest.raises(CommandError, match="holds no answers"):
        call_command(command, str(tmp_path))
