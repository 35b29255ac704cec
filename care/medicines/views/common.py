"""What the pages of this room share: finding a row of the patient in the address, and the family's clock."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse

from care.household.models import Patient
from care.household.rules import Capability
from care.medicines import reads


def medicine_of(request: HttpRequest, patient, pk, need: Capability, *, removed: bool = False):
    """The patient, and one of their medicines, for somebody who may do ``need``. 404 and 403 as the door decides."""
    patient = request.access.patient(patient, need)
    # What everybody may see of the list does not say who may log or change: the patient's own check above does.
    seen = Capability.EDIT if need == Capability.EDIT else Capability.SEE_TODAY
    row = reads.medicine(request.access, pk, seen, removed=removed)
    if row.patient_id != patient.pk:
        raise Http404
    row.patient = patient
    return patient, row


def entry_of(request: HttpRequest, model, patient, pk, need: Capability = Capability.SEE_TODAY):
    """The patient, and one of their doses or infusions. 404 and 403 as the door decides."""
    patient = request.access.patient(patient)
    row = request.access.get(model, pk, need)
    if row.entry.patient_id != patient.pk:
        raise Http404
    row.entry.patient = patient
    return patient, row


def sees_record(request: HttpRequest, patient: Patient) -> bool:
    return request.access.may(Capability.SEE_RECORD, patient)


def only_today_for_helpers(request: HttpRequest, patient: Patient, day: dt.date) -> None:
    """Raises PermissionDenied when somebody who sees only today writes on another day."""
    if day != request.access.today(patient) and not sees_record(request, patient):
        raise PermissionDenied


def wall_clock(patient: Patient) -> Callable[[dt.datetime], dt.datetime]:
    """Gives an instant on the family's own clock."""
    zone = ZoneInfo(patient.household.time_zone)
    return lambda at: at.astimezone(zone)


def calendar_today(request: HttpRequest, patient: Patient) -> dt.date:
    """The date on the family's calendar, which in the small hours is a day ahead of the family's day."""
    return wall_clock(patient)(request.access.now).date()


def list_url(patient: Patient) -> str:
    return reverse("medicines:list", kwargs={"patient": patient.pk})


def add_errors(form: Form, error: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, else on top of the form."""
    named = getattr(error, "message_dict", None) or {"": error.messages}
    for name, messages in named.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def day_asked(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def rights(request: HttpRequest, patient: Patient) -> dict[str, bool]:
    """Who may do what, for the templates."""
    may = request.access.may
    return {
        "can_log": may(Capability.LOG, patient),
        "can_edit": may(Capability.EDIT, patient),
        "sees_record": may(Capability.SEE_RECORD, patient),
    }
