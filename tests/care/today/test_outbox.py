"""What a phone sends that had no line: kept once, at its time and on its day, judged like any other."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from care.household.models import AuditEvent
from care.infections import actions as infections
from care.infections.models import Episode, EpisodeCheck, Temperature
from care.plan.models import FlagMessage
from care.precautions.models import Exposure
from care.record import actions as record
from care.record.models import Entry
from care.skin import actions as skin
from care.skin.models import SkinCheck
from care.today.outbox import put_right
from tests.care.today.sender import HOUR, Sender, form
from tests.people import MORNING, client_for, join, person

pytestmark = pytest.mark.django_db


def test_a_tap_lands_on_its_own_day_at_its_own_time(family, night):
    phone, path = Sender(family.guardian), f"/p/{family.leo.pk}/nothing-new/"
    late = dt.datetime(2026, 11, 18, 2, 30, tzinfo=dt.UTC)  # 03:30 in Berlin: still Tuesday's night
    assert phone.send(path, tapped=late).json()["state"] == "kept"
    entry = Entry.objects.get(patient=family.leo)
    assert (entry.kind, entry.local_day, entry.occurred_at) == ("nothing_new", dt.date(2026, 11, 17), late)
    # Entered when the record got it: what comes late looks late.
    assert (entry.entered_at, entry.author, entry.is_late) == (night, family.guardian, True)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("today:nothing-new", {}),
        ("today:answer", {"worst_itch": "3"}),
        ("today:answer", {"skin_band": "2"}),
        ("today:answer", {"routines": "kept"}),
        ("today:note", {"note": "Slept well."}),
        ("infections:new-lump", {"where": "cheek", "side": "left", "picture": "pea", "signs": ["swelling", "warm"]}),
        ("infections:temperature", {"value": "38,4", "unit": "C", "route": "ear"}),
        ("precautions:exposure-add", {"kind": "building_dust"}),
        ("plan:concern", {"note": "Very quiet."}),
    ],
)
def test_every_kind_is_kept_once_however_often_it_is_sent(family, night, name, fields):
    phone, key, tapped = Sender(family.guardian), uuid.uuid4(), night - 3 * HOUR
    address = form(name, family.mia)
    said = [phone.send(address, key=key, tapped=tapped, **fields) for _ in range(3)]
    assert [(answer.status_code, answer.json().get("state")) for answer in said] == [(200, "kept")] * 3, said[0].content
    entry = Entry.objects.get(patient=family.mia)
    assert (entry.client_id, entry.occurred_at, str(entry.local_day)) == (key, tapped, "2026-11-19")
    # One row of the trail, one announcement's worth.
    assert AuditEvent.objects.filter(action="entry.added").count() == 1


def test_what_was_answered_is_stored(family, night):
    phone = Sender(family.guardian)
    sent = {
        "infections:new-lump": {"where": "cheek", "side": "left", "picture": "walnut", "signs": ["swelling", "warm"]},
        "infections:temperature": {"value": "38,4", "unit": "C", "route": "ear", "note": "After the nap"},
        "precautions:exposure-add": {"kind": "building_dust", "place": "next door"},
    }
    for name, fields in sent.items():
        assert phone.send(form(name, family.mia), tapped=night - 30 * HOUR, **fields).json()["state"] == "kept"
    lump, reading, exposure = Episode.objects.get(), Temperature.objects.get(), Exposure.objects.get()
    yesterday = dt.date(2026, 11, 18)
    assert (lump.body_site, lump.side, lump.size_mm, lump.warm, lump.signs) == (
        "cheek",
        "left",
        30,
        "yes",
        ["swelling"],
    )
    assert (lump.onset_on, lump.entry.local_day) == (yesterday, yesterday)
    assert (reading.tenths, reading.unit, reading.route, reading.entry.note) == (384, "C", "ear", "After the nap")
    assert (exposure.first_on, exposure.last_on, exposure.place) == (yesterday, yesterday, "next door")


def test_the_rules_judge_it_when_it_arrives_and_their_words_come_back(family, night):
    phone = Sender(family.second)
    tapped = night - 5 * HOUR
    answer = phone.send(form("plan:concern", family.mia), tapped=tapped, note="Not herself").json()
    said = FlagMessage.objects.get()
    assert (said.rule, said.raised_at, said.raised_by) == ("RF-30", night, family.second)
    assert [message["words"] for message in answer["messages"]] == [said.words]
    assert answer["url"].startswith(f"/p/{family.mia.pk}/plan/")
    # The guardian reads it on Today, as after any save.
    today = family.client("guardian").get(f"/p/{family.mia.pk}/").content.decode()
    assert str(answer["messages"][0]["name"]) in today


def test_a_wrong_answer_is_told_and_can_be_mended_under_the_same_key(family, night):
    phone, key, path = Sender(family.guardian), uuid.uuid4(), form("infections:temperature", family.mia)
    wrong = phone.send(path, key=key, tapped=night - HOUR, value="abc", unit="C").json()
    assert (wrong["state"], wrong["answer"]) == ("mend", None)
    assert "like 38.4" in wrong["words"][0]
    asked = phone.send(path, key=key, tapped=night - HOUR, value="98.6", unit="C").json()
    assert (asked["state"], asked["words"]) == ("mend", ["Did you mean °F?"])
    assert not Entry.objects.exists()
    name, value, words = asked["answer"]
    assert "98.6" in words
    fields = {"value": "98.6", "unit": "C", name: value}
    assert phone.send(path, key=key, tapped=night - HOUR, **fields).json()["state"] == "kept"
    assert Temperature.objects.get().unit == "F"
    assert Entry.objects.get().occurred_at == night - HOUR


def test_two_phones_in_conflict_keep_both(family, night):
    """One phone says "nothing new" without a line; meanwhile the other logs an infection."""
    infections.start_episode(patient=family.mia, by=family.second, at=night - 3 * HOUR, site="lung")
    phone = Sender(family.guardian)
    answer = phone.send(f"/p/{family.mia.pk}/nothing-new/", tapped=night - 4 * HOUR).json()
    assert answer["state"] == "kept"
    assert answer["words"] == ["An infection is open. Please say how it is today."]
    assert set(Entry.objects.values_list("kind", flat=True)) == {"infection", "nothing_new"}


def test_an_older_answer_does_not_overwrite_a_newer_one(family, night):
    """The same person's two phones: itch 2 at 19:00 without a line, itch 7 at 20:00 online."""
    skin.answer(patient=family.mia, by=family.guardian, at=night - HOUR, values={"worst_itch": 7})
    phone, path, key = Sender(family.guardian), f"/p/{family.mia.pk}/answer/", uuid.uuid4()
    for _ in range(2):
        assert phone.send(path, key=key, tapped=night - 2 * HOUR, worst_itch="2").json()["state"] == "kept"
    assert sorted(SkinCheck.objects.values_list("worst_itch", flat=True)) == [2, 7]
    # What nobody answered yet is filled in, and a later answer corrects, with its history.
    phone.send(path, tapped=night - 2 * HOUR, skin_band="1")
    phone.send(path, tapped=night, worst_itch="5")
    assert SkinCheck.objects.count() == 2
    assert 5 in SkinCheck.objects.values_list("worst_itch", flat=True)


