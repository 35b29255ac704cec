"""From an empty database to Today, on a phone: with every step, and with none."""

import re

import pytest
import time_machine
from django.core import mail

from tests.people import EVENING, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=True):
        yield


def sign_up(phone) -> None:
    """An account for Nora, up to and including the mailed code."""
    page = phone.open("/")
    page.wait_for_url("**/account/login/**")
    phone.tap("sign-up")
    page.get_by_label("Your name").fill("Nora")
    page.get_by_label("E-mail").fill("nora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    phone.tap("submit")
    page.get_by_role("heading", name="Check your e-mail").wait_for()
    [letter] = mail.outbox
    assert letter.to == ["nora@example.org"]
    code = re.search(r"^\D*(\d{6})\b", letter.body).group(1)
    page.get_by_label("Code from the mail").fill(code)
    phone.tap("submit")
    page.get_by_role("heading", name="Before you start").wait_for()


def test_every_step(phone):
    from care.household.models import Patient
    from reminders.models import Plan

    with phone(timezone_id="Europe/Lisbon") as it:
        sign_up(it)
        page = it.page
        for words in ("Tend is not a doctor", "No doctor or nurse is told", "people you invite"):
            assert words in page.inner_text("main")
        it.tap("start")
        page.get_by_label("Name or nickname").fill("Asha")
        page.get_by_label("Birth date").fill("2020-09-03")
        it.tap("submit")
        page.get_by_role("heading", name="Whom do you ring about Asha?").wait_for()
        page.get_by_label("Name").fill("Dr Okafor")
        page.get_by_label("Phone number").fill("+49 30 5550 0111")
        it.tap("submit")
        page.get_by_role("heading", name="Remind you of the evening check for Asha?").wait_for()
        assert "nora@example.org" in page.inner_text("main")
        it.tap("submit")
        page.get_by_role("heading", name="Asha this evening").wait_for()
        child = Patient.objects.get()
        assert page.url == f"{it.site}/p/{child.pk}/"
        assert child.household.time_zone == "Europe/Lisbon", "the phone's own zone was taken"
        plan = Plan.objects.get()
        assert (plan.patient, plan.kind, plan.is_on) == (child, "evening-check", True)
        # What was written down is one tap away, from any page.
        page.get_by_role("link", name=re.compile("Emergency|Call plan|Whom to ring", re.I)).first.tap()
        assert (
            page.get_by_role("link", name=re.compile("Dr Okafor|5550 0111"))
            .first.get_attribute("href")
            .startswith("tel:")
        )


def test_no_step(phone):
    with phone() as it:
        sign_up(it)
        page = it.page
        it.tap("skip")
        page.get_by_role("heading", name="Nothing to do today").wait_for()
        it.open("/")
        page.get_by_role("heading", name="Nothing to do today").wait_for()
        # Later, the child's name alone is enough, and each question after it can wait.
        it.tap("start")
        page.get_by_label("Name or nickname").fill("Asha")
        it.tap("submit")
        page.get_by_role("heading", name="Whom do you ring about Asha?").wait_for()
        page.get_by_role("link", name="Not now").tap()
        page.get_by_role("heading", name="Remind you of the evening check for Asha?").wait_for()
        page.get_by_role("link", name="Not now").tap()
        page.get_by_role("heading", name="Asha this evening").wait_for()
        assert page.get_by_test_id("itch").is_visible()
