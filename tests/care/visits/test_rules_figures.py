"""Windows, and what infections come to in them."""

import datetime as dt

import pytest

from care.visits import rules
from care.visits.rules import Ill, Period, Windows

D = dt.date
PERIOD = Period(D(2026, 9, 1), D(2026, 9, 30))


def test_the_windows_of_a_short_period():
    windows = Windows.of(PERIOD)
    assert (windows.before.first, windows.before.last) == (D(2026, 8, 2), D(2026, 8, 31))
    assert (windows.year.first, windows.year.last) == (D(2025, 10, 1), D(2026, 9, 30))
    assert windows.first == D(2025, 10, 1)
    assert [name for name, _window in windows.named] == ["now", "before", "year"]


def test_the_period_before_a_year_begins_before_the_twelve_months():
    windows = Windows.of(Period(D(2025, 10, 1), D(2026, 9, 30)))
    assert windows.first == windows.before.first < windows.year.first


def test_each_day_of_a_period_once():
    days = list(PERIOD.each_day)
    assert (days[0], days[-1], len(days)) == (D(2026, 9, 1), D(2026, 9, 30), 30)


@pytest.mark.parametrize(("place", "group"), [("blood", "deep"), ("nail", "mouth_nail"), ("moon", "other")])
def test_every_site_has_a_row(place, group):
    assert rules.group_of(place) == group


def test_days_that_overlap_count_once_and_only_inside():
    spans = [(D(2026, 8, 20), D(2026, 9, 3)), (D(2026, 9, 2), D(2026, 9, 5)), (D(2026, 10, 1), D(2026, 10, 9))]
    assert rules.days_in(spans, PERIOD) == {D(2026, 9, n) for n in range(1, 6)}
    assert rules.days_in([], PERIOD) == set()


def test_a_night_told_twice_counts_once():
    stay = [D(2026, 8, 31), D(2026, 9, 1), D(2026, 9, 2)]
    assert rules.nights_in([stay, stay[1:]], PERIOD) == 2


def test_an_infection_counts_where_it_began_and_its_days_where_they_were():
    old = Ill("lung", D(2026, 8, 28), D(2026, 9, 2), frozenset({D(2026, 9, 1)}))
    new = Ill("ear", D(2026, 9, 2), D(2026, 9, 4))
    found = rules.burden([old, new], PERIOD)
    assert (found.episodes, found.days, found.nights) == (1, 4, 1)
