"""Live doses in a summary: every one, however old, those of the period first; and all that was given in FHIR."""

import datetime as dt

import pytest
import time_machine

from care.household.access import Access
from care.record import actions as record
from care.record.dates import PartialDate
from care.vaccines import actions as vaccines
from care.vaccines.models import VaccineDecision
from care.visits import reads
from care.visits.reads.summary import page_of
from tests.care.visits.test_document import line, made, replace_behind_the_back
from tests.people import MORNING

D = dt.date
LONG_AGO = MORNING - dt.timedelta(days=140)
IN_2021, LATELY = PartialDate.on(D(2021, 9, 3)), PartialDate.on(D(2026, 11, 1))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def tell(family, product, outcome="given", dated=None, at=MORNING):
    return vaccines.record_decision(
        patient=family.mia, by=family.guardian, at=at, outcome=outcome, product=product, dated=dated
    )


def immunizations(summary):
    found = reads.fhir_bundle(page_of(summary, latest=1))
    rows = (entry["resource"] for entry in found["entry"])
    return {row["vaccineCode"]["text"]: row["status"] for row in rows if row["resourceType"] == "Immunization"}


@pytest.mark.parametrize(("outcome", "dated"), [("given", IN_2021), ("had_already", IN_2021), ("had_already", None)])
@pytest.mark.parametrize("also", [False, True])
def test_a_live_dose_of_long_ago_stays_in_view(family, outcome, dated, also):
    tell(family, "mmr", outcome, dated, at=LONG_AGO)
    if also:
        tell(family, "influenza-inactivated", "given", LATELY)
    summary = made(family)
    said = line(summary, "live-given")
    assert said.startswith("before the period: Measles-mumps-rubella (MMR) (LIVE)")
    assert ("3 Sep 2021" if dated else "date not known") in said
    assert ("Had it already" in said) is (outcome == "had_already")
    assert "recorded" not in said
    # It is told once.
    assert "MMR" not in line(summary, "decided")
    assert immunizations(summary)["Measles-mumps-rubella (MMR)"] == "completed"


@pytest.mark.parametrize(("outcome", "dated"), [("given", IN_2021), ("given", LATELY), ("had_already", IN_2021)])
def test_a_dose_that_nobody_knows_stands_with_the_live_ones(family, outcome, dated):
    """ "None recorded" would say more than anybody knows."""
    vaccines.record_decision(
        patient=family.mia, by=family.guardian, at=LONG_AGO if dated is IN_2021 else MORNING,
        outcome=outcome, product="", product_text="Card Seven", dated=dated,
    )  # fmt: skip
    summary = made(family)
    assert "Card Seven (Not known, ask)" in line(summary, "live-given")
    assert "none recorded" not in line(summary, "live-given")
    for key in ("other-given", "decided"):
        assert "Card Seven" not in line(summary, key)


def test_those_of_the_period_come_first_and_are_told_apart(family):
    tell(family, "mmr", "given", IN_2021, at=LONG_AGO)
    tell(family, "varicella", "given", LATELY)
    # Given long ago, and told only now.
    tell(family, "rotavirus-rv1", "given", PartialDate.on(D(2020, 6, 1)))
    said = line(made(family), "live-given")
    news, before = said.split("; before the period: ")
    assert news.startswith("given or written down in the period: ")
    assert "Chickenpox" in news or "Varicella" in news
    assert "otavirus" in news
    assert "MMR" in before
    assert "MMR" not in news


def test_none_recorded_needs_an_answer_about_vaccines(family):
    assert line(made(family), "live-given") == "not recorded."
    tell(family, "mmr", "asked")
    tell(family, "varicella", "planned", PartialDate.on(D(2027, 2, 1)))
    # A question and a plan are no answer.
    assert line(made(family), "live-given") == "not recorded."
    tell(family, "influenza-inactivated", "given", PartialDate.on(D(2019, 10, 1)), at=LONG_AGO)
    assert line(made(family), "live-given") == "none recorded (1 vaccine written down)."


def test_a_dose_after_the_days_of_a_summary_is_not_in_it(family):
    with time_machine.travel(MORNING + dt.timedelta(days=9), tick=False):
        tell(family, "varicella", "given", PartialDate.on(D(2026, 11, 27)), at=MORNING + dt.timedelta(days=9))
        assert line(made(family), "live-given") == "not recorded."


def test_every_dose_ever_given_is_in_the_document_for_clinic_software(family):
    tell(family, "influenza-inactivated", "given", IN_2021, at=LONG_AGO)
    tell(family, "varicella", "had_already", at=LONG_AGO)
    tell(family, "mmr", "declined", IN_2021, at=LONG_AGO)
    found = immunizations(made(family))
    assert sorted(found.values()) == ["completed", "completed"]


def test_changed_doses_words_and_those_at_home_are_marked(family):
    who = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    given = {"product": "varicella", "outcome": "given", "dated": LATELY}
    said = {"says": "do_not_give", "told_by": "Dr Okafor", "given_on": D(2025, 3, 1), "product": "mmr"}
    rows = {
        "live-given": tell(family, "varicella", "given", LATELY).entry,
        "directives": vaccines.add_directive(**who, **said).entry,
        "at-home": vaccines.record_household_vaccine(**who, member="Åse", **given).entry,
    }
    for key, entry in rows.items():
        assert " E" not in line(made(family), key)
        record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"source": "document"})
        assert " E" in line(made(family), key)


def test_late_doses_and_words_are_marked(family):
    early = D(2026, 11, 2)
    tell_late = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    dose = vaccines.record_decision(**tell_late, outcome="given", product="varicella", dated=LATELY)
    record.correct(entry=dose.entry, by=family.guardian, at=MORNING, changes={"local_day": early})
    assert "1 Nov 2026 L E" in line(made(family), "live-given")


def test_an_older_summary_keeps_what_it_said_and_says_what_it_lacks(family):
    tell(family, "varicella", "given", LATELY)
    summary = made(family)
    old = summary.content | {"schema": 2}
    old["vaccines"] = {name: part for name, part in old["vaccines"].items() if name != "live_before"}
    replace_behind_the_back(summary, old)
    summary.refresh_from_db()
    assert line(summary, "live-given") == "Varicella (chickenpox) (LIVE), 1 Nov 2026"
    assert "live vaccines of long ago" in page_of(summary, latest=1).document.older
    with_access = Access.for_user(family.guardian, now=MORNING)
    assert VaccineDecision.objects.count() == 1
    assert reads.summary_page(with_access, summary.visit).intact
