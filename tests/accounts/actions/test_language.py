import pytest

from accounts.actions.language import choose_language
from accounts.models import Person
from tests import factories


@pytest.mark.django_db
def test_it_keeps_the_language_and_nothing_else():
    person = factories.make_person("alice@example.com")
    stale = Person.objects.get(pk=person.pk)
    Person.objects.filter(pk=person.pk).update(is_staff=True)
    choose_language(person=stale, language="de")
    kept = Person.objects.get(pk=person.pk)
    assert (kept.language, kept.is_staff) == ("de", True)
