"""Every level of every rule can be reached: by one save of one log, with what a family has before them on its page.

The rules look at one entry at a time. Where a level needs two facts, one log must ask both, or an earlier entry must
be read into it; a rule whose facts are spread over two pages would speak in its own tests and never to a family.
"""

import datetime as dt

import pytest

from care.infections import actions as infections
from care.plan import actions
from care.plan.models import FlagMessage
from care.plan.rules.registry import RULES
from care.precautions import actions as precautions
from care.record.dates import PartialDate
from care.results import actions as results
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from tests.care.medicines.plan import dose, medicine
from tests.people import EVENING

TODAY = EVENING.date()


def who(family):
    return {"patient": family.mia, "by": family.guardian, "at": EVENING}


def signs(*there):
    """The warning-signs page."""
    return lambda family: actions.record_warning_signs(**who(family), answers=dict.fromkeys(there, "yes"))


def infection(site="lung", signs=(), days=0):
    began = PartialDate.on(TODAY - dt.timedelta(days=days))
    return lambda family: infections.start_episode(**who(family), site=site, signs=list(signs), onset=began)


def lump(**values):
    return lambda family: infections.start_lump(**who(family), **values)


def breathing(**values):
    return lambda family: infections.add_log(kind="breathing", **who(family), **values)


def reading(tenths, unit="C", months=None):
    def save(family):
        if months is not None:
            family.mia.birth_date = TODAY - dt.timedelta(days=30 * months + 10)
            family.mia.save()
        return infections.record_temperature(**who(family), tenths=tenths, unit=unit)

    return save


def exposure(kind, **values):
    return lambda family: precautions.record_exposure(**who(family), kind=kind, **values)


def result(kind, **values):
    return lambda family: results.add(kind=kind, **who(family), values=values)


def decision(product):
    given = PartialDate.on(TODAY - dt.timedelta(days=9))
    return lambda family: vaccines.record_decision(**who(family), product=product, outcome="given", dated=given)


def household(product, contact=""):
    return lambda family: vaccines.record_household_vaccine(
        **who(family), member="Ben", product=product, outcome="given", contact=contact
    )


def after(first, second):
    def save(family):
        first(family)
        return second(family)

    return save


def planned(save, **values):
    """With a signed plan, for what has no number of Tend's own."""

    def saved(family):
        signed = {"signed_by": "Dr Lee", "signed_on": dt.date(2026, 9, 1)}
        actions.save_care_plan(**who(family), values=signed | values)
        return save(family)

    return saved


def missed_doses(count):
    def save(family):
        row = medicine(family, at=EVENING - dt.timedelta(days=9))
        for ago in range(count):
            day = TODAY - dt.timedelta(days=count - 1 - ago)
            saved = dose(family, row, "missed", due=(day, dt.time(8)))
        return saved

    return save


def ran_out(family):
    return dose(family, medicine(family), "out_of_stock")


