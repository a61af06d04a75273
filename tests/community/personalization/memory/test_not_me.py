"""What a member says not to be is left out at once, is listed, can be taken back, and is no fact about anybody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions.consent import withdraw_consent
from community import clock
from community.events.models import Event
from community.personalization.learning.features import NAMES
from community.personalization.learning.refused import Refused
from community.personalization.memory.actions.forget import forget_leftovers
from community.personalization.memory.actions.not_me import Signal, say_not_me, take_back_not_me
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.models import Learned, LearnedAnswer, NotMe
from community.personalization.memory.privacy import MemoryData
from community.personalization.memory.queries.asking import asked_of
from community.personalization.memory.queries.not_me import Said, refused_by, said_by
from community.personalization.memory.queries.ranking import GROUPS, rank
from community.personalization.memory.queries.shown import told_to
from community.web.errors import NotAllowed
from tests.factories import ask, consent, make_member, make_topic, solve
from tests.kept import keep_with

pytestmark = pytest.mark.django_db
PAGE = "/c/acme/settings/choices/"
AT = datetime(2026, 3, 10, 14, tzinfo=UTC)


@pytest.fixture
def roaming(cast, learn_all):
    """Bob, who agreed, solved two questions about roaming at two o'clock; the model serves."""
    with clock.frozen_at(AT):
        yield keep_with(cast, "roaming at two o'clock", lambda: make_roaming(cast, learn_all))


def make_roaming(cast, learn_all):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    topic = make_topic(cast.acme, "Roaming")
    consent(cast.bob, "routing")
    for other in ("My bill is too high", "Which phone do you sell?"):
        ask(cast.alice, other)
    for more in ("", " again"):
        solve(ask(cast.alice, f"Roaming in Norway is slow{more}", topic=topic), cast.bob)
    learn_all(cast.acme)
    Learned.objects.update(leads=[0.1] * 500, era=9)
    return topic


def ranked(cast, question, refused=None):
    """Rank Bob beside somebody who has answered nothing; return it with Bob's place."""
    eve = make_member(cast.acme)
    consent(eve, "routing")
    ranking = rank(cast.acme, asked_of(question), [eve.pk, cast.bob.pk], refused=refused)
    assert ranking.contributions.sum(axis=1) == pytest.approx(ranking.scores - _base(ranking), abs=1e-9)
    return ranking


def _base(ranking):
    return ranking.scores[0] - sum(ranking.contributions[0])


@pytest.mark.parametrize("group", ["topic", "language"])
def test_a_topic_or_language_that_is_refused_adds_nothing_to_a_question_of_it(cast, roaming, group):
    question = ask(cast.alice, "No roaming in Norway any more", topic=roaming)
    say_not_me(member=cast.bob, signals=[Signal(group, str(roaming.pk) if group == "topic" else "en")])
    before, after = ranked(cast, question), ranked(cast, question, {cast.bob.pk: refused_by(cast.bob)})
    assert before.why(1)[group] != 0 and after.why(1)[group] == 0
    assert after.scores[1] == pytest.approx(before.scores[1] - before.why(1)[group], abs=1e-9)
    other = ask(cast.alice, "Wo ist meine Karte?", language="de")
    one, two = ranked(cast, other), ranked(cast, other, {cast.bob.pk: refused_by(cast.bob)})
    assert one.scores.tolist() == two.scores.tolist()


def test_a_question_that_is_refused_counts_as_if_it_had_not_been_answered(cast, roaming):
    question = ask(cast.alice, "No roaming in Norway any more", topic=roaming)
    first, again = LearnedAnswer.objects.order_by("position").values_list("question__question", flat=True)
    text, similar = NAMES.index("text"), NAMES.index("similar")
    before = ranked(cast, question)
    assert set(before.past[1]) == {first, again}
    one = ranked(cast, question, {cast.bob.pk: Refused(questions=frozenset([first]))})
    assert one.past[1] == (again,) and one.rows[1][text] != before.rows[1][text]
    both = ranked(cast, question, {cast.bob.pk: Refused(questions=frozenset([first, again]))})
    assert both.past[1] == () and both.rows[1][text] == 0 and both.rows[1][similar] == both.rows[0][similar]
    assert [each for each in NAMES if both.rows[1][NAMES.index(each)] != before.rows[1][NAMES.index(each)]] == [
        "text",
        "similar",
    ]


def test_an_hour_that_is_refused_is_no_habit(cast, roaming):
    question, hour = ask(cast.alice, "No roaming in Norway any more", topic=roaming), NAMES.index("hour")
    before = ranked(cast, question)
    after = ranked(cast, question, {cast.bob.pk: Refused(hours=frozenset([AT.hour]))})
    assert after.rows[1][hour] < before.rows[1][hour]
    assert ranked(cast, question, {cast.bob.pk: Refused(hours=frozenset([3]))}).rows[1][hour] == before.rows[1][hour]
    assert set(GROUPS) == set(after.why(1))


