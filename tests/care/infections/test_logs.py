"""Tests, courses, care, days missed and breathing: writing, correcting, pages and API."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from care.household.access import Access
from care.household.models import AuditEvent
from care.infections import actions, reads
from care.infections.models import AntimicrobialCourse, BreathingDay, CareVisit, DaysMissed, InfectionTest
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from care.today.lines import lines
from tests.care.infections.walk import Walk
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)
DAY = dt.timedelta(days=1)
MODELS = {
    "infection_test": InfectionTest,
    "antimicrobial": AntimicrobialCourse,
    "care_visit": CareVisit,
    "days_missed": DaysMissed,
    "breathing": BreathingDay,
}
# The least that each kind needs.
LEAST = {
    "infection_test": {"test": "culture"},
    "antimicrobial": {"drug": "Amoxicillin"},
    "care_visit": {"level": "clinic"},
    "days_missed": {"first_on": TODAY, "last_on": TODAY, "school_halves": 1},
    "breathing": {"cough": "dry"},
}
NAMES = {
    "infection_test": "test",
    "antimicrobial": "course",
    "care_visit": "visit",
    "days_missed": "missed",
    "breathing": "breathing",
}


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def add(family, kind, *, at=MORNING, by=None, patient=None, bare=False, **values):
    values = values if bare else LEAST[kind] | values
    saved = actions.add_log(kind=kind, patient=patient or family.mia, by=by or family.guardian, at=at, **values)
    return MODELS[kind].objects.select_related("entry").get(pk=saved.entry.pk)


def chest(family, *, at=MORNING, patient=None):
    return actions.start_episode(patient=patient or family.mia, by=family.guardian, at=at, site="lung").entry.infection


def url(name, patient, pk=None) -> str:
    return reverse(f"infections:{name}", kwargs={"patient": patient.pk} | ({"pk": pk} if pk else {}))


# --- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", MODELS)
def test_each_is_one_entry_with_one_audit_row_and_never_twice(family, kind):
    key = uuid.uuid4()
    for _ in range(2):
        actions.add_log(kind=kind, patient=family.mia, by=family.guardian, at=MORNING, client_id=key, **LEAST[kind])
    assert Entry.objects.get().kind == kind
    assert MODELS[kind].objects.count() == 1
    assert AuditEvent.objects.filter(action="entry.added").count() == 1


@pytest.mark.parametrize("kind", MODELS)
def test_the_key_of_another_entry_is_refused(family, kind):
    key = uuid.uuid4()
    record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, client_id=key)
    with pytest.raises(PermissionDenied):
        add(family, kind, client_id=key)


@pytest.mark.parametrize("kind", [kind for kind in MODELS if kind != "breathing"])
def test_it_belongs_to_an_infection_of_the_same_child_or_to_none(family, kind):
    ours, leos = chest(family), chest(family, patient=family.leo)
    row = add(family, kind, episode=ours)
    assert row.episode == ours
    with pytest.raises(PermissionDenied):
        add(family, kind, episode=leos)
    with pytest.raises(PermissionDenied):
        actions.correct_log(row=row, by=family.second, at=EVENING, changes={"episode_id": leos.pk})
    free = actions.correct_log(row=row, by=family.second, at=EVENING, changes={"episode_id": None})
    assert free.episode_id is None
    assert Correction.objects.get(field="episode_id").by == family.second


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("infection_test", {"test": "guess"}),
        ("infection_test", {"organisms": ["yeti"]}),
        ("infection_test", {"organisms": "mrsa"}),
        ("infection_test", {"organisms": ["no_growth", "mrsa"]}),
        ("infection_test", {"test": "blood", "organisms": ["mrsa"]}),
        ("infection_test", {"findings": ["pneumonia"]}),
        ("infection_test", {"method": "xray"}),
        ("infection_test", {"taken": PartialDate.on(TODAY + DAY)}),
        ("antimicrobial", {"drug": ""}),
        ("antimicrobial", {"purpose": "fun"}),
        ("antimicrobial", {"route": "toe"}),
        ("antimicrobial", {"stop_reason": "bored"}),
        ("antimicrobial", {"missed_doses": 1000}),
        ("antimicrobial", {"started": PartialDate.on(TODAY + DAY)}),
        ("antimicrobial", {"started": PartialDate.on(TODAY), "stopped": PartialDate.on(TODAY - DAY)}),
        ("antimicrobial", {"started": PartialDate.on(TODAY), "planned_end": PartialDate.on(TODAY - DAY)}),
        ("care_visit", {"level": "moon"}),
        ("care_visit", {"icu": "maybe"}),
        ("care_visit", {"iv_days": 366}),
        ("care_visit", {"began": PartialDate.on(TODAY), "ended": PartialDate.on(TODAY - DAY)}),
        (
            "care_visit",
            {
                "began": PartialDate.on(TODAY),
                "ended": PartialDate.on(TODAY),
                "began_time": dt.time(9),
                "ended_time": dt.time(8),
            },
        ),
        ("days_missed", {"last_on": TODAY - DAY}),
        ("days_missed", {"school_halves": 3}),
        ("days_missed", {"work_halves": 9}),
        ("days_missed", {"school_day": "holiday"}),
        ("days_missed", {"school_day": "maybe"}),
        ("days_missed", {"first_on": TODAY + DAY, "last_on": TODAY + DAY}),
        ("breathing", {"cough": "loud"}),
        ("breathing", {"sputum_colour": "pink"}),
        ("breathing", {"sputum_amount": "cup"}),
        ("breathing", {"breathless": "yes"}),
        ("breathing", {"spo2": 49}),
        ("breathing", {"spo2": 101}),
        ("breathing", {"inhaler_doses": 100}),
        ("breathing", {"wheeze": "loud"}),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(family, kind, wrong):
    with pytest.raises(ValidationError):
        add(family, kind, **wrong)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("infection_test", {"test": "guess"}),
        ("infection_test", {"method": "ct"}),
        ("infection_test", {"taken_precision": "day"}),
        ("antimicrobial", {"drug": ""}),
        ("antimicrobial", {"purpose": "fun"}),
        ("antimicrobial", {"stopped_on": TODAY}),
        ("antimicrobial", {"missed_doses": 1000}),
        ("care_visit", {"level": "moon"}),
        ("care_visit", {"iv_days": 366}),
        ("care_visit", {"began_on": TODAY}),
        ("days_missed", {"last_on": TODAY - DAY}),
        ("days_missed", {"school_day": "maybe"}),
        ("days_missed", {"work_halves": 733}),
        ("breathing", {"spo2": 49}),
        ("breathing", {"cough": "loud"}),
        ("breathing", {"chest_pain": "maybe"}),
    ],
)
def test_the_database_itself_refuses(family, kind, wrong):
    add(family, kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        MODELS[kind].objects.update(**wrong)


@pytest.mark.parametrize("value", [50, 100, None])
def test_the_edges_of_the_oxygen_level(family, value):
    assert add(family, "breathing", spo2=value).spo2 == value


def test_partial_dates_are_kept_as_known_and_a_plan_may_lie_ahead(family):
    row = add(
        family,
        "antimicrobial",
        started=PartialDate.of(2026, 10),
        planned_end=PartialDate.of(2026, 12),
        stopped=PartialDate.of(2026, 11),
    )
    assert (row.started_on, row.started_precision) == (dt.date(2026, 10, 1), "month")
    assert (row.planned_end_on, row.stopped_on) == (dt.date(2026, 12, 31), dt.date(2026, 11, 30))
    assert (row.started, row.stopped) == (PartialDate.of(2026, 10), PartialDate.of(2026, 11))


def test_care_counts_for_its_own_day_and_a_paper_for_the_day_it_is_typed(family):
    """So that an old visit fills no hole in today, and a late one looks late."""
    visit = add(family, "care_visit", began=PartialDate.on(TODAY - 9 * DAY))
    assert visit.entry.local_day == TODAY - 9 * DAY
    assert visit.entry.is_late
    assert add(family, "care_visit", began=PartialDate.of(2026, 10)).entry.local_day == TODAY
    missed = add(family, "days_missed", first_on=TODAY - 4 * DAY, last_on=TODAY - 2 * DAY)
    assert missed.entry.local_day == TODAY - 2 * DAY
    test = add(family, "infection_test", taken=PartialDate.on(TODAY - 9 * DAY))
    assert test.entry.local_day == TODAY
    moved = actions.correct_log(
        row=visit, by=family.guardian, at=EVENING, changes={"began": PartialDate.on(TODAY - 3 * DAY)}
    )
    assert moved.entry.local_day == TODAY - 3 * DAY


@pytest.mark.parametrize("kind", MODELS)
def test_corrections_keep_the_old_value(family, kind):
    changes = {
        "infection_test": {"result": "new"},
        "antimicrobial": {"drug": "Co-trimoxazole"},
        "care_visit": {"level": "hospital"},
        "days_missed": {"school_halves": 2},
        "breathing": {"cough": "wet"},
    }[kind]
    row = add(family, kind, **({"result": "old"} if kind == "infection_test" else {}))
    actions.correct_log(row=row, by=family.second, at=EVENING, changes=changes | {"note": "seen again"})
    (name, value), *_ = changes.items()
    row.refresh_from_db()
    assert getattr(row, name) == value
    assert Correction.objects.filter(field=name, by=family.second).count() == 1
    found = reads.log_changes(Access.for_user(family.guardian, now=EVENING), row)
    assert [line.who for line in found] == ["Ben"]
    assert found[0].was


def test_an_infection_that_is_taken_back_leaves_what_hung_on_it(family):
    """They stay in the record, on their own, and come back with the infection when it is put back."""
    episode = chest(family)
    rows = [add(family, kind, episode=episode) for kind in MODELS if kind != "breathing"]
    record.remove(entry=episode.entry, by=family.guardian, at=MORNING)
    access = Access.for_user(family.guardian, now=MORNING)
    assert Entry.objects.filter(removed_at=None).count() == len(rows)
    client = family.client("guardian")
    for row in rows:
        assert reads.episode_of(access, row) is None
        answer = client.get(url(f"{NAMES[row.entry.kind]}-detail", family.mia, row.pk))
        assert "Chest infection" not in answer.content.decode()
    record.restore(entry=episode.entry, by=family.guardian, at=MORNING)
    page = reads.episode_page(access, episode)
    assert [len(part) for part in (page.tests, page.courses, page.visits, page.missed)] == [1, 1, 1, 1]


# --- reads ---------------------------------------------------------------------------------------------------------


def test_courses_of_a_period(family):
    def course(drug, **dates):
        return add(family, "antimicrobial", drug=drug, **{name: PartialDate.on(day) for name, day in dates.items()})

    course("before", started=TODAY - 40 * DAY, stopped=TODAY - 31 * DAY)
    course("into", started=TODAY - 40 * DAY, stopped=TODAY - 30 * DAY)
    course("still", started=TODAY - 90 * DAY)
    course("later", started=TODAY - 2 * DAY)
    course("unknown")
    removed = course("removed", started=TODAY - 20 * DAY)
    record.remove(entry=removed.entry, by=family.guardian, at=MORNING)
    add(family, "antimicrobial", patient=family.leo)
    access = Access.for_user(family.guardian, now=MORNING)
    found = reads.courses(access, family.mia, TODAY - 30 * DAY, TODAY - 10 * DAY)
    assert {view.drug for view in found} == {"into", "still", "unknown"}
    with CaptureQueriesContext(connection) as seen:
        reads.courses(access, family.mia, TODAY - 90 * DAY, TODAY)
    assert len(seen) == 1


def test_earlier_drugs_each_once_and_the_last_one_first(family):
    for n, drug in enumerate(["Amoxicillin", "Flucloxacillin", "amoxicillin "]):
        add(family, "antimicrobial", at=MORNING + n * dt.timedelta(minutes=1), drug=drug)
    access = Access.for_user(family.guardian, now=EVENING)
    assert [name.strip().lower() for name in reads.drugs_used(access, family.mia)] == ["amoxicillin", "flucloxacillin"]
    assert reads.drugs_used(access, family.leo) == []


@pytest.mark.parametrize(
    ("kind", "values", "title", "words"),
    [
        ("infection_test", {"specimen": "pus"}, "Culture", "pus, no result written down yet"),
        ("infection_test", {"organisms": ["mrsa"]}, "Culture", "MRSA, as reported"),
        ("infection_test", {"organisms": ["other"], "organism_other": "Serratia"}, "Culture", "Serratia"),
        (
            "infection_test",
            {"test": "imaging", "method": "ct", "findings": ["pneumatocele"]},
            "CT",
            "Pneumatocele",
        ),
        ("infection_test", {"test": "blood", "result": "CRP 4 mg/l"}, "Blood test", "CRP 4 mg/l"),
        (
            "antimicrobial",
            {"purpose": "prophylaxis", "started": PartialDate.of(2026, 10), "missed_doses": 1},
            "Amoxicillin",
            "To prevent infections, since October 2026, 1 dose not given",
        ),
        (
            "care_visit",
            {"level": "hospital", "icu": "yes", "iv_days": 7, "surgery": "yes"},
            "Stay in hospital",
            "intensive care, 7 days of IV antibiotics, surgery",
        ),
        ("days_missed", {"work_halves": 2}, "Days missed", "0.5 school or nursery days missed, 1 work day missed"),
        ("days_missed", {"school_halves": None, "school_day": "no"}, "Days missed", "School day: No"),
        (
            "breathing",
            {"cough": "wet", "sputum_colour": "green", "breathless": "at_rest", "blood_in_sputum": "yes", "spo2": 93},
            "Breathing",
            "Wet cough, Green, At rest, blood in what is coughed up, SpO2 93",
        ),
    ],
)
def test_how_each_reads_in_a_list(family, kind, values, title, words):
    row = add(family, kind, **values)
    line = lines([row.entry])[row.pk]
    assert line.title.startswith(title)
    assert line.text == words
    assert str(row.pk) in line.url


# --- pages ---------------------------------------------------------------------------------------------------------


def test_an_antibiotic_for_an_infection_in_five_taps_and_no_key(family):
    """T10, from the infection's own page: its row on Today is the first tap."""
    add(family, "antimicrobial", drug="Flucloxacillin 250 mg")
    episode = chest(family)
    walk = Walk(family.client("guardian"), url("detail", family.mia, episode.pk), taps=1).link("add-course")
    walk.page.forms[-1]["values"]["used"] = ["Flucloxacillin 250 mg"]
    walk.page.forms[-1]["values"]["when"] = ["today"]
    walk.taps += 2
    walk.button("log-save")
    assert (walk.taps, walk.keys) == (5, 0)
    row = AntimicrobialCourse.objects.get(episode=episode)
    assert (row.drug, row.purpose, row.started) == ("Flucloxacillin 250 mg", "treatment", PartialDate.on(TODAY))
    assert "Flucloxacillin 250 mg" in walk.text
    assert "Saved" in walk.text


