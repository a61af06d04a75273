"""A small community with everything that a page can show, in as few rows as that takes."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import Company, Membership
from community.events.drain import drain_stream
from community.events.models import Delivery
from community.questions.actions.accept import accept_answer
from community.questions.actions.hide import hide_post
from community.questions.models import Answer, Question
from rewards.badges.actions.defaults import make_default_badges
from tests import factories

LONG_ANSWER = """\
Your old provider keeps the number until the new one asks for it. So *do not* cancel first.

1. Ask the old provider for the **transfer code**.
2. Type it in the app: `Settings › Number › Keep my number`.
3. Wait for the message.

| Code | Meaning | Wait |
| --- | --- | ---: |
| PORT-1 | The request is on its way | 1 day |
| PORT-7 | The names do not match; write to support with both contracts | 3 days |

```python
for attempt in range(3):  # the line is often busy
    if transfer("a very long argument that does not fit on the screen of any phone", attempt=attempt):
        break
```

> Does the old card stop at once?

Yes, see [the provider's page](https://example.com/keep-your-number-when-you-switch-to-another-provider).
"""


@dataclass(frozen=True)
class Stage:
    """Alice's question is solved by Bob; Bob's own one waits. Mona moderates, and a newcomer has not joined yet."""

    company: Company
    alice: Membership
    bob: Membership
    mona: Membership
    ada: Membership
    newcomer: Membership
    solved: Question
    accepted: Answer
    waiting: Question

    def address(self, pattern: str) -> str:
        """Return an address for a pattern such as "{home}ask/" or "{solved}"."""
        home = self.company.path_prefix
        return pattern.format(
            home=home,
            alice=self.alice.pk,
            question=self.solved.pk,
            solved=home + self.solved.get_absolute_url().lstrip("/"),
            waiting=home + self.waiting.get_absolute_url().lstrip("/"),
        )

    def address_of_new_question(self) -> str:
        """Return the address of a question that Bob asks at this moment: the others may have been made long before."""
        asked = factories.ask(self.bob, "How long does it take until the card works?")
        return self.address("{home}") + asked.get_absolute_url().lstrip("/")


def build_stage() -> Stage:
    """Make the community. What follows its events is done when this returns."""
    company = factories.make_company("acme", tagline="Answers from people who use Acme too")
    factories.make_topic(company, "Billing", description="Bills, payments and refunds")
    make_default_badges(company.pk)
    other = factories.make_company("bolt")
    alice, bob = factories.make_member(company, "Alice"), factories.make_member(company, "Bob")
    EmailAddress.objects.create(user=bob.person, email=bob.person.email, verified=True, primary=True)
    mona = factories.make_member(company, "Mona", role="moderator")
    ada = factories.make_member(company, "Ada", role="admin", affiliation="staff")
    solved = factories.ask(alice, "How do I keep my number when I switch?", tags=["number", "esim"])
    factories.comment(bob, solved, "Is it a contract, or do you pay in advance?")
    accepted = factories.answer(bob, solved, LONG_ANSWER)
    accept_answer(member=alice, answer=accepted)
    factories.comment(alice, solved, "It took two days, and it worked. `PORT-1` came at once.", on=accepted)
    factories.answer(mona, solved, "There is another way: call the line and read them the code.")
    hidden = factories.answer(ada, solved, "Buy cheap cards at my shop, they are the best there are.")
    hide_post(moderator=mona, post=hidden.post, reason="advertising")
    waiting = factories.ask(bob, "eSIM shows no service after the update")
    deliver_all()
    return Stage(
        company=company,
        alice=alice,
        bob=bob,
        mona=mona,
        ada=ada,
        newcomer=factories.make_member(other, "Nina"),
        solved=solved,
        accepted=accepted,
        waiting=waiting,
    )


def deliver_all() -> None:
    """Do what the worker does, until nothing is left to do."""
    while streams := set(Delivery.objects.open().values_list("company", "stream")):
        closed = sum(drain_stream(company, stream) for company, stream in sorted(streams))
        assert closed, f"Something that follows the events of {streams} fails."
