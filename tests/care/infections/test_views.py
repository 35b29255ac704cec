"""Who may open what, what is said to wrong input, and that pages stay cheap."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.infections import actions
from care.infections.models import Episode, Temperature
from care.precautions import actions as precautions
from care.record.dates import PartialDate
from care.record.models import Entry
from reminders.engine.heartbeat import TICK
from reminders.models import Heartbeat
from tests.care.infections.walk import Walk
from tests.people import EVENING, MORNING, client_for

DAY = dt.timedelta(days=1)
LISTS = ("list", "temperatures")
STARTS = ("add", "new", "new-lump", "temperature")
OF_EPISODE = ("detail", "place", "size", "signs", "care", "close", "edit")
OF_READING = ("temperature-detail", "temperature-edit")
POSTS = ("check", "reopen", "delete", "temperature-link", "temperature-delete")


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def lump(family, *, by=None, at=MORNING, **values) -> Episode:
    values = {"area": "head", "side": "left", "body_site": "cheek"} | values
    return actions.start_lump(patient=family.mia, by=by or family.guardian, at=at, **values).entry.infection


def reading(family, *, by=None, at=MORNING, **values) -> Temperature:
    values = {"tenths": 384, "unit": "C"} | values
    entry = actions.record_temperature(patient=family.mia, by=by or family.guardian, at=at, **values).entry
    return entry.temperature


def url(name, patient, pk=None) -> str:
    return reverse(f"infections:{name}", kwargs={"patient": patient.pk} | ({"pk": pk} if pk else {}))


def every_url(family, episode, made) -> dict[str, str]:
    found = {name: url(name, family.mia) for name in (*LISTS, *STARTS)}
    found["new"] += "?site=chest"
    for name in (*OF_EPISODE, *POSTS, *OF_READING):
        found[name] = url(name, family.mia, made.pk if name.startswith("temperature") else episode.pk)
    return found


def statuses(client, urls) -> dict[str, int]:
    return {name: (client.post(path) if name in POSTS else client.get(path)).status_code for name, path in urls.items()}


def test_every_page_opens_for_those_who_log_and_edit(family):
    urls = every_url(family, lump(family), reading(family))
    gets = {name: path for name, path in urls.items() if name not in POSTS}
    for who in ("guardian", "second"):
        assert set(statuses(family.client(who), gets).values()) == {200}


def test_a_viewer_reads_and_changes_nothing(family):
    found = statuses(family.client("viewer"), every_url(family, lump(family), reading(family)))
    readable = {"list", "temperatures", "detail", "temperature-detail"}
    assert {name for name, status in found.items() if status == 200} == readable
    assert {status for name, status in found.items() if name not in readable} == {403}
    assert Entry.objects.filter(removed_at=None).count() == 2


def test_a_helper_logs_sees_today_and_changes_only_their_own(family):
    old = lump(family, at=MORNING - DAY)
    theirs, mine = reading(family), lump(family, by=family.helper)
    closed = lump(family, at=MORNING - DAY)
    actions.close_episode(episode=closed, on=PartialDate.on(closed.onset_on), by=family.guardian, at=MORNING)
    client = family.client("helper")
    found = statuses(client, every_url(family, old, theirs))
    assert {name for name, status in found.items() if status == 200} == {*STARTS, "detail", "temperature-detail"}
    assert found["list"] == found["edit"] == found["delete"] == found["temperature-delete"] == 403
    own = [url(name, family.mia, mine.pk) for name in OF_EPISODE]
    assert {client.get(path).status_code for path in own} == {200}
    assert client.get(url("detail", family.mia, closed.pk)).status_code == 404
    assert client.post(url("check", family.mia, old.pk), {"course": "same"}).status_code == 302
    walk = Walk(client, url("new-lump", family.mia)).button("region-chest").link("skip").button("signs-none")
    assert walk.status == 200
    assert "undo" in walk.page.buttons


def test_another_familys_things_do_not_exist(family, outsider):
    urls = every_url(family, lump(family), reading(family))
    assert set(statuses(outsider.client("guardian"), urls).values()) == {404}
    assert set(statuses(family.client("revoked"), urls).values()) == {404}
    assert Entry.objects.filter(removed_at=None).count() == 2


def test_a_row_of_another_child_or_family_under_our_address_does_not_exist(family, outsider):
    foreign, other = lump(outsider), reading(outsider)
    ours = lump(family)
    client = family.client("guardian")
    for name in (*OF_EPISODE, *OF_READING, *POSTS):
        pk = other.pk if name.startswith("temperature") else foreign.pk
        send = client.post if name in POSTS else client.get
        assert send(url(name, family.mia, pk)).status_code == 404
        if not name.startswith("temperature"):
            assert send(url(name, family.leo, ours.pk)).status_code == 404
    made = reading(family)
    answer = client.post(url("temperature-link", family.mia, made.pk), {"episode": str(foreign.pk)})
    assert answer.status_code == 404
    answer = client.post(url("temperature-link", family.mia, made.pk), {"episode": "nonsense"})
    assert answer.status_code == 404
    stolen = url("temperature", family.mia) + f"?infection={foreign.pk}"
    assert client.get(stolen).status_code == 404
    stolen = url("new", family.mia) + f"?site=unknown&temperature={other.pk}"
    body = {"client_id": uuid.uuid4(), "on": "2026-11-19"}
    assert client.post(stolen, body).status_code == 404
    made.refresh_from_db()
    assert made.episode is None


def test_a_refused_link_leaves_no_half_written_infection(family, outsider):
    """The infection and the reading it starts from are saved together or not at all."""
    other = reading(outsider)
    address = url("new", family.mia) + f"?site=unknown&temperature={other.pk}"
    family.client("guardian").post(address, {"client_id": uuid.uuid4(), "on": "2026-11-19"})
    assert not Episode.objects.filter(entry__patient=family.mia).exists()


def test_anonymous_people_are_asked_to_sign_in(family, client):
    assert statuses(client, every_url(family, lump(family), reading(family)))["list"] == 302


def test_pages_are_not_kept_by_the_browser(family):
    answer = family.client("guardian").get(url("list", family.mia))
    assert "no-store" in answer["Cache-Control"]


# --- temperatures: what people type ------------------------------------------------------------------------------


@pytest.fixture
def form(family) -> Walk:
    return Walk(family.client("guardian"), url("temperature", family.mia))


def test_abc_is_explained_and_the_other_answers_stay(form):
    form.type("value", "abc").type("note", "after nursery <b>🤒</b> مرحبا").type("time", "05:30")
    form.page.forms[-1]["values"]["route"] = ["ear"]
    form.page.forms[-1]["values"]["antipyretic"] = ["yes"]
    form.button("temperature-save")
    assert form.status == 422
    assert "<title>Error: " in form.text
    assert 'href="#id_value"' in form.text
    assert 'id="id_value"' in form.text
    assert "like 38.4" in form.text
    kept = form.values()
    assert (kept["value"], kept["route"], kept["antipyretic"], kept["time"]) == ("abc", ["ear"], ["yes"], "05:30")
    assert kept["note"] == "after nursery <b>🤒</b> مرحبا"
    assert "<b>🤒</b>" not in form.text
    assert not Entry.objects.exists()
    form.type("value", "38,4 °C").button("temperature-save")
    made = Temperature.objects.get()
    assert (made.words, made.route, made.antipyretic) == ("38.4 °C", "ear", "yes")
    assert made.entry.occurred_at == dt.datetime(2026, 11, 19, 4, 30, tzinfo=dt.UTC)


def test_986_in_celsius_is_a_question_answered_by_one_tap(form):
    form.type("value", "98.6").button("temperature-save")
    assert form.status == 422
    assert "Did you mean °F?" in form.text
    assert "Yes, save 98.6 °F" in form.text
    assert form.values()["value"] == "98.6"
    form.button("answer")
    assert Temperature.objects.get().words == "98.6 °F"


def test_37_in_fahrenheit_is_the_same_question_the_other_way(family):
    family.guardian.temperature_unit = "F"
    family.guardian.save()
    form = Walk(client_for(family.guardian), url("temperature", family.mia))
    assert form.checked("unit") == ["F"]
    form.type("value", "37").button("temperature-save")
    assert "Did you mean °C?" in form.text
    form.button("answer")
    assert Temperature.objects.get().words == "37.0 °C"


def test_far_from_usual_is_asked_once_and_only_for_that_number(form):
    form.type("value", "41.5").button("temperature-save")
    assert "41.5 °C is unusual. Is it right?" in form.text
    remembered = form.remember()
    form.button("answer")
    assert Temperature.objects.get().words == "41.5 °C"
    form.back(remembered).type("value", "42.5").button("answer")
    assert form.status == 422
    assert "42.5 °C is unusual" in form.text


@pytest.mark.parametrize("impossible", ["29.9", "43.1", "85.9", "109.5", "0", "9999"])
def test_no_body_has_that(form, impossible):
    form.type("value", impossible).button("temperature-save")
    assert form.status == 422
    assert "between 30 and 43 °C" in form.text
    assert form.values()["value"] == impossible
    assert "answer" not in form.page.buttons
    assert not Entry.objects.exists()


@pytest.mark.parametrize("value", ["", " ", "3" * 400, "38.44", "-38", "١٢٣٤٥"])
def test_odd_values_are_answered(form, value):
    form.type("value", value).button("temperature-save")
    assert form.status == 422
    assert not Entry.objects.exists()


def test_a_time_later_than_now_and_a_day_in_the_future_are_explained(form):
    form.type("value", "38").type("time", "07:30").button("temperature-save")
    assert "The time cannot be later than now." in form.text
    form.type("time", "").type("local_day", "2026-11-20").button("temperature-save")
    assert "The day cannot be after today" in form.text
    form.type("local_day", "2026-02-31").button("temperature-save")
    assert form.status == 422
    assert not Entry.objects.exists()


def test_the_small_hours_belong_to_the_evening_before(family):
    night = dt.datetime(2026, 11, 20, 0, 40, tzinfo=dt.UTC)  # 01:40 in Berlin
    with time_machine.travel(night, tick=False):
        form = Walk(family.client("guardian"), url("temperature", family.mia))
        form.type("value", "39").type("time", "01:15").button("temperature-save")
    entry = Entry.objects.get()
    assert (str(entry.local_day), entry.occurred_at) == ("2026-11-19", dt.datetime(2026, 11, 20, 0, 15, tzinfo=dt.UTC))
    # The next morning, "02:00 today" is last night, whose day was the evening before.
    with time_machine.travel(EVENING + DAY / 2, tick=False):
        form = Walk(family.client("guardian"), url("temperature", family.mia))
        form.type("value", "38").type("time", "02:00").button("temperature-save")
    newest = Entry.objects.first()
    assert (str(newest.local_day), newest.occurred_at.hour) == ("2026-11-19", 1)


def test_the_same_reading_sent_twice_is_one(form):
    form.type("value", "38.2")
    seen = form.remember()
    form.button("temperature-save")
    form.back(seen).button("temperature-save")
    assert Temperature.objects.count() == 1


def test_changing_a_reading_keeps_what_it_said(family):
    made = reading(family, route="ear")
    form = Walk(family.client("second"), url("temperature-edit", family.mia, made.pk))
    assert form.values()["value"] == "38.4"
    form.button("temperature-save")
    assert not made.entry.corrections.exists()
    form = Walk(family.client("second"), url("temperature-edit", family.mia, made.pk))
    form.type("value", "100.4 F").type("local_day", "2026-11-17").type("time", "").button("temperature-save")
    made.refresh_from_db()
    assert (made.words, str(made.entry.local_day)) == ("100.4 °F", "2026-11-17")
    assert "Temperature: was 38.4 °C, changed by" in form.text
    assert "Day: was" in form.text


# --- changing an infection ----------------------------------------------------------------------------------------


def test_changing_keeps_what_it_said_and_who_changed_it(family):
    row = lump(family, size_mm=15, size_basis="estimate", warm="yes")
    form = Walk(family.client("second"), url("edit", family.mia, row.pk))
    form.page.forms[-1]["values"]["warm"] = "no"
    form.page.forms[-1]["values"]["painful"] = "not_checked"
    form.page.forms[-1]["values"]["verification"] = ["confirmed"]
    form.type("size_mm", "22").button("submit")
    row.refresh_from_db()
    assert (row.warm, row.painful, row.size_mm, row.size_basis) == ("no", "not_checked", 22, "measured")
    assert row.verification == "confirmed"
    assert "Size in mm: was 15, changed by <bdi>Ben</bdi>" in form.text
    assert "Warm: was Yes" in form.text
    # Filling in a blank is no correction.
    assert "Painful: was" not in form.text


def test_saving_without_a_change_changes_nothing(family):
    row = lump(family, signs=["swelling"], size_mm=15, size_basis="estimate")
    chest = actions.start_episode(
        patient=family.mia, by=family.guardian, at=MORNING, site="lung", signs=["fever"], onset=PartialDate.of(2026, 9)
    ).entry.infection
    for one in (row, chest):
        Walk(family.client("guardian"), url("edit", family.mia, one.pk)).button("submit")
        entry = Entry.objects.get(pk=one.pk)
        assert (entry.version, entry.corrections.count()) == (1, 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("site", ["lung", "foot"][1], "Select a valid choice"),
        ("onset_year", "3026", "cannot be in the future"),
        ("onset_month", "", "Choose the month"),
        ("note", "x" * 2001, "at most 2000"),
    ],
)
def test_wrong_changes_are_said_and_nothing_is_written(family, field, value, words):
    entry = actions.start_episode(patient=family.mia, by=family.guardian, at=MORNING, site="lung").entry
    form = Walk(family.client("guardian"), url("edit", family.mia, entry.pk))
    form.page.forms[-1]["values"]["signs"] = ["cough"]
    form.type(field, value).button("submit")
    assert form.status == 422
    assert words in form.text
    assert form.checked("signs") == ["cough"]
    assert Entry.objects.get().version == 1


def test_an_end_before_the_beginning_and_a_side_that_does_not_exist(family):
    row = lump(family, body_site="nose", side="")
    form = Walk(family.client("guardian"), url("edit", family.mia, row.pk))
    form.type("resolved_day", "1").type("resolved_month", "11").type("resolved_year", "2026").type("side", "left")
    form.button("submit")
    assert "It cannot have ended before it began." in form.text
    assert "This place has no such side." in form.text
    assert Episode.objects.get().is_open


@pytest.mark.parametrize("course", ["", "so-so", "<script>"])
def test_a_check_that_is_none_is_said(family, course):
    row = lump(family)
    answer = family.client("guardian").post(url("check", family.mia, row.pk), {"course": course}, follow=True)
    assert "Please tap Better, Same or Worse" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_words_families_should_never_read(family):
    lump(family)
    made = reading(family)
    client = family.client("guardian")
    import re

    for path in (
        url("list", family.mia),
        url("detail", family.mia, Episode.objects.get().pk),
        url("temperature-detail", family.mia, made.pk),
        url("temperatures", family.mia),
    ):
        body = re.sub(r"<[^>]*>", " ", client.get(path).content.decode().partition("<main")[2])
        assert not re.search(r"streak|you missed|failed|\d\s?%|all clear|no red flags|\bsafe\b|!", body, re.IGNORECASE)


def test_pages_ask_the_database_as_often_with_sixty_infections_as_with_three(family):
    # Reminders run, as they do in every running Tend: one look instead of two.
    Heartbeat.objects.create(part=TICK, at=MORNING)
    client = family.client("guardian")

    def count() -> dict[str, int]:
        newest = Episode.objects.get(site="lung")
        found = {}
        lists = [(f"{name}-list", None) for name in ("test", "course", "visit", "missed", "breathing")]
        for name, pk in (("list", None), ("temperatures", None), ("detail", newest.pk), *lists):
            client.get(url(name, family.mia, pk))
            with CaptureQueriesContext(connection) as seen:
                client.get(url(name, family.mia, pk))
            found[name] = len(seen)
        return found

    chest = actions.start_episode(patient=family.mia, by=family.guardian, at=MORNING, site="lung").entry.infection

    def add(number: int) -> None:
        for n in range(number):
            row = lump(family, at=MORNING - n * DAY)
            actions.check_episode(episode=chest, course="same", by=family.guardian, at=MORNING - n * DAY)
            reading(family, episode=chest)
            reading(family)
            hang = {"patient": family.mia, "by": family.guardian, "at": MORNING - n * DAY, "episode": chest}
            actions.add_log(kind="infection_test", test="culture", **hang)
            actions.add_log(kind="antimicrobial", drug=f"Drug {n}", **hang)
            actions.add_log(kind="care_visit", level="clinic", **hang)
            day = dt.date(2026, 11, 19) - n * DAY
            actions.add_log(kind="days_missed", first_on=day, last_on=day, school_halves=1, **hang)
            del hang["episode"]
            actions.add_log(kind="breathing", cough="none", **hang)
            precautions.record_exposure(kind="sick_contact", **hang)
            if n % 2:
                end = PartialDate.on(dt.date(2026, 11, 19))
                actions.close_episode(episode=row, on=end, by=family.guardian, at=MORNING)

    add(2)
    few = count()
    add(57)
    assert count() == few
    assert max(few.values()) <= 12, few


# --- everything about a lump ---------------------------------------------------------------------------------------


def test_everything_that_can_be_said_about_a_lump_is_kept_and_shown(family):
    before = lump(family, at=MORNING - 9 * DAY)
    row = lump(family)
    form = Walk(family.client("guardian"), url("edit", family.mia, row.pk))
    form.page.forms[-1]["values"] |= {
        "size_mm": "22",
        "width_mm": "18",
        "pain": "7",
        "soft": "yes",
        "smell": "no",
        "streaks": "not_checked",
        "fever_with_it": "not_sure",
        "draining": ["pus"],
        "near": ["eye", "mouth"],
        "drainage": ["clinic_incision"],
        "drained_day": "19",
        "drained_month": "11",
        "drained_year": "2026",
        "recurrence_of": str(before.pk),
    }
    form.button("submit")
    row.refresh_from_db()
    assert (row.size_mm, row.width_mm, row.size_basis, row.pain) == (22, 18, "measured", 7)
    assert (row.soft, row.smell, row.streaks, row.fever_with_it) == ("yes", "no", "not_checked", "not_sure")
    assert (row.draining, row.near, row.drainage) == ("pus", ["eye", "mouth"], "clinic_incision")
    assert (row.drained, row.recurrence_of) == (PartialDate.on(dt.date(2026, 11, 19)), before)
    for words in ("22 × 18 mm", "7 of 10", "Pus", "Eye, Mouth", "Opened in a clinic, Thu 19 Nov 2026", "Not checked"):
        assert words in form.text
    assert "Same place as before" in form.text
    assert "cold abscess" not in form.text.lower()
    version = Entry.objects.get(pk=row.pk).version
    Walk(family.client("guardian"), url("edit", family.mia, row.pk)).button("submit")
    assert Entry.objects.get(pk=row.pk).version == version


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"width_mm": "10"}, "Enter the length as well"),
        ({"size_mm": "10", "width_mm": "301"}, "between 1 and 300"),
        ({"pain": "11"}, "whole number between 0 and 10"),
        ({"near": ["none", "eye"]}, "not both"),
        ({"near": ["moon"]}, "Select a valid choice"),
        ({"drained_day": "20", "drained_month": "11", "drained_year": "2026"}, "cannot be in the future"),
        ({"recurrence_of": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_said_about_a_lump(family, values, words):
    row = lump(family)
    form = Walk(family.client("guardian"), url("edit", family.mia, row.pk))
    form.page.forms[-1]["values"] |= values
    form.button("submit")
    assert form.status == 422
    assert words in form.text
    assert Entry.objects.get().version == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain": 11},
        {"soft": "maybe"},
        {"draining": "soup"},
        {"drainage": "knife"},
        {"width_mm": 4},
        {"drained_precision": "day"},
        {"is_lump": False, "smell": "yes"},
    ],
)
def test_the_database_refuses_wrong_details(family, wrong):
    from django.db import IntegrityError, transaction

    row = lump(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Episode.objects.filter(pk=row.pk).update(**wrong)


def test_a_lump_comes_back_only_from_one_of_the_same_child(family, outsider):
    from django.core.exceptions import PermissionDenied

    foreign, row = lump(outsider), lump(family)
    with pytest.raises(PermissionDenied):
        actions.correct_episode(episode=row, by=family.guardian, at=EVENING, changes={"recurrence_of_id": foreign.pk})
    with pytest.raises(PermissionDenied):
        lump(family, recurrence_of_id=foreign.pk)
