"""Which vaccines of people at home the summary of a period tells of: by the rules of the patient's own live doses."""

import datetime as dt

import pytest
import time_machine

from care.household.access import Access
from care.record.dates import parse
from care.record.models import Entry
from care.vaccines import actions, reads
from care.vaccines.models import HouseholdVaccine
from care.visits.reads.facts import vaccines as facts
from tests.people import MORNING

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 11, 19)
MAY = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def access(family):
    return Access.for_user(family.guardian, now=MORNING)


def at_home(family, dated, *, outcome="given", product="varicella", at=MORNING):
    saved = actions.record_household_vaccine(
        patient=family.mia,
        by=family.guardian,
        at=at,
        member="Noa",
        product=product,
        outcome=outcome,
        dated=parse(dated) if dated else None,
    )
    return HouseholdVaccine.objects.select_related("entry__patient__household").get(pk=saved.entry.pk)


def told(family, access) -> list:
    return [line.entry_id for line in reads.home_for_summary(access, family.mia, FIRST, LAST)]


@pytest.mark.parametrize(
    ("dated", "inside"),
    [
        ("2026-09-01", True),
        ("2026-11-19", True),
        ("2026-08-31", False),
        ("2026-11", True),  # may have been before the last day, the 19th
        ("2026-09", True),
        ("2026", True),
        ("2026-08", False),
        ("2025", False),
        (None, False),
    ],
)
def test_by_its_own_date(family, access, dated, inside):
    row = at_home(family, dated, at=AFTER)
    assert told(family, access) == ([row.pk] if inside else [])


@pytest.mark.parametrize("dated", ["2026-11", "2026"])
def test_fhir_tells_of_the_same_doses(family, access, dated):
    at_home(family, dated)
    (home,) = facts.rows(access, family.mia, FIRST, LAST)["home_vaccines"]
    assert home.dated == dated


@pytest.mark.parametrize("dated", [None, "2019", "2026-08-31"])
def test_an_older_dose_that_was_written_down_in_the_period_is_news_to_the_clinic(family, access, dated):
    row = at_home(family, dated)
    assert told(family, access) == [row.pk]


@pytest.mark.parametrize(
    ("dated", "at", "inside"),
    [
        ("2026-11-18", MORNING, True),
        ("2026-11", MORNING, True),
        ("2026-09-02", AFTER, True),  # lies in the period
        ("2015", MORNING, False),
        (None, MORNING, False),
    ],
)
def test_had_already_counts_with_a_date(family, access, dated, at, inside):
    row = at_home(family, dated, outcome="had_already", at=at)
    assert told(family, access) == ([row.pk] if inside else [])


@pytest.mark.parametrize(("was", "changes"), [("planned", {"outcome": "given"}), ("given", {"product": "varicella"})])
def test_what_became_a_live_dose_by_a_correction_is_news_too(family, access, was, changes):
    row = at_home(family, "2026-04", outcome=was, product="varicella" if was == "planned" else "ipv", at=MAY)
    assert told(family, access) == []
    actions.correct_household_vaccine(vaccine=row, by=family.guardian, at=MORNING, changes=changes)
    assert told(family, access) == [row.pk]


def test_nothing_else_is_told(family, access):
    at_home(family, "2026-11-18", product="ipv")
    at_home(family, "2026-11-18", outcome="planned")
    at_home(family, "2026-11-18", outcome="declined")
    assert told(family, access) == []


def test_newest_first_in_one_query(family, access, django_assert_num_queries):
    rows = [at_home(family, dated) for dated in ("2026-10-01", "2026-11-02", "2026-09-05")]
    list(access.of(Entry)[:1])  # the memberships are loaded once per request
    with django_assert_num_queries(1):
        found = told(family, access)
    assert found == [rows[1].pk, rows[0].pk, rows[2].pk]
