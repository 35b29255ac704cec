"""The papers of the red-flag rules, each check with a row that is wrong in that way."""

import datetime as dt
from dataclasses import replace

import pytest

from care.reference import datafile, red_flags, sources
from care.reference.red_flags import Level

KNOWN = frozenset(sources.by_id())


def problems_with(key, **changes):
    flags = [replace(flag, **changes) if flag.id == key else flag for flag in red_flags.all_flags()]
    return list(red_flags.flag_problems(flags, KNOWN))


def test_the_file_is_right():
    assert problems_with("RF-01") == []
    assert list(red_flags.level_problems(red_flags.levels())) == []


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("RF-02", {"id": "RF-01"}, "comes twice"),
        ("RF-01", {"levels": ()}, "levels are ()"),
        ("RF-01", {"levels": ("L4",)}, "levels are ('L4',)"),
        ("RF-01", {"hours": 0}, "hours are 0"),
        ("RF-01", {"sources": ()}, "no source"),
        ("RF-01", {"sources": ("NOBODY",)}, "unknown source 'NOBODY'"),
        ("RF-01", {"marks": ("X",)}, "verified is ('X',)"),
        ("RF-01", {"sources": ("MEM",)}, "without a source"),
        ("RF-01", {"reviewer": "Dr Lee"}, "needs a name and a date"),
        ("RF-01", {"reviewed_on": dt.date(2026, 1, 1)}, "needs a name and a date"),
        ("RF-11", {"reviewer": "Dr Lee", "reviewed_on": dt.date(2026, 1, 1)}, "a part has no source"),
    ],
)
def test_wrong_papers(key, changes, words):
    assert any(words in problem for problem in problems_with(key, **changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words": ""}, "no words"),
        ({"name": ""}, "no words"),
        ({"words": "Call {doctor}"}, "cannot fill in"),
        ({"words": "Call {"}, "cannot fill in"),
        ({"words": "Call {}"}, "cannot fill in"),
    ],
)
def test_wrong_words(changes, words):
    found = dict(red_flags.levels())
    found["L2"] = replace(found["L2"], **changes)
    assert any(words in problem for problem in red_flags.level_problems(found))


def test_a_missing_level_is_seen():
    assert list(red_flags.level_problems({"L1": Level("L1", "Today", "Tell them.")}))


def test_no_rule_was_reviewed_yet_and_one_needs_no_review():
    """Whoever fills in a name here must know that production starts to show the rule."""
    assert [flag.id for flag in red_flags.all_flags() if flag.is_reviewed] == []
    assert [flag.id for flag in red_flags.all_flags() if flag.is_own] == ["RF-30"]


def test_memory_is_never_named_as_a_source():
    assert red_flags.get("RF-13").published == ("GR", "IDF")
    assert red_flags.get("RF-11").published == ()


@pytest.mark.parametrize(("column", "value"), [("hours", "soon"), ("reviewed_on", "last week")])
def test_a_number_or_date_that_is_none_stops_the_start(monkeypatch, column, value):
    row = dict(zip(red_flags.COLUMNS, ("RF-01", "L3", "72", "UKST", "P", "", "", ""), strict=True)) | {column: value}
    monkeypatch.setattr(red_flags, "rows", lambda *_args: [row])
    with pytest.raises(datafile.DataFileError, match="RF-01"):
        red_flags.all_flags.__wrapped__()
