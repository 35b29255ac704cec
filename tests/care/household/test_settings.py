"""Profiles, settings and the trail."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from care.household import actions, events, reads
from care.household.access import Access
from care.household.models import AuditEvent, User
from tests.people import EVENING, MORNING, join, person


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


PROFILE = {
    "name": "Mia",
    "birth_date": "2020-09-03",
    "hies_type": "stat3_dn",
    "hies_type_told_by": "Dr Okafor",
    "hies_type_told_on": "2024-02-01",
    "history_before_tend": "Pneumonia 2022.\nسعال",
}


class TestProfile:
    def test_not_known_is_where_it_starts(self, family):
        address = reverse("household:profile", kwargs={"patient": family.mia.pk})
        words = family.client("guardian").get(address).content.decode()
        assert "Not known yet" in words
        assert "3 Sep 2020" in words
        assert "(6 years)" in words

    def test_change_by_the_page(self, family):
        address = reverse("household:edit-profile", kwargs={"patient": family.mia.pk})
        answer = family.client("second").post(address, PROFILE, follow=True)
        words = answer.content.decode()
        assert "Saved: the profile of Mia." in words
        assert "STAT3 type" in words
        assert "Dr Okafor" in words
        assert "Pneumonia 2022." in words
        row = AuditEvent.objects.get(action="patient.changed")
        assert row.fields == ["hies_type", "hies_type_told_by", "hies_type_told_on", "history_before_tend"]
        assert row.patient_id == family.mia.pk

    def test_saving_the_same_again_leaves_no_trace(self, family):
        address = reverse("household:edit-profile", kwargs={"patient": family.mia.pk})
        client = family.client("guardian")
        client.post(address, PROFILE)
        client.post(address, PROFILE)
        assert AuditEvent.objects.filter(action="patient.changed").count() == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "x" * 400),
            ("birth_date", "2030-01-01"),
            ("hies_type", "guessed"),
            ("hies_type_told_by", "x" * 400),
            ("hies_type_told_on", "2026-11-20"),
            ("history_before_tend", "x" * 9000),
        ],
    )
    def test_bad_answers_change_nothing(self, family, field, value):
        address = reverse("household:edit-profile", kwargs={"patient": family.mia.pk})
        answer = family.client("guardian").post(address, PROFILE | {field: value})
        assert answer.status_code == 422
        if field != "hies_type_told_by":
            assert "Dr Okafor" in answer.content.decode()
        family.mia.refresh_from_db()
        assert family.mia.hies_type == "not_known"

    def test_a_type_the_list_lost_reads_as_not_known(self, family):
        type(family.mia).objects.filter(pk=family.mia.pk).update(hies_type="gone")
        address = reverse("household:profile", kwargs={"patient": family.mia.pk})
        assert "Not known yet" in family.client("guardian").get(address).content.decode()


def test_adding_another_child(family):
    address = reverse("household:add-child", kwargs={"household": family.household.pk})
    answer = family.client("guardian").post(address, {"name": "Nia"}, follow=True)
    assert "Nia was added" in answer.content.decode()
    assert [p.name for p in Access.for_user(family.second).patients()] == ["Mia", "Leo", "Nia"]


class TestPreferences:
    def test_change(self, family):
        sent = {
            "display_name": "Mama 🦊",
            "language": "en",
            "time_zone": "America/New_York",
            "temperature_unit": "F",
        }
        answer = family.client("guardian").post(reverse("household:preferences"), sent, follow=True)
        assert "Saved: your settings." in answer.content.decode()
        user = User.objects.get(pk=family.guardian.pk)
        assert (user.display_name, user.time_zone, user.temperature_unit) == ("Mama 🦊", "America/New_York", "F")
        assert user.check_password("a long enough word")

    @pytest.mark.parametrize(
        "change",
        [{"display_name": "x" * 400}, {"time_zone": "Nowhere"}, {"temperature_unit": "K"}, {"language": "tlh"}],
    )
    def test_bad_answers(self, family, change):
        sent = {"display_name": "Mama", "language": "en", "time_zone": "America/New_York", "temperature_unit": "F"}
        sent |= change
        answer = family.client("guardian").post(reverse("household:preferences"), sent)
        assert answer.status_code == 422
        assert User.objects.get(pk=family.guardian.pk).time_zone == "Europe/Berlin"

    def test_a_helper_has_settings_too(self, family):
        assert family.client("helper").get(reverse("household:preferences")).status_code == 200


class TestFamilySettings:
    @pytest.fixture
    def heard(self, monkeypatch):
        said = []
        monkeypatch.setattr(events, "_listeners", {events.HouseholdChanged: [said.append]})
        return said

    def test_a_new_clock_is_announced(self, family, heard):
        address = reverse("household:settings", kwargs={"household": family.household.pk})
        family.client("guardian").post(address, {"name": "Family", "time_zone": "America/New_York"})
        assert [event.fields for event in heard] == [("time_zone",)]
        family.household.refresh_from_db()
        assert family.household.time_zone == "America/New_York"

    def test_nothing_changed_nothing_said(self, family, heard):
        actions.update_household(household=family.household, by=family.guardian, at=EVENING, changes={"name": "Family"})
        assert not heard

    def test_a_listener_that_fails_undoes_the_change(self, family, monkeypatch):
        def fails(event):
            raise RuntimeError

        monkeypatch.setattr(events, "_listeners", {events.HouseholdChanged: [fails]})
        with pytest.raises(RuntimeError):
            actions.update_household(
                household=family.household, by=family.guardian, at=EVENING, changes={"name": "New"}
            )
        family.household.refresh_from_db()
        assert family.household.name == "Family"
        assert not AuditEvent.objects.filter(action="household.changed").exists()

    @pytest.mark.parametrize("change", [{"name": ""}, {"name": "x" * 400}, {"time_zone": "Nowhere"}])
    def test_bad_answers(self, family, change, heard):
        address = reverse("household:settings", kwargs={"household": family.household.pk})
        sent = {"name": "New", "time_zone": "America/New_York"} | change
        assert family.client("guardian").post(address, sent).status_code == 422
        assert not heard


class TestTrail:
    def fill(self, family, count: int) -> None:
        for number in range(count):
            at = MORNING + dt.timedelta(minutes=number)
            with time_machine.travel(at, tick=False):
                actions.update_household(
                    household=family.household, by=family.guardian, at=at, changes={"name": f"Family {number}"}
                )

    def test_pages_meet_without_gap_or_double(self, family):
        self.fill(family, 60)
        access = Access.for_user(family.guardian)
        seen, before = [], None
        while True:
            page = reads.trail(access, family.household, before=before, size=25)
            seen += [line.at for line in page.events]
            if page.older is None:
                break
            before = page.older
        assert len(seen) == AuditEvent.objects.filter(household=family.household).count()
        assert len({at for at in seen if at >= MORNING}) == 60

    def test_a_page_reads_in_words_and_never_shows_values(self, family):
        actions.update_patient(
            patient=family.mia, by=family.guardian, at=EVENING, changes={"history_before_tend": "Secret words"}
        )
        address = reverse("household:trail", kwargs={"household": family.household.pk})
        words = family.client("guardian").get(address).content.decode()
        assert "Changed the profile" in words
        assert "Secret words" not in words

    def test_older_link_and_odd_keys(self, family):
        self.fill(family, 60)
        address = reverse("household:trail", kwargs={"household": family.household.pk})
        client = family.client("guardian")
        assert "Show older" in client.get(address).content.decode()
        assert client.get(address, {"before": "nonsense"}).status_code == 200
        assert (
            "Nothing more." in client.get(address, {"before": "00000000-0000-7000-8000-000000000000"}).content.decode()
        )

    def test_a_narrowed_guardian_sees_no_trace_of_the_other_child(self, family):
        dad = person("Dad")
        join(family.household, dad, "guardian", patients=[family.leo])
        actions.update_patient(patient=family.mia, by=family.guardian, at=EVENING, changes={"name": "Mia Maria"})
        lines = reads.trail(Access.for_user(dad), family.household).events
        assert {line.child for line in lines} == {"", "Leo"}
        assert not any(line.what == "Changed the profile" for line in lines)

    def test_every_action_written_anywhere_has_words_of_its_own(self):
        found = set()
        for package in ("care", "reminders", "tracker"):
            for path in (settings.BASE_DIR / package).rglob("*.py"):
                found |= set(re.findall(r"""action="([a-z_]+\.[a-z_]+)\"""", path.read_text()))
        assert "entry.added" in found
        assert sorted(found - reads.ACTION_WORDS.keys()) == []

    def test_an_unknown_action_is_told_by_its_verb(self):
        assert reads.action_words("thing.added") == "Added something"
        assert reads.action_words("whatever") == "Changed something"