def test_a_changed_check_whose_answer_was_lost_stands_once(family, night):
    """It arrived and changed the one of the morning, whose key is another; then the phone sends it again."""
    episode = infections.start_episode(
        patient=family.mia, site="skin", by=family.guardian, at=night - 24 * HOUR
    ).entry.infection
    infections.check_episode(episode=episode, course="same", by=family.guardian, at=night - 3 * HOUR)
    key, tapped = uuid.uuid4(), night - HOUR
    live = infections.check_episode(
        episode=episode, course="worse", by=family.guardian, at=tapped + dt.timedelta(seconds=1), client_id=key
    )
    path = f"/p/{family.mia.pk}/infections/{episode.pk}/check/"
    for _ in range(2):
        assert Sender(family.guardian).send(path, key=key, tapped=tapped, course="worse").json()["state"] == "kept"
    assert [(row.course, row.entry_id) for row in EpisodeCheck.objects.all()] == [("worse", live.entry.pk)]
    # Seen again an hour later it is a second look, and stands.
    later = Sender(family.guardian).send(path, tapped=tapped + HOUR, course="worse")
    assert later.json()["state"] == "kept"
    assert EpisodeCheck.objects.count() == 2


def test_a_check_of_an_infection_stands_beside_the_one_given_online(family, night):
    episode = infections.start_episode(
        patient=family.mia, by=family.guardian, at=night - 48 * HOUR, site="lung"
    ).entry.infection
    infections.check_episode(episode=episode, course="better", by=family.guardian, at=night - HOUR)
    phone, key = Sender(family.guardian), uuid.uuid4()
    path = f"/p/{family.mia.pk}/infections/{episode.pk}/check/"
    for _ in range(2):
        assert phone.send(path, key=key, tapped=night - 2 * HOUR, course="worse").json()["state"] == "kept"
    assert sorted(EpisodeCheck.objects.values_list("course", flat=True)) == ["better", "worse"]
    assert phone.send(path, tapped=night, course="gone").json()["state"] == "mend"


