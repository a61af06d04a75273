"""What was learned can be made again from the log, with the consent of now."""

from dataclasses import replace
from datetime import timedelta
from threading import Event as Signal

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import purposes
from accounts.actions.consent import withdraw_consent
from accounts.purposes import WORDINGS, Purpose
from community import clock
from community.events.models import Delivery, Event
from community.events.record import PastEvent, record_past
from community.personalization.learning import learner
from community.personalization.memory.actions.check import differences, weights_sum
from community.personalization.memory.actions.forget import forget_leftovers
from community.personalization.memory.actions.learn import learn_batch
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.locks import write_alone
from community.personalization.memory.models import (
    Count,
    Exposure,
    Helper,
    Learned,
    LearnedAnswer,
    LearnedQuestion,
    Look,
)
from community.personalization.memory.queries.recall import brought_up, forget_processes_memory
from community.personalization.memory.tasks import forget, rebuild
from community.questions.actions.accept import accept_answer
from community.questions.actions.hide import hide_post, restore_post
from community.questions.events import AnswerPosted
from tests.factories import answer, ask, comment, consent, make_company, make_member, solve
from tests.kept import keep_with
from tests.races import race


@pytest.fixture
def busy(cast, learn_all):
    """Bob and Mona, who agreed, answer by turns over some days; what they do is learned in several batches."""
    keep_with(cast, f"busy helpers, {learner.TEACHABLE} teach", lambda: make_busy(cast, learn_all))
    forget_processes_memory()
    return cast.acme


def make_busy(cast, learn_all):
    for helper in (cast.bob, cast.mona):
        consent(helper, "routing")
    for number in range(8):
        with clock.moved(timedelta(hours=20 * number)):
            asked = ask(cast.alice, f"Question {number} about roaming {number % 3}")
            solve(asked, (cast.bob, cast.mona)[number % 2])
            if number % 3 == 0:
                answer((cast.mona, cast.bob)[number % 2], asked)
            if number % 2:
                learn_all(cast.acme)


def rows_of(company):
    """Return all that is stored of the company, in order, without ids."""
    return [
        list(model.objects.filter(company=company).order_by(*order).values(*fields))
        for model, order, fields in (
            (Count, ("member", "about", "key"), ("member", "about", "key", "values", "moment")),
            (Helper, ("position",), ("member", "position", "last_answer", "hours", "moment")),
            (LearnedAnswer, ("position",), ("member", "question__question", "position", "moment", "accepted")),
            (LearnedQuestion, ("position",), ("question", "number", "moment", "words", "weights", "standing")),
            (Learned, ("company",), ("position", "asked", "labelled", "weights", "squares", "leads", "begun")),
        )
    ]


def test_a_rebuild_gives_the_same_rows_to_the_bit(busy):
    before, weights = rows_of(busy), weights_sum(brought_up(None, busy.pk))
    assert Learned.objects.get().labelled > 0 and Learned.objects.get().leads
    assert list(differences(busy)) == []
    rebuild_memory(busy)
    assert rows_of(busy) == before and weights_sum(brought_up(None, busy.pk)) == weights
    assert list(differences(busy)) == []


@pytest.fixture
def few_teach(monkeypatch):
    """The last two questions teach the weights, as the last thousand do elsewhere."""
    monkeypatch.setattr(learner, "TEACHABLE", 2)


def test_the_gate_hears_of_every_answered_question_however_many_are_asked(few_teach, busy):
    """Also of those that have left the ones that teach before they are three days old."""
    learned = Learned.objects.get()
    assert learned.asked == 8 and learned.labelled == len(learned.leads) == 6
    assert list(differences(busy)) == []


def test_a_changed_row_is_found(busy, capsys):
    count = Count.objects.filter(about="all").first()
    Count.objects.filter(pk=count.pk).update(values=[value + 1e-6 for value in count.values])
    Learned.objects.update(weights=[weight + 1e-15 for weight in Learned.objects.get().weights])
    with pytest.raises(SystemExit):
        call_command("rebuild_personalization", "--company", "acme", "--check")
    said = capsys.readouterr()
    assert f"member {count.member_id}: the counts of all differ" in said.out and "acme: the weights are" in said.out
    call_command("rebuild_personalization", "--company", "acme")
    call_command("rebuild_personalization", "--check")
    assert "Nothing differs." in capsys.readouterr().out


