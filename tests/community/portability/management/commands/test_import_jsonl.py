from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Company
from community.portability.progress import Told


@pytest.fixture
def folder(db, jsonl):
    jsonl.question(1)
    jsonl.answer(2, 1)
    jsonl.answer(3, 99)
    return jsonl.write()


def run(folder, *options: str) -> None:
    call_command("import_jsonl", str(folder), "--company", "lamps", *options)


def test_makes_the_company_and_says_what_it_did(folder, capsys):
    run(folder, "--name", "Lamps and more", "--language", "de")
    said = capsys.readouterr().out
    assert "0 members, 1 questions, 1 answers, 0 accepted answers" in said
    assert "See http://localhost:8000/c/lamps/" in said
    assert "1 answers belong to questions that the source lacks" in said
    company = Company.objects.get()
    assert (company.name, company.default_language) == ("Lamps and more", "de")


def test_a_bad_line_is_a_sentence_that_says_how_to_go_on(folder):
    (folder / "answers.jsonl").write_text("{\n")
    with pytest.raises(CommandError, match=r"answers\.jsonl, line 1: .* run the command again"):
        run(folder)


@pytest.mark.parametrize("option", [["--language", "tlh"], ["--name", "x" * 100]])
def test_what_cannot_begin_leaves_nothing(folder, option):
    with pytest.raises(CommandError) as refusal:
        run(folder, *option)
    assert "run the command again" not in str(refusal.value)
    assert not Company.objects.exists()


def test_ctrl_c_is_no_accident(folder, monkeypatch):
    def stop(self: Told, name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Told, "stage", stop)
    with pytest.raises(CommandError, match="What was read so far is kept"):
        run(folder)
