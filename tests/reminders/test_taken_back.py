"""Taking back a "done" that noted a dose takes the dose's record back too, or says that it stands."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.household.models import AuditEvent
from care.medicines import actions as medicines
from care.medicines import reads as medicine_reads
from care.record.models import Entry
from reminders import actions
from reminders.kinds import MEDICINE
from reminders.models import Delivery, Occurrence
from tests.reminders.test_items import EVENING, medicine

MINUTE = dt.timedelta(minutes=1)
PLACE = (dt.date(2026, 11, 19), dt.time(19, 30))
STILL = "It is still noted as given."


@pytest.fixture
def dose(family, running):
    """A dose at 19:30 of which both parents were told."""
    for who in (family.guardian, family.second):
        actions.set_plan(
            patient=family.mia, kind=MEDICINE, by=who, at=EVENING - 60 * MINUTE, in_quiet_hours=None
        )  # fmt: skip
    row = medicine(family, times=["19:30"])
    running.run(EVENING)
    # Going on: two "done" are two moments.
    with time_machine.travel(EVENING + MINUTE, tick=True):
        yield row


def tap(family, who, name) -> str:
    person = getattr(family, who)
    delivery = Delivery.objects.filter(recipient=person).order_by("nag").first()
    answer = family.client(who).post(reverse(f"reminders:{name}", args=[delivery.pk]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def noted(family, row) -> list[tuple[str, str]]:
    access = Access.for_household(family.household.pk, now=EVENING + MINUTE)
    return [(one.outcome, one.author) for one in medicine_reads.records_of(access, row, *PLACE)]


def test_undo_takes_the_dose_back_that_done_noted(family, dose):
    assert "Noted as given." in tap(family, "guardian", "done")
    assert noted(family, dose) == [("given", "Ana")]
    assert STILL not in tap(family, "guardian", "not-done")
    assert noted(family, dose) == []
    assert Occurrence.objects.get().acknowledged_at is None
    # Not erased: its trail stays.
    assert AuditEvent.objects.filter(action="entry.removed", actor=family.guardian).count() == 1


def test_done_again_notes_it_again_and_undo_takes_that_back_too(family, dose):
    for _ in range(2):
        assert "Noted as given." in tap(family, "guardian", "done")
        assert noted(family, dose) == [("given", "Ana")]
        tap(family, "guardian", "not-done")
        assert noted(family, dose) == []
    assert Entry.objects.filter(kind="dose").count() == 2


def test_done_twice_notes_it_once(family, dose):
    tap(family, "guardian", "done")
    tap(family, "guardian", "done")
    assert noted(family, dose) == [("given", "Ana")]


def test_what_another_noted_stands_and_is_said_with_a_way_to_it(family, dose):
    tap(family, "guardian", "done")
    text = tap(family, "second", "not-done")
    assert noted(family, dose) == [("given", "Ana")]
    assert STILL in text
    entry = Entry.objects.get(kind="dose")
    assert reverse("medicines:dose", args=[family.mia.pk, entry.pk]) in text


def test_what_was_changed_since_stands(family, dose):
    tap(family, "guardian", "done")
    entry = Entry.objects.get(kind="dose")
    at = EVENING + MINUTE
    medicines.edit_dose(dose=entry.dose, by=family.guardian, at=at, changes={"given_at": EVENING})
    assert STILL in tap(family, "guardian", "not-done")
    assert noted(family, dose) == [("given", "Ana")]


def test_a_dose_noted_by_hand_stands(family, dose):
    medicines.record_dose(medicine=dose, by=family.guardian, at=EVENING, outcome="given", due=PLACE)
    tap(family, "guardian", "done")
    assert STILL in tap(family, "guardian", "not-done")
    assert noted(family, dose) == [("given", "Ana")]


def test_what_was_noted_as_not_given_is_not_called_given(family, dose):
    medicines.record_dose(medicine=dose, by=family.guardian, at=EVENING, outcome="refused", due=PLACE)
    tap(family, "guardian", "done")
    assert STILL not in tap(family, "guardian", "not-done")
    assert noted(family, dose) == [("refused", "Ana")]
