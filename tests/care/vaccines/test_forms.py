"""A date that somebody typed is never dropped: it counts, or the form asks about it. For the patient and at home."""

import datetime as dt

import pytest

from care.vaccines.forms import DecisionForm, HouseholdForm

TODAY = dt.date(2026, 11, 19)
NEW, UNDATED, DATED = None, {"when": "not_known", "on": ""}, {"when": "other", "on": "2025-05"}


def bound(kind, initial, when, date):
    year, month, day = [*date.split("-"), "", "", ""][:3]
    data = {"outcome": "given", "member": "Noa", "when": when, "on_year": year, "on_month": month, "on_day": day}
    more = {"name": "Mia", "ask_contact": False} if kind is HouseholdForm else {}
    return kind(data, today=TODAY, initial=initial, **more)


@pytest.mark.parametrize("kind", [DecisionForm, HouseholdForm])
@pytest.mark.parametrize(
    ("initial", "when", "date", "kept"),
    [
        (NEW, "today", "", "2026-11-19"),
        (NEW, "today", "2026-11-19", "2026-11-19"),
        (NEW, "other", "2025-05-01", "2025-05-01"),
        (NEW, "other", "2025", "2025"),
        (NEW, "not_known", "", None),
        (NEW, "", "2025-05", "2025-05"),
        (NEW, "", "", None),
        # It stood on "Not known", and now somebody found out.
        (UNDATED, "not_known", "2025-05-01", "2025-05-01"),
        (UNDATED, "not_known", "", None),
        (UNDATED, "today", "", "2026-11-19"),
        # The old date still stands in its boxes: the other choice takes its place.
        (DATED, "today", "2025-05", "2026-11-19"),
        (DATED, "not_known", "2025-05", None),
        (DATED, "not_known", "", None),
        (DATED, "other", "2025-05", "2025-05"),
        (DATED, "other", "2025-06-02", "2025-06-02"),
    ],
)
def test_the_date_that_was_meant(kind, initial, when, date, kept):
    form = bound(kind, initial, when, date)
    assert form.is_valid(), form.errors
    dated = form.dose_values()["dated"]
    assert (dated and dated.text) == kept


@pytest.mark.parametrize("kind", [DecisionForm, HouseholdForm])
@pytest.mark.parametrize(
    ("initial", "when", "date", "words"),
    [
        (NEW, "today", "2025-05-01", "You chose today"),
        (DATED, "today", "2025-06-02", "You chose today"),
        (NEW, "not_known", "2025-05-01", "not known"),
        (DATED, "not_known", "2025-06", "not known"),
        (NEW, "other", "", "Enter the day"),
        (DATED, "other", "", "Enter the day"),
        (UNDATED, "other", "", "Enter the day"),
    ],
)
def test_what_contradicts_itself_is_asked_about(kind, initial, when, date, words):
    form = bound(kind, initial, when, date)
    assert not form.is_valid()
    assert words in form.errors["on"][0]


def test_a_day_that_is_none_is_named_once():
    form = bound(DecisionForm, NEW, "other", "2026-02-30")
    assert not form.is_valid()
    assert form.errors["on"] == ["That day is not in the calendar. Check the day and the month."]
