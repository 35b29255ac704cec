"""Results, growth, teeth, fractures, scans and general checks, as pages and the timeline need them."""

from care.results.reads.kinds import BY_KIND, BY_PAGE, SHELVES, Shelf
from care.results.reads.lines import Was, describe, facts, history, line, said, title
from care.results.reads.pages import Page, Row, Section, one, overview, page

__all__ = [
    "BY_KIND",
    "BY_PAGE",
    "SHELVES",
    "Page",
    "Row",
    "Section",
    "Shelf",
    "Was",
    "describe",
    "facts",
    "history",
    "line",
    "one",
    "overview",
    "page",
    "said",
    "title",
]
