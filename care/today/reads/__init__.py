"""What the screens of days show."""

from care.today.reads.calendar import EARLIEST_YEAR, WeeksPage, YearPage, weeks_page, year_page
from care.today.reads.day import DayPage, day_page, siblings
from care.today.reads.entries import Item, items
from care.today.reads.fresh import News, news, recent_mark
from care.today.reads.now import Today, part_of_day, today
from care.today.reads.timeline import Filter, TimelinePage, timeline
from care.today.reads.trends import PERIODS, USUAL, TrendPage, trend_page

__all__ = [
    "EARLIEST_YEAR",
    "PERIODS",
    "USUAL",
    "DayPage",
    "Filter",
    "Item",
    "News",
    "TimelinePage",
    "Today",
    "TrendPage",
    "WeeksPage",
    "YearPage",
    "day_page",
    "items",
    "news",
    "part_of_day",
    "recent_mark",
    "siblings",
    "timeline",
    "today",
    "trend_page",
    "weeks_page",
    "year_page",
]
