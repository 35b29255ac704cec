"""Infections, checks and readings as plain values, and how a row becomes one."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from care.household.rules import local_day
from care.infections.models import TITLES, Drainage, Episode, EpisodeCheck, Site, Temperature
from care.infections.reads import words
from care.infections.rules import signs, temperature
from care.infections.rules.dates import day_number, lasted
from care.record.dates import PartialDate
from care.record.listing import listed
from care.record.models import Entry
from care.reference import body_sites


@dataclass(frozen=True)
class CheckView:
    """One "better, same or worse". ``course`` is the slug, ``words`` says it."""

    pk: UUID
    episode_id: UUID
    course: str
    words: str
    local_day: dt.date
    at: dt.datetime
    by: str
    note: str = ""


@dataclass(frozen=True)
class TemperatureView:
    """One reading as it was made. ``words`` carries the unit; ``other_unit`` the same in the other, rounded."""

    pk: UUID
    episode_id: UUID | None
    tenths: int
    unit: str
    common: int
    words: str
    other_unit: str
    method: str
    local_day: dt.date
    at: dt.datetime
    by: str
    by_id: UUID
    late: bool
    edited: bool
    note: str = ""


@dataclass(frozen=True)
class EpisodeView:
    """One infection. Dates are given as ``PartialDate`` and in words; days are counted to ``resolved`` or today."""

    pk: UUID
    title: str
    site: str
    is_lump: bool
    side: str
    verification: str
    verification_words: str
    onset: PartialDate
    onset_words: str
    resolved: PartialDate | None
    resolved_words: str
    is_open: bool
    days: int
    signs: tuple[str, ...]
    signs_words: str
    size_mm: int | None
    size_basis: str
    size_words: str
    warm: str
    red_or_darker: str
    painful: str
    looks_quiet: bool
    care_level: str
    care_words: str
    note: str
    by: str
    by_id: UUID
    entered_at: dt.datetime
    logged_on: dt.date
    late: bool
    edited: bool
    # Whether the place is a private one, and what stands there when it is not to be named.
    is_private: bool = False
    title_without_place: str = ""
    drained: str = ""
    opened: bool = False


def episode_view(row: Episode, until: dt.date) -> EpisodeView:
    """A row with author and patient loaded, days counted up to ``until`` while it is open."""
    entry = row.entry
    end = row.resolved_on or until
    return EpisodeView(
        pk=row.pk,
        title=row.title,
        site=row.site,
        is_lump=row.is_lump,
        side=row.side,
        verification=row.verification,
        verification_words=str(row.get_verification_display()),
        onset=row.onset,
        onset_words=words.date(row.onset),
        resolved=row.resolved,
        resolved_words=words.date(row.resolved),
        is_open=row.is_open,
        days=day_number(row.onset_on, until) if row.is_open else lasted(row.onset_on, end),
        signs=tuple(row.signs),
        signs_words=words.signs(row),
        size_mm=row.size_mm,
        size_basis=row.size_basis,
        size_words=words.size(row),
        warm=row.warm,
        red_or_darker=row.red_or_darker,
        painful=row.painful,
        looks_quiet=row.is_lump and signs.looks_quiet(row.warm, row.red_or_darker, row.painful),
        care_level=row.care_level,
        care_words=str(row.get_care_level_display()),
        note=entry.note,
        by=str(entry.author),
        by_id=entry.author_id,
        entered_at=entry.entered_at,
        logged_on=entry.local_day,
        late=entry.is_late,
        edited=entry.edited_at is not None and local_day_of(entry) != entry.local_day,
        is_private=is_private(row),
        title_without_place=str(_("Lump or boil")) if row.is_lump else str(TITLES[Site(row.site)]),
        drained=drained_words(row),
        opened=row.drainage not in ("", Drainage.NONE),
    )


def is_private(row: Episode) -> bool:
    """Whether the place is one that summaries name only when asked."""
    place = body_sites.by_slug().get(row.body_site)
    return bool(place and place.is_private)


def drained_words(row: Episode) -> str:
    """ "Opened in a clinic, Fri 4 Sep 2026"; "" when nobody answered."""
    if not row.drainage:
        return ""
    return listed(part for part in (str(row.get_drainage_display()), words.date(row.drained)) if part)


def local_day_of(entry: Entry) -> dt.date:
    """The family's day on which an entry was last changed."""
    return local_day(entry.edited_at or entry.entered_at, entry.patient.household.time_zone)


def check_view(row: EpisodeCheck) -> CheckView:
    entry = row.entry
    return CheckView(
        pk=row.pk,
        episode_id=row.episode_id,
        course=row.course,
        words=str(row.get_course_display()),
        local_day=entry.local_day,
        at=entry.occurred_at,
        by=str(entry.author),
        note=entry.note,
    )


def temperature_view(row: Temperature) -> TemperatureView:
    entry = row.entry
    other = temperature.other(row.unit)
    return TemperatureView(
        pk=row.pk,
        episode_id=row.episode_id,
        tenths=row.tenths,
        unit=row.unit,
        common=row.common,
        words=row.words,
        other_unit=words.reading(temperature.in_unit(row.tenths, row.unit, other), other),
        method=words.method(row),
        local_day=entry.local_day,
        at=entry.occurred_at,
        by=str(entry.author),
        by_id=entry.author_id,
        late=entry.is_late,
        edited=entry.edited_at is not None,
        note=entry.note,
    )
