"""Members, invitations and the trail as the family pages show them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from care.household.access import Access
from care.household.models import AuditEvent, Household, Invitation, Membership, Patient, User, reach_of
from care.household.rules import Capability, InvitationState, Role, has_guardians, within

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROLE_EXPLAINED = {
    Role.GUARDIAN: _("Sees and writes everything. Invites and removes people, shares with clinics, can erase."),
    Role.CAREGIVER: _("Sees the whole record. Writes and corrects entries."),
    Role.HELPER: _("Sees today only. Adds entries, and can change their own of today."),
    Role.VIEWER: _("Sees the whole record. Writes nothing."),
}


@dataclass(frozen=True)
class Member:
    """One person in a family. ``children`` are the names this reader may know; None for all children."""

    id: UUID
    name: str
    email: str
    role: str
    role_word: str
    children: tuple[str, ...] | None
    is_me: bool
    changeable: bool
    joined_at: dt.datetime


@dataclass(frozen=True)
class Trail:
    """A page of the audit trail, newest first. ``older`` is the key to continue from, None at the end."""

    events: list["TrailLine"]
    older: UUID | None


@dataclass(frozen=True)
class TrailLine:
    at: dt.datetime
    who: str
    what: str
    child: str
    fields: tuple[str, ...]


def members(access: Access, household: Household) -> list[Member]:
    """The people in a family, oldest first. Children out of this reader's reach are not named."""
    known = {patient.pk: patient.name for patient in access.patients(Capability.SEE_RECORD)}
    mine = access.membership(household.pk)
    my_reach = reach_of(mine)
    rows = access.of(Membership).filter(household=household, ended_at=None).select_related("user")
    found = []
    for row in rows.prefetch_related("patients"):
        reach = reach_of(row)
        names = None if reach is None else tuple(name for pk, name in known.items() if pk in reach)
        found.append(
            Member(
                id=row.pk,
                name=str(row.user),
                email=row.user.email,
                role=row.role,
                role_word=row.get_role_display(),
                children=names,
                is_me=row.user_id == mine.user_id,
                changeable=mine.role == Role.GUARDIAN and within(reach, my_reach),
                joined_at=row.joined_at,
            )
        )
    return found


def is_last_guardian(access: Access, household: Household) -> bool:
    """Whether the family, or one of its children, would have no guardian without this person."""
    mine = access.membership(household.pk)
    if mine.role != Role.GUARDIAN:
        return False
    # Not through the door on purpose: a child out of this person's reach still needs somebody.
    others = household.memberships.filter(role=Role.GUARDIAN, ended_at=None).exclude(pk=mine.pk)
    reaches = [reach_of(row) for row in others.prefetch_related("patients")]
    return not has_guardians(reaches, list(household.patients.values_list("pk", flat=True)))


def open_invitations(access: Access, household: Household) -> list[Invitation]:
    """Invitations that still let somebody in, newest first. Guardians only, and only within their own reach."""
    rows = access.of(Invitation, Capability.MANAGE).filter(household=household).select_related("invited_by")
    still = [row for row in rows.prefetch_related("patients") if row.state(access.now) == InvitationState.OPEN]
    if not still:
        return []
    mine = reach_of(access.membership(household.pk))
    return [row for row in still if within(reach_of(row), mine)]


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation behind a link. The token itself is the right to see it: it is long and unguessable."""
    return Invitation.objects.filter(token=token).select_related("household", "invited_by").first()


def language_for(email: str) -> str:
    """The language to write to an address in: what its owner chose, else the one in force (the writer's)."""
    chosen = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return chosen or translation.get_language() or settings.LANGUAGE_CODE


def others_in_reach(access: Access, patient: Patient, need: Capability) -> list[Patient]:
    """The other patients of the same family this access reaches with a capability."""
    return [p for p in access.patients(need) if p.household_id == patient.household_id and p.pk != patient.pk]


TRAIL_PAGE = 50


def trail(access: Access, household: Household, *, before: UUID | None = None, size: int = TRAIL_PAGE) -> Trail:
    """What was done in a family, newest first, by key: a page costs the same however long the trail is.

    Events about children out of the reader's reach are left out.
    """
    names = {p.pk: p.name for p in access.patients(Capability.MANAGE) if p.household_id == household.pk}
    rows = access.of(AuditEvent, Capability.MANAGE).filter(household=household)
    mine = access.membership(household.pk)
    if not mine.all_patients:
        rows = rows.filter(patient_id__in=names) | rows.filter(patient_id=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page: Sequence[AuditEvent] = list(rows.select_related("actor").order_by("-pk")[: size + 1])
    lines = [
        TrailLine(
            at=row.at,
            who=str(row.actor) if row.actor else str(_("Tend")),
            what=str(action_words(row.action)),
            child=names.get(row.patient_id, "") if row.patient_id else "",
            fields=tuple(row.fields),
        )
        for row in page[:size]
    ]
    return Trail(lines, page[size - 1].pk if len(page) > size else None)


def action_words(action: str) -> str:
    """What an audit action reads like. An action without words of its own is told by its verb."""
    return str(ACTION_WORDS.get(action) or VERB_WORDS.get(action.partition(".")[2], _("Changed something")))


def name_actions(words: "Mapping[str, StrOrPromise]") -> None:
    """Give actions of packages above the record their words, called while Django starts."""
    ACTION_WORDS.update(words)


ACTION_WORDS: "dict[str, StrOrPromise]" = {
    "household.created": _("Started this family"),
    "household.changed": _("Changed the family's settings"),
    "patient.added": _("Added a child"),
    "patient.changed": _("Changed the profile"),
    "member.joined": _("Joined the family"),
    "member.changed": _("Changed what a member may do"),
    "member.removed": _("Removed a member"),
    "member.left": _("Left the family"),
    "invitation.created": _("Made an invitation"),
    "invitation.revoked": _("Took an invitation back"),
    "entry.added": _("Added an entry"),
    "entry.corrected": _("Corrected an entry"),
    "entry.removed": _("Took an entry back"),
    "entry.restored": _("Put an entry back"),
    "contact.added": _("Added a phone number"),
    "contact.changed": _("Changed a phone number"),
    "contact.removed": _("Took a phone number off"),
    "contact.restored": _("Put a phone number back"),
    "plan.changed": _("Changed the call plan"),
    "allergy.added": _("Added an allergy"),
    "allergy.changed": _("Changed an allergy"),
    "allergy.removed": _("Took an allergy off"),
    "allergy.restored": _("Put an allergy back"),
    "visit.added": _("Added a visit"),
    "visit.changed": _("Changed a visit"),
    "visit.removed": _("Took a visit off"),
    "visit.restored": _("Put a visit back"),
    "summary.requested": _("Asked for a summary of a visit"),
    "summary.created": _("Made a summary for a visit"),
    "share.created": _("Shared with a clinic"),
    "share.revoked": _("Ended a share"),
    "export.created": _("Made a copy of the record"),
    "routines.chosen": _("Chose the usual routines"),
    "precautions.switched": _("Switched a precaution on or off"),
}

VERB_WORDS = {
    "added": _("Added something"),
    "created": _("Added something"),
    "changed": _("Changed something"),
    "corrected": _("Corrected something"),
    "removed": _("Took something off"),
    "restored": _("Put something back"),
    "revoked": _("Took something back"),
    "opened": _("Opened something"),
}
