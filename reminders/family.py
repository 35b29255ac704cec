"""What reminders ask the record: who may be told, where they read mail, and whether it is done already.

The only file of this package that looks into a family's people and days.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.http import Http404

from care.household.access import Access
from care.household.models import Membership, Patient, User
from care.household.rules import CAPABILITIES, Capability, Role, local_day, noon
from care.infections import reads as infections
from care.medicines import reads as medicines
from care.medicines.actions import record_dose, take_back_dose
from care.medicines.rules.doses import Outcome
from care.record.reads import entries_of_kind
from care.vaccines import reads as vaccines
from care.visits import reads as visits
from reminders.models import Occurrence, Plan
from reminders.rules import EVERY_DAY, Wish

# A reminder asks somebody to open the record and log something, so it goes to those who may do both.
TOLD_ROLES = [role.value for role, can in CAPABILITIES.items() if {Capability.SEE_RECORD, Capability.LOG} <= can]


def may_be_told(patient: Patient, user_id) -> bool:
    """Whether a person is, right now, an active member who looks after this patient."""
    return bool(told_of([(patient, user_id)]))


def told_of(pairs: Collection[tuple[Patient, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of pairs of a patient and a person, the keys of those in which ``may_be_told`` holds. One query."""
    rows = _active().filter(
        household__in={patient.household_id for patient, _ in pairs}, user__in={user for _, user in pairs}
    )
    whole, some = set(), set()
    for user, household, all_patients, patient in rows.values_list("user", "household", "all_patients", "patients"):
        if all_patients:
            whole.add((household, user))
        some.add((patient, user))
    return {
        (patient.pk, user)
        for patient, user in pairs
        if (patient.household_id, user) in whole or (patient.pk, user) in some
    }


def carers(patient: Patient) -> list[User]:
    """Everybody who may be told of this patient, by name."""
    rows = _looking_after(patient).select_related("user")
    return sorted({row.user for row in rows}, key=lambda user: (str(user), str(user.pk)))


def guardians(patient: Patient) -> list[User]:
    """The guardians who look after this patient, by name."""
    rows = _looking_after(patient).filter(role=Role.GUARDIAN).select_related("user")
    return sorted({row.user for row in rows}, key=lambda user: (str(user), str(user.pk)))


def _looking_after(patient: Patient) -> QuerySet:
    """Active members who may see this patient's record and log into it."""
    return _active().filter(Q(all_patients=True) | Q(patients=patient), household=patient.household_id)


def _active() -> QuerySet:
    return Membership.objects.filter(ended_at=None, user__is_active=True, role__in=TOLD_ROLES)


def verified_address(user: User | UUID) -> str:
    """The confirmed e-mail address a person reads, the main one if it is confirmed; "" when none is."""
    key = user.pk if isinstance(user, User) else user
    return verified_addresses([key]).get(key, "")