def test_a_name_is_chosen_or_typed_not_both(family):
    add(family, "antimicrobial")
    walk = Walk(family.client("guardian"), url("course-add", family.mia))
    walk.button("log-save")
    assert walk.status == 422
    assert "Write the name" in walk.text
    walk.page.forms[-1]["values"]["used"] = ["Amoxicillin"]
    walk.type("drug", "  Linezolid  ").button("log-save")
    assert "not both" in walk.text
    assert walk.values()["drug"].strip() == "Linezolid"
    walk.page.forms[-1]["values"]["used"] = []
    walk.button("log-save")
    assert AntimicrobialCourse.objects.filter(drug="Linezolid", purpose="", started_on=None).exists()


def test_stopping_a_course_and_why(family):
    row = add(family, "antimicrobial", started=PartialDate.on(TODAY - 6 * DAY))
    walk = Walk(family.client("guardian"), url("course-detail", family.mia, row.pk)).link("stop-course")
    walk.page.forms[-1]["values"]["stop_reason"] = ["finished"]
    walk.button("first-day")
    row.refresh_from_db()
    assert (row.stopped, row.stop_reason) == (PartialDate.on(TODAY), "finished")
    assert "stop-course" not in walk.page.links
    walk.open(url("course-stop", family.mia, row.pk))
    walk.type("earlier_day", "1").type("earlier_month", "11").type("earlier_year", "2026").button("use-date")
    assert walk.status == 422
    assert "cannot have ended before it began" in walk.text


