"""What JavaScript adds to a question's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from community.questions.actions.vote import vote_on
from tests import factories


@pytest.fixture
def alices(scene, tab_of):
    page = tab_of(scene.cast.alice).open(f"/q/{scene.question.pk}/")
    page.wait_for_selector("html[data-script]")
    return page


def refresh(page, scene) -> None:
    """Do what a "changed" frame of the socket does."""
    page.evaluate(f"document.querySelector('live-updates').refresh('question:{scene.question.pk}')")


def test_a_vote_changes_the_button_and_keeps_the_focus(alices, scene):
    button = alices.locator(f"#helpful-{scene.by_bob.pk}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_accepting_and_taking_it_back(alices, scene):
    alices.click(f"#accept-{scene.by_mona.pk}")
    expect(alices.locator(".answer-list > article").first).to_have_id(f"answer-{scene.by_mona.pk}")
    expect(alices.locator("#state .chip")).to_contain_text("Solved")
    alices.click(f"#accept-{scene.by_mona.pk}")
    expect(alices.locator(".post-accepted")).to_have_count(0)


def test_an_empty_answer_comes_back_beside_its_error_and_a_good_one_stays(alices):
    alices.click("text=Post answer")
    expect(alices.locator("#composer .notice-danger")).to_be_focused()
    alices.fill("#composer textarea", "I tried it again, and now it works. **Thank you.**")
    alices.click("[data-editor-preview]")
    expect(alices.locator(".editor-preview strong")).to_have_text("Thank you.")
    alices.click("text=Post answer")
    expect(alices.locator(".answer-list > article")).to_have_count(3)
    expect(alices.locator("#composer textarea")).to_have_value("")


def test_a_refused_comment_keeps_its_text(alices, scene):
    comments = alices.locator(f"#comments-{scene.by_mona.pk}")
    comments.locator("summary").click()
    comments.locator("textarea").fill("x")
    comments.locator("button").click()
    expect(comments.locator(".errorlist")).to_be_visible()
    expect(comments.locator("textarea")).to_have_value("x")


def test_a_draft_survives_a_reload_and_ends_with_the_answer(alices):
    alices.fill("#composer textarea", "Half an answer that I may yet")
    expect(alices.locator("[data-draft-status]")).to_have_text("Draft saved")
    alices.reload()
    expect(alices.locator("#composer textarea")).to_have_value("Half an answer that I may yet")
    alices.click("text=Post answer")
    expect(alices.locator(".answer-list > article")).to_have_count(3)
    alices.reload()
    expect(alices.locator("#composer textarea")).to_have_value("")


def test_new_answers_wait_behind_a_bar_while_somebody_writes(alices, scene):
    alices.fill("#composer textarea", "I am writing")
    new = factories.answer(scene.cast.bob, scene.question, "A third answer, while Alice is writing hers.")
    refresh(alices, scene)
    expect(alices.locator("[data-live-bar]")).to_contain_text("1 new answer")
    expect(alices).to_have_title("(1) How do I keep my number when I switch? · Acme")
    expect(alices.locator(f"#answer-{new.pk}")).to_have_count(0)
    alices.click("[data-live-show]")
    expect(alices.locator(f"#answer-{new.pk}")).to_be_focused()
    expect(alices.locator("#composer textarea")).to_have_value("I am writing")


def test_counts_change_in_place_and_untouched_answers_stay_the_same_element(alices, scene):
    alices.evaluate(f"document.getElementById('answer-{scene.by_mona.pk}').untouched = true")
    vote_on(voter=scene.cast.mona, answer=scene.by_bob, value=1)
    refresh(alices, scene)
    expect(alices.locator(f"#helpful-{scene.by_bob.pk} .count")).to_have_text("1")
    assert alices.evaluate(f"document.getElementById('answer-{scene.by_mona.pk}').untouched")
    alices.click(f"#helpful-{scene.by_bob.pk}")
    expect(alices.locator(f"#helpful-{scene.by_bob.pk} .count")).to_have_text("2")


def test_a_comment_that_is_being_written_is_never_lost(alices, scene):
    comments = alices.locator(f"#comments-{scene.by_bob.pk}")
    comments.locator("summary").click()
    comments.locator("textarea").fill("Which model do")
    vote_on(voter=scene.cast.mona, answer=scene.by_bob, value=1)
    refresh(alices, scene)
    alices.wait_for_function("document.getElementById('thread').dataset.version > 0")
    expect(comments.locator("textarea")).to_have_value("Which model do")


def test_a_selected_sentence_is_quoted(alices, scene):
    alices.evaluate(f"getSelection().selectAllChildren(document.querySelector('#answer-{scene.by_mona.pk} .prose'))")
    alices.keyboard.press("q")
    expect(alices.locator("#composer textarea")).to_have_value(
        "> There is another way: call the line and read them the code.\n\n"
    )
