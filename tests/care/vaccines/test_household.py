"""Vaccines of people at home are never the patient's."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from care.plan.models import FlagMessage
from care.record.dates import parse
from care.record.models import Entry
from care.vaccines import actions, reads
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from tests.care.vaccines.pages import url
from tests.people import MORNING


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def at_home(family, **values):
    values = {"member": "Noa", "product": "varicella", "outcome": "given", "dated": parse("2026-11-18")} | values
    saved = actions.record_household_vaccine(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return saved.entry.household_vaccine


def access_of(family):
    from care.household.access import Access

    return Access.for_user(family.guardian, now=MORNING)


def rules_that_spoke() -> set[str]:
    return set(FlagMessage.objects.values_list("rule", flat=True))


def test_never_mixed_with_the_patients(family):
    at_home(family, product="mmr")
    access = access_of(family)
    assert reads.decisions(access, family.mia) == []
    assert reads.latest(access, family.mia) == {}
    found = reads.for_summary(access, family.mia, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    for part in (found.live_given, found.given, found.decided, found.open_questions, found.live_planned):
        assert part == []
    assert reads.days_since_live_vaccine(family.mia, MORNING.date()) is None
    assert VaccineDecision.objects.count() == 0
    assert [line.member for line in reads.home_vaccines(access, family.mia)] == ["Noa"]


def test_the_patients_are_not_among_those_at_home(family):
    actions.record_decision(
        patient=family.mia, by=family.guardian, at=MORNING, product="mmr", outcome="given", dated=parse("2026-11-18")
    )
    assert reads.home_vaccines(access_of(family), family.mia) == []


def test_in_the_api_they_are_two_lists(family, ana):
    at_home(family)
    assert ana.get(reverse("api:vaccine-decision-list")).json()["results"] == []
    rows = ana.get(reverse("api:household-vaccine-list")).json()["results"]
    assert [(row["member"], row["product"], row["dated"]) for row in rows] == [("Noa", "varicella", "2026-11-18")]


@pytest.mark.parametrize(
    ("values", "spoke"),
    [
        ({"product": "opv-unspecified"}, {"RF-23"}),
        ({"product": "smallpox-acam2000"}, {"RF-23"}),
        ({"product": "varicella", "contact": "yes"}, {"RF-23"}),
        ({"product": "varicella", "contact": "no"}, set()),
        ({"product": "mmr", "contact": "yes"}, set()),
        ({"product": "ipv"}, set()),
        ({"product": "opv-unspecified", "outcome": "planned"}, set()),
        ({"product": "opv-unspecified", "outcome": "had_already"}, {"RF-23"}),
        ({"product": "opv-unspecified", "outcome": "had_already", "dated": parse("2015")}, set()),
    ],
)
def test_what_the_red_flag_rules_say(family, values, spoke):
    at_home(family, **values)
    assert rules_that_spoke() == spoke


def test_a_correction_asks_the_rules_again(family):
    row = at_home(family, product="ipv")
    assert rules_that_spoke() == set()
    actions.correct_household_vaccine(
        vaccine=row, by=family.guardian, at=MORNING, changes={"product": "opv-unspecified"}
    )
    assert rules_that_spoke() == {"RF-23"}


@pytest.mark.parametrize(
    "values",
    [{"member": ""}, {"product": "no-such"}, {"outcome": "eaten"}, {"contact": "perhaps"}, {"dated": parse("2027")}],
)
def test_what_does_not_fit_is_refused(family, values):
    with pytest.raises(ValidationError):
        at_home(family, **values)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("product", "words"),
    [
        ("opv-unspecified", ["Tell <bdi>Mia</bdi>&#x27;s immunology team today.", "IDSA guideline"]),
        ("smallpox-acam2000", ["Tell <bdi>Mia</bdi>&#x27;s immunology team today.", "CDC CDSi"]),
        ("varicella", ["If the vaccinated person gets a rash", "IDSA guideline"]),
        ("bcg", ["Tend has no source on contact after this vaccine."]),
    ],
)
def test_its_page_tells_what_it_means_for_the_patient(family, ana, product, words):
    row = at_home(family, product=product)
    html = ana.get(url("home-detail", family, shot=row.pk)).content.decode()
    for word in words:
        assert word in html.replace("'s immunology", "&#x27;s immunology")
    if product in ("varicella", "bcg"):
        assert "immunology team today" not in html


@pytest.mark.parametrize(
    ("outcome", "dated", "told"),
    [
        ("given", "2026-11-18", "Tell"),
        ("given", None, "Tell"),
        ("had_already", "2026-11-18", "Tell"),
        ("had_already", "2015", ""),
        ("had_already", None, ""),
        ("planned", "2026-12-01", "Ask"),
        ("declined", None, "Ask"),
    ],
)
def test_the_team_is_told_of_a_dose_and_asked_before_one(family, ana, outcome, dated, told):
    """A dose that somebody had is never one to ask about first, and one of long ago tells nobody anything today."""
    row = at_home(family, product="opv-unspecified", outcome=outcome, dated=parse(dated) if dated else None)
    html = ana.get(url("home-detail", family, shot=row.pk)).content.decode()
    assert ("immunology team today." in html) is (told == "Tell")
    assert ("Ask the immunology team before this dose." in html) is (told == "Ask")


def test_a_vaccine_that_is_not_live_has_no_note(family, ana):
    row = at_home(family, product="ipv")
    assert 'data-testid="contact-note"' not in ana.get(url("home-detail", family, shot=row.pk)).content.decode()


def test_write_change_and_take_back_by_hand(family, ana):
    html = ana.get(url("home-add", family) + "?product=varicella").content.decode()
    assert "Does Mia touch their nappies" in html
    assert "Does Mia touch" not in ana.get(url("home-add", family) + "?product=mmr").content.decode()
    form = {"member": "Noa <i>", "outcome": "given", "when": "today", "contact": "not_sure"}
    answer = ana.post(url("home-add", family) + "?product=varicella", form)
    row = HouseholdVaccine.objects.get()
    assert (row.member, row.contact, row.dated.text) == ("Noa <i>", "not_sure", "2026-11-19")
    html = ana.get(answer.url).content.decode()
    assert 'data-testid="undo"' in html
    assert "Noa &lt;i&gt;" in html
    ana.post(url("home-edit", family, shot=row.pk), form | {"member": "Noa", "when": "not_known"})
    row.refresh_from_db()
    assert (row.member, row.dated) == ("Noa", None)
    assert 'value="Noa"' in ana.get(url("home-add", family)).content.decode()
    answer = ana.post(url("home-delete", family, shot=row.pk))
    assert "Put back" in ana.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"member": "Noa"}, {"outcome": "given"}, {"member": "x" * 90, "outcome": "given"}]
)
def test_bad_input_is_named(family, ana, data):
    answer = ana.post(url("home-add", family) + "?product=mmr", data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_lines_of_the_timeline_say_whose_it_was(family):
    row = at_home(family)
    line = reads.describe([row.entry])[row.pk]
    assert line.title == "Vaccine of somebody at home"
    assert line.text == "Noa, Varicella (chickenpox), Given, 18 Nov 2026"
    assert line.marks == ("LIVE",)


# --- as much as the patient's own log -----------------------------------------------------------------------------

FULL = {
    "decided_by": "pediatrician",
    "advised_by": "Dr Lind",
    "reason": "School asked for it",
    "place": "Village practice",
    "lot": "AB-12",
    "route": "muscle",
    "site": "arm_left",
    "dose_number": 2,
    "reaction": "Sore arm for a day",
}
WORDS = (
    "The pediatrician",
    "Dr Lind",
    "School asked for it",
    "Village practice",
    "AB-12",
    "Into the muscle",
    "Left arm",
)


def test_everything_of_the_dose_is_kept_shown_and_changed(family, ana):
    form = {"member": "Noa", "outcome": "given", "when": "today"} | FULL
    answer = ana.post(url("home-add", family) + "?product=mmr", form)
    row = HouseholdVaccine.objects.get()
    assert {name: getattr(row, name) for name in FULL} == FULL
    html = ana.get(answer.url).content.decode()
    for word in (*WORDS, "Sore arm for a day"):
        assert word in html
    assert 'data-testid="add-photo"' in html
    page = ana.get(url("home-edit", family, shot=row.pk)).content.decode()
    assert 'value="AB-12"' in page
    ana.post(url("home-edit", family, shot=row.pk), form | {"lot": "CD-34", "member": "Noah", "outcome": "declined"})
    html = ana.get(url("home-detail", family, shot=row.pk)).content.decode()
    for old in ("was AB-12, changed by", "was Given, changed by", "was Noa, changed by"):
        assert old in html


def test_history_says_yes_and_no_in_words(family, ana):
    row = at_home(family, contact="not_sure")
    actions.correct_household_vaccine(vaccine=row, by=family.guardian, at=MORNING, changes={"contact": "no"})
    assert "was Not sure, changed by" in ana.get(url("home-detail", family, shot=row.pk)).content.decode()


@pytest.mark.parametrize("wrong", [{"dose_number": 0}, {"dose_number": 21}, {"route": "eaten"}, {"lot": "x" * 61}])
def test_what_does_not_fit_the_dose_is_refused(family, wrong):
    with pytest.raises(ValidationError):
        at_home(family, **wrong)
    assert Entry.objects.count() == 0


def test_the_api_has_it_all(family, ana):
    body = {"patient": str(family.mia.pk), "member": "Noa", "product": "mmr", "outcome": "given"} | FULL
    answer = ana.post(reverse("api:household-vaccine-list"), body, content_type="application/json")
    assert answer.status_code == 201
    found = ana.get(reverse("api:household-vaccine-list")).json()["results"][0]
    assert {name: found[name] for name in FULL} == FULL


@pytest.mark.parametrize("times", [1, 8])
def test_its_page_asks_the_database_as_often_whatever_there_is(family, times, django_assert_max_num_queries):
    row = at_home(family)
    for n in range(times):
        at_home(family)
        actions.correct_household_vaccine(vaccine=row, by=family.guardian, at=MORNING, changes={"lot": f"A{n}"})
    client = family.client("guardian")
    with django_assert_max_num_queries(14):
        client.get(url("home-detail", family, shot=row.pk))
