"""The access door: who reaches which rows."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from care.household.access import Access, Grant
from care.household.models import AuditEvent, Membership, Patient, Tombstone
from care.household.rules import Capability
from care.record import actions
from care.record.models import Correction, Entry
from tests.people import MORNING, join, person

YESTERDAY = MORNING - dt.timedelta(days=1)


@pytest.fixture
def entries(family):
    """One entry yesterday by the guardian, one today by each of guardian and helper."""
    made = {}
    for name, who, at in (
        ("old", family.guardian, YESTERDAY),
        ("mine", family.guardian, MORNING),
        ("gran", family.helper, MORNING),
    ):
        made[name] = actions.add(patient=family.mia, kind="note", by=who, at=at).entry
    return made


def door(user) -> Access:
    return Access.for_user(user, now=MORNING)


@pytest.mark.parametrize(
    ("who", "need", "expected"),
    [
        ("guardian", Capability.SEE_RECORD, {"old", "mine", "gran"}),
        ("second", Capability.EDIT, {"old", "mine", "gran"}),
        ("viewer", Capability.SEE_RECORD, {"old", "mine", "gran"}),
        ("viewer", Capability.EDIT, set()),
        ("helper", Capability.SEE_RECORD, {"mine", "gran"}),
        ("helper", Capability.EDIT, {"gran"}),
        ("helper", Capability.MANAGE, set()),
        ("revoked", Capability.SEE_RECORD, set()),
    ],
)
def test_rows_by_role(family, entries, who, need, expected):
    names = {entry.pk: name for name, entry in entries.items()}
    assert {names[row.pk] for row in door(getattr(family, who)).of(Entry, need)} == expected


def test_another_family_is_not_found(family, outsider, entries):
    access = door(outsider.guardian)
    assert not access.of(Entry).exists()
    with pytest.raises(Http404):
        access.patient(family.mia.pk)
    with pytest.raises(Http404):
        access.get(Entry, entries["mine"].pk)
    with pytest.raises(Http404):
        access.household(family.household.pk)


def test_role_without_the_capability_is_refused_not_hidden(family, entries):
    access = door(family.viewer)
    with pytest.raises(PermissionDenied):
        access.patient(family.mia.pk, Capability.LOG)
    with pytest.raises(PermissionDenied):
        access.get(Entry, entries["mine"].pk, Capability.EDIT)
    with pytest.raises(PermissionDenied):
        access.household(family.household.pk, Capability.MANAGE)


@pytest.mark.parametrize("bad", ["nonsense", "", "123", None, "00000000-0000-0000-0000-000000000000", "é"])
def test_odd_ids_are_not_found(family, bad):
    access = door(family.guardian)
    with pytest.raises(Http404):
        access.patient(bad)
    with pytest.raises(Http404):
        access.get(Entry, bad)


def test_narrowed_guardian_sees_only_their_child(family):
    dad = person("Dad")
    join(family.household, dad, "guardian", patients=[family.leo])
    actions.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING)
    leo = actions.add(patient=family.leo, kind="note", by=family.guardian, at=MORNING).entry
    access = door(dad)
    assert access.patients() == [family.leo]
    assert list(access.of(Entry)) == [leo]
    assert list(access.of(Patient)) == [family.leo]
    with pytest.raises(Http404):
        access.patient(family.mia.pk)


def test_removed_rows_are_left_out_unless_asked_for(family, entries):
    actions.remove(entry=entries["mine"], by=family.guardian, at=MORNING)
    access = door(family.guardian)
    assert entries["mine"] not in access.of(Entry)
    assert list(access.of(Entry, removed=True)) == [entries["mine"]]


def test_a_model_without_scope_shows_nothing(family):
    assert not door(family.guardian).of(Tombstone).exists()


def test_household_rows_need_the_capability(family):
    assert door(family.guardian).of(AuditEvent, Capability.MANAGE).exists()
    assert not door(family.second).of(AuditEvent, Capability.MANAGE).exists()
    assert not door(family.helper).of(Membership).exists()


def test_task_access_is_one_household(family, outsider):
    actions.add(patient=outsider.mia, kind="note", by=outsider.guardian, at=MORNING)
    ours = actions.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING).entry
    access = Access.for_household(family.household.pk, now=MORNING)
    assert list(access.of(Entry)) == [ours]


def test_grant_opens_named_rooms_and_days_until_it_ends(family, entries):
    def grant(**change):
        values = {
            "patient_id": family.mia.pk,
            "sections": frozenset({"record"}),
            "first_day": dt.date(2026, 11, 19),
            "last_day": dt.date(2026, 11, 19),
            "expires_at": MORNING + dt.timedelta(hours=1),
        } | change
        return Access.for_grant(Grant(**values), now=MORNING)

    assert set(grant().of(Entry)) == {entries["mine"], entries["gran"]}
    assert not grant().of(Entry, Capability.EDIT).exists()
    assert not grant(sections=frozenset({"skin"})).of(Entry).exists()
    assert not grant(expires_at=MORNING).of(Entry).exists()
    assert not grant(patient_id=uuid.uuid4()).of(Entry).exists()
    assert not grant().of(AuditEvent).exists()


def test_anonymous_reaches_nothing(family, entries):
    from django.contrib.auth.models import AnonymousUser

    access = Access.for_user(AnonymousUser(), now=MORNING)
    assert not access.patients()
    assert not access.of(Entry).exists()
    assert not access.of(Correction).exists()
