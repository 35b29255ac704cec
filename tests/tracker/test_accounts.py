"""Signing up and in by typed codes, a lost phone, a changed address; and no way to ask who has an account."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from care.household.models import Membership, User
from tests.people import EVENING, PASSWORD, person

HEALTH_WORDS = re.compile(r"HIES|Hyper|IgE|child|infection|skin|medicine|doctor|clinic", re.IGNORECASE)
NEW = {"display_name": "Nora", "email": "nora@example.org", "password1": "four quiet words here", "time_zone": ""}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EVENING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def nora(db) -> User:
    return person("Nora")


def code(number: int = -1) -> str:
    """The six digits of a mail."""
    return re.search(r"^\d{6}$", mail.outbox[number].body, re.MULTILINE)[0]


def wrong(right: str) -> str:
    return "000000" if right != "000000" else "111111"


class TestSignUp:
    def test_from_nothing_to_the_first_day(self, client, db):
        answer = client.post("/account/signup/", NEW | {"time_zone": "Asia/Kolkata"})
        assert answer["Location"] == "/account/confirm-email/"
        assert "nora@example.org" in client.get("/account/confirm-email/").content.decode()
        answer = client.post("/account/confirm-email/", {"code": code()})
        assert answer["Location"] == "/family/start/"
        assert client.get("/family/start/").status_code == 200
        user = User.objects.get()
        assert (user.display_name, user.time_zone) == ("Nora", "Asia/Kolkata")
        assert EmailAddress.objects.get().verified

    def test_the_mail_is_plain_and_calm(self, client, db):
        client.post("/account/signup/", NEW)
        [letter] = mail.outbox
        assert letter.subject == "Your code for Tend"
        assert not HEALTH_WORDS.search(letter.subject + letter.body)
        assert "15 minutes" in letter.body
        assert "http" not in letter.body

    @pytest.mark.parametrize("zone", ["", "Mars/Olympus", "x" * 60, "../etc/passwd"])
    def test_without_script_or_with_nonsense_the_clock_is_utc(self, client, db, zone):
        client.post("/account/signup/", NEW | {"time_zone": zone})
        assert User.objects.get().time_zone == "UTC"

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"email": "nora"}, "Enter an e-mail address like name@example.org."),
            ({"email": ""}, "Enter your e-mail address."),
            ({"password1": "short"}, "at least 10"),
            ({"password1": ""}, "Choose a password."),
            ({"display_name": "x" * 400}, "Please use 80 signs or fewer. There are 400 now."),
        ],
    )
    def test_bad_answers_keep_the_rest(self, client, db, change, message):
        answer = client.post("/account/signup/", NEW | change)
        words = answer.content.decode()
        assert message in words
        if "display_name" not in change:
            assert 'value="Nora"' in words
        assert not User.objects.exists()
        assert not mail.outbox

    def test_nobody_learns_who_has_an_account(self, client, nora):
        stranger = Client()
        taken = client.post("/account/signup/", NEW | {"email": nora.email})
        free = stranger.post("/account/signup/", NEW | {"email": "free@example.org"})
        assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])

        def page(browser, email):
            words = browser.get("/account/confirm-email/").content.decode().replace(email, "X")
            return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", words)

        assert page(client, nora.email) == page(stranger, "free@example.org")
        assert "You have an account already" in mail.outbox[0].subject
        assert not re.search(r"^\d{6}$", mail.outbox[0].body, re.MULTILINE)
        assert client.post("/account/confirm-email/", {"code": "123456"}).status_code == 200
        assert User.objects.filter(email=nora.email).count() == 1

    def test_capitals_are_the_same_address(self, client, nora):
        client.post("/account/signup/", NEW | {"email": "NORA@Example.ORG"})
        assert User.objects.count() == 1

    def test_three_wrong_codes_end_it(self, client, db):
        client.post("/account/signup/", NEW)
        right = code()
        for _ in range(2):
            answer = client.post("/account/confirm-email/", {"code": wrong(right)})
            assert "This code is not right." in answer.content.decode()
        assert client.post("/account/confirm-email/", {"code": wrong(right)}).status_code == 302
        client.post("/account/confirm-email/", {"code": right})
        assert "_auth_user_id" not in client.session

    def test_a_code_ends_after_fifteen_minutes(self, client, db, clock):
        client.post("/account/signup/", NEW)
        clock.shift(dt.timedelta(minutes=16))
        client.post("/account/confirm-email/", {"code": code()})
        assert "_auth_user_id" not in client.session

    def test_spaces_in_a_code_do_no_harm(self, client, db):
        client.post("/account/signup/", NEW)
        digits = code()
        client.post("/account/confirm-email/", {"code": f" {digits[:3]} {digits[3:]} "})
        assert "_auth_user_id" in client.session

    def test_an_invited_person_ends_at_the_invitation(self, client, family):
        from care.household import actions

        invitation = actions.invite(
            household=family.household, role="viewer", patients=None, by=family.guardian, at=EVENING
        )
        back = reverse("household:join", kwargs={"token": invitation.token})
        client.post("/account/signup/", NEW | {"next": back})
        assert client.post("/account/confirm-email/", {"code": code()})["Location"] == back
        client.post(back)
        assert Membership.objects.get(user__email="nora@example.org").role == "viewer"


class TestSignIn:
    def test_by_password(self, client, nora):
        answer = client.post("/account/login/", {"login": "Nora@Example.org", "password": PASSWORD})
        assert answer["Location"] == "/"
        # A phone stays signed in for weeks; a session cookie would not survive the night.
        assert client.session.get_expiry_age() > 30 * 24 * 3600

    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, client, nora):
        words = [
            re.sub(r'="[^"]*"', "", client.post("/account/login/", sent).content.decode())
            for sent in (
                {"login": nora.email, "password": "wrong"},
                {"login": "nobody@example.org", "password": "wrong"},
            )
        ]
        assert "The e-mail or the password is not right." in words[0]
        assert words[0] == words[1]

    def test_by_code(self, client, nora):
        answer = client.post("/account/login/code/", {"email": nora.email})
        assert answer["Location"] == "/account/login/code/confirm/"
        assert mail.outbox[0].subject == "Your sign-in code"
        assert client.post("/account/login/code/confirm/", {"code": code()})["Location"] == "/"
        assert "_auth_user_id" in client.session

    def test_a_code_works_once(self, client, nora):
        client.post("/account/login/code/", {"email": nora.email})
        used = code()
        client.post("/account/login/code/confirm/", {"code": used})
        other = Client()
        other.post("/account/login/code/confirm/", {"code": used})
        assert "_auth_user_id" not in other.session

    def test_three_wrong_codes_end_it(self, client, nora):
        client.post("/account/login/code/", {"email": nora.email})
        right = code()
        for _ in range(2):
            client.post("/account/login/code/confirm/", {"code": wrong(right)})
        answer = client.post("/account/login/code/confirm/", {"code": wrong(right)}, follow=True)
        assert "That was too often." in answer.content.decode()
        client.post("/account/login/code/confirm/", {"code": right})
        assert "_auth_user_id" not in client.session

    def test_a_code_for_nobody_looks_the_same(self, client, db):
        answer = client.post("/account/login/code/", {"email": "nobody@example.org"})
        assert answer["Location"] == "/account/login/code/confirm/"
        assert client.get("/account/login/code/confirm/").status_code == 200
        assert not re.search(r"^\d{6}$", mail.outbox[0].body, re.MULTILINE)

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_never_sent_elsewhere(self, client, nora, target):
        answer = client.post("/account/login/", {"login": nora.email, "password": PASSWORD, "next": target})
        assert answer["Location"] == "/"

    def test_the_sixth_wrong_password_waits(self, client, nora, settings):
        settings.ACCOUNT_RATE_LIMITS = {}
        sent = {"login": nora.email, "password": "wrong"}
        words = [client.post("/account/login/", sent).content.decode() for _ in range(7)]
        assert "That was too often." in words[-1]

    def test_signing_out(self, client, nora):
        client.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert "Sign out of Tend?" in client.get("/account/logout/").content.decode()
        assert client.post("/account/logout/")["Location"] == "/account/login/"
        assert "_auth_user_id" not in client.session


class TestPassword:
    def test_forgotten(self, client, nora):
        lost_phone = Client()
        lost_phone.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.post("/account/password/reset/", {"email": nora.email})
        assert mail.outbox[0].subject == "Your code for a new password"
        answer = client.post("/account/password/reset/confirm/", {"code": code()}, follow=True)
        words = answer.content.decode()
        assert "Choose a new password" in words
        assert 'name="password2"' not in words
        client.post(answer.request["PATH_INFO"], {"password1": "five other quiet words now"}, follow=True)
        nora.refresh_from_db()
        assert nora.check_password("five other quiet words now")
        assert "_auth_user_id" in client.session
        assert lost_phone.get("/family/more/").status_code == 302

    def test_forgotten_by_nobody_looks_the_same(self, client, nora):
        answers = [
            client.post("/account/password/reset/", {"email": email})["Location"]
            for email in (nora.email, "nobody@example.org")
        ]
        assert answers[0] == answers[1]

    def test_changing_signs_the_others_out_and_tells_by_mail(self, client, nora):
        other = Client()
        for browser in (client, other):
            browser.post("/account/login/", {"login": nora.email, "password": PASSWORD})
        sent = {"oldpassword": PASSWORD, "password1": "five other quiet words now"}
        client.post("/account/password/change/", sent)
        assert client.get("/family/more/").status_code == 200
        assert other.get("/family/more/").status_code == 302
        assert mail.outbox[-1].subject == "Your password was changed"

    def test_the_old_one_is_asked_for(self, client, nora):
        client.force_login(nora, backend="allauth.account.auth_backends.AuthenticationBackend")
        sent = {"oldpassword": "wrong", "password1": "five other quiet words now"}
        assert "not your current password" in client.post("/account/password/change/", sent).content.decode()


def test_lost_phone(nora):
    here, lost = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1")
    for browser in (here, lost):
        browser.post("/account/login/", {"login": nora.email, "password": PASSWORD})
    words = here.get("/account/sessions/").content.decode()
    assert "iPhone, Safari" in words
    assert words.count('data-testid="session"') == 2
    assert words.count("This one") == 1
    here.post("/account/sessions/")
    assert lost.get("/family/more/").status_code == 302
    assert here.get("/family/more/").status_code == 200
    assert Session.objects.count() == 1


class TestNewAddress:
    def change(self, client, email: str):
        """Ask for the change; Tend first asks for the password, then goes on with what was asked."""
        answer = client.post("/account/email/", {"email": email, "action_add": ""})
        assert answer["Location"].startswith("/account/reauthenticate/")
        return client.post(answer["Location"], {"password": PASSWORD, "next": "/account/email/"}, follow=True)

    def test_counts_once_the_code_is_typed(self, client, nora):
        client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
        assert "new@example.org" in self.change(client, "new@example.org").content.decode()
        nora.refresh_from_db()
        assert nora.email == "nora@example.org"
        to_new = next(letter for letter in mail.outbox if letter.to == ["new@example.org"])
        digits = re.search(r"^\d{6}$", to_new.body, re.MULTILINE)[0]
        client.post("/account/confirm-email/", {"code": digits}, follow=True)
        nora.refresh_from_db()
        assert nora.email == "new@example.org"
        assert [row.email for row in EmailAddress.objects.all()] == ["new@example.org"]
        told = [letter for letter in mail.outbox if letter.to == ["nora@example.org"]]
        assert any(letter.subject == "Your e-mail address was changed" for letter in told)

    def test_an_address_of_somebody_else_is_not_given_away(self, client, nora):
        other = person("Other")
        client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
        same = self.change(client, other.email).content.decode()
        assert "Check your e-mail" in same
        # Even its owner, typing the code, cannot merge two people into one.
        words = client.post("/account/confirm-email/", {"code": code()}, follow=True).content.decode()
        assert "This address cannot be used." in words
        nora.refresh_from_db()
        assert nora.email == "nora@example.org"


OPEN_PAGES = [
    "/account/login/",
    "/account/signup/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/inactive/",
]
SIGNED_IN_PAGES = [
    "/account/logout/",
    "/account/email/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/sessions/",
    "/account/two-factor/",
    "/account/two-factor/totp/activate/",
]


@pytest.mark.parametrize("address", OPEN_PAGES + SIGNED_IN_PAGES)
def test_every_page_stands_in_our_frame(client, nora, address):
    if address in SIGNED_IN_PAGES:
        client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
    answer = client.get(address, follow=True)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "tend.css" in words
    assert len(re.findall(r"<h1", words)) == 1
    assert "placeholder=" not in words
    assert " style=" not in words
    assert "Menu:" not in words


def test_second_step(client, nora):
    from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time

    activate = "/account/two-factor/totp/activate/"
    client.post("/account/login/", {"login": nora.email, "password": PASSWORD})
    answer = client.get(activate)
    client.post(answer["Location"], {"password": PASSWORD, "next": activate})
    page = client.get(activate)
    assert 'class="qr"' in page.content.decode()
    value = f"{hotp_value(page.context['form'].secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    words = client.post(activate, {"code": value}, follow=True).content.decode()
    assert "Spare codes" in words
    again = Client()
    answer = again.post("/account/login/", {"login": nora.email, "password": PASSWORD}, follow=True)
    assert "One more step" in answer.content.decode()
    assert "_auth_user_id" not in again.session
    for name in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        answer = client.get(f"/account/two-factor/{name}", follow=True)
        words = answer.content.decode()
        assert answer.status_code == 200
        assert "tend.css" in words
        assert " style=" not in words
