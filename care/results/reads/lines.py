"""How a result reads in a list, and all of it on its own page."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from care.household.access import Access
from care.record.dates import PartialDate
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Change, Line
from care.record.reads import changes as record_changes
from care.results.actions import fields_of
from care.results.models import DETAILS, Detail, Fracture, GeneralCheck, Growth, LabResult, Scan, Teeth
from care.results.models.columns import Dated
from care.results.reads.words import UNITS, date_words, label_of, measured, value_words
from care.results.rules.words import Bone, Test
from care.results.rules.words import Scan as ScanWord

LONG = 80
DATE = ("dated_on", "dated_precision")


@dataclass(frozen=True)
class Was:
    """One older value, for ``components/history.html``."""

    was: str
    who: str
    at: object


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of this room among ``entries``. One query for each kind that is there."""
    by_kind: dict[str, dict[UUID, Entry]] = defaultdict(dict)
    for entry in entries:
        by_kind[entry.kind][entry.pk] = entry
    found = {}
    for kind, own in by_kind.items():
        for row in DETAILS[Entry.Kind(kind)].objects.filter(pk__in=own):
            found[row.pk] = line(row, own[row.pk])
    return found


def line(row: Detail, entry: Entry) -> Line:
    """One row as a line: what it is, what it says, and from when."""
    url = reverse("results:detail", kwargs={"patient": entry.patient_id, "entry": entry.pk})
    parts = [said(row), date_words(row.dated) if isinstance(row, Dated) else ""]
    return Line(title=title(row), text=" · ".join(part for part in parts if part), url=url)


def title(row: Detail) -> str:
    """What it is."""
    if isinstance(row, LabResult):
        return row.test_text if row.test == Test.OTHER else str(row.get_test_display())
    if isinstance(row, Scan):
        return row.scan_text if row.scan == ScanWord.OTHER else str(row.get_scan_display())
    if isinstance(row, Fracture):
        return row.bone_text if row.bone == Bone.OTHER else str(row.get_bone_display())
    return {Growth: _("Growth"), Teeth: _("Baby teeth"), GeneralCheck: _("General check")}[type(row)]


def said(row: Detail) -> str:
    """What it says, short, as entered."""
    if isinstance(row, LabResult):
        return measured(row, "value_text")
    if isinstance(row, Growth):
        return listed(part for part in (measured(row, name) for name in ("weight", "height", "head")) if part)
    if isinstance(row, Teeth):
        kept = listed(str(tooth) for tooth in row.retained)
        planned = row.get_extraction_display()
        return listed(part for part in (_("still there: %s") % kept if kept else "", str(planned).lower()) if part)
    if isinstance(row, Fracture):
        return str(row.get_side_display()).lower() if row.side else ""
    if isinstance(row, Scan):
        text = row.result_text if len(row.result_text) <= LONG else row.result_text[: LONG - 1] + "…"
        return listed(part for part in (row.body_part, text) if part)
    return _short(cast(GeneralCheck, row))


def _short(check: GeneralCheck) -> str:
    """A general check in one line: the first answers that somebody gave."""
    pairs = [pair for pair in _answers(check) if pair[1]]
    words = listed(f"{label}: {value}" for label, value in pairs[:4])
    return words + (_(" and more") if len(pairs) > 4 else "")


def facts(row: Detail) -> list[tuple[str, str]]:
    """(label, value) of everything that was filled in. Its entry, author and patient are loaded."""
    entry = row.entry
    pairs = _answers(row)
    if isinstance(row, Dated):
        pairs.insert(0, (_("Date"), date_words(row.dated) or _("not recorded")))
    pairs += [
        (_("How we know"), str(entry.get_source_display())),
        (_("Typed by"), str(entry.author)),
        (_("Written down"), date_format(entry.local_day, "D j M Y")),
    ]
    return [(capfirst(label), value) for label, value in pairs if value]


def _answers(row: Detail) -> list[tuple[str, str]]:
    kind = next(kind for kind, model in DETAILS.items() if isinstance(row, model))
    pairs = []
    for name in fields_of(kind):
        if name in UNITS.values():
            continue
        value = measured(row, name) if name in UNITS else value_words(type(row), name, getattr(row, name))
        pairs.append((label_of(kind, name), value))
    return pairs


def history(access: Access, row: Detail) -> list[Was]:
    """What it said before, oldest first."""
    kind, changes = row.entry.kind, record_changes(access, row.pk)
    found = []
    for place, change in enumerate(changes):
        if change.field in DATE:
            # Day and precision of one correction are one line.
            if change.field == "dated_precision" and place and changes[place - 1].field == "dated_on":
                continue
            name, value = "dated_on", _date_before(changes[place:], row)
        else:
            name, value = change.field, value_words(type(row), change.field, change.old)
        words = {"name": label_of(kind, name), "value": value or _("not recorded")}
        found.append(Was(_("%(name)s: %(value)s") % words, change.by, change.at))
    return found


def _date_before(changes: list[Change], row: Detail) -> str:
    """The date as it was before the first of ``changes``, as far as it was known."""
    was = {name: getattr(row, name) for name in DATE}
    for change in reversed(changes):
        if change.field in DATE:
            was[change.field] = change.old
    day = was["dated_on"]
    if not day:
        return ""
    known = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    return date_words(PartialDate.around(known, was["dated_precision"]))
