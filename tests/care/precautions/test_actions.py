"""One tap, the same tap again, two people, wrong words, and the lists' settings."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household.models import AuditEvent
from care.precautions import actions, reads
from care.precautions.models import Exposure, HiddenItem, RoutineCheck, RoutineChoice
from care.record import actions as record
from care.record.models import Correction, Entry
from care.reference.precautions import Kind
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
TOMORROW = TODAY + dt.timedelta(days=1)


def routines(family, kept=True, exceptions=(), who="guardian", **extra):
    return actions.record_routines(
        patient=family.mia, by=getattr(family, who), at=EVENING, kept=kept, exceptions=exceptions, **extra
    )


def expose(family, kind="crowd", who="guardian", **extra):
    return actions.record_exposure(patient=family.mia, by=getattr(family, who), at=EVENING, kind=kind, **extra)


def test_kept_twice_by_one_person_is_one_entry(family):
    first = routines(family)
    again = routines(family, client_id=uuid.uuid4())
    assert (first.created, again.created) == (True, False)
    assert first.entry.pk == again.entry.pk
    ben = routines(family, who="second")
    assert ben.created
    record.remove(entry=first.entry, by=family.guardian, at=EVENING)
    assert routines(family).created


def test_every_exception_is_an_entry_with_its_own_undo(family):
    routines(family)
    egg = routines(family, False, ["raw_egg"])
    well = routines(family, False, ["private_well"])
    assert len({egg.entry.pk, well.entry.pk}) == 2
    record.remove(entry=egg.entry, by=family.guardian, at=EVENING)
    kept = RoutineCheck.objects.filter(entry__removed_at=None)
    assert sorted(row["slug"] for check in kept for row in check.exceptions) == ["private_well"]


def test_the_same_tap_again_is_recognised(family):
    key = uuid.uuid4()
    first = routines(family, False, ["raw_egg"], client_id=key)
    again = routines(family, False, ["raw_egg"], client_id=key)
    assert (again.created, again.entry.pk) == (False, first.entry.pk)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("bad", [["measles"], ["nothing"], [7], "raw_egg", [None]])
def test_wrong_exceptions_write_nothing(family, bad):
    with pytest.raises(ValidationError):
        routines(family, False, bad)
    with pytest.raises(ValidationError):
        routines(family, "no")
    assert not Entry.objects.exists()


def test_a_future_day_is_refused(family):
    with pytest.raises(record.TooFarAhead):
        routines(family, False, ["raw_egg"], local_day=TOMORROW)
    with pytest.raises(record.TooFarAhead):
        expose(family, first_on=TODAY, last_on=TOMORROW)
    assert not Entry.objects.exists()


def test_editing_routines_keeps_the_old_words_and_notes(family):
    saved = routines(family, False, [{"slug": "raw_egg", "note": "mousse"}, "pool"])
    check = RoutineCheck.objects.get()
    actions.edit_routines(
        check=check, by=family.second, at=EVENING, kept="yes", exceptions=["food:raw_egg"], note="a party"
    )
    found = RoutineCheck.objects.select_related("entry").get(pk=saved.entry.pk)
    assert found.kept == "yes"
    assert found.exceptions == [{"kind": "food", "slug": "raw_egg", "note": "mousse"}]
    assert found.entry.note == "a party"
    assert set(Correction.objects.values_list("field", flat=True)) == {"kept", "exceptions", "note"}
    with pytest.raises(record.TooFarAhead):
        actions.edit_routines(check=found, by=family.second, at=EVENING, kept="yes", exceptions=[], local_day=TOMORROW)


def test_an_exposure_is_today_unless_said_otherwise(family):
    saved = expose(family, place="school", minutes="5_to_60", note="a coughing friend")
    row = Exposure.objects.get()
    assert (row.first_on, row.last_on, row.place, row.minutes) == (TODAY, TODAY, "school", "5_to_60")
    assert saved.entry.local_day == TODAY
    assert saved.entry.kind == "exposure"


def test_an_exposure_counts_for_its_last_day(family):
    saved = expose(family, "travel", first_on=TODAY - dt.timedelta(days=6), last_on=TODAY - dt.timedelta(days=2))
    assert saved.entry.local_day == TODAY - dt.timedelta(days=2)
    past = expose(family, first_on=TODAY - dt.timedelta(days=9))
    assert Exposure.objects.get(pk=past.entry.pk).last_on == past.entry.local_day == TODAY - dt.timedelta(days=9)


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "dragons"},
        {"kind": "raw_egg"},
        {"first_on": TODAY, "last_on": TODAY - dt.timedelta(days=1)},
        {"first_time": dt.time(9), "last_time": dt.time(8)},
        {"minutes": "ages"},
        {"place": "x" * 201},
        {"distance": "x" * 81},
    ],
)
def test_wrong_exposures_write_nothing(family, bad):
    with pytest.raises(ValidationError):
        expose(family, **bad)
    assert not Entry.objects.exists()


def test_editing_an_exposure_moves_its_day_along(family):
    saved = expose(family)
    row = Exposure.objects.get()
    first = TODAY - dt.timedelta(days=4)
    values = {"kind": "measles", "first_on": first, "last_on": first, "place": "waiting room"}
    actions.edit_exposure(exposure=row, by=family.second, at=EVENING, values=values)
    found = Exposure.objects.select_related("entry").get(pk=saved.entry.pk)
    assert (found.kind, found.last_on, found.entry.local_day) == ("measles", first, first)
    with pytest.raises(ValidationError):
        actions.edit_exposure(
            exposure=found, by=family.second, at=EVENING, values={"first_on": TODAY, "last_on": first}
        )
    assert Exposure.objects.get().first_on == first
    with pytest.raises(record.TooFarAhead):
        actions.edit_exposure(exposure=found, by=family.second, at=EVENING, values={"last_on": TOMORROW})
    with pytest.raises(TypeError):
        actions.edit_exposure(exposure=found, by=family.second, at=EVENING, values={"entry": None})


def test_the_database_knows_the_words_and_the_order_of_days(family):
    expose(family)
    routines(family)
    for model, change in (
        (Exposure, {"last_on": TODAY - dt.timedelta(days=1)}),
        (Exposure, {"first_time": dt.time(9), "last_time": dt.time(8)}),
        (Exposure, {"minutes": "ages"}),
        (RoutineCheck, {"kept": "no"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)


def test_moments_a_family_picks(family):
    before = AuditEvent.objects.count()
    picked = actions.choose_moments(
        patient=family.mia, by=family.guardian, at=EVENING, slugs=["home_from_outside", "before_eating"]
    )
    assert picked == ["before_eating", "home_from_outside"]
    assert reads.lists(family.mia).moments == ("before_eating", "home_from_outside")
    assert len(reads.lists(family.leo).moments) == 5
    actions.choose_moments(patient=family.mia, by=family.guardian, at=EVENING, slugs=picked)
    assert AuditEvent.objects.count() == before + 1
    for bad in ([], ["raw_egg"], [choice.slug for choice in reads.lists(family.mia).all_groups[0].choices]):
        with pytest.raises(ValidationError):
            actions.choose_moments(patient=family.mia, by=family.guardian, at=EVENING, slugs=bad)
    assert RoutineChoice.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RoutineChoice.objects.create(patient=family.mia, slug="x", position=6)


def test_items_switched_off_are_not_offered(family):
    def offered(patient):
        return {choice.key for group in reads.lists(patient).shown(*Kind) for choice in group.choices}

    assert "food:raw_honey" in offered(family.mia)
    actions.hide_items(patient=family.mia, by=family.guardian, at=EVENING, keys=["food:raw_honey", "exposure:crowd"])
    assert not {"food:raw_honey", "exposure:crowd"} & offered(family.mia)
    assert "food:raw_honey" in offered(family.leo)
    actions.hide_items(patient=family.mia, by=family.guardian, at=EVENING, keys=["exposure:crowd"])
    assert "food:raw_honey" in offered(family.mia)
    with pytest.raises(ValidationError):
        actions.hide_items(patient=family.mia, by=family.guardian, at=EVENING, keys=["food:nothing"])
    assert HiddenItem.objects.count() == 1
    # Switched off is about asking, not about the past: an old entry still reads in words.
    entry = expose(family, "crowd").entry
    assert "A crowded place" in reads.describe([entry])[entry.pk].text
