"""The register is whole, and the model card shows all of it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.utils.translation import override

from community.personalization.accountability.actions.audit import audit
from community.personalization.accountability.models import Worth
from community.personalization.accountability.queries.cards import cards_of
from community.personalization.accountability.register import ENTRIES, ROUTER
from community.personalization.accountability.worth import SETTINGS
from community.personalization.memory.models import Learned

ROOT = Path(__file__).resolve().parents[4]
# What puts things in order by a score: a list of results, people or questions that readers see in it.
RANKS = re.compile(
    r"argsort\(-|def order_for|def similar_questions|def related_questions|def search_questions|^def rank\(", re.M
)
# These serve the rankers of the register from below, or measure them.
BENEATH = (
    "community.personalization.learning.texts", "community.personalization.evaluation", "community.statistics",
    "community.demo",
)  # fmt: skip


def modules():
    for package in ("community", "accounts", "rewards"):
        for path in ROOT.glob(f"{package}/**/*.py"):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path.read_text(encoding="utf-8")


def test_no_field_of_a_card_is_empty_even_where_nothing_is_known(cast, django_assert_num_queries):
    with django_assert_num_queries(4):
        cards = cards_of(cast.acme)
    assert [card.key for card in cards] == [entry.key for entry in ENTRIES]
    for card in cards:
        for field in fields(card):
            value = getattr(card, field.name)
            if field.name not in {"is_off", "audited"}:
                assert value and all(value), f"{card.key} says nothing of {field.name}"


def test_everything_that_ranks_stands_in_the_register():
    known = {module for entry in ENTRIES for module in entry.rankers}
    ranking = {name for name, source in modules() if RANKS.search(source) and not name.startswith(BENEATH)}
    assert ranking - known == set()


def test_everything_that_shows_something_ranked_stands_in_the_register():
    missing = []
    for entry in ENTRIES:
        allowed = (*entry.shown_by, *entry.rankers, *BENEATH, "community.personalization.accountability")
        for ranker in entry.rankers:
            imported = re.compile(rf"^from {re.escape(ranker)} import", re.M)
            missing += [
                (entry.key, name)
                for name, source in modules()
                if imported.search(source) and not name.startswith(allowed)
            ]
    assert missing == []


def test_the_router_s_card_shows_live_weights_metrics_and_fairness(cast, browser_of):
    weights = [1.8, 0.4, 0.0, 0.2, 0.1, 0.15, 0.15, -0.3]
    Learned.objects.create(
        company=cast.acme, weights=weights, squares=[1.0] * 8, leads=[0.02, 0.04] * 250, asked=900, labelled=500
    )
    cells = [{"delay": delay, "share": share, "mrr": [0.51, 0.45, 0.57]} for delay, share in SETTINGS]
    Worth.objects.create(company=cast.acme, definition_version=1, questions=200, cells=cells)
    audit(cast.acme)
    card = next(card for card in cards_of(cast.acme) if card.key == ROUTER.key)
    assert card.weights[0].startswith("+0.900") and card.weights[-1].startswith("-0.150")
    assert "0.510 (0.450 to 0.570)" in card.metrics[0]
    assert "0.030 (0.029 to 0.031) on the last 500 questions; the learned order serves" in card.metrics[1]
    assert card.training.startswith("900 questions") and card.audited is not None
    page = browser_of(cast.alice).get("/c/acme/learning/model-card/").content.decode()
    assert card.weights[0] in page and page.count('<section class="card') == len(ENTRIES)
    assert browser_of(None).get("/c/acme/learning/model-card/").status_code == 302


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_every_input_of_a_person_names_the_consent_that_it_takes(entry):
    with override("en"):
        ours = [each for each in entry.inputs if re.search(r"\byou (answered|got)\b|had those", str(each.said))]
    assert all(each.purpose is not None for each in ours)


def test_admins_find_the_switch_and_others_do_not(cast, browser_of):
    assert "memory/switch" in browser_of(cast.ada).get("/c/acme/learning/model-card/").content.decode()
    assert "memory/switch" not in browser_of(cast.alice).get("/c/acme/learning/model-card/").content.decode()
