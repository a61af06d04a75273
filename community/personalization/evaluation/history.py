"""A community's past, read from JSON lines: who asked what when, and who answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from community.personalization.evaluation import fields
from community.personalization.evaluation.lines import BadHistory, Skipped, found, good_rows_of
from community.personalization.learning.state import Asked


@dataclass(frozen=True)
class Answered:
    """Somebody other than the asker answered a question."""

    question: int
    answerer: str
    moment: float


@dataclass(frozen=True)
class Thread:
    """A question, those who answered it in the order of time, and whose answer was accepted, "" for nobody's.

    Only `asked` and `title` may be shown to what is evaluated; the rest lies in its future.
    """

    asked: Asked
    answers: tuple[Answered, ...]
    accepted: str
    title: str = ""


@dataclass(frozen=True)
class _Question:
    """A question as its line tells it, with the id of the answer that was accepted, "" for none."""

    asked: Asked
    title: str
    accepted: str


@dataclass(frozen=True)
class _Answer:
    """An answer as its line tells it; `moment` is never before that of its question."""

    key: str
    author: str
    moment: float
    accepted: bool


def read_history(folder: Path, skipped: Skipped | None = None) -> list[Thread]:
    """Return the threads of a folder with questions.jsonl and answers.jsonl, in the order of asking.

    Of a question only what stood there when it was asked is read: not its tags, which helpers add, nor its numbers of
    answers and votes. Spam is left out, and answers by askers and by nobody. Lines that cannot be used are left out and
    noted in `skipped`. Raises BadHistory when a file cannot be read, or holds questions but none that can be used.
    """
    skipped = Skipped() if skipped is None else skipped
    questions = _questions(folder, skipped)
    answers = _answers(folder, questions, skipped)
    threads = []
    for key, question in questions.items():
        # Two answers of the same second stand in the order of the file.
        given = sorted(answers.get(key, ()), key=lambda answer: answer.moment)
        by_others = tuple(Answered(question.asked.question, each.author, each.moment) for each in given)
        threads.append(Thread(question.asked, by_others, _solver(question, given), question.title))
    return sorted(threads, key=lambda thread: (thread.asked.moment, thread.asked.question))


def read_answered_history(folder: Path, skipped: Skipped | None = None) -> list[Thread]:
    """Return the threads of a folder of which something can be measured. Raises BadHistory, also when nothing can."""
    threads = read_history(folder, skipped)
    if not threads:
        raise BadHistory(f"{folder} holds no questions.")
    if not any(thread.answers for thread in threads):
        raise BadHistory(f"{folder} holds no answers by anybody but the askers, so there is nothing to measure.")
    return threads


def _questions(folder: Path, skipped: Skipped) -> dict[str, _Question]:
    path = found(folder, "questions")
    questions: dict[str, _Question] = {}
    unusable = 0
    for place, row in good_rows_of(path, skipped):
        key, moment = fields.key_of(row), fields.moment_of(row)
        if fields.is_spam(row):
            continue
        if not key or moment is None:
            unusable += 1
            skipped.note("Questions without an id or a time such as 2024-01-31T12:00:00Z were left out", place)
        elif key in questions:
            skipped.note("Questions with the id of an earlier one were left out", place)
        else:
            questions[key] = _question(len(questions), moment, row)
    if unusable and not questions:
        raise BadHistory(f"{path.name}: no question has an id and a created_at such as 2024-01-31T12:00:00Z.")
    return questions


def _question(number: int, moment: float, row: fields.Row) -> _Question:
    title, body = fields.text_of(row)
    asked = Asked(
        question=number,
        asker=fields.author_of(row),
        moment=moment,
        language=fields.language_of(row),
        topic=fields.topic_of(row),
        text=f"{title} {title} {body}",
    )
    return _Question(asked, title, fields.accepted_of(row))


def _answers(folder: Path, questions: dict[str, _Question], skipped: Skipped) -> dict[str, list[_Answer]]:
    """Return by question the answers by somebody else who is known, in the order of the file."""
    answers: dict[str, list[_Answer]] = {}
    seen: set[str] = set()
    for place, row in good_rows_of(found(folder, "answers"), skipped):
        about, key, author, moment = (
            fields.question_of(row), fields.key_of(row), fields.author_of(row), fields.moment_of(row)
        )  # fmt: skip
        question = questions.get(about)
        if question is None:
            skipped.note("Answers to questions that are not there, or are spam, were left out", place)
        elif not author:
            skipped.note("Answers by people who are gone were left out", place)
        elif moment is None:
            skipped.note("Answers without a time such as 2024-01-31T12:00:00Z were left out", place)
        elif key and key in seen:
            skipped.note("Answers with the id of an earlier one were left out", place)
        elif author != question.asked.asker and not fields.is_spam(row):
            seen.add(key)
            # Clocks go wrong, and some pasts know days only; nobody answers before it is asked.
            answer = _Answer(key, author, max(moment, question.asked.moment), fields.is_accepted(row))
            answers.setdefault(about, []).append(answer)
    return answers


def _solver(question: _Question, given: list[_Answer]) -> str:
    """Return whose answer was accepted: the question names it, or else an answer says so itself; of several the first."""
    named = (answer.author for answer in given if answer.key and answer.key == question.accepted)
    return next(named, "") or next((answer.author for answer in given if answer.accepted), "")