def test_an_unknown_company_is_told(db):
    with pytest.raises(CommandError, match="no company with the short name nowhere"):
        call_command("rebuild_personalization", "--company", "nowhere")


def test_nobody_who_withdrew_moves_a_weight_after_the_night(busy, cast, deliver_all):
    """The weights of the night after are those of a community in which Bob never answered."""
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    deliver_all()
    assert any("somebody withdrew" in sentence for sentence in differences(busy))
    drifted = weights_sum(brought_up(None, busy.pk))
    assert rebuild() == 1 and rebuild() == 0
    assert weights_sum(brought_up(None, busy.pk)) != drifted
    assert not Count.objects.filter(member=cast.bob).exists() and Count.objects.filter(member=cast.mona).exists()
    assert list(differences(busy)) == []
    standing = LearnedQuestion.objects.order_by("-number").first().standing
    assert len(standing) == 10 * 8


def test_what_was_hidden_is_gone_after_the_night(busy, cast, deliver_all):
    found = LearnedAnswer.objects.filter(member=cast.bob).first()
    post = cast.bob.posts.filter(answer__question=found.question.question_id).first()
    hide_post(moderator=cast.mona, post=post, reason="Spam")
    deliver_all()
    assert rebuild() == 1
    assert not LearnedAnswer.objects.filter(member=cast.bob, question__question=found.question.question_id).exists()
    assert list(differences(busy)) == []
    restore_post(moderator=cast.mona, post=post)
    deliver_all()
    assert Learned.objects.get().stale_since is not None and rebuild() == 1
    assert LearnedAnswer.objects.filter(member=cast.bob, question__question=found.question.question_id).exists()


@pytest.mark.django_db(transaction=True)
def test_no_worker_waits_while_the_memory_is_made_again(cast, learn_all, deliver_all):
    consent(cast.bob, "routing")
    found = solve(ask(cast.alice), cast.bob)
    learn_all(cast.acme)
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    hide_post(moderator=cast.mona, post=found.post, reason="Spam")
    waiting = Delivery.objects.open().filter(follower__in=["personalization.forget", "personalization.unlearn"])
    rebuilding, delivered = Signal(), Signal()

    def rebuild_or_deliver(number):
        if number == 0:
            with transaction.atomic():
                write_alone(cast.acme.pk)
                rebuilding.set()
                return delivered.wait(10)
        assert rebuilding.wait(10)
        deliver_all()
        delivered.set()
        return [receipt.attempts for receipt in waiting.all()]

    assert race(2, rebuild_or_deliver) == {"True": 1, "[0, 0]": 1}
    with clock.moved(timedelta(minutes=1)):
        deliver_all()
    assert not waiting.exists() and not LearnedAnswer.objects.exists()
    assert Learned.objects.get().stale_since is not None


def test_a_hidden_comment_changes_nothing(busy, cast, deliver_all):
    written = comment(cast.alice, cast.bob.posts.first().answer.question)
    hide_post(moderator=cast.mona, post=written.post, reason="Spam")
    deliver_all()
    assert Learned.objects.get().stale_since is None


def test_what_comes_during_a_rebuild_is_learned_by_the_next(busy):
    rebuild_memory(busy)
    learned = Learned.objects.get()
    assert learned.rebuilt_at < learned.learned_at


def test_a_rebuild_that_is_started_twice_runs_once(busy):
    Learned.objects.update(stale_since=clock.now())
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('memory.rebuild'), hashint8(%s))", [busy.pk])
            assert rebuild() == 0
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert rebuild() == 1


def test_nothing_is_left_after_a_rebuild_of_whoever_agreed_to_an_older_text(busy, cast, monkeypatch):
    older = WORDINGS[Purpose.ROUTING]
    monkeypatch.setattr(purposes, "WORDINGS", {**WORDINGS, Purpose.ROUTING: (*older, replace(older[-1], number=3))})
    rebuild_memory(busy)
    assert not Helper.objects.exists() and not Count.objects.exists()


