"""A summary as plain text for a clinic's record: at most 80 columns and 1,800 characters, whole sections or none."""

import re
import textwrap
from collections.abc import Iterator
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

    What is longer than 1,800 characters loses whole sections from the bottom, and says which.
    """
    turn = _plain if original else to_ascii
    head = [turn(line) for line in _head(document, named=named)]
    sections = [(turn(section.title), [turn(line) for line in _section(section)]) for section in document.first]
    lost = not original and any(map(loses_letters, (*_head(document, named=named), *_every_line(document))))
    # Without the last line, which is about Tend.
    foot = [turn(line) for line in document.foot[:-1]]
    if lost:
        foot.append(turn(_("? = letters that this plain form cannot write; the other form keeps them.")))
    for kept in range(len(sections), -1, -1):
        dropped = tuple(title for title, _lines in sections[kept:])
        said = [turn(line) for section in document.first[kept:] for line in _always(section)]
        end = [*said, *foot]
        if dropped:
            end.append(turn(_("Left out for length: %(names)s.") % {"names": ", ".join(dropped)}))
        text = _joined(head, [lines for _title, lines in sections[:kept]], end)
        if len(text) <= LONGEST:
            return Pasted(text, dropped)
    # Not even the head fits: cut it at a line, so that it stays what it says.
    short = _joined(head[:3], [], [])
    return Pasted(short[:LONGEST], tuple(title for title, _lines in sections))


def _head(document: Document, *, named: bool) -> Iterator[str]:
    yield document.mark
    if named:
        yield ", ".join(part for part in (document.name, document.born) if part)
    yield document.period
    yield "; ".join(f"{line.label} {line.text}" for line in document.coverage)
    for line in document.head:
        if line.key in BRIEF:
            yield _line(line)
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


def _always(section: Section) -> Iterator[str]:
    """What stands there even if its section is dropped: what the care team said about vaccines."""
    for part in section.parts:
        if isinstance(part, Line) and part.key == "directives":
            yield _line(part)


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


def _line(line: Line) -> str:
    return f"{line.label}: {line.text}" if line.label else line.text


def _every_line(document: Document) -> Iterator[str]:
    for section in document.first:
        yield from _section(section)


def _plain(text: str) -> str:
    return _ISOLATES.sub("", text)


def _joined(head: list[str], sections: list[list[str]], end: list[str]) -> str:
    lines = [*_wrapped(head)]
    for section in sections:
        lines += _wrapped(section)
    return "\n".join([*lines, *_wrapped(end)]) + "\n"


def _wrapped(lines: list[str]) -> Iterator[str]:
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
