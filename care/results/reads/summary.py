"""Results as a visit summary quotes them: the newest of each kind, as reported."""

import datetime as dt
from dataclasses import dataclass

from care.household.access import Access
from care.household.models import Patient
from care.record.listing import listed
from care.record.models import Answer, Entry
from care.results.models import GeneralCheck, Growth
from care.results.models.columns import Dated
from care.results.reads.lines import said, title
from care.results.reads.pages import newest
from care.results.reads.words import date_words, measured

#: How many of each kind a summary may quote.
QUOTED = 20
#: Questions of a general check whose answers a summary counts.
ASKED = ("weight_loss", "night_sweats", "lump", "reflux", "headache")


@dataclass(frozen=True)
class ResultLine:
    """One result. ``when`` is its own date as far as it is known, "" when it is not; ``day`` sorts.

    ``measures`` holds what growth measured, each with its unit: weight, height, head.
    """

    kind: str
    title: str
    said: str
    when: str
    day: dt.date
    written: dt.date
    late: bool
    edited: bool
    measures: dict[str, str]
    extra: str = ""


@dataclass(frozen=True)
class Asked:
    """How often one question of the general checks was answered in a period, and how often with yes, by day."""

    name: str
    words: str
    answered: int
    yes: int


@dataclass(frozen=True)
class Appetite:
    """On how many days of a period anything was said about appetite, and on how many which. A day may hold two."""

    days: int
    answers: dict[str, int]


def quoted(access: Access, patient: Patient, until: dt.date) -> dict[str, list[ResultLine]]:
    """The newest results of each kind that are not after ``until``, newest first. One query."""
    found = newest(access, patient, QUOTED, until=until)
    return {kind: [_line(row, entry) for row, entry in rows] for kind, rows in found.items()}


def asked(access: Access, patient: Patient, first: dt.date, last: dt.date) -> tuple[list[Asked], Appetite]:
    """What general checks asked, by day, and what they said about appetite. One query."""
    rows = access.of(GeneralCheck).filter(entry__patient=patient, entry__kind=Entry.Kind.GENERAL_CHECK)
    checks = list(rows.filter(entry__local_day__range=(first, last)).select_related("entry"))
    appetite: dict[str, set[dt.date]] = {}
    for check in checks:
        if check.appetite:
            appetite.setdefault(str(check.get_appetite_display()), set()).add(check.entry.local_day)
    counts = []
    for name in ASKED:
        days: dict[dt.date, set[str]] = {}
        for check in checks:
            if getattr(check, name) in (Answer.YES, Answer.NO):
                days.setdefault(check.entry.local_day, set()).add(getattr(check, name))
        words = str(GeneralCheck._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        counts.append(Asked(name, words, len(days), sum(Answer.YES in found for found in days.values())))
    every = set().union(*appetite.values())
    return counts, Appetite(len(every), {words: len(days) for words, days in sorted(appetite.items())})


def _line(row, entry: Entry) -> ResultLine:
    dated = row.dated if isinstance(row, Dated) else None
    return ResultLine(
        kind=entry.kind,
        title=title(row),
        said=said(row),
        when=date_words(dated),
        day=dated.earliest if dated else entry.local_day,
        written=entry.local_day,
        late=entry.is_late,
        edited=entry.edited_at is not None,
        measures={name: words for name in ("weight", "height", "head") if (words := measured(row, name))}
        if isinstance(row, Growth)
        else {},
        extra=listed(
            part
            for part in (getattr(row, "reference_range", ""), getattr(row, "lab", ""), getattr(row, "place", ""))
            if part
        ),
    )
