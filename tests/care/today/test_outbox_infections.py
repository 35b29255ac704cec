"""An answer about an infection that changed on the other phone before it arrived, and what a tap makes the rules say
about an infection."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from care.infections import actions as infections
from care.infections.models import Episode, EpisodeCheck
from care.plan import actions as plan
from care.plan.models import FlagMessage
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from tests.care.today.sender import HOUR, Sender, form

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


class TestWhatTheRulesSayAboutAnotherEntry:
    """The phone that sent the tap hears it, as Today shows it: the message sits on the lump, not on the fever."""

    @pytest.fixture(autouse=True)
    def _library(self, settings):
        settings.UNREVIEWED_RULES = True

    @pytest.fixture
    def lump(self, family, night):
        common = {"patient": family.mia, "by": family.guardian, "at": night - 48 * HOUR}
        return infections.start_lump(body_site="cheek", side="left", **common).entry

    @pytest.fixture
    def phone(self, family):
        return Sender(family.guardian)

    def fever(self, family, phone, night, *, value="38.5", **more):
        address = form("infections:temperature", family.mia)
        return phone.send(address, tapped=night - HOUR, value=value, unit="C", **more).json()

    def earlier(self, family, night):
        """A fever that was logged before, and made the lump urgent."""
        at = night - 2 * HOUR
        infections.record_temperature(patient=family.mia, by=family.second, at=at, tenths=385, unit="C")

    def levels(self, said):
        return [message["level"] for message in said["messages"]]

    def test_a_fever_that_makes_a_lump_urgent(self, family, lump, phone, night):
        key = uuid.uuid4()
        said = self.fever(family, phone, night, key=key)
        urgent = FlagMessage.objects.get(entry=lump, level=2)
        assert urgent.raised_at == night
        assert self.levels(said) == [2, 1]
        assert said["messages"][0]["words"] == urgent.words.splitlines()[0]
        # Where the urgent one is shown with whom to call.
        assert said["url"] == f"/p/{family.mia.pk}/"
        # The answer got lost: what the phone hears the second time is the same.
        assert self.fever(family, phone, night, key=key)["messages"] == said["messages"]

    def test_heard_also_when_it_had_been_said_before(self, family, lump, phone, night):
        """A rule speaks once about a lump; the second fever makes it no less urgent."""
        self.earlier(family, night)
        assert self.levels(self.fever(family, phone, night, value="38.7")) == [2, 1]

    def test_what_is_urgent_is_heard_with_whatever_is_sent(self, family, lump, phone, night):
        self.earlier(family, night)
        said = phone.send(form("today:note", family.mia), tapped=night, note="Asleep.").json()
        assert self.levels(said) == [2]

    def test_what_was_answered_is_not_said_again(self, family, lump, phone, night):
        key = uuid.uuid4()
        self.fever(family, phone, night, key=key)
        plan.mark_called(message=FlagMessage.objects.get(entry=lump, level=2), by=family.second, at=night)
        assert self.levels(self.fever(family, phone, night, key=key)) == [1]

    def test_a_check_makes_the_rules_speak_about_its_infection(self, family, phone, night):
        episode = infections.start_episode(
            patient=family.mia,
            by=family.guardian,
            at=night - 10 * 24 * HOUR,
            site="lung",
            signs=["cough"],
            onset=PartialDate.on((night - 30 * 24 * HOUR).date()),
        ).entry
        FlagMessage.objects.all().delete()
        path, key = f"/p/{family.mia.pk}/infections/{episode.pk}/check/", uuid.uuid4()
        for _ in range(2):
            said = phone.send(path, key=key, tapped=night - HOUR, course="worse").json()
            stored = FlagMessage.objects.get()
            assert stored.entry == episode
            assert self.levels(said) == [stored.level]

    def test_an_older_mild_message_about_something_else_is_not_part_of_the_answer(self, family, lump, phone, night):
        plan.record_concern(patient=family.mia, by=family.second, at=night - 5 * HOUR)
        assert set(FlagMessage.objects.values_list("level", flat=True)) == {1}
        said = phone.send(form("today:note", family.mia), tapped=night, note="Asleep.").json()
        assert said["messages"] == []

    def test_of_two_children_each_message_says_whose_it_is(self, family, lump, phone, night):
        self.earlier(family, night)
        said = phone.send(form("today:nothing-new", family.leo), tapped=night, all="1").json()
        assert [message["name"] for message in said["messages"]] == ["Mia: Now"]
        assert said["url"] == f"/p/{family.mia.pk}/"
        alone = phone.send(form("today:nothing-new", family.leo), tapped=night).json()
        assert alone["messages"] == []

    def test_the_answer_costs_no_query_more(self, family, phone, night):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                phone.send(form("today:note", family.mia), tapped=night, note="Asleep.")
            counts.append(len(queries))
            infections.start_lump(patient=family.mia, by=family.guardian, at=night - HOUR, body_site="cheek")
            infections.record_temperature(patient=family.mia, by=family.guardian, at=night, tenths=385, unit="C")
        assert counts[0] == counts[1]