def test_a_culture_first_then_its_result(family):
    episode = chest(family)
    walk = Walk(family.client("guardian"), url("detail", family.mia, episode.pk)).link("add-test").link("type-culture")
    walk.type("specimen", "sputum").button("log-save")
    row = InfectionTest.objects.get()
    assert (row.episode, row.is_waited_for, row.entry.source) == (episode, True, "clinician")
    walk.open(url("test-detail", family.mia, row.pk))
    assert "No result written down yet" in walk.text
    walk.link("edit")
    walk.page.forms[-1]["values"]["organisms"] = ["s_aureus", "no_growth"]
    walk.button("log-save")
    assert "not both" in walk.text
    walk.page.forms[-1]["values"]["organisms"] = ["s_aureus"]
    walk.type("resistance", "resists penicillin").button("log-save")
    row.refresh_from_db()
    assert (row.organisms, row.resistance, row.is_waited_for) == (["s_aureus"], "resists penicillin", False)
    assert "Staphylococcus aureus" in walk.text


@pytest.mark.parametrize("test", ["viral_test", "blood", "imaging"])
def test_each_type_asks_only_its_own_questions(family, test):
    walk = Walk(family.client("guardian"), url("test-add", family.mia) + f"?test={test}")
    asked = set(walk.values())
    assert ("findings" in asked, "method" in asked) == ((test == "imaging"),) * 2
    assert "organisms" not in asked
    walk.type("result", "nothing new").button("log-save")
    assert InfectionTest.objects.get().test == test


