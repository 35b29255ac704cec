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
from care.plan import actions as plan
from care.plan.rules.facts import Facts
from care.precautions.models import Exposure, HiddenItem, RoutineCheck, RoutineChoice, SinkStar
from care.precautions.rules import (
    BadItem,
    Kept,
    facts_of,
    item,
    normal_answers,
    normal_exceptions,
    normal_kept,
    normal_moments,
    settled,
    split,
)
from care.record import actions as record
from care.record.actions import Saved, TooFarAhead
from care.record.models import Entry

#: What a caller may say about an exposure besides its kind: field names of Exposure.
EXPOSURE_FIELDS = (
    "first_on",
    "first_time",
    "last_on",
    "last_time",
    "place",
    "distance",
    "minutes",
    "indoors",
    "mask",
    "contact_rash",
    "contact_diaper",
    "contact_test",
    "contact_test_text",
    "vaccine",
    "vaccine_text",
    "wound_deep",
    "wound_face_or_hand",
    "wound_soil",
    "immune",
    "told_on",
    "told_time",
    "advice",
)


@transaction.atomic
def record_routines(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    kept: bool | str,
    exceptions: Iterable[str | Mapping[str, Any]] = (),
    answers: Iterable[Mapping[str, Any]] = (),
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
) -> Saved:
    """Note that the usual routines were kept (True or "yes"), that something was different (False, "different"), or
    only single things ("noted").

    ``exceptions`` and ``answers`` as in ``rules.normal_exceptions`` and ``rules.normal_answers``; each call is an
    entry of its own, so that one tap has one undo. A plain "kept" that this person already gave for the day is
    returned as it is. Raises ValidationError for an item that is on no list, TooFarAhead for a future day.
    """
    detail = RoutineCheck(**_checked(kept, exceptions, answers))
    if detail.kept == Kept.KEPT and not detail.exceptions and not detail.answers and not note:
        # Two taps at the same moment are one answer.
        Patient.objects.select_for_update().get(pk=patient.pk)
        day = local_day or day_of(occurred_at or at, patient.household.time_zone)
        given = RoutineCheck.objects.select_related("entry").filter(
            entry__patient=patient,
            entry__kind=Entry.Kind.ROUTINES,
            entry__author=by,
            entry__local_day=day,
            entry__removed_at=None,
            kept=Kept.KEPT,
        )
        already = next((check for check in given if not check.exceptions and not check.answers), None)
        if already is not None:
            return Saved(already.entry, created=False)
    return record.add(
        patient=patient,
        kind=Entry.Kind.ROUTINES,
        by=by,
        at=at,
        detail=detail,
        local_day=local_day,
        occurred_at=occurred_at,
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
    answers: Iterable[Mapping[str, Any]] | None = None,
    local_day: dt.date | None = None,
    note: str | None = None,
) -> Entry:
    """Correct a routine check; old values are kept. A note on an item that stays is kept with it.

    ``answers`` None: those that are there stay.
    """
    old_notes = {(row["kind"], row["slug"]): row["note"] for row in check.exceptions}
    changes = _checked(kept, exceptions, check.answers if answers is None else answers)
    for row in changes["exceptions"]:
        row["note"] = row["note"] or old_notes.get((row["kind"], row["slug"]), "")
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
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
    **values: Any,
) -> Saved:
    """Add something the patient came close to. ``kind`` is a slug of the exposures; days default to today,
    that of ``occurred_at`` when somebody noted it without a line.

    Only one day given: it is both. ``values``: the other ``EXPOSURE_FIELDS``. Raises ValidationError for an unknown
    kind or an end before the start, TooFarAhead for a future day.
    """
    _known(values)
    today = day_of(occurred_at or at, patient.household.time_zone)
    last_on = last_on or first_on or today
    detail = Exposure(
        kind=kind,
        first_on=first_on or last_on,
        first_time=first_time,
        last_on=last_on,
        last_time=last_time,
        **values,
    )
    detail.clean()
    _told_by_today(detail.told_on, today)
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.EXPOSURE,
        by=by,
        at=at,
        detail=detail,
        local_day=last_on,
        occurred_at=occurred_at if last_on == today else None,
        client_id=client_id,
        note=note,
    )
    if saved.created:
        plan.raise_flags(entry=saved.entry, by=by, at=at, facts=_facts(detail))
    return saved


