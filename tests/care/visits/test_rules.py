"""Periods, figures and the moments before a visit: worked out by hand, and by properties."""

import datetime as dt
import statistics
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.visits import rules
from care.visits.rules import Absence, Basis, Period

D = dt.date
BERLIN = "Europe/Berlin"
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Africa/Abidjan", "America/Santiago"]
days = st.dates(D(2020, 1, 1), D(2030, 12, 31))


@pytest.mark.parametrize(
    ("last", "months", "first"),
    [
        (D(2027, 3, 11), 3, D(2026, 12, 12)),  # the worked example of the reference: 90 days
        (D(2026, 11, 22), 3, D(2026, 8, 23)),
        (D(2026, 5, 31), 3, D(2026, 3, 1)),  # no 31 February
        (D(2024, 5, 30), 3, D(2024, 3, 1)),  # leap year
        (D(2026, 1, 15), 3, D(2025, 10, 16)),
        (D(2026, 12, 31), 12, D(2026, 1, 1)),
        (D(2024, 2, 29), 12, D(2023, 3, 1)),
    ],
)
def test_calendar_months_back(last, months, first):
    assert rules.months_before(last, months) == first


def period(**change) -> Period:
    values = {"visit_on": D(2026, 11, 24), "today": D(2026, 11, 22), "last_visit_on": None, "today_observed": True}
    return rules.period_for(**(values | change))


def test_since_the_last_visit_of_the_same_clinic_that_day_included():
    assert period(last_visit_on=D(2026, 8, 24)) == Period(D(2026, 8, 24), D(2026, 11, 22), Basis.SINCE_VISIT)


def test_three_months_without_one():
    found = period()
    assert (found.first, found.last, found.basis) == (D(2026, 8, 23), D(2026, 11, 22), Basis.THREE_MONTHS)
    assert found.days == 92


def test_an_unwritten_today_is_not_over():
    assert period(today_observed=False).last == D(2026, 11, 21)
    assert period(today_observed=False, last_visit_on=D(2026, 11, 22)).days == 1


def test_a_past_visit_ends_its_own_period():
    found = period(visit_on=D(2026, 10, 1), today_observed=False, last_visit_on=D(2026, 9, 1))
    assert (found.first, found.last) == (D(2026, 9, 1), D(2026, 10, 1))


def test_at_most_twelve_months():
    found = period(last_visit_on=D(2023, 1, 1))
    assert (found.first, found.basis) == (D(2025, 11, 23), Basis.TWELVE_MONTHS)
    assert found.days == 365


@given(days, days, st.none() | days, st.booleans())
def test_periods_are_never_empty_never_future_and_touch(visit_on, today, last_visit_on, observed):
    if last_visit_on is not None and (last_visit_on >= visit_on or last_visit_on > today):
        last_visit_on = None
    found = rules.period_for(visit_on=visit_on, today=today, last_visit_on=last_visit_on, today_observed=observed)
    before = rules.previous(found)
    assert found.days >= 1
    assert found.last <= min(visit_on, today)
    assert before.days == found.days
    assert before.last + dt.timedelta(days=1) == found.first


@given(st.lists(st.integers(0, 10), max_size=120))
def test_spread_agrees_with_the_standard_library(values):
    found = rules.spread(values)
    assert found.n == len(values)
    if len(values) < 7:
        assert (found.median, found.values) == (None, tuple(values))
    else:
        assert found.values == ()
        assert found.median == statistics.median(values)
        assert (found.low, found.high) == (min(values), max(values))


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        ((46, 92, 45, 90), True),
        ((45, 91, 91, 91), False),  # 45 of 91 is under half
        ((31, 92, 4, 90), False),
        ((4, 90, 90, 90), False),
        ((0, 0, 0, 0), False),
    ],
)
def test_compared_only_when_both_are_half_covered(counts, answer):
    assert rules.comparable(*counts) is answer


def test_nothing_is_none_recorded_only_when_somebody_said_no():
    assert rules.absence(0) is Absence.NOT_RECORDED
    assert rules.absence(1) is Absence.NONE_RECORDED


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("  City  CLINIC ", "pediatrics"), ("city clinic", "pediatrics"), True),
        # One house, two clinics: the skin doctors' visit must not shorten what the immunologists read.
        (("University Hospital", "dermatology"), ("University Hospital", "rheumatology_immunology"), False),
        (("", "pediatrics"), (" ", "pediatrics"), True),
        (("", "pediatrics"), ("", "rheumatology_immunology"), False),
        (("City", "pediatrics"), ("", "pediatrics"), False),
        (("Straße", "pediatrics"), ("STRASSE", "pediatrics"), True),
    ],
)
def test_the_same_clinic(one, other, same):
    assert (rules.clinic_key(*one) == rules.clinic_key(*other)) is same


