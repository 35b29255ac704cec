"""Doses: noted with one tap, noted twice when two people gave them, counted without a judgement."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household import events
from care.household.access import Access
from care.household.events import DoseRecorded, listen
from care.household.models import AuditEvent, Household
from care.medicines import actions, reads
from care.medicines.models import Dose
from care.plan.actions import save_care_plan
from care.plan.rules.facts import Facts
from care.record import actions as record
from care.record.actions import TooFarAhead
from care.record.models import Correction, Entry
from reminders.engine.heartbeat import TICK
from reminders.models import Heartbeat
from tests.care.medicines.plan import EIGHT, TODAY, TWENTY, address, dose, medicine
from tests.people import EVENING, MORNING

DAY = dt.timedelta(days=1)
YESTERDAY = TODAY - DAY


@pytest.fixture(autouse=True)
def evening():
    """Thursday 19 November 2026, 21:04 in Berlin."""
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.fixture
def cotrim(family):
    return medicine(family, started_on=TODAY - 5 * DAY)


@pytest.fixture
def asked(monkeypatch):
    """What the plan's rules were asked."""
    found = []
    monkeypatch.setattr("care.medicines.actions.doses.raise_flags", lambda **told: found.append(told["facts"]) or ())
    return found


def due_now(family, who="guardian", now=None):
    return reads.due(Access.for_user(getattr(family, who), now=now), family.mia, now or EVENING)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def tap(family, row, who="guardian", *, due="2026-11-19T08:00", key=None, **more):
    values = {"due": due, "client_id": str(key or uuid.uuid4())} | more
    return family.client(who).post(address("give", family, medicine=row.pk), values, follow=True)


# --- one tap --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guardian", "second", "helper"])
def test_given_with_one_tap(family, cotrim, who):
    page = text(tap(family, cotrim, who))
    assert "Saved: Medicine dose for Mia." in page
    row = Dose.objects.get()
    assert (row.outcome, row.due_on, row.due_time) == ("given", TODAY, EIGHT)
    assert row.due_at == dt.datetime(2026, 11, 19, 7, tzinfo=dt.UTC)
    # A tap says that it was given, not when.
    assert row.given_at is None
    assert (row.entry.local_day, row.entry.occurred_at) == (TODAY, EVENING)
    assert row.as_planned == "Co-trimoxazole 200 mg/5 mL, 5 mL"
    assert AuditEvent.objects.filter(action="entry.added", object_id=str(row.pk)).count() == 1


def test_the_same_tap_twice_is_one_dose_and_asks_nothing(family, cotrim):
    key = uuid.uuid4()
    for _ in range(3):
        assert "Saved: Medicine dose" in text(tap(family, cotrim, key=key))
    assert Dose.objects.count() == 1


def test_a_second_given_is_shown_the_first(family, cotrim):
    tap(family, cotrim, "second")
    page = text(tap(family, cotrim))
    assert "Marked <b>Given</b> 21:04 by <bdi>Ben</bdi>." in page
    assert Dose.objects.count() == 1
    page = text(tap(family, cotrim, again="1"))
    assert "Saved: Medicine dose" in page
    assert Dose.objects.count() == 2
    assert "is noted 2 times" in text(family.client("guardian").get(address("list", family)))


def test_also_a_dose_noted_as_not_given_is_shown_first(family, cotrim):
    dose(family, cotrim, "refused", by=family.second)
    assert "Marked <b>Refused</b> 21:04 by <bdi>Ben</bdi>." in text(tap(family, cotrim))
    assert Dose.objects.count() == 1


def test_two_people_offline_at_once_keep_both(family, cotrim):
    """Neither phone knew of the other: both records stay, and the dose counts once."""
    dose(family, cotrim, by=family.guardian, client_id=uuid.uuid4())
    dose(family, cotrim, by=family.second, client_id=uuid.uuid4())
    due = due_now(family)
    assert [len(found.records) for found in due.noted] == [2]
    (today,) = reads.dose_days(Access.for_user(family.guardian), family.mia, TODAY, TODAY)
    assert (today.due, today.recorded, today.given) == (2, 1, 1)