def test_both_children_with_one_tap(family, night):
    phone, key = Sender(family.guardian), uuid.uuid4()
    for _ in range(2):
        phone.send(f"/p/{family.mia.pk}/nothing-new/", key=key, tapped=night, all="1")
    assert sorted(Entry.objects.values_list("patient__name", flat=True)) == ["Leo", "Mia"]


def test_the_answer_got_lost_and_the_same_tap_comes_again_from_the_outbox(family, night):
    """Online the tap was saved, but the phone never heard of it."""
    key, path = uuid.uuid4(), f"/p/{family.leo.pk}/nothing-new/"
    assert client_for(family.guardian).post(path, {"client_id": str(key)}).status_code == 302
    assert Sender(family.guardian).send(path, key=key, tapped=night).json()["state"] == "kept"
    assert Entry.objects.get().client_id == key
    # And the other way round.
    assert client_for(family.guardian).post(path, {"client_id": str(key)}).status_code == 302
    assert Entry.objects.count() == 1


def test_the_same_as_yesterday_is_asked_of_the_day_of_the_tap(family, night):
    phone, path = Sender(family.guardian), f"/p/{family.leo.pk}/same/"
    assert phone.send(path, tapped=night - 24 * HOUR).json()["state"] == "mend"
    skin.answer(patient=family.leo, by=family.guardian, at=night - 48 * HOUR, values={"worst_itch": 1})
    assert phone.send(path, tapped=night - 24 * HOUR).json()["state"] == "kept"
    assert Entry.objects.get(kind="same_as_yesterday").local_day == dt.date(2026, 11, 18)


def test_a_page_of_another_day_counts_for_that_day(family, night):
    phone, path = Sender(family.guardian), f"/p/{family.leo.pk}/note/"
    phone.send(path, tapped=night, note="Rash after lunch.", local_day="2026-11-15")
    assert str(Entry.objects.get().local_day) == "2026-11-15"
    assert phone.send(path, tapped=night, note="Tomorrow", local_day="2026-11-20").json()["state"] == "mend"


