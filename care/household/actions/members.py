"""Who belongs to a family and what they may do. Nobody hands on more than they have, and somebody stays in charge."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from care.household.audit import audit
from care.household.events import MemberChanged, MemberLeft, announce
from care.household.models import Household, Invitation, Membership, Patient, User, reach_of
from care.household.rules import Capability, Reach, Role, has_guardians, may, within


class LastGuardian(ValueError):
    """Without this guardian the family, or one of its children, would be nobody's duty."""


class BeyondReach(PermissionDenied):
    """Somebody who sees only some of the children tried to change a place that reaches further."""


@transaction.atomic
def change_member(
    *, membership: Membership, role: str, patients: Sequence[Patient] | None, by: User, at: dt.datetime
) -> Membership:
    """Give a member another role, or other children (``None`` for all).

    Raises BeyondReach when ``by`` would hand on more than they have, LastGuardian when nobody would be
    in charge any more; nothing is written then.
    """
    household = _locked(membership.household_id)
    membership = Membership.objects.select_related("user").get(pk=membership.pk, ended_at=None)
    wanted: Reach = None if patients is None else frozenset(patient.pk for patient in patients)
    check_reach(household, by, reach_of(membership))
    check_reach(household, by, wanted)
    fields = []
    managed = may(membership.role, Capability.MANAGE)
    if membership.role != role:
        fields.append("role")
    if reach_of(membership) != wanted:
        fields.append("patients")
    if not fields:
        return membership
    membership.role, membership.all_patients = role, wanted is None
    membership.full_clean()
    membership.save(update_fields=["role", "all_patients"])
    membership.patients.set(patients or ())
    _check_somebody_stays(household)
    if not may(role, Capability.MANAGE) or wanted is not None:
        _revoke_what_they_know(membership, at, managed=managed)
    audit(household=household, by=by, at=at, action="member.changed", target=membership, fields=fields)
    announce(MemberChanged(household_id=household.pk, at=at, by=by.pk, user_id=membership.user_id))
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User, at: dt.datetime) -> Membership:
    """End somebody else's place in a family at once. Twice changes nothing. Raises BeyondReach, LastGuardian."""
    household = _locked(membership.household_id)
    membership = Membership.objects.get(pk=membership.pk)
    check_reach(household, by, reach_of(membership))
    return _end(membership, household, by=by, at=at, action="member.removed")


@transaction.atomic
def leave(*, membership: Membership, at: dt.datetime) -> Membership:
    """End one's own place in a family. Raises LastGuardian: hand the family over or erase it first."""
    household = _locked(membership.household_id)
    membership = Membership.objects.select_related("user").get(pk=membership.pk)
    return _end(membership, household, by=membership.user, at=at, action="member.left")


def _end(membership: Membership, household: Household, *, by: User, at: dt.datetime, action: str) -> Membership:
    if membership.ended_at is not None:
        return membership
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _check_somebody_stays(household)
    _revoke_what_they_know(membership, at, managed=may(membership.role, Capability.MANAGE))
    audit(household=household, by=by, at=at, action=action, target=membership)
    announce(MemberLeft(household_id=household.pk, at=at, by=by.pk, user_id=membership.user_id))
    return membership


def check_reach(household: Household, by: User, wanted: Reach) -> None:
    """Raises BeyondReach unless ``by`` is a member who reaches all that ``wanted`` opens."""
    mine = Membership.objects.filter(household=household, user=by, ended_at=None).first()
    if mine is None or not within(wanted, reach_of(mine)):
        raise BeyondReach


def _check_somebody_stays(household: Household) -> None:
    guardians = household.memberships.filter(role=Role.GUARDIAN, ended_at=None).prefetch_related("patients")
    patients = list(household.patients.values_list("pk", flat=True))
    if not has_guardians([reach_of(row) for row in guardians], patients):
        raise LastGuardian


def _revoke_what_they_know(membership: Membership, at: dt.datetime, *, managed: bool) -> None:
    """An open link known to somebody who may no longer invite would be a back door: their own ones, and, of whoever
    ``managed`` the family, every one that is bound to no address, for a guardian sees them all."""
    known = Q(invited_by=membership.user_id)
    if managed:
        known |= Q(email="")
    Invitation.objects.filter(known, household=membership.household_id, accepted_at=None, revoked_at=None).update(
        revoked_at=at
    )


def _locked(household_id) -> Household:
    """The household's row, locked: two guardians who leave at the same moment are told one after the other."""
    return Household.objects.select_for_update().get(pk=household_id)