def test_undo_makes_it_due_again(family, cotrim):
    saved = dose(family, cotrim)
    record.remove(entry=saved.entry, by=family.guardian, at=EVENING)
    assert len(due_now(family).now) == 2
    record.restore(entry=saved.entry, by=family.guardian, at=EVENING)
    assert len(due_now(family).now) == 1


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("revoked", 404)])
def test_who_may_not_note_a_dose(family, cotrim, who, status):
    client = family.client(who)
    assert client.post(address("give", family, medicine=cotrim.pk), {"due": "2026-11-19T08:00"}).status_code == status
    assert client.post(address("dose-add", family, medicine=cotrim.pk), {"outcome": "given"}).status_code == status
    assert client.post(address("all-given", family), {"dose": f"{cotrim.pk}|2026-11-19T08:00"}).status_code == status
    assert not Dose.objects.exists()


@pytest.mark.parametrize("due", ["", "08:00", "2026-11-19T25:00", "2026-11-19", "x" * 50])
def test_what_is_no_place_in_the_plan(family, cotrim, due):
    answer = family.client("guardian").post(address("give", family, medicine=cotrim.pk), {"due": due})
    assert answer.status_code == (302 if due == "" else 404)


def test_a_dose_of_tomorrow_is_not_given_today(family, cotrim):
    page = text(tap(family, cotrim, due="2026-11-20T08:00"))
    assert "This dose is not due yet." in page
    assert not Dose.objects.exists()


def test_a_helper_notes_only_today(family, cotrim):
    for name in ("give", "dose-add"):
        url = address(name, family, medicine=cotrim.pk) + "?due=2026-11-18T08:00"
        assert family.client("helper").get(url).status_code == 403
    answer = family.client("helper").post(address("all-given", family), {"dose": f"{cotrim.pk}|2026-11-18T08:00"})
    assert answer.status_code == 403
    assert not Dose.objects.exists()


def test_a_helper_sees_and_undoes_only_what_is_their_own(family, cotrim):
    theirs = dose(family, cotrim, by=family.guardian).entry
    mine = dose(family, cotrim, due=(TODAY, TWENTY), by=family.helper).entry
    old = dose(family, cotrim, due=(YESTERDAY, EIGHT)).entry
    client = family.client("helper")
    assert client.get(address("dose", family, entry=theirs.pk)).status_code == 200
    assert client.get(address("dose", family, entry=old.pk)).status_code == 404
    assert client.post(address("dose-delete", family, entry=theirs.pk)).status_code == 403
    assert client.post(address("dose-delete", family, entry=mine.pk)).status_code == 302
    assert client.get(address("day", family, date="2026-11-18")).status_code == 403


# --- due now --------------------------------------------------------------------------------------------------------


def test_due_now_begins_half_an_hour_before(family, cotrim):
    seven = dt.datetime(2026, 11, 19, 6, 29, tzinfo=dt.UTC)
    assert [len(part) for part in (due_now(family, now=seven).now, due_now(family, now=seven).later)] == [0, 2]
    due = due_now(family, now=seven + dt.timedelta(minutes=1))
    assert [found.place for found in due.now] == ["2026-11-19T08:00"]
    assert [found.place for found in due.later] == ["2026-11-19T20:00"]


def test_before_four_the_evening_is_still_today(family, cotrim, evening):
    night = dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC)
    evening.move_to(night)
    assert [found.place for found in due_now(family, now=night).now] == ["2026-11-19T08:00", "2026-11-19T20:00"]
    page = text(tap(family, cotrim, "helper", due="2026-11-19T20:00"))
    assert "Saved: Medicine dose" in page
    assert Entry.objects.get(kind="dose").local_day == TODAY


def test_the_viewer_sees_what_is_due_but_no_button(family, cotrim):
    page = text(family.client("viewer").get(address("list", family)))
    assert "Due now" in page
    assert "dose-given" not in page


def test_a_family_that_moved_doubles_no_dose(family, cotrim):
    dose(family, cotrim)
    Household.objects.update(time_zone="America/New_York")
    family.mia.refresh_from_db()
    family.mia.household.refresh_from_db()
    access = Access.for_user(family.guardian)
    planned = reads.day_doses(access, access.patient(family.mia.pk), TODAY).planned
    assert [(found.slot.time, len(found.records)) for found in planned] == [(EIGHT, 1), (TWENTY, 0)]


@pytest.mark.parametrize("count", [1, 15])
def test_due_asks_three_questions(family, django_assert_num_queries, count):
    for number in range(count):
        row = medicine(family, drug=f"Medicine {number}")
        dose(family, row)
    access = Access.for_user(family.guardian)
    patient = access.patient(family.mia.pk)
    with django_assert_num_queries(3):
        assert len(reads.due(access, patient, EVENING).noted) == count
    with django_assert_num_queries(3):
        reads.dose_days(access, patient, TODAY - 300 * DAY, TODAY)


