"""The trend page: what happened over some weeks, each chart with its sentence and its table."""

import datetime as dt

from care.household.access import Access
from care.household.models import Patient
from care.infections import reads as infections
from care.medicines import reads as medicines
from care.record import reads as record
from care.skin import reads as skin
from care.today.reads.trends.bars import courses, episodes
from care.today.reads.trends.checks import bands, itch
from care.today.reads.trends.days import doses, known
from care.today.reads.trends.shapes import LEFT, PERIODS, RIGHT, TICK_ROOM, USUAL, TrendPage
from care.today.rules import charts
from care.today.rules.charts import Axis

__all__ = ["PERIODS", "USUAL", "TrendPage", "trend_page"]


def trend_page(access: Access, patient: Patient, *, days: int = USUAL) -> TrendPage:
    """The ``days`` days up to today. One query a room, whatever the record's length."""
    last = access.today(patient)
    first = last - dt.timedelta(days=days - 1)
    axis = Axis(first, last, LEFT, RIGHT)
    calendar = record.days(access, patient, first, last)
    checks = skin.skin_days(access, patient, first, last)
    return TrendPage(
        patient=patient,
        first=first,
        last=last,
        days=days,
        axis=axis,
        ticks=charts.ticks(axis, room=TICK_ROOM),
        tick_format="M" if days > 100 else "j M",
        itch=itch(axis, checks, calendar),
        bands=bands(axis, checks),
        infections=episodes(axis, infections.episodes(access, patient, first, last)),
        courses=courses(axis, infections.courses(access, patient, first, last)),
        doses=doses(axis, medicines.dose_days(access, patient, first, last)),
        coverage=known(axis, calendar),
    )
