"""A summary as plain text for a clinic's record: at most 80 columns and 1,800 characters, whole sections or none."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.visits.paper.ascii import loses_letters, to_ascii
from care.visits.reads.document import Document, Items, Line, Part, Pictures, Section, Table

WIDTH, LONGEST = 80, 1800
#: Lines of the head that go into a record which knows the care team already.
BRIEF = ("type", "allergies")
_ISOLATES = re.compile("[\u2066-\u2069]")


@dataclass(frozen=True)
class Pasted:
    """The text, and the titles of sections that were dropped from its bottom for want of room."""

    text: str
    dropped: tuple[str, ...]


def pasted(document: Document, *, original: bool = False, named: bool = True) -> Pasted:
    """The first page as text: in ASCII unless the ``original`` letters are wanted, with name and birth unless not.

    What is longer than 1,800 characters loses whole sections from the bottom, and says which. Where not even the head
    fits, its long lines are said in brief; what the care team said about vaccines stands there in every case.
    """
    turn = _plain if original else to_ascii
    first = document.first
    # Without the last line, which is about Tend.
    foot = list(document.foot[:-1])
    whole = [*_who(document, named=named), *_told(document), *(line for part in first for line in _section(part))]
    if not original and any(map(loses_letters, whole)):
        foot.append(_("? = letters that this plain form cannot write; the other form keeps them."))
    who, titles = [*_who(document, named=named)], tuple(turn(section.title) for section in first)
    for brief in (False, True):
        for kept in range(len(first), -1, -1):
            sections = [line for section in first[:kept] for line in _section(section)]
            end = [*_warnings(first[kept:], brief=brief), *foot, *_left_out(titles[kept:])]
            text = _joined([*who, *_told(document, brief=brief), *sections, *end], turn)
            if len(text) <= LONGEST:
                return Pasted(text, titles[kept:])
    # Not even that fits: what matters first, then as many whole lines as there is room for.
    lines = [*who, *_warnings(first, brief=True), *_left_out(titles), *_told(document, brief=True), *foot]
    rows = _joined(lines, turn).splitlines(keepends=True)
    while sum(map(len, rows)) > LONGEST:
        rows.pop()
    return Pasted("".join(rows), titles)


def _left_out(titles: tuple[str, ...]) -> Iterator[str]:
    if titles:
        yield _("Left out for length: %(names)s.") % {"names": ", ".join(titles)}


def _who(document: Document, *, named: bool) -> Iterator[str]:
    yield document.mark
    if named:
        yield ", ".join(part for part in (document.name, document.born) if part)
    yield document.period
    yield "; ".join(f"{line.label} {line.text}" for line in document.coverage)


def _told(document: Document, *, brief: bool = False) -> Iterator[str]:
    """What the head says about the patient beside the name."""
    for line in document.head:
        if line.key in BRIEF:
            yield _line(line, brief=brief)
    if document.older:
        yield document.older


def _section(section: Section) -> Iterator[str]:
    hint = f" ({section.hint})" if section.hint else ""
    yield f"{section.title.upper()}{hint}"
    for part in section.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Line):
        yield f" {_line(part)}"
    elif isinstance(part, Items):
        for n, item in enumerate(part.items, 1):
            yield f" {n}) {item}"
        if not part.items:
            yield f" {part.empty}"
        yield from _more(part.more)
    elif isinstance(part, Table):
        yield from _rows(part)
    elif isinstance(part, Pictures):
        for one in part.pictures:
            yield f" - {one.words}"
    # A plot has no words that its section does not say already.


def _warnings(dropped: Iterable[Section], *, brief: bool) -> Iterator[str]:
    """What stands there even if its section is dropped: what the care team said about vaccines."""
    for section in dropped:
        for part in section.parts:
            if isinstance(part, Line) and part.key == "directives":
                yield _line(part, brief=brief)


def _rows(table: Table) -> Iterator[str]:
    if table.caption:
        yield f" {table.caption}"
    first, *rest = table.columns
    yield f" {first}: {' | '.join(rest)}"
    for first, *rest in table.rows:
        cells = " | ".join(cell or "-" for cell in rest)
        yield f" - {first}: {cells}"
    yield from _more(table.more)


def _more(more: int) -> Iterator[str]:
    if more:
        yield f" {ngettext('and %(n)s more in Tend', 'and %(n)s more in Tend', more) % {'n': more}}"


def _line(line: Line, *, brief: bool = False) -> str:
    text = line.brief if brief and line.brief else line.text
    return f"{line.label}: {text}" if line.label else text


def _plain(text: str) -> str:
    return _ISOLATES.sub("", text)


def _joined(lines: list[str], turn: Callable[[str], str]) -> str:
    return "\n".join(_wrapped(map(turn, lines))) + "\n"


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines of at most 80 columns; what goes on is set in."""
    for line in lines:
        for piece in line.splitlines() or [""]:
            begins = len(piece) - len(piece.lstrip())
            yield from textwrap.wrap(
                " ".join(piece.split()),
                WIDTH,
                initial_indent=" " * begins,
                subsequent_indent=" " * (begins + 2),
                break_on_hyphens=False,
            ) or [""]