# --- the whole answer -----------------------------------------------------------------------------------------------


def test_not_given_with_a_reason(family, cotrim):
    url = address("dose-add", family, medicine=cotrim.pk) + "?due=2026-11-19T08:00"
    page = text(family.client("helper").get(url))
    assert "Not given" in page
    assert "ask your pharmacist or team" in page
    answer = family.client("helper").post(url, {"outcome": "refused", "reason": "Tasted bad"}, follow=True)
    assert "Saved: Medicine dose" in text(answer)
    row = Dose.objects.get()
    assert (row.outcome, row.reason, row.due_time) == ("refused", "Tasted bad", EIGHT)


def test_given_late_is_a_time_beside_a_time(family, cotrim):
    url = address("dose-add", family, medicine=cotrim.pk) + "?due=2026-11-19T08:00"
    family.client("guardian").post(url, {"outcome": "given_late", "given_time": "09:40", "given_on": "2026-11-19"})
    row = Dose.objects.get()
    assert row.given_at == row.entry.occurred_at == dt.datetime(2026, 11, 19, 8, 40, tzinfo=dt.UTC)
    page = text(family.client("viewer").get(address("dose", family, entry=row.pk)))
    assert "1 hour 40 minutes after the due time" in page


def test_a_dose_of_the_night_stays_with_its_evening(family, cotrim, evening):
    evening.move_to(EVENING + dt.timedelta(hours=9))  # 06:04
    url = address("dose-add", family, medicine=cotrim.pk) + "?due=2026-11-19T20:00"
    values = {"outcome": "given", "given_time": "05:30", "given_on": "2026-11-20"}
    family.client("guardian").post(url, values)
    row = Dose.objects.get()
    assert (row.entry.local_day, row.given_at) == (TODAY, dt.datetime(2026, 11, 20, 4, 30, tzinfo=dt.UTC))
    edit = address("dose-edit", family, entry=row.pk)
    page = text(family.client("guardian").get(edit))
    assert 'value="05:30"' in page
    assert 'value="2026-11-20"' in page
    family.client("guardian").post(edit, values | {"given_time": "05:40"})
    row.refresh_from_db()
    assert (row.entry.local_day, row.given_at) == (TODAY, dt.datetime(2026, 11, 20, 4, 40, tzinfo=dt.UTC))


def test_when_needed(family):
    row = medicine(family, drug="Cetirizine", pattern="needed", times=[], purpose="itch")
    assert due_now(family).now == []
    url = address("dose-add", family, medicine=row.pk)
    family.client("guardian").post(url, {"outcome": "given", "given_time": "03:10", "given_on": "2026-11-19"})
    found = Dose.objects.get()
    assert found.due_at is None
    # 03:10 on Thursday is still Wednesday night.
    assert found.entry.local_day == YESTERDAY
    days = reads.dose_days(Access.for_user(family.viewer), family.mia, YESTERDAY, TODAY)
    assert [(day.due, day.recorded, day.given) for day in days] == [(0, 0, 0), (0, 0, 0)]


def test_a_helper_at_night_notes_the_calendar_time(family, evening):
    evening.move_to(dt.datetime(2026, 11, 20, 1, 30, tzinfo=dt.UTC))  # 02:30 on Friday
    row = medicine(family, drug="Cetirizine", pattern="needed", times=[])
    url = address("dose-add", family, medicine=row.pk)
    family.client("helper").post(url, {"outcome": "given", "given_time": "02:10"})
    found = Dose.objects.get()
    assert found.given_at == dt.datetime(2026, 11, 20, 1, 10, tzinfo=dt.UTC)
    assert found.entry.local_day == TODAY


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"outcome": ""}, "Choose what happened."),
        ({"outcome": "lost"}, "lost"),
        ({"given_time": "23:30", "given_on": "2026-11-19"}, "This lies in the future."),
        ({"given_on": "2026-11-20"}, "The day cannot be after today"),
        ({"outcome": "missed", "given_time": "08:00"}, "A dose that was not given has no time."),
        ({"given_time": "8 o'clock"}, "Enter a time like"),
        ({"reason": "x" * 401}, "Please use 400 signs or fewer."),
    ],
)
def test_bad_answers_keep_the_rest(family, cotrim, change, words):
    url = address("dose-add", family, medicine=cotrim.pk) + "?due=2026-11-19T08:00"
    answer = family.client("guardian").post(url, {"outcome": "given", "note": "A long evening"} | change)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "A long evening" in text(answer)
    assert not Dose.objects.exists()


