"""Routines and exposures as pages and summaries get them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.household.access import Access
from care.precautions import actions, reads
from care.precautions.models import KIND_WORDS
from care.record import actions as record
from care.record.models import Entry
from care.reference import precautions as reference
from care.reference.precautions import Kind
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)


def day(n):
    return TODAY - dt.timedelta(days=n)


def routines(family, n, kept=True, exceptions=(), who="guardian", at=None):
    return actions.record_routines(
        patient=family.mia,
        by=getattr(family, who),
        at=at or EVENING - dt.timedelta(days=n),
        kept=kept,
        exceptions=exceptions,
        local_day=day(n),
    ).entry


def expose(family, first, last=None, kind="crowd", **extra):
    return actions.record_exposure(
        patient=family.mia,
        by=family.guardian,
        at=EVENING,
        kind=kind,
        first_on=day(first),
        last_on=day(last if last is not None else first),
        **extra,
    ).entry


@pytest.fixture
def door(family):
    return Access.for_user(family.guardian, now=EVENING)


def test_routine_days(family, door):
    routines(family, 0)
    routines(family, 0, False, ["raw_egg"], "second")
    routines(family, 2, False, ["pool", "private_well"])
    routines(family, 5, at=EVENING)
    days = reads.routine_days(door, family.mia, day(9), TODAY)
    assert [(d.date, d.affirmed, d.kept, d.exceptions, d.late) for d in days] == [
        (day(5), True, "yes", 0, True),
        (day(2), False, "different", 2, False),
        (TODAY, True, "yes", 1, False),
    ]


def test_exceptions_are_facts_with_day_and_words(family, door):
    routines(family, 3, False, [{"slug": "untreated", "note": "camp site"}])
    routines(family, 1, False, ["before_eating"])
    removed = routines(family, 0, False, ["raw_egg"])
    record.remove(entry=removed, by=family.guardian, at=EVENING)
    found = reads.exceptions(door, family.mia, day(9), TODAY)
    assert [(row.date, row.kind, row.label, row.note, row.author) for row in found] == [
        (day(3), "water_source", "Untreated water", "camp site", "Ana"),
        (day(1), "moment", "Before eating or feeding", "", "Ana"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "seen"), [(14, 14, True), (15, 15, False), (20, 14, True), (0, 0, True), (5, 2, True)]
)
def test_the_fourteen_days_before(family, door, first, last, seen):
    expose(family, first, last)
    assert bool(reads.exposures_before(door, family.mia, TODAY)) is seen


def test_before_a_date_holds_exposures_food_and_water_but_no_hand_washing(family, door):
    expose(family, 10, 8, "travel", place="Lisbon")
    routines(family, 9, False, ["private_well", "before_eating"])
    routines(family, 4, False, ["hot_tub", "raw_egg"])
    expose(family, 0, kind="measles")
    found = reads.exposures_before(door, family.mia, day(1))
    assert [(fact.first_on, fact.last_on, fact.label, fact.detail) for fact in found] == [
        (day(10), day(8), "Travel", "Lisbon"),
        (day(9), day(9), "Water from a private well", "Water to drink"),
        (day(4), day(4), "Hot tub or spa", "Water on the skin"),
        (day(4), day(4), "Raw or runny egg", "Food"),
    ]
    assert [fact.label for fact in reads.exposures_before(door, family.mia, day(1), days=3)] == [
        "Hot tub or spa",
        "Raw or runny egg",
    ]


def test_todays(family, door):
    assert reads.todays(door, family.mia, TODAY) == reads.Todays()
    routines(family, 0, False, ["raw_egg"])
    assert reads.todays(door, family.mia, TODAY).kept == "different"
    routines(family, 0, who="second")
    expose(family, 0)
    found = reads.todays(door, family.mia, TODAY)
    assert (found.kept, found.kept_by) == ("yes", "Ben")
    assert [row.label for row in found.different] == ["Raw or runny egg"]
    assert [row.label for row in found.exposures] == ["A crowded place"]


def test_lines_in_words(family):
    kept = routines(family, 0)
    different = routines(family, 0, False, [{"slug": "raw_egg", "note": "mousse"}, "pool"])
    exposed = expose(
        family, 1, 0, "sick_contact", first_time=dt.time(8, 30), place="school", distance="same room", minutes="over_60"
    )
    lines = reads.describe([kept, different, exposed])
    assert (lines[kept.pk].title, lines[kept.pk].text) == ("Usual routines kept", "")
    assert lines[different.pk].text == "Raw or runny egg (mousse), Chlorinated pool"
    assert lines[exposed.pk].title == "Exposure"
    assert lines[exposed.pk].text == (
        "Someone who was sick, Wed 18 Nov 2026 08:30 to Thu 19 Nov 2026, school, same room, more than an hour"
    )
    assert lines[exposed.pk].url == f"/p/{family.mia.pk}/precautions/exposures/{exposed.pk}/"
    assert lines[kept.pk].url == f"/p/{family.mia.pk}/precautions/{kept.pk}/"


def test_foreign_rows_are_not_there(family, outsider):
    routines(family, 0, False, ["raw_egg"])
    expose(family, 0)
    theirs = Access.for_user(outsider.guardian, now=EVENING)
    assert reads.exceptions(theirs, family.mia, day(9), TODAY) == []
    assert reads.exposures(theirs, family.mia, day(9), TODAY) == []
    assert reads.exposures_before(theirs, family.mia, TODAY) == []
    assert reads.routine_days(theirs, family.mia, day(9), TODAY) == []


def test_a_source_stands_only_beside_what_was_read_in_one(family):
    groups = {group.kind: group for group in reads.lists(family.mia).all_groups}
    assert set(groups) == set(Kind) == set(KIND_WORDS)
    by_slug = {choice.slug: choice for group in groups.values() for choice in group.choices}
    assert set(by_slug) == {listed.slug for listed in reference.all_precautions()}
    for listed in reference.all_precautions():
        assert bool(by_slug[listed.slug].source) is (listed.verified in "VP"), listed.slug
    assert "no date given" in by_slug["building_dust"].source
    assert not any("memory" in choice.source.lower() or "MEM" in choice.source for choice in by_slug.values())


def test_the_number_of_queries_does_not_grow(family):
    def count() -> list[int]:
        counts = []
        for ask in (
            lambda a: reads.routine_days(a, family.mia, day(400), TODAY),
            lambda a: reads.exceptions(a, family.mia, day(400), TODAY),
            lambda a: reads.exposures(a, family.mia, day(400), TODAY),
            lambda a: reads.exposures_before(a, family.mia, TODAY),
            lambda a: reads.todays(a, family.mia, TODAY),
            lambda a: reads.page(a, family.mia, until=TODAY),
            lambda a: reads.describe(list(Entry.objects.all())),
            lambda a: reads.lists(family.mia),
        ):
            access = Access.for_user(family.guardian, now=EVENING)
            access.patients()
            with CaptureQueriesContext(connection) as queries:
                ask(access)
            counts.append(len(queries))
        return counts

    for n in (0, 1):
        routines(family, n, False, ["raw_egg"])
        expose(family, n)
    small = count()
    for n in range(40):
        routines(family, n, who="second")
        routines(family, n, False, ["pool"])
        expose(family, n)
    assert count() == small
    assert small == [1, 1, 1, 2, 2, 4, 3, 2]
