"""What an exposure tells the red-flag rules, and when they are asked."""

import datetime as dt
import uuid

import pytest

from care.plan import actions as plan
from care.plan.rules.facts import Facts
from care.precautions import actions, reads
from care.precautions.models import Exposure
from care.precautions.rules import days_since, facts_of
from care.record import actions as record
from care.reference import precautions as reference
from care.reference import vaccines as catalogue
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)


@pytest.mark.parametrize(
    ("told", "facts"),
    [
        ({"kind": "measles"}, Facts(measles_contact="yes")),
        ({"kind": "chickenpox_shingles"}, Facts(chickenpox_contact="yes")),
        ({"kind": "bite_scratch"}, Facts(bite="yes")),
        (
            {"kind": "bite_scratch", "wound_deep": "yes", "wound_face_or_hand": "no", "wound_soil": "not_sure"},
            Facts(bite="yes", wound_deep="yes", wound_face_or_hand="no", wound_with_soil="not_sure"),
        ),
        ({"kind": "vaccinated_contact"}, Facts()),
        ({"kind": "vaccinated_contact", "vaccine": "opv-unspecified"}, Facts(household_opv="yes")),
        ({"kind": "vaccinated_contact", "vaccine": "smallpox-acam2000"}, Facts(household_acam2000="yes")),
        ({"kind": "vaccinated_contact", "vaccine": "rotavirus-unspecified"}, Facts()),
        (
            {"kind": "vaccinated_contact", "vaccine": "rotavirus-rv1", "contact_diaper": "yes"},
            Facts(household_shedding_contact="yes"),
        ),
        (
            {"kind": "vaccinated_contact", "vaccine": "varicella", "contact_rash": "yes"},
            Facts(household_shedding_contact="yes"),
        ),
        ({"kind": "vaccinated_contact", "vaccine": "varicella", "contact_rash": "not_sure"}, Facts()),
        ({"kind": "vaccinated_contact", "vaccine": "hepatitis-b", "contact_rash": "yes"}, Facts()),
        ({"kind": "crowd", "contact_rash": "yes", "vaccine": "opv-unspecified", "wound_deep": "yes"}, Facts()),
    ],
)
def test_facts_of_an_exposure(told, facts):
    assert facts_of(**told) == facts


def test_every_exposure_that_names_a_rule_tells_it_something():
    for listed in reference.exposures():
        if listed.raises:
            assert facts_of(kind=listed.slug) != Facts()


def test_the_vaccines_named_here_are_in_the_catalogue():
    slugs = set(catalogue.by_slug())
    assert {"smallpox-acam2000", "varicella", "mmrv"} <= slugs
    assert any(slug.startswith("opv-") for slug in slugs)
    assert any(slug.startswith("rotavirus-") for slug in slugs)


@pytest.mark.parametrize(
    ("ago", "days"), [([], None), ([0], 0), ([14], 14), ([15], None), ([-1], None), ([9, 3, 20], 3)]
)
def test_days_since(ago, days):
    assert days_since([TODAY - dt.timedelta(days=n) for n in ago], TODAY) == days


def test_the_newest_heavy_dust_is_found(family):
    common = {"patient": family.mia, "by": family.guardian, "at": EVENING}
    assert reads.days_since_dust(family.mia, TODAY) is None
    actions.record_exposure(kind="crowd", **common)
    actions.record_exposure(kind="hay_leaves", first_on=TODAY - dt.timedelta(days=9), **common)
    assert reads.days_since_dust(family.mia, TODAY) == 9
    water = actions.record_routines(
        kept=False, exceptions=["standing_water"], local_day=TODAY - dt.timedelta(days=4), **common
    )
    actions.record_routines(kept=False, exceptions=["pool"], **common)
    assert reads.days_since_dust(family.mia, TODAY) == 4
    record.remove(entry=water.entry, by=family.guardian, at=EVENING)
    assert reads.days_since_dust(family.mia, TODAY) == 9
    assert reads.days_since_dust(family.leo, TODAY) is None


@pytest.fixture
def asked(monkeypatch):
    """What the rules were asked."""
    found = []
    monkeypatch.setattr(plan, "raise_flags", lambda **given: found.append(given) or ())
    return found


def test_the_rules_are_asked_after_a_save_and_after_a_correction(family, asked):
    key = uuid.UUID("5b0c1ff0-8a55-4c2c-9a10-2f7d44c1b001")
    common = {"patient": family.mia, "by": family.guardian, "at": EVENING, "client_id": key}
    saved = actions.record_exposure(kind="crowd", **common)
    actions.record_exposure(kind="crowd", **common)
    assert [given["facts"] for given in asked] == [Facts()], "the same tap again asks nothing"
    row = Exposure.objects.select_related("entry__patient__household").get(pk=saved.entry.pk)
    actions.edit_exposure(
        exposure=row, by=family.second, at=EVENING, values={"kind": "bite_scratch", "wound_deep": "yes"}
    )
    assert asked[-1]["facts"] == Facts(bite="yes", wound_deep="yes")
    assert (asked[-1]["by"], asked[-1]["entry"].pk) == (family.second, saved.entry.pk)


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ({"kind": "measles"}, {"RF-09": 1}),
        ({"kind": "chickenpox_shingles"}, {"RF-10": 1}),
        ({"kind": "bite_scratch"}, {"RF-24": 1}),
        ({"kind": "bite_scratch", "wound_face_or_hand": "yes"}, {"RF-24": 2}),
        ({"kind": "vaccinated_contact", "vaccine": "opv-unspecified"}, {"RF-23": 1}),
        ({"kind": "crowd"}, {}),
    ],
)
def test_what_the_rules_answer(family, told, rules):
    saved = actions.record_exposure(patient=family.mia, by=family.guardian, at=EVENING, **told)
    assert dict(saved.entry.flag_messages.values_list("rule", "level")) == rules


def test_measles_a_week_ago_is_for_the_next_visit_and_a_correction_asks_again(family):
    saved = actions.record_exposure(
        patient=family.mia, by=family.guardian, at=EVENING, kind="crowd", first_on=TODAY - dt.timedelta(days=7)
    )
    row = Exposure.objects.select_related("entry__patient__household").get()
    actions.edit_exposure(exposure=row, by=family.second, at=EVENING, values={"kind": "measles"})
    assert dict(saved.entry.flag_messages.values_list("rule", "level")) == {"RF-09": 0}
    actions.edit_exposure(exposure=row, by=family.second, at=EVENING, values={"kind": "crowd"})
    assert saved.entry.flag_messages.count() == 1, "what was shown stays"
