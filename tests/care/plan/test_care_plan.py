"""The signed care plan: versions, what it may change, its review day, and where it stands on the screen."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from care.household.access import Access
from care.household.models import AuditEvent
from care.plan import actions, reads
from care.plan.models import CarePlan
from care.plan.rules.facts import Facts
from care.record import actions as record
from tests.people import EVENING

SIGNED = {"signed_by": "Dr Okafor", "signed_on": dt.date(2026, 6, 1)}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def save(family, **values):
    return actions.save_care_plan(patient=family.mia, by=family.guardian, at=EVENING, values=SIGNED | values)


def ask(family, **told):
    entry = record.add(patient=family.mia, kind="temperature", by=family.guardian, at=EVENING).entry
    return actions.raise_flags(entry=entry, by=family.guardian, at=EVENING, facts=Facts(**told))


@pytest.mark.parametrize(
    ("signed", "review"),
    [(dt.date(2026, 6, 1), dt.date(2027, 6, 1)), (dt.date(2024, 2, 29), dt.date(2025, 3, 1))],
)
def test_it_is_reviewed_after_twelve_months_unless_said(family, signed, review):
    assert save(family, signed_on=signed).review_on == review
    assert save(family, signed_on=signed, review_on=dt.date(2026, 12, 24)).review_on == dt.date(2026, 12, 24)


def test_every_change_is_a_version_and_the_same_again_is_none(family):
    first = save(family, spo2_min=92)
    assert save(family, spo2_min=92).pk == first.pk
    second = save(family, spo2_min=90)
    assert (first.version, second.version) == (1, 2)
    first.refresh_from_db()
    assert first.spo2_min == 92
    access = Access.for_user(family.guardian, now=EVENING)
    assert reads.spo2_min(access, family.mia) == 90
    assert [plan.version for plan in reads.care_plans(access, family.mia)] == [2, 1]
    assert AuditEvent.objects.filter(action="care_plan.saved").count() == 2
    assert AuditEvent.objects.order_by("pk").last().fields == ["spo2_min"]


def test_without_a_plan_there_is_no_number(family):
    access = Access.for_user(family.guardian, now=EVENING)
    assert reads.spo2_min(access, family.mia) is None
    assert reads.care_plan(access, family.mia) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"levels": {"RF-01": 2}},
        {"levels": {"RF-05": 0}},
        {"levels": {"RF-07": 1}},
        {"levels": {"RF-20": 2}},
        {"levels": {"RF-03": 0}},
        {"levels": {"RF-30": 0}},
        {"levels": {"RF-99": 1}},
        {"levels": {"RF-13": 4}},
        {"texts": {"RF-99": "words"}},
        {"texts": {"RF-13": ""}},
        {"texts": {"RF-13": 3}},
        {"texts": {"RF-13": "x" * 2001}},
        {"signed_by": ""},
        {"review_on": dt.date(2026, 5, 31)},
        {"spo2_min": 49},
        {"missed_doses": 0},
        {"urgent_minutes": 1441},
        {"threshold_tenths": 500, "threshold_unit": "C"},
    ],
    ids=str,
)
def test_what_a_plan_may_not_hold(family, wrong):
    with pytest.raises(ValidationError):
        save(family, **wrong)
    assert not CarePlan.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"spo2_min": 101}, {"threshold_tenths": 999}, {"urgent_minutes": 9999}, {"signed_on": dt.date(2030, 1, 1)}],
)
def test_the_database_refuses_too(family, wrong):
    plan = save(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        CarePlan.objects.filter(pk=plan.pk).update(**wrong)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_level_from_the_plan_says_so(family, level):
    save(family, levels={"RF-13": level}, texts={"RF-13": "Photo, then ring the ward."})
    [row] = ask(family, new_lump="yes")
    assert (row.level, row.plan_words) == (level, "Photo, then ring the ward.")
    assert row.source == "From your plan, Dr Okafor, Mon 1 Jun 2026"


def test_general_guidance_says_so(family):
    save(family)
    [row] = ask(family, new_lump="yes")
    assert row.source.startswith("General guidance, ")


def test_an_unchecked_rule_names_no_source(family):
    [row] = ask(family, redness_spreading="yes")
    assert row.source == "General guidance. No source was checked yet"


def test_an_old_plan_is_used_and_says_how_old_it_is(family):
    save(family, signed_on=dt.date(2025, 11, 18), threshold_tenths=375, urgent_minutes=15, levels={"RF-11": 2})
    [row] = ask(family, temperature_tenths=376, temperature_unit="C")
    assert row.source == "From your plan, Dr Okafor, Tue 18 Nov 2025. The plan is 1 day past its review day."
    assert "in 15 minutes" in ask(family, red_streaks="yes")[0].words


def test_doses_and_oxygen_count_only_with_the_plans_number(family):
    assert ask(family, doses_missed=9, spo2_percent=80) == ()
    save(family, missed_doses=3, spo2_min=94)
    assert {(row.rule, row.level) for row in ask(family, doses_missed=3, spo2_percent=93)} == {
        ("RF-02", 2),
        ("RF-25", 1),
    }


# --- Pages ---
def address(family, name="care-plan-edit"):
    return reverse(f"plan:{name}", kwargs={"patient": family.mia.pk})


def sent(**more):
    return {"signed_by": "Dr Okafor", "signed_on": "2026-06-01", "threshold": "38,5 °C", "spo2_min": "92"} | more


def test_typing_it_in(family):
    row = {"rule_0": "RF-13", "level_0": "2", "text_0": "Ring the ward."}
    answer = family.client("second").post(address(family), sent(**row), follow=True)
    plan = CarePlan.objects.get()
    assert (plan.threshold_tenths, plan.threshold_unit, plan.spo2_min) == (385, "C", 92)
    assert (plan.levels, plan.texts) == ({"RF-13": 2}, {"RF-13": "Ring the ward."})
    words = answer.content.decode()
    for seen in ("38.5 °C", "New lump or boil", "Ring the ward.", "Dr Okafor", "Tue 1 Jun 2027"):
        assert seen in words
    # Typed in again as the page offers it, it is the same plan.
    again = family.client("second").get(address(family)).content.decode()
    assert 'value="RF-13" selected' in again
    assert 'value="38.5 °C"' in again


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("101.3", (1013, "F")), ("38", (380, "C")), ("100.4 f", (1004, "F")), ("３８．５", (385, "C")), ("", (None, "C"))],
)
def test_the_number_tells_its_unit(family, typed, kept):
    family.client("guardian").post(address(family), sent(threshold=typed))
    plan = CarePlan.objects.get()
    assert (plan.threshold_tenths, plan.threshold_unit) == kept


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rule_0": "RF-01", "level_0": "1", "text_0": ""}, "a plan cannot lower this so far"),
        ({"rule_0": "RF-03", "level_0": "0", "text_0": ""}, "a plan cannot lower this so far"),
        ({"rule_0": "", "level_0": "2", "text_0": ""}, "Choose what the change is for."),
        ({"rule_0": "RF-99", "level_0": "2", "text_0": ""}, "Choose what the change is for."),
        ({"rule_0": "RF-13", "level_0": "9", "text_0": ""}, "choose how soon"),
        ({"rule_0": "RF-13", "level_0": "", "text_0": "x" * 2001}, "2000 signs or fewer"),
        (
            {"rule_0": "RF-13", "level_0": "1", "text_0": "", "rule_1": "RF-13", "level_1": "2", "text_1": ""},
            "stands here twice",
        ),
        ({"threshold": "99 °C"}, "Enter a temperature"),
        ({"threshold": "38.5 °F"}, "Enter a temperature"),
        ({"threshold": "warm"}, "Enter a temperature"),
        ({"signed_by": ""}, "Enter who signed the plan"),
        ({"signed_on": "2027-01-01"}, "cannot be after today"),
        ({"review_on": "2026-01-01"}, "cannot be reviewed before"),
        ({"spo2_min": "40"}, "greater than or equal to 50"),
    ],
    ids=str,
)
def test_what_is_refused_says_why_and_keeps_the_rest(family, wrong, words):
    answer = family.client("guardian").post(address(family), sent(carry_letter="To any doctor") | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "To any doctor" in answer.content.decode()
    assert not CarePlan.objects.exists()


def test_a_helper_reads_it_and_cannot_change_it(family):
    save(family)
    client = family.client("helper")
    page = client.get(address(family, "care-plan")).content.decode()
    assert "Dr Okafor" in page
    assert "edit-care-plan" not in page
    assert client.get(address(family)).status_code == 403


def test_older_versions_stay_readable(family):
    save(family, spo2_min=92)
    save(family, spo2_min=90)
    page = family.client("guardian").get(address(family, "care-plan")).content.decode()
    assert "Version 1" in page


def test_the_page_takes_the_same_queries_whatever_its_history(family, django_assert_max_num_queries):
    for number in range(20):
        save(family, spo2_min=70 + number)
    client = family.client("guardian")
    with django_assert_max_num_queries(12):
        client.get(address(family, "care-plan"))
