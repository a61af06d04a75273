"""What a rule may say, and how it is explained."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from rewards.badges.defaults import DEFAULTS
from rewards.badges.models import Badge
from rewards.badges.rules import Metric, Rule, how_to_earn, read_rule

RULE = {"metric": "accepted_answers", "threshold": 10, "period": "all", "topic": None}


def test_a_rule_is_read_as_it_was_stored():
    assert read_rule(RULE) == Rule("accepted_answers", 10, "all", None)
    assert read_rule(RULE).as_json() == RULE


def test_no_rule_means_by_hand():
    assert read_rule({}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"metric": "money"},
        {"threshold": 0},
        {"threshold": -1},
        {"threshold": 1.5},
        {"threshold": "10"},
        {"threshold": True},
        {"threshold": 10**9},
        {"period": "week"},
        {"topic": "roaming"},
        {"more": 1},
    ],
)
def test_nonsense_is_no_rule(change):
    with pytest.raises(ValidationError):
        read_rule(RULE | change)


@pytest.mark.parametrize("value", [None, [], "", 7, {"metric": "accepted_answers"}])
def test_other_shapes_are_no_rule(value):
    with pytest.raises(ValidationError):
        read_rule(value)


@pytest.mark.parametrize("metric", Metric.values)
def test_everything_that_is_counted_can_be_explained(metric):
    assert "3" in how_to_earn(Rule(metric, 3))
    assert "1" in how_to_earn(Rule(metric, 1))


def test_the_default_rules_are_sound():
    assert [read_rule(each.rule.as_json()) for each in DEFAULTS] == [each.rule for each in DEFAULTS]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"rule": {"metric": "accepted_answers"}}, "badge_rule_is_whole"),
        ({"name": ""}, "badge_has_a_name"),
        ({"valid_days": 0}, "badge_holds_for_some_time"),
        ({"slug": "rescuer"}, "badge_slug_once_per_company"),
    ],
)
def test_the_database_refuses_half_a_badge(begun, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Badge.objects.create(**({"company": begun.acme, "slug": "mine", "name": "Mine"} | fields))
