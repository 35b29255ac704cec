"""What pages, summaries and other rooms are told."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.household.access import Access, Grant
from care.infections import actions, reads
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)


def door(user, now=MORNING) -> Access:
    return Access.for_user(user, now=now)


def start(family, site="lung", *, began=0, ended=None, at=None, by=None, patient=None, **values):
    """An infection that began, and perhaps ended, so many days before today; written down when it began."""
    by, patient = by or family.guardian, patient or family.mia
    at = at or MORNING - began * DAY
    onset = PartialDate.on(TODAY - began * DAY)
    entry = actions.start_episode(patient=patient, by=by, at=at, site=site, onset=onset, **values).entry
    if ended is not None:
        end = PartialDate.on(TODAY - ended * DAY)
        actions.close_episode(episode=entry.infection, on=end, by=by, at=MORNING)
    return entry.infection


def temperature(family, tenths, unit="C", *, days=0, **values):
    at = MORNING - days * DAY
    return actions.record_temperature(
        patient=family.mia, by=family.guardian, at=at, tenths=tenths, unit=unit, **values
    ).entry


def test_open_ones_longest_first_without_the_over_the_ruled_out_and_the_removed(family):
    start(family, "ear", began=9, ended=2)
    second = start(family, "gut", began=1)
    first = start(family, "lung", began=4)
    ruled_out = start(family, "throat")
    actions.correct_episode(episode=ruled_out, by=family.guardian, at=MORNING, changes={"verification": "refuted"})
    removed = start(family, "eye")
    record.remove(entry=removed.entry, by=family.guardian, at=MORNING)
    start(family, "nail", patient=family.leo)
    found = reads.open_episodes(door(family.guardian), family.mia)
    assert [view.pk for view in found] == [first.pk, second.pk]
    assert [view.days for view in found] == [5, 2]
    assert found[0].title == "Chest infection"


def test_who_sees_what_is_open(family, outsider):
    start(family, began=3)
    seen = {
        who: len(reads.open_episodes(door(getattr(family, who)), family.mia))
        for who in ("guardian", "second", "helper", "viewer")
    }
    assert seen == {"guardian": 1, "second": 1, "helper": 1, "viewer": 1}
    assert reads.any_open(door(family.helper), [family.mia, family.leo])
    assert not reads.any_open(door(family.guardian), [family.leo])
    assert not reads.any_open(door(outsider.guardian), [family.mia])


def test_episodes_of_a_period_are_those_that_touch_it(family):
    before = start(family, "ear", began=40, ended=31)
    reaching_in = start(family, "lung", began=35, ended=25)
    inside = start(family, "gut", began=20, ended=18)
    still = start(family, "sinus", began=60)
    later = start(family, "eye", began=2)
    access = door(family.guardian)
    found = reads.episodes(access, family.mia, TODAY - 30 * DAY, TODAY - 10 * DAY)
    assert [view.pk for view in found] == [still.pk, reaching_in.pk, inside.pk]
    assert before.pk not in {v.pk for v in found}
    assert later.pk not in {v.pk for v in found}
    assert [view.days for view in found] == [51, 11, 3]


def test_a_share_link_opens_only_its_room_and_days(family):
    start(family, began=3)

    def access(**change):
        values = {
            "patient_id": family.mia.pk,
            "sections": frozenset({"infections"}),
            "first_day": TODAY - 10 * DAY,
            "last_day": TODAY,
            "expires_at": MORNING + DAY,
        } | change
        return Access.for_grant(Grant(**values), now=MORNING)

    def count(**change):
        return len(reads.episodes(access(**change), family.mia, TODAY - 90 * DAY, TODAY))

    assert count() == 1
    assert count(sections=frozenset({"skin"})) == 0
    assert count(first_day=TODAY) == 0
    assert count(expires_at=MORNING) == 0


def test_temperatures_in_both_units_and_the_highest_exactly(family):
    temperature(family, 1004, "F", days=2)
    temperature(family, 380, days=1)
    temperature(family, 379)
    found = reads.temperatures(door(family.guardian), family.mia, TODAY - 5 * DAY, TODAY)
    assert [view.words for view in found] == ["100.4 °F", "38.0 °C", "37.9 °C"]
    assert [view.other_unit for view in found] == ["38.0 °C", "100.4 °F", "100.2 °F"]
    assert found[0].common == found[1].common > found[2].common
    assert reads.highest(found) is found[0]
    assert reads.highest([]) is None


def test_checks_of_today_and_of_a_period(family):
    chest = start(family, began=3)
    for who, course, at in (
        (family.guardian, "worse", MORNING - DAY),
        (family.guardian, "same", MORNING),
        (family.second, "better", EVENING),
    ):
        actions.check_episode(episode=chest, course=course, by=who, at=at)
    access = door(family.guardian, EVENING)
    assert [(c.episode_id, c.course) for c in reads.todays_checks(access, family.mia, TODAY)] == [
        (chest.pk, "better"),
        (chest.pk, "same"),
    ]
    assert [c.course for c in reads.checks(access, family.mia, TODAY - DAY, TODAY)[chest.pk]] == [
        "worse",
        "same",
        "better",
    ]
    # With the infection taken back, its checks are no longer said to be of an infection.
    record.remove(entry=chest.entry, by=family.guardian, at=EVENING)
    assert not reads.todays_checks(access, family.mia, TODAY)
    assert not reads.checks(access, family.mia, TODAY - DAY, TODAY)


def test_a_line_says_what_was_logged(family):
    lump = actions.start_lump(
        patient=family.mia,
        by=family.guardian,
        at=MORNING,
        area="head",
        body_site="cheek",
        side="left",
        size_mm=15,
        size_basis="estimate",
        signs=["swelling"],
        warm="yes",
        red_or_darker="no",
    ).entry
    check = actions.check_episode(episode=lump.infection, course="worse", by=family.guardian, at=MORNING).entry
    reading = temperature(family, 384, route="ear", antipyretic="yes")
    note = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING).entry
    found = reads.describe([lump, check, reading, note])
    assert found[lump.pk].title == "Lump or boil: Cheek (left)"
    assert found[lump.pk].text == "15 mm (estimate), Swelling, Warm"
    assert found[lump.pk].url == f"/p/{family.mia.pk}/infections/{lump.pk}/"
    assert (found[check.pk].title, found[check.pk].text) == ("Lump or boil: Cheek (left)", "Worse")
    assert found[check.pk].url == found[lump.pk].url
    assert found[reading.pk].text == "38.4 °C, Ear, fever medicine in the 6 hours before"
    assert note.pk not in found


def test_none_of_these_and_nothing_recorded_read_differently(family):
    blank, none = start(family, "lung"), start(family, "lung", signs=["none"])
    found = reads.describe([blank.entry, none.entry])
    assert found[blank.pk].text == ""
    assert found[none.pk].text == "None of these"


def test_a_partial_date_is_never_said_more_exactly_than_it_was_known(family):
    row = start(family, at=MORNING)
    for n, onset in enumerate((PartialDate.of(2026, 10), PartialDate.of(2026), PartialDate.of(2026, 9, 3))):
        at = MORNING + dt.timedelta(minutes=n)
        actions.correct_episode(episode=row, by=family.guardian, at=at, changes={"onset": onset})
    page = reads.episode_page(door(family.guardian), row)
    assert [(line.label, line.was) for line in page.changes] == [
        ("Began", "Thu 19 Nov 2026"),
        ("Began", "October 2026"),
        ("Began", "2026"),
    ]


def test_cold_needs_three_times_no(family):
    lump = actions.start_lump(patient=family.mia, by=family.guardian, at=MORNING).entry.infection
    answers = [("no", "no", "not_checked", False), ("no", "no", "", False), ("no", "no", "no", True)]
    for warm, red, painful, expected in answers:
        changes = {"warm": warm, "red_or_darker": red, "painful": painful}
        actions.correct_episode(episode=lump, by=family.guardian, at=MORNING, changes=changes)
        assert reads.open_episodes(door(family.guardian), family.mia)[0].looks_quiet is expected


def test_the_number_of_queries_does_not_grow(family):
    def queries() -> dict[str, int]:
        counted = {}
        for name, call in {
            "open": lambda a: reads.open_episodes(a, family.mia),
            "episodes": lambda a: reads.episodes(a, family.mia, TODAY - 400 * DAY, TODAY),
            "list": lambda a: reads.episode_list(a, family.mia),
            "temperatures": lambda a: reads.temperatures(a, family.mia, TODAY - 400 * DAY, TODAY),
            "checks": lambda a: reads.checks(a, family.mia, TODAY - 400 * DAY, TODAY),
            "today": lambda a: reads.todays_checks(a, family.mia, TODAY),
            "describe": lambda a: reads.describe(list(Entry.objects.all())),
        }.items():
            access = door(family.guardian, EVENING)
            access.patients()
            with CaptureQueriesContext(connection) as seen:
                assert call(access) is not None
            counted[name] = len(seen)
        return counted

    def add(count: int, offset: int) -> None:
        for n in range(offset, offset + count):
            row = start(family, began=n + 1)
            actions.check_episode(episode=row, course="same", by=family.guardian, at=MORNING)
            temperature(family, 380, days=n, episode=row)
            actions.close_episode(
                episode=row, on=PartialDate.on(TODAY), by=family.guardian, at=MORNING
            ) if n % 2 else None

    add(3, 0)
    few = queries()
    add(57, 3)
    assert queries() == few
    assert few == {
        "open": 1, "episodes": 1, "list": 2, "temperatures": 1, "checks": 1, "today": 1, "describe": 4,
    }  # fmt: skip
