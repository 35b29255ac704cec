"""Making, renewing and ending a share."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.audit import audit
from care.household.models import Household, User
from care.visits import secrets
from care.visits.models import Share, ShareEvent, Summary
from care.visits.rules.sharing import expiry, kept_sections

#: Open shares a patient may have at once: enough for every clinic, too few to guess among.
MOST_OPEN = 20


class TooManyShares(ValueError):
    """The patient already has ``MOST_OPEN`` open shares."""


class NewerVersion(ValueError):
    """A newer version of the summary is there: nobody shares one unseen, nor an old one by accident."""


@dataclass(frozen=True)
class NewCode:
    """A share with its code and PIN, which are known only now. Both None when nothing was made (sent twice)."""

    share: Share
    code: str | None = None
    pin: str | None = None


@transaction.atomic
def make_share(
    *,
    summary: Summary,
    by: User,
    at: dt.datetime,
    sections: Iterable[str],
    lasts: str,
    purpose: str = "",
    key: UUID | None = None,
) -> NewCode:
    """Open one version of a summary to whoever has the new code and PIN. The same page sent twice (``key``) makes one.

    Raises ValidationError when a value does not fit, PermissionDenied for a summary that is not ready or whose visit
    was taken off the list, NewerVersion, TooManyShares.
    """
    visit = summary.visit
    patient = visit.patient
    # One family's shares are counted one after another.
    Household.objects.select_for_update().get(pk=patient.household_id)
    if summary.state != Summary.State.READY or visit.removed_at is not None:
        raise PermissionDenied
    if key is not None:
        known = Share.objects.filter(pk=key).select_related("summary__visit__patient").first()
        if known is not None and known.summary.visit.patient_id == patient.pk:
            return NewCode(known)
        key = None if known is not None else key
    newer = Summary.objects.filter(visit=visit, state=Summary.State.READY, version__gt=summary.version)
    if newer.exists():
        raise NewerVersion
    open_now = Share.objects.filter(summary__visit__patient=patient, ended_at=None, expires_at__gt=at).count()
    if open_now >= MOST_OPEN:
        raise TooManyShares
    chosen = kept_sections(sections)
    if not chosen:
        raise ValidationError({"sections": _("Choose at least one part.")})
    try:
        until = expiry(lasts, at)
    except ValueError as error:
        raise ValidationError({"lasts": _("Choose how long it opens.")}) from error
    code, pin = _unused_code(), secrets.new_pin()
    share = Share(
        summary=summary,
        purpose=purpose,
        sections=chosen,
        code_hash=secrets.keyed(code, secrets.CODE),
        pin_hash=secrets.slow(pin),
        created_by=by,
        created_at=at,
        code_made_at=at,
        code_made_by=by,
        expires_at=until,
        **({"pk": key} if key else {}),
    )
    share.full_clean(exclude=["sections"], validate_unique=False)
    share.save(force_insert=True)
    _tell(share, by=by, at=at, action="share.created")
    return NewCode(share, code, pin)


@transaction.atomic
def renew_code(*, share: Share, by: User, at: dt.datetime) -> NewCode:
    """A new code and PIN for a share that has not ended: the old ones stop, wrong tries are forgotten.

    Whoever has the page open keeps it. Raises PermissionDenied when it has ended or is over.
    """
    share = _locked(share)
    if share.ended_at is not None or share.expires_at <= at or share.summary.visit.removed_at is not None:
        raise PermissionDenied
    code, pin = _unused_code(), secrets.new_pin()
    share.code_hash, share.pin_hash = secrets.keyed(code, secrets.CODE), secrets.slow(pin)
    share.failures, share.code_made_at, share.code_made_by = 0, at, by
    share.save(update_fields=["code_hash", "pin_hash", "failures", "code_made_at", "code_made_by"])
    ShareEvent.objects.create(share=share, kind=ShareEvent.Kind.CODE_MADE, at=at)
    _tell(share, by=by, at=at, action="share.code_made")
    return NewCode(share, code, pin)


@transaction.atomic
def end_share(*, share: Share, by: User, at: dt.datetime) -> Share:
    """End a share now: its code, and every page that is open. Ending twice changes nothing; it cannot be undone."""
    share = _locked(share)
    if share.ended_at is None:
        share.ended_at, share.ended_by = at, by
        share.save(update_fields=["ended_at", "ended_by"])
        _tell(share, by=by, at=at, action="share.revoked")
    return share


def _unused_code() -> str:
    while True:
        code = secrets.new_code()
        if not Share.objects.filter(code_hash__in=secrets.keyed_any(code, secrets.CODE)).exists():
            return code


def _locked(share: Share) -> Share:
    rows = Share.objects.select_for_update(of=("self",)).select_related("summary__visit__patient__household")
    return rows.get(pk=share.pk)


def _tell(share: Share, *, by: User | None, at: dt.datetime, action: str) -> None:
    patient = share.summary.visit.patient
    audit(household=patient.household, by=by, at=at, action=action, target=share, patient=patient)
