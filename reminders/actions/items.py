"""Plans of single medicines and visits: made, moved and ended as the record says, below the plan that people set.

People choose once for all medicines (who is told, ring or silent, whom to ask second); each medicine or visit has a
plan of its own, so that each time is an occurrence of its own.
"""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from care.household.models import Patient
from reminders import family
from reminders.actions.keeping import withdraw
from reminders.actions.scheduling import family_day, notices, reschedule, small_hour, told_days
from reminders.kinds import APPOINTMENT, LIVE_VACCINE, MEDICINE, REFILL
from reminders.models import Delivery, Plan
from reminders.rules import EVERY_DAY, Wish, at_wall_clock

# Days before the day itself on which it is told: the first that still lies ahead, once.
LEAD_DAYS = {
    APPOINTMENT.slug: (2, 1),
    # A week to ask a care team or order at a pharmacy; less when it was written down late.
    LIVE_VACCINE.slug: (7, 3, 1),
    REFILL.slug: (7, 3, 1),
}
DAYS = {
    APPOINTMENT.slug: family.visit_days,
    LIVE_VACCINE.slug: family.vaccine_days,
    REFILL.slug: family.refill_days,
}
# What a plan below has from the one above.
INHERITED = ("resumes_on", "in_quiet_hours", "escalate_after", "escalate_to_id", "escalate_wish")


def follow_medicine(patient: Patient, medicine_id: UUID, *, at: dt.datetime) -> None:
    """A medicine was changed: its times, and the day of its refill."""
    for parent in _parents(patient, MEDICINE.slug):
        _times(parent, medicine_id.hex, family.medicine_wishes(patient, now=at).get(medicine_id), at=at)
    for parent in _parents(patient, REFILL.slug):
        _day(parent, medicine_id.hex, family.refill_days(patient, now=at).get(medicine_id), at=at)


def follow_visits(patient: Patient, *, at: dt.datetime) -> None:
    """A visit was added, moved or taken off."""
    for parent in _parents(patient, APPOINTMENT.slug):
        follow_all(parent, at=at)


def follow_vaccine(patient: Patient, decision_id: UUID, planned: family.Days | None, *, at: dt.datetime) -> None:
    """How a planned live vaccine stands now; None: there is nothing to wait for."""
    for parent in _parents(patient, LIVE_VACCINE.slug):
        _day(parent, decision_id.hex, planned, at=at)


def follow_all(parent: Plan, *, at: dt.datetime) -> None:
    """Everything below a plan, as the record says now."""
    patient = parent.patient
    below = {UUID(row.key) for row in parent.children.all()}
    if parent.kind == MEDICINE.slug:
        wishes = family.medicine_wishes(patient, now=at)
        for key in below | set(wishes):
            _times(parent, key.hex, wishes.get(key), at=at)
    elif parent.kind in DAYS:
        days = DAYS[parent.kind](patient, now=at)
        for key in below | set(days):
            _day(parent, key.hex, days.get(key), at=at)


def _parents(patient: Patient, *kinds: str) -> list[Plan]:
    rows = Plan.objects.filter(patient=patient, kind__in=kinds, key="")
    return list(rows.select_related("patient__household"))


def _times(parent: Plan, key: str, wish: Wish | None, *, at: dt.datetime) -> None:
    """A plan with the times of a medicine; off without any."""
    plan = _below(parent, key, at=at)
    plan.is_on = parent.is_on and wish is not None
    if wish is not None:
        first, *others = sorted(wish.times)
        plan.local_time, plan.more_times = first, [f"{time:%H:%M}" for time in others]
        plan.weekdays = sorted(wish.weekdays)
        plan.every_days, plan.every_from = wish.every_days, wish.every_from
        plan.first_on, plan.last_on = wish.first_on, wish.last_on
        # Its places in the list of medicines are on the family's clock, so its reminders are too.
        plan.time_zone = wish.zone
    _keep(plan, at=at)


