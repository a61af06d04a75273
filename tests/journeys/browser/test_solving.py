"""The main job as two people see it, each in a browser of their own: from a question to its solution, live."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from accounts.models import Membership
from community.notifications.queries import unread_counts
from community.questions.models import Question
from tests.journeys.browser.stage import deliver_all

TITLE = "How do I keep my number on holiday?"


def write_question(page: Page, address: str) -> None:
    """Fill in the form; the title is typed key by key, as a person does."""
    page.goto(address)
    page.get_by_label("Your question in one sentence").press_sequentially(TITLE)
    page.get_by_label("Details").fill("I am away for three months and will buy a card there. My number must stay mine.")
    page.get_by_label("Topic").select_option("General")


def answer_box(page: Page) -> Locator:
    return page.get_by_role("region", name="Your answer").get_by_role("textbox")


def unread_of(member: Membership) -> int:
    return unread_counts([member.pk])[member.pk]


def test_a_question_is_asked_answered_and_solved_live(stage, open_browser):
    alice, bob = open_browser(stage.alice), open_browser(stage.bob)
    write_question(alice, stage.address("{home}ask/"))
    expect(alice.locator("#similar")).to_contain_text("How do I keep my number when I switch?")
    alice.get_by_role("button", name="Post your question").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text(TITLE)

    bob.goto(stage.address("{home}?filter=unanswered"))
    bob.get_by_role("link", name=TITLE).click()
    answer_box(bob).fill("Put it to sleep in the app, and wake it when you are back.")
    bob.get_by_role("button", name="Post answer").click()

    first = alice.get_by_role("article", name="Answer")
    expect(first).to_contain_text("Put it to sleep in the app")
    first.get_by_role("button", name="This solved it").click()
    expect(alice.get_by_role("article", name="Accepted answer")).to_be_visible()

    expect(bob.get_by_role("article", name="Accepted answer")).to_be_visible()
    expect(bob.locator("#state")).to_contain_text("Solved")
    inbox = bob.get_by_role("link", name="Inbox")
    before = unread_of(stage.bob)
    expect(inbox).to_contain_text(f"{before} unread")
    deliver_all()
    assert unread_of(stage.bob) == before + 1
    expect(inbox).to_contain_text(f"{before + 1} unread")

    bob.keyboard.press("/")
    bob.keyboard.type("holiday number")
    bob.keyboard.press("Enter")
    bob.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(bob.get_by_role("article", name="Accepted answer")).to_be_visible()


def test_an_answer_waits_behind_a_bar_while_the_reader_is_elsewhere(stage, open_browser):
    alice, bob = open_browser(stage.alice), open_browser(stage.bob)
    alice.goto(stage.address("{waiting}"))
    answer_box(alice).fill("I am writing")
    bob.goto(stage.address("{waiting}"))
    answer_box(bob).fill("A restart helped me, with the card taken out.")
    bob.get_by_role("button", name="Post answer").click()
    expect(alice.get_by_text("1 new answer")).to_be_visible()
    expect(alice).to_have_title("(1) eSIM shows no service after the update · Acme")
    expect(alice.get_by_role("article", name="Answer")).to_have_count(0)
    alice.get_by_role("button", name="Show").click()
    expect(alice.get_by_role("article", name="Answer")).to_be_focused()
    expect(answer_box(alice)).to_have_value("I am writing")


def test_the_whole_way_without_javascript(stage, open_browser):
    alice = open_browser(stage.alice, java_script_enabled=False)
    bob = open_browser(stage.bob, java_script_enabled=False)
    write_question(alice, stage.address("{home}ask/"))
    alice.get_by_role("button", name="Post your question").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text(TITLE)

    bob.goto(stage.address("{home}?filter=unanswered"))
    bob.get_by_role("link", name=TITLE).click()
    bob.get_by_role("button", name="I have this too").click()
    expect(bob.get_by_role("button", name="I have this too 1")).to_have_attribute("aria-pressed", "true")
    bob.get_by_role("button", name="Post answer").click()
    expect(bob.get_by_role("alert")).to_contain_text("Please check what you wrote")
    answer_box(bob).fill("Put it to sleep in the app, and wake it when you are back.")
    bob.get_by_role("button", name="Post answer").click()

    alice.reload()
    answer = alice.get_by_role("article", name="Answer")
    answer.get_by_text("Comment", exact=True).click()
    answer.get_by_label("Your comment").fill("Does it cost anything?")
    answer.get_by_role("button", name="Add comment").click()
    expect(answer).to_contain_text("Does it cost anything?")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("button", name="Helpful 1")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="This solved it").click()
    expect(alice.get_by_role("article", name="Accepted answer")).to_be_visible()
    assert Question.objects.get(title=TITLE).state == "resolved"

    deliver_all()
    bob.get_by_role("searchbox").fill("holiday number")
    bob.keyboard.press("Enter")
    bob.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(bob.get_by_role("article", name="Accepted answer")).to_be_visible()