def test_the_form_too_shows_what_is_noted(family, cotrim):
    dose(family, cotrim, by=family.second)
    url = address("dose-add", family, medicine=cotrim.pk) + "?due=2026-11-19T08:00"
    assert "by <bdi>Ben</bdi>" in text(family.client("guardian").get(url))


def test_a_correction_keeps_what_it_said(family, cotrim):
    entry = dose(family, cotrim, "given_late", given_at=EVENING).entry
    url = address("dose-edit", family, entry=entry.pk)
    answer = family.client("second").post(url, {"outcome": "missed", "reason": "Asleep", "note": "words"}, follow=True)
    page = text(answer)
    assert "was what happened: Given late, changed by <bdi>Ben</bdi>" in page
    assert "was time given: Thu 19 Nov 2026, 21:04" in page
    row = Dose.objects.get()
    assert (row.outcome, row.given_at, row.entry.note) == ("missed", None, "words")
    assert set(Correction.objects.values_list("field", flat=True)) == {"outcome", "given_at", "reason", "note"}


def test_delete_offers_to_put_it_back(family, cotrim):
    entry = dose(family, cotrim).entry
    answer = family.client("guardian").post(address("dose-delete", family, entry=entry.pk), follow=True)
    assert "Taken back: Medicine dose for Mia." in text(answer)
    assert len(due_now(family).now) == 2


# --- an earlier day -------------------------------------------------------------------------------------------------


def test_an_earlier_day_with_one_tap(family, cotrim):
    row = medicine(family, drug="Cetirizine", times=["21:00"], started_on=YESTERDAY)
    client = family.client("second")
    page = text(client.get(address("day", family, date="2026-11-18")))
    assert "All 3 were given" in page
    doses = [f"{cotrim.pk}|2026-11-18T08:00", f"{cotrim.pk}|2026-11-18T20:00", f"{row.pk}|2026-11-18T21:00"]
    sent = {"client_id": str(uuid.uuid4()), "dose": doses}
    for _ in range(2):
        assert "Saved: Medicine dose" in text(client.post(address("all-given", family), sent, follow=True))
    entries = Entry.objects.filter(kind="dose").order_by("occurred_at")
    # Nobody told the times, so each stands at the time it was due.
    assert [entry.occurred_at.hour for entry in entries] == [7, 19, 20]
    assert {entry.local_day for entry in entries} == {YESTERDAY}
    assert "Without a record" not in text(client.get(address("day", family, date="2026-11-18")))


def test_today_offers_only_what_is_already_due(family, cotrim, evening):
    evening.move_to(EVENING - dt.timedelta(hours=5))
    page = text(family.client("guardian").get(address("day", family, date="2026-11-19")))
    assert page.count('data-testid="open-dose"') == 1


@pytest.mark.parametrize("date", ["2026-11-20", "yesterday", "2026-02-30"])
def test_what_is_no_day(family, date):
    assert family.client("guardian").get(address("day", family, date=date)).status_code == 404


@pytest.mark.parametrize("sent", ["", "x", "x|y", "|2026-11-18T08:00"])
def test_nonsense_in_all_given_writes_nothing(family, cotrim, sent):
    answer = family.client("guardian").post(address("all-given", family), {"dose": sent})
    assert answer.status_code == 302
    assert not Dose.objects.exists()


def test_all_given_of_another_family_is_not_found(family, outsider):
    theirs = medicine(outsider)
    leos = medicine(family, patient=family.leo)
    for row in (theirs, leos):
        sent = {"dose": f"{row.pk}|2026-11-19T08:00"}
        assert family.client("guardian").post(address("all-given", family), sent).status_code == 404
    assert not Dose.objects.exists()


# --- counting -------------------------------------------------------------------------------------------------------


def test_days_count_due_recorded_and_given(family, cotrim):
    dose(family, cotrim, due=(TODAY - 2 * DAY, EIGHT))
    dose(family, cotrim, "missed", due=(TODAY - 2 * DAY, TWENTY))
    dose(family, cotrim, due=(YESTERDAY, EIGHT))
    days = reads.dose_days(Access.for_user(family.viewer), family.mia, TODAY - 3 * DAY, TODAY)
    assert [(day.due, day.recorded, day.given, day.unrecorded) for day in days] == [
        (2, 0, 0, 2),
        (2, 2, 1, 0),
        (2, 1, 1, 1),
        (2, 0, 0, 2),
    ]