def test_an_import_is_learned_by_the_rebuild_only(busy, cast):
    question, other = ask(cast.alice), make_member(cast.acme, "Otto")
    with clock.moved(timedelta(days=-9)):
        consent(other, "routing")
    found = answer(other, question)
    happened = AnswerPosted(
        company=busy.key, actor=other.key, question=LearnedQuestion.objects.first().question_id, answer=found.pk,
        purpose="attempt", substantive=True, by_asker=False,
    )  # fmt: skip
    past = PastEvent(happened=happened, occurred_at=clock.now() - timedelta(days=1))
    record_past([past], source=Event.Source.IMPORT)
    assert any("1 events of imports" in sentence for sentence in differences(busy))
    assert rebuild() == 1
    # It stands before all lessons, where its question is not known yet.
    assert list(differences(busy)) == [] and not Helper.objects.filter(member=other).exists()


def test_leftovers_are_swept(busy, cast):
    """Whatever kept the follower from it: within a day the rows are gone."""
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    Exposure.objects.create(
        company=busy, member=cast.mona, surface="feed", kind="question", object_id=1, position=1, shown_at=clock.now()
    )
    assert forget_leftovers(busy) == 2 and forget_leftovers(busy) == 0
    assert not Helper.objects.filter(member=cast.bob).exists() and not Exposure.objects.exists()


def test_what_was_shown_goes_after_90_days_and_without_consent_at_once(cast):
    """Also where nothing was learned."""
    consent(cast.bob, "feed")
    row = {"company": cast.acme, "surface": "feed", "kind": "question", "object_id": 1, "position": 1}
    kept, *_gone = [
        Exposure.objects.create(member=member, shown_at=clock.now() - timedelta(days=days), **row)
        for member, days in ((cast.bob, 89), (cast.bob, 91), (cast.mona, 0))
    ]
    for days in (89, 91):
        look = {"company": cast.acme, "member": cast.bob, "shown_at": clock.now() - timedelta(days=days)}
        Look.objects.create(surface="feed" if days == 89 else "offers", **look)
    assert forget() == 1 and Exposure.objects.get() == kept and Look.objects.get().surface == "feed"


ACTS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["ask", "answer", "accept", "hide", "yes", "no", "learn"])),
    max_size=25,
)


class History:
    """A community of five to which anything may happen; the last two never agree to anything."""

    def __init__(self, deliver_all):
        self.deliver_all = deliver_all
        self.company = make_company()
        self.members = [make_member(self.company, role="moderator") for _number in range(5)]
        self.questions, self.agree = [ask(self.members[4], "How do I begin here")], set()

    def do(self, number, act):
        member = self.members[number]
        question = self.questions[-1 - number % len(self.questions)]
        if act == "ask":
            self.questions.append(ask(member, f"Question about {number} and {len(self.questions)}"))
        elif act == "answer":
            if question.post.author_id != member.pk:
                answer(member, question)
        elif act == "accept" and (found := question.answers.exclude(post__author=question.post.author_id).first()):
            if found.post.is_visible:
                accept_answer(member=question.post.author, answer=found)
        elif act == "hide" and (found := question.answers.first()):
            hide_post(moderator=self.members[4], post=found.post, reason="Spam")
        elif act == "yes" and number < 3 and number not in self.agree:
            consent(member, "routing")
            self.agree.add(number)
        elif act == "no" and number in self.agree:
            withdraw_consent(member=member, purpose="routing", surface="choices")
            self.agree.discard(number)
        elif act == "learn":
            self.learn()

    def learn(self):
        self.deliver_all()
        while learn_batch(self.company):
            pass

    def check(self):
        """Nothing is stored of anybody who does not agree now, and the rest is what the log says."""
        known = {
            member
            for model in (Count, Helper, LearnedAnswer)
            for member in model.objects.filter(company=self.company).values_list("member", flat=True)
        }
        assert known <= {self.members[number].pk for number in self.agree}
        people = {int(member) for member in brought_up(None, self.company.pk).learner.state.people}
        assert people == set(Helper.objects.filter(company=self.company).values_list("member", flat=True))
        rebuild_memory(self.company)
        forget_processes_memory()
        assert list(differences(self.company)) == []


def run(deliver_all, acts):
    history = History(deliver_all)
    for number, act in acts:
        history.do(number, act)
    history.learn()
    history.check()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_nothing_is_kept_of_whoever_does_not_agree(db, deliver_all, acts):
    run(deliver_all, acts)


@pytest.mark.prove
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_happens_for_long_nothing_is_kept_of_whoever_does_not_agree(db, deliver_all, acts):
    run(deliver_all, acts)
