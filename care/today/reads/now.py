"""What the Today screen shows, gathered from the rooms with a constant number of queries."""

import datetime as dt
from collections.abc import Collection
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
from care.record.reads import Day
from care.record.rules import SAME_CHAIN_MAX, DayState, day_state, may_affirm_nothing_new, may_affirm_same
from care.skin import reads as skin
from care.today.reads.entries import Item, items

EVENING_FROM = dt.time(16, 0)
BACKFILL_DAYS = 3
LOOK_BACK = max(BACKFILL_DAYS, SAME_CHAIN_MAX + 1)
# A list on Today names this many; the rest is on the day's own page.
NEWEST = 6
OF_YESTERDAY = 3


@dataclass(frozen=True)
class Evening:
    """What the evening check already holds, None or "" where nothing was tapped."""

    worst_itch: int | None = None
    band_digit: int | None = None
    routines: str = ""
    nothing_new: bool = False


@dataclass(frozen=True)
class Today:
    """Everything the Today screen of one patient shows.

    ``items`` and ``yesterday`` hold the newest entries and are empty while the evening check is asked;
    ``more`` counts the entries of today that are not among them.
    """

    patient: Patient
    date: dt.date
    part: str
    before_four: bool
    can_log: bool
    may_nothing_new: bool
    may_same: bool
    answered: bool
    open_infections: list = field(default_factory=list)
    unanswered_infections: list = field(default_factory=list)
    both: list[Patient] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    more: int = 0
    yesterday: list[Item] = field(default_factory=list)
    by_other: Item | None = None
    evening: Evening = field(default_factory=Evening)
    gaps: list[Day] = field(default_factory=list)
    silent_days: int = 0

    @property
    def answered_infections(self) -> list:
        """Still open, and already looked at today."""
        waiting = {episode.pk for episode in self.unanswered_infections}
        return [episode for episode in self.open_infections if episode.pk not in waiting]


def part_of_day(now: dt.datetime, zone: str) -> str:
    """ "morning" or "evening" on the family's own clock."""
    wall = now.astimezone(ZoneInfo(zone)).time()
    return "evening" if wall >= EVENING_FROM or wall < dt.time(4, 0) else "morning"


def today(
    access: Access, patient: Patient, *, part: str = "", done: bool = False, left_blank: Collection[dt.date] = ()
) -> Today:
    """The Today screen. ``part`` asks for "morning" or "evening"; else the clock decides.

    ``done``: the evening check is over and its entries are shown. ``left_blank``: days nobody wants to be asked
    about again.
    """
    date = access.today(patient)
    zone = patient.household.time_zone
    first = date - dt.timedelta(days=LOOK_BACK)
    recent = list(
        access.of(Entry)
        .filter(patient=patient, local_day__range=(first, date))
        .select_related("author", "patient__household")
        .order_by("-occurred_at", "-pk")
    )
    of_today = [entry for entry in recent if entry.local_day == date]
    of_yesterday = [entry for entry in recent if (date - entry.local_day).days == 1]
    states = {
        day: day_state(entry.kind for entry in recent if entry.local_day == day)
        for day in (date - dt.timedelta(days=n) for n in range(LOOK_BACK + 1))
    }
    before = [states[date - dt.timedelta(days=n)] for n in range(1, LOOK_BACK + 1)]
    open_now = infections.open_episodes(access, patient)
    checked = {check.episode_id for check in infections.todays_checks(access, patient, date)} if open_now else set()
    can_log = access.may(Capability.LOG, patient)
    part = part if part in ("morning", "evening") else part_of_day(access.now, zone)
    asking = part == "evening" and can_log and not done
    may_nothing_new = may_affirm_nothing_new(
        open_infections=len(open_now),
        last_urgent_message=plan.last_urgent_message(access, patient),
        now=access.now,
    )
    # While the evening check is asked no list is shown, so no room is asked for words.
    listed = [] if asking else of_today[:NEWEST]
    shown = items(access, [*listed, *(() if part == "evening" else of_yesterday[:OF_YESTERDAY])])
    older = [] if recent else [record.last_entry_day(access, patient, date)]
    started = any(before_day != DayState.NOT_RECORDED for before_day in before)
    mine = any(entry.author_id == access.user.pk for entry in of_today) if access.user else False
    return Today(
        patient=patient,
        date=date,
        part=part,
        before_four=access.now.astimezone(ZoneInfo(zone)).date() != date,
        can_log=can_log,
        may_nothing_new=may_nothing_new,
        may_same=may_affirm_same(before),
        answered=bool(of_today),
        open_infections=open_now,
        unanswered_infections=[episode for episode in open_now if episode.pk not in checked],
        both=_others_with_nothing_open(access, patient) if may_nothing_new and can_log else [],
        items=shown[: len(listed)],
        more=len(of_today) - len(listed),
        yesterday=shown[len(listed) :],
        by_other=shown[0] if shown and listed and not mine else None,
        evening=_evening(access, patient, date, of_today) if asking else Evening(),
        gaps=_gaps(states, date, left_blank) if started else [],
        silent_days=(date - older[0]).days if older and older[0] else 0,
    )


def _evening(access: Access, patient: Patient, date: dt.date, of_today: list[Entry]) -> Evening:
    kinds = {entry.kind for entry in of_today}
    check = skin.todays(access, patient, date) if Entry.Kind.SKIN_CHECK in kinds else None
    routines = precautions.todays(access, patient, date) if Entry.Kind.ROUTINES in kinds else None
    return Evening(
        worst_itch=check.worst_itch if check else None,
        band_digit=check.band_digit if check else None,
        routines=routines.kept if routines else "",
        nothing_new=Entry.Kind.NOTHING_NEW in kinds,
    )


def _gaps(states: dict[dt.date, DayState], date: dt.date, left_blank: Collection[dt.date]) -> list[Day]:
    """The days just behind us that hold nothing, newest first, without those left blank on purpose."""
    days = [date - dt.timedelta(days=n) for n in range(1, BACKFILL_DAYS + 1)]
    return [Day(day, states[day]) for day in days if states[day] == DayState.NOT_RECORDED and day not in left_blank]


def _others_with_nothing_open(access: Access, patient: Patient) -> list[Patient]:
    """The patients "both: nothing new" would cover besides this one; empty if any of them has something open."""
    others = [p for p in access.patients(Capability.LOG) if p.household_id == patient.household_id and p != patient]
    if not others or infections.any_open(access, others):
        return []
    return others
