"""A family with a row in every table of the record, written by the rooms' own actions."""

import datetime as dt
import io
import uuid
from decimal import Decimal

from care.household import actions as household
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.photos import actions as photos
from care.results import actions as results
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions as visits
from care.visits.rules.sharing import Device
from reminders import actions as reminders
from reminders.kinds import EVENING_CHECK
from tests.care.record.photo_files import jpeg
from tests.people import EVENING, MORNING, Family, join, person

# Microseconds and odd letters must survive.
AT = EVENING.replace(microsecond=123457)


def fill(family: Family) -> None:
    """One of everything, some corrected, some taken back, for both children of ``family``."""
    for patient in (family.mia, family.leo):
        _a_day(family, patient)
        _papers(family, patient)
    dad = person("Narrowed Dad " + str(family.household.pk)[-6:])
    join(family.household, dad, "guardian", patients=[family.leo])
    household.invite(
        household=family.household,
        role="viewer",
        patients=[family.mia],
        by=family.guardian,
        at=AT,
        email="vi@example.org",
    )
    household.invite(household=family.household, role="helper", patients=None, by=family.guardian, at=AT)


def _a_day(family: Family, patient) -> None:
    by, at = family.guardian, AT
    record.add(patient=patient, kind="nothing_new", by=family.second, at=MORNING)
    note = record.add(patient=patient, kind="note", by=by, at=at, note="مرحبا 🌙 \u202eback\u202c\nline two").entry
    record.correct(entry=note, by=family.second, at=at + dt.timedelta(minutes=1), changes={"note": "Ünïcode"})
    gone = record.add(patient=patient, kind="note", by=by, at=at, note="taken back").entry
    record.remove(entry=gone, by=by, at=at + dt.timedelta(seconds=5))
    for n in range(2):
        # One is finished, one still waits.
        photo = photos.add_alone(patient=patient, by=by, at=at, file=io.BytesIO(jpeg()), site="cheek", side="left")
        assert n or photos.prepare(photo_id=photo.pk, at=at)
    described = {"signs": [{"site": "palm", "side": "left", "redness": 2}], "emollient_times": 3, "sleep_minutes": 40}
    skin.answer(patient=patient, by=by, at=at, values={"worst_itch": 7, "skin_band": "severe"} | described)
    skin.record_score(
        patient=patient, by=by, at=at, instrument="poem", tenths=170, dated=PartialDate.of(2026, 10), given_by="Dr Åse"
    )
    skin.choose_sleep_unit(patient=patient, by=by, at=at, unit="minutes")
    precautions.record_routines(
        patient=patient,
        by=by,
        at=at,
        kept=False,
        exceptions=[{"kind": "food", "slug": "raw_egg", "note": "mousse"}],
    )
    precautions.record_exposure(patient=patient, by=by, at=at, kind="sick_contact", first_time=dt.time(9, 30))
    precautions.choose_moments(patient=patient, by=by, at=at, slugs=["before_eating", "after_toilet"])
    precautions.earn_star(patient=patient, at=at)
    precautions.hide_items(patient=patient, by=by, at=at, keys=["moment:before_cooking"])
    plan.record_concern(patient=patient, by=family.helper, at=at, text="quiet")
    signs = plan.record_warning_signs(patient=patient, by=by, at=at, answers={"lips_blue": "yes", "floppy": "no"})
    plan.mark_called(message=signs.entry.flag_messages.get(), by=family.second, at=at + dt.timedelta(minutes=2))
    episode = infections.start_episode(
        patient=patient, by=by, at=at, site="lung", onset=PartialDate.of(2026, 11), signs=["cough"]
    ).entry.infection
    for course in ("same", "worse"):
        infections.check_episode(episode=episode, course=course, by=family.second, at=at, client_id=uuid.uuid4())
    infections.record_temperature(patient=patient, by=by, at=at, tenths=1011, unit="F", route="ear", episode=episode)
    for kind, values in {
        "infection_test": {"test": "culture", "organisms": ["mrsa"], "taken": PartialDate.of(2026, 11)},
        "antimicrobial": {"drug": "Flucloxacillin «250»", "started": PartialDate.of(2026, 11, 2)},
        "care_visit": {"level": "clinic", "began": PartialDate.of(2026, 11, 3)},
        "days_missed": {"first_on": dt.date(2026, 11, 3), "last_on": dt.date(2026, 11, 4), "school_halves": 3},
    }.items():
        infections.add_log(kind=kind, patient=patient, by=by, at=at, episode=episode, **values)
    infections.add_log(kind="breathing", patient=patient, by=by, at=at, cough="wet", blood_in_sputum="not_checked")


