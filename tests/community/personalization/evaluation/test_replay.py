import json

import pytest
from django.core.management import CommandError, call_command

from community.personalization.evaluation.history import BadHistory, read_history
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


def test_what_helpers_and_votes_added_later_is_not_read(tmp_path):
    """Everything in a row that somebody could only know later names the answerer; the lists must not care."""
    questions, answers = make_history(200)
    (tmp_path / "clean").mkdir()
    (tmp_path / "leaky").mkdir()
    write_history(tmp_path / "clean", questions, answers)
    first = {}
    for answer in answers:
        first.setdefault(answer["question_id"], answer["author_id"])
    leaky = [
        question
        | {"tags": [first.get(question["id"], "")], "solved_by": first.get(question["id"]), "answer_count": 3}
        | {"updated_at": question["created_at"], "metadata": {"helper": first.get(question["id"])}}
        for question in questions
    ]
    write_history(tmp_path / "leaky", leaky, [answer | {"num_helpful": 9, "is_solution": True} for answer in answers])
    clean, planted = (replay(read_history(tmp_path / name)) for name in ("clean", "leaky"))
    assert planted.by_label == clean.by_label


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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "questions.jsonl, line 1: this is not JSON."),
        ("[]", "questions.jsonl, line 1: every line must be a JSON object."),
        ('{"id": 1, "created_at": "yesterday"}', "created_at must be a time"),
        ('{"id": 1, "created_at": "0001-01-01"}', "created_at must be a time"),
        ('{"created_at": "2024-01-01T00:00:00Z"}', "id is missing"),
    ],
)
def test_a_broken_history_is_told_in_a_sentence(tmp_path, line, said):
    (tmp_path / "questions.jsonl").write_text(line)
    (tmp_path / "answers.jsonl").write_text("")
    with pytest.raises(BadHistory, match=said.replace(".", r"\.")):
        read_history(tmp_path)


@pytest.mark.parametrize("options", [["--delay", "soon"], ["--sample", "0"], ["--sample", "2"], ["--sample", "x"]])
def test_nonsense_options_are_refused(history, options):
    with pytest.raises(CommandError):
        call_command("evaluate_routing", str(history), *options)


def test_an_empty_folder_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_routing", str(tmp_path))


@pytest.mark.parametrize("command", ["evaluate_routing", "check_gates"])
def test_a_past_without_answers_is_told(tmp_path, command):
    questions, _answers = make_history(3)
    write_history(tmp_path, questions, [])
    with pytest.raises(CommandError, match="holds no answers"):
        call_command(command, str(tmp_path))


def test_a_mark_of_the_encoding_is_no_part_of_the_first_line(tmp_path):
    write_history(tmp_path, *make_history(3))
    plain = read_history(tmp_path)
    path = tmp_path / "questions.jsonl"
    path.write_text("\ufeff" + path.read_text())
    assert read_history(tmp_path) == plain
