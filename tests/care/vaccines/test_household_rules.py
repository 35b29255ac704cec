"""Vaccines of people at home: what follows for the patient, and what the red-flag rules are told."""

import datetime as dt

import pytest

from care.plan.rules.facts import Facts
from care.record.dates import parse
from care.reference import vaccines
from care.vaccines.rules import Badge, Contact, Says, contact, contact_note, flags

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("product", "follows"),
    [
        ("opv-unspecified", Contact.TELL),
        ("opv-bivalent", Contact.TELL),
        ("opv-nopv2", Contact.TELL),
        ("polio-unspecified", Contact.TELL),  # the form is not known: as if it were the oral one
        ("smallpox-acam2000", Contact.TELL),
        ("smallpox-mpox-unspecified", Contact.TELL),
        ("smallpox-lc16m8", Contact.NOTE),
        ("rotavirus-rv1", Contact.SHEDDING),
        ("varicella", Contact.SHEDDING),
        ("mmrv", Contact.SHEDDING),
        ("zoster-live", Contact.SHEDDING),
        ("mmr", Contact.NOTE),
        ("laiv-unspecified", Contact.NOTE),
        ("yellow-fever", Contact.NOTE),
        ("ipv", Contact.NOTHING),
        ("mpox-mva-bn", Contact.NOTHING),
        ("hpv", Contact.NOTHING),
        ("ivig", Contact.NOTHING),
        ("", Contact.NOTHING),
    ],
)
def test_contact(product, follows):
    assert contact(product) is follows


def test_a_note_from_memory_is_not_shown():
    assert contact_note(vaccines.get("bcg")) == ""
    assert "IDSA rec. 9" in contact_note(vaccines.get("opv-unspecified"))


@pytest.mark.parametrize(
    ("product", "outcome", "touched", "given", "facts"),
    [
        ("opv-unspecified", "given", "", "2026-11-20", Facts(household_opv="yes", hours_since=48)),
        ("opv-unspecified", "planned", "yes", "2026-11-20", Facts()),
        ("smallpox-acam2000", "given", "", None, Facts(household_acam2000="yes")),
        ("varicella", "given", "yes", None, Facts(household_shedding_contact="yes")),
        ("varicella", "given", "no", None, Facts()),
        ("varicella", "given", "", None, Facts()),
        ("rotavirus-rv1", "given", "not_sure", None, Facts()),
        ("mmr", "given", "yes", None, Facts()),
        ("ipv", "given", "yes", None, Facts()),
        ("opv-unspecified", "given", "", "2025-11-22", Facts(household_opv="yes", hours_since=365 * 24)),
        # "Had it already" counts as the patient's own does: with a date, and for six weeks.
        ("opv-unspecified", "had_already", "", "2026-11-20", Facts(household_opv="yes", hours_since=48)),
        ("opv-unspecified", "had_already", "", "2026-11", Facts(household_opv="yes", hours_since=0)),
        ("varicella", "had_already", "yes", "2026-10-11", Facts(household_shedding_contact="yes", hours_since=42 * 24)),
        ("opv-unspecified", "had_already", "", "2026-10-10", Facts()),
        ("opv-unspecified", "had_already", "", None, Facts()),
    ],
)
def test_what_the_rules_are_told_about_home(product, outcome, touched, given, facts):
    assert flags.of_household(product, outcome, touched, parse(given) if given else None, TODAY) == facts


@pytest.mark.parametrize(
    ("badge", "outcome", "given", "says", "facts"),
    [
        (
            Badge.LIVE,
            "given",
            "2026-11-20",
            None,
            Facts(live_vaccine_given="yes", days_since_live_vaccine=2, hours_since=48),
        ),
        (
            Badge.DEPENDS,
            "given",
            "2026-11",
            Says.ASK,
            Facts(live_vaccine_given="yes", days_since_live_vaccine=0, hours_since=0),
        ),
        (
            Badge.LIVE,
            "given",
            "2025",
            Says.DO_NOT_GIVE,
            Facts(live_vaccine_given="yes", days_since_live_vaccine=326, hours_since=326 * 24),
        ),
        (Badge.LIVE, "given", None, None, Facts(live_vaccine_given="yes")),
        (Badge.LIVE, "given", "2026-11-20", Says.ALLOW, Facts()),
        (Badge.LIVE, "planned", "2026-11-20", None, Facts()),
        (Badge.NOT_LIVE, "given", "2026-11-20", None, Facts()),
        (Badge.NOT_KNOWN, "given", "2026-11-20", None, Facts()),
    ],
)
def test_what_the_rules_are_told_about_a_dose(badge, outcome, given, says, facts):
    assert flags.of_decision(badge, outcome, parse(given) if given else None, TODAY, says) == facts