def _papers(family: Family, patient) -> None:
    by, at = family.guardian, AT
    vaccines.record_decision(patient=patient, by=by, at=at, outcome="asked", product="mmr", reason="before the trip")
    vaccines.add_directive(
        patient=patient, by=by, at=at, says="ask", told_by="Dr Åse", given_on=dt.date(2026, 10, 2), words="Ring first."
    )
    vaccines.record_household_vaccine(
        patient=patient, by=by, at=at, member="Åse", product="varicella", outcome="given", contact="no"
    )
    vaccines.add_fact(
        patient=patient, by=by, at=at, values={"kind": "igg", "details": "10 g", "began": PartialDate.of(2025, 3)}
    )
    cotrim = medicines.add_medicine(
        patient=patient, by=by, at=at, values={"drug": "Co-trimoxazole", "pattern": "daily", "times": ["08:00"]}
    )
    cotrim = medicines.change_medicine(medicine=cotrim, by=by, at=at, changes={"dose": "½ tablet"})
    medicines.add_label_photos(medicine=cotrim, by=by, at=at, sent=[(io.BytesIO(jpeg()), uuid.uuid4())])
    medicines.record_dose(medicine=cotrim, by=by, at=at, outcome="given", due=(dt.date(2026, 11, 19), dt.time(8)))
    medicines.record_infusion(patient=patient, by=by, at=at, values={"product": "IgG «10 %»", "medicine": cotrim})
    medicines.add_allergy(patient=patient, by=by, at=at, values={"substance": "Peanut", "basis": "test_only"})
    for kind, values in {
        "lab_result": {"test": "other", "test_text": "Å-test", "value_text": "< ½ «neg»", "number": Decimal("0.4999")},
        "growth": {"weight": Decimal("3.25"), "weight_unit": "kg"},
        "tooth": {"retained": [51, 85]},
        "fracture": {"bone": "wrist", "pain": "not_sure"},
        "scan": {"scan": "ct", "result_text": "Zeile 1\nZeile 2"},
        "general_check": {"brace_hours": Decimal("20.5"), "joint_pain": 0},
    }.items():
        dated = {} if kind == "general_check" else {"dated": PartialDate.of(2026, 2)}
        results.add(patient=patient, kind=kind, by=by, at=at, values=values, source="document", **dated)
    plan.save_call_plan(patient=patient, by=by, at=at, changes={"ring_when": "38.5 °C or a new lump"})
    signed = {
        "signed_by": "Dr Åse",
        "signed_on": dt.date(2026, 2, 28),
        "levels": {"RF-13": 2},
        "texts": {"RF-13": "«Ring»"},
    }
    plan.save_care_plan(
        patient=patient, by=by, at=at, values=signed | {"threshold_tenths": 1013, "threshold_unit": "F"}
    )
    plan.add_contact(patient=patient, by=by, at=at, values={"name": "Ward 7", "phone": "+49 30 5550199"})
    visit = visits.add_visit(
        patient=patient, by=by, at=at, on=dt.date(2026, 11, 21), specialty="pediatrics", questions="MMR?"
    ).visit
    reminder = reminders.set_plan(patient=patient, kind=EVENING_CHECK, by=by, at=at)
    reminders.send_test(plan=reminder, by=by, at=at)
    visits.request_summary(visit=visit, by=by, at=at)
    made = visits.generate_summary(visit_id=visit.pk, at=at)
    _shown(patient, made, by=by, at=at)
    visits.request_summary(visit=visit, by=by, at=at)


def _shown(patient, summary, *, by, at) -> None:
    """A share that was opened and copied, and a clinician let in who reviewed."""
    share = visits.make_share(summary=summary, sections=["skin"], lasts="7", by=by, at=at)
    opened = visits.open_share(code=share.code, pin=share.pin, address="192.0.2.7", device="phone", at=at)
    visits.report(opening=opened.opening, kind="copied", device="phone", at=at)
    offered = visits.offer_consent(patient=patient, by=by, at=at, sections=["skin"], ends_on=dt.date(2027, 1, 1))
    clinician = person(f"Dr {patient.pk.hex[-12:]}")
    consent = visits.accept_consent(consent=offered.consent, by=clinician, at=at)
    visits.note_reading(consent=consent, summary=summary, by=clinician, kind="opened", device=Device.PHONE, at=at)
    visits.review(consent=consent, summary=summary, by=clinician, at=at, message="«Danke»")
