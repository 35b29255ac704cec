"""Medicines, visits, vaccines and refills set their own reminders; "done" notes exactly one single dose."""

import datetime as dt

import pytest
import time_machine

from care.household.access import Access
from care.medicines import actions as medicines
from care.medicines import reads as medicine_reads
from care.visits import actions as visits
from reminders import actions, links
from reminders.kinds import APPOINTMENT, LIVE_VACCINE, MEDICINE, REFILL
from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import State
from tests.people import client_for
from tests.reminders.conftest import NOON

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
# 19:30 in Berlin.
EVENING = dt.datetime(2026, 11, 19, 18, 30, tzinfo=dt.UTC)
Reason = Delivery.Reason


def label(**more) -> dict:
    return {"drug": "Co-trimoxazole", "dose": "5 mL", "pattern": "daily", "times": ["07:30", "19:30"]} | more


def medicine(family, **more):
    return medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=label(**more))


@pytest.fixture
def asked(family):
    """Ana wants to hear of Mia's medicines."""
    return actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)


def due_times() -> list[str]:
    return [f"{o.local_date} {o.slot}" for o in Occurrence.objects.order_by("due_at")]


def run_hours(running, start, hours):
    for n in range(2 * hours + 1):
        running.run(start + n * 30 * MINUTE)


def test_nobody_is_reminded_of_medicines_unasked(family, running):
    medicine(family)
    run_hours(running, NOON, 24)
    assert not Plan.objects.exists()


def test_the_list_and_the_page_say_when_the_next_of_several_medicines_comes(family, asked, running):
    page = f"/reminders/{family.mia.pk}/{MEDICINE.slug}/"
    with time_machine.travel(NOON, tick=False):
        assert "On. Nothing is coming up" in family.client("guardian").get(page).content.decode()
    medicine(family, times=["19:30"])
    medicine(family, drug="Fluconazole", times=["21:00"])
    with time_machine.travel(NOON, tick=False):
        client = family.client("guardian")
        for path in ("/reminders/", page):
            shown = client.get(path).content.decode()
            assert "Next: today at 19:30" in shown, path
            assert "For you" in shown, path
    running.run(EVENING)
    with time_machine.travel(EVENING + MINUTE, tick=False):
        assert "Thu 19 Nov, 19:30" in family.client("guardian").get(page).content.decode()


@pytest.mark.parametrize("first", ["medicine", "plan"])
def test_each_dose_time_is_told_whichever_came_first(family, running, first):
    if first == "medicine":
        medicine(family)
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON)
    if first == "plan":
        medicine(family)
    run_hours(running, NOON, 22)
    assert due_times() == ["2026-11-19 19:30", "2026-11-20 07:30"]
    assert [mail.subject for mail in running.mails] == ["Something is due at 19:30", "Something is due at 07:30"]
    assert "trimoxazole" not in running.mails[0].body


def test_the_mail_names_the_time_of_the_very_dose(family, asked, running):
    medicine(family)
    running.run(EVENING)
    [mail] = running.mails
    for text in (mail.body, str(mail.alternatives[0].content)):
        assert "You asked Tend for this mail at 19:30." in text


def test_every_second_day_some_weekdays_and_a_last_day(family, asked, running):
    from_day = dt.date(2026, 11, 20)
    medicine(family, times=["19:30"], pattern="every_n", every_days=2, every_from=from_day, last_on=from_day + 2 * DAY)
    for n in range(7):
        running.run(EVENING + n * DAY)
    assert due_times() == ["2026-11-20 19:30", "2026-11-22 19:30"]


def test_changed_stopped_and_started_again(family, asked, running):
    row = medicine(family, times=["19:30"])
    medicines.change_medicine(medicine=row, by=family.guardian, at=NOON, changes={"times": ["18:30"]})
    running.run(EVENING - 60 * MINUTE)
    assert due_times() == ["2026-11-19 18:30"]
    # Moved to a later time of the same day: that is another dose, and is told.
    medicines.change_medicine(medicine=row, by=family.guardian, at=EVENING - 30 * MINUTE, changes={"times": ["19:30"]})
    running.run(EVENING)
    assert due_times()[1:] == ["2026-11-19 19:30"]
    medicines.stop_medicine(medicine=row, by=family.guardian, at=EVENING + MINUTE)
    running.run(EVENING + DAY)
    assert len(running.mails) == 2
    medicines.restart_medicine(medicine=row, by=family.guardian, at=EVENING + DAY + MINUTE)
    running.run(EVENING + 2 * DAY)
    assert len(running.mails) == 3


def test_a_dose_noted_before_or_after_its_time_silences_it(family, asked, running):
    row = medicine(family, times=["19:30"])
    place = (dt.date(2026, 11, 19), dt.time(19, 30))
    medicines.record_dose(medicine=row, by=family.second, at=EVENING - 5 * MINUTE, outcome="given", due=place)
    running.run(EVENING)
    assert running.states() == [(State.SUPPRESSED, Reason.ALREADY_DONE)]
    from reminders import engine

    engine.tick(now=EVENING + DAY)
    place = (dt.date(2026, 11, 20), dt.time(19, 30))
    medicines.record_dose(medicine=row, by=family.second, at=EVENING + DAY, outcome="refused", due=place)
    assert running.states()[1] == (State.SUPPRESSED, Reason.ALREADY_DONE)
    assert not running.mails


