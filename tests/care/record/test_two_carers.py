"""Two people correct one entry at the same moment: each began from what stood there before, and both corrections stay.

Walks every table an entry's answers may stand in, so a new one is tried without anybody thinking of it.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from care.precautions import actions as precautions
from care.record import actions
from care.record.models import Correction, Entry
from care.vaccines import actions as vaccines
from care.vaccines.models import VaccineDirective
from tests.care.exports.full_record import AT, fill
from tests.people import EVENING, person

# Every table whose key is an entry and which holds answers; a worry has none of its own.
TABLES = {
    relation.related_model.__name__: relation.related_model
    for relation in Entry._meta.related_objects
    if relation.one_to_one
    and relation.field.primary_key
    and not all(field.is_relation for field in relation.related_model._meta.concrete_fields)
}


def others(field, value):
    """Values a column could hold instead."""
    if field.choices:
        return [choice for choice, _words in field.flatchoices if choice not in ("", value)]
    if isinstance(field, models.JSONField):
        return [{"lips_blue": "no"}, ["dust"], ["cough"], []]
    if isinstance(field, models.BooleanField):
        return [not value]
    if isinstance(field, models.DecimalField):
        return [(value or Decimal(3)) + 1]
    if isinstance(field, models.IntegerField):
        return [(value or 3) + 1, 370]
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return [(value or dt.date(2026, 11, 3)) - dt.timedelta(days=1)]
    return [f"{value or ''}x"] if isinstance(field, (models.CharField, models.TextField)) else []


def changes_that_fit(row):
    """One change for each column that takes another value, as the database and ``clean`` see it."""
    found = []
    for field in row._meta.concrete_fields:
        for value in [] if field.primary_key or field.is_relation else others(field, getattr(row, field.attname)):
            copy = type(row).objects.get(pk=row.pk)
            setattr(copy, field.attname, value)
            try:
                with transaction.atomic():
                    actions._save(copy)
                    transaction.set_rollback(True)
            except (ValidationError, IntegrityError):
                continue
            found.append((field.attname, value))
            break
    return found


def copy_of(row):
    return type(row).objects.select_related("entry__patient__household").get(pk=row.pk)


def test_both_corrections_stay_in_every_table(family):
    fill(family)
    assert len(TABLES) > 20
    for table, model in TABLES.items():
        row = model.objects.filter(entry__patient=family.mia, entry__removed_at=None).order_by("pk").first()
        assert row is not None, f"tests/care/exports/full_record.py has no {table}"
        both_stay(family, row)


def both_stay(family, row):
    table = type(row).__name__
    fit = changes_that_fit(row)
    assert fit, f"no column of {table} takes another value: teach others() what it holds"
    one, two = copy_of(row), copy_of(row)
    (first, value), *more = fit
    Correction.objects.all().delete()
    actions.correct(entry=one.entry, detail=one, by=family.guardian, at=AT, changes={first: value})
    second = dict(more[:1]) | {"note": "seen by the other one"}
    actions.correct(entry=two.entry, detail=two, by=family.second, at=AT, changes=second)
    kept = copy_of(row)
    wanted = {first: value} | second
    assert {name: getattr(kept.entry if name == "note" else kept, name) for name in wanted} == wanted, table
    assert getattr(two, first) == value, f"{table}: who corrected second sees what stands there now"
    assert set(Correction.objects.values_list("field", flat=True)) == set(wanted), table


def test_the_same_correction_twice_is_one(family):
    entry = precautions.record_exposure(patient=family.mia, by=family.guardian, at=EVENING, kind="measles").entry
    one, two = copy_of(entry.exposure), copy_of(entry.exposure)
    for row, who in ((one, family.guardian), (two, family.second)):
        precautions.edit_exposure(exposure=row, by=who, at=EVENING, values={"place": "nursery"})
    [correction] = Correction.objects.all()
    assert (correction.old, correction.new, correction.by) == ("", "nursery", family.guardian)
    entry.refresh_from_db()
    assert entry.version == 2


def test_what_was_not_touched_is_not_written(family):
    """A column that somebody writes without the entry, like the key of a tap, survives a correction beside it."""
    entry = precautions.record_exposure(patient=family.mia, by=family.guardian, at=EVENING, kind="measles").entry
    with pytest.MonkeyPatch.context() as patch:
        clean = type(entry.exposure).clean

        def meanwhile(row):
            type(row).objects.filter(pk=row.pk).update(advice="call 555")
            clean(row)

        patch.setattr(type(entry.exposure), "clean", meanwhile)
        precautions.edit_exposure(exposure=entry.exposure, by=family.guardian, at=EVENING, values={"place": "nursery"})
    kept = copy_of(entry.exposure)
    assert (kept.place, kept.advice) == ("nursery", "call 555")


def test_a_signature_of_the_same_moment_goes_with_the_words_it_was_for(family):
    said = {"says": "ask", "told_by": "Dr Lee", "given_on": dt.date(2026, 10, 2), "words": "Ring first."}
    entry = vaccines.add_directive(patient=family.mia, by=family.guardian, at=EVENING, **said).entry
    stale = copy_of(entry.vaccine_directive)
    vaccines.sign_directive(directive=entry.vaccine_directive, by=person("Dr Lee"), at=EVENING, seen=entry.version)
    vaccines.change_directive(directive=stale, by=family.guardian, at=EVENING, changes={"words": "Ring twice."})
    kept = VaccineDirective.objects.get()
    assert (kept.words, kept.signed_by, kept.signed_at) == ("Ring twice.", None, None)
    assert Correction.objects.filter(field="signature").exists()
