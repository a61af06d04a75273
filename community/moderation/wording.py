"""The audit log in plain words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "post.hidden": _("Hidden"),
    "post.restored": _("Shown again"),
    "post.edited": _("Edited"),
    "question.locked": _("Locked"),
    "question.unlocked": _("Unlocked"),
    "question.closed": _("Closed"),
    "question.reopened": _("Opened again"),
    "answer.accepted": _("Answer accepted"),
    "acceptance.withdrawn": _("Acceptance taken back"),
    "member.suspended": _("Suspended"),
    "member.reinstated": _("Suspension ended"),
    "member.role_changed": _("Role or mark changed"),
    "topic.created": _("Topic created"),
    "topic.changed": _("Topic changed"),
    "topic.deleted": _("Topic deleted"),
    "company.changed": _("Settings changed"),
    "program.changed": _("Reward programme changed"),
    "price_list.drafted": _("Price list drafted"),
    "price_list.changed": _("Draft changed"),
    "price_list.discarded": _("Draft discarded"),
    "price_list.activated": _("Price list put into force"),
    "appeal.upheld": _("Appeal upheld"),
    "appeal.rejected": _("Appeal rejected"),
    "reward_case.released": _("Points paid after a review"),
    "reward_case.voided": _("Points not paid after a review"),
    "integrity_rules.changed": _("Rules of fairness changed"),
    "payouts.frozen": _("Payouts stopped"),
    "payouts.thawed": _("Payouts go on"),
    "payout.approved": _("Payout approved"),
    "payout.refused": _("Payout refused"),
    "payout.said_paid": _("Payout said to be paid"),
    "payout.said_failed": _("Payout said to have failed"),
    "payout.late_settled": _("Payout paid late, looked into"),
    "payout.file_made": _("File of bank transfers made"),
    "payout.rules_changed": _("Rules of payouts changed"),
    "payout.webhook_changed": _("Webhook for account credit changed"),
    "speed.page_switched": _("Public speed page switched"),
    "charity.created": _("Charity added"),
    "charity.changed": _("Charity changed"),
    "value.assumptions_changed": _("Assumptions about the value changed"),
    "promise.made": _("Promise made"),
    "ladder.changed": _("Ladder for waiting questions changed"),
    "experiment.registered": _("Experiment registered"),
    "experiment.started": _("Experiment started"),
    "experiment.stopped": _("Experiment stopped"),
    "offers.switched": _("Offers of questions switched"),
    "finding.answered": _("Finding taken on"),
}
TARGETS: dict[str, Any] = {
    "question": _("Question"),
    "answer": _("Answer"),
    "comment": _("Comment"),
    "member": _("Member"),
    "topic": _("Topic"),
    "company": _("Company"),
    "program": _("Reward programme"),
    "price_list": _("Price list"),
    "appeal": _("Appeal"),
    "reward_case": _("Reward case"),
    "integrity_rules": _("Rules of fairness"),
    "payout": _("Payout"),
    "freeze": _("Freeze of payouts"),
    "payout_rules": _("Rules of payouts"),
    "transfer_file": _("File of bank transfers"),
    "charity": _("Charity"),
    "speed_page": _("Public speed page"),
    "value_assumptions": _("Assumptions about the value, version"),
    "promise": _("Promise"),
    "ladder": _("Ladder for waiting questions"),
    "experiment": _("Experiment"),
    "finding": _("Finding"),
    "switch": _("Switch for offers"),
}
# How facts of entries are called that people set in forms; the others are codes.
FACTS: dict[str, Any] = {
    "is_running": _("running"),
    "currency": _("currency"),
    "minor_units_per_point": _("worth of a point"),
    "maturation_days": _("days until points vest"),
    "clawback_floor": _("points a balance may fall below zero"),
    "monthly_pot": _("pot of a month"),
    "soft_cap": _("full rate up to"),
    "rate_above_cap": _("percent above that"),
    "accepted_answer": _("accepted answer"),
    "pays_moderators_choice": _("also when a moderator accepts it"),
    "first_answer": _("first answers of a new helper"),
    "first_answers": _("how many first answers"),
    "helpful_vote": _("helpful vote"),
    "votes_per_answer": _("paid votes for an answer"),
    "reuse": _("re-use of an answer"),
    "reuse_most": _("most for re-use of one answer"),
    "make_good": _("making good a broken promise"),
    "version": _("version"),
    "author": _("author"),
    "points": _("points"),
    "payouts": _("payouts"),
    "active": _("takes gifts"),
    "public": _("open to everybody"),
    "name": _("name"),
    "new_secret": _("new secret"),
    "url": _("address"),
    "offers_cash": _("cash"),
    "offers_credit": _("account credit"),
    "threshold": _("least points for cash"),
    "credit_threshold": _("least points for account credit"),
    "charity_threshold": _("least points for a gift"),
    "cash_months": _("months for cash"),
    "first_day": _("from day"),
    "last_day": _("to day"),
    "second_person_limit": _("two admins from"),
    "default_choice": _("proposed choice"),
    "expiry_months": _("points expire after months without any movement"),
    "expiry_charity": _("expired points go to"),
    "details_wait_hours": _("hours after a change of payout details"),
    "asks_age": _("cash only for adults"),
    "countries": _("countries of bank accounts"),
    "yearly_most": _("most cash in a year"),
    "share_low": _("share that would contact support, at least"),
    "share_middle": _("share that would contact support, probably"),
    "share_high": _("share that would contact support, at most"),
    "cost_low": _("cost of a contact, at least"),
    "cost_middle": _("cost of a contact, probably"),
    "cost_high": _("cost of a contact, at most"),
    "valid_from": _("in force from"),
    "answer_within": _("seconds until the first answer"),
    "answer_share": _("percent with a first answer"),
    "resolution_within": _("seconds until the solution"),
    "resolution_share": _("percent with a solution"),
    "is_on": _("on"),
    "wider": _("minutes until members who answered in the topic lately are told"),
    "helpers": _("minutes until the topic's best helpers are told"),
    "superusers": _("minutes until the most trusted members are told"),
    "staff": _("minutes until moderators and staff are told"),
    "offers": _("offers of questions"),
    "key": _("short name"),
    "hours": _("hours"),
    "shares": _("shares in percent"),
    "most_days": _("days at most"),
    "tau": _("smallest difference of interest"),
    "started_at": _("began"),
    "stopped_at": _("ended"),
    "stop": _("why it ended"),
    "language": _("language"),
}

EFFECTS: dict[str, Any] = {
    "post_hidden": _("A post was hidden"),
    "post_restored": _("A post is shown again"),
    "member_suspended": _("The member can only read for a time"),
    "member_reinstated": _("The member can write again"),
    "reward_held": _("Points are held back"),
    "reward_released": _("Points that were held back are paid"),
    "reward_voided": _("Points that were held back are not paid"),
    "badge_revoked": _("A badge was taken back"),
    "level_lowered": _("The trust level was lowered"),
    "question_offered": _("A question was offered"),
}


def said(action: str) -> str:
    """Return what was done, in the reader's language."""
    return str(ACTIONS.get(action, action))


def said_of(target_kind: str, target_id: str) -> str:
    """Return what it was done to, such as "Question 42"."""
    return f"{TARGETS.get(target_kind, target_kind)} {target_id}".strip()


def facts(values: dict[str, Any]) -> str:
    """Return facts of an entry in one line."""
    return ", ".join(f"{FACTS.get(name, name)}: {_said(value)}" for name, value in values.items())


def _said(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "-" if value in (None, "") else str(value)
