"""Tap by tap, by two people, twice the same tap, and wrong values."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from care.household.access import Access
from care.record import actions as record
from care.record import reads as entries
from care.record.models import Correction, Entry
from care.skin import actions, reads
from care.skin.models import SkinCheck
from care.skin.rules import BadAnswer
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)


def tap(family, who="guardian", *, at=EVENING, **values):
    extra = {name: values.pop(name) for name in ("client_id", "local_day", "note") if name in values}
    return actions.answer(patient=family.mia, by=getattr(family, who), at=at, values=values, **extra)


def test_taps_fill_in_one_check(family):
    first = tap(family, worst_itch=3)
    second = tap(family, at=EVENING + dt.timedelta(seconds=5), skin_band="mild")
    assert (first.created, second.created) == (True, False)
    assert first.entry.pk == second.entry.pk
    check = SkinCheck.objects.get()
    assert (check.worst_itch, check.skin_band, check.itch_rater) == (3, "mild", "caregiver")
    assert check.sleep_loss is None
    assert check.pus == ""


def test_a_changed_answer_keeps_the_old_one(family):
    tap(family, worst_itch=3)
    saved = tap(family, at=EVENING + dt.timedelta(minutes=2), worst_itch=7)
    access = Access.for_user(family.guardian, now=EVENING)
    changes = entries.changes(access, saved.entry.pk)
    assert [(change.field, change.old, change.new, change.by) for change in changes] == [("worst_itch", 3, 7, "Ana")]
    assert reads.todays(access, family.mia, TODAY).own.edited


def test_filling_in_a_blank_answer_is_not_an_edit(family):
    tap(family, worst_itch=3)
    saved = tap(family, skin_band="mild")
    access = Access.for_user(family.guardian, now=EVENING)
    assert len(entries.changes(access, saved.entry.pk)) == 1
    assert not reads.todays(access, family.mia, TODAY).own.edited


def test_two_caregivers_the_same_evening_keep_two_checks(family):
    ana = tap(family, worst_itch=3)
    ben = tap(family, "second", at=EVENING + dt.timedelta(minutes=9), worst_itch=6)
    assert ana.entry.pk != ben.entry.pk
    assert Entry.objects.filter(kind="skin_check").count() == 2
    tap(family, "second", skin_band="severe")
    assert SkinCheck.objects.get(entry__author=family.guardian).skin_band == ""


def test_the_same_tap_twice_writes_nothing(family):
    keys = [uuid.uuid4() for _ in range(3)]
    first = tap(family, worst_itch=3, client_id=keys[0])
    tap(family, worst_itch=5, client_id=keys[1])
    tap(family, worst_itch=8, client_id=keys[2])
    before = Correction.objects.count()
    # The phone was offline and sends the earlier taps once more: the newest answer stays.
    for key, itch in zip(keys[:2], (3, 5), strict=True):
        again = tap(family, worst_itch=itch, client_id=key)
        assert not again.created
        assert again.entry.pk == first.entry.pk
    assert SkinCheck.objects.get().worst_itch == 8
    assert Correction.objects.count() == before


def test_a_tap_sent_again_does_not_bring_back_what_was_taken_back(family):
    key, other = uuid.uuid4(), uuid.uuid4()
    saved = tap(family, worst_itch=3, client_id=key)
    tap(family, skin_band="mild", client_id=other)
    record.remove(entry=saved.entry, by=family.guardian, at=EVENING)
    assert tap(family, worst_itch=3, client_id=key).entry.pk == saved.entry.pk
    assert tap(family, skin_band="mild", client_id=other).entry.pk == saved.entry.pk
    assert not Entry.objects.kept().exists()
    # A new tap begins anew.
    assert tap(family, worst_itch=4).created


def test_another_day_and_another_child_are_other_checks(family):
    tap(family, worst_itch=3)
    yesterday = tap(family, worst_itch=5, local_day=TODAY - dt.timedelta(days=1))
    leo = actions.answer(patient=family.leo, by=family.guardian, at=EVENING, values={"worst_itch": 1})
    assert yesterday.created
    assert leo.created
    assert yesterday.entry.local_day == TODAY - dt.timedelta(days=1)


def test_a_flare_is_left_alone_by_the_evening(family):
    flare = actions.record_flare(patient=family.mia, by=family.guardian, at=MORNING, values={"worst_itch": 9})
    evening = tap(family, worst_itch=2)
    assert evening.entry.pk != flare.entry.pk
    day = reads.skin_days(Access.for_user(family.guardian, now=EVENING), family.mia, TODAY, TODAY)[0]
    assert (day.worst_itch, day.entries, day.flare) == (9, 2, True)


def test_a_flare_may_say_nothing_more(family):
    saved = actions.record_flare(patient=family.mia, by=family.guardian, at=MORNING, values={})
    assert saved.created
    assert SkinCheck.objects.get().flare


def test_the_patient_who_logs_is_the_rater(family):
    family.mia.user = family.guardian
    family.mia.save()
    tap(family, worst_itch=4)
    tap(family, "second", worst_itch=4)
    assert {c.entry.author_id: c.itch_rater for c in SkinCheck.objects.all()} == {
        family.guardian.pk: "self",
        family.second.pk: "caregiver",
    }


def test_taking_the_itch_out_takes_its_rater_along(family):
    tap(family, worst_itch=4, skin_band="mild")
    tap(family, worst_itch=None)
    check = SkinCheck.objects.get()
    assert (check.worst_itch, check.itch_rater, check.skin_band) == (None, "", "mild")


@pytest.mark.parametrize(
    "values",
    [
        {"worst_itch": 11},
        {"worst_itch": -1},
        {"worst_itch": "abc"},
        {"worst_itch": 3.5},
        {"worst_itch": True},
        {"skin_band": "awful"},
        {"pus": "maybe"},
        {"sites": [{"site": "nowhere", "side": ""}]},
        {"sites": "chest"},
        {"sites": 7},
        {"care_done": ["prayer"]},
        {"itch_rater": "doctor", "worst_itch": 3},
        {},
    ],
)
def test_wrong_values_write_nothing(family, values):
    with pytest.raises(ValidationError):
        tap(family, **values)
    assert not Entry.objects.exists()
    tap(family, worst_itch=3)
    with pytest.raises(ValidationError):
        tap(family, **values)
    assert SkinCheck.objects.get().worst_itch == 3
    assert not Correction.objects.exists()


def test_one_wrong_value_among_good_ones_writes_nothing(family):
    with pytest.raises(ValidationError) as wrong:
        tap(family, worst_itch=11, skin_band="mild")
    assert set(wrong.value.message_dict) == {"worst_itch"}
    assert not Entry.objects.exists()


def test_unknown_answers_are_a_programming_error(family):
    with pytest.raises(TypeError):
        tap(family, colour="purple")


def test_a_future_day_is_refused(family):
    with pytest.raises(record.TooFarAhead):
        tap(family, worst_itch=3, local_day=TODAY + dt.timedelta(days=1))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("column", ["worst_itch", "sleep_loss"])
@pytest.mark.parametrize("value", [11, 40])
def test_the_database_refuses_what_lies_outside_the_scale(family, column, value):
    saved = tap(family, worst_itch=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        SkinCheck.objects.filter(pk=saved.entry.pk).update(**{column: value})


@pytest.mark.parametrize(
    "change", [{"skin_band": "awful"}, {"itch_rater": "doctor"}, {"pus": "x"}, {"worst_itch": None}]
)
def test_the_database_knows_the_words(family, change):
    saved = tap(family, worst_itch=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        SkinCheck.objects.filter(pk=saved.entry.pk).update(**change)


def test_edit_keeps_what_it_said(family):
    saved = tap(family, worst_itch=3, sites=[{"site": "palm", "side": "left"}], note="before")
    check = SkinCheck.objects.get()
    actions.edit(
        check=check,
        by=family.second,
        at=EVENING,
        values={"worst_itch": 5, "sites": [{"site": "palm", "side": "left"}, {"site": "palm", "side": "right"}]},
        note="after",
        local_day=TODAY - dt.timedelta(days=1),
    )
    found = SkinCheck.objects.select_related("entry").get(pk=saved.entry.pk)
    assert (found.worst_itch, found.sites, found.entry.note) == (5, [{"site": "palm", "side": "both"}], "after")
    assert found.entry.local_day == TODAY - dt.timedelta(days=1)
    fields = set(Correction.objects.values_list("field", flat=True))
    assert fields == {"worst_itch", "sites", "note", "local_day"}
    assert found.entry.author == family.guardian


def test_edit_refuses_an_empty_check_a_future_day_and_a_removed_one(family):
    saved = tap(family, worst_itch=3)
    check = SkinCheck.objects.get()
    with pytest.raises(ValidationError):
        actions.edit(check=check, by=family.guardian, at=EVENING, values={"worst_itch": None})
    with pytest.raises(record.TooFarAhead):
        actions.edit(
            check=check,
            by=family.guardian,
            at=EVENING,
            values={"worst_itch": 4},
            local_day=TODAY + dt.timedelta(days=1),
        )
    assert SkinCheck.objects.get().worst_itch == 3
    record.remove(entry=saved.entry, by=family.guardian, at=EVENING)
    with pytest.raises(PermissionDenied):
        actions.edit(check=SkinCheck.objects.get(), by=family.guardian, at=EVENING, values={"worst_itch": 4})


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ({"worst_itch": "0"}, {"worst_itch": 0}),
        ({"worst_itch": "10"}, {"worst_itch": 10}),
        ({"skin_band": "2"}, {"skin_band": "moderate"}),
        ({"skin_band": "very_severe"}, {"skin_band": "very_severe"}),
        ({}, {}),
    ],
)
def test_tapped_values(raw, values):
    assert actions.tapped(raw) == values


@pytest.mark.parametrize(
    "raw",
    [
        {"worst_itch": "11"},
        {"worst_itch": "-1"},
        {"worst_itch": "abc"},
        {"worst_itch": ""},
        {"worst_itch": "٣"},
        {"worst_itch": "9" * 400},
        {"skin_band": "5"},
        {"skin_band": "awful"},
        {"pus": "yes"},
    ],
)
def test_tiles_that_do_not_exist(raw):
    with pytest.raises(BadAnswer):
        actions.tapped(raw)


def test_a_tap_is_known_by_its_key_whatever_its_day(family):
    """A phone's clock was put right between two sends, or the check was given to another day."""
    key = uuid.uuid4()
    first = tap(family, worst_itch=3)
    tap(family, skin_band="mild", client_id=key)
    again = tap(family, skin_band="mild", client_id=key, local_day=TODAY - dt.timedelta(days=2))
    assert (again.entry.pk, again.created) == (first.entry.pk, False)
    assert SkinCheck.objects.get().tap_ids == [str(key)]
    # Another person's tap of that key is another tap, and another key one of its own day.
    tap(family, "second", skin_band="mild", client_id=key, local_day=TODAY - dt.timedelta(days=2))
    other = tap(family, skin_band="severe", client_id=uuid.uuid4(), local_day=TODAY - dt.timedelta(days=2))
    assert (other.created, SkinCheck.objects.count()) == (True, 3)


def test_a_note_is_added_to_the_one_that_is_there(family):
    tap(family, worst_itch=3, note="first")
    tap(family, note="second 🌙 " + "א" * 400)
    assert Entry.objects.get().note == "first\nsecond 🌙 " + "א" * 400
