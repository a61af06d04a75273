"""From what happened in a question to when things happened in each of its episodes: one pure function.

The follower that runs while people write and the command that rebuilds everything both call `fold`, so they cannot
disagree. Everything that decides stands in the events of the question's stream and in the pauses of its company.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from community.insights.clocks.definitions import CLOCK_VERSION
from community.insights.clocks.thread import Episode, Reply, Thread

_EXACT: Final = "exact"
_PEER: Final = "peer"
_SERVICE: Final = "service"


class Happened(NamedTuple):
    """What the fold reads of an event."""

    type: str
    actor: str
    payload: Mapping[str, Any]
    source: str
    time_quality: str
    occurred_at: datetime


class Reading(NamedTuple):
    """One clock as its events tell it: the columns of `Clock`, in their order, without the company's."""

    question_id: int
    episode: int
    source: str
    exclusion: str
    asker_id: int | None
    topic_at_asking_id: int
    topic_id: int
    language: str
    channel: str
    asked_at: datetime
    first_response_at: datetime | None
    first_answer_at: datetime | None
    first_answer: int | None
    first_answerer_id: int | None
    first_answerer_standing: str
    resolved_at: datetime | None
    resolution_quality: str
    basis: str
    solution: int | None
    solution_posted_at: datetime | None
    solver_id: int | None
    solver_standing: str
    reopened_at: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None
    closing: str
    censored_at: datetime | None
    paused_before_answer: float
    paused_before_resolution: float
    first_paused_at: datetime | None
    paused_since: datetime | None
    answers_before_resolution: int
    follow_ups_before_resolution: int
    definition_version: int


FIELDS: Final = Reading._fields


def fold(events: Iterable[Happened], pauses: Sequence[datetime]) -> list[Reading]:
    """Return the clock of every episode that the events of one question's stream tell of, given in their order.

    `pauses` are the moments at which the company closed its community, in order: what had not ended by then is watched
    no longer, and stays so when the community opens again. A stream that does not tell of the asking has no clocks.
    """
    thread = Thread()
    for event in events:
        step = _STEPS.get(event.type)
        if step is not None:
            step(thread, event)
    return [_read(thread, number, pauses) for number in range(len(thread.episodes))]


def _asked(thread: Thread, event: Happened) -> None:
    facts = event.payload
    thread.question, thread.asker = facts["question"], _member(event.actor)
    thread.topic_at_asking = thread.topic = facts["topic"]
    thread.language, thread.channel = facts["language"], facts.get("channel", "forum")
    thread.source = event.source
    thread.is_visible = facts.get("visible", True)
    thread.episodes.append(Episode(event.occurred_at, event.time_quality))


def _edited(thread: Thread, event: Happened) -> None:
    thread.topic = event.payload.get("topic") or thread.topic
    if not event.payload.get("visible", True):
        thread.is_visible = False


def _answered(thread: Thread, event: Happened) -> None:
    facts = event.payload
    reply = _written(thread, event, facts["answer"])
    if facts["substantive"]:
        reply.substantive_since = event.occurred_at


def _commented(thread: Thread, event: Happened) -> None:
    _written(thread, event, event.payload["comment"])


def _written(thread: Thread, event: Happened, post: int) -> Reply:
    facts, author = event.payload, _member(event.actor)
    standing = facts.get("standing", _PEER)
    reply = Reply(post, author, standing, event.occurred_at, is_visible=facts.get("visible", True))
    reply.is_by_asker = facts.get("by_asker", author is not None and author == thread.asker)
    thread.replies[post] = reply
    return reply


def _reply_edited(thread: Thread, event: Happened) -> None:
    facts = event.payload
    reply = thread.replies.get(facts["answer"] if "answer" in facts else facts["comment"])
    if reply is None:
        return
    reply.is_visible = facts.get("visible", reply.is_visible)
    # Whether a hidden text is an answer is told when it is shown again.
    if reply.is_visible and "substantive" in facts:
        reply.became(facts["substantive"], event.occurred_at)


def _hidden(thread: Thread, event: Happened) -> None:
    post = event.payload["post"]
    if post == thread.question:
        thread.is_visible = False
    elif post in thread.replies:
        thread.replies[post].is_visible = False


def _restored(thread: Thread, event: Happened) -> None:
    post = event.payload["post"]
    if post == thread.question:
        thread.is_visible = True
    elif post in thread.replies:
        reply = thread.replies[post]
        reply.is_visible = True
        reply.seen_at = reply.seen_at or event.occurred_at
        reply.became(event.payload.get("substantive", reply.substantive_since is not None), event.occurred_at)


def _accepted(thread: Thread, event: Happened) -> None:
    episode, facts = thread.episode_of(event.payload), event.payload
    if episode is None or episode.closed_at is not None:
        return
    if episode.resolved_at is None:
        episode.resolved_at, episode.resolution_quality = event.occurred_at, event.time_quality
        episode.basis = facts["basis"]
    episode.solution, episode.solver = facts["answer"], facts["answer_author"]


def _reopened(thread: Thread, event: Happened) -> None:
    if thread.episodes:
        thread.episodes[-1].reopened_at = event.occurred_at
        thread.episodes.append(Episode(event.occurred_at, event.time_quality))


