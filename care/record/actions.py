"""Writing entries: add, correct, remove, restore. Each with its audit row and announcement in one transaction."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model

from care.household.audit import audit
from care.household.events import EntryRemoved, EntrySaved, announce
from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.household.rules import noon
from care.record.models import Correction, Entry
from care.record.photos.models import Photo
from care.record.rules import on_another_day
from care.record.taps import MOVED_AWAY, key_elsewhere, of_tap
from care.record.ties import ties


@dataclass(frozen=True)
class Saved:
    """An entry after a save. ``created`` is False when this ``client_id`` was already there: nothing was written."""

    entry: Entry
    created: bool


#: What a field holds while nobody answered.
NOT_RECORDED: tuple[Any, ...] = (None, "", [], {})


class TooFarAhead(ValueError):
    """The entry's time lies in the future."""


class Tied(ValueError):
    """The entry belongs to something else of its patient, so it cannot change hands alone."""


@transaction.atomic
def add(
    *,
    patient: Patient,
    kind: str,
    by: User,
    at: dt.datetime,
    detail: Model | None = None,
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
    source: str = Entry.Source.CAREGIVER,
    note: str = "",
) -> Saved:
    """Add one entry and, if given, its unsaved ``detail`` row (whose ``entry`` field is filled here).

    The day is ``local_day``, else that of ``occurred_at``, else that of ``at``. A past day without a time
    is stored at its noon. A ``client_id`` that is known writes nothing, also when somebody gave its entry to another
    patient since: that one comes back. Raises TooFarAhead for a day or time after ``at``.
    """
    zone = patient.household.time_zone
    today = day_of(at, zone)
    if occurred_at is None:
        occurred_at = at if local_day in (None, today) else noon(local_day, zone)
    day = local_day or day_of(occurred_at, zone)
    if day > today or occurred_at > at + dt.timedelta(minutes=5):
        raise TooFarAhead(day)
    key = client_id or uuid.uuid4()
    known = of_tap(patient=patient, by=by, client_id=key)
    if known is not None:
        return Saved(known, created=False)
    entry = Entry(
        patient=patient,
        client_id=key,
        author=by,
        kind=kind,
        occurred_at=occurred_at,
        local_day=day,
        entered_at=at,
        source=source,
        note=note,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        # The same tap arrived twice at once: the other one won.
        return Saved(Entry.objects.get(patient=patient, client_id=key), created=False)
    if detail is not None:
        detail.entry = entry  # type: ignore[attr-defined]
        _save(detail, force_insert=True)
    _tell(entry, by=by, at=at, action="entry.added", created=True)
    return Saved(entry, created=True)


@transaction.atomic
def correct(*, entry: Entry, by: User, at: dt.datetime, changes: dict[str, Any], detail: Model | None = None) -> Entry:
    """Change fields of an entry or of its ``detail`` row; every old value is kept with who and when.

    ``changes`` maps field names to new values; a name the detail row has is set there, else on the entry.
    Filling in a blank answer is kept too, with an empty old value, but is an addition and no edit. Raises
    ValidationError (nothing written) when a value does not fit. Returns the entry, its version raised
    if anything changed.

    ``detail`` is read again first: somebody else may have corrected it since the caller did, and what they changed
    stays. What a caller sets on it beforehand is therefore lost; ``changes`` is the way.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=entry.pk)
    if entry.removed_at is not None:
        raise PermissionDenied
    stored = _read_again(detail) if detail is not None else None
    touched: list[str] = []
    replaced = False
    for name, value in changes.items():
        target = detail if detail is not None and _has_field(detail, name) else entry
        before = getattr(target, name)
        if before == value:
            continue
        setattr(target, name, value)
        touched.append(name)
        replaced = replaced or before not in NOT_RECORDED
        Correction.objects.create(entry=entry, field=name, old=_plain(before), new=_plain(value), by=by, at=at)
    if not touched:
        return entry
    if detail is not None and stored is not None:
        _save(detail, stored=stored)
    zone = entry.patient.household.time_zone
    if "occurred_at" in touched and "local_day" not in touched:
        entry.local_day = day_of(entry.occurred_at, zone)
    elif "local_day" in touched and "occurred_at" not in touched:
        # At the same hour of the other day: an entry never lies outside the day it counts for.
        entry.occurred_at = min(on_another_day(entry.occurred_at, entry.local_day, zone), at)
    entry.version += 1
    if replaced:
        entry.edited_at = at
    _save(entry, exclude=["patient", "author", "removed_by"])
    _tell(entry, by=by, at=at, action="entry.corrected", created=False, fields=touched)
    return entry


@transaction.atomic
def remove(*, entry: Entry, by: User, at: dt.datetime) -> Entry:
    """Take an entry back. It stays restorable until the family is erased. Removing twice changes nothing."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=entry.pk)
    if entry.removed_at is None:
        entry.removed_at, entry.removed_by = at, by
        entry.save(update_fields=["removed_at", "removed_by"])
        Photo.objects.hide_with(entry, at=at)
        household = entry.patient.household
        audit(household=household, by=by, at=at, action="entry.removed", target=entry, patient=entry.patient)
        announce(
            EntryRemoved(
                household_id=household.pk,
                at=at,
                by=by.pk,
                patient_id=entry.patient_id,
                entry_id=entry.pk,
                kind=entry.kind,
                local_day=entry.local_day,
            )
        )
    return entry


def take_back(*, patient: Patient, by: User, at: dt.datetime, client_id: uuid.UUID) -> Entry | None:
    """Undo of one's own tap by its key: ``remove`` for the entry it began, wherever it was moved. None when there is
    none (any more)."""
    mine = of_tap(patient=patient, by=by, client_id=client_id)
    if mine is None or mine.author_id != by.pk or mine.removed_at is not None:
        return None
    return remove(entry=mine, by=by, at=at)


@transaction.atomic
def restore(*, entry: Entry, by: User, at: dt.datetime) -> Entry:
    """Bring a removed entry back as it was."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=entry.pk)
    if entry.removed_at is not None:
        entry.removed_at, entry.removed_by = None, None
        entry.save(update_fields=["removed_at", "removed_by"])
        Photo.objects.show_with(entry)
        _tell(entry, by=by, at=at, action="entry.restored", created=False)
    return entry


@transaction.atomic
def move(*, entry: Entry, to: Patient, by: User, at: dt.datetime) -> Entry:
    """Give an entry that was logged for the wrong patient to another of the same family, with its history.

    Both patients' trails tell of it. Raises Tied (nothing written) when its details belong to something of the
    first patient's own, PermissionDenied for a removed entry or another family. To its own patient changes nothing.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("patient__household").get(pk=entry.pk)
    was, household = entry.patient, entry.patient.household
    if entry.removed_at is not None or to.household_id != household.pk:
        raise PermissionDenied
    if to.pk == was.pk:
        return entry
    if ties(entry):
        raise Tied(entry.pk)
    keys = (entry.client_id, key_elsewhere(entry.client_id, was))
    taken = set(Entry.objects.filter(patient=to, client_id__in=keys).values_list("client_id", flat=True))
    entry.client_id = next((key for key in keys if key not in taken), uuid.uuid4())
    entry.patient = to
    entry.version += 1
    entry.edited_at = at
    entry.save(update_fields=["patient", "client_id", "version", "edited_at"])
    Correction.objects.create(entry=entry, field="patient", old=was.name, new=to.name, by=by, at=at)
    audit(household=household, by=by, at=at, action=MOVED_AWAY, target=entry, patient=was)
    # For whoever listens this is an entry gone here and a new one there.
    announce(
        EntryRemoved(
            household_id=household.pk,
            at=at,
            by=by.pk,
            patient_id=was.pk,
            entry_id=entry.pk,
            kind=entry.kind,
            local_day=entry.local_day,
        )
    )
    _tell(entry, by=by, at=at, action="entry.moved_here", created=True)
    return entry


def _read_again(row: Model) -> dict[str, Any]:
    """Bring a row to what the database holds now, by column, and return that. What it has read beside it stays read."""
    found = type(row)._base_manager.filter(pk=row.pk).values(*(field.attname for field in row._meta.concrete_fields))
    stored = found.get()
    for column, value in stored.items():
        if getattr(row, column) != value:
            setattr(row, column, value)
    return stored


def _save(
    row: Model,
    *,
    exclude: Sequence[str] = ("entry",),
    force_insert: bool = False,
    stored: dict[str, Any] | None = None,
) -> None:
    """Save a row whose fields are checked here and whose constraints the database checks.

    Asking every constraint beforehand would be one query each on every tap; it is asked only after the
    database refused, to say in words what does not fit. Raises ValidationError. With ``stored``, only the columns that
    differ from it are written: a neighbour that somebody writes without holding the entry is left alone.
    """
    row.clean_fields(exclude=set(exclude))
    row.clean()
    changed = None if stored is None else [name for name, value in stored.items() if getattr(row, name) != value]
    try:
        with transaction.atomic():
            row.save(force_insert=force_insert, update_fields=changed)
    except IntegrityError:
        row.validate_constraints()
        raise


def _tell(entry: Entry, *, by: User, at: dt.datetime, action: str, created: bool, fields: list[str] | None = None):
    household = entry.patient.household
    audit(household=household, by=by, at=at, action=action, target=entry, patient=entry.patient, fields=fields or ())
    announce(
        EntrySaved(
            household_id=household.pk,
            at=at,
            by=by.pk,
            patient_id=entry.patient_id,
            entry_id=entry.pk,
            kind=entry.kind,
            local_day=entry.local_day,
            created=created,
        )
    )


def _has_field(model: Model, name: str) -> bool:
    fields = model._meta.get_fields()
    # "episode" and its column "episode_id": a change of a link is kept by its key.
    return name in {field.name for field in fields} | {getattr(field, "attname", "") for field in fields}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
