"""Writing infections and their daily checks. Each is an entry; every change keeps the old value."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.infections.actions.flags import ask_about_episode
from care.infections.actions.shared import locked, not_ahead, of_kind, same_patient
from care.infections.actions.temperatures import correct_temperature
from care.infections.models import Episode, EpisodeCheck, Site, Temperature
from care.record import actions as record
from care.record.actions import Saved
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from care.record.rules import CLOCK_TOLERANCE

Kind = Entry.Kind


@transaction.atomic
def start_episode(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    site: str,
    onset: PartialDate | None = None,
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    client_id: uuid.UUID | None = None,
    note: str = "",
    source: str = Entry.Source.CAREGIVER,
    reading: Temperature | None = None,
    **details: Any,
) -> Saved:
    """Record an infection from its first tap on; what is not known yet is filled in by ``correct_episode``.

    ``local_day`` is the day it was logged for, ``onset`` when it began (that day unless said). ``details`` are
    other fields of ``Episode``; ``reading`` is a temperature that then belongs to it. A page sent twice writes
    nothing the second time. Raises ValidationError for an onset in the future and for words that are not in
    their list, TooFarAhead for a day in the future.
    """
    today = day_of(at, patient.household.time_zone)
    began = onset or PartialDate.on(local_day or day_of(occurred_at or at, patient.household.time_zone))
    not_ahead("onset_on", began, today)
    _with_drained(details, today)
    _earlier_one(details.get("recurrence_of_id"), patient)
    episode = Episode(site=site, onset_on=began.earliest, onset_precision=began.precision, **details)
    saved = record.add(
        patient=patient,
        kind=Kind.INFECTION,
        by=by,
        at=at,
        detail=episode,
        local_day=local_day,
        occurred_at=occurred_at,
        client_id=client_id,
        note=note,
        source=source,
    )
    saved = of_kind(saved, Kind.INFECTION)
    if reading is not None and saved.created:
        correct_temperature(temperature=reading, by=by, at=at, changes={"episode_id": saved.entry.pk})
    if saved.created:
        ask_about_episode(episode, by=by, at=at)
    return saved


def start_lump(*, patient: Patient, by: User, at: dt.datetime, **values: Any) -> Saved:
    """Record a lump or boil. Takes what ``start_episode`` takes except the site: a lump is of the skin."""
    return start_episode(patient=patient, by=by, at=at, site=Site.SKIN, is_lump=True, **values)


@transaction.atomic
def correct_episode(*, episode: Episode, by: User, at: dt.datetime, changes: dict[str, Any]) -> Episode:
    """Fill in or change fields of an infection (``note`` too). ``onset``, ``resolved`` and ``drained`` take PartialDate
    or None, ``recurrence_of_id`` the key of an earlier one.

    Raises ValidationError, nothing written, for a date in the future, an end before the beginning, a size
    without its basis, or a word that is not in its list.
    """
    row = locked(Episode, episode.pk)
    today = day_of(at, row.entry.patient.household.time_zone)
    fields = dict(changes)
    if "onset" in fields:
        onset = fields.pop("onset")
        not_ahead("onset_on", onset, today)
        fields |= {"onset_on": onset.earliest, "onset_precision": onset.precision}
    if "resolved" in fields:
        resolved = fields.pop("resolved")
        if resolved is not None:
            not_ahead("resolved_on", resolved, today)
        fields |= {
            "resolved_on": resolved.latest if resolved else None,
            "resolved_precision": resolved.precision if resolved else "",
        }
    _with_drained(fields, today)
    _earlier_one(fields.get("recurrence_of_id"), row.entry.patient)
    ends, begins = fields.get("resolved_on", row.resolved_on), fields.get("onset_on", row.onset_on)
    if ends is not None and ends < begins:
        raise ValidationError({"resolved_on": _("It cannot have ended before it began.")})
    row.entry = record.correct(entry=row.entry, detail=row, by=by, at=at, changes=fields)
    ask_about_episode(row, by=by, at=at)
    return row


def close_episode(*, episode: Episode, on: PartialDate, by: User, at: dt.datetime) -> Episode:
    """It is over since ``on``. Closing again moves the end. Raises ValidationError as ``correct_episode``."""
    return correct_episode(episode=episode, by=by, at=at, changes={"resolved": on})


def reopen_episode(*, episode: Episode, by: User, at: dt.datetime) -> Episode:
    """It is not over after all. Reopening an open one changes nothing."""
    return correct_episode(episode=episode, by=by, at=at, changes={"resolved": None})


@transaction.atomic
def check_episode(
    *,
    episode: Episode,
    course: str,
    by: User,
    at: dt.datetime,
    client_id: uuid.UUID | None = None,
    local_day: dt.date | None = None,
    occurred_at: dt.datetime | None = None,
    note: str = "",
) -> Saved:
    """How it goes today: better, same or worse.

    One check a day and person: a second tap by the same person changes the first (the old answer is kept);
    two people's answers both stay. So does one given without a line (``occurred_at``), which cannot know what was
    answered elsewhere. The same ``client_id`` again writes nothing. Raises ValidationError for another word.
    """
    # Held until the end, so that two taps at the same moment find each other.
    episode = locked(Episode, episode.pk)
    patient = episode.entry.patient
    day = local_day or day_of(occurred_at or at, patient.household.time_zone)
    if client_id is not None:
        known = Entry.objects.filter(patient=patient, client_id=client_id).first()
        if known is not None:
            return of_kind(Saved(known, created=False), Kind.INFECTION_CHECK)
    own = list(
        EpisodeCheck.objects.filter(Q(entry__local_day=day) | ~Q(tap_ids=[]), episode=episode, entry__author=by)
        .select_related("entry")
        .order_by("-pk")
    )
    if client_id is not None:
        known = next((check.entry for check in own if check.knows(str(client_id))), None)
        if known is not None:
            return Saved(known, created=False)
    mine = next((one for one in own if one.entry.local_day == day and one.entry.removed_at is None), None)
    if mine is not None and occurred_at is None:
        if client_id is not None:
            mine.tap_ids = [*mine.tap_ids, str(client_id)]
            mine.save(update_fields=["tap_ids"])
        changes = {"course": course} | ({"note": note} if note else {})
        return Saved(record.correct(entry=mine.entry, detail=mine, by=by, at=at, changes=changes), created=False)
    saved = record.add(
        patient=patient,
        kind=Kind.INFECTION_CHECK,
        by=by,
        at=at,
        detail=EpisodeCheck(episode=episode, course=course),
        local_day=local_day,
        occurred_at=occurred_at,
        client_id=client_id,
        note=note,
    )
    if saved.created and episode.is_open:
        ask_about_episode(episode, by=by, at=at)
    return of_kind(saved, Kind.INFECTION_CHECK)


@transaction.atomic
def take_back_check(
    *,
    patients: Sequence[Patient],
    by: User,
    at: dt.datetime,
    course: str,
    client_id: uuid.UUID,
    tapped_at: dt.datetime,
) -> Entry | None:
    """Undo of one's own tap by its key: the check it began goes; in one it changed, what was said before comes back.

    ``patients``: whose it may be, since its infection may have been moved before it came. What was answered since
    stays. Gives the check's entry, None when there was nothing to undo.
    """
    key = str(client_id)
    own = EpisodeCheck.objects.filter(
        Q(entry__client_id=client_id) | ~Q(tap_ids=[]), entry__patient__in=patients, entry__author=by
    ).select_related("entry")
    found = next((check for check in own if check.knows(key)), None)
    if found is None:
        return None
    locked(Episode, found.episode_id)  # as check_episode does
    check = locked(EpisodeCheck, found.pk)
    if check.entry.removed_at is not None or check.last_tap != key or check.course != course:
        return None
    if key == str(check.entry.client_id):
        return record.remove(entry=check.entry, by=by, at=at)
    check.tap_ids = [f"{check.UNDONE}{known}" if known == key else known for known in check.tap_ids]
    check.save(update_fields=["tap_ids"])
    last = Correction.objects.filter(entry=check.entry, field="course").order_by("-at", "-pk").first()
    if last is None or last.by_id != by.pk or last.at < tapped_at - CLOCK_TOLERANCE:
        # It only said again what stood there.
        return None
    return record.correct(entry=check.entry, detail=check, by=by, at=at, changes={"course": last.old})


def _with_drained(fields: dict[str, Any], today: dt.date) -> None:
    """``drained`` as its two columns."""
    if "drained" not in fields:
        return
    drained: PartialDate | None = fields.pop("drained")
    if drained is not None:
        not_ahead("drained", drained, today)
    fields |= {
        "drained_on": drained.earliest if drained else None,
        "drained_precision": drained.precision.value if drained else "",
    }


def _earlier_one(key: Any, patient: Patient) -> None:
    """What came back must be an infection of the same patient."""
    if key:
        same_patient(Episode.objects.select_related("entry").get(pk=key), patient)