@transaction.atomic
def edit_exposure(
    *, exposure: Exposure, by: User, at: dt.datetime, values: Mapping[str, Any], note: str | None = None
) -> Entry:
    """Correct an exposure; old values are kept. ``values``: ``kind`` and names of ``EXPOSURE_FIELDS``.

    Raises as ``record_exposure`` does.
    """
    _known(set(values) - {"kind"})
    _told_by_today(values.get("told_on"), day_of(at, exposure.entry.patient.household.time_zone))
    entry = _correct(exposure, by=by, at=at, changes=dict(values), local_day=values.get("last_on"), note=note)
    plan.raise_flags(entry=entry, by=by, at=at, facts=_facts(exposure))
    return entry


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
def hide_items(
    *, patient: Patient, by: User, at: dt.datetime, keys: Iterable[str], told_by: str = "", reason: str = ""
) -> None:
    """Set which items ("kind:slug") are switched off for a patient. Raises ValidationError for one on no list.

    ``told_by`` and ``reason`` are kept with the items that are switched off now; those of earlier ones stay.
    """
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
        HiddenItem(patient=patient, kind=kind, slug=slug, hidden_by=by, hidden_at=at, told_by=told_by, reason=reason)
        for kind, slug in sorted(wanted - set(rows))
    )
    _audit_patient(patient, by=by, at=at, action="precautions.switched")


@transaction.atomic
def earn_star(*, patient: Patient, at: dt.datetime, key: uuid.UUID | None = None) -> int:
    """One more star on the sink card; the same page sent twice (``key``) earns one. Gives how many there are.

    A child's fun and not the record: no entry, nobody's name, no trail.
    """
    SinkStar.objects.get_or_create(pk=key or uuid.uuid4(), defaults={"patient": patient, "earned_at": at})
    return SinkStar.objects.filter(patient=patient).count()


def _checked(
    kept: bool | str, exceptions: Iterable[str | Mapping[str, Any]], answers: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The fields of a RoutineCheck. Raises ValidationError for a word that is on no list."""
    try:
        different = normal_exceptions(exceptions)
    except (BadItem, TypeError, AttributeError) as error:
        raise ValidationError({"exceptions": _("Choose from the list.")}) from error
    try:
        different, rest = split(different, normal_answers(answers))
    except (BadItem, TypeError, AttributeError) as error:
        raise ValidationError({"answers": _("Choose from the list.")}) from error
    try:
        return {"kept": settled(normal_kept(kept), different).value, "exceptions": different, "answers": rest}
    except BadItem as error:
        raise ValidationError({"kept": _("Choose from the list.")}) from error


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """After an exposure came to another patient: the rules look at it for this one."""
    if entry.kind == Entry.Kind.EXPOSURE:
        plan.raise_flags(entry=entry, by=by, at=at, facts=_facts(Exposure.objects.get(pk=entry.pk)))


def _facts(row: Exposure) -> Facts:
    return facts_of(
        kind=row.kind,
        vaccine=row.vaccine,
        contact_rash=row.contact_rash,
        contact_diaper=row.contact_diaper,
        wound_deep=row.wound_deep,
        wound_face_or_hand=row.wound_face_or_hand,
        wound_soil=row.wound_soil,
    )


def _known(names: Iterable[str]) -> None:
    unknown = set(names) - set(EXPOSURE_FIELDS)
    if unknown:
        raise TypeError(f"an exposure has no field {sorted(unknown)}")


def _told_by_today(day: dt.date | None, today: dt.date) -> None:
    if day is not None and day > today:
        raise ValidationError({"told_on": _("The day cannot be after today.")})


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