def test_two_medicines_at_one_time_are_one_message_and_done_notes_neither(family, asked, running):
    rows = [medicine(family, times=["19:30"]), medicine(family, times=["19:30"], drug="Itraconazole")]
    running.run(EVENING)
    [mail] = running.mails
    assert mail.subject == "2 things are due at 19:30"
    carrier = Delivery.objects.get(state=State.SENT)
    result = actions.done(delivery=carrier, by=family.guardian, at=EVENING, signed_in=True)
    assert (result.recorded, result.given_by) == (None, "")
    assert not Occurrence.objects.filter(acknowledged_at=None).exists()
    access = Access.for_household(family.household.pk, now=EVENING)
    for row in rows:
        assert medicine_reads.records_of(access, row, dt.date(2026, 11, 19), dt.time(19, 30)) == []


def _records(family, row):
    access = Access.for_household(family.household.pk, now=EVENING)
    return medicine_reads.records_of(access, row, dt.date(2026, 11, 19), dt.time(19, 30))


def test_done_on_one_single_dose_notes_it_once_as_given(family, asked, running):
    row = medicine(family, times=["19:30"])
    running.run(EVENING)
    delivery = Delivery.objects.get()
    client = client_for(family.guardian)
    for _ in range(2):
        client.post(f"/reminders/open/{delivery.pk}/done/")
    [noted] = _records(family, row)
    assert (noted.outcome, noted.author) == ("given", "Ana")


def test_a_signed_link_marks_it_and_never_notes_a_dose(family, asked, running, client):
    row = medicine(family, times=["19:30"])
    running.run(EVENING)
    delivery = Delivery.objects.get()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "ANSWER_LINK_SECONDS", None)
        client.post(links.answer_path(delivery.pk), {"done": "1"})
    assert Occurrence.objects.get().acknowledged_by == family.guardian
    assert _records(family, row) == []


def test_done_respects_who_gave_it_already(family, asked, running):
    row = medicine(family, times=["19:30"])
    running.run(EVENING)
    place = (dt.date(2026, 11, 19), dt.time(19, 30))
    medicines.record_dose(medicine=row, by=family.second, at=EVENING + MINUTE, outcome="given", due=place)
    result = actions.done(delivery=Delivery.objects.get(), by=family.guardian, at=EVENING + 2 * MINUTE, signed_in=True)
    assert (result.recorded, result.given_by) == (None, "Ben")
    assert len(_records(family, row)) == 1


@pytest.mark.parametrize(("chosen", "mails"), [(None, 1), (True, 1), (False, 0)])
def test_a_dose_in_the_night_rings_unless_silence_was_chosen(family, running, chosen, mails):
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON)
    Plan.objects.update(in_quiet_hours=chosen)
    medicine(family, times=["22:30"])
    running.run(EVENING + 180 * MINUTE)
    assert len(running.mails) == mails
    if not mails:
        running.run(dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC))
        assert running.mails[0].subject == "Something was due at 22:30"


def test_after_an_outage_a_dose_is_told_late_with_its_time(family, asked, running):
    medicine(family, times=["14:00"])
    running.run(EVENING)
    assert running.mails[0].subject == "Something was due at 14:00"
    running.run(EVENING + 2 * DAY)
    assert [state for state, _ in running.states()] == [State.SENT, State.MISSED, State.SENT]


def test_details_name_the_medicine_to_who_asked(family, running):
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, details=True)
    medicine(family, times=["19:30"])
    running.run(EVENING)
    assert "Mia: Co-trimoxazole, 5 mL" in running.mails[0].body
    assert "trimoxazole" not in running.mails[0].subject


def test_off_and_pause_of_all_medicines_reach_each(family, asked, running):
    medicine(family, times=["19:30"])
    asked = actions.pause(plan=asked, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=NOON)
    for n in range(3):
        running.run(EVENING + n * DAY)
    assert due_times() == ["2026-11-21 19:30"]
    actions.turn_off(plan=asked, by=family.guardian, at=EVENING + 2 * DAY)
    running.run(EVENING + 3 * DAY)
    assert len(due_times()) == 1


def test_a_child_in_hospital_is_paused_whole(family, asked, plan, running):
    medicine(family, times=["19:30"])
    assert actions.pause_child(patient=family.mia, resumes_on=dt.date(2026, 11, 23), by=family.guardian, at=NOON) == 2
    for n in range(5):
        running.run(EVENING + n * DAY + 60 * MINUTE)
    assert {str(o.local_date) for o in Occurrence.objects.all()} == {"2026-11-23"}


def visit(family, on):
    values = {"on": on, "specialty": "pediatrics"}
    return visits.add_visit(patient=family.mia, by=family.guardian, at=NOON, **values).visit


