"""Which language a page, and a mail about the account, comes in."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import ngettext

from care.household.models import User
from care.infections.models import reading_words
from care.record.listing import listed
from tests import people

SIGN_IN = "/account/login/"


def language_of(answer) -> tuple[str, str]:
    """(lang, dir) of a page's frame."""
    head = answer.content.decode().partition("<head>")[0]
    return head.partition('lang="')[2].partition('"')[0], head.partition('dir="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ("en", "ltr")),
        ("ar-EG,ar;q=0.9,en;q=0.5", ("ar", "rtl")),
        ("es-MX", ("es", "ltr")),
        ("tlh, es;q=0.3", ("es", "ltr")),
        ("tlh", ("en", "ltr")),
    ],
)
def test_before_signing_in_the_browser_is_asked(db, asked, expected):
    assert language_of(Client(headers={"accept-language": asked}).get(SIGN_IN)) == expected


def test_every_language_stands_on_the_sign_in_page_in_its_own_words(db):
    page = Client(headers={"accept-language": "ar"}).get(SIGN_IN).content.decode()
    for code, way, name in (("en", "ltr", "English"), ("es", "ltr", "Español"), ("ar", "rtl", "العربية")):
        assert f'value="{code}" lang="{code}" dir="{way}"' in page
        assert f">{name}</button>" in page
    assert page.count('aria-current="true"') == 1


def test_a_choice_is_kept_in_the_browser_and_beats_what_it_asks_for(db):
    client = Client(headers={"accept-language": "ar"})
    answer = client.post(reverse("language"), {"language": "es", "next": SIGN_IN + "?next=/family/"})
    assert answer.url == SIGN_IN + "?next=/family/"
    assert language_of(client.get(SIGN_IN)) == ("es", "ltr")
    cookie = client.cookies["django_language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("sent", [{"language": "tlh"}, {"language": ""}, {}])
def test_an_unknown_language_changes_nothing(db, sent):
    client = Client()
    assert client.post(reverse("language"), sent).url == "/"
    assert "django_language" not in client.cookies


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_out_of_tend(db, target):
    assert Client().post(reverse("language"), {"language": "es", "next": target}).url == "/"


def test_a_signed_in_choice_goes_along_to_the_next_phone(family):
    family.client("guardian").post(reverse("language"), {"language": "ar", "next": reverse("household:more")})
    assert User.objects.get(pk=family.guardian.pk).language == "ar"
    other_phone = people.client_for(family.guardian)
    assert language_of(other_phone.get(reverse("household:more"))) == ("ar", "rtl")


def test_who_signs_up_keeps_the_language_they_did_it_in(db):
    client = Client(headers={"accept-language": "es-CO"})
    client.post("/account/signup/", {"email": "ana@example.org", "password1": "a long enough word", "time_zone": ""})
    assert User.objects.get(email="ana@example.org").language == "es"


def test_settings_offer_the_language_the_phone_asked_for_until_one_is_chosen(family):
    page = family.client("guardian").get(reverse("household:preferences"), headers={"accept-language": "es"})
    assert '<option value="es" selected>Español</option>' in page.content.decode()


def test_a_mail_with_a_code_comes_in_the_language_its_owner_chose(family):
    User.objects.filter(pk=family.guardian.pk).update(language="es")
    Client(headers={"accept-language": "en"}).post("/account/login/code/", {"email": family.guardian.email})
    chosen = mail.outbox[-1].body
    User.objects.filter(pk=family.guardian.pk).update(language="en")
    Client(headers={"accept-language": "es"}).post("/account/login/code/", {"email": family.guardian.email})
    english = mail.outbox[-1].body
    assert "code" in english
    assert chosen != english


def test_an_invitation_comes_in_the_language_of_whom_it_is_for(family):
    known = people.person("Abuela")
    User.objects.filter(pk=known.pk).update(language="es")
    address = reverse("household:invite", kwargs={"household": family.household.pk})
    subjects = []
    for email in (known.email, "nobody.yet@example.org"):
        sent = {"email": email, "role": "viewer", "scope": "all"}
        family.client("guardian").post(address, sent)
        subjects.append(mail.outbox[-1].subject)
    assert subjects == ["Ana le invita a Tend", "Ana invites you to Tend"]


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("en-US,en;q=0.9", "F"),
        ("es-PR", "F"),
        ("en,es-US;q=0.8", "F"),
        ("zh-Hant-TW,en-US;q=0.5", "C"),
        ("en-GB,en-US;q=0.8", "C"),
        ("es", "C"),
        ("ar-EG", "C"),
        ("", "C"),
    ],
)
def test_a_new_person_measures_as_their_region_does(db, asked, unit):
    client = Client(headers={"accept-language": asked})
    client.post("/account/signup/", {"email": "ana@example.org", "password1": "a long enough word", "time_zone": ""})
    assert User.objects.get(email="ana@example.org").temperature_unit == unit


@pytest.mark.parametrize(("language", "words"), [("en", "38.4 °C"), ("es", "38,4 °C"), ("ar", "\u206638.4 °C\u2069")])
def test_a_temperature_is_written_as_its_reader_writes_numbers(language, words):
    with translation.override(language):
        assert reading_words(384, "C") == words


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "0 reminders are waiting", 1: "1 reminder is waiting", 3: "3 reminders are waiting"}),
        ("es", {1: "1 recordatorio", 3: "3 recordatorios"}),
        ("ar", {1: "تذكير واحد", 2: "تذكيران", 3: "3 تذكيرات", 11: "11 تذكيرًا", 100: "100 تذكير"}),
    ],
)
def test_plurals_follow_the_language(language, forms):
    with translation.override(language):
        for count, words in forms.items():
            said = ngettext("%(count)s reminder is waiting", "%(count)s reminders are waiting", count)
            assert words in said % {"count": count}


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Sun 22 Nov 2026"), ("es", "dom 22 Nov 2026"), ("ar", "أحد 22 نوفمبر 2026")]
)
def test_dates_have_their_months_in_letters(language, words):
    with translation.override(language):
        assert date_format(dt.date(2026, 11, 22), "D j M Y") == words


@pytest.mark.parametrize(("language", "words"), [("en", "a, b"), ("es", "a, b"), ("ar", "a، b")])
def test_a_row_of_parts_has_the_commas_of_its_language(language, words):
    with translation.override(language):
        assert listed(["a", "", None, "b"]) == words
        assert listed(["a", "b"], "; ") == words.replace(",", ";").replace("،", "؛")
