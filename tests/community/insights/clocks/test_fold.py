"""When things happened in a question follows from its events by these rules."""

from __future__ import annotations

from tests.community.insights.clocks.stories import ASKER, BOT, HELPER, OTHER, QUESTION, START, Story, at


def test_a_question_alone_is_an_open_clock():
    clock = Story(channel="widget").clock()
    assert (clock.question_id, clock.episode, clock.asked_at) == (QUESTION, 1, START)
    assert (clock.topic_at_asking_id, clock.language, clock.channel, clock.exclusion) == (7, "en", "widget", "")
    assert clock.first_response_at is clock.first_answer_at is clock.resolved_at is clock.closed_at is None


def test_events_of_before_there_were_channels_and_standings_still_fold():
    clock = Story().answer(5).clock()
    assert (clock.channel, clock.first_answerer_standing) == ("forum", "peer")


def test_a_stream_that_does_not_tell_of_the_asking_has_no_clocks():
    story = Story().answer(5).accept(6)
    story.events = story.events[1:]
    assert story.clocks() == []


def test_the_askers_own_replies_stop_nothing():
    clock = Story().answer(5, ASKER).comment(6, ASKER).clock()
    assert clock.first_response_at is None and clock.first_answer_at is None
    assert clock.follow_ups_before_resolution == 2


def test_a_service_stops_nothing():
    clock = Story().answer(1, BOT, substantive=False, standing="service").comment(2, BOT, standing="service").clock()
    assert clock.first_response_at is None and clock.first_answer_at is None


def test_a_comment_is_a_response_and_no_answer():
    clock = Story().comment(3).answer(10).clock()
    assert (clock.first_response_at, clock.first_answer_at) == (at(3), at(10))


def test_a_request_for_details_is_a_response_and_no_answer():
    clock = Story().answer(3, purpose="needs_info", substantive=False).clock()
    assert (clock.first_response_at, clock.first_answer_at) == (at(3), None)


def test_the_first_answer_names_who_wrote_it_and_who_they_were_then():
    clock = Story().answer(4, post=201, standing="staff").answer(5, OTHER, post=202).clock()
    assert (clock.first_answer, clock.first_answerer_id, clock.first_answerer_standing) == (201, int(HELPER), "staff")


def test_an_answer_hidden_and_restored_keeps_its_time():
    hidden = Story().answer(5).tell(9, "post.hidden", OTHER, post=200, kind="answer")
    assert hidden.clock().first_answer_at is hidden.clock().first_response_at is None
    hidden.tell(60, "post.restored", OTHER, post=200, kind="answer", substantive=True)
    assert hidden.clock().first_answer_at == at(5)


def test_a_restored_answer_of_which_an_old_event_says_nothing_is_what_it_was():
    story = Story().answer(5).tell(9, "post.hidden", OTHER, post=200, kind="answer")
    assert story.tell(60, "post.restored", OTHER, post=200, kind="answer").clock().first_answer_at == at(5)


def test_while_an_answer_is_hidden_the_next_one_is_the_first():
    story = Story().answer(5, post=200).answer(20, OTHER, post=201)
    assert story.tell(30, "post.hidden", OTHER, post=200, kind="answer").clock().first_answer_at == at(20)


def test_an_answer_held_at_posting_counts_from_when_it_was_shown():
    story = Story().answer(5, substantive=False, visible=False)
    assert story.clock().first_response_at is None
    clock = story.tell(45, "post.restored", OTHER, post=200, kind="answer", substantive=True).clock()
    assert (clock.first_response_at, clock.first_answer_at) == (at(45), at(45))


def test_an_answer_edited_into_substance_counts_from_the_edit():
    story = Story().answer(5, substantive=False)
    clock = story.tell(12, "answer.edited", HELPER, answer=200, substantive=True, visible=True).clock()
    assert (clock.first_response_at, clock.first_answer_at) == (at(5), at(12))


def test_an_answer_edited_into_something_else_is_none():
    story = Story().answer(5)
    assert story.tell(12, "answer.edited", HELPER, answer=200, substantive=False).clock().first_answer_at is None


def test_an_edit_that_a_screen_holds_hides_the_answer_and_approving_it_gives_its_time_back():
    story = Story().answer(5).tell(12, "answer.edited", HELPER, answer=200, substantive=False, visible=False)
    assert story.clock().first_answer_at is None
    story.tell(20, "post.restored", OTHER, post=200, kind="answer", substantive=True)
    assert story.clock().first_answer_at == at(5)


def test_the_solution_has_the_time_of_accepting_and_the_answer_keeps_its_own():
    clock = Story().answer(5).accept(600).clock()
    assert (clock.first_answer_at, clock.resolved_at, clock.basis) == (at(5), at(600), "asker")
    assert (clock.solution, clock.solution_posted_at, clock.solver_id) == (200, at(5), int(HELPER))
    assert (clock.solver_standing, clock.resolution_quality) == ("peer", "exact")


def test_an_acceptance_that_replaces_another_keeps_the_moment_and_changes_the_solution():
    story = Story().answer(5, post=200).answer(6, post=201).accept(10)
    story.tell(30, "acceptance.withdrawn", ASKER, answer=200, answer_author=2, episode=1)
    clock = story.accept(30, 201).clock()
    assert (clock.resolved_at, clock.solution, clock.solution_posted_at) == (at(10), 201, at(6))


