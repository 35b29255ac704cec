"""What the screens of days show."""

from care.today.reads.calendar import EARLIEST_YEAR, WeeksPage, YearPage, weeks_page, year_page
from care.today.reads.day import DayPage, day_page, siblings
from care.today.reads.entries import Item, items
from care.today.reads.now import Today, part_of_day, today

__all__ = [
    "EARLIEST_YEAR",
    "DayPage",
    "Item",
    "Today",
    "WeeksPage",
    "YearPage",
    "day_page",
    "items",
    "part_of_day",
    "siblings",
    "today",
    "weeks_page",
    "year_page",
]
