"""The words say what decided first, and apart from that what speaks for a helper and decided nothing."""

from __future__ import annotations

import pytest

from community.personalization.routing.models import Offer
from community.personalization.routing.queries.queue import past_questions
from community.personalization.routing.wording import why_of
from tests.community.personalization.routing.conftest import asked, helpers, ring_of

pytestmark = pytest.mark.django_db
SIMILAR, SOLVED, ANSWERED = (
    "You answered questions like this one",
    "You solved 4 questions",
    "You answered 2 questions in",
)
PLACE, DRAWN, LIKES = "One place goes to", "One place of five", "You told us that you like"


@pytest.mark.parametrize(
    ("served", "slot", "said", "beside"),
    [
        ("simple", "ranked", [ANSWERED], [SIMILAR, SOLVED, LIKES]),
        ("simple", "similar", [PLACE, SIMILAR, ANSWERED], [SOLVED, LIKES]),
        ("simple", "newcomer", [DRAWN, SOLVED, LIKES, ANSWERED], [SIMILAR]),
        ("model", "ranked", [SIMILAR, SOLVED, ANSWERED], [LIKES]),
        ("plain", "ranked", [], [SIMILAR, SOLVED, ANSWERED, LIKES]),
    ],
)
def test_what_decided_is_said_first_and_what_did_not_stands_apart(cast, browser_of, served, slot, said, beside):
    [helper] = helpers(cast.acme, 1)
    past = asked(cast.alice)
    ring_of(asked(cast.alice))
    reason = {"similar": [past.pk], "topic_solved": 4, "language_week": 2, "interest": True}
    Offer.objects.update(served=served, slot=slot, reason=reason)
    offer = Offer.objects.get()
    why = why_of(offer, past_questions([offer]))
    for found, expected in ((why.said, said), (why.beside, beside)):
        assert len(found) == len(expected)
        assert all(each.sentence.startswith(words) for each, words in zip(found, expected, strict=True))
    browser = browser_of(helper)
    for path in ("offers/", "learning/decisions/"):
        page = browser.get(f"/c/acme/{path}").content.decode()
        stands = [page.index(words) for words in (*said, why.order, "it did not decide the order", *beside)]
        assert stands == sorted(stands)
