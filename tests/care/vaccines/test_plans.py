"""A planned live vaccine is announced, however it came to be planned, changed or not planned any more."""

import datetime as dt

import pytest
import time_machine

from care.household import events
from care.household.access import Access
from care.record import actions as record
from care.record.dates import parse
from care.record.models import Entry
from care.vaccines import actions, reads
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import Outcome, ask_before_date, said_on
from tests.people import MORNING

SPRING = dt.date(2027, 3, 1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def heard():
    """(decision, patient, date) of every announcement of the test."""
    found = []

    def note(event):
        found.append((event.decision_id, event.patient_id, event.planned_on))

    events.listen(events.LiveVaccinePlanned)(note)
    yield found
    events._listeners[events.LiveVaccinePlanned].remove(note)


def plan(family, *, at=MORNING, **values):
    values = {"product": "mmr", "outcome": "planned", "dated": parse("2027-03")} | values
    saved = actions.record_decision(patient=family.mia, by=family.guardian, at=at, **values)
    return VaccineDecision.objects.select_related("entry").get(pk=saved.entry.pk)


def standing(heard) -> dict:
    """What a listener knows after all of it: (decision, patient) to date."""
    return {(decision, patient): day for decision, patient, day in heard}


@pytest.mark.parametrize(
    ("values", "day"),
    [
        ({}, SPRING),
        ({"dated": parse("2027-03-09")}, dt.date(2027, 3, 9)),
        ({"dated": parse("2027")}, dt.date(2027, 1, 1)),
        ({"dated": None}, None),
        ({"product": "typhoid-unspecified"}, SPRING),  # depends: as live until answered
        ({"product": "", "product_text": "Card 7"}, SPRING),  # nobody knows
    ],
)
def test_a_plan_is_announced(family, heard, values, day):
    row = plan(family, **values)
    assert heard == [(row.pk, family.mia.pk, day)]


@pytest.mark.parametrize(
    "values",
    [
        {"product": "hpv"},
        {"product": "mpox-mva-bn"},
        {"product": "ppsv23"},
        *({"outcome": outcome} for outcome in Outcome if outcome not in {"planned", "given", "had_already", "immune"}),
        {"outcome": "given", "dated": parse("2026-11-18")},
    ],
)
def test_nothing_else_is(family, heard, values):
    plan(family, **values)
    assert heard == []


def test_one_of_somebody_at_home_is_not(family, heard):
    actions.record_household_vaccine(
        patient=family.mia,
        by=family.guardian,
        at=MORNING,
        member="Noa",
        product="mmr",
        outcome="planned",
        dated=parse("2027-03"),
    )
    assert heard == []


@pytest.mark.parametrize(
    ("changes", "day"),
    [
        ({"dated": parse("2027-04-02")}, dt.date(2027, 4, 2)),
        ({"dated": None}, None),
        ({"outcome": "declined"}, None),
        ({"outcome": "given", "dated": parse("2026-11-18")}, None),
        ({"product": "hpv"}, None),
        ({"product": "varicella"}, SPRING),
    ],
)
def test_a_change_is_announced(family, heard, changes, day):
    row = plan(family)
    actions.correct_decision(decision=row, by=family.guardian, at=MORNING + HOUR, changes=changes)
    assert standing(heard) == {(row.pk, family.mia.pk): day}
    assert heard[-1][2] == day


def test_a_change_into_a_plan_is_announced(family, heard):
    row = plan(family, outcome="asked", dated=None)
    changes = {"outcome": "planned", "dated": parse("2027-03")}
    actions.correct_decision(decision=row, by=family.guardian, at=MORNING + HOUR, changes=changes)
    assert heard == [(row.pk, family.mia.pk, SPRING)]


def test_taking_it_back_and_putting_it_back_are_announced(family, heard):
    row = plan(family)
    actions.remove_decision(decision=row, by=family.guardian, at=MORNING)
    assert heard[-1] == (row.pk, family.mia.pk, None)
    record.restore(entry=row.entry, by=family.guardian, at=MORNING)
    assert heard[-1] == (row.pk, family.mia.pk, SPRING)


def test_moving_it_to_the_other_child_moves_the_plan(family, heard):
    row = plan(family)
    record.move(entry=row.entry, to=family.leo, by=family.guardian, at=MORNING)
    assert standing(heard) == {(row.pk, family.mia.pk): None, (row.pk, family.leo.pk): SPRING}


@pytest.mark.parametrize("outcome", ["given", "declined", "asked", "medical_reason"])
def test_a_later_word_on_the_same_vaccine_ends_the_plan_and_its_removal_brings_it_back(family, heard, outcome):
    row = plan(family)
    later = plan(family, outcome=outcome, dated=parse("2026-11-19"), at=MORNING + HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): None}
    actions.remove_decision(decision=later, by=family.guardian, at=MORNING + 2 * HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): SPRING}


def test_a_dose_of_years_ago_or_another_vaccine_leaves_the_plan(family, heard):
    row = plan(family)
    plan(family, outcome="given", dated=parse("2022"), at=MORNING + HOUR)
    plan(family, product="varicella", outcome="declined", dated=None, at=MORNING + HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): SPRING}


def test_a_second_plan_takes_the_place_of_the_first(family, heard):
    first = plan(family)
    second = plan(family, dated=parse("2027-05"), at=MORNING + HOUR)
    assert standing(heard) == {(first.pk, family.mia.pk): None, (second.pk, family.mia.pk): dt.date(2027, 5, 1)}


