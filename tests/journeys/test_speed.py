"""In the demo and over HTTP: somebody answers, and the figures that a moderator and visitors see have moved."""

from __future__ import annotations

import csv
import io
import re

import pytest

from community.demo.seeding import seed_demo
from community.questions.models import Question
from tests import factories
from tests.journeys.test_rewards import sign_in, submission, words

pytestmark = pytest.mark.django_db


def figure(moderator, tile: str) -> str:
    """Return what the dashboard says in a tile."""
    page = moderator.get("/c/lark/insights/").content.decode()
    piece = page[page.index(f'id="tile-{tile}"') :].partition(">")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", piece[: piece.index("</div>")]).split())


def answered_rows(visitor) -> int:
    response = visitor.get("/c/lark/speed/rows.csv")
    rows = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    return sum(bool(row["first_answer_seconds"]) for row in rows)


def test_the_figures_move_when_a_question_is_answered(deliver_all, browser_of):
    seed_demo()
    mei, rosa, tunde = (sign_in(f"{name}@lark.example") for name in ("mei", "rosa", "tunde"))
    assert (
        "/c/lark/insights/" in words(mei, "manage/")
        or "/c/lark/insights/" in mei.get("/c/lark/manage/").content.decode()
    )
    asked_publicly = int(re.search(r"Asked (\d+)", words(browser_of(None), "speed/?before"))[1])
    asked, waits = (int(re.search(r"\d+", figure(mei, tile))[0]) for tile in ("questions", "unanswered"))
    answered, active = answered_rows(browser_of(None)), figure(mei, "active_helpers")

    topic = factories.topic_of(Question.objects.filter(company__slug="lark")[0].company).pk
    asking = {"title": "Why does my phone ring twice?", "body": factories.BODY, "topic": topic, "tags": ""}
    rosa.post("/c/lark/ask/", {**asking, "submission": submission(rosa, "ask/")})
    deliver_all()
    assert figure(mei, "questions").startswith(f"Questions asked ? What “Questions asked” means {asked + 1} ")
    assert f" {waits + 1} questions" in figure(mei, "unanswered")
    assert answered_rows(browser_of(None)) == answered

    question = Question.objects.latest("pk")
    page = f"q/{question.pk}/{question.slug}/"
    reply = {"body": factories.ANSWER, "purpose": "attempt", "submission": submission(tunde, page)}
    tunde.post(f"/c/lark/q/{question.pk}/answer/", reply)
    deliver_all()
    assert f" {waits} questions" in figure(mei, "unanswered")
    assert answered_rows(browser_of(None)) == answered + 1
    assert figure(mei, "active_helpers") == active
    rows = words(mei, "insights/rows/?tile=questions")
    assert f"{asked + 1} questions" in rows and "Why does my phone ring twice?" in rows
    assert f"Asked {asked_publicly + 1} " in words(browser_of(None), "speed/?fresh")