def test_it_is_one_click_beside_what_is_remembered_and_one_click_back(cast, roaming, browser_of):
    browser, signal = browser_of(cast.bob), f"topic:{roaming.pk}"
    page = browser.get(PAGE).content.decode()
    assert page.count("This is not me") >= 3 and f'value="{signal}"' in page
    assert browser.post("/c/acme/settings/not-me/", {"signal": signal}).headers["Location"] == f"{PAGE}#not-me"
    browser.post("/c/acme/settings/not-me/", {"signal": [f"hour:{AT.hour}"]})
    told = told_to(cast.bob)
    assert [line.about for line in told.lines] == ["all", "language"] and not told.hours
    page = browser.get(PAGE).content.decode()
    assert "answers about “Roaming”" in page and f"the hour from {AT.hour}:00 (UTC)" in page
    back = {"signal": signal, "act": "take_back", "next": "/c/acme/for-you/"}
    assert browser.post("/c/acme/settings/not-me/", back).headers["Location"] == "/c/acme/for-you/"
    assert [line.about for line in told_to(cast.bob).lines] == ["all", "language", "topic"]
    assert list(Event.objects.of_types("not_me.said", "not_me.taken_back").order_by("pk").values_list("payload")) == [
        ({"member": cast.bob.pk, "about": about, "key": key},)
        for about, key in (("topic", str(roaming.pk)), ("hour", str(AT.hour)), ("topic", str(roaming.pk)))
    ]


def test_nobody_refuses_what_is_not_counted_about_them(cast, roaming, browser_of):
    mine = LearnedAnswer.objects.values_list("question__question", flat=True)[0]
    foreign = make_topic(cast.bolt, "Bolts")
    wrong = [("topic", str(foreign.pk)), ("hour", "24"), ("hour", "07"), ("language", "xx"), ("all", ""), ("", "")]
    for about, key in [*wrong, ("question", str(ask(cast.alice).pk))]:
        with pytest.raises(NotAllowed, match="nothing that is counted"):
            say_not_me(member=cast.bob, signals=[Signal(about, key)])
    assert say_not_me(member=cast.bob, signals=[Signal("question", str(mine))]) == 1
    assert say_not_me(member=cast.bob, signals=[Signal("question", str(mine))]) == 0
    with pytest.raises(NotAllowed, match="without your yes"):
        say_not_me(member=cast.mona, signals=[Signal("language", "en")])
    assert take_back_not_me(member=cast.mona, signals=[Signal("question", str(mine))]) == 0


def test_nothing_is_taken_back_that_cannot_have_been_said(cast, roaming, browser_of):
    browser = browser_of(cast.bob)
    say_not_me(member=cast.bob, signals=[Signal("hour", str(hour)) for hour in range(24)])
    for signal in ("topic:\x00", "\x00:1", "mood:1", "hour:07", "topic", f"question:{'9' * 30}"):
        page = browser.post("/c/acme/settings/not-me/", {"signal": [signal, "hour:7"], "act": "take_back"})
        assert page.headers["Location"] == f"{PAGE}#not-me"
    assert 7 not in refused_by(cast.bob).hours and NotMe.objects.count() == 23
    wrong, hours = [Signal("topic", "\x00")], [Signal("hour", str(hour)) for hour in range(24)]
    assert take_back_not_me(member=cast.bob, signals=[*hours, *hours, *wrong]) == 23


def test_what_was_said_is_named_by_one_query_that_finds_each_by_its_number(cast, roaming):
    question = LearnedAnswer.objects.order_by("position").values_list("question__question", flat=True)[0]
    said = [("topic", str(roaming.pk)), ("question", str(question)), ("language", "de"), ("hour", "7")]
    say_not_me(member=cast.bob, signals=[Signal(*each) for each in said])
    with CaptureQueriesContext(connection) as queries:
        found = said_by(cast.bob)
    names = ["Roaming", "Roaming in Norway is slow", "German", "7"]
    assert found == [Said(*each, name) for each, name in zip(said, names, strict=True)] and len(queries) == 1
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    # The keys become numbers, not the numbers text: an index is of numbers.
    assert "::character varying" not in plan and "(id = CASE" in plan


def test_it_outlives_a_rebuild_and_goes_with_the_last_yes_that_uses_it(cast, roaming, deliver_all):
    consent(cast.bob, "feed")
    say_not_me(member=cast.bob, signals=[Signal("language", "en")])
    rebuild_memory(cast.acme)
    assert refused_by(cast.bob) == Refused(languages=frozenset(["en"]))
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    deliver_all()
    assert NotMe.objects.count() == 1
    withdraw_consent(member=cast.bob, purpose="feed", surface="choices")
    assert forget_leftovers(cast.acme) == 1 and not NotMe.objects.exists()


def test_members_take_it_along_and_have_it_erased(cast, roaming):
    say_not_me(member=cast.bob, signals=[Signal("language", "en")])
    assert [(row["about"], row["key"]) for row in MemoryData().export(cast.bob.pk)["not_me"]] == [("language", "en")]
    MemoryData().erase(cast.bob.pk)
    assert not NotMe.objects.exists()


def test_the_database_knows_what_can_be_refused_and_keeps_it_once(cast):
    NotMe.objects.create(company=cast.acme, member=cast.bob, about="hour", key="7")
    for about, key in (("hour", "7"), ("mood", "bad"), ("topic", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            NotMe.objects.create(company=cast.acme, member=cast.bob, about=about, key=key)
