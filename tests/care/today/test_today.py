"""Today: one tap for a normal day, and only when it may be given."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.household.access import Access
from care.infections import actions as infections
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.models import Correction, Entry
from care.skin import actions as skin
from care.skin.models import SkinCheck
from care.today import reads
from reminders.engine.heartbeat import TICK
from reminders.models import Heartbeat
from tests.people import EVENING, MORNING

TODAY = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def url(name: str, patient, **kwargs) -> str:
    return reverse(f"today:{name}", kwargs={"patient": patient.pk, **kwargs})


def kinds(patient) -> list[str]:
    return sorted(Entry.objects.kept().filter(patient=patient).values_list("kind", flat=True))


def screen(family, patient=None, who="guardian", **extra):
    access = Access.for_user(getattr(family, who), now=dt.datetime.now(dt.UTC))
    return reads.today(access, patient or family.mia, **extra)


def test_nothing_new_is_one_tap_and_says_so_with_undo(family):
    client = family.client("guardian")
    page = client.get(url("today", family.mia))
    assert b'data-testid="nothing-new"' in page.content
    saved = client.post(url("nothing-new", family.mia), follow=True)
    text = saved.content.decode()
    assert "Saved: Nothing new for Mia. 07:02" in text
    assert kinds(family.mia) == ["nothing_new"]
    undo = saved.context["saved"].undo_url
    back = client.post(undo, follow=True)
    assert "Taken back: Nothing new for Mia." in back.content.decode()
    assert kinds(family.mia) == []
    client.post(back.context["saved"].undo_url)
    assert kinds(family.mia) == ["nothing_new"]


def test_both_children_with_one_tap_and_one_undo(family):
    client = family.client("guardian")
    assert b'data-testid="both-nothing-new"' in client.get(url("today", family.mia)).content
    saved = client.post(url("nothing-new", family.mia), {"all": "1"}, follow=True)
    assert "Saved: Nothing new for Mia and Leo. 07:02" in saved.content.decode()
    assert kinds(family.mia) == kinds(family.leo) == ["nothing_new"]
    client.post(saved.context["saved"].undo_url)
    assert kinds(family.mia) == kinds(family.leo) == []


def test_both_is_not_offered_and_not_taken_when_one_has_something_open(family):
    infections.start_episode(patient=family.leo, by=family.guardian, at=MORNING, site="ear")
    client = family.client("guardian")
    assert b"both-nothing-new" not in client.get(url("today", family.mia)).content
    client.post(url("nothing-new", family.mia), {"all": "1"})
    assert kinds(family.mia) == []


def test_an_open_infection_asks_first_and_hides_nothing_new(family):
    episode = infections.start_episode(patient=family.mia, by=family.second, at=MORNING, site="lung").entry
    client = family.client("guardian")
    page = client.get(url("today", family.mia)).content
    assert b'data-testid="infection-better"' in page
    assert b'data-testid="nothing-new"' not in page
    refused = client.post(url("nothing-new", family.mia), follow=True)
    assert "Please look again" in refused.content.decode()
    check = reverse("infections:check", args=[family.mia.pk, episode.pk])
    saved = client.post(check, {"course": "better", "next": url("today", family.mia)}, follow=True)
    assert b'data-testid="infection-better"' not in saved.content
    assert "nothing_new" not in kinds(family.mia)


@pytest.mark.parametrize(
    ("before", "offered"),
    [([], False), (["nothing_new"], False), (["note"], True), (["same_as_yesterday", "note"], True)],
)
def test_same_as_yesterday(family, before, offered):
    for ago, kind in enumerate(before, start=1):
        record.add(patient=family.mia, kind=kind, by=family.second, at=MORNING - dt.timedelta(days=ago))
    client = family.client("guardian")
    assert (b"same-as-yesterday" in client.get(url("today", family.mia)).content) is offered
    client.post(url("same", family.mia))
    assert (Entry.objects.filter(local_day=TODAY, kind="same_as_yesterday").count() == 1) is offered
    assert not SkinCheck.objects.exists(), "an affirmation copies no value"


def test_the_other_carers_answer_is_shown_before_a_second_one(family):
    record.add(patient=family.mia, kind="nothing_new", by=family.second, at=MORNING)
    page = family.client("guardian").get(url("today", family.mia)).content.decode()
    assert 'data-testid="by-other"' in page
    assert "Ben" in page
    assert 'data-testid="nothing-new"' not in page
    assert 'data-testid="by-other"' not in family.client("second").get(url("today", family.mia)).content.decode()


def test_the_evening_check_saves_each_tap_and_preselects_nothing(family, frozen):
    frozen.move_to(EVENING)
    client = family.client("guardian")
    page = client.get(url("today", family.mia)).content.decode()
    assert 'aria-pressed="true"' not in page
    client.post(url("answer", family.mia), {"worst_itch": "4"})
    client.post(url("answer", family.mia), {"skin_band": "2"})
    client.post(url("answer", family.mia), {"routines": "kept"})
    page = client.get(url("today", family.mia)).content.decode()
    assert page.count('aria-pressed="true"') == 3
    check = SkinCheck.objects.get()
    assert (check.worst_itch, check.skin_band) == (4, "moderate")
    client.post(url("answer", family.mia), {"worst_itch": "6"})
    assert SkinCheck.objects.get().worst_itch == 6
    assert Correction.objects.filter(field="worst_itch", old=4, new=6).exists()
    done = client.get(url("today", family.mia), {"done": "1", "part": "evening"}).content.decode()
    assert "Stored for today" in done
    assert "itch 6 of 10" in done


@pytest.mark.parametrize("bad", [{"worst_itch": "11"}, {"worst_itch": "x"}, {"skin_band": "7"}, {"routines": "no"}, {}])
def test_an_odd_answer_writes_nothing_and_says_so(family, bad):
    answer = family.client("guardian").post(url("answer", family.mia), bad, follow=True)
    assert "Please look again" in answer.content.decode()
    assert not Entry.objects.exists()


def test_before_four_it_counts_for_the_night(family, frozen):
    frozen.move_to(dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC))  # 01:30 in Berlin
    client = family.client("guardian")
    page = client.get(url("today", family.mia)).content.decode()
    assert "counts for Thursday night" in page
    client.post(url("nothing-new", family.mia))
    assert Entry.objects.get().local_day == TODAY


def test_gaps_can_be_filled_and_never_stand_in_the_way(family):
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING - dt.timedelta(days=4))
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING - dt.timedelta(days=1))
    assert [gap.date.day for gap in screen(family).gaps] == [17, 16]
    client = family.client("guardian")
    client.post(url("nothing-new", family.mia), {"local_day": "2026-11-17"})
    client.post(url("elsewhere", family.mia), {"local_day": "2026-11-16"})
    assert screen(family).gaps == []
    assert screen(family).may_nothing_new


def test_a_long_silence_is_one_quiet_line(family):
    record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING - dt.timedelta(days=9))
    text = family.client("guardian").get(url("today", family.mia)).content.decode()
    assert "Last entry 9 days ago." in text


@pytest.mark.parametrize(
    "body",
    [{"local_day": "2026-11-20"}, {"local_day": "2026-02-30"}, {"local_day": "nonsense"}, {"client_id": "nonsense"}],
)
@pytest.mark.parametrize("name", ["nothing-new", "elsewhere", "answer"])
def test_odd_hidden_values_write_nothing_and_say_so(family, name, body):
    answer = family.client("guardian").post(url(name, family.mia), body | {"worst_itch": "3"}, follow=True)
    assert "Please look again" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_tap_sent_twice_is_one_entry(family):
    client, key = family.client("guardian"), str(uuid.uuid4())
    for _again in range(2):
        client.post(url("nothing-new", family.mia), {"client_id": key})
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("text", ["سقطت من الدرج", "🙂 " * 400, "<script>alert(1)</script>", "x" * 2000])
def test_a_note_keeps_any_words(family, text):
    client = family.client("guardian")
    client.post(url("note", family.mia), {"note": text, "local_day": "2026-11-18"})
    entry = Entry.objects.get()
    assert (entry.note, entry.local_day) == (text.strip(), TODAY - dt.timedelta(days=1))
    page = client.get(url("entry", family.mia, entry=entry.pk)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"note": ""}, "Write a few words"),
        ({"note": "x" * 2001}, "at most 2000"),
        ({"note": "fine", "local_day": "2026-11-20"}, "cannot be after today"),
        ({"note": "fine", "local_day": "2026-02-30"}, "Enter a valid date"),
        ({"note": "fine", "local_day": "1999-01-01"}, "five years"),
    ],
)
def test_a_bad_note_is_asked_again_with_what_was_typed(family, body, words):
    answer = family.client("guardian").post(url("note", family.mia), body)
    text = answer.content.decode()
    assert words in text
    assert body["note"] in text
    assert "<title>Error: " in text
    assert not Entry.objects.exists()


def test_a_note_is_changed_with_history(family):
    client = family.client("guardian")
    entry = record.add(patient=family.mia, kind="note", by=family.second, at=MORNING, note="one").entry
    client.post(url("edit-note", family.mia, entry=entry.pk), {"note": "two", "local_day": "2026-11-19"})
    page = client.get(url("entry", family.mia, entry=entry.pk)).content.decode()
    assert "was one, changed by" in page


def test_a_helper_logs_today_and_sees_no_other_day(family):
    client = family.client("helper")
    record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING - dt.timedelta(days=1), note="secret")
    page = client.get(url("today", family.mia))
    assert "secret" not in page.content.decode()
    assert client.post(url("nothing-new", family.mia)).status_code == 302
    assert client.get(url("days", family.mia)).status_code == 403
    assert client.get(url("day", family.mia, date="2026-11-18")).status_code == 403


def test_a_viewer_is_offered_nothing_to_log(family):
    page = family.client("viewer").get(url("today", family.mia)).content.decode()
    for name in ("nothing-new", "something-changed", "same-as-yesterday"):
        assert f'data-testid="{name}"' not in page


@pytest.mark.parametrize("date", ["2026-11-20", "2026-13-01", "yesterday", "20261119x"])
def test_days_that_do_not_exist_are_not_found(family, date):
    assert family.client("guardian").get(url("day", family.mia, date=date)).status_code == 404


def test_another_familys_entry_under_our_childs_address(family, outsider):
    theirs = record.add(patient=outsider.mia, kind="note", by=outsider.guardian, at=MORNING).entry
    client = family.client("guardian")
    assert client.get(url("entry", family.mia, entry=theirs.pk)).status_code == 404
    undo = reverse("record:undo", args=[family.mia.pk, theirs.pk])
    assert client.post(undo).status_code == 404
    leos = record.add(patient=family.leo, kind="note", by=family.guardian, at=MORNING).entry
    assert client.get(url("entry", family.mia, entry=leos.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_undo_returns_only_to_our_own_pages(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING).entry
    undo = reverse("record:undo", args=[family.mia.pk, entry.pk]) + "?next=https://evil.example/"
    assert family.client("guardian").post(undo)["Location"].startswith(url("today", family.mia))


def fill(family, days: range) -> None:
    """A full day for each: affirmation, evening check, routines, a note."""
    for ago in days:
        at = MORNING - dt.timedelta(days=ago)
        common = {"patient": family.mia, "by": family.second, "at": at}
        record.add(kind="nothing_new", **common)
        skin.answer(values={"worst_itch": ago % 11, "skin_band": "mild"}, **common)
        precautions.record_routines(kept="yes", **common)
        record.add(kind="note", note="words", **common)


def thousands(family, first: int, last: int) -> None:
    """The same days as bulk rows: 3,000 days through the actions would take minutes."""
    entries, checks = [], []
    for ago in range(first, last):
        at = MORNING - dt.timedelta(days=ago)
        for kind in ("nothing_new", "skin_check", "note", "note"):
            entry = Entry(
                patient=family.mia,
                author=family.second,
                kind=kind,
                occurred_at=at,
                local_day=at.date(),
                entered_at=at,
            )
            entries.append(entry)
            if kind == "skin_check":
                checks.append(SkinCheck(entry=entry, worst_itch=ago % 11, itch_rater="caregiver"))
    Entry.objects.bulk_create(entries, batch_size=500)
    SkinCheck.objects.bulk_create(checks, batch_size=500)


def test_pages_cost_the_same_with_30_and_3000_days(family):
    client = family.client("guardian")
    pages = [
        url("today", family.mia),
        url("today", family.mia) + "?part=evening",
        url("day", family.mia, date="2026-11-18"),
        url("days", family.mia),
        url("year", family.mia, year=2026),
        url("trends", family.mia),
        url("trends", family.mia) + "?days=365",
        url("timeline", family.mia),
    ]

    def counts() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page).status_code == 200
            found.append(len(seen))
        return found

    # Reminders run, as they do in every running Tend: one look instead of two.
    Heartbeat.objects.create(part=TICK, at=MORNING)
    fill(family, range(30))
    client.get(pages[0])
    few = counts()
    thousands(family, 30, 3000)
    many = counts()
    assert many == few
    assert max(many) <= 12, dict(zip(pages, many, strict=True))


@pytest.mark.parametrize("page", ["today", "evening", "done", "day"])
@pytest.mark.parametrize(
    ("tenths", "most"),
    [
        (370, 12),
        # A message is marked as shown the first time: one write more.
        (385, 13),
    ],
)
def test_the_page_after_a_save_asks_no_more_than_any_other(family, page, tenths, most):
    Heartbeat.objects.create(part=TICK, at=MORNING)
    fill(family, range(30))
    plan.add_contact(
        patient=family.mia, by=family.guardian, at=MORNING, values={"name": "Ward", "phone": "+49 30 5550 0111"}
    )
    saved = infections.record_temperature(
        patient=family.mia, by=family.guardian, at=MORNING, tenths=tenths, unit="C"
    ).entry
    here = {
        "today": url("today", family.mia) + "?",
        "evening": url("today", family.mia) + "?part=evening&",
        "done": url("today", family.mia) + "?done=1&",
        "day": url("day", family.mia, date="2026-11-19") + "?",
    }[page]
    client = family.client("guardian")
    client.get(here)
    costs = []
    for _look in range(2):
        with CaptureQueriesContext(connection) as seen:
            words = client.get(f"{here}saved={saved.pk}").content.decode()
        costs.append(len(seen))
        assert 'data-testid="saved"' in words
        assert ('data-testid="flags"' in words) is (tenths == 385)
    assert costs[0] <= most
    assert costs[1] <= 12
