"""What the Today, day and record screens show, gathered from the rooms with a constant number of queries."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections import reads as infections
from care.plan import reads as plan
from care.precautions import reads as precautions
from care.record import reads as record
from care.record.models import Entry
from care.record.reads import Day, Line
from care.record.rules import SAME_CHAIN_MAX, DayState, day_state, may_affirm_nothing_new, may_affirm_same
from care.skin import reads as skin
from care.today.lines import lines

EVENING_FROM = dt.time(16, 0)
BACKFILL_DAYS = 3
LOOK_BACK = max(BACKFILL_DAYS, SAME_CHAIN_MAX + 1)


@dataclass(frozen=True)
class Item:
    """One entry as it reads in a list."""

    entry: Entry
    line: Line
    mine: bool = False


@dataclass(frozen=True)
class Evening:
    """What the evening check already holds, None or "" where nothing was tapped."""

    worst_itch: int | None = None
    band_digit: int | None = None
    routines: str = ""
    nothing_new: bool = False


@dataclass(frozen=True)
class Today:
    """Everything the Today screen of one patient shows."""

    patient: Patient
    date: dt.date
    part: str
    before_four: bool
    can_log: bool
    may_nothing_new: bool
    may_same: bool
    open_infections: list = field(default_factory=list)
    unanswered_infections: list = field(default_factory=list)
    both: list[Patient] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    yesterday: list[Item] = field(default_factory=list)
    by_other: Item | None = None
    evening: Evening = field(default_factory=Evening)
    gaps: list[Day] = field(default_factory=list)
    silent_days: int = 0

    @property
    def answered(self) -> bool:
        """Whether anything was logged for today."""
        return bool(self.items)


def part_of_day(now: dt.datetime, zone: str) -> str:
    """ "morning" or "evening" on the family's own clock."""
    wall = now.astimezone(ZoneInfo(zone)).time()
    return "evening" if wall >= EVENING_FROM or wall < dt.time(4, 0) else "morning"


def today(access: Access, patient: Patient, *, part: str = "") -> Today:
    """The Today screen. ``part`` asks for "morning" or "evening"; else the clock decides."""
    date = access.today(patient)
    zone = patient.household.time_zone
    first = date - dt.timedelta(days=LOOK_BACK)
    recent = list(
        access.of(Entry)
        .filter(patient=patient, local_day__range=(first, date))
        .select_related("author", "patient__household")
        .order_by("-occurred_at", "-pk")
    )
    words = lines([entry for entry in recent if (date - entry.local_day).days <= 1])
    items = [Item(entry, words[entry.pk], entry.author == access.user) for entry in recent if entry.local_day == date]
    states = {
        day: day_state(entry.kind for entry in recent if entry.local_day == day)
        for day in (date - dt.timedelta(days=n) for n in range(LOOK_BACK + 1))
    }
    before = [states[date - dt.timedelta(days=n)] for n in range(1, LOOK_BACK + 1)]
    open_now = infections.open_episodes(access, patient)
    checked = {check.episode_id for check in infections.todays_checks(access, patient, date)} if open_now else set()
    can_log = access.may(Capability.LOG, patient)
    part = part if part in ("morning", "evening") else part_of_day(access.now, zone)
    may_nothing_new = may_affirm_nothing_new(
        open_infections=len(open_now),
        last_urgent_message=plan.last_urgent_message(access, patient),
        now=access.now,
    )
    older = [] if recent else [record.last_entry_day(access, patient, date)]
    started = any(before_day != DayState.NOT_RECORDED for before_day in before)
    return Today(
        patient=patient,
        date=date,
        part=part,
        before_four=access.now.astimezone(ZoneInfo(zone)).date() != date,
        can_log=can_log,
        may_nothing_new=may_nothing_new,
        may_same=may_affirm_same(before),
        open_infections=open_now,
        unanswered_infections=[episode for episode in open_now if episode.pk not in checked],
        both=_others_with_nothing_open(access, patient) if may_nothing_new and can_log else [],
        items=items,
        yesterday=[Item(e, words[e.pk]) for e in recent if (date - e.local_day).days == 1],
        by_other=next((item for item in items if not item.mine), None) if not any(i.mine for i in items) else None,
        evening=_evening(access, patient, date, items) if part == "evening" else Evening(),
        gaps=_gaps(states, date) if started else [],
        silent_days=(date - older[0]).days if older and older[0] else 0,
    )


