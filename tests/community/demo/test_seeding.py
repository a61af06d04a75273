from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db.models import Count, F, Q

from accounts.models import Company, Membership, Person
from community import clock
from community.demo.consistency import load_all
from community.demo.logins import DEMO_LOGINS, DEMO_PASSWORD, DemoLogin
from community.demo.seeding import Seeded, seed_demo
from community.events.models import Delivery, Event
from community.personalization.accountability.models import Audit, Velocity, Worth
from community.questions.models import Acceptance, Answer, Comment, Episode, Post, Question, Revision, Tag, Topic, Vote
from community.questions.state import derive_state, facts_of
from community.search.models import SearchDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_seeding")]
TABLES = (Company, Membership, Person, EmailAddress, Topic, Tag, Post, Question, Vote, Episode, Event, Delivery)


def question(title: str) -> Question:
    return Question.objects.select_related("post").get(title__startswith=title)


def test_everything_in_the_files_is_in_the_database(seeded: Seeded) -> None:
    questions = [q for company in load_all() for q in company.questions]
    answers = [answer for q in questions for answer in q.answers]

    assert seeded.questions == len(questions) == Question.objects.count()
    assert Answer.objects.count() == len(answers)
    assert Vote.objects.count() == sum(len(answer.votes) for answer in answers)
    assert Comment.objects.count() == sum(len(page.comments) for page in (*questions, *answers))
    assert Acceptance.objects.count() == sum(answer.accepted is not None for answer in answers)


def test_a_second_run_changes_nothing_and_says_so(seeded: Seeded) -> None:
    before = [table.objects.count() for table in TABLES]

    assert seed_demo() == Seeded(companies=(), questions=0)
    assert [table.objects.count() for table in TABLES] == before


def test_states_and_counters_are_what_the_domain_computes(seeded: Seeded) -> None:
    for asked in Question.objects.select_related("post"):
        facts = facts_of(asked)
        assert asked.state == derive_state(facts), asked.title
        assert asked.needs_answer == facts.needs_answer, asked.title
        assert asked.answer_count == facts.answers, asked.title
        assert asked.first_answered_at == facts.first_answered_at, asked.title


def test_every_state_occurs(seeded: Seeded) -> None:
    assert set(Question.objects.values_list("state", flat=True)) == set(Question.State.values)


def test_vote_and_me_too_counters_equal_the_rows(seeded: Seeded) -> None:
    helpful, unhelpful = (Count("votes", filter=Q(votes__value=value)) for value in (1, -1))
    posts = Post.objects.annotate(helpful=helpful, unhelpful=unhelpful)

    assert not posts.exclude(helpful=F("helpful_count"), unhelpful=F("unhelpful_count")).exists()
    assert not Question.objects.annotate(rows=Count("me_toos")).exclude(rows=F("me_too_count")).exists()
    assert not Tag.objects.annotate(rows=Count("questions")).exclude(rows=F("question_count")).exists()


def test_open_questions_have_one_open_episode_and_ended_ones_none(seeded: Seeded) -> None:
    open_episodes = Count("episodes", filter=Q(episodes__ended_at__isnull=True))
    for asked in Question.objects.annotate(open_episodes=open_episodes):
        assert asked.open_episodes == int(asked.is_open), asked.title


def test_a_solution_that_failed_begins_a_second_episode(seeded: Seeded) -> None:
    asked = question("Home screen widget shows 0 GB")

    assert asked.state == Question.State.REOPENED
    assert asked.needs_answer
    assert list(asked.episodes.order_by("number").values_list("outcome", flat=True)) == ["resolved", ""]


def test_two_letters_are_no_answer(seeded: Seeded) -> None:
    asked = question("Is there a student price")

    assert asked.answer_count == 1
    assert asked in Question.objects.unanswered()


def test_the_spam_is_hidden_and_its_author_suspended(seeded: Seeded) -> None:
    spam = question("CHEAP unlimited top up").post

    assert spam.visibility == Post.Visibility.HIDDEN
    assert spam.author.is_suspended(clock.now())


def test_an_edited_post_keeps_what_it_said_before(seeded: Seeded) -> None:
    revision = Revision.objects.get(post=question("APN entry disappears").post)

    assert "carrier_enabled" not in revision.markdown
    assert "carrier_enabled" in revision.post.markdown


def test_the_past_is_recorded_as_a_seed_that_nobody_is_told_of(seeded: Seeded) -> None:
    assert set(Event.objects.values_list("source", "recorded_at").distinct()) == {("seed", clock.now())}
    assert not Delivery.objects.exists()


def test_everything_that_may_be_read_can_be_searched(seeded: Seeded) -> None:
    visible = Question.objects.filter(post__visibility=Post.Visibility.VISIBLE)

    assert set(SearchDocument.objects.values_list("question", flat=True)) == set(visible.values_list("pk", flat=True))


def test_nothing_happened_in_the_future(seeded: Seeded) -> None:
    assert Event.objects.latest("occurred_at").occurred_at <= clock.now()
    assert Post.objects.latest("created_at").created_at < clock.now()


def test_the_log_tells_the_past_in_order(seeded: Seeded) -> None:
    for field in ("pk", "stream_seq"):
        last: dict[tuple[str, str], object] = {}
        for event in Event.objects.order_by(field):
            key = (event.company, event.stream if field == "stream_seq" else "")
            assert last.get(key, event.occurred_at) <= event.occurred_at  # type: ignore[operator]
            last[key] = event.occurred_at


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.email)
def test_demo_logins_can_sign_in_at_once(seeded: Seeded, login: DemoLogin) -> None:
    person = authenticate(username=login.email, password=DEMO_PASSWORD)

    assert isinstance(person, Person)
    assert EmailAddress.objects.filter(user=person, email=login.email, verified=True, primary=True).exists()
    assert person.memberships.filter(company__slug=login.company).exists()


def test_one_person_is_a_customer_of_both_companies(seeded: Seeded) -> None:
    memberships = Person.objects.get(email="rosa@lark.example").memberships

    assert set(memberships.values_list("company__slug", "display_name")) == {
        ("lark", "Rosa Delgado"),
        ("fern", "Rosa D."),
    }


def test_no_page_about_the_learning_is_empty(seeded: Seeded) -> None:
    for measured in (Velocity, Worth, Audit):
        assert measured.objects.values("company").distinct().count() == len(seeded.companies)
