"""The first day, from an empty account: everything may be left out, nothing happens twice."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.household.keys import uuid7
from care.household.models import AuditEvent, Household, Patient, User
from care.household.pages import next_step
from tests.people import EVENING, MORNING, client_for, person

CHILD = "/family/start/child/"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def nora(db) -> User:
    return person("Nora")


@pytest.fixture
def browser(nora):
    return client_for(nora)


def answers(**change) -> dict:
    return {"name": "Asha", "birth_date": "2020-09-03", "time_zone": "Asia/Kolkata", "key": str(uuid7())} | change


def test_the_start_page_leads_to_the_first_day(browser):
    page = browser.get("/", follow=True)
    words = page.content.decode()
    assert page.redirect_chain == [("/family/start/", 302)]
    for part in ("Tend is not a doctor", "No doctor or nurse is told", "Who can read it"):
        assert part in words


def test_leaving_everything_out_ends_in_a_calm_page(browser):
    words = browser.get("/family/start/later/").content.decode()
    assert "Nothing to do today" in words
    assert CHILD in words
    # From now on the start page does not lecture again, but the page can be asked for.
    assert browser.get("/", follow=True).redirect_chain[-1][0] == "/family/start/later/"
    assert "What Tend is not" in browser.get("/family/start/?again=1").content.decode()
    assert not Household.objects.exists()


def test_a_child_starts_the_family(browser, nora):
    answer = browser.post(CHILD, answers())
    child = Patient.objects.get()
    assert answer["Location"] == next_step("", child)
    assert (child.name, child.birth_date, child.user) == ("Asha", dt.date(2020, 9, 3), None)
    assert child.household.time_zone == "Asia/Kolkata"
    assert child.household.name == "Nora's family"
    assert Access.for_user(nora).membership(child.household_id).role == "guardian"
    trail = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert trail == ["household.created", "patient.added"]


def test_a_name_is_enough_and_this_is_me(browser, nora):
    browser.post(CHILD, {"name": "Nora", "is_me": "on", "time_zone": "UTC"})
    child = Patient.objects.get()
    assert child.user == nora
    assert child.birth_date is None


def test_an_account_without_a_zone_takes_the_familys(browser, nora):
    User.objects.filter(pk=nora.pk).update(time_zone="UTC")
    browser.post(CHILD, answers())
    nora.refresh_from_db()
    assert nora.time_zone == "Asia/Kolkata"


def test_the_same_page_sent_twice_starts_one_family(browser):
    sent = answers()
    first, second = browser.post(CHILD, sent), browser.post(CHILD, sent)
    assert first["Location"] == second["Location"]
    assert (Household.objects.count(), Patient.objects.count()) == (1, 1)


def test_a_key_of_another_family_opens_nothing(browser, family):
    answer = browser.post(CHILD, answers(key=str(family.mia.pk)))
    assert str(family.mia.pk) not in answer["Location"]
    assert Patient.objects.get(name="Asha").pk != family.mia.pk
    family.mia.refresh_from_db()
    assert family.mia.name == "Mia"


def test_a_guardian_adds_to_the_family_they_have(family):
    client = family.client("guardian")
    client.post(CHILD, {"name": "Nia"})
    assert Patient.objects.get(name="Nia").household == family.household


def test_a_helper_of_another_family_starts_their_own(family):
    family.client("helper").post(CHILD, answers())
    assert Patient.objects.get(name="Asha").household != family.household


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Enter a name. A nickname is enough."),
        ({"name": "   "}, "Enter a name. A nickname is enough."),
        ({"name": "\u200b\u200e"}, "Enter a name. A nickname is enough."),
        ({"name": "x" * 400}, "Please use 80 signs or fewer. There are 400 now."),
        ({"birth_date": "2026-11-20"}, "The day cannot be after today, Thu 19 Nov 2026."),
        ({"birth_date": "2020-02-30"}, "Enter a real day, like 2024-05-31."),
        ({"birth_date": "0020-02-03"}, "Please check the year."),
        ({"birth_date": "yesterday"}, "Enter a real day, like 2024-05-31."),
        ({"time_zone": "Mars/Olympus"}, "Choose a time zone from the list."),
    ],
)
def test_bad_answers_get_a_clear_message_and_keep_the_rest(browser, change, message):
    sent = answers() | change
    answer = browser.post(CHILD, sent)
    words = answer.content.decode()
    assert answer.status_code == 422
    assert message in words
    assert "<title>Error:" in words
    if "birth_date" not in change:
        assert 'value="2020-09-03"' in words
    if "name" not in change:
        assert 'value="Asha"' in words
    assert not Household.objects.exists()
    assert not Patient.objects.exists()


@pytest.mark.parametrize("name", ["🦊 Fox", "علي", "אורי", "Nguyễn Thị Ánh", "李", "O'Neil <b>", "x" * 80])
def test_names_of_every_kind(browser, name):
    answer = browser.post(CHILD, answers(name=name), follow=True)
    assert Patient.objects.get().name == name
    assert answer.status_code == 200
    assert "<b></bdi>" not in answer.content.decode()


def test_born_today_is_fine(browser):
    browser.post(CHILD, answers(birth_date="2026-11-19"))
    assert Patient.objects.get().birth_date == dt.date(2026, 11, 19)


class TestSteps:
    def test_a_step_that_is_not_there_is_passed_over(self, family, settings):
        settings.FIRST_USE_STEPS = ["plan:first", "nowhere:at-all", "today:today"]
        assert next_step("", family.mia) == reverse("plan:first", kwargs={"patient": family.mia.pk})
        assert next_step("plan:first", family.mia) == reverse("today:today", kwargs={"patient": family.mia.pk})

    def test_after_the_last_comes_the_start_page(self, family, settings):
        settings.FIRST_USE_STEPS = ["plan:first"]
        assert next_step("plan:first", family.mia) == "/"


def test_the_call_plan_step_saves_and_goes_on(family):
    client = family.client("guardian")
    address = reverse("plan:first", kwargs={"patient": family.mia.pk})
    page = client.get(address).content.decode()
    assert next_step("plan:first", family.mia) in page
    answer = client.post(
        address, {"name": "Clinic", "phone": "+49 30 123", "ring_when": "Any fever.", "key": str(uuid7())}
    )
    assert answer["Location"] == next_step("plan:first", family.mia)
    assert family.mia.care_contacts.get().phone == "+49 30 123"
    assert family.mia.call_plan.ring_when == "Any fever."


def test_the_call_plan_step_may_stay_empty(family):
    address = reverse("plan:first", kwargs={"patient": family.mia.pk})
    answer = family.client("guardian").post(address, {})
    assert answer.status_code == 302
    assert not family.mia.care_contacts.exists()
    assert MORNING < EVENING