def test_a_cough_is_always_asked_about_blood(family):
    walk = Walk(family.client("guardian"), url("breathing-add", family.mia))
    walk.page.forms[-1]["values"]["cough"] = ["wet"]
    walk.button("log-save")
    assert BreathingDay.objects.get().cough == "wet", "saved before it is asked"
    walk.button("blood-yes")
    assert BreathingDay.objects.get().blood_in_sputum == "yes"
    assert "Saved" in walk.text
    walk.open(url("breathing-add", family.mia))
    walk.page.forms[-1]["values"]["cough"] = ["none"]
    walk.button("log-save")
    assert "blood-yes" not in walk.page.buttons
    assert "does not check how ill" in walk.text


def test_an_empty_breathing_day_is_no_entry(family):
    walk = Walk(family.client("guardian"), url("breathing-add", family.mia)).button("log-save")
    assert walk.status == 422
    assert "Answer at least one question" in walk.text
    assert not Entry.objects.exists()


def test_a_stay_in_hospital_with_its_times(family):
    walk = Walk(family.client("guardian"), url("visit-add", family.mia))
    walk.page.forms[-1]["values"] |= {"level": ["hospital"], "icu": ["no"], "surgery": ["not_checked"]}
    for part, value in (("day", "10"), ("month", "11"), ("year", "2026")):
        walk.type(f"began_{part}", value).type(f"ended_{part}", value)
    walk.type("began_time", "21:00").type("ended_time", "20:00").type("iv_days", "x").button("log-save")
    assert walk.status == 422
    assert "cannot have ended before it began" in walk.text
    assert "whole number between 0 and 365" in walk.text
    walk.type("ended_time", "23:30").type("iv_days", "0").button("log-save")
    row = CareVisit.objects.get()
    assert (row.began_time, row.ended_time, row.icu, row.surgery, row.iv_days) == (
        dt.time(21),
        dt.time(23, 30),
        "no",
        "not_checked",
        0,
    )


