"""What the pages of this room share: finding a row of the patient in the address, and answering a form."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from care.household.models import Patient
from care.household.rules import Capability
from care.plan import reads as plan
from care.record.models import Entry


def row_of(request: HttpRequest, model: type, patient: Patient, pk, need: Capability, *, removed: bool = False):
    """One row of ``patient``, with ``removed`` one that was taken back.

    Http404 for another patient's, PermissionDenied when the role does not carry ``need``.
    """
    rows = request.access.of(model, need, removed=removed)
    try:
        row = rows.select_related("entry__author", "entry__patient__household").get(pk=pk)
    except (model.DoesNotExist, ValidationError, ValueError):  # type: ignore[attr-defined]
        row = request.access.get(model, pk, need, removed=removed)
    if row.entry.patient_id != patient.pk:
        raise Http404
    return row


def may_edit(request: HttpRequest, row: Model) -> bool:
    """Whether this person may change the row; helpers only what they entered themselves today."""
    entry: Entry = row.entry  # type: ignore[attr-defined]
    if request.access.may(Capability.EDIT, entry.patient):
        return True
    return request.access.of(type(row), Capability.EDIT).filter(pk=row.pk).exists()


def here(name: str, patient: Patient, pk=None) -> str:
    """The address of a page of this room."""
    return reverse(f"infections:{name}", kwargs={"patient": patient.pk} | ({"pk": pk} if pk else {}))


def page(request: HttpRequest, template: str, patient: Patient, *, form: Form | None = None, **more) -> HttpResponse:
    """A page about ``patient``; 422 when it shows a form again because of an error."""
    wrong = form is not None and form.is_bound and bool(form.errors)
    # Whoever may write something down may go through the warning signs: the room's frame links them on every page.
    values = {"patient": patient, "form": form, "may_log": request.access.may(Capability.LOG, patient)} | more
    return render(request, f"care/infections/{template}.html", values, status=422 if wrong else 200)


def call_plan(request: HttpRequest, patient: Patient):
    """The family's own call plan, shown beside everything infection-like."""
    return plan.call_plan(request.access, patient)


def add_errors(form: Form, error: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, else on top of the form."""
    named = getattr(error, "message_dict", None) or {"": error.messages}
    for name, messages in named.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def day_asked(request: HttpRequest):
    """The past day a back-fill asked for, None for today."""
    try:
        return parse_date(request.GET.get("day", ""))
    except ValueError:
        return None


def page_number(request: HttpRequest) -> int:
    """Which page of a list, 1 for nonsense."""
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
