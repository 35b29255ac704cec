"""An answer about an infection that changed on the other phone before it arrived."""

import uuid

import pytest

from care.infections import actions as infections
from care.infections.models import Episode, EpisodeCheck
from care.record import actions as record
from care.record.models import Entry
from tests.care.today.sender import HOUR, Sender

pytestmark = pytest.mark.django_db


class TestAnInfectionThatIsNotThereAnyMore:
    """Answered on one phone without a line, while the other phone removed, joined or moved it."""

    @pytest.fixture
    def lump(self, family, night):
        return infections.start_lump(
            patient=family.mia, by=family.guardian, at=night - 48 * HOUR, body_site="cheek", side="left"
        ).entry.infection

    def answer(self, family, lump, night, **more):
        path = f"/p/{family.mia.pk}/infections/{lump.pk}/check/"
        return Sender(family.guardian).send(path, tapped=night - HOUR, course="worse", **more).json()

    @pytest.mark.parametrize("who", ["guardian", "helper"])
    def test_removed_it_is_kept_as_a_note(self, family, lump, night, who):
        record.remove(entry=lump.entry, by=family.second, at=night - 2 * HOUR)
        phone, key, path = Sender(getattr(family, who)), uuid.uuid4(), f"/p/{family.mia.pk}/infections/{lump.pk}/check/"
        for _ in range(2):
            said = phone.send(path, key=key, tapped=night - HOUR, course="worse").json()
        assert said["state"] == "kept"
        assert said["words"] == [
            "This infection is no longer in the record. Your answer was kept as a note, and not checked."
        ]
        note = Entry.objects.get(client_id=key)
        assert (note.kind, note.note, note.occurred_at) == ("note", f"{lump.title}: Worse", night - HOUR)
        assert not EpisodeCheck.objects.exists()

    def test_joined_it_is_about_the_other_one(self, family, lump, night):
        common = {"patient": family.mia, "by": family.guardian, "at": night - 24 * HOUR}
        second, third = (
            infections.start_lump(body_site=place, side=side, **common).entry.infection
            for place, side in (("cheek", "right"), ("chin", ""))
        )
        infections.join_episodes(episode=second, other=lump, by=family.second, at=night - 3 * HOUR)
        infections.join_episodes(episode=third, other=second, by=family.second, at=night - 2 * HOUR)
        assert self.answer(family, lump, night)["words"] == []
        assert EpisodeCheck.objects.get().episode_id == third.pk

    def test_joined_to_one_that_was_removed_it_is_a_note(self, family, lump, night):
        second = infections.start_lump(
            patient=family.mia, by=family.guardian, at=night - 24 * HOUR, body_site="chin"
        ).entry.infection
        infections.join_episodes(episode=second, other=lump, by=family.second, at=night - 3 * HOUR)
        record.remove(entry=second.entry, by=family.second, at=night - 2 * HOUR)
        self.answer(family, lump, night)
        assert Entry.objects.get(kind="note").note == f"{lump.title}: Worse"

    def test_moved_to_the_right_child_it_is_about_that_one(self, family, lump, night):
        record.move(entry=lump.entry, to=family.leo, by=family.second, at=night - 2 * HOUR)
        assert self.answer(family, lump, night)["state"] == "kept"
        assert EpisodeCheck.objects.get().entry.patient == family.leo

    def test_joined_in_a_ring_it_ends(self, family, lump, night):
        """No page makes one; a restored backup might."""
        Episode.objects.filter(pk=lump.pk).update(joined_into=lump.pk)
        record.remove(entry=lump.entry, by=family.second, at=night - 2 * HOUR)
        assert self.answer(family, lump, night)["state"] == "kept"