def test_of_today_only_what_is_already_due_counts(family, cotrim):
    noon = EVENING - dt.timedelta(hours=9)
    (today,) = reads.dose_days(Access.for_user(family.guardian, now=noon), family.mia, TODAY, TODAY)
    assert today.due == 1


def test_a_recorded_dose_was_due_whatever_the_plan_says_now(family):
    row = medicine(family)
    dose(family, row)
    actions.change_medicine(medicine=row, by=family.guardian, at=EVENING, changes={"times": ["07:00", "20:00"]})
    (today,) = reads.dose_days(Access.for_user(family.guardian), family.mia, TODAY, TODAY)
    assert (today.due, today.recorded, today.given) == (3, 1, 1)


def test_the_page_tells_numbers_never_a_percentage(family, cotrim):
    dose(family, cotrim)
    page = text(family.client("guardian").get(address("medicine", family, medicine=cotrim.pk)))
    assert "Given: 1 of 1 recorded." in page
    assert "11 doses due without a record." in page
    assert "%" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_out_of_stock_since(family, cotrim):
    dose(family, cotrim, "given", due=(TODAY - 3 * DAY, EIGHT))
    dose(family, cotrim, "out_of_stock", due=(TODAY - 2 * DAY, EIGHT))
    dose(family, cotrim, "out_of_stock", due=(YESTERDAY, EIGHT))
    access = Access.for_user(family.guardian)
    assert reads.out_of_stock_since(access, cotrim) == TODAY - 2 * DAY
    page = text(family.client("guardian").get(address("medicine", family, medicine=cotrim.pk)))
    assert "Noted as out of stock since Tue 17 Nov 2026." in page
    dose(family, cotrim)
    assert reads.out_of_stock_since(access, cotrim) is None


def test_older_doses_are_a_page_further(family, evening):
    row = medicine(family)
    for number in range(40):
        evening.move_to(EVENING + number * DAY)
        dose(family, row, due=(TODAY + number * DAY, EIGHT), at=EVENING + number * DAY)
    client, url = family.client("viewer"), address("medicine", family, medicine=row.pk)
    page = text(client.get(url))
    assert page.count('data-testid="noted-dose"') == 30
    assert "?to=2026-11-28" in page
    assert text(client.get(url + "?to=2026-11-28")).count('data-testid="noted-dose"') == 10
    assert client.get(url + "?to=nonsense").status_code == 200


@pytest.mark.parametrize("count", [2, 25])
def test_a_medicines_page_asks_the_same_number_of_questions(family, cotrim, django_assert_num_queries, count):
    for number in range(count):
        dose(family, cotrim, due=(YESTERDAY, dt.time(8, number)), by=family.guardian)
    # Reminders run, as they do in every running Tend: one look instead of two.
    Heartbeat.objects.create(part=TICK, at=EVENING)
    client = family.client("guardian")
    with django_assert_num_queries(12, exact=False):
        client.get(address("medicine", family, medicine=cotrim.pk))
    with django_assert_num_queries(9, exact=False):
        client.get(address("day", family, date="2026-11-18"))


# --- what follows from a dose ---------------------------------------------------------------------------------------


def test_listeners_hear_of_a_dose(family, cotrim):
    heard = []
    listen(DoseRecorded)(heard.append)
    try:
        saved = dose(family, cotrim, "missed")
        actions.edit_dose(dose=saved.entry.dose, by=family.second, at=EVENING, changes={"outcome": "given"})
        actions.edit_dose(dose=saved.entry.dose, by=family.second, at=EVENING, changes={"outcome": "given"})
    finally:
        events._listeners[DoseRecorded].remove(heard.append)
    assert [(event.outcome, event.by) for event in heard] == [
        ("missed", family.guardian.pk),
        ("given", family.second.pk),
    ]
    assert {(event.entry_id, event.medicine_id, event.due_at) for event in heard} == {
        (saved.entry.pk, cotrim.pk, saved.entry.dose.due_at)
    }


