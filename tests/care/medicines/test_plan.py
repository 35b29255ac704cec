"""The list of medicines: what was due stays due, what was said stays readable."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household.access import Access
from care.household.events import MedicinePlanChanged, listen
from care.household.keys import uuid7
from care.household.models import AuditEvent
from care.medicines import actions, reads
from care.medicines.models import Medicine, MedicineVersion
from tests.care.medicines.plan import COTRIM, TODAY, address, medicine
from tests.people import EVENING

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def evening():
    """Thursday 19 November 2026, 21:04 in Berlin."""
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


@pytest.fixture
def heard():
    """What was announced about the plan."""
    from care.household import events

    found = []
    listen(MedicinePlanChanged)(found.append)
    yield found
    # Only ours: others listen too, and would hear nothing any more in the tests that follow.
    events._listeners[MedicinePlanChanged].remove(found.append)


def due(family, day=TODAY, *, now=None) -> list[str]:
    access = Access.for_user(family.guardian, now=now)
    return [f"{dose.slot.time:%H:%M} {dose.name}" for dose in reads.day_doses(access, family.mia, day).planned]


def sent(**change) -> dict:
    """The form as a browser sends it."""
    values = {name: value for name, value in COTRIM.items() if name != "times"}
    return values | {f"times_{n}": time for n, time in enumerate(COTRIM["times"])} | change


def test_add_is_audited_announced_and_due_today(family, heard):
    row = medicine(family)
    assert due(family) == [
        "08:00 Co-trimoxazole 200 mg/5 mL, 5 mL",
        "20:00 Co-trimoxazole 200 mg/5 mL, 5 mL",
    ]
    assert due(family, TODAY - DAY) == []
    event = AuditEvent.objects.get(object_id=str(row.pk))
    assert (event.action, event.patient_id, event.actor) == ("medicine.added", family.mia.pk, family.guardian)
    assert [(one.medicine_id, one.by) for one in heard] == [(row.pk, family.guardian.pk)]


def test_a_start_some_days_ago_can_be_filled_in(family):
    medicine(family, started_on=TODAY - 3 * DAY)
    assert len(due(family, TODAY - 3 * DAY)) == 2
    assert due(family, TODAY - 4 * DAY) == []


def test_years_before_tend_are_not_without_a_record(family):
    row = medicine(family, started_on=dt.date(2021, 1, 1), started_precision="year")
    assert due(family, TODAY - DAY) == []
    assert ("Started", "2021") in reads.label_facts(row)


def test_a_change_counts_from_then_on(family, evening):
    row = medicine(family)
    noon = EVENING + dt.timedelta(hours=16)  # tomorrow, 13:04
    evening.move_to(noon)
    actions.change_medicine(
        medicine=row, by=family.second, at=noon, changes={"dose": "7 mL", "times": ["09:00", "21:00"]}
    )
    assert due(family, TODAY)[1] == "20:00 Co-trimoxazole 200 mg/5 mL, 5 mL"
    assert due(family, TODAY + DAY) == [
        "08:00 Co-trimoxazole 200 mg/5 mL, 5 mL",
        "21:00 Co-trimoxazole 200 mg/5 mL, 7 mL",
    ]
    (before,) = reads.earlier(Access.for_user(family.viewer), row)
    assert (before.as_planned, before.who) == ("Co-trimoxazole 200 mg/5 mL, 5 mL", "Ben")
    assert before.when == "Every day at 08:00 and 20:00"
    changed = AuditEvent.objects.get(action="medicine.changed")
    assert changed.fields == ["dose", "times"]
    page = family.client("viewer").get(address("medicine", family, medicine=row.pk)).content.decode()
    assert "5 mL" in page
    assert "7 mL" in page


def test_a_slip_put_right_the_same_day_leaves_no_dose_behind(family):
    row = medicine(family, times=["18:00"])
    actions.change_medicine(
        medicine=row, by=family.guardian, at=EVENING + dt.timedelta(minutes=1), changes={"times": ["08:00"]}
    )
    assert due(family) == ["08:00 Co-trimoxazole 200 mg/5 mL, 5 mL"]
    assert MedicineVersion.objects.get().times == ["18:00"]


def test_a_start_put_right_the_same_day_counts(family):
    row = medicine(family)
    actions.change_medicine(
        medicine=row, by=family.guardian, at=EVENING, changes={"started_on": TODAY - DAY, "started_precision": "day"}
    )
    assert len(due(family, TODAY - DAY)) == 2


def test_nothing_changed_writes_nothing(family):
    row = medicine(family)
    actions.change_medicine(medicine=row, by=family.guardian, at=EVENING, changes={"dose": "5 mL"})
    assert not MedicineVersion.objects.exists()
    assert not AuditEvent.objects.filter(action="medicine.changed").exists()


def test_stop_and_take_again(family, evening, heard):
    row = medicine(family)
    noon = EVENING + dt.timedelta(hours=16)
    actions.stop_medicine(medicine=row, by=family.guardian, at=noon, reason="Rash")
    evening.move_to(noon + 2 * DAY)
    actions.stop_medicine(medicine=row, by=family.guardian, at=noon + 2 * DAY)
    assert [len(due(family, TODAY + n * DAY)) for n in range(4)] == [2, 1, 0, 0]
    found = reads.medicines(Access.for_user(family.helper), family.mia)
    assert (found.current, [line.ended for line in found.stopped]) == ([], ["Stopped on Fri 20 Nov 2026"])
    actions.restart_medicine(medicine=row, by=family.guardian, at=noon + 2 * DAY)
    actions.restart_medicine(medicine=row, by=family.guardian, at=noon + 2 * DAY)
    assert [len(due(family, TODAY + n * DAY)) for n in range(5)] == [2, 1, 0, 1, 2]
    assert len(heard) == 3
    assert [event.action for event in AuditEvent.objects.filter(object_id=str(row.pk)).order_by("pk")] == [
        "medicine.added",
        "medicine.stopped",
        "medicine.restarted",
    ]


def test_changing_what_is_stopped_brings_no_dose_back(family, evening):
    row = medicine(family)
    actions.stop_medicine(medicine=row, by=family.guardian, at=EVENING + DAY)
    later = EVENING + 3 * DAY
    evening.move_to(later)
    actions.change_medicine(medicine=row, by=family.guardian, at=later, changes={"dose": "6 mL"})
    assert [len(due(family, TODAY + n * DAY)) for n in range(4)] == [2, 2, 0, 0]


def test_the_last_day_ends_it(family, evening):
    medicine(family, last_on=TODAY + DAY)
    assert [len(due(family, TODAY + n * DAY)) for n in range(3)] == [2, 2, 0]
    evening.move_to(EVENING + 2 * DAY)
    found = reads.medicines(Access.for_user(family.guardian), family.mia)
    assert [line.ended for line in found.stopped] == ["Last day Fri 20 Nov 2026"]


def test_a_plan_that_begins_next_week_can_be_put_right_before(family):
    row = medicine(family, started_on=TODAY + 7 * DAY)
    actions.change_medicine(medicine=row, by=family.guardian, at=EVENING + DAY, changes={"times": ["10:00"]})
    assert due(family, TODAY + 2 * DAY) == []
    assert len(due(family, TODAY + 7 * DAY)) == 1
    actions.stop_medicine(medicine=row, by=family.guardian, at=EVENING + DAY)
    assert due(family, TODAY + 7 * DAY) == []


def test_taken_off_is_gone_with_its_doses_and_comes_back(family):
    row = medicine(family)
    client = family.client("guardian")
    page = client.post(address("remove", family, medicine=row.pk), follow=True).content.decode()
    assert "Taken off: Co-trimoxazole." in page
    assert due(family) == []
    assert client.get(address("medicine", family, medicine=row.pk)).status_code == 404
    client.post(address("restore", family, medicine=row.pk))
    client.post(address("remove", family, medicine=row.pk))
    client.post(address("restore", family, medicine=row.pk))
    assert len(due(family)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"drug": ""},
        {"route": "by magic"},
        {"purpose": "fun"},
        {"pattern": "sometimes"},
        {"times": []},
        {"times": ["25:00"]},
        {"times": "08:00,20:00"},
        {"times": 8},
        {"pattern": "needed"},
        {"pattern": ""},
        {"pattern": "weekdays"},
        {"pattern": "weekdays", "weekdays": [7]},
        {"weekdays": [1]},
        {"pattern": "every_n"},
        {"pattern": "every_n", "every_days": 1, "every_from": TODAY},
        {"pattern": "every_n", "every_days": 2},
        {"every_days": 2},
        {"started_on": TODAY, "last_on": TODAY - DAY},
        {"started_precision": "decade"},
    ],
)
def test_what_is_no_plan(family, change):
    with pytest.raises(ValidationError):
        medicine(family, **change)
    assert not Medicine.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"route": "x"},
        {"purpose": "x"},
        {"pattern": "x"},
        {"started_precision": "x"},
        {"pattern": "every_n"},
        {"every_days": 3},
        {"started_on": TODAY, "last_on": TODAY - DAY},
    ],
)
def test_the_database_knows_the_words(family, change):
    row = medicine(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Medicine.objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "when"),
    [
        ({}, "Every day at 08:00 and 20:00"),
        ({"pattern": "weekdays", "weekdays": [0, 3], "times": ["07:30"]}, "Monday and Thursday at 07:30"),
        (
            {"pattern": "every_n", "every_days": 21, "every_from": TODAY, "times": ["10:00"]},
            "Every 21 days, such as Thu 19 Nov 2026 at 10:00",
        ),
        ({"pattern": "needed", "times": []}, "When needed"),
        ({"pattern": "", "times": []}, ""),
    ],
)
def test_when_in_words(family, change, when):
    medicine(family, **change)
    (line,) = reads.medicines(Access.for_user(family.guardian), family.mia).current
    assert line.when == when


# --- pages ----------------------------------------------------------------------------------------------------------


def test_add_by_the_page_once(family):
    values = sent(key=str(uuid7()), started_day="", started_month="11", started_year="2026", last_on="2026-12-24")
    for _ in range(2):
        page = family.client("second").post(address("add", family), values, follow=True).content.decode()
        assert "Saved: Co-trimoxazole." in page
    row = Medicine.objects.get()
    assert row.times == ["08:00", "20:00"]
    assert (row.started.text, row.last_on, row.entered_by) == ("2026-11", dt.date(2026, 12, 24), family.second)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"drug": ""}, "Enter the name as it stands on the label."),
        ({"drug": "x" * 201}, "Please use 200 signs or fewer."),
        ({"times_0": "", "times_1": ""}, "Enter at least one time."),
        ({"times_0": "soon"}, "Enter times like 08:00 or 20:30."),
        ({"pattern": "needed"}, "clear the times"),
        ({"pattern": "weekdays"}, "Choose the weekdays."),
        ({"weekdays": ["2"]}, "This does not go with the days chosen above."),
        ({"pattern": "every_n", "every_from": "2026-11-19"}, "Enter a number of days, from 2 to 366."),
        ({"pattern": "every_n", "every_days": "3"}, "Enter a day on which it is due."),
        ({"pattern": "every_n", "every_days": "1", "every_from": "2026-11-19"}, "2"),
        ({"started_year": "2027", "last_on": "2026-12-01"}, "The last day cannot be before the start."),
        ({"last_on": "2026-02-30"}, "Enter a real day"),
    ],
)
def test_bad_answers_keep_the_rest(family, change, words):
    answer = family.client("guardian").post(address("add", family), sent(prescriber="Dr Lindqvist") | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Dr Lindqvist" in page
    assert not Medicine.objects.exists()


def test_the_form_shows_every_time_it_knows(family):
    times = [f"{hour:02}:00" for hour in range(0, 24, 4)]
    row = medicine(family, times=times)
    page = family.client("guardian").get(address("edit", family, medicine=row.pk)).content.decode()
    assert [time for time in times if f'value="{time}"' in page] == times
    values = {name: value for name, value in sent().items() if not name.startswith("times")}
    values |= {f"times_{n}": time for n, time in enumerate([*times, "22:00"])}
    answer = family.client("guardian").post(address("edit", family, medicine=row.pk), values)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.times == [*times, "22:00"]


def test_stop_and_undo_by_the_page(family):
    row = medicine(family)
    client = family.client("guardian")
    page = client.post(address("stop", family, medicine=row.pk), {"reason": "Finished"}, follow=True).content.decode()
    assert "Stopped on Thu 19 Nov 2026" in page
    assert "Finished" in page
    client.post(address("restart", family, medicine=row.pk))
    row.refresh_from_db()
    assert row.stopped_at is None


def test_an_empty_list_is_no_statement(family):
    page = family.client("viewer").get(address("list", family)).content.decode()
    assert "That does not mean there is none." in page


def test_long_and_odd_words_are_shown_as_they_are(family):
    row = medicine(family, drug="<b>Ünï</b> " + "x" * 180, dose="½ tablet & more")
    page = family.client("guardian").get(address("medicine", family, medicine=row.pk)).content.decode()
    assert "&lt;b&gt;Ünï&lt;/b&gt;" in page
    assert "½ tablet &amp; more" in page


@pytest.mark.parametrize(("who", "status"), [("helper", 403), ("viewer", 403), ("revoked", 404)])
def test_who_may_not_write(family, who, status):
    row = medicine(family)
    client = family.client(who)
    assert client.post(address("add", family), sent()).status_code == status
    for name in ("edit", "stop", "restart", "remove"):
        assert client.post(address(name, family, medicine=row.pk), sent(dose="9 mL")).status_code == status
    row.refresh_from_db()
    assert (row.dose, row.stopped_at, row.removed_at) == ("5 mL", None, None)


def test_another_patients_medicine_is_not_found(family, outsider):
    theirs = medicine(outsider)
    leos = medicine(family, patient=family.leo)
    for row in (theirs, leos):
        for name in ("medicine", "edit", "give", "dose-add"):
            assert family.client("guardian").get(address(name, family, medicine=row.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_the_same_number_of_questions(family, django_assert_num_queries, count):
    for number in range(count):
        row = medicine(family, drug=f"Medicine {number}")
        actions.change_medicine(medicine=row, by=family.guardian, at=EVENING + DAY, changes={"dose": f"{number} drops"})
    client = family.client("guardian")
    client.get(address("list", family))
    with django_assert_num_queries(10):
        client.get(address("list", family))
