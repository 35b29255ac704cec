"""Messages of the red-flag rules: raised once, kept word for word, gated until a clinician reviewed them."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings

from care.household.access import Access
from care.household.models import AuditEvent
from care.plan import actions, reads
from care.plan.models import FlagMessage, WarningSigns
from care.plan.models.words import ASKED, LOGGED, SIGNS, VALUES
from care.plan.rules.facts import FIELDS, Facts
from care.plan.rules.registry import EVENT
from care.record import actions as record
from care.record.dates import PartialDate
from care.reference import red_flags
from care.vaccines import actions as vaccines
from tests.people import EVENING, MORNING, make_family

HOUR = dt.timedelta(hours=1)


def entry_of(family, **more):
    return record.add(patient=family.mia, kind="temperature", by=family.guardian, at=EVENING, **more).entry


def ask(entry, family, at=EVENING, by=None, **told):
    return actions.raise_flags(entry=entry, by=by or family.guardian, at=at, facts=Facts(**told))


def said(entry):
    return {(row.rule, row.level) for row in FlagMessage.objects.filter(entry=entry)}


def test_a_message_keeps_its_words_and_source(family):
    actions.add_contact(
        patient=family.mia,
        by=family.guardian,
        at=EVENING,
        values={"name": "Ward", "phone": "030 1", "is_urgent_line": True},
    )
    entry = entry_of(family)
    [row] = ask(entry, family, blood_in_sputum="yes")
    row.refresh_from_db()
    assert (row.rule, row.level, row.told) == ("RF-03", 2, "Blood coughed up")
    assert row.words == "Please call Ward (030 1) now. If nobody answers in 30 minutes, go to emergency care."
    assert row.source == "General guidance, STAT3 Hyper IgE Syndrome, 2020-03-26"
    assert (row.patient, row.raised_by, row.raised_at) == (family.mia, family.guardian, EVENING)
    assert AuditEvent.objects.filter(action="flags.raised", object_id=str(entry.pk)).count() == 1
    # A number that changes later does not change what was shown.
    actions.save_call_plan(patient=family.mia, by=family.guardian, at=EVENING, changes={"emergency_number": "112"})
    row.refresh_from_db()
    assert "Ward" in row.words


@pytest.mark.parametrize(
    ("number", "words"),
    [("", "Call your local emergency number now."), ("999", "Call 999 now.")],
)
def test_without_a_number_the_words_stay_general(family, number, words):
    actions.save_call_plan(patient=family.mia, by=family.guardian, at=EVENING, changes={"emergency_number": number})
    [row] = ask(entry_of(family), family, lips_blue="yes")
    assert words in row.words
    assert "911" not in row.words
    assert "112" not in row.words


def test_no_team_number_is_no_reason_for_silence(family):
    [row] = ask(entry_of(family), family, redness_spreading="yes")
    assert row.words.startswith("Please call your care team's urgent line now.")


def test_nothing_told_asks_nothing(family, django_assert_num_queries):
    entry = entry_of(family)
    with django_assert_num_queries(0):
        assert actions.raise_flags(entry=entry, by=family.guardian, at=EVENING, facts=Facts()) == ()
    assert ask(entry, family, cough="no", fever="not_checked") == ()


def test_an_entry_that_fires_nothing_costs_one_look_at_the_plan(family, django_assert_num_queries):
    entry = entry_of(family)
    with django_assert_num_queries(3):  # the plan, inside its savepoint
        ask(entry, family, cough="yes")


def test_a_rule_speaks_once_and_again_only_when_it_is_worse(family):
    entry = entry_of(family)
    assert len(ask(entry, family, new_lump="yes")) == 1
    assert ask(entry, family, new_lump="yes") == ()
    assert ask(entry, family, new_lump="yes", by=family.second) == ()
    assert [row.level for row in ask(entry, family, new_lump="yes", lump_mm=60)] == [2]
    assert ask(entry, family, new_lump="yes") == ()
    assert said(entry) == {("RF-13", 1), ("RF-13", 2)}
    # The page shows the rule once, at its highest.
    [message] = reads.of_entries(Access.for_user(family.guardian, now=EVENING), [entry.pk])
    assert message.level == 2


def test_two_entries_of_two_people_speak_for_themselves(family):
    one = entry_of(family)
    two = record.add(patient=family.mia, kind="breathing", by=family.second, at=EVENING).entry
    ask(one, family, cough="yes")
    ask(two, family, by=family.second, cough="yes", blood_in_sputum="yes")
    assert (said(one), said(two)) == (set(), {("RF-03", 2)})


def test_what_was_shown_stays_when_the_entry_is_corrected_or_taken_back(family):
    saved = actions.record_warning_signs(
        patient=family.mia, by=family.guardian, at=EVENING, answers={"lips_blue": "yes", "floppy": "no"}
    )
    signs = WarningSigns.objects.get()
    actions.change_warning_signs(
        signs=signs, by=family.guardian, at=EVENING + HOUR, changes={"answers": {"lips_blue": "no", "seizure": "yes"}}
    )
    assert said(saved.entry) == {("RF-01", 3), ("RF-07", 3)}
    access = Access.for_user(family.guardian, now=EVENING + 2 * HOUR)
    assert len(reads.current_messages(access, [family.mia])) == 2
    record.remove(entry=saved.entry, by=family.guardian, at=EVENING + 2 * HOUR)
    assert reads.current_messages(access, [family.mia]) == []
    assert reads.last_urgent_message(access, family.mia) is None
    assert [(message.rule, message.entry_gone) for message in reads.history(access, family.mia)] == [
        ("RF-07", True),
        ("RF-01", True),
    ]


def test_an_old_event_is_for_the_next_visit(family):
    entry = entry_of(family, local_day=EVENING.date() - dt.timedelta(days=5))
    [row] = ask(entry, family, lips_blue="yes")
    assert (row.level, row.words) == (0, "Saved for your next visit.")
    [still] = ask(entry, family, lips_blue="yes", still_present="yes")
    assert still.level == 3


@pytest.mark.parametrize(("days", "level"), [(3, 1), (4, 0)])
def test_the_hours_are_counted_over_the_change_of_clocks(family, days, level):
    """From summer to winter time a night has an hour more: 72 hours are 72 hours."""
    seen = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC)
    entry = record.add(patient=family.mia, kind="temperature", by=family.guardian, at=seen).entry
    at = seen + dt.timedelta(days=days)
    [row] = ask(entry, family, at=at, temperature_tenths=384, temperature_unit="C")
    assert row.level == level


@pytest.mark.parametrize(
    ("born", "tenths", "level"),
    [
        (dt.date(2026, 8, 20), 380, 2),  # a day short of three months
        (dt.date(2026, 8, 19), 380, 1),  # three months old that day
        (dt.date(2026, 5, 20), 390, 2),
        (dt.date(2026, 4, 19), 390, 1),
        (None, 390, 1),
    ],
)
def test_the_age_is_the_patients_on_that_day(family, born, tenths, level):
    family.mia.birth_date = born
    family.mia.save()
    [row] = ask(entry_of(family), family, temperature_tenths=tenths, temperature_unit="C")
    assert row.level == level


def test_the_same_reading_in_either_unit(family):
    [celsius] = ask(entry_of(family), family, temperature_tenths=380, temperature_unit="C")
    [fahrenheit] = ask(entry_of(family), family, temperature_tenths=1004, temperature_unit="F")
    assert (celsius.told, fahrenheit.told) == ("Temperature 38.0 °C", "Temperature 100.4 °F")
    assert ask(entry_of(family), family, temperature_tenths=1003, temperature_unit="F") == ()


def test_a_measles_contact_of_a_household_entry(family):
    entry = record.add(patient=family.mia, kind="exposure", by=family.helper, at=EVENING).entry
    [row] = ask(entry, family, measles_contact="yes", by=family.helper)
    assert (row.rule, row.level) == ("RF-09", 1)
    assert "Cleveland Clinic" in row.source


@pytest.mark.parametrize(("days", "spoke"), [(10, True), (42, True), (43, False)])
@pytest.mark.parametrize("told", [{"rash": "yes"}, {"unwell": "yes"}, {"temperature_tenths": 380}])
def test_weeks_after_a_live_vaccine_any_log_counts(family, days, spoke, told):
    on = PartialDate.on(EVENING.date() - dt.timedelta(days=days))
    vaccines.record_decision(
        patient=family.mia, by=family.guardian, at=EVENING, product="mmr", outcome="given", dated=on
    )
    entry = entry_of(family)
    ask(entry, family, **told)
    assert (("RF-22", 2) in said(entry)) is spoke


def test_values_are_told_in_words(family):
    [row] = ask(entry_of(family), family, new_lump="yes", lump_mm=60, lump_near=("eye", "hand"))
    assert row.told == "New lump or boil, Near: eye, hand, Size 60 mm"
    [row, *_more] = ask(entry_of(family), family, sputum_colour="bloody")
    assert row.told == "Coughed up: bloody"
    [row] = ask(entry_of(family), family, temperature_tenths=1010)
    assert row.told == "Temperature 101.0 °?"


def test_every_fact_has_words():
    told = set(SIGNS) | set(VALUES) | set(EVENT) | {"temperature_unit", "age_months"}
    assert told == set(FIELDS)


# --- Who asks which fact: no rule and no fact without somebody who asks it. ------------------------------------------
# Where each is filled in: the file names the fact, so that a log which stops asking is noticed.
BY_LOGS = {
    "care/plan/actions/flags.py": {"hours_since", "age_months"},
    "care/plan/actions/concern.py": {"worried"},
    "care/infections/rules/flags.py": {
        "temperature_tenths",
        "temperature_unit",
        "fever",
        "cough",
        "cough_days",
        "sputum_colour",
        "breathless",
        "spo2_percent",
        "blood_in_sputum",
        "breathing_worse_than_usual",
        "chest_pain",
        "diarrhoea_hours",
        "new_lump",
        "lump_near",
        "lump_mm",
        "dust_days_ago",
    },
    "care/skin/rules/flags.py": {"blisters_clustered"},
    "care/precautions/rules/flags.py": {"measles_contact", "chickenpox_contact"},
    "care/vaccines/rules/flags.py": {
        "live_vaccine_given",
        "days_since_live_vaccine",
        "household_opv",
        "household_acam2000",
        "household_shedding_contact",
    },
    "care/medicines/rules/facts.py": {"doses_missed", "out_of_stock"},
}


def test_every_fact_is_asked_by_a_log_or_by_the_warning_signs_page():
    logged = set().union(*BY_LOGS.values())
    assert set(FIELDS) == set(ASKED) | logged
    assert set(LOGGED) <= logged - set(ASKED)


@pytest.mark.parametrize(("file", "name"), [(file, name) for file, names in BY_LOGS.items() for name in sorted(names)])
def test_the_log_still_fills_the_fact_in(file, name):
    text = (Path(settings.BASE_DIR) / file).read_text()
    assert re.search(rf"\b{name}=|[\"']{name}[\"']", text)


# --- Gate: nothing unreviewed in production --------------------------------------------------------------------------
def test_without_a_review_only_the_worry_speaks(family, settings):
    settings.UNREVIEWED_RULES = False
    assert ask(entry_of(family), family, lips_blue="yes", new_lump="yes") == ()
    saved = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    assert said(saved.entry) == {("RF-30", 1)}
    assert "off until a clinician has reviewed" in reads.rules_note()


def test_a_reviewed_rule_speaks_in_production(family, settings, monkeypatch):
    settings.UNREVIEWED_RULES = False
    reviewed = {
        flag.id: dataclasses.replace(flag, reviewer="Dr Lee", reviewed_on=dt.date(2026, 11, 1))
        if flag.id == "RF-01"
        else flag
        for flag in red_flags.all_flags()
    }
    monkeypatch.setattr(red_flags, "by_id", lambda: reviewed)
    entry = entry_of(family)
    ask(entry, family, lips_blue="yes", seizure="yes")
    assert said(entry) == {("RF-01", 3)}


def test_once_all_were_reviewed_nothing_needs_to_be_said(monkeypatch):
    done = {
        flag.id: dataclasses.replace(flag, reviewer="Dr Lee", reviewed_on=dt.date(2026, 11, 1))
        for flag in red_flags.all_flags()
    }
    monkeypatch.setattr(red_flags, "by_id", lambda: done)
    assert reads.rules_note() == ""


def test_the_demo_says_that_nobody_reviewed_it():
    assert "not reviewed by a clinician" in reads.rules_note()


# --- What the family did ---------------------------------------------------------------------------------------------
def test_a_call_is_kept_with_who_and_when(family):
    saved = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    row = saved.entry.flag_messages.get()
    actions.mark_called(message=row, by=family.helper, at=EVENING + HOUR)
    actions.mark_called(message=row, by=family.second, at=EVENING + 2 * HOUR)
    row.refresh_from_db()
    assert (row.called_by, row.called_at) == (family.helper, EVENING + HOUR)
    assert AuditEvent.objects.filter(action="flags.called").count() == 1


def test_one_call_is_about_the_whole_entry(family):
    entry = entry_of(family)
    first, second = ask(entry, family, lips_blue="yes", seizure="yes")
    actions.mark_called(message=first, by=family.guardian, at=EVENING)
    second.refresh_from_db()
    assert second.called_at == EVENING


def test_put_aside_leaves_today_and_stays_in_the_history(family):
    saved = actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    access = Access.for_user(family.guardian, now=EVENING)
    [message] = reads.current_messages(access, [family.mia])
    assert message.is_open
    assert not message.is_urgent
    actions.put_aside(message=saved.entry.flag_messages.get(), by=family.guardian, at=EVENING)
    assert reads.current_messages(access, [family.mia]) == []
    [kept] = reads.history(access, family.mia)
    assert not kept.is_open


@pytest.mark.parametrize(("hours", "urgent"), [(0, True), (23, True), (24, False), (30, False)])
def test_an_urgent_message_holds_for_a_day(family, hours, urgent):
    ask(entry_of(family), family, redness_spreading="yes")
    access = Access.for_user(family.guardian, now=EVENING + hours * HOUR)
    assert (reads.last_urgent_message(access, family.mia) is not None) is urgent


def test_a_mild_message_is_not_urgent(family):
    actions.record_concern(patient=family.mia, by=family.guardian, at=EVENING)
    assert reads.last_urgent_message(Access.for_user(family.guardian, now=EVENING), family.mia) is None


def test_today_takes_one_query_whatever_was_said(family, django_assert_num_queries):
    for patient in (family.mia, family.leo):
        for _n in range(6):
            actions.record_concern(patient=patient, by=family.guardian, at=EVENING)
    access = Access.for_user(family.guardian, now=EVENING)
    access.patients()
    with django_assert_num_queries(1):
        assert len(reads.current_messages(access, [family.mia, family.leo])) == 12


@pytest.mark.parametrize("hours", [0, 23, 24, 71, 72])
@pytest.mark.parametrize("called", [False, True])
def test_read_together_they_say_the_same(family, hours, called, django_assert_num_queries):
    spoken, quiet = entry_of(family), record.add(patient=family.mia, kind="note", by=family.guardian, at=EVENING).entry
    first, *_more = ask(spoken, family, redness_spreading="yes", lips_blue="yes")
    ask(entry_of(family), family, redness_spreading="yes")
    taken_back = entry_of(family)
    ask(taken_back, family, lips_blue="yes")
    record.remove(entry=taken_back, by=family.guardian, at=EVENING)
    if called:
        actions.mark_called(message=first, by=family.guardian, at=EVENING)
    access = Access.for_user(family.guardian, now=EVENING + hours * HOUR)
    access.patients()
    with django_assert_num_queries(1):
        said = reads.said_now(access, [family.mia], [spoken.pk, quiet.pk])
    assert said.about == reads.of_entries(access, [spoken.pk, quiet.pk])
    assert said.about, "what was just saved is told, however old or answered"
    assert said.current == reads.current_messages(access, [family.mia])
    assert {message.entry_id for message in said.current} <= {
        message.entry_id for message in reads.history(access, family.mia)
    }
    assert said.last_urgent == reads.last_urgent_message(access, family.mia)
    assert bool(said.current) is (hours < 72)


def test_a_helper_sees_todays_messages_and_a_stranger_none(family):
    actions.record_concern(patient=family.mia, by=family.guardian, at=MORNING)
    old = record.add(
        patient=family.mia, kind="temperature", by=family.guardian, at=MORNING - dt.timedelta(days=1)
    ).entry
    ask(old, family, at=MORNING - dt.timedelta(days=1), lips_blue="yes")
    helper = Access.for_user(family.helper, now=EVENING)
    assert [message.rule for message in reads.history(helper, family.mia)] == ["RF-30"]
    stranger = make_family("Other ")
    assert reads.history(Access.for_user(stranger.guardian, now=EVENING), family.mia) == []
