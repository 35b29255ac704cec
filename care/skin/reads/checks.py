"""Skin checks by day, for Today, as a list, and as lines of the timeline."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from care.household.access import Access
from care.household.models import Patient
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Change, Line
from care.skin.models import SkinCheck, SkinSetting
from care.skin.reads.shapes import Check, ListedDay, Page, SkinDay, Todays
from care.skin.reads.words import EMPTY, day_words, phrases
from care.skin.rules import Rating, SleepUnit, worse_band, worse_number, worst_rating

LIST_DAYS = 30


def skin_days(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[SkinDay]:
    """The days with a check from ``first`` to ``last`` inclusive, oldest first; other days are not in it. One query."""
    rows = _rows(access, patient).filter(entry__local_day__range=(first, last))
    return [_day(date, checks) for date, checks in _by_day(_checks(rows, words=False))]


def todays(access: Access, patient: Patient, day: dt.date) -> Todays:
    """What a day already holds. One query."""
    checks = tuple(reversed(_checks(_rows(access, patient).filter(entry__local_day=day))))
    mine = access.user.pk if access.user else None
    own = next((found for found in checks if found.author_id == mine and not found.flare), None)
    if own is None:
        return Todays(checks=checks)
    return Todays(own.worst_itch, own.skin_band, own.sleep_loss, own, checks)


def latest_before(access: Access, patient: Patient, day: dt.date) -> Check | None:
    """The newest check before a day, None when there is none."""
    row = _rows(access, patient).filter(entry__local_day__lt=day).order_by("-entry__local_day", "-entry__occurred_at")
    return next(iter(_checks(row[:1])), None)


def page(access: Access, patient: Patient, *, until: dt.date) -> Page:
    """Thirty days of checks ending at ``until``. Two queries, whatever the record's length."""
    first = until - dt.timedelta(days=LIST_DAYS - 1)
    checks = _checks(_rows(access, patient).filter(entry__local_day__range=(first, until)))
    before = access.of(Entry).filter(patient=patient, kind=Entry.Kind.SKIN_CHECK, local_day__lt=first)
    older = before.order_by("-local_day").values_list("local_day", flat=True).first()
    days = [_listed(_day(date, of_day), of_day) for date, of_day in _by_day(checks)]
    return Page(first, until, list(reversed(days)), older)


def sleep_unit(access: Access, patient: Patient) -> str:
    """How this family notes a bad night; 0 to 10 until they chose. One query."""
    chosen = access.of(SkinSetting).filter(patient=patient).values_list("sleep_unit", flat=True).first()
    return chosen or SleepUnit.SCALE.value


def check(row: SkinCheck, *, words: bool = True) -> Check:
    """One row, whose ``entry.author`` and ``entry.patient.household`` are loaded, as a Check."""
    entry = row.entry
    return Check(
        entry_id=entry.pk,
        patient_id=entry.patient_id,
        date=entry.local_day,
        at=entry.occurred_at,
        author=str(entry.author),
        author_id=entry.author_id,
        flare=row.flare,
        worst_itch=row.worst_itch,
        itch_rater=row.itch_rater,
        skin_band=row.skin_band,
        sleep_loss=row.sleep_loss,
        sleep_minutes=row.sleep_minutes,
        weeping_or_crust=row.weeping_or_crust,
        pus=row.pus,
        cracked_bleeding=row.cracked_bleeding,
        blisters_clustered=row.blisters_clustered,
        sites=tuple(row.sites),
        extent_palms=row.extent_palms,
        signs=tuple(row.signs),
        triggers=tuple(row.triggers),
        care_done=tuple(row.care_done),
        note=entry.note,
        late=entry.is_late,
        edited=entry.edited_at is not None,
        text=listed(phrases(row)) if words else "",
    )


def check_lines(keys: list[UUID]) -> dict[UUID, Line]:
    """A line for each check among ``keys``. One query."""
    rows = SkinCheck.objects.filter(pk__in=keys).select_related("entry__author", "entry__patient__household")
    return {found.entry_id: Line(title=found.title, text=found.text, url=found.url) for found in _checks(rows)}


def replaced(changes: Iterable[Change]) -> list[Change]:
    """The changes that replaced an answer. Filling in a blank one, as the evening's taps do, is not one of them."""
    return [change for change in changes if change.old not in EMPTY]


def _rows(access: Access, patient: Patient) -> QuerySet:
    # The kind is said for the index by patient, kind and day: without it, long records are walked through.
    return (
        access.of(SkinCheck)
        .filter(entry__patient=patient, entry__kind=Entry.Kind.SKIN_CHECK)
        .select_related("entry__author", "entry__patient__household")
        .order_by("entry__occurred_at", "pk")
    )


def _checks(rows, *, words: bool = True) -> list[Check]:
    return [check(row, words=words) for row in rows]


def _by_day(checks: Iterable[Check]) -> list[tuple[dt.date, list[Check]]]:
    days: dict[dt.date, list[Check]] = defaultdict(list)
    for found in checks:
        days[found.date].append(found)
    return sorted(days.items())


def _listed(day: SkinDay, checks: list[Check]) -> ListedDay:
    newest_first = list(reversed(checks))
    return ListedDay(day, newest_first, day_words(day) if day.entries > 1 else "")


def _day(date: dt.date, checks: list[Check]) -> SkinDay:
    ratings = tuple(Rating(c.worst_itch, c.itch_rater, c.late) for c in checks if c.worst_itch is not None)
    worst = worst_rating(ratings)
    return SkinDay(
        date=date,
        worst_itch=worst.value if worst else None,
        itch_rater=worst.rater if worst else "",
        skin_band=worse_band(c.skin_band for c in checks),
        sleep_loss=worse_number(c.sleep_loss for c in checks),
        sleep_minutes=worse_number(c.sleep_minutes for c in checks),
        authors=tuple(dict.fromkeys(c.author for c in checks)),
        # A day is late only when nothing about it was written in time.
        late=all(c.late for c in checks),
        edited=any(c.edited for c in checks),
        entries=len(checks),
        ratings=ratings,
        flare=any(c.flare for c in checks),
        places=tuple(sorted({(site["site"], site["side"]) for c in checks for site in c.sites})),
        care_done=tuple(sorted({word for c in checks for word in c.care_done})),
    )
