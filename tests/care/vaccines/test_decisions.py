import datetime as dt

import pytest

from care.record.dates import NotADate, parse
from care.vaccines.rules import (
    Badge,
    LiveGiven,
    Outcome,
    fhir_immunization,
    is_open_question,
    live_given,
    may_lie_ahead,
)

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("badge", "outcome", "given", "follows"),
    [
        (Badge.LIVE, "given", "2026-11-22", LiveGiven.TELL_TODAY),
        (Badge.LIVE, "given", "2026-10-11", LiveGiven.TELL_TODAY),  # six weeks to the day
        (Badge.LIVE, "given", "2026-10-10", LiveGiven.NEXT_VISIT),
        (Badge.LIVE, "given", "2026-11", LiveGiven.TELL_TODAY),
        (Badge.LIVE, "given", "2026-10", LiveGiven.TELL_TODAY),  # it may have been on the 31st
        (Badge.LIVE, "given", "2026-09", LiveGiven.NEXT_VISIT),
        (Badge.LIVE, "given", "2026", LiveGiven.TELL_TODAY),
        (Badge.LIVE, "given", "2025", LiveGiven.NEXT_VISIT),
        (Badge.LIVE, "given", None, LiveGiven.TELL_TODAY),
        (Badge.DEPENDS, "given", "2026-11-20", LiveGiven.TELL_TODAY),
        (Badge.NOT_LIVE, "given", "2026-11-20", LiveGiven.NOTHING),
        (Badge.ANTIBODY, "given", "2026-11-20", LiveGiven.NOTHING),
        (Badge.NOT_KNOWN, "given", "2026-11-20", LiveGiven.NOTHING),
        (Badge.LIVE, "planned", "2026-11-20", LiveGiven.NOTHING),
        (Badge.LIVE, "had_already", "2026-11-20", LiveGiven.TELL_TODAY),
        (Badge.DEPENDS, "had_already", "2026-11", LiveGiven.TELL_TODAY),
        (Badge.LIVE, "had_already", "2026-10-11", LiveGiven.TELL_TODAY),
        (Badge.LIVE, "had_already", "2026-10-10", LiveGiven.NOTHING),  # an old story, no news
        (Badge.LIVE, "had_already", None, LiveGiven.NOTHING),
        (Badge.NOT_LIVE, "had_already", "2026-11-20", LiveGiven.NOTHING),
        (Badge.LIVE, "immune", "2026-11-20", LiveGiven.NOTHING),
        (Badge.LIVE, "declined", None, LiveGiven.NOTHING),
    ],
)
def test_live_given(badge, outcome, given, follows):
    assert live_given(badge, outcome, parse(given) if given else None, TODAY) is follows


@pytest.mark.parametrize(
    ("text", "kept", "first", "last", "precision"),
    [
        ("2026", "2026", "2026-01-01", "2026-12-31", "year"),
        ("2026-2", "2026-02", "2026-02-01", "2026-02-28", "month"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "month"),
        (" 2026-11-22 ", "2026-11-22", "2026-11-22", "2026-11-22", "day"),
    ],
)
def test_partial_date(text, kept, first, last, precision):
    found = parse(text)
    assert (found.text, found.earliest.isoformat(), found.latest.isoformat(), found.precision) == (
        kept,
        first,
        last,
        precision,
    )


@pytest.mark.parametrize("text", ["", "26", "2026-13", "2026-00", "2026-02-30", "22.11.2026", "٢٠٢٦", "0000", "x"])
def test_no_date(text):
    with pytest.raises(NotADate):
        parse(text)


def test_fhir_words():
    assert fhir_immunization("given") == ("completed", "")
    assert fhir_immunization("declined") == ("not-done", "PATOBJ")
    assert fhir_immunization("medical_reason") == ("not-done", "MEDPREC")
    assert fhir_immunization("immune") == ("not-done", "IMMUNE")
    for outcome in ("planned", "asked", "unknown"):
        assert fhir_immunization(outcome) is None
    with pytest.raises(ValueError, match="nonsense"):
        fhir_immunization("nonsense")


def test_open_questions():
    assert {outcome for outcome in Outcome if is_open_question(outcome)} == {
        Outcome.ASKED,
        Outcome.PLANNED,
        Outcome.UNKNOWN,
    }


def test_only_what_happened_cannot_lie_ahead():
    assert {outcome for outcome in Outcome if not may_lie_ahead(outcome)} == {
        Outcome.GIVEN,
        Outcome.HAD_ALREADY,
        Outcome.IMMUNE,
    }