def verified_addresses(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The same of several people in one query; who has none is not in it."""
    rows = EmailAddress.objects.filter(user__in=user_ids, verified=True).order_by("primary", "-pk")
    return dict(rows.values_list("user_id", "email"))


class Asked(NamedTuple):
    """Whether one of these kinds of entry was logged about a patient on the day of an instant, from midday on
    (``whole_day``: since it began): what was logged in the morning does not answer an evening's question."""

    key: UUID
    patient: Patient
    due_at: dt.datetime
    kinds: tuple[str, ...]
    whole_day: bool


def already_done(asked: Collection[Asked], *, now: dt.datetime) -> dict[UUID, str]:
    """Who logged what is asked for, by its key. What nobody logged is not in the answer. Two queries for all."""
    if not asked:
        return {}
    days = {one.key: local_day(one.due_at, one.patient.household.time_zone) for one in asked}
    access = Access.for_households({one.patient.household_id for one in asked}, now=now)
    patients = {one.patient.pk: one.patient for one in asked}
    kinds = {kind for one in asked for kind in one.kinds}
    logged: dict[tuple[UUID, dt.date], list[tuple[str, dt.datetime, str]]] = defaultdict(list)
    for entry in entries_of_kind(access, patients.values(), kinds, min(days.values()), max(days.values())):
        logged[entry.patient_id, entry.local_day].append((entry.kind, entry.occurred_at, str(entry.author)))
    found = {}
    for one in asked:
        since = None if one.whole_day else noon(days[one.key], one.patient.household.time_zone)
        for kind, occurred_at, author in logged[one.patient.pk, days[one.key]]:
            if kind in one.kinds and (since is None or occurred_at >= since):
                found[one.key] = author
    return found


def with_open_infection(patients: Collection[Patient], *, now: dt.datetime) -> set[UUID]:
    """Keys of those with an infection that is marked as open. Two queries."""
    access = Access.for_households({patient.household_id for patient in patients}, now=now)
    return infections.with_open_episode(access, patients)


def place_of(occurrence: Occurrence) -> tuple[dt.date, dt.time]:
    """The place in the list of medicines which an occurrence of a medicine's plan stands for."""
    return occurrence.local_date, dt.time.fromisoformat(occurrence.slot)


def doses_noted(occurrences: Collection[Occurrence], *, now: dt.datetime) -> dict[UUID, str]:
    """Who noted what became of the doses that occurrences of medicines stand for (their plan and patient are loaded);
    without those nobody noted. Two queries.

    A medicine that is off the list has no dose left to note: its plan is off.
    """
    if not occurrences:
        return {}
    access = Access.for_households({row.plan.patient.household_id for row in occurrences}, now=now)
    places = {row.pk: (UUID(row.plan.key), *place_of(row)) for row in occurrences}
    noted = medicines.noted_by(access, set(places.values()))
    return {key: noted[place] for key, place in places.items() if place in noted}


def given_dose(plan: Plan, occurrence: Occurrence, *, now: dt.datetime) -> UUID | None:
    """The entry by which the dose that an occurrence stands for is noted as given; None when it is not."""
    access = Access.for_household(plan.patient.household_id, now=now)
    try:
        medicine = medicines.medicine(access, UUID(plan.key))
    except Http404:
        return None
    noted = medicines.records_of(access, medicine, *place_of(occurrence))
    return next((row.entry_id for row in noted if row.outcome == Outcome.GIVEN), None)


def record_given(plan: Plan, occurrence: Occurrence, *, by: User, at: dt.datetime) -> tuple[UUID | None, str]:
    """Note the one dose that an occurrence stands for as given: (the entry, "").

    (None, who) when somebody noted it already; (None, "") when ``by`` may not, or the medicine is off the list. One
    "done" writes one entry, however often it is asked.
    """
    access = Access.for_user(by, now=at)
    if not access.may(Capability.LOG, plan.patient):
        return None, ""
    who = doses_noted([occurrence], now=at).get(occurrence.pk, "")
    if who:
        return None, who
    try:
        medicine = medicines.medicine(access, UUID(plan.key))
    except Http404:
        return None, ""
    saved = record_dose(
        medicine=medicine,
        by=by,
        at=at,
        outcome=Outcome.GIVEN,
        due=place_of(occurrence),
        client_id=_key_of_done(occurrence),
    )
    return saved.entry.pk, ""


def take_given_back(plan: Plan, occurrence: Occurrence, *, by: User, at: dt.datetime) -> bool:
    """Take back the dose that ``by`` noted with the "done" which the occurrence still carries; False when there is
    none, or when somebody else noted it, or changed it since.
    """
    access = Access.for_user(by, now=at)
    if not access.may(Capability.LOG, plan.patient):
        return False
    try:
        medicine = medicines.medicine(access, UUID(plan.key))
    except Http404:
        return False
    return take_back_dose(medicine=medicine, client_id=_key_of_done(occurrence), by=by, at=at)


def _key_of_done(occurrence: Occurrence) -> UUID:
    """Names the dose that one "done" notes: a "done" after one that was taken back notes another."""
    return uuid5(occurrence.pk, f"given {occurrence.acknowledged_at}")


def medicine_wishes(patient: Patient, *, now: dt.datetime) -> dict[UUID, Wish]:
    """The times of every medicine that is taken now and has any, on the family's clock."""
    access = Access.for_household(patient.household_id, now=now)
    zone = patient.household.time_zone
    found = {}
    for row in medicines.current_medicines(access, patient):
        period = row.period
        schedule = period.schedule
        if schedule.times:
            found[row.pk] = Wish(
                times=schedule.times,
                zone=zone,
                weekdays=schedule.weekdays or EVERY_DAY,
                every_days=schedule.every_days if schedule.every_from else 1,
                every_from=schedule.every_from,
                first_on=local_day(period.begins, zone),
                last_on=period.last_day,
            )
    return found


#: The first and the last day a thing may be; the same where its day is known.
Days = tuple[dt.date, dt.date]


def refill_days(patient: Patient, *, now: dt.datetime) -> dict[UUID, Days]:
    """The day somebody wrote down for the refill of each medicine that is taken now."""
    access = Access.for_household(patient.household_id, now=now)
    rows = medicines.current_medicines(access, patient)
    return {row.pk: (row.refill_on, row.refill_on) for row in rows if row.refill_on}


def visit_days(patient: Patient, *, now: dt.datetime) -> dict[UUID, Days]:
    """The days of the appointments that lie ahead."""
    access = Access.for_household(patient.household_id, now=now)
    return {row.id: (row.on, row.on) for row in visits.visits(access, patient).upcoming}


def vaccine_days(patient: Patient, *, now: dt.datetime) -> dict[UUID, Days]:
    """When each planned vaccine that is live, or may be, is to be given: a plan may name a month or a year only."""
    return vaccines.planned_live(Access.for_household(patient.household_id, now=now), patient)


def item_words(patient: Patient, key: str) -> str:
    """A medicine as its list says it, for a person who wants to read it; "" when it is not (or no longer) there."""
    access = Access.for_household(patient.household_id)
    rows = medicines.medicines(access, patient)
    return next((row.as_planned for row in (*rows.current, *rows.stopped) if row.id.hex == key), "")
