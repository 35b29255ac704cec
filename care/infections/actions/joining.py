"""Two infections that are one, and one that is two. What hangs on them moves along, and can be moved back."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from care.household.models import User
from care.household.rules import local_day as day_of
from care.infections.actions.flags import ask_about_episode
from care.infections.actions.shared import locked, of_kind, same_patient
from care.infections.models import (
    AntimicrobialCourse,
    CareVisit,
    DaysMissed,
    Episode,
    EpisodeCheck,
    InfectionTest,
    Temperature,
)
from care.infections.rules.signs import joined_signs
from care.record import actions as record
from care.record.actions import Saved
from care.record.dates import PartialDate
from care.record.models import Correction, Entry

# What hangs on an infection, and the date by which a split sorts it (the entry's day when that is not known).
HANGING: dict[type[Model], str] = {
    EpisodeCheck: "",
    Temperature: "",
    InfectionTest: "taken_on",
    AntimicrobialCourse: "started_on",
    CareVisit: "began_on",
    DaysMissed: "first_on",
}
# Fields of the surviving one that a join changes; each group goes back together or not at all.
GROUPS = (("onset_on", "onset_precision"), ("resolved_on", "resolved_precision"), ("signs",))


@transaction.atomic
def join_episodes(*, episode: Episode, other: Episode, by: User, at: dt.datetime) -> Episode:
    """``other`` is the same infection as ``episode``, which stays: what hung on ``other`` now hangs on it.

    It then reaches from the earlier beginning to the later end, and has the signs of both. ``other`` is taken back and
    remembers where it went; ``part_episodes`` turns it round. Raises ValidationError for a lump with another infection.
    """
    episode, other = _both(episode, other)
    if episode.pk == other.pk or episode.is_lump != other.is_lump:
        raise ValidationError({"other": _("These two cannot be one.")})
    _move(_hanging(other), episode, by=by, at=at)
    first = min(episode, other, key=lambda row: row.onset_on)
    changes: dict[str, Any] = {"onset_on": first.onset_on, "onset_precision": first.onset_precision}
    if episode.resolved_on is None or other.resolved_on is None:
        changes |= {"resolved_on": None, "resolved_precision": ""}
    else:
        last = max(episode, other, key=lambda row: row.resolved_on or row.onset_on)
        changes |= {"resolved_on": last.resolved_on, "resolved_precision": last.resolved_precision}
    changes["signs"] = joined_signs(episode.signs, other.signs)
    episode.entry = record.correct(entry=episode.entry, detail=episode, by=by, at=at, changes=changes)
    record.correct(entry=other.entry, detail=other, by=by, at=at, changes={"joined_into_id": episode.pk})
    record.remove(entry=other.entry, by=by, at=at)
    # A longer one with the signs of both may be more serious than either was.
    ask_about_episode(episode, by=by, at=at)
    return episode


@transaction.atomic
def part_episodes(*, episode: Episode, other: Episode, by: User, at: dt.datetime) -> Episode:
    """Undo ``join_episodes``: ``other`` comes back with what hung on it then. What was changed since stays as it is."""
    episode, other = _both(episode, other)
    moment = other.entry.removed_at
    if other.joined_into_id != episode.pk or moment is None:
        raise PermissionDenied
    other.entry = record.restore(entry=other.entry, by=by, at=at)
    moved = Correction.objects.filter(
        at=moment, field="episode_id", old=str(other.pk), new=str(episode.pk), entry__removed_at=None
    ).values_list("entry_id", flat=True)
    _move([row for row in _hanging(episode) if row.pk in set(moved)], other, by=by, at=at)
    before = {row.field: row for row in Correction.objects.filter(entry=episode.entry, at=moment)}
    changes: dict[str, Any] = {}
    for group in GROUPS:
        kept = [before[name] for name in group if name in before]
        if all(_same(episode, row.field, row.new) for row in kept):
            changes |= {row.field: _value(row.field, row.old) for row in kept}
    episode.entry = record.correct(entry=episode.entry, detail=episode, by=by, at=at, changes=changes)
    other.entry = record.correct(entry=other.entry, detail=other, by=by, at=at, changes={"joined_into_id": None})
    for row in (episode, other):
        ask_about_episode(row, by=by, at=at)
    return other


@transaction.atomic
def split_episode(
    *, episode: Episode, on: dt.date, by: User, at: dt.datetime, client_id: uuid.UUID | None = None
) -> Saved:
    """From ``on`` it is a new infection at the same place: gives the new one, with what was logged from that day on.

    The first ends the day before. Joining the two again turns it round. Raises ValidationError for a day that is not
    after the beginning, lies ahead or after the end.
    """
    episode = locked(Episode, episode.pk)
    patient = episode.entry.patient
    known = Entry.objects.filter(patient=patient, client_id=client_id).first() if client_id else None
    if known is not None:
        return of_kind(Saved(known, created=False), Entry.Kind.INFECTION)
    if not episode.onset_on < on <= min(episode.resolved_on or on, day_of(at, patient.household.time_zone)):
        raise ValidationError({"on": _("Choose a day after it began and before it ended.")})
    same = ("site", "side", "is_lump", "area", "body_site", "verification", "resolved_on", "resolved_precision")
    new = Episode(
        onset_on=on,
        onset_precision=PartialDate.on(on).precision,
        split_from=episode,
        **{name: getattr(episode, name) for name in same},
    )
    saved = record.add(patient=patient, kind=Entry.Kind.INFECTION, by=by, at=at, detail=new, client_id=client_id)
    _move([row for row in _hanging(episode) if _day(row) >= on], new, by=by, at=at)
    ended = PartialDate.on(on - dt.timedelta(days=1))
    changes = {"resolved_on": ended.latest, "resolved_precision": ended.precision.value}
    episode.entry = record.correct(entry=episode.entry, detail=episode, by=by, at=at, changes=changes)
    for row in (episode, new):
        ask_about_episode(row, by=by, at=at)
    return saved


def _both(episode: Episode, other: Episode) -> tuple[Episode, Episode]:
    """Both rows, held in one order whoever asks first."""
    rows = {row.pk: locked(Episode, row.pk) for row in sorted((episode, other), key=lambda row: row.pk)}
    same_patient(rows[other.pk], rows[episode.pk].entry.patient)
    return rows[episode.pk], rows[other.pk]


def _hanging(episode: Episode) -> list[Any]:
    """The kept rows of every table that hang on an infection."""
    kept = Q(episode=episode, entry__removed_at=None)
    return [
        row
        for model in HANGING
        for row in model._default_manager.filter(kept).select_related("entry__patient__household").order_by("pk")
    ]


def _move(rows: list[Any], episode: Episode, *, by: User, at: dt.datetime) -> None:
    for row in rows:
        record.correct(entry=row.entry, detail=row, by=by, at=at, changes={"episode_id": episode.pk})


def _day(row: Any) -> dt.date:
    column = HANGING[type(row)]
    return (getattr(row, column) if column else None) or row.entry.local_day


def _value(name: str, kept: Any) -> Any:
    field: Any = Episode._meta.get_field(name)
    return field.to_python(kept)


def _same(row: Episode, name: str, kept: Any) -> bool:
    return getattr(row, name) == _value(name, kept)
