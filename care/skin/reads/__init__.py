"""The skin log as pages, charts and summaries need it."""

from collections.abc import Sequence
from uuid import UUID

from care.record.models import Entry
from care.record.reads import Line
from care.skin.reads.checks import (
    check,
    check_lines,
    latest_before,
    page,
    replaced,
    skin_days,
    sleep_unit,
    todays,
)
from care.skin.reads.scores import chart_points, newest_scores, score_lines, score_words, scores
from care.skin.reads.shapes import Check, Page, Score, SkinDay, Todays
from care.skin.reads.words import date_words, grades_words, site_words, value_words

__all__ = [
    "Check",
    "Page",
    "Score",
    "SkinDay",
    "Todays",
    "chart_points",
    "check",
    "date_words",
    "describe",
    "grades_words",
    "latest_before",
    "newest_scores",
    "page",
    "replaced",
    "score_words",
    "scores",
    "site_words",
    "skin_days",
    "sleep_unit",
    "todays",
    "value_words",
]


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each skin check and each score among ``entries``. At most one query for each of the two kinds."""
    lines: dict[UUID, Line] = {}
    for kind, read in ((Entry.Kind.SKIN_CHECK, check_lines), (Entry.Kind.CLINIC_SCORE, score_lines)):
        keys = [entry.pk for entry in entries if entry.kind == kind]
        if keys:
            lines |= read(keys)
    return lines
