"""The skin log as charts, lists and summaries get it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.household.access import Access
from care.record import actions as record
from care.record.models import Entry
from care.skin import actions, reads
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)


def day(n):
    return TODAY - dt.timedelta(days=n)


def log(family, n, who="guardian", *, at=None, **values):
    at = at or EVENING - dt.timedelta(days=n)
    return actions.answer(patient=family.mia, by=getattr(family, who), at=at, values=values, local_day=day(n)).entry


@pytest.fixture
def door(family):
    return Access.for_user(family.guardian, now=EVENING)


def test_only_recorded_days_are_given_oldest_first(family, door):
    log(family, 0, worst_itch=2)
    log(family, 3, skin_band="mild")
    days = reads.skin_days(door, family.mia, day(9), TODAY)
    assert [(d.date, d.worst_itch, d.skin_band) for d in days] == [(day(3), None, "mild"), (TODAY, 2, "")]
    assert reads.skin_days(door, family.mia, day(2), day(1)) == []


def test_of_two_entries_the_worse_answer_counts_question_by_question(family, door):
    log(family, 0, worst_itch=3, skin_band="severe")
    log(family, 0, "second", worst_itch=6, itch_rater="self", skin_band="mild", sleep_loss=0)
    found = reads.skin_days(door, family.mia, TODAY, TODAY)[0]
    assert (found.worst_itch, found.itch_rater, found.skin_band, found.band_digit) == (6, "self", "severe", 3)
    assert (found.sleep_loss, found.entries, found.authors) == (0, 2, ("Ana", "Ben"))
    assert {(r.value, r.rater) for r in found.ratings} == {(3, "caregiver"), (6, "self")}


def test_a_day_is_late_only_when_nothing_was_entered_in_time(family, door):
    log(family, 5, worst_itch=3, at=EVENING)
    assert reads.skin_days(door, family.mia, day(5), day(5))[0].late
    log(family, 5, "second", worst_itch=3)
    assert not reads.skin_days(door, family.mia, day(5), day(5))[0].late


def test_todays_gives_ones_own_answers_and_everybodys_checks(family, door):
    assert reads.todays(door, family.mia, TODAY) == reads.Todays()
    log(family, 0, "second", worst_itch=6)
    found = reads.todays(door, family.mia, TODAY)
    assert (found.worst_itch, found.own, len(found.checks)) == (None, None, 1)
    log(family, 0, worst_itch=2, skin_band="clear")
    found = reads.todays(door, family.mia, TODAY)
    assert (found.worst_itch, found.skin_band, found.band_digit, len(found.checks)) == (2, "clear", 0, 2)


def test_latest_before(family, door):
    assert reads.latest_before(door, family.mia, TODAY) is None
    log(family, 4, worst_itch=1)
    log(family, 2, worst_itch=7)
    log(family, 0, worst_itch=3)
    assert reads.latest_before(door, family.mia, TODAY).worst_itch == 7
    assert reads.latest_before(door, family.mia, day(2)).worst_itch == 1


def test_removed_and_foreign_checks_are_not_there(family, outsider, door):
    entry = log(family, 0, worst_itch=3)
    theirs = Access.for_user(outsider.guardian, now=EVENING)
    assert reads.skin_days(theirs, family.mia, day(9), TODAY) == []
    assert reads.todays(theirs, family.mia, TODAY).checks == ()
    record.remove(entry=entry, by=family.guardian, at=EVENING)
    assert reads.skin_days(door, family.mia, day(9), TODAY) == []


def test_a_helper_sees_only_today(family):
    log(family, 1, worst_itch=3)
    log(family, 0, worst_itch=4)
    gran = Access.for_user(family.helper, now=EVENING)
    assert [d.date for d in reads.skin_days(gran, family.mia, day(9), TODAY)] == [TODAY]


def test_describe_in_words(family):
    entry = log(
        family,
        0,
        worst_itch=4,
        skin_band="very_severe",
        sleep_loss=2,
        pus="no",
        weeping_or_crust="yes",
        cracked_bleeding="not_checked",
        sites=[{"site": "palm", "side": "left"}, {"site": "chest", "side": ""}],
        care_done=["bath", "emollient"],
    )
    line = reads.describe([entry])[entry.pk]
    assert line.title == "Skin check"
    assert line.text == (
        "itch 4 of 10, skin very severe, sleep lost 2 of 10, weeping or crust, pus: no, 2 places,"
        " bath or shower, moisturiser"
    )
    assert line.url == f"/p/{family.mia.pk}/skin/{entry.pk}/"
    assert reads.describe([Entry(kind="note")]) == {}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("worst_itch", 0, "0 of 10"),
        ("worst_itch", None, "not recorded"),
        ("sites", [{"site": "palm", "side": "both"}, {"site": "chest", "side": "midline"}], "Palm (both sides), Chest"),
        ("sites", [{"site": "palm", "side": ""}], "Palm"),
        ("care_done", ["none"], "None of these"),
        ("skin_band", "mild", "Mild"),
        ("pus", "not_sure", "Not sure"),
        ("note", "as it is", "as it is"),
        ("local_day", "2026-11-19", "Thu 19 Nov 2026"),
    ],
)
def test_values_in_words(name, value, words):
    assert reads.value_words(name, value) == words


def test_pages_of_a_month(family, door):
    log(family, 0, worst_itch=1)
    log(family, 29, worst_itch=2)
    log(family, 30, worst_itch=3)
    log(family, 80, worst_itch=4)
    page = reads.page(door, family.mia, until=TODAY)
    assert [listed.day.worst_itch for listed in page.days] == [1, 2]
    assert page.older == day(30)
    page = reads.page(door, family.mia, until=page.older)
    assert [[c.worst_itch for c in listed.checks] for listed in page.days] == [[3]]
    assert reads.page(door, family.mia, until=page.older).older is None


def test_the_number_of_queries_does_not_grow(family):
    def count() -> list[int]:
        counts = []
        for ask in (
            lambda a: reads.skin_days(a, family.mia, day(400), TODAY),
            lambda a: reads.todays(a, family.mia, TODAY),
            lambda a: reads.latest_before(a, family.mia, TODAY),
            lambda a: reads.page(a, family.mia, until=TODAY),
            lambda a: reads.describe(list(Entry.objects.all())),
        ):
            access = Access.for_user(family.guardian, now=EVENING)
            access.patients()
            with CaptureQueriesContext(
                connection,
            ) as queries:
                ask(access)
            counts.append(len(queries))
        return counts

    log(family, 0, worst_itch=3)
    log(family, 1, worst_itch=3)
    small = count()
    for n in range(2, 60):
        log(family, n, worst_itch=n % 11, skin_band="mild")
        log(family, n, "second", worst_itch=n % 7)
    assert count() == small
    assert small == [1, 1, 1, 2, 2]
