"""Rules that need two entries: whichever of the two is saved first, the same is said in the end."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.infections import actions
from care.infections.models import Episode, Temperature
from care.plan import actions as plan
from care.plan.models import FlagMessage
from care.record import actions as record
from care.record.dates import PartialDate
from care.vaccines import actions as vaccines
from tests.people import EVENING

TODAY = EVENING.date()
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _library(settings):
    """The library rules run, as in the demo."""
    settings.UNREVIEWED_RULES = True


def rules(entry) -> dict[str, int]:
    return {row.rule: row.level for row in FlagMessage.objects.filter(entry=entry).order_by("raised_at", "pk")}


def read(family, tenths, *, ago=dt.timedelta(0), patient=None, **more):
    return actions.record_temperature(
        patient=patient or family.mia, by=family.guardian, at=EVENING,
        tenths=tenths, unit="C", occurred_at=EVENING - ago, **more,
    ).entry  # fmt: skip


def lump(family, **more):
    return actions.start_lump(patient=family.mia, by=family.guardian, at=EVENING, **more).entry


def cough(family, ago, cough="dry"):
    day = TODAY - ago * DAY
    return actions.add_log(
        kind="breathing", patient=family.mia, by=family.second, at=EVENING, local_day=day, cough=cough
    ).entry


def vaccine(family, days=9, product="mmr", **more):
    given = PartialDate.on(TODAY - days * DAY)
    values = {"product": product, "outcome": "given", "dated": given} | more
    return vaccines.record_decision(patient=family.mia, by=family.guardian, at=EVENING, **values).entry


# --- A fever and a lump ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lump_first", [True, False])
@pytest.mark.parametrize(("tenths", "level"), [(379, 1), (380, 2)])
def test_a_fever_of_the_last_day_counts_for_an_open_lump(family, lump_first, tenths, level):
    if lump_first:
        entry = lump(family)
        read(family, tenths, ago=HOUR)
    else:
        read(family, tenths, ago=HOUR)
        entry = lump(family)
    assert rules(entry)["RF-13"] == level


@pytest.mark.parametrize(("hours", "level"), [(24, 2), (25, 1)])
def test_an_older_fever_does_not(family, hours, level):
    entry, other = lump(family), lump(family)
    read(family, 390, ago=hours * HOUR)
    actions.check_episode(episode=Episode.objects.get(pk=other.pk), course="same", by=family.guardian, at=EVENING)
    assert [rules(row)["RF-13"] for row in (entry, other, lump(family))] == [level, level, level]


def test_each_open_lump_is_asked_about_and_no_other(family):
    lumps = [lump(family), lump(family)]
    healed = lump(family)
    actions.close_episode(
        episode=Episode.objects.get(pk=healed.pk), on=PartialDate.on(TODAY), by=family.guardian, at=EVENING
    )
    ruled_out = lump(family, verification="refuted")
    chest = actions.start_episode(patient=family.mia, by=family.guardian, at=EVENING, site="lung").entry
    read(family, 390)
    assert [rules(entry)["RF-13"] for entry in lumps] == [2, 2]
    assert (rules(healed), rules(ruled_out), rules(chest)) == ({"RF-13": 1}, {"RF-13": 1}, {})


def test_a_siblings_fever_is_the_siblings_until_it_is_moved(family):
    entry = lump(family)
    hot = read(family, 390, patient=family.leo)
    assert rules(entry) == {"RF-13": 1}
    record.move(entry=hot, to=family.mia, by=family.guardian, at=EVENING)
    assert rules(entry)["RF-13"] == 2


def test_a_fever_put_right_or_put_back_counts(family):
    entry = lump(family)
    reading = read(family, 370)
    actions.correct_temperature(
        temperature=Temperature.objects.get(pk=reading.pk), by=family.guardian, at=EVENING, changes={"tenths": 385}
    )
    assert rules(entry)["RF-13"] == 2
    record.remove(entry=reading, by=family.guardian, at=EVENING)
    second = lump(family)
    assert rules(second) == {"RF-13": 1}
    record.restore(entry=reading, by=family.guardian, at=EVENING)
    assert rules(second)["RF-13"] == 2


def test_the_plans_lower_threshold_counts_for_a_lump(family):
    plan.save_care_plan(
        patient=family.mia, by=family.guardian, at=EVENING,
        values={"signed_by": "Dr Lee", "signed_on": TODAY, "threshold_tenths": 375, "threshold_unit": "C"},
    )  # fmt: skip
    entry = lump(family)
    read(family, 374)
    assert rules(entry) == {"RF-13": 1}
    read(family, 375)
    assert rules(entry)["RF-13"] == 2


def test_a_low_reading_is_no_fever(family):
    entry = lump(family)
    read(family, 350)
    assert rules(entry) == {"RF-13": 1}


def test_a_reading_that_is_no_fever_costs_the_same_however_many_lumps(family, django_assert_num_queries):
    with CaptureQueriesContext(connection) as without:
        read(family, 369)
    for _n in range(3):
        lump(family)
    with django_assert_num_queries(len(without)):
        read(family, 368)


# --- Low, and low again ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("apart", "level"), [(HOUR, 2), (24 * HOUR, 2), (24 * HOUR + dt.timedelta(minutes=1), None)])
def test_the_earlier_low_reading_may_come_second(family, apart, level):
    later = read(family, 358, ago=HOUR)
    earlier = read(family, 357, ago=HOUR + apart)
    assert (rules(later).get("RF-08"), rules(earlier)) == (level, {})


def test_only_the_next_low_reading_is_asked_about(family):
    read(family, 366, ago=3 * HOUR)
    second = read(family, 357, ago=2 * HOUR)
    third = read(family, 358, ago=HOUR)
    assert (rules(second), rules(third)) == ({}, {"RF-08": 2})
    read(family, 356, ago=4 * HOUR)
    assert rules(second) == {"RF-08": 2}
    assert FlagMessage.objects.count() == 2


# --- Coughing days in a row ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", [(0, 3, 2, 1), (3, 0, 1, 2), (2, 1, 0, 3), (3, 2, 1, 0)])
def test_coughing_days_speak_in_any_order(family, order):
    entries = {ago: cough(family, ago) for ago in order}
    assert {ago: rules(entry) for ago, entry in entries.items()} == {0: {"RF-14": 1}, 1: {}, 2: {}, 3: {}}


def test_a_gap_and_another_day_do_not(family):
    newest = cough(family, 0)
    for ago in (4, 3, 2):
        cough(family, ago)
    cough(family, 1, cough="none")
    assert rules(newest) == {}
    cough(family, 1)
    assert rules(newest) == {"RF-14": 1}


# --- A live vaccine and what came after it ---------------------------------------------------------------------------
def fever(family):
    return read(family, 390)


def tired(family):
    return actions.start_episode(patient=family.mia, by=family.guardian, at=EVENING, site="lung", signs=["tired"]).entry


def rash(family):
    return plan.record_warning_signs(
        patient=family.mia, by=family.guardian, at=EVENING, answers={"rash": "yes", "floppy": "no"}
    ).entry


@pytest.mark.parametrize("after", [fever, tired, rash])
@pytest.mark.parametrize(("days", "level"), [(0, 2), (42, 2), (43, None)])
def test_a_live_vaccine_noted_afterwards_counts_for_what_followed(family, after, days, level):
    entry = after(family)
    vaccine(family, days)
    assert rules(entry).get("RF-22") == level


@pytest.mark.parametrize(
    "more",
    [{"product": "influenza-inactivated"}, {"outcome": "declined"}, {"dated": None}, {"dated": PartialDate.on(TODAY)}],
)
def test_only_a_live_dose_that_was_given_before_it(family, more):
    entry = read(family, 390, ago=2 * DAY)
    vaccine(family, **more)
    assert "RF-22" not in rules(entry)


def test_a_live_vaccine_they_had_already_counts_too(family):
    entry = fever(family)
    vaccine(family, outcome="had_already")
    assert rules(entry)["RF-22"] == 2


def test_of_many_fevers_the_newest_speaks(family):
    entries = [read(family, 390 + n, ago=(5 - n) * DAY) for n in range(4)]
    cool = read(family, 366)
    FlagMessage.objects.all().delete()
    vaccine(family)
    assert [("RF-22" in rules(entry)) for entry in (*entries, cool)] == [False, False, False, True, False]


def test_a_dose_put_right_counts(family):
    entry = fever(family)
    given = vaccine(family, days=60)
    assert "RF-22" not in rules(entry)
    vaccines.correct_decision(
        decision=given.vaccine_decision, by=family.guardian, at=EVENING,
        changes={"dated": PartialDate.on(TODAY - 6 * DAY)},
    )  # fmt: skip
    assert rules(entry)["RF-22"] == 2
