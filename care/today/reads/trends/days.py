"""Planned doses day by day, and what there is a record of at all."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.medicines.reads import DoseDay
from care.record.models import DAY_STATE_WORDS
from care.record.reads import Day
from care.record.rules import DayState, coverage
from care.today.reads.trends.shapes import DOSE_HEIGHT, DOSE_TALL, Block, Coverage, DoseColumn, Doses, from_to
from care.today.rules import charts
from care.today.rules.charts import Axis, Span


def doses(axis: Axis, days: list[DoseDay]) -> Doses | None:
    planned = [day for day in days if day.due]
    if not planned:
        return None
    given, due = sum(day.given for day in planned), sum(day.due for day in planned)
    blank = sum(day.unrecorded for day in planned)
    words = {"given": given, "due": due, "other": due - given - blank, "blank": blank}
    runs = charts.spans((day.date, (day.due, day.recorded, day.given)) for day in planned)
    return Doses(
        sentence=_(
            "Of %(due)s planned doses, %(given)s are noted as given, %(other)s as something else, "
            "and %(blank)s have no record."
        )
        % words,
        head=[_("From"), _("To"), _("Planned a day"), _("Given"), _("Something else"), _("No record")],
        rows=[
            [*from_to(run), str(due), str(given), str(recorded - given), str(due - recorded)]
            for run in reversed(runs)
            for due, recorded, given in [run.key]
        ],
        height=DOSE_HEIGHT,
        columns=[_dose_column(axis, run) for run in runs],
    )


def _dose_column(axis: Axis, run: Span) -> DoseColumn:
    due, recorded, given = run.key
    x, one = axis.start(run.first), DOSE_TALL / due
    return DoseColumn(
        round(x, 1),
        round(axis.end(run.last) - x, 1),
        round(given * one, 1),
        round((recorded - given) * one, 1),
        round((due - recorded) * one, 1),
    )


def known(axis: Axis, calendar: list[Day]) -> Coverage:
    per = coverage(day.state for day in calendar)
    late = [day.date for day in calendar if day.late]
    observed = sum(per[state] for state in (DayState.DETAILED, DayState.SAME, DayState.NOTHING_NEW))
    words = {"seen": observed, "all": len(calendar), "blank": per[DayState.NOT_RECORDED]}
    parts = [_("%(seen)s of %(all)s days have a record; %(blank)s have none.") % words]
    if per[DayState.ELSEWHERE]:
        n = per[DayState.ELSEWHERE]
        parts.append(ngettext("%(n)s day was elsewhere.", "%(n)s days were elsewhere.", n) % {"n": n})
    if late:
        text = ngettext("%(n)s day has something added later.", "%(n)s days have something added later.", len(late))
        parts.append(text % {"n": len(late)})
    runs = charts.spans((day.date, day.state) for day in calendar)
    months: dict[tuple[int, int], list[Day]] = {}
    for day in calendar:
        months.setdefault((day.date.year, day.date.month), []).append(day)
    return Coverage(
        sentence=" ".join(parts),
        head=[_("Month"), *(str(DAY_STATE_WORDS[state]) for state in DayState), _("Added later")],
        rows=[_month(days) for days in reversed(months.values())],
        height=40,
        blocks=[
            Block(
                round(axis.start(run.first), 1),
                round(axis.end(run.last) - axis.start(run.first), 1),
                str(run.key),
            )
            for run in runs
        ],
        late=[round(axis.middle(day), 1) for day in late],
    )


def _month(days: list[Day]) -> list[str]:
    per = coverage(day.state for day in days)
    counted: list[Any] = [per[state] for state in DayState]
    return [date_format(days[0].date, "F Y"), *map(str, counted), str(sum(day.late for day in days))]
