"""A summary as a PDF: A4 or Letter, tagged (PDF/UA-1), with its fonts inside. Set by typst; no browser takes part.

What families wrote goes in as data, never as markup. A letter that none of the fonts has would make typst refuse a
PDF/UA file; then the file is made without that claim, still tagged, because a page with a gap is better than none.
"""

import base64
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import fontpkg
import noto_cjk_sans_otc
import typst
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from care.visits.reads import SummaryPage, pictures
from care.visits.reads.document import Document, Items, Line, Part, Pictures, Section, Table
from care.visits.reads.words import listed

MARKUP = Path(__file__).with_name("summary.typ")
#: typst's names of the papers.
PAPERS = {"a4": "a4", "letter": "us-letter"}
FAMILIES = {"noto-sans": "Noto Sans", "noto-sans-arabic": "Noto Sans Arabic"}
#: For names in Chinese, Japanese and Korean: one collection with the letters of all of them, in one weight.
COLLECTION = ["Noto Sans CJK SC"]

#: The size of a picture's letters in its own pixels, so that they are 9 pt on paper: in a column, and over the page.
COLUMN, WHOLE = 16.3, 11.2


@cache
def fonts() -> typst.Fonts:
    """The fonts of the packages and of the system, found once."""
    folders = {str(Path(file.path).parent) for name in FAMILIES for file in fontpkg.family(name).files}
    folders.add(str(Path(noto_cjk_sans_otc.__file__).parent))
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=sorted(folders))


def pdf(page: SummaryPage, *, paper: str = "a4") -> bytes:
    """The file. ``paper`` is a key of ``PAPERS``."""
    data = {"data": json.dumps(_data(page, PAPERS[paper]), ensure_ascii=False)}
    compiler = typst.Compiler(MARKUP, font_paths=fonts(), sys_inputs=data)
    # typst takes whole seconds only.
    moment = page.generated_at.replace(microsecond=0)
    try:
        found = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=moment)
    except typst.TypstError:
        found = compiler.compile(format="pdf", timestamp=moment)
    assert isinstance(found, bytes)
    return found


def _data(page: SummaryPage, paper: str) -> dict[str, Any]:
    document = page.document
    files = pictures(page)
    period = page.content["period"]
    pages = _("page %(n)s of %(all)s") % {"n": "\0", "all": "\1"}
    before, _n, after = pages.partition("\0")
    return {
        "paper": paper,
        # Neither the title nor the file says whose it is.
        "title": _("Visit summary"),
        "running": listed(
            [_initials(document), document.born.split(", ")[-1], f"{period['first']} – {period['last']}"]
        ),
        "mark": document.mark,
        "made": date_format(page.generated_at, "j M Y"),
        "pages": [before, after.partition("\1")[0]],
        "fonts": [*FAMILIES.values(), *COLLECTION],
        "lang": (get_language() or "en").split("-")[0],
        "rtl": get_language_bidi(),
        "name": document.name,
        "born": document.born,
        "period": document.period,
        "older": document.older,
        "head": [_part(line) for line in document.head],
        "coverage": [_part(line) for line in document.coverage],
        "columns": [[_section(section, files, COLUMN) for section in column] for column in document.columns if column],
        "detail": [_section(section, files) for section in document.detail],
        "foot": list(document.foot),
    }


def _initials(document: Document) -> str:
    """What every page carries of the name."""
    return "".join(word[0] for word in document.name.split() if word[0].isalnum())[:4]


def _section(section: Section, files: Mapping[str, bytes], letters: float = WHOLE) -> dict[str, Any]:
    parts = [_part(part, letters, files) for part in section.parts]
    return {"title": section.title, "hint": section.hint, "parts": parts}


def _pictures(part: Pictures, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Photos side by side. typst takes its data as text, so each picture comes inside a drawing, as it was kept."""
    shown = []
    for one in part.pictures:
        drawing = ""
        if one.key in files:
            values = {"width": one.width, "height": one.height, "data": base64.b64encode(files[one.key]).decode()}
            drawing = render_to_string("care/visits/summary/photo.svg", values)
        words = one.words if drawing else _("%(photo)s (taken back since)") % {"photo": one.words}
        shown.append({"svg": drawing, "words": words, "tall": one.height > one.width})
    return {"form": "pictures", "pictures": shown}


def _part(part: Part, letters: float = WHOLE, files: Mapping[str, bytes] = MappingProxyType({})) -> dict[str, Any]:
    if isinstance(part, Pictures):
        return _pictures(part, files)
    if isinstance(part, Line):
        return {"form": "line", "label": part.label, "text": part.text, "strong": part.strong, "small": part.small}
    if isinstance(part, Items):
        return {"form": "items", "items": list(part.items), "empty": part.empty, "more": _more(part.more)}
    if isinstance(part, Table):
        rows = [list(row) for row in part.rows]
        found = {"columns": list(part.columns), "rows": rows, "widths": _widths(part)}
        return {"form": "table", "more": _more(part.more)} | found
    return {
        "form": "plot",
        "svg": render_to_string("care/visits/summary/picture.svg", {"plot": part, "letters": letters}),
        "title": part.title,
        "legend": part.legend,
        "words": part.words,
    }


def _widths(table: Table) -> list[int]:
    """A share of the width for each column, by its longest cell: none narrow enough to break a word, none too wide."""
    rows = (table.columns, *table.rows)
    return [min(max(8, *(len(row[n]) for row in rows)), 34) for n in range(len(table.columns))]


def _more(more: int) -> str:
    return _("and %(n)s more in Tend") % {"n": more} if more else ""
