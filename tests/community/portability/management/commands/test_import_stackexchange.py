from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership
from community.questions.models import Question


def test_imports_a_folder(db, xml, capsys):
    xml.question(1, AcceptedAnswerId="2")
    xml.answer(2, 1)
    call_command("import_stackexchange", str(xml.write()), "--company", "lamps")
    assert "2 members, 1 questions, 1 answers, 1 accepted answers and 5 events" in capsys.readouterr().out
    assert (Question.objects.get().state, Membership.objects.count()) == ("resolved", 2)


def test_a_folder_that_is_none_gets_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match=r"has no Posts\.xml; give the folder"):
        call_command("import_stackexchange", str(tmp_path / "nowhere"), "--company", "lamps")
