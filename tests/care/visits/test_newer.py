"""The notice that a summary is not the newest any more: for everything that it quotes, and for nothing else."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.utils import translation

from care.household import actions as household
from care.household.access import Access
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.results import actions as results
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions as visits
from care.visits import reads, rules
from care.visits.models import Visit
from care.visits.reads import sources
from tests.care.visits.test_document import made, replace_behind_the_back
from tests.people import MORNING

D = dt.date
LONG_AGO = MORNING - dt.timedelta(days=900)
MEDICINE = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["08:00"], "purpose": "prophylaxis"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def who(family, at=MORNING):
    return {"patient": family.mia, "by": family.guardian, "at": at}


def add_allergy(family):
    medicines.add_allergy(**who(family), values={"substance": "Penicillin", "basis": "reaction_happened"})


def add_medicine(family):
    medicines.add_medicine(**who(family), values=MEDICINE)


def add_contact(family):
    plan.add_contact(**who(family), values={"name": "Dr Okafor", "phone": "030 1234"})


def change_name(family):
    household.update_patient(patient=family.mia, by=family.guardian, at=MORNING, changes={"name": "Mia Rose"})


def change_type(family):
    told = {"hies_type": "stat3", "hies_type_told_by": "Dr Lind"}
    household.update_patient(patient=family.mia, by=family.guardian, at=MORNING, changes=told)


def old_decision(family):
    vaccines.record_decision(**who(family, LONG_AGO), outcome="planned", product="mmr")


def old_directive(family):
    said = {"says": "do_not_give", "told_by": "Dr Okafor", "given_on": D(2024, 3, 1), "product": "mmr"}
    vaccines.add_directive(**who(family, LONG_AGO), **said)


def old_growth(family):
    results.add(kind="growth", values={"weight": Decimal("18.5"), "weight_unit": "kg"}, **who(family, LONG_AGO))


def old_score(family):
    values = {"instrument": "scorad", "tenths": 320, "dated": PartialDate.on(D(2024, 1, 3)), "given_by": "Dr Lind"}
    skin.record_score(**who(family, LONG_AGO), **values)


def old_course(family):
    values = {"purpose": "prophylaxis", "drug": "Co-trimoxazole", "started": PartialDate.on(D(2024, 1, 3))}
    infections.add_log(kind="antimicrobial", local_day=D(2024, 1, 3), **who(family), **values)


ADDED = [
    *(add_allergy, add_medicine, add_contact, change_name, change_type),
    *(old_decision, old_directive, old_growth, old_score, old_course),
]


def newer(family, summary) -> bool:
    access = Access.for_user(family.viewer, now=MORNING)
    return reads.summary_page(access, access.get(Visit, summary.visit_id)).newer


@pytest.mark.parametrize("write", ADDED)
def test_whatever_the_summary_quotes_makes_it_older_once_it_is_added(family, write):
    summary = made(family)
    assert not newer(family, summary)
    write(family)
    assert newer(family, summary)
    assert not newer(family, made(family, clinic="Elsewhere"))


def test_an_exposure_before_a_short_period_is_quoted_and_makes_it_older(family):
    """The 14 days before a chest infection reach further back than two days and the two before them."""
    visits.add_visit(**who(family), on=D(2026, 11, 17), specialty="pediatrics")
    infections.start_episode(
        patient=family.mia, by=family.guardian, at=MORNING, site="lung", onset=PartialDate.on(D(2026, 11, 18))
    )
    summary = made(family)
    precautions.record_exposure(**who(family), kind="sick_contact", first_on=D(2026, 11, 7), last_on=D(2026, 11, 7))
    assert newer(family, summary)
    look_back = made(family).content["look_back"]
    assert [fact["first"] for around in look_back for fact in around["exposures"]] == ["2026-11-07"]


def test_changed_and_taken_back(family):
    mia, by = family.mia, family.guardian
    drug = medicines.add_medicine(**who(family, LONG_AGO), values=MEDICINE)
    allergy = medicines.add_allergy(**who(family), values={"substance": "Penicillin", "basis": "reaction_happened"})
    number = plan.add_contact(**who(family), values={"name": "Dr Okafor", "phone": "030 1234"})
    saved = plan.record_warning_signs(patient=mia, by=by, at=MORNING, answers={"lips_blue": "yes", "floppy": "no"})
    message = saved.entry.flag_messages.get()
    summary = made(family)
    for change in (
        lambda: medicines.change_allergy(allergy=allergy, by=by, at=MORNING, changes={"reaction": "rash"}),
        lambda: medicines.remove_allergy(allergy=allergy, by=by, at=MORNING),
        lambda: medicines.change_medicine(medicine=drug, by=by, at=MORNING, changes={"dose": "5 ml"}),
        lambda: medicines.stop_medicine(medicine=drug, by=by, at=MORNING),
        lambda: plan.change_contact(contact=number, by=by, at=MORNING, changes={"phone": "030 99"}),
        lambda: plan.remove_contact(contact=number, by=by, at=MORNING),
        lambda: plan.mark_called(message=message, by=by, at=MORNING),
    ):
        assert not newer(family, summary)
        change()
        assert newer(family, summary)
        summary = made(family)


def test_what_is_old_is_found_by_its_kind_and_not_by_walking_over_the_record(family):
    """With years of entries the other plan costs more than all the rest of the page."""
    if connection.vendor != "sqlite":
        pytest.skip("a server plans by what the tables hold")
    entries = Access.for_household(family.household.pk, now=MORNING).of(Entry).filter(patient=family.mia)
    plan = sources.standing(entries, D(2026, 11, 19)).order_by().values_list("pk", "version").explain()
    assert "entry_patient_kind_day" in plan


def test_a_sibling_another_language_and_another_day_change_nothing(family):
    medicines.add_medicine(**who(family, LONG_AGO), values=MEDICINE)
    summary = made(family)
    medicines.add_allergy(
        patient=family.leo, by=family.guardian, at=MORNING, values={"substance": "Nuts", "basis": "not_sure"}
    )
    vaccines.record_decision(patient=family.leo, by=family.guardian, at=LONG_AGO, outcome="planned", product="mmr")
    with translation.override("ar"):
        assert not newer(family, summary)
    with time_machine.travel(MORNING + dt.timedelta(days=2), tick=False):
        assert not newer(family, summary)


def test_a_summary_of_an_older_shape_keeps_its_old_comparison(family):
    kept = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="x").entry
    summary = made(family)
    # As it was stored before: of the entries of its days alone.
    old = summary.content | {"schema": 2}
    replace_behind_the_back(summary, old, fingerprint=rules.fingerprint([(kept.pk, kept.version)]))
    assert not newer(family, summary)
    add_allergy(family)
    assert not newer(family, summary)
    record.remove(entry=kept, by=family.guardian, at=MORNING)
    assert newer(family, summary)
