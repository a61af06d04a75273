import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.urls import get_resolver, reverse

from community.web.account_limits import _BY_URL_NAME

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]

# Pages that neither check a secret nor send a mail.
HARMLESS = {
    "account_logout",
    "account_inactive",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_password_reset_completed",
}


@pytest.fixture
def ada():
    person = get_user_model().objects.create_user(email="ada@example.com", password="correct horse")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sent(client, name, times, data=None, **extra):
    """The status codes of so many posted forms."""
    return [client.post(reverse(name), data or {}, **extra).status_code for _time in range(times)]


def test_thirty_attempts_to_sign_in_a_minute(visitor, private_redis):
    codes = sent(visitor, "account_login", 32)
    assert codes.count(429) == 2
    assert codes[-2:] == [429, 429]


def test_twenty_accounts_an_hour(visitor, private_redis):
    codes = [
        visitor.post(reverse("account_signup"), {"email": f"p{number}@example.com"}).status_code for number in range(22)
    ]
    assert codes.count(429) == 2


@pytest.mark.parametrize("name", ["account_signup", "account_request_login_code"])
def test_three_mails_a_minute_to_one_address_whoever_asks(visitor, private_redis, name):
    codes = [
        visitor.post(reverse(name), {"email": email}, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number, email in enumerate(["a@example.com", " A@example.com", "a@EXAMPLE.com", "a@example.com"])
    ]
    assert codes.count(429) == 1
    assert codes[-1] == 429


def test_five_new_passwords_an_hour_for_one_address(visitor, private_redis):
    codes = [
        visitor.post(
            reverse("account_reset_password"), {"email": "a@example.com"}, REMOTE_ADDR=f"192.0.2.{number}"
        ).status_code
        for number in range(6)
    ]
    assert codes.count(429) == 1


def test_guessing_codes_counts_as_signing_in_and_asking_again_as_a_mail(visitor, private_redis):
    assert sent(visitor, "account_confirm_login_code", 31, {"code": "1"}).count(429) == 1
    again = sent(visitor, "account_confirm_login_code", 21, {"action": "resend"}, REMOTE_ADDR="192.0.2.9")
    assert again.count(429) == 1


def test_opening_the_pages_is_free(visitor, private_redis):
    assert {visitor.get(reverse("account_login")).status_code for _time in range(35)} == {200}


def test_the_operators_door_is_limited_too(visitor, private_redis):
    assert sent(visitor, "admin:login", 31)[-1] == 429


def test_limits_hold_without_redis(visitor, no_redis):
    assert sent(visitor, "account_login", 32).count(429) == 2


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_five_wrong_passwords_for_one_account_from_anywhere(visitor, private_redis, ada, email):
    codes = [
        visitor.post(
            reverse("account_login"), {"login": email, "password": "wrong"}, REMOTE_ADDR=f"192.0.2.{number}"
        ).status_code
        for number in range(7)
    ]
    assert codes.count(429) == 2


def test_signing_in_is_taken_off_the_count_again(rf, private_redis, ada):
    adapter = get_adapter()
    for _time in range(12):
        assert adapter.authenticate(rf.post("/"), email="ada@example.com", password="correct horse") == ada


def test_the_account_library_sees_our_address(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", HTTP_X_FORWARDED_FOR="203.0.113.9", REMOTE_ADDR="192.0.2.1")
    assert get_adapter().get_client_ip(request) == "203.0.113.9"


def test_no_account_page_is_forgotten():
    names = {str(name) for name in get_resolver().reverse_dict if str(name).startswith("account_")}
    assert names - HARMLESS <= set(_BY_URL_NAME)
