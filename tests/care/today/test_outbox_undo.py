"""Undo of a tap whose answer was lost: the phone cannot know whether the record has it."""

import datetime as dt
import uuid

import pytest

from care.household.models import AuditEvent
from care.infections import actions as infections
from care.infections.models import EpisodeCheck
from care.record import actions as record
from care.record.models import Correction, Entry
from care.skin.models import SkinCheck
from tests.care.today.sender import HOUR, Sender, form
from tests.people import client_for, join, person

pytestmark = pytest.mark.django_db
TAKEN = ["It had reached the record already, and was taken out there."]


def undo(phone, path, **what):
    """The answer to an undo, as the phone gets it."""
    answer = phone.send(path, back=True, **what)
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("today:nothing-new", {}),
        ("today:answer", {"routines": "kept"}),
        ("today:note", {"note": "Slept well."}),
        ("infections:new-lump", {"where": "cheek", "side": "left", "picture": "pea"}),
        ("infections:temperature", {"value": "38,4", "unit": "C"}),
        ("precautions:exposure-add", {"kind": "building_dust"}),
        ("plan:concern", {"note": "Very quiet."}),
        ("today:answer", {"worst_itch": "3"}),
    ],
)
def test_what_had_arrived_is_taken_out_once_with_its_trail(family, night, name, fields):
    phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night - HOUR, **fields}
    address = form(name, family.mia)
    phone.send(address, **what)
    assert Entry.objects.kept().count() == 1
    said = undo(phone, address, **what)
    assert (said["state"], said["words"]) == ("kept", TAKEN)
    entry = Entry.objects.get()
    assert (entry.removed_at, entry.removed_by) == (night, family.guardian)
    assert AuditEvent.objects.filter(action="entry.removed", object_id=entry.pk).count() == 1
    # The undo itself may be sent twice, too.
    assert undo(phone, address, **what)["words"] == []
    assert AuditEvent.objects.filter(action="entry.removed").count() == 1


def test_what_had_not_arrived_is_nowhere(family, night):
    said = undo(Sender(family.guardian), form("today:nothing-new", family.leo), tapped=night)
    assert said == {"state": "kept", "words": [], "messages": [], "url": "/"}
    assert not Entry.objects.exists()


def test_for_all_children_at_once(family, night):
    phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night, "all": "1"}
    phone.send(form("today:nothing-new", family.leo), **what)
    assert Entry.objects.kept().count() == 2
    assert undo(phone, form("today:nothing-new", family.leo), **what)["words"] == TAKEN
    assert not Entry.objects.kept().exists()


class TestOneAnswerOfACheck:
    def test_the_others_stay(self, family, night):
        phone, address, key = Sender(family.guardian), form("today:answer", family.mia), uuid.uuid4()
        phone.send(address, tapped=night - HOUR, worst_itch="3")
        phone.send(address, key=key, tapped=night, skin_band="2")
        assert undo(phone, address, key=key, tapped=night, skin_band="2")["words"] == TAKEN
        check = SkinCheck.objects.get()
        assert (check.worst_itch, check.skin_band, check.entry.removed_at) == (3, "", None)

    def test_also_when_the_tap_began_the_check(self, family, night):
        phone, address, key = Sender(family.guardian), form("today:answer", family.mia), uuid.uuid4()
        phone.send(address, key=key, tapped=night - HOUR, worst_itch="3")
        phone.send(address, tapped=night, skin_band="2")
        undo(phone, address, key=key, tapped=night - HOUR, worst_itch="3")
        check = SkinCheck.objects.get()
        assert (check.worst_itch, check.itch_rater, check.entry.removed_at) == (None, "", None)
        assert check.skin_band != ""

    def test_what_stood_there_before_comes_back(self, family, night):
        phone, address, key = Sender(family.guardian), form("today:answer", family.mia), uuid.uuid4()
        phone.send(address, tapped=night - HOUR, worst_itch="3")
        phone.send(address, key=key, tapped=night, worst_itch="8")
        undo(phone, address, key=key, tapped=night, worst_itch="8")
        assert SkinCheck.objects.get().worst_itch == 3

    def test_also_when_the_clock_was_put_right_since(self, family, night):
        """Sent by a clock two days behind, which was put right before the undo went out."""
        phone, address, key = Sender(family.guardian), form("today:answer", family.mia), uuid.uuid4()
        phone.send(address, tapped=night - HOUR, skin_band="2")
        behind = night - dt.timedelta(days=2)
        phone.send(address, key=key, tapped=behind, now=behind, worst_itch="3")
        assert undo(phone, address, key=key, tapped=behind, worst_itch="3")["words"] == TAKEN
        check = SkinCheck.objects.get()
        assert (check.worst_itch, check.skin_band, check.entry.removed_at) == (None, "moderate", None)

    def test_what_was_answered_since_stays(self, family, night):
        phone, address, key = Sender(family.guardian), form("today:answer", family.mia), uuid.uuid4()
        phone.send(address, key=key, tapped=night - HOUR, worst_itch="3")
        phone.send(address, tapped=night, worst_itch="5")
        assert undo(phone, address, key=key, tapped=night - HOUR, worst_itch="3")["words"] == []
        assert SkinCheck.objects.get().worst_itch == 5

    def test_an_answer_there_is_none_of(self, family, night):
        said = undo(Sender(family.guardian), form("today:answer", family.mia), tapped=night, worst_itch="99")
        assert said["words"] == []