def test_an_imported_solution_at_an_unknown_time_says_so():
    clock = Story(source="import").answer(5).accept(5, time_quality="unknown").clock()
    assert (clock.resolved_at, clock.resolution_quality, clock.exclusion) == (at(5), "unknown", "")


def test_an_acceptance_told_before_its_answer_finds_it():
    assert Story(source="import").accept(0).answer(5).clock().solution_posted_at == at(5)


def test_reopening_begins_the_next_episode_in_which_earlier_answers_do_not_count():
    first, second = Story().answer(5).accept(10).reopen(100).answer(130, OTHER, post=201).clocks()
    assert (first.resolved_at, first.reopened_at, first.first_answer_at) == (at(10), at(100), at(5))
    assert (second.episode, second.asked_at, second.first_answer_at) == (2, at(100), at(130))
    assert second.resolved_at is None


def test_each_episode_has_a_resolution_of_its_own():
    story = Story().answer(5).accept(10).reopen(100).answer(130, post=201).accept(150, 201, episode=2)
    assert [clock.resolved_at for clock in story.clocks()] == [at(10), at(150)]


def test_a_closing_says_who_closed_it():
    for actor, closing in ((ASKER, "asker"), (OTHER, "moderator"), ("", "imported")):
        clock = Story().tell(50, "question.closed", actor, episode=1).clock()
        assert (clock.closed_at, clock.closing) == (at(50), closing)


def test_what_comes_after_the_closing_was_not_watched():
    clock = Story().tell(50, "question.closed", OTHER, episode=1).answer(60).clock()
    assert clock.first_answer_at is None


def test_a_pause_of_the_company_ends_the_watching_of_what_runs():
    clock = Story().answer(5).accept(100).clock([at(50)])
    assert (clock.censored_at, clock.first_answer_at, clock.resolved_at) == (at(50), at(5), None)


def test_a_pause_before_or_after_an_episode_does_not_touch_it():
    clock = Story().answer(5).accept(10).clock([at(-10), at(50)])
    assert (clock.censored_at, clock.resolved_at) == (None, at(10))


def test_waiting_for_the_asker_is_added_up_until_the_answer_and_until_the_solution():
    story = Story().state(10, "needs_info").state(25, "new").answer(30).state(40, "needs_info").state(45, "answered")
    clock = story.accept(60).clock()
    assert (clock.paused_before_answer, clock.paused_before_resolution) == (15 * 60.0, 20 * 60.0)
    assert (clock.first_paused_at, clock.paused_since) == (at(10), None)


def test_a_wait_that_still_runs_is_told_by_its_beginning():
    clock = Story().state(10, "needs_info").clock()
    assert (clock.paused_since, clock.first_paused_at, clock.paused_before_answer) == (at(10), at(10), 0.0)


def test_a_wait_in_which_the_answer_comes_counts_until_then():
    assert Story().state(10, "needs_info").answer(16).clock().paused_before_answer == 6 * 60.0


def test_answers_and_follow_ups_are_counted_until_the_solution():
    story = Story().answer(5, post=200).comment(6, ASKER, post=300).answer(7, OTHER, post=201).accept(10)
    clock = story.answer(20, OTHER, post=202).comment(21, ASKER, post=301).clock()
    assert (clock.answers_before_resolution, clock.follow_ups_before_resolution) == (2, 1)


def test_the_topic_moves_and_the_one_at_asking_stays():
    clock = Story().tell(5, "question.edited", OTHER, topic=8, version=2, material=True).clock()
    assert (clock.topic_at_asking_id, clock.topic_id) == (7, 8)


def test_a_hidden_question_is_in_no_figure_until_it_is_restored():
    story = Story().tell(5, "post.hidden", OTHER, post=QUESTION, kind="question")
    assert story.clock().exclusion == "hidden"
    assert story.tell(9, "post.restored", OTHER, post=QUESTION, kind="question").clock().exclusion == ""


def test_a_question_that_a_screen_held_is_in_no_figure():
    assert Story(visible=False).clock().exclusion == "hidden"


def test_a_question_asked_at_an_unknown_time_is_in_no_figure():
    assert Story(source="import", time_quality="day").clock().exclusion == "unknown_time"


def test_what_came_with_the_demo_says_so_unless_it_is_hidden():
    story = Story(source="seed")
    assert (story.clock().source, story.clock().exclusion) == ("seed", "seed")
    assert story.tell(5, "post.hidden", OTHER, post=QUESTION, kind="question").clock().exclusion == "hidden"


def test_a_locked_question_stays():
    assert Story().tell(5, "question.locked", OTHER).clock().exclusion == ""


def test_only_the_step_to_staff_is_a_handing_over():
    story = Story().tell(30, "question.escalated", episode=1, step="helpers")
    assert story.clock().escalated_at is None
    assert story.tell(60, "question.escalated", episode=1, step="staff").clock().escalated_at == at(60)


def test_an_answer_that_is_older_than_its_question_came_with_it():
    clock = Story(source="import").answer(-30).clock()
    assert (clock.first_response_at, clock.first_answer_at) == (START, START)