@pytest.mark.parametrize(("typed", "halves"), [("0.5", 1), ("1,5", 3), ("2", 4)])
def test_half_days(family, typed, halves):
    walk = Walk(family.client("guardian"), url("missed-add", family.mia))
    walk.type("first_on", "2026-11-16").type("last_on", "2026-11-18").type("school_halves", typed).button("log-save")
    assert DaysMissed.objects.get().school_halves == halves


@pytest.mark.parametrize("typed", ["0.3", "x", "-1", "9", "1e3", "1/2", "٢"])
def test_days_that_are_no_half_days_are_said(family, typed):
    walk = Walk(family.client("guardian"), url("missed-add", family.mia))
    walk.type("school_halves", typed).button("log-save")
    assert walk.status == 422
    assert walk.values()["school_halves"] == typed
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", MODELS)
def test_saving_unchanged_changes_nothing_and_an_old_page_overwrites_nothing(family, kind):
    row = add(family, kind)
    edit = url(f"{NAMES[kind]}-edit", family.mia, row.pk)
    walk = Walk(family.client("guardian"), edit)
    old = walk.remember()
    walk.button("log-save")
    assert Entry.objects.get().version == 1
    Walk(family.client("second"), edit).type("note", "first").button("log-save")
    walk.back(old).type("note", "second").button("log-save")
    if kind != "breathing":
        assert walk.status == 422
        assert "changed on another phone" in walk.text
        assert Entry.objects.get().note == "first"