def test_first_three_questions_word_for_word():
    text = " Why? \n\n  Ünd 🌙 مرحبا\r\nthird  one\nfourth\nfifth"
    assert rules.first_questions(text) == (["Why?", "Ünd 🌙 مرحبا", "third  one"], 2)
    assert rules.first_questions(" \n ") == ([], 0)
    cut = rules.first_questions("x" * 400)[0][0]
    assert (len(cut), cut[-1]) == (200, "…")


def utc(*parts) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("on", "time", "expected"),
    [
        (D(2026, 11, 24), dt.time(9, 40), [utc(2026, 11, 22, 8, 40), utc(2026, 11, 24, 6, 40)]),
        (D(2026, 11, 24), None, [utc(2026, 11, 22, 5, 0), utc(2026, 11, 24, 5, 0)]),
        # Clocks go forward on 29 March 2026: 48 real hours earlier is 08:40 on the wall.
        (D(2026, 3, 30), dt.time(9, 40), [utc(2026, 3, 28, 7, 40), utc(2026, 3, 30, 5, 40)]),
        # 02:30 does not exist that night; the first valid instant an hour later counts.
        (D(2026, 3, 29), dt.time(2, 30), [utc(2026, 3, 27, 1, 30), utc(2026, 3, 28, 23, 30)]),
        # 02:30 happens twice on 25 October; the first one counts.
        (D(2026, 10, 25), dt.time(2, 30), [utc(2026, 10, 23, 0, 30), utc(2026, 10, 24, 22, 30)]),
    ],
)
def test_two_moments_before_a_visit(on, time, expected):
    assert [slot.at for slot in rules.slots(on, time, BERLIN)] == expected


def test_the_slot_that_is_due():
    def due(now):
        slot = rules.slot_due(D(2026, 11, 24), dt.time(9, 40), BERLIN, now)
        return slot and slot.key.partition(":")[0]

    assert due(utc(2026, 11, 22, 8, 39)) is None
    assert due(utc(2026, 11, 22, 8, 40)) == "two-days"
    assert due(utc(2026, 11, 24, 6, 39)) == "two-days"
    # A visit entered an hour ahead gets one summary, not two.
    assert due(utc(2026, 11, 24, 6, 40)) == "soon"
    assert due(utc(2026, 11, 24, 22, 59)) == "soon"
    assert due(utc(2026, 11, 24, 23, 0)) is None


@settings(max_examples=200)
@given(days, st.none() | st.times(), st.sampled_from(ZONES))
def test_moments_lie_before_the_visit_on_any_clock(on, time, zone):
    two_days, soon = rules.slots(on, time, zone)
    visit = rules.visit_instant(on, time, zone)
    assert two_days.at < soon.at <= visit
    assert visit - two_days.at == dt.timedelta(hours=48)
    wall = visit.astimezone(ZoneInfo(zone))
    assert wall.date() in (on, on + dt.timedelta(days=1))
    assert len({two_days.key, soon.key}) == 2
    assert max(len(two_days.key), len(soon.key)) <= 40


@pytest.mark.parametrize(
    ("time", "now", "begun"),
    [
        (None, "2026-11-23 23:59", False),
        (None, "2026-11-24 00:00", True),
        (dt.time(9, 40), "2026-11-24 09:39", False),
        (dt.time(9, 40), "2026-11-24 09:40", True),
        (dt.time(9, 40), "2026-11-25 00:00", True),
        # By the clinic's clock: New York is six hours behind.
        (dt.time(23, 0), "2026-11-24 23:30", True),
    ],
)
def test_a_visit_begins_at_its_time_or_with_its_day(time, now, begun):
    at = dt.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(BERLIN))
    assert rules.has_begun(D(2026, 11, 24), time, BERLIN, at) is begun
    there = dt.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("America/New_York"))
    assert rules.has_begun(D(2026, 11, 24), time, "America/New_York", there) is begun


def test_a_moved_visit_has_moments_of_its_own():
    before = {slot.key for slot in rules.slots(D(2026, 11, 24), None, BERLIN)}
    assert not before & {slot.key for slot in rules.slots(D(2026, 11, 25), None, BERLIN)}


@given(st.lists(st.tuples(st.uuids(), st.integers(1, 5)), max_size=20, unique_by=lambda row: row[0]), st.randoms())
def test_fingerprint_ignores_order_and_nothing_else(rows, dice):
    mixed = list(rows)
    dice.shuffle(mixed)
    print_ = rules.fingerprint(rows)
    assert rules.fingerprint(mixed) == print_
    if rows:
        assert rules.fingerprint(rows[1:]) != print_
        (key, version), *rest = rows
        assert rules.fingerprint([(key, version + 1), *rest]) != print_


def test_content_hash_is_one_spelling():
    assert rules.content_hash({"a": 1, "b": [4.5, None, "ü"]}) == rules.content_hash({"b": [4.5, None, "ü"], "a": 1})
    assert rules.content_hash({"a": 1}) != rules.content_hash({"a": 2})
