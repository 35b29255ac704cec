"""Each kind: written whole, sent twice, corrected with its past, refused, and what the rules are asked."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household.models import AuditEvent
from care.plan import actions as plan
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from care.results import actions
from care.results.models import DETAILS, Fracture, GeneralCheck, Growth, LabResult, Teeth
from tests.care.results.samples import FULL, MARCH
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
KINDS = list(FULL)


def add(family, kind, values=None, **more):
    return actions.add(
        patient=family.mia,
        kind=kind,
        by=family.guardian,
        at=EVENING,
        values=FULL[kind] if values is None else values,
        **more,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_stored_and_the_trail_knows(family, kind):
    key = uuid.uuid4()
    dated = {} if kind == "general_check" else {"dated": MARCH}
    saved = add(family, kind, client_id=key, source="document", note="page 2", **dated)
    assert not add(family, kind, client_id=key).created
    row = DETAILS[Entry.Kind(kind)].objects.select_related("entry").get()
    assert set(FULL[kind]) | {"test_text", "scan_text"} >= set(actions.fields_of(kind)), "the sample is not full"
    for name, value in FULL[kind].items():
        assert getattr(row, name) == value, name
    assert (row.entry.source, row.entry.note, row.entry.local_day) == ("document", "page 2", TODAY)
    if dated:
        assert row.dated == MARCH
    assert AuditEvent.objects.filter(action="entry.added", object_id=str(saved.entry.pk)).count() == 1


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("lab_result", {"test": "ige"}),
        ("lab_result", {"value_text": "3"}),
        ("lab_result", {"test": "magic", "value_text": "3"}),
        ("lab_result", {"test": "other", "value_text": "3"}),
        ("growth", {}),
        ("growth", {"weight": Decimal(14)}),
        ("growth", {"weight": Decimal(14), "weight_unit": "st"}),
        ("growth", {"weight": Decimal(14), "weight_unit": "g"}),
        ("growth", {"height": Decimal(300), "height_unit": "cm"}),
        ("growth", {"head": Decimal(5), "head_unit": "in"}),
        ("tooth", {}),
        ("tooth", {"retained": [11]}),
        ("tooth", {"retained": [51], "extracted": [51]}),
        ("tooth", {"retained": 51}),
        ("tooth", {"retained": [51], "extraction": "soon"}),
        ("fracture", {}),
        ("fracture", {"bone": "other"}),
        ("fracture", {"bone": "wrist", "pain": "a bit"}),
        ("fracture", {"bone": "wrist", "mechanism": "huge"}),
        ("scan", {}),
        ("scan", {"scan": "other"}),
        ("scan", {"scan": "ct", "result_text": "x" * 4001}),
        ("general_check", {}),
        ("general_check", {"joint_where": "knees"}),
        ("general_check", {"joint_pain": 11}),
        ("general_check", {"back_pain": -1}),
        ("general_check", {"brace_hours": Decimal("24.5")}),
        ("general_check", {"stool": "fine"}),
    ],
)
def test_what_does_not_fit_writes_nothing(family, kind, values):
    with pytest.raises(ValidationError):
        add(family, kind, values)
    assert not Entry.objects.exists()


def test_a_field_of_another_kind_is_a_mistake_of_the_caller(family):
    with pytest.raises(TypeError):
        add(family, "growth", {"test": "ige"})
    entry = add(family, "growth").entry
    with pytest.raises(TypeError):
        actions.correct(row=entry.growth, by=family.guardian, at=EVENING, changes={"entry": None})


@pytest.mark.parametrize(
    ("model", "kind", "values"),
    [
        (LabResult, "lab_result", {"value_text": ""}),
        (LabResult, "lab_result", {"test": "magic"}),
        (LabResult, "lab_result", {"dated_on": "2026-01-01", "dated_precision": ""}),
        (Growth, "growth", {"weight_unit": ""}),
        (Growth, "growth", {"weight": "0.1"}),
        (Growth, "growth", {"weight": None}),
        (Growth, "growth", {"height": "300"}),
        (Teeth, "tooth", {"extraction": "soon"}),
        (Fracture, "fracture", {"bone": ""}),
        (Fracture, "fracture", {"pain": "a bit"}),
        (GeneralCheck, "general_check", {"joint_pain": 11}),
        (GeneralCheck, "general_check", {"brace_hours": "24.25"}),
        (GeneralCheck, "general_check", {"sleep": "bad"}),
        (GeneralCheck, "general_check", {"lump": "maybe"}),
    ],
)
def test_the_database_refuses_what_slips_past(family, model, kind, values):
    add(family, kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**values)


def test_dates_may_be_partial_but_not_ahead(family):
    for dated in (PartialDate.of(2026), PartialDate.of(2026, 11), PartialDate.on(TODAY), PartialDate.of(1999, 2), None):
        add(family, "scan", dated=dated)
    for dated in (PartialDate.of(2027), PartialDate.of(2026, 12), PartialDate.on(TODAY + dt.timedelta(days=1))):
        with pytest.raises(ValidationError):
            add(family, "scan", dated=dated)
    with pytest.raises(record.TooFarAhead):
        add(family, "general_check", local_day=TODAY + dt.timedelta(days=1))
    assert Entry.objects.count() == 5
    # Papers count for the day they are typed; nothing in the past looks observed because of one.
    assert set(Entry.objects.values_list("local_day", flat=True)) == {TODAY}


def test_correcting_keeps_what_it_said(family):
    entry = add(family, "lab_result", dated=MARCH).entry
    row = LabResult.objects.select_related("entry__patient__household").get()
    changes = {"value_text": "2 100", "dated": PartialDate.on(dt.date(2026, 3, 4)), "note": "typed again"}
    saved = actions.correct(row=row, by=family.second, at=EVENING, changes=changes)
    assert (saved.version, saved.edited_at, saved.note) == (2, EVENING, "typed again")
    row.refresh_from_db()
    assert (row.value_text, row.dated.text) == ("2 100", "2026-03-04")
    fields = set(Correction.objects.filter(entry=entry).values_list("field", flat=True))
    assert fields == {"value_text", "dated_on", "dated_precision", "note"}
    for bad in ({"value_text": ""}, {"dated": PartialDate.of(2027)}):
        with pytest.raises(ValidationError):
            actions.correct(row=LabResult.objects.get(), by=family.second, at=EVENING, changes=bad)
    assert LabResult.objects.get().value_text == "2 100"


def test_a_general_check_may_move_to_another_day_but_not_ahead(family):
    add(family, "general_check")
    row = GeneralCheck.objects.select_related("entry__patient__household").get()
    with pytest.raises(record.TooFarAhead):
        actions.correct(row=row, by=family.second, at=EVENING, changes={"local_day": TODAY + dt.timedelta(days=1)})
    actions.correct(row=row, by=family.second, at=EVENING, changes={"local_day": TODAY - dt.timedelta(days=1)})
    assert Entry.objects.get().local_day == TODAY - dt.timedelta(days=1)


@pytest.fixture
def asked(monkeypatch):
    """What the red-flag rules were asked."""
    found = []
    monkeypatch.setattr(plan, "raise_flags", lambda **given: found.append(given) or ())
    return found


def test_the_rules_hear_of_injuries_and_checks_and_of_no_paper(family, asked):
    for kind in ("lab_result", "growth", "tooth", "scan"):
        add(family, kind)
    assert asked == []
    add(family, "fracture", dated=PartialDate.on(TODAY - dt.timedelta(days=2)))
    assert asked[-1]["facts"].injury_pain == "yes"
    assert asked[-1]["facts"].hours_since == 48
    key = uuid.uuid4()
    check = add(family, "general_check", {"weight_loss": "no"}, client_id=key).entry
    add(family, "general_check", {"weight_loss": "no"}, client_id=key)
    assert len(asked) == 2, "the same tap again asks nothing"
    row = GeneralCheck.objects.select_related("entry__patient__household").get()
    actions.correct(row=row, by=family.second, at=EVENING, changes={"weight_loss": "yes"})
    assert asked[-1]["facts"].weight_loss == "yes"
    assert (asked[-1]["entry"].pk, asked[-1]["by"]) == (check.pk, family.second)


@pytest.mark.parametrize(
    ("kind", "values", "ago", "rules"),
    [
        ("fracture", {"bone": "wrist", "mechanism": "minor", "pain": "yes"}, 0, {"RF-17": 1}),
        ("fracture", {"bone": "wrist", "pain": "yes", "deformity": "yes"}, 0, {"RF-17": 2}),
        ("fracture", {"bone": "wrist", "mechanism": "minor", "pain": "yes"}, 30, {"RF-17": 0}),
        ("fracture", {"bone": "wrist", "mechanism": "major", "pain": "yes"}, 0, {}),
        ("fracture", {"bone": "wrist", "pain": "no"}, 0, {}),
        ("general_check", {"weight_loss": "yes"}, None, {"RF-16": 1}),
        ("general_check", {"lump_growing": "yes", "lump_place": "groin"}, None, {"RF-16": 1}),
        ("general_check", {"night_sweats_soaking": "yes"}, None, {"RF-16": 1}),
        ("general_check", {"night_sweats": "yes"}, None, {}),
        ("general_check", {"new_back_pain": "yes"}, None, {"RF-17": 1}),
        ("lab_result", {"test": "ige", "value_text": "99999"}, 0, {}),
    ],
)
def test_what_the_rules_answer(family, kind, values, ago, rules):
    dated = {} if ago is None else {"dated": PartialDate.on(TODAY - dt.timedelta(days=ago))}
    entry = add(family, kind, values, **dated).entry
    assert dict(entry.flag_messages.values_list("rule", "level")) == rules
