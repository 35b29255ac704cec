"""Allergies: a reaction that happened is not a test."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from care.household.access import Access
from care.household.keys import uuid7
from care.household.models import AuditEvent
from care.medicines import actions, reads
from care.medicines.models import Allergy
from tests.markup import ticked
from tests.people import EVENING

PENICILLIN = {"substance": "Penicillin", "basis": "reaction_happened", "reaction": "Rash after two days"}


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def address(name, family, **more) -> str:
    return reverse(f"medicines:{name}", kwargs={"patient": family.mia.pk} | more)


def add(family, **change) -> Allergy:
    return actions.add_allergy(patient=family.mia, by=family.guardian, at=EVENING, values=PENICILLIN | change)


@pytest.mark.parametrize("who", ["guardian", "second", "helper", "viewer"])
def test_everybody_with_the_child_sees_them(family, who):
    add(family)
    add(family, substance="Egg", basis="test_only", reaction="")
    words = family.client(who).get(address("allergies", family)).content.decode()
    assert "Penicillin" in words
    assert "A reaction happened" in words
    assert "A test only, no reaction seen" in words
    assert ("Add an allergy" in words) == (who in ("guardian", "second"))


def test_an_empty_list_is_not_a_clean_bill(family):
    words = family.client("guardian").get(address("allergies", family)).content.decode()
    assert "That does not mean there is none." in words


def test_reactions_come_first(family):
    for substance, basis in (("Egg", "test_only"), ("Milk", "not_sure"), ("Penicillin", "reaction_happened")):
        add(family, substance=substance, basis=basis)
    found = reads.allergies(Access.for_user(family.viewer), family.mia)
    assert [row.substance for row in found] == ["Penicillin", "Milk", "Egg"]


def test_add_by_the_page_once(family):
    sent = PENICILLIN | {"key": str(uuid7()), "noted_month": "5", "noted_year": "2024", "severity": "moderate"}
    client = family.client("second")
    for _ in range(2):
        assert "Saved: Penicillin." in client.post(address("add-allergy", family), sent, follow=True).content.decode()
    row = Allergy.objects.get()
    assert (row.noted.text, row.severity) == ("2024-05", "moderate")
    assert "Moderate, as told" in client.get(address("allergies", family)).content.decode()
    assert AuditEvent.objects.filter(action="allergy.added", patient_id=family.mia.pk).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"substance": ""},
        {"substance": "x" * 400},
        {"basis": ""},
        {"basis": "guess"},
        {"noted_day": "20", "noted_month": "11", "noted_year": "2026"},
        {"noted_day": "30", "noted_month": "2", "noted_year": "2026"},
        {"noted_month": "2"},
        {"severity": "awful"},
        {"basis": "test_only", "severity": "mild"},
    ],
)
def test_bad_answers_keep_the_rest(family, change):
    answer = family.client("guardian").post(address("add-allergy", family), PENICILLIN | change)
    assert answer.status_code == 422
    assert "Rash after two days" in answer.content.decode()
    assert not Allergy.objects.exists()


def test_nothing_is_preselected(family):
    assert not ticked(family.client("guardian").get(address("add-allergy", family)).content.decode())


def test_change_take_off_and_put_back(family):
    row = add(family)
    client = family.client("guardian")
    client.post(address("edit-allergy", family, allergy=row.pk), PENICILLIN | {"basis": "not_sure"})
    row.refresh_from_db()
    assert row.basis == "not_sure"
    page = client.post(address("remove-allergy", family, allergy=row.pk), follow=True).content.decode()
    assert "Taken off: Penicillin." in page
    assert reads.allergies(Access.for_user(family.guardian), family.mia) == []
    assert client.get(address("edit-allergy", family, allergy=row.pk)).status_code == 404
    client.post(address("restore-allergy", family, allergy=row.pk))
    assert len(reads.allergies(Access.for_user(family.guardian), family.mia)) == 1


@pytest.mark.parametrize(("who", "status"), [("helper", 403), ("viewer", 403), ("revoked", 404)])
def test_who_may_not_write(family, who, status):
    row = add(family)
    client = family.client(who)
    assert client.post(address("add-allergy", family), PENICILLIN).status_code == status
    for name in ("edit-allergy", "remove-allergy"):
        assert client.post(address(name, family, allergy=row.pk), PENICILLIN).status_code == status
    row.refresh_from_db()
    assert row.removed_at is None


def test_another_familys(family, outsider):
    theirs = actions.add_allergy(patient=outsider.mia, by=outsider.guardian, at=EVENING, values=PENICILLIN)
    assert family.client("guardian").get(address("edit-allergy", family, allergy=theirs.pk)).status_code == 404
    assert outsider.client("guardian").get(address("allergies", family)).status_code == 404


@pytest.mark.parametrize(
    "change", [{"basis": "guess"}, {"severity": "awful"}, {"basis": "test_only", "severity": "mild"}]
)
def test_the_database_knows_the_words(family, change):
    row = add(family)
    with pytest.raises(IntegrityError), transaction.atomic():
        Allergy.objects.filter(pk=row.pk).update(**change)


def test_an_older_day_is_kept_as_a_whole_day(family):
    row = add(family, noted_on=dt.date(2024, 5, 1))
    assert row.noted.text == "2024-05-01"
    page = family.client("guardian").get(address("edit-allergy", family, allergy=row.pk)).content.decode()
    assert 'value="2024"' in page
    (line,) = reads.allergies(Access.for_user(family.viewer), family.mia)
    assert line.noted == "Wed 1 May 2024"


def test_the_when_can_be_taken_out_again(family):
    row = add(family, noted_on=dt.date(2024, 1, 1), noted_precision="year")
    family.client("guardian").post(address("edit-allergy", family, allergy=row.pk), PENICILLIN)
    row.refresh_from_db()
    assert row.noted is None
