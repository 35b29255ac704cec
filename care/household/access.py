"""THE ACCESS DOOR: the only way a page, an API call or a task reaches a family's data.

It takes the model as an argument and reads the model's ``access_scope``, so it imports no room.
What it does not know, it does not show: a model without a scope, a role without a capability and
another family's row all end as "not found".
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone

from care.household.models import Household, Membership, Patient, User
from care.household.rules import Capability, local_day, may
from care.household.scope import Scope


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a share link or a consent opens: one patient, some rooms, some days, for a while.

    ``sections`` are ``Scope.section`` names; ``first_day`` and ``last_day`` are local days, inclusive. ``clinician_id``
    is the user whose own account it was given to; None for a link, which is nobody's.
    """

    patient_id: UUID
    sections: frozenset[str]
    first_day: dt.date
    last_day: dt.date
    expires_at: dt.datetime
    clinician_id: UUID | None = None


#: (user, patient, now) to the consent by which the family let this clinician's account in, None without one.
Consents = Callable[[User, UUID, dt.datetime], Grant | None]
_consents: list[Consents] = []


def offer_consents(read: Consents) -> None:
    """Sets where consents are kept: the room that holds them lies above. The last offer counts."""
    _consents[:] = [read]


@dataclass(frozen=True)
class _Reach:
    """One patient this access reaches, and what it may do there."""

    patient: Patient
    role: str
    zone: str

    def may(self, capability: Capability) -> bool:
        return may(self.role, capability)


