"""The one-tap answers of Today: affirmations, which look at every room before they are taken."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from care.household.access import Access
from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.infections import actions as infection_actions
from care.infections import reads as infections
from care.plan import actions as plan_actions
from care.plan import reads as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record import reads as days
from care.record.models import Entry
from care.record.rules import SAME_CHAIN_MAX, may_affirm_nothing_new, may_affirm_same
from care.results import actions as results
from care.skin import actions as skin
from care.vaccines import actions as vaccines


class NotOffered(Exception):
    """The affirmation may not be given now: something is open, or there is nothing to be the same as."""


@transaction.atomic
def affirm_nothing_new(
    *,
    access: Access,
    patients: Sequence[Patient],
    by: User,
    at: dt.datetime,
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
) -> list[Entry]:
    """ "Nothing new since yesterday" for one or several patients with one tap, whose ``client_id`` each entry carries.

    Raises NotOffered, and writes nothing at all, if for any of them an infection is open or an urgent
    message was shown within a day. A tap that is known already is given back as it is.
    """
    known = Entry.objects.filter(patient__in=patients, client_id=client_id) if client_id else Entry.objects.none()
    if len(already := list(known)) == len(patients):
        return already
    for patient in patients:
        if not _may_affirm_nothing_new(access, patient, at):
            raise NotOffered
    return [
        record.add(
            patient=patient, kind=Entry.Kind.NOTHING_NEW, by=by, at=at, local_day=local_day, client_id=client_id
        ).entry
        for patient in patients
    ]


def affirm_nothing_new_offline(
    *, patient: Patient, by: User, at: dt.datetime, occurred_at: dt.datetime, client_id: uuid.UUID
) -> Entry:
    """ "Nothing new" as it was tapped on a phone without a line, at ``occurred_at``.

    It is kept whatever the record says meanwhile: the phone could not know, and what a person said beside the child
    is not undone by what another one wrote. Both stand in the record, and the open infection is asked about anew.
    """
    return record.add(
        patient=patient, kind=Entry.Kind.NOTHING_NEW, by=by, at=at, occurred_at=occurred_at, client_id=client_id
    ).entry


@transaction.atomic
def affirm_same(
    *,
    access: Access,
    patient: Patient,
    by: User,
    at: dt.datetime,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
) -> Entry:
    """ "Same as yesterday": an affirmation of its own, no value is copied. Yesterday is that of ``occurred_at``.

    Raises NotOffered when it may not be given. A tap that is known already is given back as it is.
    """
    known = Entry.objects.filter(patient=patient, client_id=client_id).first() if client_id else None
    if known is not None:
        return known
    if not _may_affirm_same(access, patient, day_of(occurred_at or at, patient.household.time_zone)):
        raise NotOffered
    return record.add(
        patient=patient, kind=Entry.Kind.SAME, by=by, at=at, occurred_at=occurred_at, client_id=client_id
    ).entry


def log_elsewhere(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Entry:
    """The day is spent in hospital or with another carer."""
    return record.add(
        patient=patient, kind=Entry.Kind.ELSEWHERE, by=by, at=at, local_day=local_day, client_id=client_id, note=note
    ).entry


def log_note(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    note: str,
    local_day: dt.date,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
) -> Entry:
    """Free words about a day."""
    return record.add(
        patient=patient,
        kind=Entry.Kind.NOTE,
        by=by,
        at=at,
        local_day=local_day,
        occurred_at=occurred_at,
        client_id=client_id,
        note=note,
    ).entry


@transaction.atomic
def move(*, access: Access, entry: Entry, to: Patient, by: User, at: dt.datetime) -> Entry:
    """Give an entry to the child it is about. ``access`` must reach both.

    The rules look at it anew for that child; what they said about the first one stays in that one's history.
    Raises record.Tied when it belongs to something of the first child's own, NotOffered when it affirms what may
    not be affirmed for the other one: "nothing new" with an infection open or an urgent message within a day, "same"
    after a day that is none.
    """
    if entry.kind == Entry.Kind.NOTHING_NEW and not _may_affirm_nothing_new(access, to, at):
        raise NotOffered
    if entry.kind == Entry.Kind.SAME and not _may_affirm_same(access, to, entry.local_day):
        raise NotOffered
    came = to.pk != entry.patient_id
    moved = record.move(entry=entry, to=to, by=by, at=at)
    if came:
        for room in (infection_actions, plan_actions, precautions, results, skin, vaccines):
            room.ask_again(entry=moved, by=by, at=at)
    return moved


def _may_affirm_nothing_new(access: Access, patient: Patient, at: dt.datetime) -> bool:
    return may_affirm_nothing_new(
        open_infections=len(infections.open_episodes(access, patient)),
        last_urgent_message=plan.last_urgent_message(access, patient),
        now=at,
    )


def _may_affirm_same(access: Access, patient: Patient, day: dt.date) -> bool:
    before = days.days(access, patient, day - dt.timedelta(days=SAME_CHAIN_MAX + 1), day - dt.timedelta(days=1))
    return may_affirm_same([found.state for found in reversed(before)])