REACHED = {
    ("RF-01", 3): [signs("lips_blue")],
    ("RF-02", 2): [
        signs("breathing_worse_than_usual"),
        infection(signs=["fast_or_hard_breathing"]),
        breathing(breathless="at_rest"),
        planned(breathing(spo2=91), spo2_min=92),
    ],
    ("RF-03", 2): [signs("blood_in_sputum"), infection(signs=["blood_in_sputum"]), breathing(blood_in_sputum="yes")],
    ("RF-03", 3): [
        signs("blood_in_sputum_more"),
        signs("blood_in_sputum", "faint"),
        signs("blood_in_sputum", "breathing_worse_than_usual"),
        breathing(sputum_colour="bloody"),
    ],
    ("RF-04", 2): [signs("chest_pain"), infection(signs=["chest_pain"]), breathing(chest_pain="yes")],
    ("RF-04", 3): [
        signs("chest_pain", "collapse"),
        signs("chest_pain", "sweating"),
        signs("chest_pain", "breathing_worse_than_usual"),
        breathing(chest_pain="yes", breathless="at_rest"),
    ],
    ("RF-05", 3): [signs("stiff_neck")],
    ("RF-06", 2): [signs("belly_pain_sudden"), result("general_check", stool="black")],
    ("RF-06", 3): [signs("belly_rigid")],
    ("RF-07", 3): [signs("seizure")],
    ("RF-08", 1): [reading(380), reading(1004, "F")],
    ("RF-08", 2): [
        after(reading(359), reading(358)),
        signs("temperature_measured_again"),
        reading(380, months=2),
        reading(390, months=5),
    ],
    ("RF-09", 1): [exposure("measles")],
    ("RF-10", 1): [exposure("chickenpox_shingles")],
    ("RF-11", 2): [signs("red_streaks"), lump(streaks="yes")],
    ("RF-11", 3): [
        signs("red_streaks", "unwell"),
        signs("redness_spreading", "fever"),
        lump(streaks="yes", fever_with_it="yes"),
    ],
    ("RF-12", 2): [
        signs("punched_out_sores"),
        lambda family: skin.record_flare(**who(family), values={"blisters_clustered": "yes"}),
    ],
    ("RF-13", 1): [lump(), result("general_check", lump="yes")],
    ("RF-13", 2): [
        lump(body_site="eyelid_upper"),
        lump(size_mm=51, size_basis="estimate"),
        lump(fever_with_it="yes"),
        after(reading(385), lump()),
    ],
    ("RF-14", 1): [breathing(sputum_colour="green"), infection(signs=["cough"], days=3)],
    ("RF-15", 2): [signs("no_urine_12h")],
    ("RF-16", 1): [signs("night_sweats"), result("general_check", weight_loss="yes")],
    ("RF-17", 1): [signs("injury_pain"), result("fracture", bone="wrist", pain="yes")],
    ("RF-17", 2): [
        signs("deformity"),
        signs("injury_pain", "numbness"),
        result("fracture", bone="wrist", deformity="yes"),
    ],
    ("RF-18", 2): [signs("vision_change"), infection(site="eye", signs=["pain"])],
    ("RF-19", 2): [signs("food_stuck")],
    ("RF-19", 3): [signs("cannot_swallow_saliva")],
    ("RF-20", 3): [signs("wheeze_after_trigger")],
    ("RF-21", 2): [signs("rash_after_new_medicine")],
    ("RF-21", 3): [signs("rash_after_new_medicine", "fever"), signs("rash_after_new_medicine", "unwell")],
    ("RF-22", 1): [decision("mmr")],
    ("RF-22", 2): [
        after(decision("mmr"), signs("rash")),
        after(decision("mmr"), signs("fever")),
        after(decision("mmr"), reading(385)),
        after(decision("mmr"), infection(signs=["tired"])),
    ],
    ("RF-23", 0): [
        household("varicella", contact="yes"),
        exposure("vaccinated_contact", vaccine="varicella", contact_rash="yes"),
    ],
    ("RF-23", 1): [household("opv-bivalent"), household("smallpox-acam2000")],
    ("RF-24", 1): [signs("bite"), exposure("bite_scratch")],
    ("RF-24", 2): [signs("bite", "wound_face_or_hand"), exposure("bite_scratch", wound_face_or_hand="yes")],
    ("RF-25", 1): [planned(missed_doses(2), missed_doses=2), ran_out],
    ("RF-26", 1): [infection(site="gut", signs=["diarrhoea"], days=3)],
    ("RF-26", 2): [signs("dehydration"), result("general_check", stool="loose_with_blood")],
    ("RF-27", 1): [after(exposure("building_dust"), breathing(cough="dry"))],
    ("RF-28", 2): [signs("line_site_red_or_leaking")],
    ("RF-30", 1): [lambda family: actions.record_concern(**who(family))],
}


def test_the_table_names_every_level_of_every_rule():
    assert set(REACHED) == {(rule.id, int(level[1])) for rule in RULES for level in rule.papers.levels}


@pytest.mark.parametrize(
    ("rule", "level", "save"),
    [
        pytest.param(rule, level, save, id=f"{rule}-L{level}-{number}")
        for (rule, level), saves in REACHED.items()
        for number, save in enumerate(saves)
    ],
)
def test_a_save_reaches_it(family, rule, level, save):
    entry = save(family).entry
    said = FlagMessage.objects.filter(entry=entry, rule=rule).values_list("level", flat=True)
    assert max(said, default=None) == level
