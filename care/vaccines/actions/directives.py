"""Writing down what the care team said about a vaccine."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.events import EntrySaved, listen
from care.household.models import Membership, Patient, User
from care.household.rules import local_day
from care.record import actions as record
from care.record.models import Correction, Entry
from care.vaccines.models import VaccineDirective


class ChangedSince(ValueError):
    """The family changed what a clinician was about to sign."""


@transaction.atomic
def add_directive(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    says: str,
    told_by: str,
    given_on: dt.date,
    product: str = "",
    expires_on: dt.date | None = None,
    words: str = "",
    note: str = "",
    client_id: uuid.UUID | None = None,
) -> record.Saved:
    """Write down one word of the care team: ``product`` a catalogue slug, "" for all live vaccines.

    Typed by the family; nobody's signature. Raises ValidationError (nothing written).
    """
    _check(patient, given_on, at)
    detail = VaccineDirective(
        says=says, product=product, told_by=told_by, given_on=given_on, expires_on=expires_on, words=words
    )
    return record.add(
        patient=patient,
        kind=Entry.Kind.VACCINE_DIRECTIVE,
        by=by,
        at=at,
        detail=detail,
        client_id=client_id,
        source=Entry.Source.CLINICIAN,
        note=note,
    )


@transaction.atomic
def change_directive(
    *, directive: VaccineDirective, by: User, at: dt.datetime, changes: dict[str, Any]
) -> VaccineDirective:
    """Change a directive; old values are kept. A signature was for the old words, so it goes.

    Raises ValidationError (nothing written).
    """
    if "given_on" in changes:
        _check(directive.entry.patient, changes["given_on"], at)
    stands = _locked(directive)
    was = _signature(stands)
    changed = any(getattr(stands, name, None) != value for name, value in changes.items() if name != "note")
    directive.entry = record.correct(entry=directive.entry, detail=directive, by=by, at=at, changes=changes)
    if changed and was:
        directive.signed_by, directive.signed_at = None, None
        directive.save(update_fields=["signed_by", "signed_at"])
        _keep(directive.entry, was, by=by, at=at)
    return directive


@transaction.atomic
def sign_directive(*, directive: VaccineDirective, by: User, at: dt.datetime, seen: int) -> VaccineDirective:
    """Put a clinician's name under a directive as they read it, through their own account.

    ``seen`` is the version of its entry that they read: raises ChangedSince (nothing written) when it says something
    else by now. Whether ``by`` is let in as a clinician is the access door's to say (``Access.as_clinician``). A
    family never signs for its care team: raises PermissionDenied for one of its members, and for a directive that was
    taken back. Signed already, it keeps its signature.
    """
    directive = _locked(directive)
    entry, household = directive.entry, directive.entry.patient.household
    if entry.removed_at is not None or Membership.objects.filter(household=household, user=by, ended_at=None).exists():
        raise PermissionDenied
    if entry.version != seen:
        raise ChangedSince(entry.pk)
    if directive.signed_by_id is None:
        directive.signed_by, directive.signed_at = by, at
        directive.save(update_fields=["signed_by", "signed_at"])
        audit(
            household=household,
            by=by,
            at=at,
            action="vaccine_directive.signed",
            target=entry,
            patient=entry.patient,
            fields=["signed_by"],
        )
    return directive


@listen(EntrySaved)
def unsign_what_moved(event: EntrySaved) -> None:
    """A signature was for one patient. An entry that comes new and has one was moved here from another."""
    if event.kind != Entry.Kind.VACCINE_DIRECTIVE or not event.created or event.by is None:
        return
    rows = VaccineDirective.objects.select_related("entry", "signed_by")
    directive = rows.filter(pk=event.entry_id).exclude(signed_by=None).first()
    if directive is None:
        return
    was = _signature(_locked(directive))
    directive.signed_by, directive.signed_at = None, None
    directive.save(update_fields=["signed_by", "signed_at"])
    _keep(directive.entry, was, by=User.objects.get(pk=event.by), at=event.at)


def _locked(directive: VaccineDirective) -> VaccineDirective:
    """The row as it is now. A change and a signature at the same moment come one after the other."""
    rows = VaccineDirective.objects.select_for_update(of=("self",))
    return rows.select_related("entry__patient__household", "signed_by").get(pk=directive.pk)


def _signature(directive: VaccineDirective) -> list[str]:
    """[name, instant] of the signature, [] without one."""
    if directive.signed_by is None or directive.signed_at is None:
        return []
    return [str(directive.signed_by), directive.signed_at.isoformat()]


def _keep(entry: Entry, signature: list[str], *, by: User, at: dt.datetime) -> None:
    """The history tells who had signed what it said before."""
    Correction.objects.create(entry=entry, field="signature", old=signature, new=None, by=by, at=at)


@transaction.atomic
def remove_directive(*, directive: VaccineDirective, by: User, at: dt.datetime) -> Entry:
    """Take a directive back; it can be put back until the family is erased."""
    return record.remove(entry=directive.entry, by=by, at=at)


def _check(patient: Patient, given_on: dt.date, at: dt.datetime) -> None:
    if given_on > local_day(at, patient.household.time_zone):
        raise ValidationError({"given_on": _("What was said cannot be dated after today.")})
