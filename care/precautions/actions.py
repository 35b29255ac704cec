"""Writing routine checks and exposures, and what a family sees of the lists."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.precautions.models import Exposure, HiddenItem, RoutineCheck, RoutineChoice
from care.precautions.rules import BadItem, Kept, item, normal_exceptions, normal_kept, normal_moments
from care.record import actions as record
from care.record.actions import Saved, TooFarAhead
from care.record.models import Entry

#: What a caller may say about an exposure besides its kind: field names of Exposure.
EXPOSURE_FIELDS = ("first_on", "first_time", "last_on", "last_time", "place", "distance", "minutes")


@transaction.atomic
def record_routines(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    kept: bool | str,
    exceptions: Iterable[str | Mapping[str, Any]] = (),
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Note that the usual routines were kept (True or "yes"), or that something was different (False, "different").

    ``exceptions`` as in ``rules.normal_exceptions``; each call is an entry of its own, so that one tap has one undo.
    A plain "kept" that this person already gave for the day is returned as it is. Raises ValidationError for an
    item that is on no list, TooFarAhead for a future day.
    """
    try:
        detail = RoutineCheck(kept=normal_kept(kept), exceptions=normal_exceptions(exceptions))
    except (BadItem, TypeError, AttributeError) as error:
        raise ValidationError({"exceptions": _("Choose from the list.")}) from error
    if detail.kept == Kept.KEPT and not detail.exceptions and not note:
        # Two taps at the same moment are one answer.
        Patient.objects.select_for_update().get(pk=patient.pk)
        day = local_day or day_of(at, patient.household.time_zone)
        given = RoutineCheck.objects.select_related("entry").filter(
            entry__patient=patient, entry__author=by, entry__local_day=day, entry__removed_at=None, kept=Kept.KEPT
        )
        already = next((check for check in given if not check.exceptions), None)
        if already is not None:
            return Saved(already.entry, created=False)
    return record.add(
        patient=patient,
        kind=Entry.Kind.ROUTINES,
        by=by,
        at=at,
        detail=detail,
        local_day=local_day,
        client_id=client_id,
        note=note,
    )


@transaction.atomic
def edit_routines(
    *,
    check: RoutineCheck,
    by: User,
    at: dt.datetime,
    kept: bool | str,
    exceptions: Iterable[str | Mapping[str, Any]],
    local_day: dt.date | None = None,
    note: str | None = None,
) -> Entry:
    """Correct a routine check; old values are kept. A note on an item that stays is kept with it."""
    old_notes = {(row["kind"], row["slug"]): row["note"] for row in check.exceptions}
    try:
        now = normal_exceptions(exceptions)
        changes: dict[str, Any] = {"kept": normal_kept(kept).value}
    except (BadItem, TypeError, AttributeError) as error:
        raise ValidationError({"exceptions": _("Choose from the list.")}) from error
    for row in now:
        row["note"] = row["note"] or old_notes.get((row["kind"], row["slug"]), "")
    changes["exceptions"] = now
    return _correct(check, by=by, at=at, changes=changes, local_day=local_day, note=note)


@transaction.atomic
def record_exposure(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    kind: str,
    first_on: dt.date | None = None,
    first_time: dt.time | None = None,
    last_on: dt.date | None = None,
    last_time: dt.time | None = None,
    place: str = "",
    distance: str = "",
    minutes: str = "",
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Add something the patient came close to. ``kind`` is a slug of the exposures; days default to today.

    Only one day given: it is both. Raises ValidationError for an unknown kind or an end before the start,
    TooFarAhead for a future day.
    """
    today = day_of(at, patient.household.time_zone)
    last_on = last_on or first_on or today
    detail = Exposure(
        kind=kind,
        first_on=first_on or last_on,
        first_time=first_time,
        last_on=last_on,
        last_time=last_time,
        place=place,
        distance=distance,
        minutes=minutes,
    )
    detail.clean()
    return record.add(
        patient=patient,
        kind=Entry.Kind.EXPOSURE,
        by=by,
        at=at,
        detail=detail,
        local_day=last_on,
        client_id=client_id,
        note=note,
    )


@transaction.atomic
def edit_exposure(
    *, exposure: Exposure, by: User, at: dt.datetime, values: Mapping[str, Any], note: str | None = None
) -> Entry:
    """Correct an exposure; old values are kept. ``values``: ``kind`` and names of ``EXPOSURE_FIELDS``.

    Raises as ``record_exposure`` does.
    """
    unknown = set(values) - {"kind", *EXPOSURE_FIELDS}
    if unknown:
        raise TypeError(f"an exposure has no field {sorted(unknown)}")
    return _correct(exposure, by=by, at=at, changes=dict(values), local_day=values.get("last_on"), note=note)


@transaction.atomic
def choose_moments(*, patient: Patient, by: User, at: dt.datetime, slugs: Iterable[str]) -> list[str]:
    """Set the hand-washing moments of a patient: one to five. Raises ValidationError otherwise. Returns them."""
    try:
        moments = normal_moments(slugs)
    except BadItem as error:
        raise ValidationError(_("Choose one to five moments.")) from error
    Patient.objects.select_for_update().get(pk=patient.pk)
    chosen = RoutineChoice.objects.filter(patient=patient)
    if [row.slug for row in chosen] != moments:
        chosen.delete()
        RoutineChoice.objects.bulk_create(
            RoutineChoice(patient=patient, slug=slug, position=place) for place, slug in enumerate(moments, start=1)
        )
        _audit_patient(patient, by=by, at=at, action="routines.chosen")
    return moments


@transaction.atomic
def hide_items(*, patient: Patient, by: User, at: dt.datetime, keys: Iterable[str]) -> None:
    """Set which items ("kind:slug") are switched off for a patient. Raises ValidationError for one on no list."""
    try:
        wanted = {(listed.kind.value, listed.slug) for listed in map(item, keys)}
    except BadItem as error:
        raise ValidationError(_("Choose from the list.")) from error
    Patient.objects.select_for_update().get(pk=patient.pk)
    rows = {(row.kind, row.slug): row for row in HiddenItem.objects.filter(patient=patient)}
    if set(rows) == wanted:
        return
    HiddenItem.objects.filter(pk__in=[row.pk for where, row in rows.items() if where not in wanted]).delete()
    HiddenItem.objects.bulk_create(
        HiddenItem(patient=patient, kind=kind, slug=slug) for kind, slug in sorted(wanted - set(rows))
    )
    _audit_patient(patient, by=by, at=at, action="precautions.switched")


def _audit_patient(patient: Patient, *, by: User, at: dt.datetime, action: str) -> None:
    audit(household=patient.household, by=by, at=at, action=action, target=patient, patient=patient)


def _correct(
    detail: RoutineCheck | Exposure,
    *,
    by: User,
    at: dt.datetime,
    changes: dict[str, Any],
    local_day: dt.date | None,
    note: str | None,
) -> Entry:
    entry = Entry.objects.select_related("patient__household").get(pk=detail.entry_id)
    if local_day is not None:
        if local_day > day_of(at, entry.patient.household.time_zone):
            raise TooFarAhead(local_day)
        changes["local_day"] = local_day
    if note is not None:
        changes["note"] = note
    return record.correct(entry=entry, by=by, at=at, changes=changes, detail=detail)
