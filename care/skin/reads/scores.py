"""Scores that a clinic gave: as a list, for charts, and as lines of the timeline."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.record.dates import Precision
from care.record.models import Entry
from care.record.reads import Line
from care.skin.models import ClinicScore
from care.skin.reads.shapes import Score
from care.skin.reads.words import date_words
from care.skin.rules.scores import Dated, digits, marks


def scores(access: Access, patient: Patient) -> list[Score]:
    """Every score a clinic gave, newest first, each with its mark for charts. One query."""
    rows = access.of(ClinicScore).filter(entry__patient=patient, entry__kind=Entry.Kind.CLINIC_SCORE)
    return _marked(rows)


def newest_scores(every: Iterable[Score]) -> list[Score]:
    """The newest score of each instrument, newest first. ``every`` as ``scores`` gives it."""
    newest: dict[str, Score] = {}
    for score in every:
        newest.setdefault(score.name, score)
    return list(newest.values())


def chart_points(every: Iterable[Score], first: dt.date, last: dt.date) -> list[Score]:
    """The scores that are chart points in a period, oldest first. ``every`` as ``scores`` gives it."""
    points = [score for score in every if score.is_point and score.on is not None and first <= score.on <= last]
    return sorted(points, key=lambda score: (score.on, score.entry_id))


def score_lines(keys: list[UUID]) -> dict[UUID, Line]:
    """A line for each score among ``keys``. One query."""
    rows = ClinicScore.objects.filter(pk__in=keys)
    return {
        score.entry_id: Line(title=_title(score), text=score_words(score), url=score.url) for score in _marked(rows)
    }


def score_words(score: Score) -> str:
    """ "17, given by Dr Lindqvist, Sat 14 Nov 2026"."""
    return _("%(value)s, given by %(who)s, %(date)s") % {
        "value": score.value,
        "who": score.given_by,
        "date": score.date,
    }


def _title(score: Score) -> str:
    return _("Score from a clinic: %(name)s") % {"name": score.name}


def _marked(rows) -> list[Score]:
    """Rows as scores. The mark of one depends on all of a patient, so give all where marks matter."""
    found = list(rows.select_related("entry__author", "entry__patient__household"))
    in_order = sorted(found, key=lambda row: (row.entry.entered_at, row.pk))
    mark_of = marks([Dated(row.pk, row.instrument, _exact_day(row)) for row in in_order])
    listed = sorted(found, key=lambda row: (row.scored_on, row.entry.entered_at, row.pk), reverse=True)
    return [
        Score(
            entry_id=row.pk,
            patient_id=row.entry.patient_id,
            instrument=row.instrument,
            name=row.name,
            tenths=row.tenths,
            value=digits(row.tenths),
            date=date_words(row.dated),
            on=_exact_day(row),
            earliest=row.scored_on,
            given_by=row.given_by,
            note=row.entry.note,
            author=str(row.entry.author),
            mark=mark_of[row.pk].value,
            late=row.entry.is_late,
            edited=row.entry.edited_at is not None,
        )
        for row in listed
    ]


def _exact_day(row: ClinicScore) -> dt.date | None:
    return row.scored_on if row.scored_precision == Precision.DAY else None