class Access:
    """What one person, one grant or one task may reach. Built per request; answers are cached for it."""

    def __init__(
        self,
        *,
        user: User | None = None,
        households: Iterable[UUID] | None = None,
        grant: Grant | None = None,
        now: dt.datetime | None = None,
    ):
        self.user = user
        self._households = None if households is None else frozenset(households)
        self._grant = grant
        self.now = now or timezone.now()

    @classmethod
    def for_user(cls, user, *, now: dt.datetime | None = None) -> "Access":
        """The reach of a signed-in person: their living memberships. Anonymous people reach nothing."""
        return cls(user=user if user is not None and user.is_authenticated else None, now=now)

    @classmethod
    def for_household(cls, household_id: UUID, *, now: dt.datetime | None = None) -> "Access":
        """The reach of a task that was handed a household's id: that one family, everything."""
        return cls(households=[household_id], now=now)

    @classmethod
    def for_households(cls, household_ids: Iterable[UUID], *, now: dt.datetime | None = None) -> "Access":
        """The same for a task that looks after several families at once: whoever calls it keeps them apart."""
        return cls(households=household_ids, now=now)

    @classmethod
    def for_grant(cls, grant: Grant, *, now: dt.datetime | None = None) -> "Access":
        """The reach of a share link or consent; nothing once it has expired."""
        return cls(grant=grant, now=now)

    def as_clinician(self, pk) -> "Access":
        """What the family of a patient lets this person read through their own clinician account.

        Http404 without a consent, after it ended, and for one that was given to somebody else.
        """
        key, user = _uuid(pk), self.user
        if key is None or user is None:
            raise Http404
        for read in _consents:
            grant = read(user, key, self.now)
            if grant and grant.patient_id == key and grant.clinician_id == user.pk and grant.expires_at > self.now:
                return Access.for_grant(grant, now=self.now)
        raise Http404

    # --- people and families ------------------------------------------------------------------------------------

    @cached_property
    def memberships(self) -> list[Membership]:
        """Living memberships of the person, oldest first, with their household."""
        if self.user is None:
            return []
        found = list(Membership.objects.filter(user=self.user, ended_at=None).select_related("household"))
        narrowed = [membership for membership in found if not membership.all_patients]
        if narrowed:
            prefetch_related_objects(narrowed, "patients")
        return found

    @cached_property
    def _reaches(self) -> dict[UUID, _Reach]:
        if self._households is not None:
            found = Patient.objects.filter(household__in=self._households).select_related("household")
            return {p.pk: _Reach(p, "guardian", p.household.time_zone) for p in found}
        if self._grant is not None:
            if self._grant.expires_at <= self.now:
                return {}
            found = Patient.objects.filter(pk=self._grant.patient_id).select_related("household")
            return {p.pk: _Reach(p, "viewer", p.household.time_zone) for p in found}
        by_household = {m.household_id: m for m in self.memberships}
        if not by_household:
            return {}
        reaches = {}
        for patient in Patient.objects.filter(household__in=by_household).select_related("household"):
            membership = by_household[patient.household_id]
            if membership.all_patients or any(p.pk == patient.pk for p in membership.patients.all()):
                reaches[patient.pk] = _Reach(patient, membership.role, membership.household.time_zone)
        return reaches

    def patients(self, need: Capability = Capability.SEE_TODAY) -> list[Patient]:
        """The patients this access reaches with a capability, oldest record first."""
        return [reach.patient for reach in self._reaches.values() if reach.may(need)]

    def patient(self, pk, need: Capability = Capability.SEE_TODAY) -> Patient:
        """One patient. Http404 when out of reach, PermissionDenied when the role does not carry ``need``."""
        key = _uuid(pk)
        reach = self._reaches.get(key) if key else None
        if reach is None:
            raise Http404
        if not reach.may(need):
            raise PermissionDenied
        return reach.patient

    def household(self, pk, need: Capability = Capability.SEE_TODAY) -> Household:
        """One household. Http404 when out of reach, PermissionDenied when the role does not carry ``need``."""
        wanted = _uuid(pk)
        for membership in self.memberships:
            if membership.household_id == wanted:
                if not may(membership.role, need):
                    raise PermissionDenied
                return membership.household
        raise Http404

    def membership(self, household_id) -> Membership:
        """This person's own place in a household. Http404 when they have none."""
        for membership in self.memberships:
            if membership.household_id == _uuid(household_id):
                return membership
        raise Http404

    def may(self, need: Capability, patient: Patient) -> bool:
        """Whether a capability holds for a patient; False also when out of reach."""
        reach = self._reaches.get(patient.pk)
        return reach is not None and reach.may(need)

    def today(self, patient: Patient) -> dt.date:
        """The family's calendar day right now."""
        return local_day(self.now, self._reaches[patient.pk].zone)

    # --- rows ---------------------------------------------------------------------------------------------------

    def of(self, model: type[Model], need: Capability = Capability.SEE_RECORD, *, removed: bool = False) -> QuerySet:
        """The rows of ``model`` this access reaches with a capability.

        Someone who sees only today (a helper) gets today's rows, and what is still open, where others
        get all. With LOG or EDIT such a person gets only today's rows they entered themselves.
        ``removed=True`` gives the softly removed rows instead of the kept ones.
        """
        scope: Scope | None = getattr(model, "access_scope", None)
        rows = model._default_manager.all()
        if scope is None:
            return rows.none()
        if scope.removed:
            rows = rows.filter(**{f"{scope.removed}__isnull": not removed})
        elif removed:
            return rows.none()
        if not scope.patient:
            return rows.filter(**{f"{scope.household}__in": self._household_ids(need)})
        return rows.filter(self._patient_filter(scope, need))

    def get(self, model: type[Model], pk, need: Capability = Capability.SEE_RECORD, *, removed: bool = False):
        """One row. Http404 when out of reach; PermissionDenied when it may be seen but not used for ``need``."""
        rows = self.of(model, need, removed=removed)
        try:
            return rows.get(pk=pk)
        except (ObjectDoesNotExist, ValidationError, ValueError, TypeError):
            pass
        if need not in SEEING:
            try:
                visible = self.of(model, removed=removed).filter(pk=pk).exists()
            except (ValidationError, ValueError, TypeError):
                visible = False
            if visible:
                raise PermissionDenied
        raise Http404

    def _household_ids(self, need: Capability) -> list[UUID]:
        if self._households is not None:
            return list(self._households)
        # A whole family's rows (members, trail, contacts) are shown to those who see the record.
        return [m.household_id for m in self.memberships if may(m.role, need)]

    def _patient_filter(self, scope: Scope, need: Capability) -> Q:
        if self._grant is not None:
            return self._grant_filter(scope, need)
        whole = [pk for pk, reach in self._reaches.items() if reach.may(need) and reach.may(Capability.SEE_RECORD)]
        found = Q(**{f"{scope.patient}__in": whole}) if whole else Q(pk__in=[])
        for pk, reach in self._reaches.items():
            if reach.may(Capability.SEE_RECORD) or not reach.may(Capability.SEE_TODAY):
                continue
            found |= self._today_filter(scope, need, pk, reach)
        return found

    def _today_filter(self, scope: Scope, need: Capability, pk: UUID, reach: _Reach) -> Q:
        """What a helper gets of one patient: the patient, today's rows, open matters; to change, only their own."""
        mine = Q(**{scope.patient: pk})
        if scope.patient == "pk":
            return mine if reach.may(need) or need == Capability.SEE_RECORD else Q(pk__in=[])
        if scope.always and need in SEEING:
            return mine
        if not scope.day:
            return Q(pk__in=[])
        current = Q(**{scope.day: local_day(self.now, reach.zone)})
        if need in SEEING:
            return mine & (current | Q(**{scope.open: True}) if scope.open else current)
        if need in (Capability.LOG, Capability.EDIT) and scope.author:
            return mine & current & Q(**{scope.author: self.user.pk if self.user else None})
        return Q(pk__in=[])

    def _grant_filter(self, scope: Scope, need: Capability) -> Q:
        grant = self._grant
        shut = (
            grant is None
            or need not in SEEING
            or not self._reaches
            or (scope.section not in grant.sections and scope.patient != "pk")
        )
        if grant is None or shut:
            return Q(pk__in=[])
        found = Q(**{scope.patient: grant.patient_id})
        if scope.day:
            found &= Q(**{f"{scope.day}__range": (grant.first_day, grant.last_day)})
        return found


SEEING = (Capability.SEE_TODAY, Capability.SEE_RECORD)


def _uuid(value) -> UUID | None:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        return None
