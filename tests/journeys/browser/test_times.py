"""Times in the reader's own words: what is to come is not now."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from community.moderation.actions.decide import record_decision


def test_a_time_to_come_is_a_date_and_a_time_just_past_is_now(stage, open_browser):
    record = record_decision(
        member=stage.bob,
        effect="post_hidden",
        target=("post", stage.accepted.pk),
        rule="moderation",
        decided_by=stage.mona,
        reason="It advertises something",
    )
    page = open_browser(stage.bob)
    page.goto(stage.address(f"{{home}}decisions/{record.pk}/"))
    decided, until = page.locator("time").first, page.locator("time").last
    expect(decided).to_have_text("now")
    expect(until).to_have_text(re.compile(r"\d{4}"))