def _day(parent: Plan, key: str, when: family.Days | None, *, at: dt.datetime) -> None:
    """A plan that rings once, some days before the first day of ``when``; off without one.

    A month or a year that has begun may be any of its days: then it rings on the next one. Days here are the family's
    (04:00 to 04:00), so a time in the small hours comes a calendar day later.
    """
    plan = _below(parent, key, at=at)
    plan.is_on = parent.is_on and when is not None
    plan.local_time, plan.more_times, plan.weekdays = parent.local_time, [], sorted(EVERY_DAY)
    plan.time_zone = parent.time_zone
    if when is not None:
        first, last = when
        days = [first - dt.timedelta(days=lead) for lead in LEAD_DAYS[parent.kind]]
        if plan.resumes_on is not None:
            # Before asking what was told: what a pause takes back was not, and comes on a later day if one is left.
            paused = notices(plan).filter(local_date__lt=plan.resumes_on)
            withdraw(Delivery.objects.filter(occurrence__in=paused), Delivery.Reason.TURNED_OFF, at=at)
        shift = small_hour(plan.local_time)
        made = {pk: (date, slot) for pk, date, slot in notices(plan).values_list("pk", "local_date", "slot")}

        def counts(day: dt.date | None) -> bool:
            return day is not None and (day in days or (last > first and first <= day <= last))

        if not _comes_now(plan, at, counts(plan.first_on)) and not any(map(counts, told_days(plan))):
            today = at.astimezone(ZoneInfo(plan.time_zone)).date()
            # Not before a pause ends: a later day of warning is better than none.
            begins = max(today, plan.resumes_on or today) - shift
            near = [day for day in (begins, begins + dt.timedelta(days=1)) if first <= day <= last and last > first]
            # What was taken back is not made again: no day has the same time twice.
            gone = {date - shift for date, slot in made.values() if slot == f"{plan.local_time:%H:%M}"}
            ahead = [
                day
                for day in (*days, *near)
                if day >= begins
                and day not in gone
                and at_wall_clock(day + shift, plan.local_time, plan.time_zone) > at
            ]
            # With none ahead it is too near to be told of: it lies in the past and never rings.
            plan.first_on = plan.last_on = ahead[0] if ahead else days[-1]
        moved = [pk for pk, place in made.items() if not counts(family_day(*place))]
        withdraw(Delivery.objects.filter(occurrence__in=moved), Delivery.Reason.TURNED_OFF, at=at)
    _keep(plan, at=at)


def _comes_now(plan: Plan, at: dt.datetime, one_of_them: bool) -> bool:
    """Whether it was due a moment ago and only the tick has not come: it is told, unless its day is no longer one."""
    if plan.next_due_at is None or plan.next_due_at > at or plan.first_on is None:
        return False
    if not one_of_them:
        plan.next_due_at = None
        return False
    return plan.resumes_on is None or plan.resumes_on <= plan.first_on + small_hour(plan.local_time)


def _below(parent: Plan, key: str, *, at: dt.datetime) -> Plan:
    plan = Plan.objects.select_for_update().filter(patient=parent.patient_id, kind=parent.kind, key=key).first()
    if plan is None:
        plan = Plan(
            patient=parent.patient,
            kind=parent.kind,
            key=key,
            parent=parent,
            local_time=parent.local_time,
            time_zone=parent.time_zone,
            created_at=at,
            rev=0,
        )
    for name in INHERITED:
        setattr(plan, name, getattr(parent, name))
    plan.rev += 1
    return plan


def _keep(plan: Plan, *, at: dt.datetime) -> None:
    if not plan.is_on and plan._state.adding:
        return
    reschedule(plan, now=at)
    plan.save()
    if not plan.is_on:
        withdraw(Delivery.objects.filter(occurrence__plan=plan), Delivery.Reason.TURNED_OFF, at=at)
