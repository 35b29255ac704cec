"""The overview and the lists of this room."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.record.models import Entry
from care.record.reads import Line
from care.results.models import DETAILS, Detail
from care.results.models.columns import Dated
from care.results.reads.kinds import BY_KIND, SHELVES, Shelf
from care.results.reads.lines import line

#: How many of a kind the overview shows, and a page of a list.
NEWEST, PAGE = 3, 30


@dataclass(frozen=True)
class Row:
    """One entry of a list. Results carry a date of their own in ``line``; ``day`` is when it was written down."""

    line: Line
    day: dt.date
    author: str
    late: bool
    edited: bool


@dataclass(frozen=True)
class Section:
    """One kind on the overview with its newest rows."""

    shelf: Shelf
    rows: list[Row]


@dataclass(frozen=True)
class Page:
    """A page of one kind, newest date first. ``older`` and ``newer`` are page numbers, None at the ends."""

    shelf: Shelf
    rows: list[Row]
    older: int | None
    newer: int | None


def overview(access: Access, patient: Patient) -> list[Section]:
    """Every kind with its newest rows. One query, whatever the record's length."""
    found = newest(access, patient, NEWEST)
    return [Section(shelf, [_row(row, entry) for row, entry in found[shelf.kind]]) for shelf in SHELVES]


def newest(
    access: Access, patient: Patient, size: int, *, until: dt.date | None = None
) -> dict[str, list[tuple[Detail, Entry]]]:
    """The newest ``size`` rows of every kind by their own date, with their entries; none after ``until``. One query."""
    related = [shelf.related for shelf in SHELVES]
    dates = [f"{shelf.related}__dated_on" for shelf in SHELVES if issubclass(DETAILS[Entry.Kind(shelf.kind)], Dated)]
    # Through each table's own door: who may read the record at large may not therefore read its results.
    reached = Q()
    for shelf in SHELVES:
        own = access.of(DETAILS[Entry.Kind(shelf.kind)]).filter(entry__patient=patient, entry__kind=shelf.kind)
        reached |= Q(pk__in=own.values("pk"))
    newest_first = (F("day").desc(), F("entered_at").desc(), F("pk").desc())
    entries = (
        access.of(Entry)
        .filter(reached, patient=patient, kind__in=BY_KIND)
        .annotate(day=Coalesce(*dates, "local_day"))
        .filter(*([Q(day__lte=until)] if until else []))
        .annotate(place=Window(RowNumber(), partition_by=F("kind"), order_by=newest_first))
        .filter(place__lte=size)
        .select_related("author", "patient__household", *related)
        .order_by("place")
    )
    found: dict[str, list[tuple[Detail, Entry]]] = {shelf.kind: [] for shelf in SHELVES}
    for entry in entries:
        found[entry.kind].append((getattr(entry, BY_KIND[entry.kind].related), entry))
    return found


def page(access: Access, patient: Patient, shelf: Shelf, *, number: int = 1, test: str = "") -> Page:
    """A page of one kind, ``number`` from 1; of one ``test`` only, when named. One query."""
    model = DETAILS[Entry.Kind(shelf.kind)]
    rows: QuerySet = access.of(model).filter(entry__patient=patient, entry__kind=shelf.kind)
    if test:
        rows = rows.filter(test=test)
    day = Coalesce("dated_on", "entry__local_day") if issubclass(model, Dated) else F("entry__local_day")
    rows = rows.annotate(day=day).select_related("entry__author", "entry__patient__household")
    first = (number - 1) * PAGE
    shown = list(rows.order_by("-day", "-entry__entered_at", "-pk")[first : first + PAGE + 1])
    return Page(
        shelf=shelf,
        rows=[_row(row, row.entry) for row in shown[:PAGE]],
        older=number + 1 if len(shown) > PAGE else None,
        newer=number - 1 if number > 1 else None,
    )


def one(access: Access, entry: Entry, need: Capability) -> Detail:
    """The detail row of an entry of this room. Http404 and PermissionDenied as the door decides."""
    row = access.get(DETAILS[Entry.Kind(entry.kind)], entry.pk, need)
    row.entry = entry
    return row


def _row(row: Detail, entry: Entry) -> Row:
    return Row(line(row, entry), entry.local_day, str(entry.author), entry.is_late, entry.edited_at is not None)
