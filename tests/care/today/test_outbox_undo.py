"""Undo of a tap whose answer was lost: the phone cannot know whether the record has it."""

import datetime as dt
import uuid

import pytest

from care.household.models import AuditEvent
from care.record.models import Entry
from care.skin.models import SkinCheck
from tests.care.today.sender import HOUR, Sender, form

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