@pytest.mark.parametrize("kind", MODELS)
def test_delete_and_put_back(family, kind):
    row = add(family, kind)
    walk = Walk(family.client("guardian"), url(f"{NAMES[kind]}-detail", family.mia, row.pk)).button("delete")
    assert Entry.objects.get().removed_at is not None
    walk.button("undo")
    assert Entry.objects.get().removed_at is None


@pytest.mark.parametrize("kind", MODELS)
def test_who_may_open_and_change_it(family, outsider, kind):
    row, name = add(family, kind), NAMES[kind]
    own = add(family, kind, by=family.helper)
    old = add(
        family,
        kind,
        at=MORNING - 2 * DAY,
        **({"first_on": TODAY - 2 * DAY, "last_on": TODAY - 2 * DAY} if kind == "days_missed" else {}),
    )
    detail, edit = url(f"{name}-detail", family.mia, row.pk), url(f"{name}-edit", family.mia, row.pk)
    assert [family.client(who).get(detail).status_code for who in ("viewer", "helper")] == [200, 200]
    assert [family.client(who).get(edit).status_code for who in ("viewer", "helper")] == [403, 403]
    assert family.client("helper").get(url(f"{name}-edit", family.mia, own.pk)).status_code == 200
    hidden = family.client("helper").get(url(f"{name}-detail", family.mia, old.pk)).status_code
    assert hidden == (200 if kind == "antimicrobial" else 404), "a course that goes on is today's matter too"
    assert {outsider.client("guardian").get(path).status_code for path in (detail, edit)} == {404}
    assert family.client("guardian").get(url(f"{name}-detail", family.leo, row.pk)).status_code == 404
    stolen = chest(outsider)
    if kind != "breathing":
        answer = family.client("guardian").get(url(f"{name}-add", family.mia) + f"?infection={stolen.pk}")
        assert answer.status_code == 404


# --- API -----------------------------------------------------------------------------------------------------------

RESOURCES = {
    "infection_test": "infection-test",
    "antimicrobial": "antibiotic-course",
    "care_visit": "care-visit",
    "days_missed": "days-missed",
    "breathing": "breathing-day",
}


@pytest.fixture
def api(family) -> APIClient:
    client = APIClient()
    client.force_authenticate(family.guardian)
    return client


@pytest.mark.parametrize("kind", MODELS)
def test_the_api_writes_corrects_and_takes_back(family, api, kind):
    base = {"patient": str(family.mia.pk), "client_id": str(uuid.uuid4())}
    values = {name: str(value) if isinstance(value, dt.date) else value for name, value in LEAST[kind].items()}
    listing = reverse(f"api:{RESOURCES[kind]}-list")
    answer = api.post(listing, base | values)
    assert answer.status_code == 201, answer.data
    assert api.post(listing, base | values).status_code == 200
    one = reverse(f"api:{RESOURCES[kind]}-detail", kwargs={"pk": answer.data["id"]})
    assert api.patch(one, {"note": "x" * 10}).data["note"] == "x" * 10
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404


def test_the_api_spells_partial_dates_and_refuses_foreign_infections(family, outsider, api):
    listing = reverse("api:antibiotic-course-list")
    body = {"patient": str(family.mia.pk), "drug": "Amoxicillin", "started": "2026-10"}
    made = api.post(listing, body).data
    assert (made["started"], made["stopped"]) == ("2026-10", None)
    one = reverse("api:antibiotic-course-detail", kwargs={"pk": made["id"]})
    assert api.patch(one, {"stopped": "2026-11-18"}).data["stopped"] == "2026-11-18"
    assert api.patch(one, {"stopped": "2026-09"}).status_code == 400
    assert api.patch(one, {"stopped": "yesterday"}).status_code == 400
    foreign = str(chest(outsider).pk)
    assert api.patch(one, {"episode": foreign}).status_code == 404
    assert api.post(listing, body | {"episode": foreign}).status_code == 404
    assert api.patch(one, {"episode": str(chest(family).pk)}).status_code == 200


@pytest.mark.parametrize("kind", MODELS)
def test_an_api_list_asks_as_often_for_many_as_for_few(family, api, kind):
    listing = reverse(f"api:{RESOURCES[kind]}-list")

    def count() -> int:
        api.get(listing)
        with CaptureQueriesContext(connection) as seen:
            api.get(listing)
        return len(seen)

    add(family, kind)
    few = count()
    for n in range(20):
        add(family, kind, at=MORNING + n * dt.timedelta(seconds=1))
    assert count() == few
    assert few <= 6
