"""What has no page: how fast a folder is imported, and how fast workers close receipts."""

from __future__ import annotations

import json
import shutil
import time
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from community import clock
from community.demo.corpus import threads
from community.events.drain import drain_stream
from community.events.models import Delivery
from community.questions.models import Post

_MEMBERS = 200


def import_rate(folder: Path, questions: int) -> dict[str, float]:
    """Import a made-up folder, as `import_jsonl` does, search index included; return questions and posts a second."""
    source = folder / "import"
    _write_folder(source, questions)
    before, begun = Post.objects.count(), time.monotonic()
    with redirect_stderr(StringIO()):
        call_command("import_jsonl", source, company="bench-import", stdout=StringIO())
    seconds = time.monotonic() - begun
    shutil.rmtree(source)
    return {"questions": questions / seconds, "posts": (Post.objects.count() - before) / seconds}


def receipts_rate(seconds: float) -> float | None:
    """Close open receipts as one worker does, for some seconds; return how many in one, None where the rows left none."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        waiting = Delivery.objects.due(clock.now()).values_list("company", "stream").distinct()
        begun, closed = time.monotonic(), 0
        for company, stream in waiting:
            closed += drain_stream(company, stream)
            if time.monotonic() - begun > seconds:
                break
        return closed / (time.monotonic() - begun) if closed else None


def _write_folder(folder: Path, questions: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "questions.jsonl").open("w") as asked, (folder / "answers.jsonl").open("w") as answered:
        for number, thread in enumerate(threads(questions, _MEMBERS, clock.now())):
            accepted = None if thread.accepted is None else f"{number}-{thread.accepted}"
            question = {"id": number, "author_id": thread.author, "title": thread.title, "body": thread.body}
            question |= {"created_at": thread.at.isoformat(), "tags": thread.tags, "accepted_answer_id": accepted}
            asked.write(json.dumps(question | {"body_format": "text"}) + "\n")
            for position, reply in enumerate(thread.answers):
                answer = {"id": f"{number}-{position}", "question_id": number, "author_id": reply.author}
                answer |= {"body": reply.body, "created_at": reply.at.isoformat(), "body_format": "text"}
                answered.write(json.dumps(answer) + "\n")