def _closed(thread: Thread, event: Happened) -> None:
    episode = thread.episode_of(event.payload)
    if episode is None or episode.resolved_at is not None:
        return
    actor = _member(event.actor)
    episode.closed_at = event.occurred_at
    episode.closing = "imported" if actor is None else "asker" if actor == thread.asker else "moderator"


def _state_changed(thread: Thread, event: Happened) -> None:
    thread.helpers_wait(event.payload["after"] == "needs_info", event.occurred_at)


def _escalated(thread: Thread, event: Happened) -> None:
    episode = thread.episode_of(event.payload)
    if event.payload.get("step") == "staff" and episode is not None:
        episode.escalated_at = episode.escalated_at or event.occurred_at


_STEPS: Final = {
    "question.asked": _asked,
    "question.edited": _edited,
    "answer.posted": _answered,
    "answer.edited": _reply_edited,
    "comment.posted": _commented,
    "comment.edited": _reply_edited,
    "post.hidden": _hidden,
    "post.restored": _restored,
    "answer.accepted": _accepted,
    "question.reopened": _reopened,
    "question.closed": _closed,
    "question.state_changed": _state_changed,
    "question.escalated": _escalated,
}

# All that the fold has to be given, beside the company's pauses.
FOLDED: Final = tuple(_STEPS)
PAUSE: Final = "company.paused"


def _member(key: str) -> int | None:
    return int(key) if key else None


def _read(thread: Thread, index: int, pauses: Sequence[datetime]) -> Reading:
    """Read one episode off the thread."""
    episode = thread.episodes[index]
    begins, resolved = episode.begins, episode.resolved_at
    if resolved is not None:
        # Clocks of computers go backwards at times.
        resolved = max(resolved, begins)
    censored = _censored_at(episode, resolved, pauses)
    closed = None
    if censored is not None:
        resolved = None
    else:
        closed = episode.closed_at
    watched = thread.watched(index, censored or closed)
    first, last = watched.first_answer, resolved if episode.resolution_quality == _EXACT else None
    ends = censored or closed or episode.reopened_at
    return Reading(
        question_id=thread.question,
        episode=index + 1,
        source=thread.source,
        exclusion=_exclusion(thread, episode),
        asker_id=thread.asker,
        topic_at_asking_id=thread.topic_at_asking,
        topic_id=thread.topic,
        language=thread.language,
        channel=thread.channel,
        asked_at=begins,
        first_response_at=watched.first_response_at,
        first_answer_at=watched.first_answer_at,
        first_answer=first.post if first else None,
        first_answerer_id=first.author if first else None,
        first_answerer_standing=first.standing if first else "",
        **_solution(thread, episode, resolved),
        reopened_at=episode.reopened_at,
        escalated_at=_escalated_at(episode, censored),
        closed_at=closed,
        closing=episode.closing if closed is not None else "",
        censored_at=censored,
        paused_before_answer=thread.waited(begins, watched.first_answer_at or ends),
        paused_before_resolution=thread.waited(begins, resolved or ends),
        first_paused_at=thread.first_wait(begins, resolved or ends),
        paused_since=None if resolved or ends else thread.waits_since(begins),
        answers_before_resolution=watched.answers_until(last),
        follow_ups_before_resolution=watched.follow_ups_until(last),
        definition_version=CLOCK_VERSION,
    )


def _solution(thread: Thread, episode: Episode, resolved: datetime | None) -> dict[str, Any]:
    """Return what there is to say of the solution, without one that there is none."""
    if resolved is None:
        return _NO_SOLUTION
    answer = thread.replies.get(episode.solution or 0)
    return {
        "resolved_at": resolved,
        "resolution_quality": episode.resolution_quality,
        "basis": episode.basis,
        "solution": episode.solution,
        "solution_posted_at": answer.posted_at if answer else None,
        "solver_id": episode.solver,
        "solver_standing": answer.standing if answer else "",
    }


_NO_SOLUTION: Final[dict[str, Any]] = {
    "resolved_at": None,
    "resolution_quality": "",
    "basis": "",
    "solution": None,
    "solution_posted_at": None,
    "solver_id": None,
    "solver_standing": "",
}


def _escalated_at(episode: Episode, censored: datetime | None) -> datetime | None:
    """Return when the episode was handed to staff, as far as it was watched."""
    moment = episode.escalated_at
    return None if moment is None or (censored is not None and moment > censored) else moment


def _censored_at(episode: Episode, resolved: datetime | None, pauses: Sequence[datetime]) -> datetime | None:
    """Return the first pause of the company that came while the episode ran."""
    if not pauses:
        return None
    ended = resolved or episode.closed_at
    return next((pause for pause in pauses if pause >= episode.begins and (ended is None or pause < ended)), None)


def _exclusion(thread: Thread, episode: Episode) -> str:
    """Return why the episode is in no figure; what is hidden is hidden in a demo, too."""
    if not thread.is_visible:
        return "hidden"
    if episode.time_quality != _EXACT:
        return "unknown_time"
    return "seed" if thread.source == "seed" else ""
