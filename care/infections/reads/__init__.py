"""Infections, checks and temperatures as pages and summaries need them. One query a table, however many rows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections.models import Episode, EpisodeCheck, Temperature, Verification
from care.infections.reads import words
from care.infections.reads.courses import CourseView, course_view, courses, drugs_used
from care.infections.reads.episode_page import EpisodePage, days_before, episode_page
from care.infections.reads.history import ChangeLine, change_lines
from care.infections.reads.lines import describe
from care.infections.reads.logs import LogList, LogView, facts, log_list, log_view
from care.infections.reads.period import Breath, CareLine, MissedLine, TestLine, breathing, care, missed, tests
from care.infections.reads.shapes import (
    CheckView,
    EpisodeView,
    TemperatureView,
    check_view,
    episode_view,
    temperature_view,
)
from care.record.models import Entry
from care.record.reads import changes

__all__ = [
    "Breath",
    "CareLine",
    "CheckView",
    "CourseView",
    "EpisodeList",
    "EpisodePage",
    "EpisodeView",
    "LogList",
    "LogView",
    "MissedLine",
    "TemperatureView",
    "TestLine",
    "any_open",
    "belongs_choices",
    "breathing",
    "care",
    "checks",
    "course_view",
    "courses",
    "days_before",
    "describe",
    "drugs_used",
    "earlier_lumps",
    "episode_list",
    "episode_of",
    "episode_page",
    "episodes",
    "facts",
    "has_temperature",
    "highest",
    "join_choices",
    "log_changes",
    "log_list",
    "log_view",
    "missed",
    "open_episodes",
    "recent_temperatures",
    "temperature_changes",
    "temperature_view",
    "temperatures",
    "tests",
    "todays_checks",
    "with_open_episode",
]

Kind = Entry.Kind
_PEOPLE = ("entry__author", "entry__patient__household")


def _episodes(access: Access, patient: Patient):
    # With the kind, the entries' own index leads there, however long the record is; so below.
    rows = access.of(Episode, Capability.SEE_TODAY).filter(entry__patient=patient, entry__kind=Kind.INFECTION)
    return rows.select_related(*_PEOPLE)


def open_episodes(access: Access, patient: Patient) -> list[EpisodeView]:
    """What is still going on, longest first. Neither what is over nor what was ruled out."""
    today = access.today(patient)
    rows = _episodes(access, patient).filter(resolved_on=None).exclude(verification=Verification.REFUTED)
    return [episode_view(row, today) for row in rows.order_by("onset_on", "pk")]


def any_open(access: Access, patients: Iterable[Patient]) -> bool:
    """Whether anything is still going on for any of these."""
    return _still_open(access, patients).exists()


def with_open_episode(access: Access, patients: Iterable[Patient]) -> set[UUID]:
    """Keys of the patients for whom something is still going on."""
    return set(_still_open(access, patients).values_list("entry__patient", flat=True))


def _still_open(access: Access, patients: Iterable[Patient]) -> QuerySet[Episode]:
    keys = [patient.pk for patient in patients]
    rows = access.of(Episode, Capability.SEE_TODAY).filter(entry__patient__in=keys, entry__kind=Kind.INFECTION)
    return rows.filter(resolved_on=None).exclude(verification=Verification.REFUTED)


def episodes(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[EpisodeView]:
    """What went on at any time from ``first`` to ``last``, by onset; those ruled out too (see ``verification``)."""
    rows = (
        _episodes(access, patient)
        .filter(Q(resolved_on=None) | Q(resolved_on__gte=first), onset_on__lte=last)
        .order_by("onset_on", "pk")
    )
    return [episode_view(row, last) for row in rows]


@dataclass(frozen=True)
class EpisodeList:
    """The list page: what is open, then one page of what is over or was ruled out, newest first."""

    open: list[EpisodeView]
    past: list[EpisodeView]
    page: int
    has_newer: bool
    has_older: bool


def episode_list(access: Access, patient: Patient, *, page: int = 1, size: int = 30) -> EpisodeList:
    """Two queries, however long the record is."""
    today = access.today(patient)
    over = _episodes(access, patient).filter(~Q(resolved_on=None) | Q(verification=Verification.REFUTED))
    start = (max(page, 1) - 1) * size
    past = list(over.order_by("-onset_on", "-pk")[start : start + size + 1])
    return EpisodeList(
        open=open_episodes(access, patient),
        past=[episode_view(row, today) for row in past[:size]],
        page=max(page, 1),
        has_newer=page > 1,
        has_older=len(past) > size,
    )


def todays_checks(access: Access, patient: Patient, day: dt.date) -> list[CheckView]:
    """Every check of one local day, newest first; each names its infection by ``episode_id``."""
    rows = _checks(access, patient).filter(entry__local_day=day).order_by("-entry__occurred_at", "-pk")
    return [check_view(row) for row in rows]


def checks(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[UUID, list[CheckView]]:
    """Checks of a period by infection, oldest first."""
    found: dict[UUID, list[CheckView]] = defaultdict(list)
    rows = _checks(access, patient).filter(entry__local_day__range=(first, last))
    for row in rows.order_by("entry__occurred_at", "pk"):
        found[row.episode_id].append(check_view(row))
    return dict(found)


def temperatures(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[TemperatureView]:
    """Readings of a period, oldest first."""
    rows = _temperatures(access, patient).filter(entry__local_day__range=(first, last))
    return [temperature_view(row) for row in rows.order_by("entry__occurred_at", "pk")]


def recent_temperatures(access: Access, patient: Patient, *, size: int = 60) -> list[TemperatureView]:
    """The newest readings, newest first."""
    rows = _temperatures(access, patient).order_by("-entry__occurred_at", "-pk")[:size]
    return [temperature_view(row) for row in rows]


def highest(readings: Iterable[TemperatureView]) -> TemperatureView | None:
    """The highest of some readings, compared exactly across units; the earliest of equals. None of none."""
    return max(readings, key=lambda reading: reading.common, default=None)


def has_temperature(access: Access, episode: Episode) -> bool:
    """Whether a reading belongs to an infection already."""
    return access.of(Temperature, Capability.SEE_TODAY).filter(episode=episode).exists()


def episode_of(access: Access, row: Model) -> Episode | None:
    """The infection a row belongs to; None when it belongs to none, or to one that was taken back."""
    if getattr(row, "episode_id", None) is None:
        return None
    return access.of(Episode, Capability.SEE_TODAY).filter(pk=row.episode_id).first()  # type: ignore[attr-defined]


def temperature_changes(access: Access, row: Temperature) -> list[ChangeLine]:
    """What a reading said before, oldest first."""
    return change_lines(changes(access, row.pk), row)


def log_changes(access: Access, row: Model) -> list[ChangeLine]:
    """What a test, course, visit, missed day or breathing day said before, oldest first."""
    return change_lines(changes(access, row.pk), row)


def join_choices(access: Access, patient: Patient, episode: Episode) -> list[EpisodeView]:
    """What an infection may be one with: the newest twenty of the same sort."""
    today = access.today(patient)
    rows = _episodes(access, patient).filter(is_lump=episode.is_lump).exclude(pk=episode.pk)
    return [episode_view(row, today) for row in rows.order_by("-onset_on", "-pk")[:20]]


def earlier_lumps(access: Access, patient: Patient, episode: Episode) -> list[tuple[str, str]]:
    """Lumps of which this may be a return: the newest twenty that began before, and the one chosen. Key and words."""
    before = Q(onset_on__lte=episode.onset_on) | Q(pk=episode.recurrence_of_id)
    rows = _episodes(access, patient).filter(before, is_lump=True).exclude(pk=episode.pk)
    return [(str(row.pk), f"{row.title}, {words.began(row)}") for row in rows.order_by("-onset_on", "-pk")[:20]]


def belongs_choices(access: Access, patient: Patient, *, also: UUID | None = None) -> list[tuple[str, str]]:
    """The infections something may belong to, newest first: the last twenty, and ``also``. Key and words."""
    rows = list(_episodes(access, patient).order_by("resolved_on", "-onset_on", "-pk")[:20])
    if also is not None and also not in {row.pk for row in rows}:
        rows += list(_episodes(access, patient).filter(pk=also))
    return [(str(row.pk), f"{row.title}, {words.began(row)}") for row in rows]


def _checks(access: Access, patient: Patient):
    return (
        access.of(EpisodeCheck, Capability.SEE_TODAY)
        .filter(entry__patient=patient, entry__kind=Kind.INFECTION_CHECK, episode__entry__removed_at=None)
        .select_related("entry__author")
    )


def _temperatures(access: Access, patient: Patient):
    rows = access.of(Temperature, Capability.SEE_TODAY).filter(entry__patient=patient, entry__kind=Kind.TEMPERATURE)
    return rows.select_related(*_PEOPLE)