def test_an_appointment_is_told_two_days_before_and_once(family, running):
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    row = visit(family, dt.date(2026, 11, 25))
    run_hours(running, NOON, 24 * 4)
    assert due_times() == ["2026-11-23 09:00"]
    # A question written down afterwards brings no second one; another day does.
    at = NOON + 4 * DAY
    visits.change_visit(visit=row, by=family.guardian, at=at, changes={"questions": "Itch?"})
    run_hours(running, at, 30)
    assert len(due_times()) == 1
    visits.change_visit(visit=row, by=family.guardian, at=at, changes={"on": dt.date(2026, 12, 9)})
    run_hours(running, dt.datetime(2026, 12, 6, 22, tzinfo=dt.UTC), 24)
    assert due_times()[1:] == ["2026-12-07 09:00"]
    assert "pediat" not in (running.mails[0].subject + running.mails[0].body).lower()


def test_a_visit_taken_off_or_entered_late(family, running):
    actions.set_plan(patient=family.mia, kind=APPOINTMENT, by=family.guardian, at=NOON)
    gone = visit(family, dt.date(2026, 11, 25))
    visits.remove_visit(visit=gone, by=family.guardian, at=NOON)
    visit(family, dt.date(2026, 11, 21))  # the day before is the first that lies ahead
    visit(family, dt.date(2026, 11, 19))  # today: too near to be told of
    run_hours(running, NOON, 24 * 6)
    assert due_times() == ["2026-11-20 09:00"]


def test_a_refill_is_told_a_week_before(family, running):
    actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 30))
    run_hours(running, NOON, 24 * 5)
    assert due_times() == ["2026-11-23 09:00"]


@pytest.mark.parametrize("first", ["plan", "decision"])
def test_ask_the_team_before_a_planned_live_vaccine(family, running, first):
    from care.record.dates import PartialDate
    from care.vaccines import actions as vaccines

    def decide():
        vaccines.record_decision(
            patient=family.mia, by=family.guardian, at=NOON, outcome="planned", product="mmr",
            dated=PartialDate.on(dt.date(2026, 11, 30)),
        )  # fmt: skip

    if first == "decision":
        decide()
    actions.set_plan(patient=family.mia, kind=LIVE_VACCINE, by=family.guardian, at=NOON)
    if first == "plan":
        decide()
    run_hours(running, NOON, 24 * 5)
    assert due_times() == ["2026-11-23 09:00"]
    assert "vaccine" not in (running.mails[0].subject + running.mails[0].body).lower()


def test_two_doses_of_one_vaccine_are_each_reminded_of(family, running):
    from care.record.dates import PartialDate
    from care.vaccines import actions as vaccines

    for number, day in ((1, dt.date(2026, 11, 30)), (2, dt.date(2026, 12, 2))):
        vaccines.record_decision(
            patient=family.mia, by=family.guardian, at=NOON, outcome="planned", product="mmr", dose_number=number,
            dated=PartialDate.on(day),
        )  # fmt: skip
    actions.set_plan(patient=family.mia, kind=LIVE_VACCINE, by=family.guardian, at=NOON)
    run_hours(running, NOON, 24 * 7)
    assert due_times() == ["2026-11-23 09:00", "2026-11-25 09:00"]


# Nine in Berlin on the 20th, when the refill of the 27th is told.
NINE = dt.datetime(2026, 11, 20, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("time", [dt.time(18), dt.time(2)])
def test_another_time_for_a_refill_that_was_told_tells_it_no_second_time(family, running, time):
    actions.set_plan(patient=family.mia, kind=REFILL, by=family.guardian, at=NOON)
    medicine(family, refill_on=dt.date(2026, 11, 27))
    running.run(NINE)
    assert len(running.mails) == 1
    later = NINE + 60 * MINUTE
    actions.set_plan(
        patient=family.mia, kind=REFILL, by=family.guardian, at=later, local_time=time, in_quiet_hours=True
    )  # fmt: skip
    run_hours(running, later, 24 * 7)
    assert due_times() == ["2026-11-20 09:00"]
    assert len(running.mails) == 1


def refill_at_two(family):
    plan = actions.set_plan(
        patient=family.mia, kind=REFILL, by=family.guardian, at=NOON, local_time=dt.time(2), in_quiet_hours=True
    )
    medicine(family, refill_on=dt.date(2026, 11, 27))
    return plan


def test_a_notice_in_the_small_hours_comes_once_however_often_it_is_looked_at_again(family, running):
    """The night after the 20th belongs to the 20th, as every family day ends at four."""
    plan = refill_at_two(family)
    for hour in range(24 * 9):
        at = NOON + hour * 60 * MINUTE
        actions.items.follow_all(plan, at=at)
        running.run(at)
    assert due_times() == ["2026-11-21 02:00"]
    assert len(running.mails) == 1


def test_a_pause_puts_a_notice_in_the_small_hours_off_to_its_end(family, running):
    plan = refill_at_two(family)
    actions.pause(plan=plan, resumes_on=dt.date(2026, 11, 21), by=family.guardian, at=NOON)
    run_hours(running, NOON, 24 * 8)
    assert due_times() == ["2026-11-21 02:00"]
