"""A family with one of everything, so that every address can be tried with real ids."""

import datetime as dt
import io
import uuid
from decimal import Decimal
from types import SimpleNamespace

from care.household import actions as household
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.photos import actions as photos
from care.record.photos.models import Photo
from care.results import actions as results
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions as visits
from reminders import actions as reminders
from reminders.kinds import EVENING_CHECK
from reminders.models import PushSubscription
from tests.care.record.photo_files import jpeg
from tests.people import MORNING, Family, person


def one_of_everything(family: Family) -> SimpleNamespace:
    """Rows of every room for ``family.mia``, entered this morning by the guardian."""
    common = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    episode = infections.start_episode(site="lung", **common).entry
    check = infections.check_episode(episode=episode.infection, course="same", by=family.guardian, at=MORNING).entry
    photo = _photo(common)
    photos.choose_for_summary(offered=[photo.pk], chosen=[photo.pk], **common)
    visit = visits.add_visit(on=dt.date(2026, 11, 24), specialty="pediatrics", **common).visit
    summary = visits.request_summary(visit=visit, by=family.guardian, at=MORNING)
    made = visits.generate_summary(visit_id=visit.pk, at=MORNING)
    share = visits.make_share(summary=made, sections=["skin", "photos"], lasts="1", by=family.guardian, at=MORNING)
    opened = visits.open_share(code=share.code, pin=share.pin, address="192.0.2.9", device="computer", at=MORNING)
    visits.report(opening=opened.opening, kind="copied", device="computer", at=MORNING)
    offered = {"sections": ["vaccines", "photos"], "ends_on": dt.date(2027, 11, 19), **common}
    waiting = visits.offer_consent(**offered)
    let_in = person("Dr Amara")
    consent = visits.accept_consent(consent=visits.offer_consent(**offered).consent, by=let_in, at=MORNING)
    visits.note_reading(consent=consent, summary=made, by=let_in, kind="opened", device="computer", at=MORNING)
    review = visits.review(consent=consent, summary=made, by=let_in, at=MORNING, message="Thank you.")
    instruction = visits.instruct(
        consent=consent, summary=made, by=let_in, at=MORNING, kind="call_plan", values={"ring_when": "Any new lump."}
    )
    signs = plan.record_warning_signs(answers={"lips_blue": "yes"}, **common).entry
    signed = {"signed_by": "Dr Okafor", "signed_on": dt.date(2026, 6, 1)}
    call_plan = plan.save_call_plan(changes={"ring_when": "When worried."}, **common)
    reminder = reminders.set_plan(kind=EVENING_CHECK, **common)
    medicine = medicines.add_medicine(
        values={"drug": "Co-trimoxazole", "purpose": "prophylaxis", "pattern": "daily", "times": ["07:00", "19:00"]},
        **common,
    )
    (label,) = medicines.add_label_photos(
        medicine=medicine, by=family.guardian, at=MORNING, sent=[(io.BytesIO(jpeg()), uuid.uuid4())]
    )
    assert photos.prepare(photo_id=label.pk, at=MORNING)
    return SimpleNamespace(
        medicine=medicine,
        dose=medicines.record_dose(
            medicine=medicine, outcome="given", due=(dt.date(2026, 11, 19), dt.time(7)), by=family.guardian, at=MORNING
        ).entry,
        infusion=medicines.record_infusion(values={"product": "IgG"}, **common).entry,
        episode=episode,
        check=check,
        temperature=infections.record_temperature(tenths=384, unit="C", **common).entry,
        infection_test=infections.add_log(
            kind="infection_test", test="culture", organisms=["mrsa"], episode=episode.infection, **common
        ).entry,
        course=infections.add_log(kind="antimicrobial", drug="Amoxicillin", episode=episode.infection, **common).entry,
        care_visit=infections.add_log(kind="care_visit", level="clinic", episode=episode.infection, **common).entry,
        days_missed=infections.add_log(
            kind="days_missed",
            first_on=dt.date(2026, 11, 18),
            last_on=dt.date(2026, 11, 19),
            school_halves=3,
            episode=episode.infection,
            **common,
        ).entry,
        breathing=infections.add_log(kind="breathing", cough="wet", **common).entry,
        skin=skin.answer(values={"worst_itch": 3, "sites": [{"site": "palm", "side": "left"}]}, **common).entry,
        score=skin.record_score(
            instrument="poem", tenths=170, dated=PartialDate.of(2026, 11), given_by="Dr Lind", **common
        ).entry,
        routines=precautions.record_routines(kept="yes", **common).entry,
        exposure=precautions.record_exposure(kind="sick_contact", **common).entry,
        lab=results.add(
            kind="lab_result", values={"test": "ige", "value_text": "> 2 000", "unit": "kU/L"}, **common
        ).entry,
        growth=results.add(
            kind="growth", values={"weight": Decimal("14.2"), "weight_unit": "kg"}, dated=PartialDate.of(2026), **common
        ).entry,
        teeth=results.add(kind="tooth", values={"retained": [51, 61]}, **common).entry,
        fracture=results.add(kind="fracture", values={"bone": "wrist", "side": "left"}, **common).entry,
        scan=results.add(kind="scan", values={"scan": "echo", "result_text": "as reported"}, **common).entry,
        general_check=results.add(kind="general_check", values={"headache": "yes", "joint_pain": 2}, **common).entry,
        concern=plan.record_concern(**common).entry,
        note=record.add(kind="note", note="words", **common).entry,
        photo=photo,
        decision=vaccines.record_decision(product="mmr", outcome="asked", **common).entry,
        directive=vaccines.add_directive(
            says="do_not_give", told_by="Dr Lind", given_on=dt.date(2026, 11, 2), **common
        ).entry,
        shot=vaccines.record_household_vaccine(member="Ana", product="ipv", outcome="given", **common).entry,
        fact=vaccines.add_fact(values={"kind": "igg"}, **common),
        allergy=medicines.add_allergy(values={"substance": "Nuts", "basis": "test_only"}, **common),
        contact=plan.add_contact(values={"name": "Ward", "phone": "+49 30 5550 0111"}, **common),
        call_plan=call_plan,
        care_plan=plan.save_care_plan(values=signed, **common),
        signs=signs,
        message=signs.flag_messages.get(),
        visit=visit,
        summary=summary,
        made=made,
        consent=consent,
        consent_token=waiting.token,
        let_in=let_in,
        review=review,
        instruction=instruction,
        share=share.share,
        opening=opened.opening,
        share_token=opened.token,
        invitation=household.invite(
            household=family.household, role="viewer", patients=None, by=family.guardian, at=MORNING
        ),
        member=family.household.memberships.get(user=family.second),
        reminder=reminder,
        device=PushSubscription.objects.create(
            user=family.guardian, endpoint="https://push.example/1", created_at=MORNING
        ),
        delivery=reminders.send_test(plan=reminder, by=family.guardian, at=MORNING),
    )


def _photo(common) -> Photo:
    """A finished one, with an older one of the same place to compare it with."""
    for days in (1, 0):
        row = photos.add_alone(
            file=io.BytesIO(jpeg()), site="cheek", side="left", local_day=MORNING.date() - dt.timedelta(days), **common
        )
        assert photos.prepare(photo_id=row.pk, at=MORNING)
    return Photo.objects.get(pk=row.pk)