def test_doses_not_taken_in_a_row_are_told_to_the_rules(family, cotrim, asked):
    dose(family, cotrim, "missed", due=(TODAY - 3 * DAY, EIGHT))
    dose(family, cotrim, "given", due=(TODAY - 2 * DAY, EIGHT))
    dose(family, cotrim, "refused", due=(YESTERDAY, EIGHT))
    saved = dose(family, cotrim, "out_of_stock", due=(TODAY, EIGHT))
    assert asked == [
        Facts(doses_missed=1),
        Facts(doses_missed=1),
        Facts(doses_missed=2, out_of_stock="yes"),
    ]
    actions.edit_dose(dose=saved.entry.dose, by=family.guardian, at=EVENING, changes={"outcome": "missed"})
    assert asked[-1] == Facts(doses_missed=2)


def messages(family) -> list[tuple[str, int]]:
    from care.plan.models import FlagMessage

    return list(FlagMessage.objects.filter(patient=family.mia).order_by("pk").values_list("rule", "level"))


def test_the_plans_own_number_brings_up_a_message(family, cotrim):
    """RF-25: without a number of the care team, doses not given bring up nothing."""
    dose(family, cotrim, "missed", due=(YESTERDAY, EIGHT))
    dose(family, cotrim, "missed", due=(YESTERDAY, TWENTY))
    assert messages(family) == []
    values = {"signed_by": "Dr Lindqvist", "signed_on": dt.date(2026, 10, 1), "missed_doses": 3}
    save_care_plan(patient=family.mia, by=family.guardian, at=EVENING, values=values)
    saved = dose(family, cotrim, "missed")
    assert messages(family) == [("RF-25", 1)]
    dose(family, cotrim, due=(TODAY, TWENTY))
    actions.edit_dose(dose=saved.entry.dose, by=family.guardian, at=EVENING, changes={"outcome": "given"})
    assert messages(family) == [("RF-25", 1)], "what was shown stays"


def test_out_of_stock_brings_up_a_message(family, cotrim):
    dose(family, cotrim, "out_of_stock")
    assert messages(family) == [("RF-25", 1)]


def test_a_treatment_is_no_prophylaxis(family, asked):
    dose(family, medicine(family, purpose="treatment"), "missed")
    assert asked == []


def test_the_future_is_refused(family, cotrim):
    for change in ({"due": (TODAY + DAY, EIGHT)}, {"given_at": EVENING + dt.timedelta(minutes=6)}):
        with pytest.raises(TooFarAhead):
            dose(family, cotrim, **change)
    saved = dose(family, cotrim)
    with pytest.raises(TooFarAhead):
        actions.edit_dose(dose=saved.entry.dose, by=family.guardian, at=EVENING, changes={"given_at": EVENING + DAY})


def test_a_dose_soon_due_may_be_noted(family, cotrim):
    saved = dose(family, cotrim, at=MORNING)  # 07:02, due at 08:00
    assert saved.entry.occurred_at == MORNING


@pytest.mark.parametrize(
    "change", [{"outcome": "lost"}, {"reason": "x" * 401}, {"outcome": "held", "given_at": EVENING}]
)
def test_what_is_no_dose(family, cotrim, change):
    with pytest.raises(ValidationError):
        dose(family, cotrim, **{"outcome": "given"} | change)
    assert not Entry.objects.filter(kind="dose").exists()


def test_a_dose_has_no_other_field(family, cotrim):
    saved = dose(family, cotrim)
    with pytest.raises(TypeError):
        actions.edit_dose(dose=saved.entry.dose, by=family.guardian, at=EVENING, changes={"due_on": TODAY})


@pytest.mark.parametrize("change", [{"outcome": "lost"}, {"due_time": None}, {"due_at": None}])
def test_the_database_knows_the_words(family, cotrim, change):
    dose(family, cotrim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dose.objects.update(**change)


def test_doses_read_as_lines_and_say_nothing_about_the_day(family, cotrim, django_assert_num_queries):
    dose(family, cotrim, "refused", reason="Tasted bad")
    dose(family, cotrim, due=None, given_at=EVENING)
    entries = list(Entry.objects.filter(kind="dose").order_by("pk"))
    with django_assert_num_queries(1):
        lines = reads.describe(entries)
    assert [(lines[entry.pk].title, lines[entry.pk].text) for entry in entries] == [
        ("Refused", "Co-trimoxazole 200 mg/5 mL, 5 mL, due 08:00, Tasted bad"),
        ("Given", "Co-trimoxazole 200 mg/5 mL, 5 mL, at 20:04"),
    ]
    from care.record.reads import days

    (today,) = days(Access.for_user(family.guardian), family.mia, TODAY, TODAY)
    assert today.state == "not-recorded"
