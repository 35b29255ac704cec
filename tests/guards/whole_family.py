"""A family with one of everything, so that every address can be tried with real ids."""

import datetime as dt
from types import SimpleNamespace

from care.household import actions as household
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions as visits
from reminders import actions as reminders
from reminders.kinds import EVENING_CHECK
from tests.people import MORNING, Family


def one_of_everything(family: Family) -> SimpleNamespace:
    """Rows of every room for ``family.mia``, entered this morning by the guardian."""
    common = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    episode = infections.start_episode(site="lung", **common).entry
    check = infections.check_episode(episode=episode.infection, course="same", by=family.guardian, at=MORNING).entry
    visit = visits.add_visit(on=dt.date(2026, 11, 24), specialty="pediatrics", **common).visit
    summary = visits.request_summary(visit=visit, by=family.guardian, at=MORNING)
    visits.generate_summary(visit_id=visit.pk, at=MORNING)
    call_plan = plan.save_call_plan(changes={"ring_when": "When worried."}, **common)
    reminder = reminders.set_plan(kind=EVENING_CHECK, **common)
    return SimpleNamespace(
        episode=episode,
        check=check,
        temperature=infections.record_temperature(tenths=384, unit="C", **common).entry,
        skin=skin.answer(values={"worst_itch": 3}, **common).entry,
        routines=precautions.record_routines(kept="yes", **common).entry,
        exposure=precautions.record_exposure(kind="sick_contact", **common).entry,
        concern=plan.record_concern(**common).entry,
        note=record.add(kind="note", note="words", **common).entry,
        decision=vaccines.record_decision(product="mmr", outcome="asked", **common).entry,
        allergy=medicines.add_allergy(values={"substance": "Nuts", "basis": "test_only"}, **common),
        contact=plan.add_contact(values={"name": "Ward", "phone": "+49 30 5550 0111"}, **common),
        call_plan=call_plan,
        visit=visit,
        summary=summary,
        invitation=household.invite(
            household=family.household, role="viewer", patients=None, by=family.guardian, at=MORNING
        ),
        member=family.household.memberships.get(user=family.second),
        reminder=reminder,
        delivery=reminders.send_test(plan=reminder, by=family.guardian, at=MORNING),
    )
