"""A check in depth: what follows from an answer, sleep in one unit, places and their signs, red flags."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from care.household.access import Access
from care.household.models import AuditEvent
from care.plan import reads as plan
from care.record.models import Correction, Entry
from care.skin import actions, reads
from care.skin.models import SkinCheck, SkinSetting
from tests.people import EVENING

TODAY = dt.date(2026, 11, 19)
PALM = {"site": "palm", "side": "left"}
CHEST = {"site": "chest", "side": "midline"}


def log(family, who="guardian", *, at=EVENING, **values):
    return actions.answer(patient=family.mia, by=getattr(family, who), at=at, values=values).entry.skin_check


def change(check, by, **values):
    actions.edit(check=check, by=by, at=EVENING, values=values)
    check.refresh_from_db()
    return check


FULL = {
    "sleep_minutes": 45,
    "extent_palms": 7,
    "blisters_clustered": "no",
    "triggers": ["heat", "new_product"],
    "sites": [PALM, CHEST],
    "signs": [CHEST | {"redness": 2, "dryness": "not_sure"}],
    "care_done": ["bath", "emollient", "steroid_topical"],
    "care_not_done": ["antiseptic_wash"],
    "bleach_bath_minutes": 10,
    "emollient_times": 3,
    "steroid_product": "Hydrocortisone 1 % ointment",
    "steroid_sites": [CHEST],
    "other_topical_product": "Zinc paste",
}


def test_every_field_is_kept_as_it_was_told(family):
    check = log(family, **FULL)
    check.refresh_from_db()
    kept = {name: getattr(check, name) for name in FULL}
    implied = {
        "care_done": ["bath", "bleach_bath", "emollient", "steroid_topical", "other_topical"],
        "sites": [CHEST, PALM],
    }
    assert kept == FULL | implied
    # What nobody told stays untold.
    assert (check.worst_itch, check.sleep_loss, check.antiseptic_wash_minutes) == (None, None, None)
    assert (check.itch_rater, check.skin_band, check.pus) == ("", "", "")


def test_a_described_place_is_affected_and_goes_with_its_description(family):
    check = log(family, signs=[PALM | {"swelling": 1}])
    assert check.sites == [PALM]
    check = change(check, family.second, sites=[CHEST])
    assert (check.sites, check.signs) == ([CHEST], [])
    fields = set(Correction.objects.values_list("field", flat=True))
    assert fields == {"sites", "signs"}, "what was taken along stays in the history"


def test_two_people_who_describe_it_at_once_keep_each_others_answers(family):
    check = log(family, sites=[PALM])
    stale = SkinCheck.objects.get(pk=check.pk)
    change(check, family.guardian, extent_palms=4)
    change(stale, family.second, signs=[PALM | {"dryness": 3}])
    kept = SkinCheck.objects.get(pk=check.pk)
    assert (kept.extent_palms, kept.signs) == (4, [PALM | {"dryness": 3}])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sleep_minutes": 721}, "sleep_minutes"),
        ({"sleep_minutes": -1}, "sleep_minutes"),
        ({"sleep_minutes": 10, "sleep_loss": 3}, "sleep_minutes"),
        ({"extent_palms": 101}, "extent_palms"),
        ({"extent_palms": 3.5}, "extent_palms"),
        ({"emollient_times": 11}, "emollient_times"),
        ({"bleach_bath_minutes": 0}, "bleach_bath_minutes"),
        ({"bleach_bath_minutes": 241}, "bleach_bath_minutes"),
        ({"emollient_times": 0, "care_done": ["emollient"]}, "emollient_times"),
        ({"care_not_done": ["bleach_bath"], "bleach_bath_minutes": 5}, "care_not_done"),
        ({"care_not_done": ["bath"]}, "care_not_done"),
        ({"signs": [PALM | {"redness": 4}]}, "signs"),
        ({"signs": "palm"}, "signs"),
        ({"triggers": ["moonlight"]}, "triggers"),
        ({"triggers": 7}, "triggers"),
        ({"steroid_sites": [{"site": "lung", "side": "left"}]}, "steroid_sites"),
        ({"steroid_product": "x" * 121}, "steroid_product"),
        ({"blisters_clustered": "maybe"}, "blisters_clustered"),
    ],
)
def test_what_does_not_fit_names_its_field_and_writes_nothing(family, values, field):
    with pytest.raises(ValidationError) as wrong:
        log(family, **values)
    assert field in wrong.value.message_dict
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        {"sleep_minutes": 721},
        {"sleep_minutes": 5, "sleep_loss": 5},
        {"extent_palms": 101},
        {"emollient_times": 11},
        {"antiseptic_wash_minutes": 0},
        {"blisters_clustered": "maybe"},
    ],
)
def test_the_database_holds_the_ranges(family, raw):
    check = log(family, worst_itch=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        SkinCheck.objects.filter(pk=check.pk).update(**raw)


@pytest.mark.parametrize(
    "raw", [{"signs": [PALM | {"redness": 1}]}, {"triggers": ["moonlight"]}, {"steroid_sites": [{"site": "moon"}]}]
)
def test_lists_are_checked_before_they_are_saved(family, raw):
    check = log(family, worst_itch=3)
    for name, value in raw.items():
        setattr(check, name, value)
    with pytest.raises(ValidationError) as wrong:
        check.clean()
    assert set(wrong.value.message_dict) == set(raw)


def test_a_night_is_noted_in_one_unit_and_the_newer_note_counts(family):
    check = log(family, sleep_loss=4)
    check = change(check, family.guardian, sleep_minutes=50)
    assert (check.sleep_loss, check.sleep_minutes) == (None, 50)
    assert Correction.objects.filter(field="sleep_loss", old=4).exists()
    # Taking the other one out does not touch this one.
    assert change(check, family.guardian, sleep_loss=None).sleep_minutes == 50


def test_minutes_and_numbers_of_a_day_are_never_mixed(family):
    log(family, sleep_minutes=50)
    log(family, "second", sleep_loss=9)
    found = reads.skin_days(Access.for_user(family.guardian, now=EVENING), family.mia, TODAY, TODAY)[0]
    assert (found.sleep_loss, found.sleep_minutes) == (9, 50)


def test_a_family_chooses_its_unit_once(family, outsider):
    door = Access.for_user(family.helper, now=EVENING)
    assert reads.sleep_unit(door, family.mia) == "scale"
    common = {"patient": family.mia, "by": family.guardian, "at": EVENING}
    # What is so already writes nothing.
    actions.choose_sleep_unit(unit="scale", **common)
    assert not SkinSetting.objects.exists()
    actions.choose_sleep_unit(unit="minutes", **common)
    actions.choose_sleep_unit(unit="minutes", **common)
    assert reads.sleep_unit(door, family.mia) == "minutes"
    assert reads.sleep_unit(door, family.leo) == "scale"
    assert reads.sleep_unit(Access.for_user(outsider.guardian, now=EVENING), family.mia) == "scale"
    assert AuditEvent.objects.get(action="skin_setting.changed").fields == ["sleep_unit"]
    with pytest.raises(ValidationError):
        actions.choose_sleep_unit(unit="hours", **common)


def messages(family):
    return plan.current_messages(Access.for_user(family.guardian, now=EVENING + dt.timedelta(minutes=1)), [family.mia])


def test_blisters_in_a_group_are_told_to_the_red_flag_rules(family):
    check = log(family, worst_itch=3, blisters_clustered="no")
    log(family, "second", blisters_clustered="not_sure")
    assert messages(family) == []
    change(check, family.guardian, blisters_clustered="yes")
    assert [(message.rule, message.level) for message in messages(family)] == [("RF-12", 2)]
    # Taking the answer back does not unsay it, and asking again does not say it twice.
    change(check, family.guardian, blisters_clustered="no")
    change(check, family.guardian, blisters_clustered="yes")
    assert len(messages(family)) == 1


def test_a_flare_and_a_tapped_in_answer_are_told_too(family):
    actions.record_flare(patient=family.mia, by=family.guardian, at=EVENING, values={"blisters_clustered": "yes"})
    assert len(messages(family)) == 1
    log(family, worst_itch=3)
    log(family, blisters_clustered="yes")
    assert len(messages(family)) == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("sleep_minutes", 1, "1 minute"),
        ("sleep_minutes", 0, "0 minutes"),
        ("extent_palms", 1, "about 1 palm of skin (estimate)"),
        ("emollient_times", 0, "0 times"),
        ("signs", [CHEST | {"redness": 2}], "Chest – Redder, darker or greyer than usual: moderate"),
        ("signs", [PALM | {"dryness": "not_sure", "swelling": 0}], "Palm (left) – Swollen: none, Dry: can't tell"),
        ("triggers", ["pets", "other"], "Pets, Other"),
        ("care_not_done", ["bleach_bath"], "Bleach bath"),
        ("steroid_sites", [PALM], "Palm (left)"),
        ("blisters_clustered", "not_checked", "Not checked"),
        ("steroid_product", "Cream", "Cream"),
    ],
)
def test_answers_in_words(name, value, words):
    assert reads.value_words(name, value) == words


def test_a_line_of_the_timeline(family):
    check = log(family, **FULL)
    line = reads.describe([check.entry])[check.pk]
    assert line.text == (
        "awake 45 minutes, blisters in a group: no, 2 places, about 7 palms of skin (estimate),"
        " maybe from: heat, a new product, bath or shower, bleach bath, moisturiser, steroid cream, another cream"
    )


def test_a_day_tells_each_answer_with_its_rater_and_whether_it_came_late(family):
    log(family, worst_itch=3)
    later = EVENING + dt.timedelta(days=4)
    actions.answer(
        patient=family.mia, by=family.second, at=later, values={"worst_itch": 8, "itch_rater": "self"}, local_day=TODAY
    )
    found = reads.skin_days(Access.for_user(family.guardian, now=later), family.mia, TODAY, TODAY)[0]
    assert {(r.value, r.rater, r.late) for r in found.ratings} == {(3, "caregiver", False), (8, "self", True)}
    assert (found.worst_itch, found.itch_rater, found.late, found.entries) == (8, "self", False, 2)
