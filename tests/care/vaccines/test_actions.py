import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from care.household.models import AuditEvent
from care.record import actions as record
from care.record.dates import parse
from care.record.models import Correction, Entry
from care.vaccines import actions
from care.vaccines.models import VaccineDecision
from tests.people import MORNING


def decide(family, **values):
    values = {"product": "mmr", "outcome": "asked"} | values
    return actions.record_decision(patient=family.mia, by=family.guardian, at=MORNING, **values)


def test_record(family):
    saved = decide(family, dated=parse("2026-11"), lot="A1", dose_number=2, note="Call back")
    decision = VaccineDecision.objects.get()
    assert saved.created
    assert saved.entry.kind == Entry.Kind.VACCINE_DECISION
    assert saved.entry.local_day == dt.date(2026, 11, 19)
    assert saved.entry.note == "Call back"
    assert (decision.decided_on, decision.decided_precision) == (dt.date(2026, 11, 1), "month")
    assert decision.dated == parse("2026-11")
    assert AuditEvent.objects.filter(action="entry.added", object_id=str(saved.entry.pk)).count() == 1


def test_the_same_tap_twice_writes_once(family):
    key = uuid.uuid4()
    assert decide(family, client_id=key).created
    assert not decide(family, client_id=key).created
    assert VaccineDecision.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"product": "nothing"},
        {"product": "MMR"},
        {"outcome": "eaten"},
        {"product": "", "product_text": ""},
        {"dose_number": 0},
        {"dose_number": 21},
        {"lot": "x" * 61},
        {"outcome": "given", "dated": parse("2026-11-20")},
        {"outcome": "had_already", "dated": parse("2027")},
    ],
)
def test_what_does_not_fit_writes_nothing(family, values):
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        decide(family, **values)
    assert Entry.objects.count() == 0
    assert not AuditEvent.objects.filter(action="entry.added").exists()


def test_a_plan_may_lie_ahead_and_a_part_of_this_year_may_be_over(family):
    decide(family, outcome="planned", dated=parse("2027-03-01"))
    decide(family, outcome="given", dated=parse("2026"))
    assert VaccineDecision.objects.count() == 2


def test_correct_keeps_every_old_value(family):
    decision = VaccineDecision.objects.get(pk=decide(family, dated=parse("2026-11")).entry.pk)
    actions.correct_decision(
        decision=decision,
        by=family.second,
        at=MORNING + dt.timedelta(hours=1),
        changes={"outcome": "declined", "dated": parse("2026-11-18"), "note": "We talked about it"},
    )
    decision.refresh_from_db()
    assert (decision.outcome, decision.dated.text) == ("declined", "2026-11-18")
    old = {row.field: row.old for row in Correction.objects.all()}
    assert old == {"outcome": "asked", "decided_on": "2026-11-01", "decided_precision": "month", "note": ""}
    entry = Entry.objects.get()
    assert (entry.note, entry.version) == ("We talked about it", 2)


def test_correct_into_what_does_not_fit_changes_nothing(family):
    decision = VaccineDecision.objects.get(pk=decide(family, outcome="planned", dated=parse("2027")).entry.pk)
    with pytest.raises(ValidationError):
        actions.correct_decision(decision=decision, by=family.guardian, at=MORNING, changes={"outcome": "given"})
    decision.refresh_from_db()
    assert decision.outcome == "planned"
    assert not Correction.objects.exists()


def test_remove_and_restore(family):
    entry = decide(family).entry
    decision = VaccineDecision.objects.get()
    actions.remove_decision(decision=decision, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.correct_decision(decision=decision, by=family.guardian, at=MORNING, changes={"outcome": "given"})
    record.restore(entry=entry, by=family.guardian, at=MORNING)
    assert Entry.objects.kept().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"product": "", "product_text": ""},
        {"decided_precision": "day"},
        {"decided_on": dt.date(2026, 1, 1)},
        {"decided_on": dt.date(2026, 1, 1), "decided_precision": "week"},
        {"dose_number": 0},
        {"outcome": "eaten"},
    ],
)
def test_the_database_refuses(family, wrong):
    entry = decide(family).entry
    with pytest.raises(IntegrityError), transaction.atomic():
        VaccineDecision.objects.filter(pk=entry.pk).update(**wrong)
