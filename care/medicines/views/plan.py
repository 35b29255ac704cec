"""The list of medicines: look, add, change, stop, start again, take off and put back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.medicines import actions, reads
from care.medicines.forms import MedicineForm
from care.medicines.views.common import add_errors, day_asked, list_url, medicine_of, rights, sees_record


@require_safe
def index(request, patient):
    """What is due now, and every medicine of the list."""
    patient = request.access.patient(patient)
    page = {
        "patient": patient,
        "due": reads.due(request.access, patient, request.access.now),
        "list": reads.medicines(request.access, patient),
    }
    return render(request, "care/medicines/list.html", page | rights(request, patient))


@require_safe
def medicine(request, patient, medicine):
    """One medicine: its label, its last doses, and what the plan said before."""
    patient, row = medicine_of(request, patient, medicine, Capability.SEE_TODAY)
    today = request.access.today(patient)
    page = {
        "patient": patient,
        "medicine": row,
        "line": reads.medicine_line(row, reads.is_current(row, request.access.now, today)),
        "facts": reads.label_facts(row),
        "label_photos": reads.label_photos(request.access, row),
        "today": today,
        "out_of_stock_since": reads.out_of_stock_since(request.access, row),
    }
    if sees_record(request, patient):
        doses = reads.dose_page(request.access, row, until=min(day_asked(request, "to") or today, today))
        page |= {
            "doses": doses,
            "earlier": reads.earlier(request.access, row),
        }
    return render(request, "care/medicines/medicine.html", page | rights(request, patient))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient):
    """A new medicine, as on its label."""
    patient = request.access.patient(patient, Capability.EDIT)
    form = MedicineForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_medicine(
                patient=patient, by=request.user, at=timezone.now(), values=form.values(), key=form.cleaned_data["key"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved: %(drug)s.") % {"drug": row.drug})
            return redirect(list_url(patient))
    return form_page(request, "care/medicines/medicine_form.html", form, patient=patient, medicine=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, patient, medicine):
    """Change what the plan says from now on."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT)
    form = MedicineForm(posted(request), medicine=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_medicine(medicine=row, by=request.user, at=timezone.now(), changes=form.values())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved: %(drug)s.") % {"drug": form.cleaned_data["drug"]})
            return redirect(_page(patient, row))
    return form_page(request, "care/medicines/medicine_form.html", form, patient=patient, medicine=row)


@require_POST
def stop(request, patient, medicine):
    """Nothing is due any more."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT)
    reason = request.POST.get("reason", "").strip()[:400]
    actions.stop_medicine(medicine=row, by=request.user, at=timezone.now(), reason=reason)
    back = _here("restart", patient, row)
    messages.success(request, _("Stopped: %(drug)s.") % {"drug": row.drug}, extra_tags=back)
    return redirect(_page(patient, row))


@require_POST
def restart(request, patient, medicine):
    """Due again from now on."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT)
    actions.restart_medicine(medicine=row, by=request.user, at=timezone.now())
    messages.success(request, _("Taken again: %(drug)s.") % {"drug": row.drug})
    return redirect(_page(patient, row))


@require_POST
def remove(request, patient, medicine):
    """Take off the list what was entered by mistake."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT)
    actions.remove_medicine(medicine=row, by=request.user, at=timezone.now())
    back = _here("restore", patient, row)
    messages.success(request, _("Taken off: %(drug)s.") % {"drug": row.drug}, extra_tags=back)
    return redirect(list_url(patient))


@require_POST
def restore(request, patient, medicine):
    """Put a medicine back on the list."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT, removed=True)
    actions.restore_medicine(medicine=row, by=request.user, at=timezone.now())
    messages.success(request, _("Put back: %(drug)s.") % {"drug": row.drug})
    return redirect(_page(patient, row))


def _here(name: str, patient, row) -> str:
    return reverse(f"medicines:{name}", kwargs={"patient": patient.pk, "medicine": row.pk})


def _page(patient, row) -> str:
    return _here("medicine", patient, row)
