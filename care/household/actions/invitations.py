"""Inviting people into a family, and accepting. A link works once, for a week, until it is taken back."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from care.household.actions.members import check_reach
from care.household.audit import audit
from care.household.events import MemberJoined, announce
from care.household.models import Household, Invitation, Membership, Patient, User, reach_of
from care.household.rules import InvitationState

MAX_OPEN = 20


class InvitationClosed(ValueError):
    """The invitation can no longer be accepted. ``state`` says why."""

    def __init__(self, state: InvitationState):
        super().__init__(state)
        self.state = state


class InvitedSomebodyElse(ValueError):
    """The invitation was sent to another address than the person's own."""


class TooManyInvitations(ValueError):
    """The family already has ``MAX_OPEN`` open invitations, or made as many within a day."""


@transaction.atomic
def invite(
    *,
    household: Household,
    role: str,
    patients: Sequence[Patient] | None,
    by: User,
    at: dt.datetime,
    email: str = "",
    key: UUID | None = None,
) -> Invitation:
    """An open invitation; ``patients`` None for all children. The same page sent twice (``key``) makes one.

    Raises members.BeyondReach when ``by`` would hand on more than they have, TooManyInvitations.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    check_reach(household, by, None if patients is None else frozenset(patient.pk for patient in patients))
    if key is not None:
        known = Invitation.objects.filter(pk=key).first()
        if known is not None and known.household_id == household.pk:
            return known
        key = None if known is not None else key
    recent = Invitation.objects.filter(household=household, created_at__gt=at - dt.timedelta(days=1)).count()
    still_open = Invitation.objects.filter(
        household=household, accepted_at=None, revoked_at=None, expires_at__gt=at
    ).count()
    # Taking invitations back must not make Tend a machine for unwanted mail.
    if max(recent, still_open) >= MAX_OPEN:
        raise TooManyInvitations
    invitation = Invitation(
        household=household,
        email=email,
        role=role,
        all_patients=patients is None,
        invited_by=by,
        created_at=at,
        expires_at=at + Invitation.VALID_FOR,
        **({"pk": key} if key else {}),
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    invitation.patients.set(patients or ())
    audit(household=household, by=by, at=at, action="invitation.created", target=invitation, fields=["role"])
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User, at: dt.datetime) -> Invitation:
    """Take an open invitation back. One that is closed already stays as it is."""
    invitation = Invitation.objects.select_for_update().select_related("household").get(pk=invitation.pk)
    check_reach(invitation.household, by, reach_of(invitation))
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        audit(household=invitation.household, by=by, at=at, action="invitation.revoked", target=invitation)
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, by: User, at: dt.datetime) -> Membership:
    """Join the family. Somebody who already belongs keeps the place they have and uses nothing up.

    Raises InvitationClosed when the invitation is expired, taken back or used, InvitedSomebodyElse when it was sent to
    one address: a forwarded mail must not make a stranger a guardian. A code shown on a screen has no address.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    household = Household.objects.select_for_update().get(pk=invitation.household_id)
    present = Membership.objects.filter(household=household, user=by, ended_at=None).first()
    if present is not None:
        return present
    state = invitation.state(at)
    if state != InvitationState.OPEN:
        raise InvitationClosed(state)
    if not invitation.is_for(by):
        raise InvitedSomebodyElse
    membership = Membership.objects.create(
        household=household,
        user=by,
        role=invitation.role,
        all_patients=invitation.all_patients,
        joined_at=at,
    )
    membership.patients.set(invitation.patients.all())
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit(household=household, by=by, at=at, action="member.joined", target=membership, fields=["role"])
    announce(MemberJoined(household_id=household.pk, at=at, by=by.pk, user_id=by.pk, role=membership.role))
    return membership
