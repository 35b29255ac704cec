"""An entry that came to the other child is looked at by the red-flag rules for that child."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.infections import actions as infections
from care.plan import actions as plan
from care.plan import reads
from care.plan.models import FlagMessage
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate, parse
from care.results import actions as results
from care.skin import actions as skin
from care.today import actions
from care.vaccines import actions as vaccines
from tests.people import MORNING, client_for, join, person

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def common(family):
    return {"patient": family.leo, "by": family.guardian, "at": MORNING}


def moved(family, entry, to):
    access = Access.for_user(family.guardian)
    actions.move(access=access, entry=entry, to=to, by=family.guardian, at=MORNING)
    return {(message.rule, message.patient_id) for message in FlagMessage.objects.filter(entry=entry)}


def test_what_was_nothing_for_one_child_may_be_something_for_the_other(family, common):
    precautions.record_exposure(**common | {"patient": family.mia}, kind="building_dust")
    cough = infections.add_log(kind="breathing", cough="dry", **common).entry
    assert not FlagMessage.objects.filter(entry=cough).exists()
    assert moved(family, cough, family.leo) == set(), "it is where it was"
    assert moved(family, cough, family.mia) == {("RF-27", family.mia.pk)}


def told(entry):
    """(rule, patient, whether somebody called) of everything that was ever said about an entry."""
    rows = FlagMessage.objects.filter(entry=entry).order_by("pk")
    return {(row.rule, row.patient_id, row.called_at is not None) for row in rows}


ENTRIES = {
    "temperature": lambda common: infections.record_temperature(tenths=385, unit="C", **common).entry,
    "infection": lambda common: infections.start_episode(site="lung", signs=["blood_in_sputum"], **common).entry,
    "breathing": lambda common: infections.add_log(kind="breathing", sputum_colour="bloody", **common).entry,
    "exposure": lambda common: precautions.record_exposure(kind="measles", **common).entry,
    "skin": lambda common: skin.answer(values={"blisters_clustered": "yes"}, **common).entry,
    "fracture": lambda common: (
        results.add(
            kind="fracture",
            values={"bone": "wrist", "mechanism": "minor", "pain": "yes"},
            dated=PartialDate.on(MORNING.date()),
            **common,
        ).entry
    ),
    "general_check": lambda common: results.add(kind="general_check", values={"weight_loss": "yes"}, **common).entry,
    "concern": lambda common: plan.record_concern(text="off", **common).entry,
    "warning_signs": lambda common: plan.record_warning_signs(answers={"lips_blue": "yes"}, **common).entry,
    "vaccine": lambda common: (
        vaccines.record_decision(product="mmr", outcome="given", dated=parse("2026-11-18"), **common).entry
    ),
    "home_vaccine": lambda common: (
        vaccines.record_household_vaccine(
            member="Gran", product="varicella", outcome="given", dated=parse("2026-11-18"), contact="yes", **common
        ).entry
    ),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_what_was_said_stays_with_the_first_child_and_the_other_one_is_judged_anew(family, common, kind):
    entry = ENTRIES[kind](common)
    first = {row.rule for row in FlagMessage.objects.filter(entry=entry)}
    assert first, "a rule spoke about it"
    plan.mark_called(message=FlagMessage.objects.filter(entry=entry)[0], by=family.guardian, at=MORNING)
    moved(family, entry, family.mia)
    stayed = {(rule, family.leo.pk, True) for rule in first}
    assert told(entry) == stayed | {(rule, family.mia.pk, False) for rule in first}
    plan.mark_called(message=FlagMessage.objects.get(entry=entry, rule=min(first), patient=family.mia), **here(family))
    assert all(called for _rule, _patient, called in told(entry))


def here(family):
    return {"by": family.second, "at": MORNING + dt.timedelta(minutes=5)}


def test_there_and_back_says_nothing_twice(family, common):
    entry = ENTRIES["temperature"](common)
    before = told(entry)
    moved(family, entry, family.mia)
    entry.refresh_from_db()
    moved(family, entry, family.leo)
    assert {row for row in told(entry) if row[1] == family.leo.pk} == before


def test_each_child_is_shown_its_own_messages(family, common):
    entry = ENTRIES["infection"](common)
    access = Access.for_user(family.guardian, now=MORNING)
    assert reads.last_urgent_message(access, family.leo)
    moved(family, entry, family.mia)
    assert reads.current_messages(access, [family.leo]) == []
    assert reads.last_urgent_message(access, family.leo) is None
    (now,) = {message.patient_id for message in reads.current_messages(access, [family.leo, family.mia])}
    assert now == family.mia.pk
    assert {message.patient_id for message in reads.of_entries(access, [entry.pk])} == {family.mia.pk}
    assert {message.entry_moved for message in reads.history(access, family.leo)} == {True}
    assert {message.entry_moved for message in reads.history(access, family.mia)} == {False}


def test_the_page_after_the_move_shows_what_is_said_now_and_about_whom(family, common):
    entry = ENTRIES["temperature"](common)
    client = family.client("guardian")
    with time_machine.travel(MORNING, tick=False):
        url = reverse("today:move", kwargs={"patient": family.leo.pk, "entry": entry.pk})
        page = client.post(url, {"to": family.mia.pk}, follow=True)
        assert page.redirect_chain
        words = " ".join(page.content.decode().split())
        assert 'data-testid="flags"' in words
        assert "About <bdi>Mia</bdi>" in words
        assert FlagMessage.objects.filter(patient=family.mia, shown_at=MORNING).exists()
        history = client.get(reverse("plan:messages", kwargs={"patient": family.leo.pk})).content.decode()
        assert "moved to another child since" in history


def test_what_belongs_to_something_of_the_first_child_stays(family, common):
    episode = infections.start_episode(site="lung", signs=["cough"], **common).entry.infection
    reading = infections.record_temperature(tenths=385, unit="C", episode=episode, **common).entry
    access = Access.for_user(family.guardian)
    for entry in (reading, episode.entry):
        with pytest.raises(record.Tied):
            actions.move(access=access, entry=entry, to=family.mia, by=family.guardian, at=MORNING)


@pytest.mark.parametrize("kind", ["note", "general_check"])
def test_what_says_nothing_says_nothing_there(family, common, kind):
    entry = {
        "general_check": lambda: results.add(kind="general_check", values={"headache": "no"}, **common).entry,
        "note": lambda: actions.log_note(note="words", local_day=MORNING.date(), **common),
    }[kind]()
    assert moved(family, entry, family.mia) == set()


def test_what_it_said_for_the_other_child_is_not_shown_to_who_may_not_see_that_child(family, common):
    """Neither that child's name nor the words that were written about them."""
    entry = record.add(kind="note", note="Leo's own story", **common).entry
    record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"note": "Only about Mia"})
    moved(family, entry, family.mia)
    record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"note": "About Mia, later"})
    narrow = person("Nanny")
    join(family.household, narrow, "caregiver", patients=[family.mia])
    address = reverse("today:entry", kwargs={"patient": family.mia.pk, "entry": entry.pk})
    with time_machine.travel(MORNING, tick=False):
        theirs, ours = (
            client.get(address).content.decode() for client in (client_for(narrow), family.client("second"))
        )
    for words in ("Leo", "own story"):
        assert words not in theirs
        assert words in ours
    assert "Only about Mia" in theirs


@pytest.mark.parametrize(("hours", "refused"), [(1, True), (23, True), (24, False)])
def test_nothing_new_does_not_come_to_a_child_with_an_urgent_message(family, common, hours, refused):
    """What the tap does not offer there cannot be had by moving it there."""
    earlier = MORNING - hours * HOUR
    plan.record_warning_signs(patient=family.leo, by=family.guardian, at=earlier, answers={"seizure": "yes"})
    entry = record.add(**common | {"patient": family.mia}, kind="nothing_new").entry
    access = Access.for_user(family.guardian, now=MORNING)
    if refused:
        with pytest.raises(actions.NotOffered):
            actions.move(access=access, entry=entry, to=family.leo, by=family.guardian, at=MORNING)
    else:
        actions.move(access=access, entry=entry, to=family.leo, by=family.guardian, at=MORNING)
    entry.refresh_from_db()
    assert entry.patient == (family.mia if refused else family.leo)
