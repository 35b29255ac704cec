"""Visits and summaries as pages show them."""

from care.visits.reads.summary import SummaryPage, summary_page
from care.visits.reads.visits import SummaryRow, VisitList, VisitPage, VisitRow, visit_page, visits

__all__ = [
    "SummaryPage",
    "SummaryRow",
    "VisitList",
    "VisitPage",
    "VisitRow",
    "summary_page",
    "visit_page",
    "visits",
]