class TestWhose:
    def test_nobody_takes_back_what_another_one_tapped(self, family, night):
        what = {"key": uuid.uuid4(), "tapped": night}
        Sender(family.guardian).send(form("today:nothing-new", family.leo), **what)
        assert undo(Sender(family.second), form("today:nothing-new", family.leo), **what)["words"] == []
        assert Entry.objects.kept().count() == 1

    def test_a_helper_takes_back_yesterdays_own_tap(self, family, night):
        what = {"key": uuid.uuid4(), "tapped": night - dt.timedelta(days=1)}
        phone = Sender(family.helper)
        phone.send(form("today:nothing-new", family.leo), **what)
        assert undo(phone, form("today:nothing-new", family.leo), **what)["words"] == TAKEN

    def test_who_may_not_log_any_more_is_told(self, family, night):
        said = undo(Sender(family.viewer), form("today:nothing-new", family.leo), tapped=night)
        assert said["state"] == "gone"


class TestMovedToTheOtherChild:
    """It arrived, its answer was lost, and on another phone somebody gave it to the child it is about."""

    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("today:note", {"note": "Slept well."}),
            ("infections:new-lump", {"where": "cheek", "side": "left", "picture": "pea"}),
            ("infections:temperature", {"value": "38,4", "unit": "C"}),
            ("today:answer", {"worst_itch": "3"}),
        ],
    )
    def test_the_undo_goes_after_it(self, family, night, name, fields):
        phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night - HOUR, **fields}
        phone.send(form(name, family.mia), **what)
        record.move(entry=Entry.objects.get(), to=family.leo, by=family.second, at=night)
        assert undo(phone, form(name, family.mia), **what)["words"] == TAKEN
        assert Entry.objects.get().removed_at == night
        assert undo(phone, form(name, family.mia), **what)["words"] == []

    def test_one_tap_for_all_children_takes_back_each_ones_own(self, family, night):
        phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night, "all": "1"}
        address = form("today:nothing-new", family.leo)
        phone.send(address, **what)
        record.move(entry=family.mia.entries.get(), to=family.leo, by=family.second, at=night)
        phone.send(address, **what)
        assert Entry.objects.count() == family.leo.entries.count() == 2
        undo(phone, address, **what)
        assert not Entry.objects.kept().exists()

    def test_who_may_not_log_for_that_child_changes_nothing_there(self, family, night):
        nanny = person("Nanny")
        join(family.household, nanny, "caregiver", patients=[family.mia])
        phone, what = Sender(nanny), {"key": uuid.uuid4(), "tapped": night, "note": "Slept well."}
        phone.send(form("today:note", family.mia), **what)
        record.move(entry=Entry.objects.get(), to=family.leo, by=family.second, at=night)
        assert undo(phone, form("today:note", family.mia), **what)["state"] == "gone"
        assert Entry.objects.kept().count() == 1

    def test_a_check_of_an_infection_that_was_moved_before_it_arrived(self, family, night):
        lump = infections.start_lump(patient=family.mia, by=family.guardian, at=night - 48 * HOUR, body_site="chin")
        path = f"/p/{family.mia.pk}/infections/{lump.entry.pk}/check/"
        record.move(entry=lump.entry, to=family.leo, by=family.second, at=night - 2 * HOUR)
        phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night - HOUR, "course": "worse"}
        phone.send(path, **what)
        assert undo(phone, path, **what)["words"] == TAKEN
        entry = EpisodeCheck.objects.get().entry
        assert (entry.patient, entry.removed_at) == (family.leo, night)


