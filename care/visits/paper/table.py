"""A summary as comma-separated values (RFC 4180): one row for each figure, list item and cell, in reading order."""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from care.visits.reads.document import Document, Items, Line, Pictures, Plot, Table

#: What spreadsheets run instead of showing it: at the beginning of a cell, also of one they make themselves where they
#: take ";" or a tab for the separator, or a break for a new row.
RUN = re.compile(r"(^|[;\t\r\n|])(\s*)(?=[=+\-@])")
Row = tuple[str, str, str, str]


def comma_separated(document: Document) -> str:
    """Columns: section, what, of what, value. UTF-8 with a byte order mark, so that spreadsheets read every letter."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Section"), _("What"), _("Of what"), _("Value")])
    for row in _rows(document):
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def _rows(document: Document) -> Iterator[Row]:
    head = _("Head")
    yield head, _("Name"), "", document.name
    yield head, _("Born"), "", document.born
    yield head, _("Standing"), "", document.mark
    yield head, _("Period"), "", document.period
    for line in (*document.coverage, *document.head):
        yield head, line.label, "", line.text
    for section in document.sections:
        if section.hint:
            yield section.title, _("How to read it"), "", section.hint
        for part in section.parts:
            for what, of, value in _part(part):
                yield section.title, what, of, value
    for text in document.foot:
        yield pgettext("page", "Foot"), "", "", text


def _part(part) -> Iterator[tuple[str, str, str]]:
    if isinstance(part, Line):
        yield part.label, "", part.text
    elif isinstance(part, Items):
        for n, item in enumerate(part.items, 1):
            yield str(n), "", item
        if not part.items:
            yield "", "", part.empty
    elif isinstance(part, Table):
        yield from _table(part)
    elif isinstance(part, Pictures):
        for n, one in enumerate(part.pictures, 1):
            yield str(n), "", one.words
    elif isinstance(part, Plot):
        yield from _table(part.twin)


def _table(table: Table) -> Iterator[tuple[str, str, str]]:
    for first, *rest in table.rows:
        for column, cell in zip(table.columns[1:], rest, strict=True):
            if cell:
                yield first, column, cell


def _safe(cell: str) -> str:
    """A cell as text: one that a spreadsheet would run gets an apostrophe, as spreadsheets themselves write it."""
    return RUN.sub(r"\1\2'", cell)
