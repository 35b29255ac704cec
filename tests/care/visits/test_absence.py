"""What nobody said no to is "not recorded", and what was not recorded alike is not set side by side."""

import datetime as dt

import pytest
import time_machine

from care.infections import actions as infections
from care.record import actions as record
from care.record.dates import PartialDate
from tests.care.visits.test_document import line, made, table
from tests.people import MORNING

D, DAY = dt.date, dt.timedelta(days=1)
TODAY = D(2026, 11, 18)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def say(family, kind: str, days) -> None:
    for day in days:
        record.add(patient=family.mia, kind=kind, by=family.guardian, at=MORNING, local_day=day)


def ill(family, site: str, onset: dt.date, until: dt.date | None = None) -> None:
    who = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    began = PartialDate.on(onset)
    episode = infections.start_episode(site=site, onset=began, local_day=onset, **who).entry.infection
    if until:
        infections.close_episode(episode=episode, on=PartialDate.on(until), by=family.guardian, at=MORNING)


def cells(summary) -> dict[str, tuple[str, ...]]:
    return {site: rest for site, *rest in table(summary, "burden").rows}


def test_one_infection_says_nothing_about_other_places(family):
    say(family, "same_as_yesterday", [TODAY - n * DAY for n in range(60)])
    ill(family, "lung", D(2026, 10, 1))
    # Of another window, so that the table has a row for it.
    ill(family, "skin", D(2026, 6, 1), D(2026, 6, 5))
    summary = made(family, "rheumatology_immunology")
    assert summary.content["infections"]["affirmed_days"] == 0
    assert cells(summary)["Skin"][0] == "not recorded"
    assert line(summary, "lumps") == "not recorded"


def test_a_day_of_nothing_new_makes_it_none_recorded(family):
    say(family, "nothing_new", [TODAY])
    ill(family, "lung", D(2026, 10, 1))
    ill(family, "skin", D(2026, 6, 1), D(2026, 6, 5))
    summary = made(family, "rheumatology_immunology")
    assert cells(summary)["Skin"][0] == "none recorded"
    assert line(summary, "lumps") == "none recorded"


def test_a_period_before_that_is_half_blank_is_not_set_beside_this_one(family):
    say(family, "same_as_yesterday", [TODAY - n * DAY for n in range(60)])
    ill(family, "lung", D(2026, 10, 1))
    ill(family, "skin", D(2026, 6, 1), D(2026, 6, 5))
    summary = made(family, "rheumatology_immunology")
    assert summary.content["comparable"] is False
    rows = cells(summary)
    assert {row[1] for row in rows.values()} == {"not compared"}
    # The year is no comparison: it holds both.
    assert rows["Skin"][2] == "1 / 5 / 0"
    assert rows["All"][2].startswith("2 / ")


def test_two_periods_that_are_known_alike_stand_side_by_side(family):
    say(family, "same_as_yesterday", [TODAY - n * DAY for n in range(160)])
    ill(family, "skin", D(2026, 6, 1), D(2026, 6, 5))
    summary = made(family, "rheumatology_immunology")
    assert summary.content["comparable"] is True
    assert cells(summary)["Skin"][1] == "1 / 5 / 0"
