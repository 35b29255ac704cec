"""Infections and all that hangs on them: by onset, by site over three windows, with tests, care, courses, breathing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from care.household.access import Access
from care.household.models import Patient
from care.infections import reads
from care.infections.models import CareLevel, Cough, CoursePurpose, Verification
from care.infections.rules.courses import antibiotic_days, span
from care.record.models import Answer
from care.visits import rules
from care.visits.rules import Ill, Period, Windows

COUGHS = (Cough.DRY, Cough.WET)


def infections(access: Access, patient: Patient, windows: Windows, affirmed: frozenset[dt.date]) -> dict[str, Any]:
    """Infections by their onset, those still going on when the period began, and what came with them. Five queries."""
    period, before = windows.now, windows.before
    found = reads.episodes(access, patient, windows.first, period.last)
    kept = [row for row in found if row.verification != Verification.REFUTED]
    near = [row for row in found if not _over_before(row, before.first)]
    started = [row for row in kept if period.first <= row.onset.earliest <= period.last]
    carried = [row for row in kept if row.onset.earliest < period.first and not _over_before(row, period.first)]
    courses = reads.courses(access, patient, windows.first, period.last)
    care = reads.care(access, patient, windows.first, period.last)
    tests = reads.tests(access, patient, windows.year.first, period.last)
    drugs: dict[UUID | None, list[reads.CourseView]] = defaultdict(list)
    for course in courses:
        drugs[course.episode_id].append(course)
    affirmed_now = sum(period.first <= day <= period.last for day in affirmed)

    def episode(row: reads.EpisodeView) -> dict[str, Any]:
        return _episode(row, drugs[row.pk], period)

    return {
        "started": [episode(row) for row in started],
        "started_by_site": [{"site": site, "count": count} for site, count in _by_site(started)],
        "open_at_start": [episode(row) for row in carried],
        "open_now": [episode(row) for row in kept if row.is_open],
        "started_before": sum(1 for row in kept if before.first <= row.onset.earliest <= before.last),
        "ruled_out": sum(1 for row in near if row.verification == Verification.REFUTED),
        "affirmed_days": affirmed_now,
        "none": None if started else rules.absence(affirmed_now).value,
        "burden": _burden(kept, care, windows, affirmed),
        "timeline": _timeline(kept, windows),
        "antibiotics": _antibiotics(courses, windows),
        "courses": [_course(row, period) for row in courses if _touches(row, period)],
        "care": _care(care, windows),
        "tests": [_test(row, period) for row in reversed(tests)],
        "abscesses": _abscesses([row for row in started if row.is_lump]),
        "missed": _missed(reads.missed(access, patient, period.first, period.last)),
        "breathing": _breathing(reads.breathing(access, patient, period.first, period.last), period),
    }


def temperatures(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    """How often it was taken, and the highest reading as it was read: no reading is never "no fever"."""
    readings = reads.temperatures(access, patient, period.first, period.last)
    top = reads.highest(readings)
    return {
        "times": len(readings),
        "days": len({reading.local_day for reading in readings}),
        "highest": None
        if top is None
        else {
            "words": top.words,
            "other_unit": top.other_unit,
            "method": top.method,
            "on": top.local_day.isoformat(),
            "late": top.late,
            "edited": top.edited,
        },
    }


def _over_before(row: reads.EpisodeView, day: dt.date) -> bool:
    return row.resolved is not None and row.resolved.latest < day


def _by_site(rows: list[reads.EpisodeView]) -> list[tuple[str, int]]:
    return sorted(Counter(row.site for row in rows).items(), key=lambda pair: (-pair[1], pair[0]))


def _episode(row: reads.EpisodeView, courses: list[reads.CourseView], period: Period) -> dict[str, Any]:
    return {
        "title": row.title,
        "title_without_place": row.title_without_place,
        "private": row.is_private,
        "site": row.site,
        "onset": row.onset.earliest.isoformat(),
        "onset_precision": row.onset.precision.value,
        "onset_words": row.onset_words,
        "ended": row.resolved.latest.isoformat() if row.resolved else None,
        "ended_precision": row.resolved.precision.value if row.resolved else "",
        "ended_words": row.resolved_words,
        "open": row.is_open,
        "days": row.days,
        "care": row.care_words,
        "signs": row.signs_words,
        "size": row.size_words,
        "drained": row.drained,
        "courses": [
            {"drug": course.drug, "days": len(antibiotic_days([course.taken], course_first(course), period.last))}
            for course in courses
        ],
        "looks_quiet": row.looks_quiet,
        "confirmed": row.verification == Verification.CONFIRMED,
        "late": row.late,
        "edited": row.edited,
    }


def course_first(course: reads.CourseView) -> dt.date:
    """The first day a course can be counted from; the first of all days where nobody said when it began."""
    return course.started.earliest if course.started else dt.date.min


def _burden(
    kept: list[reads.EpisodeView], care: list[reads.CareLine], windows: Windows, affirmed: frozenset[dt.date]
) -> list[dict[str, Any]]:
    """The table of rare events: a row for each group of sites that has something in any window."""
    nights: dict[UUID | None, set[dt.date]] = defaultdict(set)
    for stay in care:
        nights[stay.episode_id] |= stay.nights
    last = windows.now.last
    ill = [
        Ill(row.site, row.onset.earliest, row.resolved.latest if row.resolved else last, frozenset(nights[row.pk]))
        for row in kept
    ]
    found = []
    for group, sites in rules.GROUPS.items():
        rows = [row for row in ill if row.site in sites]
        cells = {name: rules.burden(rows, window) for name, window in windows.named}
        if any(cell.episodes or cell.days or cell.nights for cell in cells.values()):
            found.append({"group": group} | {name: vars(cell) for name, cell in cells.items()})
    every = {name: rules.burden(ill, window) for name, window in windows.named}
    total = {"group": "all"}
    for name, window in windows.named:
        answered = sum(window.first <= day <= window.last for day in affirmed)
        total[name] = vars(every[name]) | {"affirmed_days": answered}  # type: ignore[assignment]
    return [*found, total]


def _timeline(kept: list[reads.EpisodeView], windows: Windows) -> list[dict[str, Any]]:
    """Every infection of the twelve months as a bar: its row, its first and last day."""
    last, first = windows.year.last, windows.year.first
    return [
        {
            "group": rules.group_of(row.site),
            "first": max(row.onset.earliest, first).isoformat(),
            "last": (min(row.resolved.latest, last) if row.resolved else last).isoformat(),
            "open": row.is_open,
        }
        for row in kept
        if not _over_before(row, first)
    ]


def _antibiotics(courses: list[reads.CourseView], windows: Windows) -> dict[str, Any]:
    """Days on an antibiotic by purpose and window: the union of courses, so that no day counts twice."""
    purposes = {"treatment": CoursePurpose.TREATMENT, "prophylaxis": CoursePurpose.PROPHYLAXIS, "not_said": ""}
    return {
        "days": {
            name: {
                window: len(
                    antibiotic_days([row.taken for row in courses if row.purpose == purpose], days.first, days.last)
                )
                for window, days in windows.named
            }
            for name, purpose in purposes.items()
        },
        "courses": {name: sum(row.purpose == purpose for row in courses) for name, purpose in purposes.items()},
        "without_start": sum(row.started is None for row in courses),
        "spans": [
            [first.isoformat(), last.isoformat()]
            for row in courses
            if row.purpose != CoursePurpose.PROPHYLAXIS and (found := span(row.taken, windows.now.last))
            for first, last in [found]
            if last >= windows.now.first
        ],
    }


def _touches(row: reads.CourseView, period: Period) -> bool:
    return row.started is None or bool(antibiotic_days([row.taken], period.first, period.last))


def _course(row: reads.CourseView, period: Period) -> dict[str, Any]:
    return {
        "drug": row.drug,
        "purpose": row.purpose,
        "purpose_words": row.purpose_words if row.purpose else "",
        "route": row.route_words if row.route else "",
        "when": row.when_words,
        "open": row.is_open,
        "days": len(antibiotic_days([row.taken], period.first, period.last)),
        "partial": any(day is not None and day.precision != "day" for day in (row.started, row.stopped)),
        "missed_doses": row.missed_doses,
        "late": row.late,
        "edited": row.edited,
    }


def _care(care: list[reads.CareLine], windows: Windows) -> dict[str, Any]:
    """How often each kind of care began in each window, and the nights in hospital."""
    stays = [row for row in care if row.level == CareLevel.HOSPITAL]
    return {
        "counts": {
            name: dict(sorted(Counter(row.level for row in care if window.first <= row.on <= window.last).items()))
            for name, window in windows.named
        },
        "nights": {name: rules.nights_in((row.nights for row in care), window) for name, window in windows.named},
        "day_cases": sum(row.day_case and windows.now.first <= row.on <= windows.now.last for row in stays),
        "undated_stays": sum(not row.dated and windows.now.first <= row.on <= windows.now.last for row in stays),
        "stays": [sorted(night.isoformat() for night in row.nights) for row in care if row.nights],
        "rows": [
            {"level": row.level, "level_words": row.level_words, "on": row.on.isoformat(), "words": row.words}
            | {"late": row.late, "edited": row.edited}
            for row in care
            if windows.now.first <= row.on <= windows.now.last
        ],
    }


def _test(row: reads.TestLine, period: Period) -> dict[str, Any]:
    return {
        "test": row.test,
        "title": row.title,
        "on": row.on.isoformat(),
        "when": row.when,
        "in_period": period.first <= row.on <= period.last,
        "specimen": row.specimen,
        "organisms": row.organisms,
        "resistance": row.resistance,
        "findings": row.findings,
        "result": row.result,
        "waited_for": row.waited_for,
        "late": row.late,
        "edited": row.edited,
    }


def _abscesses(rows: list[reads.EpisodeView]) -> dict[str, Any]:
    """Lumps that began in the period: how many were opened, and on how many all three answers were no."""
    answers = [(row.warm, row.red_or_darker, row.painful) for row in rows]
    answered = [three for three in answers if all(answer in (Answer.YES, Answer.NO) for answer in three)]
    sizes = [row.size_mm for row in rows if row.size_mm is not None]
    return {
        "count": len(rows),
        "drained": sum(bool(row.drained) and row.opened for row in rows),
        "drainage_answered": sum(bool(row.drained) for row in rows),
        "quiet": sum(all(answer == Answer.NO for answer in three) for three in answered),
        "quiet_answered": len(answered),
        "sizes": len(sizes),
        "smallest": min(sizes, default=None),
        "largest": max(sizes, default=None),
    }


def _missed(rows: list[reads.MissedLine]) -> dict[str, Any]:
    """School and work days in half days; None when nobody answered."""

    def total(values: Iterable[int | None]) -> int | None:
        said = [value for value in values if value is not None]
        return sum(said) if said else None

    return {
        "entries": len(rows),
        "school_halves": total(row.school_halves for row in rows),
        "work_halves": total(row.work_halves for row in rows),
    }


def _breathing(rows: list[reads.Breath], period: Period) -> dict[str, Any]:
    """By day: on how many something was said, and on how many of those it was there."""

    def days(name: str, answers: Iterable[str]) -> int:
        return len({row.on for row in rows if getattr(row, name) in tuple(answers)})

    answers = (Answer.YES, Answer.NO)
    sputum: dict[str, set[dt.date]] = defaultdict(set)
    for row in rows:
        if row.sputum:
            sputum[row.sputum].add(row.on)
    measured = [row.spo2 for row in rows if row.spo2 is not None]
    return {
        "possible": period.days,
        "days": len({row.on for row in rows}),
        "cough_answered": days("cough", (*COUGHS, Cough.NONE)),
        "cough": days("cough", COUGHS),
        "blood_answered": days("blood", answers),
        "blood": days("blood", [Answer.YES]),
        "breathless_answered": days("breathless", ("no", "on_exercise", "at_rest")),
        "breathless": days("breathless", ("on_exercise", "at_rest")),
        "clearance": days("clearance", [Answer.YES]),
        "clearance_answered": days("clearance", answers),
        "sputum_days": len(set().union(*sputum.values())),
        "sputum": {words: len(on) for words, on in sorted(sputum.items())},
        "spo2_times": len(measured),
        "spo2_lowest": min(measured, default=None),
        "spo2_highest": max(measured, default=None),
    }
