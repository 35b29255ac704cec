"""What a clinician with an account opens and takes along stands in the family's list, as for a share."""

import datetime as dt

from django.db import transaction

from care.household.audit import audit
from care.household.models import User
from care.visits.actions.consents import let_in
from care.visits.actions.openings import MOST_REPORTS, REPORTED, SAME
from care.visits.models import ClinicConsent, ConsentEvent, Summary
from care.visits.rules.sharing import OPEN_FOR, Device

OPENED = ConsentEvent.Kind.OPENED


@transaction.atomic
def note_reading(
    *, consent: ClinicConsent, summary: Summary, by: User, kind: str, device: Device, at: dt.datetime, form: str = ""
) -> bool:
    """Write into the family's list that a clinician read a version or took it along. False when that stands there.

    "opened" is one line an hour for each version, as a share's opening lasts an hour; "copied" and "printed" are told
    by the page itself, "downloaded" with ``form`` by the view that hands the file out.
    Raises PermissionDenied when the consent is not open, is somebody else's, or the summary is another patient's.
    """
    # Nearly every look is one of these, and needs no lock.
    if kind == OPENED and _known(consent, summary, at):
        return False
    consent = let_in(consent, summary, by=by, at=at)
    if kind == OPENED and _known(consent, summary, at):
        return False
    if kind in REPORTED:
        told = ConsentEvent.objects.filter(consent=consent, kind__in=REPORTED, at__gt=at - OPEN_FOR)
        if told.count() >= MOST_REPORTS or told.filter(summary=summary, kind=kind, at__gt=at - SAME).exists():
            return False
    event = ConsentEvent(consent=consent, summary=summary, kind=kind, form=form, device=device, at=at)
    event.full_clean(exclude=["consent", "summary"], validate_unique=False)
    event.save(force_insert=True)
    patient = consent.patient
    audit(household=patient.household, by=by, at=at, action=f"summary.{kind}", target=summary, patient=patient)
    return True


def _known(consent: ClinicConsent, summary: Summary, at: dt.datetime) -> bool:
    return ConsentEvent.objects.filter(consent=consent, summary=summary, kind=OPENED, at__gt=at - OPEN_FOR).exists()
