import pytest

from community.web.registries import screens
from community.web.registries.screens import Decision, TextContext, Verdict, run_screens, screen


@pytest.fixture(autouse=True)
def no_screens(monkeypatch):
    monkeypatch.setattr(screens, "_screens", {})


def text(kind="answer", body="call 0123"):
    return TextContext(kind=kind, company="1", author="2", title="Title", body=body)


def test_without_screens_everything_is_published():
    assert run_screens(text()) == Verdict.publish()


def test_a_hold_holds_whatever_others_say():
    screen("answer")(lambda context: Verdict.publish())
    screen("answer")(lambda context: Verdict.hold("It looks like advertising."))
    verdict = run_screens(text())
    assert (verdict.decision, verdict.reason) == (Decision.HOLD, "It looks like advertising.")


def test_masks_add_up():
    screen("answer")(lambda context: Verdict.mask("A.", title=context.title, body=context.body.replace("0", "x")))
    screen("answer")(lambda context: Verdict.mask("B.", title=context.title, body=context.body.replace("1", "y")))
    assert run_screens(text()) == Verdict(Decision.MASK, "A. B.", "Title", "call xy23")


def test_a_screen_judges_only_its_kinds():
    screen("question", "comment")(lambda context: Verdict.hold("No."))
    assert run_screens(text("answer")).decision is Decision.PUBLISH
    assert run_screens(text("comment")).decision is Decision.HOLD


def test_an_error_is_not_a_verdict():
    screen("answer")(lambda context: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_screens(text())