class TestHowAnInfectionGoes:
    """The day's second tap changed the first one's check."""

    @pytest.fixture
    def path(self, family, night):
        chest = infections.start_episode(patient=family.mia, by=family.guardian, at=night - 48 * HOUR, site="lung")
        return f"/p/{family.mia.pk}/infections/{chest.entry.pk}/check/"

    def tap(self, family, path, course):
        """One that arrives. Gives what the phone kept of it."""
        what = {"key": uuid.uuid4(), "course": course}
        answer = client_for(family.guardian).post(path, {"client_id": str(what["key"]), "course": course})
        assert answer.status_code == 302
        return what

    def courses(self):
        return list(EpisodeCheck.objects.filter(entry__removed_at=None).values_list("course", flat=True))

    def test_what_was_said_before_comes_back(self, family, night, path):
        self.tap(family, path, "same")
        worse = self.tap(family, path, "worse")
        phone = Sender(family.guardian)
        assert undo(phone, path, tapped=night, **worse)["words"] == TAKEN
        assert self.courses() == ["same"]
        kept = [(row.old, row.new) for row in Correction.objects.filter(field="course")]
        assert kept == [("same", "worse"), ("worse", "same")]
        assert undo(phone, path, tapped=night, **worse)["words"] == []
        # Nor does the tap itself come back, should it still be under way.
        phone.send(path, tapped=night, **worse)
        assert self.courses() == ["same"]

    def test_both_taken_back_nothing_is_left(self, family, night, path):
        same, worse = (self.tap(family, path, course) for course in ("same", "worse"))
        for what in (worse, same):
            assert undo(Sender(family.guardian), path, tapped=night, **what)["words"] == TAKEN
        assert self.courses() == []

    def test_what_was_answered_since_stays(self, family, night, path):
        same, worse, better = (self.tap(family, path, course) for course in ("same", "worse", "better"))
        for what in (same, worse):
            assert undo(Sender(family.guardian), path, tapped=night, **what)["words"] == []
        assert self.courses() == ["better"]
        assert undo(Sender(family.guardian), path, tapped=night, **better)["words"] == TAKEN
        assert self.courses() == ["worse"]

    def test_a_second_tap_that_said_the_same_takes_nothing_along(self, family, night, path):
        first, second = (self.tap(family, path, "worse") for _ in range(2))
        assert undo(Sender(family.guardian), path, tapped=night, **second)["words"] == []
        assert self.courses() == ["worse"]
        assert undo(Sender(family.guardian), path, tapped=night, **first)["words"] == TAKEN

    def test_nor_one_that_said_again_what_was_changed_before(self, family, night, path):
        for course in ("same", "worse"):
            self.tap(family, path, course)
        Correction.objects.update(at=night - HOUR)
        again = self.tap(family, path, "worse")
        assert undo(Sender(family.guardian), path, tapped=night, **again)["words"] == []
        assert self.courses() == ["worse"]

    def test_what_another_one_changed_stays(self, family, night, path):
        same = self.tap(family, path, "same")
        check = EpisodeCheck.objects.get()
        record.correct(entry=check.entry, detail=check, by=family.second, at=night, changes={"course": "better"})
        assert undo(Sender(family.guardian), path, tapped=night, **same)["words"] == []
        assert self.courses() == ["better"]

    def test_kept_as_a_note_the_note_goes(self, family, night, path):
        record.remove(entry=Entry.objects.get(), by=family.second, at=night)
        phone, what = Sender(family.guardian), {"key": uuid.uuid4(), "tapped": night, "course": "worse"}
        phone.send(path, **what)
        assert undo(phone, path, **what)["words"] == TAKEN
        assert not Entry.objects.kept().exists()
