"""Weeks and months as rows of dates."""

import calendar
import datetime as dt

DAYS_A_WEEK = 7


def week_start(day: dt.date, first_weekday: int = 0) -> dt.date:
    """The day a week begins with. ``first_weekday``: 0 Monday to 6 Sunday."""
    return day - dt.timedelta(days=(day.weekday() - first_weekday) % DAYS_A_WEEK)


def weeks(last: dt.date, count: int, first_weekday: int = 0) -> list[list[dt.date]]:
    """``count`` whole weeks, oldest first; the last one holds ``last``."""
    start = week_start(last, first_weekday) - dt.timedelta(weeks=count - 1)
    return [[start + dt.timedelta(days=7 * row + n) for n in range(DAYS_A_WEEK)] for row in range(count)]


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_rows(year: int, month: int, first_weekday: int = 0) -> list[list[dt.date | None]]:
    """The weeks of a month; None stands where a week belongs to the month before or after."""
    blank: list[dt.date | None] = [None] * ((dt.date(year, month, 1).weekday() - first_weekday) % DAYS_A_WEEK)
    cells = [*blank, *(dt.date(year, month, day) for day in range(1, month_end(year, month).day + 1))]
    cells += [None] * (-len(cells) % DAYS_A_WEEK)
    return [cells[n : n + DAYS_A_WEEK] for n in range(0, len(cells), DAYS_A_WEEK)]
