"""What the Today screen shows, gathered from the rooms with a constant number of queries."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections import reads as infections
from care.medicines import reads as medicines
from care.medicines.reads import Due
from care.plan import reads as plan
from care.precautions.rules import kept_of_day
from care.record import reads as record
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Day
from care.record.rules import SAME_CHAIN_MAX, DayState, day_state, may_affirm_nothing_new, may_affirm_same
from care.skin.rules import band_digit
from care.today.reads.entries import Item, items
from care.today.rules.fresh import mark
from care.today.rules.lists import of_few_kinds

EVENING_FROM = dt.time(16, 0)
BACKFILL_DAYS = 3
LOOK_BACK = max(BACKFILL_DAYS, SAME_CHAIN_MAX + 1)
# A list on Today names this many entries of so many kinds; the rest is on the day's own page.
NEWEST = 6
KINDS, KINDS_WHEN_DONE = 2, 5
OF_YESTERDAY = 4
# Four days of a busy family are many rows: no more of each than is looked at.
NEEDED = (
    *(field.attname for field in Entry._meta.concrete_fields),
    *("author__display_name", "author__email"),
    *("skin_check__worst_itch", "skin_check__skin_band", "skin_check__flare"),
    *("routine_check__kept", "infection_check__episode"),
)
OWN_WORDS = (Entry.Kind.NOTHING_NEW, Entry.Kind.SAME, Entry.Kind.ELSEWHERE, Entry.Kind.NOTE)


@dataclass(frozen=True)
class Evening:
    """What the evening check already holds, None or "" where nothing was tapped."""

    worst_itch: int | None = None
    band_digit: int | None = None
    routines: str = ""
    nothing_new: bool = False


@dataclass(frozen=True)
class Yesterday:
    """The day before in a few words: what was answered, or which kinds of entries there are, and who wrote last."""

    text: str
    author: str
    at: dt.datetime


@dataclass(frozen=True)
class Today:
    """Everything the Today screen of one patient shows.

    ``items`` holds the newest entries and is empty while the evening check is asked; ``more`` counts the entries of
    today that are not among them. ``due`` is None once the evening check is done.
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
    yesterday: Yesterday | None = None
    messages: list = field(default_factory=list)
    said: list = field(default_factory=list)
    due: Due | None = None
    by_other: Item | None = None
    evening: Evening = field(default_factory=Evening)
    gaps: list[Day] = field(default_factory=list)
    silent_days: int = 0
    # What an open screen is compared by, and when it was read.
    mark: str = ""
    at: dt.datetime | None = None

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
    access: Access,
    patient: Patient,
    *,
    part: str = "",
    done: bool = False,
    left_blank: Collection[dt.date] = (),
    just_saved: Collection[UUID] = (),
) -> Today:
    """The Today screen. ``part`` asks for "morning" or "evening"; else the clock decides.

    ``done``: the evening check is over and its entries are shown. ``left_blank``: days nobody wants to be asked
    about again. ``just_saved``: entries the page will say were saved, with what the rules said about them (``said``).
    """
    date = access.today(patient)
    zone = patient.household.time_zone
    first = date - dt.timedelta(days=LOOK_BACK)
    recent = list(
        access.of(Entry)
        .filter(patient=patient, local_day__range=(first, date))
        # What this screen says of them itself comes along, instead of asking three rooms.
        .select_related("author", "skin_check", "routine_check", "infection_check")
        .only(*NEEDED)
        .order_by("-occurred_at", "-pk")
    )
    for entry in recent:
        entry.patient = patient
    of_today = [entry for entry in recent if entry.local_day == date]
    states = {
        day: day_state(entry.kind for entry in recent if entry.local_day == day)
        for day in (date - dt.timedelta(days=n) for n in range(LOOK_BACK + 1))
    }
    before = [states[date - dt.timedelta(days=n)] for n in range(1, LOOK_BACK + 1)]
    can_log = access.may(Capability.LOG, patient)
    part = part if part in ("morning", "evening") else part_of_day(access.now, zone)
    asking = part == "evening" and can_log and not done
    started = any(before_day != DayState.NOT_RECORDED for before_day in before)
    gaps = _gaps(states, date, left_blank) if started and can_log else []
    open_now = infections.open_episodes(access, patient)
    checked = {check.episode_id for entry in of_today if (check := _detail(entry, "infection_check"))}
    # "Nothing new" is asked about in the evening, before anything was logged, and for the days behind.
    wanted = can_log and (asking or not of_today or gaps)
    said = plan.said_now(access, [patient], just_saved)
    may_nothing_new = bool(wanted) and may_affirm_nothing_new(
        open_infections=len(open_now), last_urgent_message=said.last_urgent, now=access.now
    )
    # While the evening check is asked no list is shown, so no room is asked for words. The line "Saved" asks too.
    kinds = max((KINDS_WHEN_DONE if done else KINDS - bool(gaps)) - bool(just_saved), 0) * (not said.about)
    listed = [] if asking else of_few_kinds(of_today, most=NEWEST, kinds=kinds, free=OWN_WORDS)
    shown = items(access, listed)
    older = [] if recent else [record.last_entry_day(access, patient, date)]
    mine = any(entry.author_id == access.user.pk for entry in of_today) if access.user else False
    offers_both = part == "morning" and may_nothing_new and not of_today
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
        both=_others_with_nothing_open(access, patient) if offers_both else [],
        items=shown,
        more=len(of_today) - len(listed),
        yesterday=_yesterday([entry for entry in recent if (date - entry.local_day).days == 1]),
        messages=said.current,
        said=said.about,
        due=None if done else medicines.due(access, patient, access.now),
        by_other=shown[0] if shown and not mine else None,
        evening=_evening(access, of_today) if asking else Evening(),
        gaps=gaps,
        silent_days=(date - older[0]).days if older and older[0] else 0,
        mark=_mark(recent, date),
        at=access.now,
    )


def _mark(recent: list[Entry], day: dt.date) -> str:
    newest = max((entry.entered_at for entry in recent), default=None)
    return mark(day=day, count=len(recent), versions=sum(entry.version for entry in recent), newest=newest)


def _detail(entry: Entry, name: str) -> Any:
    """A detail that came along with the entry, None for entries of another kind."""
    return getattr(entry, name, None)


def _evening(access: Access, of_today: list[Entry]) -> Evening:
    """This person's own answers of the evening, newest first; another's check stays another's."""
    mine = access.user.pk if access.user else None
    checks = [_detail(entry, "skin_check") for entry in of_today if entry.author_id == mine]
    check = next((check for check in checks if check and not check.flare), None)
    routines = [told.kept for entry in of_today if (told := _detail(entry, "routine_check"))]
    return Evening(
        worst_itch=check.worst_itch if check else None,
        band_digit=band_digit(check.skin_band) if check else None,
        routines=kept_of_day(routines),
        nothing_new=any(entry.kind == Entry.Kind.NOTHING_NEW for entry in of_today),
    )


def _yesterday(entries: list[Entry]) -> Yesterday | None:
    if not entries:
        return None
    parts: list[str] = []
    for entry in entries:
        check = _detail(entry, "skin_check")
        if check and check.worst_itch is not None:
            words = _("itch %(value)s of 10") % {"value": check.worst_itch}
        else:
            words = str(Entry.Kind(entry.kind).label)
        if words not in parts:
            parts.append(words)
    newest = entries[0]
    text = listed(parts[:OF_YESTERDAY]) + ("…" if len(parts) > OF_YESTERDAY else "")
    return Yesterday(text, str(newest.author), newest.occurred_at)


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
