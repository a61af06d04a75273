"""What runs by itself: how often in seconds, or at which minute of every hour or day; and on which queue."""

from typing import Any, Final

from celery.schedules import crontab

SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "sweep-open-deliveries": {"task": "events.sweep", "schedule": 5.0},
    "purge-rate-windows": {"task": "web.purge_rate_windows", "schedule": 3600.0},
    "seal-the-ledger": {"task": "ledger.seal", "schedule": 3600.0},
    "verify-the-ledger": {"task": "ledger.verify", "schedule": 3600.0},
    "learn-what-stayed-behind": {"task": "memory.sweep", "schedule": 5.0},
    "forget-who-does-not-agree": {"task": "memory.forget", "schedule": crontab(hour=2, minute=29)},
    "learn-again-without-what-is-gone": {"task": "memory.rebuild", "schedule": crontab(hour=2, minute=47)},
    "vest-points": {"task": "earning.vest", "schedule": 60.0},
    "begin-badges": {"task": "badges.begin", "schedule": 3600.0},
    "settle-trust-levels": {"task": "reputation.settle_levels", "schedule": 3600.0},
    "sweep-the-pots": {"task": "earning.sweep", "schedule": 3600.0},
    "look-for-unfair-points": {"task": "integrity.scan", "schedule": crontab(minute=41)},
    "forget-traces": {"task": "integrity.purge_traces", "schedule": crontab(minute=23)},
    "remind-of-appeals": {"task": "moderation.remind", "schedule": crontab(minute=7)},
    "remind-of-cases": {"task": "integrity.remind", "schedule": crontab(minute=11)},
    "settle-payouts": {"task": "payouts.settle", "schedule": 60.0},
    "ask-after-payouts": {"task": "payouts.ask", "schedule": 60.0},
    "expire-points": {"task": "payouts.expire", "schedule": 3600.0},
    "roll-up-clocks": {"task": "clocks.roll_up", "schedule": 60.0},
    "recompute-late-days": {"task": "clocks.recompute", "schedule": crontab(hour=3, minute=17)},
    "settle-promises": {"task": "promise.settle", "schedule": 60.0},
    "escalate-waiting-questions": {"task": "promise.escalate", "schedule": 60.0},
    "ask-the-next-helpers": {"task": "routing.widen", "schedule": 60.0},
    "forget-offers": {"task": "routing.sweep", "schedule": crontab(minute=37)},
    "mail-statements": {"task": "payouts.statements", "schedule": 3600.0},
    "compute-expected-times": {"task": "expectation.compute", "schedule": crontab(minute=2)},
    "link-the-speed-pages": {"task": "speed.remember", "schedule": 3600.0},
    "look-at-experiments": {"task": "experiments.look", "schedule": crontab(minute=29)},
    "settle-terms": {"task": "search.settle_terms", "schedule": crontab(minute=37)},
    "embed-questions": {"task": "search.embed_questions", "schedule": crontab(minute="*/10")},
    "watch-the-answers": {"task": "speed.watch", "schedule": crontab(minute=17)},
    "roll-up-learning": {"task": "accountability.roll_up", "schedule": crontab(minute=1)},
    "audit-the-learning": {"task": "accountability.audit", "schedule": crontab(hour=3, minute=7)},
    "remind-of-findings": {"task": "accountability.remind", "schedule": crontab(minute=41)},
    "measure-what-learning-is-worth": {"task": "accountability.measure_worth", "schedule": crontab(hour=3, minute=31)},
}

# Whoever has just asked, answered or withdrawn waits for nothing that takes minutes: that has a queue and a worker of its
# own. The nightly order counts there, one after the other: first learn without what is gone, then look back.
QUEUE: Final = "celery"
LONG_QUEUE: Final = "long"
ROUTES: Final[dict[str, dict[str, str]]] = {
    "memory.rebuild": {"queue": LONG_QUEUE},
    "accountability.audit": {"queue": LONG_QUEUE},
    "accountability.measure_worth": {"queue": LONG_QUEUE},
    "accountability.measure_worth_of": {"queue": LONG_QUEUE},
    "badges.begin": {"queue": LONG_QUEUE},
    "search.embed_questions": {"queue": LONG_QUEUE},
}
