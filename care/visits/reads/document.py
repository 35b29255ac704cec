"""The one structure of a summary that every form of it walks: page, paper, plain text and table of values.

A document is a head and sections; a section is lines, tables, lists and plots. Everything is in the reader's words, so
that no form works anything out: what the page says, the paper says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar


@dataclass(frozen=True)
class Line:
    """One sentence or figure. ``label`` stands before it; ``key`` is a stable name for tests and exports.

    ``strong`` lines carry what a reader looks for first; ``small`` ones what qualifies another. ``brief`` says the
    same in fewer words where a form has no room for it; "" where there are none.
    """

    form: ClassVar[str] = "line"
    text: str
    label: str = ""
    key: str = ""
    strong: bool = False
    small: bool = False
    brief: str = ""


@dataclass(frozen=True)
class Items:
    """A list in the family's own words, numbered; ``more`` are left out for want of room, ``empty`` is said of none."""

    form: ClassVar[str] = "items"
    items: tuple[str, ...]
    key: str
    more: int = 0
    empty: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells under ``columns``; the first cell names its row. ``more`` rows are left out for want of room."""

    form: ClassVar[str] = "table"
    key: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    more: int = 0


@dataclass(frozen=True)
class Shape:
    """One mark of a plot, in its own pixels: rect (x, y, w, h), dot (x, y, r = w), square, line to (w, h), or text.

    ``look`` is one of solid, hollow, hatched, pale, edge, or of a text start, middle, end. No colour says anything.
    """

    kind: str
    x: float
    y: float
    w: float = 0
    h: float = 0
    look: str = "solid"
    text: str = ""


@dataclass(frozen=True)
class Plot:
    """A picture, the sentence for those who cannot see it, how to read it, and the same values as a table."""

    form: ClassVar[str] = "plot"
    key: str
    title: str
    words: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    legend: str
    twin: Table

    @property
    def marks(self) -> Iterator[tuple[str, str, Shape | None]]:
        """(look, path, None) for marks of one look that follow each other, drawn as one path, or ("", "", text): with
        a mark for each of 365 days the page would be too long for a slow line."""
        for (look, is_text), run in groupby(self.shapes, key=lambda one: (_drawn_as(one), one.kind == "text")):
            if is_text:
                yield from (("", "", one) for one in run)
            else:
                yield look, "".join(map(_path, run)), None


def _drawn_as(shape: Shape) -> str:
    return "edge" if shape.kind == "line" else shape.look


def _path(shape: Shape) -> str:
    """A shape in the words of an SVG path."""
    x, y, w, h = (f"{value:g}" for value in (shape.x, shape.y, shape.w, shape.h))
    if shape.kind == "rect":
        return f"M{x} {y}h{w}v{h}h-{w}z"
    if shape.kind == "line":
        return f"M{x} {y}L{w} {h}"
    if shape.kind == "square":
        return f"M{shape.x - 2.5:g} {shape.y - 2.5:g}h5v5h-5z"
    return f"M{shape.x - shape.w:g} {y}a{w} {w} 0 1 0 {2 * shape.w:g} 0a{w} {w} 0 1 0-{2 * shape.w:g} 0"


@dataclass(frozen=True)
class Picture:
    """A photo by its key, what it shows in words, and its size in pixels."""

    key: str
    words: str
    width: int
    height: int


@dataclass(frozen=True)
class Pictures:
    """Photos in the order in which they were taken. Who shows them fetches each one anew; one may be gone by then."""

    form: ClassVar[str] = "pictures"
    key: str
    pictures: tuple[Picture, ...]


Part = Line | Items | Table | Plot | Pictures


@dataclass(frozen=True)
class Section:
    """A part with a heading. ``key`` is its stable name."""

    key: str
    title: str
    parts: tuple[Part, ...]
    hint: str = ""


@dataclass(frozen=True)
class Document:
    """A whole summary. ``columns`` are the first page, in the order of their weight; ``detail`` is what follows.

    ``name`` and ``born`` are the only places that say who it is about, beside what the family wrote itself.
    ``older`` says what a summary of an older shape does not have; "" for a new one.
    """

    name: str
    born: str
    mark: str
    period: str
    head: tuple[Line, ...]
    coverage: tuple[Line, ...]
    columns: tuple[tuple[Section, ...], ...]
    detail: tuple[Section, ...]
    foot: tuple[str, ...]
    older: str = ""

    @property
    def first(self) -> tuple[Section, ...]:
        """The sections of the first page, in reading order."""
        return tuple(section for column in self.columns for section in column)

    @property
    def sections(self) -> Iterator[Section]:
        yield from self.first
        yield from self.detail