def _evening(access: Access, patient: Patient, date: dt.date, items: list[Item]) -> Evening:
    kinds = {item.entry.kind for item in items}
    check = skin.todays(access, patient, date) if Entry.Kind.SKIN_CHECK in kinds else None
    routines = precautions.todays(access, patient, date) if Entry.Kind.ROUTINES in kinds else None
    return Evening(
        worst_itch=check.worst_itch if check else None,
        band_digit=check.band_digit if check else None,
        routines=routines.kept if routines else "",
        nothing_new=Entry.Kind.NOTHING_NEW in kinds,
    )


def _gaps(states: dict[dt.date, DayState], date: dt.date) -> list[Day]:
    """The days just behind us that hold nothing, newest first."""
    days = [date - dt.timedelta(days=n) for n in range(1, BACKFILL_DAYS + 1)]
    return [Day(day, states[day]) for day in days if states[day] == DayState.NOT_RECORDED]


def _others_with_nothing_open(access: Access, patient: Patient) -> list[Patient]:
    """The patients "both: nothing new" would cover besides this one; empty if any of them has something open."""
    others = [p for p in access.patients(Capability.LOG) if p.household_id == patient.household_id and p != patient]
    if not others or infections.any_open(access, others):
        return []
    return others


@dataclass(frozen=True)
class DayPage:
    """One past or present day."""

    patient: Patient
    date: dt.date
    state: DayState
    items: list[Item]
    previous: dt.date
    next: dt.date | None
    may_nothing_new: bool


def day_page(access: Access, patient: Patient, date: dt.date) -> DayPage:
    """The entries of one day, newest first."""
    found = record.day_entries(access, patient, date)
    words = lines(found.entries)
    today_is = access.today(patient)
    return DayPage(
        patient=patient,
        date=date,
        state=found.state,
        items=[Item(entry, words[entry.pk], entry.author == access.user) for entry in found.entries],
        previous=date - dt.timedelta(days=1),
        next=date + dt.timedelta(days=1) if date < today_is else None,
        may_nothing_new=not infections.open_episodes(access, patient),
    )


@dataclass(frozen=True)
class Cell:
    """One day of the calendar strip."""

    date: dt.date
    state: str
    digit: int | None
    band: int | None
    late: bool
    today: bool


@dataclass(frozen=True)
class RecordPage:
    """Some weeks as a strip, and the newest entries below."""

    patient: Patient
    weeks: list[list[Cell]]
    items: list[Item]
    older: dt.date | None
    observed: int
    total: int


WEEKS = 6
NEWEST = 25


def record_page(access: Access, patient: Patient, *, until: dt.date | None = None) -> RecordPage:
    """Six weeks up to ``until`` (default today), Monday first, and that stretch's newest entries."""
    today_is = access.today(patient)
    end = min(until or today_is, today_is)
    monday = end - dt.timedelta(days=end.weekday()) - dt.timedelta(weeks=WEEKS - 1)
    days = {day.date: day for day in record.days(access, patient, monday, end)}
    skin_by_day = {day.date: day for day in skin.skin_days(access, patient, monday, end)}
    weeks = [
        [_cell(monday + dt.timedelta(days=7 * w + d), days, skin_by_day, today_is) for d in range(7)]
        for w in range(WEEKS)
    ]
    newest = list(
        access.of(Entry)
        .filter(patient=patient, local_day__range=(monday, end))
        .select_related("author", "patient__household")
        .order_by("-occurred_at", "-pk")[:NEWEST]
    )
    words = lines(newest)
    return RecordPage(
        patient=patient,
        weeks=weeks,
        items=[Item(entry, words[entry.pk]) for entry in newest],
        older=record.last_entry_day(access, patient, monday),
        observed=sum(day.state not in (DayState.NOT_RECORDED, DayState.ELSEWHERE) for day in days.values()),
        total=len(days),
    )


def _cell(date: dt.date, days: dict, skin_by_day: dict, today_is: dt.date) -> Cell:
    day = days.get(date)
    if day is None:
        return Cell(date, "outside", None, None, False, False)
    check = skin_by_day.get(date)
    return Cell(
        date=date,
        state=str(day.state),
        digit=check.worst_itch if check else None,
        band=check.band_digit if check else None,
        late=day.late,
        today=date == today_is,
    )
