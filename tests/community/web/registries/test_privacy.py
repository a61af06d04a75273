import pytest

from community.web.registries import privacy
from community.web.registries.privacy import holds_personal_data, personal_data


@pytest.fixture(autouse=True)
def no_holders(monkeypatch):
    monkeypatch.setattr(privacy, "_holders", [])


class Votes:
    name = "votes"

    def export(self, membership_id):
        return {"of": membership_id}

    def erase(self, membership_id):
        """Nothing is held."""


class Answers(Votes):
    name = "answers"


def test_holders_come_in_the_order_of_their_names():
    assert holds_personal_data(Votes) is Votes
    holds_personal_data(Answers)
    assert [holder.name for holder in personal_data()] == ["answers", "votes"]
    assert personal_data()[1].export(7) == {"of": 7}


def test_two_features_cannot_answer_for_the_same():
    holds_personal_data(Votes)
    with pytest.raises(ValueError, match="votes"):
        holds_personal_data(Votes)
