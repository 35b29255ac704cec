"""Writing infections, checks and temperatures."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from care.household.models import AuditEvent
from care.infections import actions
from care.infections.models import Episode, EpisodeCheck, Temperature
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)


@pytest.fixture
def chest(family) -> Episode:
    return start(family, site="lung").infection


def start(family, *, at=MORNING, **values) -> Entry:
    return actions.start_episode(patient=family.mia, by=family.guardian, at=at, **values).entry


def change(family, episode, **changes) -> Episode:
    return actions.correct_episode(episode=episode, by=family.guardian, at=EVENING, changes=changes)


def test_the_first_tap_is_a_whole_entry(family):
    saved = actions.start_lump(patient=family.mia, by=family.guardian, at=MORNING)
    lump = Episode.objects.get()
    assert saved.created
    assert lump.entry.kind == "infection"
    assert (lump.site, lump.is_lump, lump.onset_on, lump.onset_precision) == ("skin", True, TODAY, "day")
    assert (lump.signs, lump.size_mm, lump.warm, lump.painful, lump.care_level) == ([], None, "", "", "")
    assert lump.verification == "unconfirmed"
    assert "place not recorded" in lump.title
    assert AuditEvent.objects.filter(action="entry.added").count() == 1


def test_a_page_sent_twice_writes_nothing_twice(family):
    key = uuid.uuid4()
    first, second = (
        actions.start_episode(patient=family.mia, by=family.guardian, at=MORNING, site="lung", client_id=key)
        for _ in range(2)
    )
    assert first.created
    assert not second.created
    assert first.entry == second.entry
    assert Episode.objects.count() == Entry.objects.count() == 1


def test_a_key_of_another_kind_of_entry_is_refused(family):
    key = uuid.uuid4()
    record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, client_id=key)
    with pytest.raises(PermissionDenied):
        start(family, site="lung", client_id=key)


@pytest.mark.parametrize("onset", [PartialDate.on(TODAY + DAY), PartialDate.of(2026, 12), PartialDate.of(2027)])
def test_onset_in_the_future_is_refused(family, onset):
    with pytest.raises(ValidationError):
        start(family, site="lung", onset=onset)
    assert not Entry.objects.exists()


def test_today_is_the_familys_day(family):
    # 00:30 in Berlin on the 20th is still the 19th for a family whose day ends at 04:00.
    night = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)
    assert start(family, site="lung", at=night).infection.onset_on == TODAY
    with pytest.raises(ValidationError):
        start(family, site="ear", at=night, onset=PartialDate.on(TODAY + DAY))


def test_partial_onset_keeps_its_precision(family):
    began = start(family, site="lung", onset=PartialDate.of(2026, 11)).infection
    assert (began.onset_on, began.onset_precision) == (dt.date(2026, 11, 1), "month")
    assert began.onset == PartialDate.of(2026, 11)


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": "foot"},
        {"side": "up"},
        {"signs": ["none", "fever"]},
        {"signs": ["x"]},
        {"signs": "fever"},
        {"size_mm": 15},
        {"size_mm": 301, "size_basis": "measured"},
        {"size_mm": 0, "size_basis": "measured"},
        {"warm": "maybe"},
        {"care_level": "moon"},
        {"verification": "sure"},
        {"body_site": "tail"},
        {"body_site": "nose", "side": "left"},
    ],
)
def test_words_that_are_not_in_their_list_are_refused_and_nothing_is_written(family, wrong):
    with pytest.raises(ValidationError):
        actions.start_episode(patient=family.mia, by=family.guardian, at=MORNING, **({"site": "skin"} | wrong))
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"resolved_on": TODAY - DAY, "resolved_precision": "day"},
        {"resolved_on": TODAY, "resolved_precision": ""},
        {"resolved_precision": "day"},
        {"site": "foot"},
        {"site": "lung", "is_lump": True},
        {"verification": "sure"},
        {"size_mm": 301, "size_basis": "measured"},
        {"size_mm": 15, "size_basis": ""},
        {"size_mm": None, "size_basis": "estimate"},
        {"painful": "maybe"},
        {"care_level": "moon"},
        {"side": "up"},
        {"onset_precision": "week"},
    ],
)
def test_the_database_itself_refuses(chest, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=chest.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"tenths": 299}, {"tenths": 431}, {"unit": "F"}, {"unit": "K"}, {"route": "toe"}, {"antipyretic": "x"}]
)
def test_the_database_refuses_impossible_readings(family, wrong):
    actions.record_temperature(patient=family.mia, by=family.guardian, at=MORNING, tenths=384, unit="C")
    with pytest.raises(IntegrityError), transaction.atomic():
        Temperature.objects.update(**wrong)


def test_a_correction_keeps_the_old_value(family, chest):
    change(family, chest, signs=["cough"])
    changed = change(family, chest, signs=["fever"], note="worse at night")
    assert (changed.signs, changed.entry.note, changed.entry.version) == (["fever"], "worse at night", 3)
    assert [(c.field, c.old, c.new) for c in Correction.objects.filter(field="signs")] == [
        ("signs", [], ["cough"]),
        ("signs", ["cough"], ["fever"]),
    ]


def test_two_people_changing_different_answers_keep_both(family, chest):
    """Each has an old copy of the row in hand; neither puts the other's answer back."""
    old_copy = Episode.objects.select_related("entry").get(pk=chest.pk)
    change(family, chest, signs=["cough"])
    actions.correct_episode(episode=old_copy, by=family.second, at=EVENING, changes={"care_level": "clinic"})
    now = Episode.objects.get()
    assert (now.signs, now.care_level) == (["cough"], "clinic")