class TestWhoMay:
    def test_a_stranger_is_told_to_sign_in(self, family, night):
        assert Client().get("/outbox/").json()["who"] == ""
        assert Client().post("/outbox/", "{}", content_type="application/json").status_code == 401

    def test_nobody_sends_what_another_one_tapped(self, family, night):
        mine, other = Sender(family.guardian), Sender(family.second)
        assert mine.who != other.who
        path = f"/p/{family.leo.pk}/nothing-new/"
        assert mine.send(path, tapped=night, who=other.who).status_code == 409
        assert not Entry.objects.exists()

    @pytest.mark.parametrize("who", ["viewer", "revoked"])
    def test_who_may_not_log_any_more_keeps_it_on_the_phone(self, family, night, who):
        answer = Sender(getattr(family, who)).send(f"/p/{family.leo.pk}/nothing-new/", tapped=night)
        assert answer.json()["state"] == "gone"
        assert not Entry.objects.exists()

    def test_a_helper_logs(self, family, night):
        answer = Sender(family.helper).send(form("plan:concern", family.leo), tapped=night - HOUR)
        assert (answer.json()["state"], Entry.objects.get().author) == ("kept", family.helper)

    def test_another_familys_infection_is_not_here(self, family, outsider, night):
        """Nothing of theirs is said or touched; the answer is kept for the own child, whom it was given for."""
        theirs = infections.start_episode(patient=outsider.mia, by=outsider.guardian, at=night, site="lung").entry
        path = f"/p/{family.mia.pk}/infections/{theirs.pk}/check/"
        assert Sender(family.guardian).send(path, tapped=night, course="worse").json()["state"] == "kept"
        assert not EpisodeCheck.objects.exists()
        note = Entry.objects.exclude(pk=theirs.pk).get()
        assert (note.patient, note.note) == (family.mia, "An infection that is no longer here: Worse")

    def test_only_what_may_be_kept_offline_is_taken(self, family, night):
        phone = Sender(family.guardian)
        for path in (f"/p/{family.leo.pk}/days/", f"/family/{family.household.pk}/", "/nowhere/", "no path"):
            assert phone.send(path, tapped=night).json()["state"] == "gone"

    def test_a_token_is_needed(self, family, night):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(family.guardian, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert strict.post("/outbox/", "{}", content_type="application/json").status_code == 403
        token = strict.get("/outbox/").json()["token"]
        answer = strict.post("/outbox/", "{}", content_type="application/json", headers={"X-CSRFToken": token})
        assert answer.status_code == 400

    def test_whom_to_call_only_for_who_logs(self, family, night):
        assert set(family.client("helper").get("/outbox/?calls=1").json()["calls"]) == {
            str(family.mia.pk),
            str(family.leo.pk),
        }
        assert family.client("viewer").get("/outbox/?calls=1").json()["calls"] == {}
        assert "calls" not in Client().get("/outbox/?calls=1").json()
        assert "no-store" in family.client("helper").get("/outbox/").headers["Cache-Control"]


class TestClock:
    def test_a_right_clock_is_believed(self):
        tapped = MORNING - HOUR
        assert put_right(tapped, phone_now=MORNING - dt.timedelta(seconds=90), at=MORNING) == tapped

    @pytest.mark.parametrize("off", [dt.timedelta(days=9), -dt.timedelta(hours=3)])
    def test_a_wrong_clock_is_put_right(self, off):
        assert put_right(MORNING - HOUR + off, phone_now=MORNING + off, at=MORNING) == MORNING - HOUR

    def test_put_right_between_two_sends_a_tile_stands_once(self, family, night):
        """Two days behind, its first answer was lost; then the clock is right, and the tap seems two days old."""
        phone, path, key = Sender(family.guardian), f"/p/{family.mia.pk}/answer/", uuid.uuid4()
        phone.send(path, tapped=night - HOUR, skin_band="1")
        behind = night - dt.timedelta(days=2)
        phone.send(path, key=key, tapped=behind, now=behind, worst_itch="3")
        assert SkinCheck.objects.get().tap_ids == [str(key)]
        assert phone.send(path, key=key, tapped=behind, worst_itch="3").json()["state"] == "kept"
        check = SkinCheck.objects.get()
        assert (check.worst_itch, check.entry.local_day) == (3, dt.date(2026, 11, 19))

    def test_nothing_was_tapped_later_than_now(self):
        assert put_right(MORNING + HOUR, phone_now=MORNING, at=MORNING) == MORNING

    def test_the_phone_is_told(self, family, night):
        phone = Sender(family.guardian)
        answer = phone.send(f"/p/{family.leo.pk}/nothing-new/", tapped=night - HOUR, now=night + 5 * HOUR)
        assert answer.json()["words"] == ["The clock of this phone was wrong. The time was put right."]
        assert Entry.objects.get().occurred_at == night - 6 * HOUR


def test_nonsense_is_refused(family, night):
    client = client_for(family.guardian)
    for body in ("", "[]", "null", '{"key": "x"}', '{"fields": [["a"]]}'):
        assert client.post("/outbox/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("today:note", {"note": "Slept well."}),
        ("infections:new-lump", {"where": "cheek", "side": "left", "picture": "pea"}),
        ("infections:temperature", {"value": "38,4", "unit": "C"}),
    ],
)
def test_what_was_moved_to_the_other_child_is_not_written_again(family, night, name, fields):
    """Its answer was lost; before it came again somebody gave it to the child it is about."""
    phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night - HOUR, **fields}
    phone.send(form(name, family.mia), **what)
    record.move(entry=Entry.objects.get(), to=family.leo, by=family.second, at=night)
    said = phone.send(form(name, family.mia), **what).json()
    assert said["state"] == "kept"
    assert Entry.objects.get().patient == family.leo


def test_what_was_moved_out_of_reach_is_kept_and_says_no_more(family, night):
    """A carer of Mia alone hears nothing of Leo, to whom her entry was given since."""
    carer = person("Kim")
    join(family.household, carer, "caregiver", patients=[family.mia])
    phone, what = Sender(carer), {"key": uuid.uuid4(), "tapped": night - HOUR, "value": "40,1", "unit": "C"}
    phone.send(form("infections:temperature", family.mia), **what)
    record.move(entry=Entry.objects.get(), to=family.leo, by=family.guardian, at=night)
    said = phone.send(form("infections:temperature", family.mia), **what).json()
    assert said == {"state": "kept", "words": [], "messages": [], "url": "/"}
