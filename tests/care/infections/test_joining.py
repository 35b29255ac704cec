"""Joining two infections, taking them apart, splitting one: everything moves along and nothing is lost."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from care.household.access import Access
from care.infections import actions, reads
from care.infections.actions.joining import HANGING
from care.infections.models import Episode
from care.plan.models import FlagMessage
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from tests.care.infections.walk import Walk
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)
LATER = EVENING + dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def start(family, *, began=0, ended=None, site="lung", patient=None, **values) -> Episode:
    onset = PartialDate.on(TODAY - began * DAY)
    row = actions.start_episode(
        patient=patient or family.mia, by=family.guardian, at=MORNING, site=site, onset=onset, **values
    ).entry.infection
    if ended is not None:
        end = PartialDate.on(TODAY - ended * DAY)
        row = actions.close_episode(episode=row, on=end, by=family.guardian, at=MORNING)
    return Episode.objects.select_related("entry").get(pk=row.pk)


def one_of_each(family, episode, *, ago=0) -> set[uuid.UUID]:
    """A row in every table that may hang on an infection, of a day so many days ago."""
    day = TODAY - ago * DAY
    common = {"by": family.guardian, "at": MORNING}
    made = [
        actions.check_episode(episode=episode, course="same", local_day=day, **common),
        actions.record_temperature(patient=family.mia, tenths=384, unit="C", episode=episode, local_day=day, **common),
    ]
    for kind, values in (
        ("infection_test", {"test": "culture", "taken": PartialDate.on(day)}),
        ("antimicrobial", {"drug": "Amoxicillin", "started": PartialDate.on(day)}),
        ("care_visit", {"level": "clinic", "began": PartialDate.on(day)}),
        ("days_missed", {"first_on": day, "last_on": day, "school_halves": 1}),
    ):
        made.append(actions.add_log(kind=kind, patient=family.mia, episode=episode, **common, **values))
    return {saved.entry.pk for saved in made}


def hanging(episode) -> set[uuid.UUID]:
    return {key for model in HANGING for key in model.objects.filter(episode=episode).values_list("pk", flat=True)}


def url(name, family, episode) -> str:
    return reverse(f"infections:{name}", kwargs={"patient": family.mia.pk, "pk": episode.pk})


def test_joining_moves_everything_and_reaches_from_first_to_last(family):
    first = start(family, began=20, ended=10, signs=["cough"])
    second = start(family, began=5, ended=1, signs=["fever", "cough"])
    here, there = one_of_each(family, first, ago=12), one_of_each(family, second)
    kept = actions.join_episodes(episode=first, other=second, by=family.second, at=EVENING)
    second.refresh_from_db()
    assert hanging(first) == here | there
    assert (kept.onset, kept.resolved) == (PartialDate.on(TODAY - 20 * DAY), PartialDate.on(TODAY - DAY))
    assert kept.signs == ["cough", "fever"]
    assert (second.joined_into, second.entry.removed_by) == (first, family.second)
    assert Correction.objects.filter(field="episode_id", by=family.second).count() == 6


@pytest.mark.parametrize("still", ["first", "second"])
def test_joined_with_an_open_one_it_is_open(family, still):
    rows = {"first": start(family, began=9, ended=None), "second": start(family, began=3)}
    closed = "second" if still == "first" else "first"
    actions.close_episode(episode=rows[closed], on=PartialDate.on(TODAY), by=family.guardian, at=MORNING)
    kept = actions.join_episodes(episode=rows["first"], other=rows["second"], by=family.guardian, at=EVENING)
    assert kept.is_open


def test_the_later_one_may_be_the_one_that_stays(family):
    early, late = start(family, began=20, ended=10), start(family, began=5, ended=1)
    kept = actions.join_episodes(episode=late, other=early, by=family.guardian, at=EVENING)
    assert (kept.pk, kept.onset, kept.resolved_on) == (late.pk, PartialDate.on(TODAY - 20 * DAY), TODAY - DAY)


def test_taking_apart_puts_everything_back_but_what_was_changed_since(family):
    first = start(family, began=20, ended=10, signs=["none"])
    second = start(family, began=5, signs=["fever"])
    here, there = one_of_each(family, first, ago=12), one_of_each(family, second)
    actions.join_episodes(episode=first, other=second, by=family.guardian, at=EVENING)
    added = actions.record_temperature(
        patient=family.mia, by=family.guardian, at=EVENING, tenths=380, unit="C", episode=first
    ).entry.pk
    actions.correct_episode(episode=first, by=family.guardian, at=EVENING + DAY / 48, changes={"signs": ["chills"]})
    back = actions.part_episodes(episode=first, other=second, by=family.guardian, at=LATER + DAY / 12)
    first.refresh_from_db()
    assert (hanging(first), hanging(second)) == (here | {added}, there)
    assert (first.onset_on, first.resolved_on, first.resolved_precision) == (TODAY - 20 * DAY, TODAY - 10 * DAY, "day")
    assert first.signs == ["chills"], "somebody changed it since"
    assert (back.joined_into_id, back.is_open, Entry.objects.get(pk=back.pk).removed_at) == (None, True, None)


def test_joining_twice_and_apart_once(family):
    first, second, third = (start(family, began=n) for n in (9, 6, 3))
    there = one_of_each(family, third)
    actions.join_episodes(episode=second, other=third, by=family.guardian, at=EVENING)
    actions.join_episodes(episode=first, other=second, by=family.guardian, at=LATER)
    assert hanging(first) == there
    actions.part_episodes(episode=first, other=second, by=family.guardian, at=LATER + DAY)
    assert hanging(second) == there
    with pytest.raises(PermissionDenied):
        actions.part_episodes(episode=first, other=second, by=family.guardian, at=LATER + DAY)


def test_what_cannot_be_one(family):
    ours = start(family)
    lump = actions.start_lump(patient=family.mia, by=family.guardian, at=MORNING).entry.infection
    for other in (ours, lump):
        with pytest.raises(ValidationError):
            actions.join_episodes(episode=ours, other=other, by=family.guardian, at=EVENING)
    with pytest.raises(PermissionDenied):
        actions.join_episodes(episode=ours, other=start(family, patient=family.leo), by=family.guardian, at=EVENING)
    record.remove(entry=ours.entry, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.join_episodes(episode=start(family), other=ours, by=family.guardian, at=EVENING)
    assert not Correction.objects.filter(field="joined_into_id").exists()


def test_splitting_moves_what_lies_after_and_keeps_what_lies_before(family):
    episode = start(family, began=20, signs=["cough"])
    before, after = one_of_each(family, episode, ago=6), one_of_each(family, episode, ago=5)
    key = uuid.uuid4()
    made = [
        actions.split_episode(episode=episode, on=TODAY - 5 * DAY, by=family.guardian, at=EVENING, client_id=key)
        for _ in range(2)
    ]
    new = Episode.objects.get(pk=made[0].entry.pk)
    assert [saved.created for saved in made] == [True, False]
    episode.refresh_from_db()
    assert (hanging(episode), hanging(new)) == (before, after)
    assert (episode.resolved, new.onset, new.is_open) == (
        PartialDate.on(TODAY - 6 * DAY),
        PartialDate.on(TODAY - 5 * DAY),
        True,
    )
    assert (new.split_from, new.site, new.signs) == (episode, "lung", [])
    actions.join_episodes(episode=episode, other=new, by=family.guardian, at=LATER)
    episode.refresh_from_db()
    assert (hanging(episode), episode.is_open) == (before | after, True)


@pytest.mark.parametrize("ago", [20, 21, -1, 2])
def test_a_split_lies_inside(family, ago):
    episode = start(family, began=20, ended=3)
    with pytest.raises(ValidationError):
        actions.split_episode(episode=episode, on=TODAY - ago * DAY, by=family.guardian, at=EVENING)
    assert Episode.objects.count() == 1


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_question_is_asked_with_days_and_nothing_is_decided(family):
    start(family, began=30, ended=20)
    near = start(family, began=16, ended=9)
    start(family, began=16, ended=9, site="ear")
    episode = start(family)
    found = reads.episode_page(Access.for_user(family.guardian), episode)
    assert [(one.pk, one.free_days) for one in found.earlier] == [(near.pk, 8)]
    walk = Walk(family.client("guardian"), url("detail", family, episode))
    assert "8 days before this one began. Is it the same one?" in walk.text
    assert Episode.objects.filter(entry__removed_at=None).count() == 4
    walk.button("same-one")
    assert Entry.objects.get(pk=episode.pk).removed_at is not None
    assert f"{near.pk}" in walk.url
    assert "was joined into this one" in walk.text
    walk.button("undo")
    assert Entry.objects.get(pk=episode.pk).removed_at is None
    assert str(episode.pk) in walk.url


@pytest.mark.parametrize(("ended", "asked"), [(15, False), (14, True), (1, True), (0, True)])
def test_after_fourteen_free_days_nobody_asks(family, ended, asked):
    start(family, began=30, ended=ended)
    found = reads.episode_page(Access.for_user(family.guardian), start(family))
    assert bool(found.earlier) is asked


def test_two_lumps_at_two_places_are_not_asked_about(family):
    def lump(**place):
        return actions.start_lump(patient=family.mia, by=family.guardian, at=MORNING, **place).entry.infection

    lump(area="leg", body_site="shin", side="left")
    same = lump(area="arm", body_site="palm", side="left")
    episode = lump(area="arm", body_site="palm", side="left")
    found = reads.episode_page(Access.for_user(family.guardian), Episode.objects.get(pk=episode.pk))
    assert [one.pk for one in found.earlier] == [same.pk]


def test_any_other_can_be_chosen_and_split_again(family):
    first, second = start(family, began=200, ended=190, site="unknown"), start(family, began=4)
    walk = Walk(family.client("guardian"), url("detail", family, second)).link("join").button("join-with")
    assert Episode.objects.get(pk=second.pk).joined_into_id == first.pk
    walk.button("apart")
    assert Episode.objects.get(pk=second.pk).joined_into_id is None
    walk.open(url("split", family, second)).type("on", "2026-11-14").button("submit")
    assert walk.status == 422
    assert "Choose a day after it began" in walk.text
    walk.type("on", "2026-11-17").button("submit")
    assert Episode.objects.filter(split_from=second, onset_on=TODAY - 2 * DAY).exists()
    walk.button("undo")
    assert Entry.objects.filter(kind="infection", removed_at=None).count() == 2


def test_a_helper_and_a_viewer_join_nothing(family, outsider):
    first, second = start(family, began=9), start(family)
    for who in ("helper", "viewer"):
        client = family.client(who)
        for name in ("join", "split"):
            assert client.get(url(name, family, first)).status_code == 403
            assert client.post(url(name, family, first), {"other": str(second.pk)}).status_code == 403
        assert client.post(url("apart", family, first) + f"?other={second.pk}").status_code == 403
        assert b"One or two?" not in client.get(url("detail", family, first)).content
    foreign = start(outsider)
    answer = family.client("guardian").post(url("join", family, first), {"other": str(foreign.pk)})
    assert answer.status_code == 404
    assert outsider.client("guardian").get(url("join", family, first)).status_code == 404


# --- the days before -----------------------------------------------------------------------------------------------


def test_what_was_written_down_before_is_a_fact_without_a_cause(family):
    precautions.record_exposure(
        patient=family.mia, by=family.guardian, at=MORNING, kind="sick_contact", note="cousin with a cold"
    )
    episode = start(family)
    client = family.client("guardian")
    assert url("before", family, episode) in client.get(url("detail", family, episode)).content.decode()
    text = client.get(url("before", family, episode)).content.decode()
    assert "Written down in the 14 days before" in text
    assert "cousin with a cold" in text
    for word in ("because", "caused", "led to", "due to", "risk"):
        assert word not in text.lower().partition('id="before"')[2].partition("</section>")[0]
    helper = family.client("helper")
    assert helper.get(url("before", family, episode)).status_code == 403
    assert b"written down in the 14 days" not in helper.get(url("detail", family, episode)).content


def test_with_nothing_before_it_says_so(family):
    text = family.client("guardian").get(url("before", family, start(family))).content.decode()
    assert "Nothing was written down." in text


def test_without_a_known_day_there_is_no_look_back(family):
    episode = actions.start_episode(
        patient=family.mia, by=family.guardian, at=MORNING, site="ear", onset=PartialDate.of(2026, 11)
    ).entry.infection
    assert b"written down in the 14 days" not in family.client("guardian").get(url("detail", family, episode)).content
    assert b"day it began is not known" in family.client("guardian").get(url("before", family, episode)).content


# --- The rules are asked about what came of it ---------------------------------------------------------------------
def said(episode) -> dict[str, int]:
    """The highest level of each rule."""
    return {row.rule: row.level for row in FlagMessage.objects.filter(entry=episode.entry_id).order_by("level")}


def test_joined_they_are_as_serious_as_both_together(family):
    cough = start(family, signs=["cough"])
    older = start(family, began=8, signs=["fever"])
    assert "RF-14" not in said(cough) | said(older)
    kept = actions.join_episodes(episode=cough, other=older, by=family.guardian, at=EVENING)
    assert said(kept)["RF-14"] == 1
    lump = actions.start_lump(patient=family.mia, by=family.guardian, at=EVENING).entry.infection
    hot = actions.start_lump(patient=family.mia, by=family.guardian, at=EVENING, signs=["fever"]).entry.infection
    assert (said(lump), said(hot)) == ({"RF-13": 1}, {"RF-13": 2})
    actions.join_episodes(episode=lump, other=hot, by=family.guardian, at=EVENING)
    assert said(lump)["RF-13"] == 2


def test_taken_apart_each_is_asked_about(family):
    cough = start(family, signs=["cough"])
    older = start(family, began=8, signs=["cough"])
    FlagMessage.objects.all().delete()
    actions.join_episodes(episode=cough, other=older, by=family.guardian, at=EVENING)
    FlagMessage.objects.all().delete()
    actions.part_episodes(episode=cough, other=older, by=family.guardian, at=LATER)
    assert (said(cough), said(older)) == ({}, {"RF-14": 1})


def test_split_the_new_one_is_asked_about(family):
    lump = actions.start_lump(
        patient=family.mia, by=family.guardian, at=EVENING, onset=PartialDate.on(TODAY - 9 * DAY),
        body_site="eyelid_upper", side="left",
    ).entry.infection  # fmt: skip
    new = actions.split_episode(episode=lump, on=TODAY, by=family.guardian, at=EVENING).entry.infection
    assert said(new) == {"RF-13": 2}