def test_closing_and_opening_again(family, chest):
    closed = actions.close_episode(episode=chest, on=PartialDate.on(TODAY), by=family.guardian, at=EVENING)
    assert not closed.is_open
    assert closed.resolved == PartialDate.on(TODAY)
    opened = actions.reopen_episode(episode=closed, by=family.second, at=EVENING)
    assert opened.is_open
    assert opened.resolved is None
    assert Correction.objects.filter(field="resolved_on", old="2026-11-19", by=family.second).exists()


@pytest.mark.parametrize("end", [PartialDate.on(TODAY - DAY), PartialDate.of(2026, 10), PartialDate.on(TODAY + DAY)])
def test_it_cannot_end_before_it_began_nor_tomorrow(family, chest, end):
    with pytest.raises(ValidationError):
        actions.close_episode(episode=chest, on=end, by=family.guardian, at=EVENING)
    assert Episode.objects.get().resolved_on is None


def test_an_end_known_only_by_its_month_may_be_this_month(family, chest):
    closed = actions.close_episode(episode=chest, on=PartialDate.of(2026, 11), by=family.guardian, at=EVENING)
    assert (closed.resolved_on, closed.resolved_precision) == (dt.date(2026, 11, 30), "month")


def test_onset_cannot_move_past_the_end(family, chest):
    change(family, chest, onset=PartialDate.on(TODAY - 3 * DAY), resolved=PartialDate.on(TODAY - DAY))
    with pytest.raises(ValidationError):
        change(family, chest, onset=PartialDate.on(TODAY))


def test_ruled_out_is_not_open(family, chest):
    assert not change(family, chest, verification="refuted").is_open


def check(episode, course, by, at=MORNING, **values):
    return actions.check_episode(episode=episode, course=course, by=by, at=at, **values)


def test_one_check_a_day_and_person_and_the_old_answer_is_kept(family, chest):
    first = check(chest, "same", family.guardian)
    again = check(chest, "worse", family.guardian, at=EVENING)
    other = check(chest, "better", family.second)
    tomorrow = check(chest, "better", family.guardian, at=EVENING + DAY)
    assert [first.created, again.created, other.created, tomorrow.created] == [True, False, True, True]
    assert EpisodeCheck.objects.count() == 3
    assert EpisodeCheck.objects.get(entry=first.entry).course == "worse"
    assert Correction.objects.get(entry=first.entry, field="course").old == "same"


def test_an_old_tap_that_arrives_again_does_not_turn_the_answer_back(family, chest):
    key = uuid.uuid4()
    check(chest, "better", family.guardian, client_id=key)
    check(chest, "worse", family.guardian)
    check(chest, "better", family.guardian, client_id=key)
    assert EpisodeCheck.objects.get().course == "worse"


def test_after_an_undone_check_a_new_one_is_new(family, chest):
    first = check(chest, "same", family.guardian)
    record.remove(entry=first.entry, by=family.guardian, at=MORNING)
    assert check(chest, "worse", family.guardian).created


def test_another_word_than_better_same_worse_is_refused(family, chest):
    with pytest.raises(ValidationError):
        check(chest, "so-so", family.guardian)
    assert not EpisodeCheck.objects.exists()


def reading(family, **values) -> Temperature:
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "tenths": 384, "unit": "C"} | values
    return actions.record_temperature(**values).entry.temperature


def test_a_reading_is_kept_as_it_was_made(family, chest):
    made = reading(family, tenths=1004, unit="F", route="ear", antipyretic="yes", episode=chest)
    assert (made.words, made.common, made.route, made.antipyretic, made.episode) == (
        "100.4 °F",
        5020,
        "ear",
        "yes",
        chest,
    )


@pytest.mark.parametrize(("tenths", "unit"), [(299, "C"), (431, "C"), (986, "C"), (370, "F"), (384, "K")])
def test_a_reading_no_body_has_is_refused(family, tenths, unit):
    with pytest.raises(ValidationError):
        reading(family, tenths=tenths, unit=unit)
    assert not Entry.objects.exists()


def test_a_reading_belongs_to_an_infection_of_the_same_child(family, chest):
    with pytest.raises(PermissionDenied):
        reading(family, patient=family.leo, episode=chest)
    made = reading(family)
    leos = actions.start_episode(patient=family.leo, by=family.guardian, at=MORNING, site="ear").entry.infection
    with pytest.raises(PermissionDenied):
        link(family, made, leos.pk)
    assert link(family, made, chest.pk).episode_id == chest.pk
    assert link(family, made, None).episode_id is None
    assert Correction.objects.filter(field="episode_id").count() == 2


def link(family, made, episode_id):
    return actions.correct_temperature(
        temperature=made, by=family.guardian, at=EVENING, changes={"episode_id": episode_id}
    )


def test_a_reading_cannot_be_of_later(family):
    with pytest.raises(record.TooFarAhead):
        reading(family, occurred_at=MORNING + dt.timedelta(hours=2))


def test_a_household_that_is_erased_takes_all_of_it_along(family, chest):
    reading(family, episode=chest)
    check(chest, "same", family.guardian)
    change(family, chest, signs=["cough"])
    family.mia.delete()
    assert not any(model.objects.exists() for model in (Entry, Episode, EpisodeCheck, Temperature, Correction))
