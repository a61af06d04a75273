from community.events.followers import follower_named
from community.events.kinds import all_types
from community.personalization.memory.kinds import FOLLOWER, NEEDS, TEACHING


def test_every_kind_of_event_has_a_purpose_or_teaches_nothing():
    """A new kind of event has to say here whether anything is learned from it, and with whose consent."""
    assert set(all_types()) - set(NEEDS) == set()


def test_the_learner_follows_what_teaches_and_nothing_else():
    assert follower_named(FOLLOWER).types == set(TEACHING)