def everywhere(family) -> list[tuple[str, ...]]:
    """The plans for MMR that stand, as each place tells of them."""
    access, day = Access.for_user(family.guardian, now=MORNING), MORNING.date()
    kept = {line.entry_id: line.date for line in reads.decisions(access, family.mia)}
    places = (
        reads.planned_live(access, family.mia),
        [line.entry_id for line in reads.open_questions(access, family.mia)],
        [line.entry_id for line in reads.for_summary(access, family.mia, day, day).live_planned],
    )
    return [tuple(sorted(kept[key] for key in place)) for place in places]


@pytest.mark.parametrize("number", [None, 1])
def test_had_it_already_without_a_date_is_an_old_story_and_ends_no_plan(family, heard, number):
    row = plan(family)
    plan(family, outcome="had_already", dated=None, dose_number=number, at=MORNING + HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): SPRING}
    assert everywhere(family) == [("March 2027",)] * 3
    access = Access.for_user(family.guardian, now=MORNING)
    assert reads.latest(access, family.mia)["mmr"].entry_id == row.pk


def test_had_it_already_with_the_day_of_it_ends_the_plan_and_without_one_a_question(family, heard):
    row = plan(family)
    plan(family, outcome="had_already", dated=parse("2026-11-19"), at=MORNING + HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): None}
    plan(family, product="varicella", outcome="asked", dated=None)
    plan(family, product="varicella", outcome="had_already", dated=None, at=MORNING + HOUR)
    assert everywhere(family) == [()] * 3


def test_two_doses_of_one_vaccine_are_two_plans(family, heard):
    first = plan(family, dated=parse("2026-12-10"), dose_number=1)
    second = plan(family, dated=parse("2027-06-10"), dose_number=2, at=MORNING + HOUR)
    days = {(first.pk, family.mia.pk): dt.date(2026, 12, 10), (second.pk, family.mia.pk): dt.date(2027, 6, 10)}
    assert standing(heard) == days
    assert everywhere(family) == [("10 Dec 2026", "10 Jun 2027")] * 3


@pytest.mark.parametrize("dated", ["2026", "2026-11-19"])
@pytest.mark.parametrize("outcome", ["given", "had_already"])
def test_a_dose_ends_the_plan_of_its_own_number_only(family, heard, outcome, dated):
    first = plan(family, dated=parse("2026-12-10"), dose_number=1)
    second = plan(family, dated=parse("2027-06-10"), dose_number=2)
    given = plan(family, outcome=outcome, dated=parse(dated), dose_number=1, at=MORNING + HOUR)
    assert standing(heard) == {(first.pk, family.mia.pk): None, (second.pk, family.mia.pk): dt.date(2027, 6, 10)}
    assert everywhere(family) == [("10 Jun 2027",)] * 3
    actions.correct_decision(decision=given, by=family.guardian, at=MORNING + 2 * HOUR, changes={"dose_number": 2})
    assert standing(heard) == {(first.pk, family.mia.pk): dt.date(2026, 12, 10), (second.pk, family.mia.pk): None}


@pytest.mark.parametrize(("was", "now"), [(None, 2), (1, None), (1, 1)])
def test_a_word_about_no_dose_in_particular_is_about_all_of_them(family, heard, was, now):
    row = plan(family, dose_number=was)
    plan(family, outcome="declined", dated=None, dose_number=now, at=MORNING + HOUR)
    assert standing(heard) == {(row.pk, family.mia.pk): None}
    assert everywhere(family) == [()] * 3


def test_the_page_the_summary_and_the_announcement_agree_on_what_stands(family):
    """A plan dated ahead of the word that ended it is no longer a plan anywhere."""
    plan(family)
    with time_machine.travel(MORNING + HOUR, tick=False):
        said = plan(family, outcome="declined", dated=None, at=MORNING + HOUR)
    access = Access.for_user(family.guardian)
    assert reads.latest(access, family.mia)["mmr"].entry_id == said.pk
    assert reads.open_questions(access, family.mia) == []
    assert reads.for_summary(access, family.mia, MORNING.date(), MORNING.date()).live_planned == []


def test_a_failing_listener_undoes_the_decision(family):
    def fail(event):
        raise RuntimeError

    events.listen(events.LiveVaccinePlanned)(fail)
    try:
        with pytest.raises(RuntimeError):
            plan(family)
    finally:
        events._listeners[events.LiveVaccinePlanned].remove(fail)
    assert not Entry.objects.filter(kind=Entry.Kind.VACCINE_DECISION).exists()


@pytest.mark.parametrize(
    ("dated", "written", "day"),
    [
        (None, "2026-11-19", "2026-11-19"),
        ("2027-03", "2026-11-19", "2026-11-19"),
        ("2022", "2026-11-19", "2022-12-31"),
        ("2026", "2026-11-19", "2026-11-19"),
        ("2026-11-18", "2026-11-19", "2026-11-18"),
    ],
)
def test_the_day_a_decision_speaks_from(dated, written, day):
    found = said_on(parse(dated) if dated else None, dt.date.fromisoformat(written))
    assert found == dt.date.fromisoformat(day)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_plan_asks_to_wait(outcome):
    assert ask_before_date("mmr", outcome) is (outcome is Outcome.PLANNED)
