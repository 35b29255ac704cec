"""Results, growth, teeth, fractures, scans and general checks, as pages and the timeline need them."""

from care.results.reads.kinds import BY_KIND, BY_PAGE, SHELVES, Shelf
from care.results.reads.lines import Was, describe, facts, history, line, said, title
from care.results.reads.pages import Page, Row, Section, newest, one, overview, page
from care.results.reads.summary import Asked, ResultLine, asked, quoted

__all__ = [
    "BY_KIND",
    "BY_PAGE",
    "SHELVES",
    "Asked",
    "Page",
    "ResultLine",
    "Row",
    "Section",
    "Shelf",
    "Was",
    "asked",
    "describe",
    "facts",
    "history",
    "line",
    "newest",
    "one",
    "overview",
    "page",
    "quoted",
    "said",
    "title",
]
