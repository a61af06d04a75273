"""Embeddings of a service: what it is sent, what is kept, and what that changes; against a real server on this machine."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zlib import crc32

import pytest
from django.db import DataError, IntegrityError, transaction

from community.personalization.accountability.queries.cards import cards_of
from community.questions.actions.edit import edit_question
from community.questions.actions.hide import hide_post
from community.questions.models import Question
from community.search.embeddings import BATCH, EmbeddingFailed, HttpEmbeddings, ServiceAway, embedding_provider
from community.search.models import EmbeddingsInUse, QuestionEmbedding
from community.search.queries import related_questions, similar_questions, suggested_questions
from community.search.queries.similar import questions_like
from community.search.tasks import embed
from tests import factories

DIMENSIONS = 32
KEY = "k-123"
# The service knows that these words mean the same.
_MEANINGS = {"bill": "money", "invoice": "money", "rechnung": "money"}


def meaning_of(text: str) -> list[float]:
    """Return how often words of each hash are in a text; those of money say much more."""
    vector = [0.01] * DIMENSIONS
    for word in text.lower().replace("?", " ").split():
        meant = _MEANINGS.get(word, word)
        vector[crc32(meant.encode()) % DIMENSIONS] += 20 if meant == "money" else 0.1
    return vector


class Service:
    """What the server was sent, and how it answers."""

    def __init__(self) -> None:
        self.heard: list[dict] = []
        self.keys: list[str | None] = []
        self.status = 200
        self.answer = None
        self.refuses: str | None = None

    @property
    def texts(self) -> list[str]:
        return [text for body in self.heard for text in body["input"]]

    def reply(self, texts: list[str]) -> bytes:
        if self.answer is not None:
            return self.answer
        rows = [{"index": index, "embedding": meaning_of(text)} for index, text in enumerate(texts)]
        return json.dumps({"data": rows[::-1]}).encode()


@pytest.fixture
def service(settings) -> Iterator[Service]:
    """A service that is set, and asked when the task runs."""
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told.heard.append(body)
            told.keys.append(self.headers["Authorization"])
            said = told.reply(body["input"])
            refused = told.refuses is not None and any(told.refuses in text for text in body["input"])
            self.send_response(413 if refused else told.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    settings.EMBEDDINGS_URL = f"http://127.0.0.1:{server.server_port}/v1/embeddings"
    settings.EMBEDDINGS_MODEL = "hash"
    settings.EMBEDDINGS_DIMENSIONS = DIMENSIONS
    settings.EMBEDDINGS_KEY = KEY
    yield told
    server.shutdown()
    server.server_close()
    thread.join(5)


def kept(**which) -> set[tuple[int, str]]:
    return set(QuestionEmbedding.objects.filter(**which).values_list("question_id", "version"))


def test_only_the_words_of_public_questions_are_sent(cast, publish, deliver_all, service):
    publish("Where is my bill?", "Ask @Bob or write to bob@example.com please.", factories.ANSWER, tags=["invoice"])
    hidden = publish("A secret bill")
    hide_post(moderator=cast.mona, post=hidden.post, reason="Private")
    deliver_all()
    embed()
    assert service.heard == [
        {"model": "hash", "input": ["Where is my bill?\ninvoice\nAsk  or write to  please."]},
    ]
    assert service.keys == [f"Bearer {KEY}"]


def test_what_did_not_change_is_not_sent_again_and_what_did_is(publish, deliver_all, service):
    asked, other = publish("Where is my bill?"), publish("Modem blinks")
    embed()
    embed()
    assert len(service.texts) == 2
    before = dict(QuestionEmbedding.objects.values_list("question_id", "vector"))
    edit_question(
        editor=asked.post.author,
        question=asked,
        title="Where is my voicemail?",
        body="I lost it.",
        topic=asked.topic,
        tags=(),
        version=asked.post.version,
    )
    deliver_all()
    embed()
    assert service.texts[2:] == ["Where is my voicemail?\nI lost it."]
    after = dict(QuestionEmbedding.objects.values_list("question_id", "vector"))
    assert after[other.pk] == before[other.pk] and after[asked.pk] != before[asked.pk]


def test_of_a_hidden_question_nothing_is_kept(cast, publish, deliver_all, service):
    asked, other = publish("Where is my bill?"), publish("Modem blinks")
    embed()
    hide_post(moderator=cast.mona, post=asked.post, reason="Private")
    deliver_all()
    assert {pk for pk, _version in kept()} == {other.pk}


def test_what_means_the_same_comes_first_beside_a_question(acme, publish, service, settings):
    """Words alone prefer what shares them; the service knows what means the same."""
    asked = publish("Bill of April", "It is too high.")
    words = publish("No reception since April", "The phone shows no bars.")
    meaning = publish("Invoice", "Please explain.")
    assert [found.pk for found in questions_like(acme, asked)] == [words.pk]
    embed()
    assert [found.pk for found in questions_like(acme, asked)] == [meaning.pk, words.pk]
    settings.EMBEDDINGS_URL = ""
    assert [found.pk for found in questions_like(acme, asked)] == [words.pk]


def test_it_costs_a_page_no_query_more(acme, publish, service, django_assert_num_queries):
    asked = publish("Bill of April")
    publish("Invoice")
    embed()
    with django_assert_num_queries(1):
        assert len(related_questions(acme, asked)) == 1


def test_nothing_is_sent_while_somebody_types_or_reads(acme, publish, service):
    asked = publish("Bill of April")
    similar_questions(acme, "bill", typing=True)
    suggested_questions(acme, "bill of April")
    related_questions(acme, asked)
    assert service.heard == []


def test_without_a_service_nothing_is_sent(publish, service, settings):
    settings.EMBEDDINGS_URL = ""
    publish("Where is my bill?")
    assert embedding_provider() is None
    embed()
    assert (service.heard, kept()) == ([], set())


def test_questions_in_a_language_that_it_does_not_know_are_not_sent(alpine, deliver_all, service, settings):
    settings.EMBEDDINGS_LANGUAGES = ["de"]
    factories.ask(alpine, "Where is my bill?", language="en")
    german = factories.ask(alpine, "Wo ist meine Rechnung?", language="de")
    deliver_all()
    embed()
    assert {pk for pk, _version in kept()} == {german.pk}


def test_a_service_that_is_broken_is_one_warning_and_the_next_run_goes_on(cast, acme, publish, service, caplog):
    asked, _other = publish("Where is my bill?"), publish("My bill is wrong")
    publish("Modem blinks", author=cast.charlie)
    service.status = 503
    with caplog.at_level(logging.WARNING):
        embed()
    assert [record.getMessage() for record in caplog.records] == [
        "Questions are not embedded by 'http hash 32': The service answered with status 503. The next run tries again."
    ]
    assert len(service.heard) == 1
    assert len(questions_like(acme, asked)) == 1
    service.status = 200
    embed()
    assert len(kept()) == 3


def test_what_is_refused_keeps_nothing_else_waiting(publish, service, caplog):
    others = [publish("Modem blinks"), publish("No signal"), publish("Where is my bill?"), publish("Slow")]
    del others[2]
    service.refuses = "bill"
    with caplog.at_level(logging.WARNING):
        embed()
    assert [record.getMessage().split(": ", 1)[1] for record in caplog.records] == [
        "The service refused a text with status 413. The next run tries again."
    ]
    assert {pk for pk, _version in kept()} == {each.pk for each in others}


def test_a_service_that_refuses_everything_is_soon_left_alone(publish, service):
    for number in range(12):
        publish(f"Bill {number}")
    service.refuses = ""
    embed()
    assert len(service.heard) < 12


@pytest.mark.parametrize(
    "vectors",
    [
        [],
        [[1.0] * DIMENSIONS] * 2,
        [[1.0] * (DIMENSIONS - 1)],
        [[0.0] * DIMENSIONS],
        [[float("nan")] * DIMENSIONS],
        [["x"] * DIMENSIONS],
        [None],
    ],
)
def test_an_answer_that_is_no_vector_is_refused(service, vectors):
    rows = [{"index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    service.answer = json.dumps({"data": rows}).encode()
    with pytest.raises(EmbeddingFailed, match="The service"):
        embedding_provider().encode(["bill"])


def test_vectors_have_length_one_and_come_in_the_order_of_the_texts(service):
    texts = [f"word{number}" for number in range(BATCH + 1)]
    vectors = embedding_provider().encode(texts)
    assert [len(body["input"]) for body in service.heard] == [BATCH, 1]
    for text, vector in zip(texts, vectors, strict=True):
        assert sum(number**2 for number in vector) == pytest.approx(1)
        assert max(vector) == vector[meaning_of(text).index(max(meaning_of(text)))]


def test_where_nobody_answers_the_service_is_away(settings):
    with pytest.raises(ServiceAway):
        HttpEmbeddings("http://127.0.0.1:9/embeddings", "hash", DIMENSIONS).encode(["bill"])


def test_a_new_version_is_read_once_it_covers_nine_in_ten_and_then_the_old_one_goes(cast, publish, service, settings):
    for number in range(10):
        publish(f"Bill {number}")
    embed()
    old = "http hash 32"
    assert EmbeddingsInUse.objects.get(company=cast.acme).version == old
    settings.EMBEDDINGS_MODEL = new = "better"
    new = f"http {new} 32"
    refused = set(Question.objects.of(cast.acme).order_by("pk").values_list("pk", flat=True)[:2])
    QuestionEmbedding.objects.bulk_create(
        QuestionEmbedding(company=cast.acme, question_id=pk, version=new, read=1, vector=each.vector)
        for pk in set(Question.objects.of(cast.acme).values_list("pk", flat=True)) - refused
        for each in QuestionEmbedding.objects.filter(question_id=pk, version=old)
    )
    service.status = 503
    embed()
    assert EmbeddingsInUse.objects.get(company=cast.acme).version == old and len(kept(version=old)) == 10
    one = QuestionEmbedding.objects.get(question_id=min(refused), version=old)
    QuestionEmbedding.objects.create(
        company=cast.acme, question_id=one.question_id, version=new, read=1, vector=one.vector
    )
    embed()
    assert EmbeddingsInUse.objects.get(company=cast.acme).version == new and len(kept(version=old)) == 10
    service.status = 200
    embed()
    assert (len(kept(version=new)), kept(version=old)) == (10, set())


def test_companies_never_meet(cast, acme, publish, service):
    asked = publish("Bill of April")
    publish("Invoice", author=cast.charlie)
    embed()
    assert [len(body["input"]) for body in service.heard] == [1, 1]
    assert QuestionEmbedding.objects.filter(company=cast.acme).get().question_id == asked.pk
    assert questions_like(acme, asked) == []


def test_members_are_told_while_texts_leave_the_host(cast, service, settings):
    def said() -> str:
        return str(next(card for card in cards_of(cast.acme) if card.key == "similar").inputs[0].said)

    assert said() == "The words of public questions"
    settings.EMBEDDINGS_URL = "https://models.example.com/v1/embeddings"
    assert "sent, without names, to models.example.com" in said()
    settings.EMBEDDINGS_URL = ""
    assert said() == "The words of public questions"


@pytest.mark.parametrize("vector", ["[]", "[2,0]", "[0,0]"])
def test_the_database_keeps_no_vector_of_another_length(cast, publish, vector):
    asked = publish("Where is my bill?")
    with pytest.raises((DataError, IntegrityError)):
        QuestionEmbedding.objects.create(company=cast.acme, question=asked, version="http x 2", read=1, vector=vector)


def test_the_database_keeps_one_vector_of_a_version_that_has_a_name(cast, publish):
    asked = publish("Where is my bill?")
    facts = {"company": cast.acme, "question": asked, "read": 1, "vector": "[1,0]"}
    with pytest.raises(IntegrityError, match="embeddings_name_their_version"), transaction.atomic():
        QuestionEmbedding.objects.create(version="", **facts)
    QuestionEmbedding.objects.create(version="http x 2", **facts)
    with pytest.raises(IntegrityError, match="one_embedding_of_a_version"):
        QuestionEmbedding.objects.create(version="http x 2", **facts)
