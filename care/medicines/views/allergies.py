"""Allergies: list, add, change, take off and put back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.medicines import actions, reads
from care.medicines.forms import AllergyForm
from care.medicines.models import Allergy


@require_safe
def allergies(request, patient):
    """What the family was told. Everybody who may see today may see it."""
    patient = request.access.patient(patient)
    context = {
        "patient": patient,
        "allergies": reads.allergies(request.access, patient),
        "may_edit": request.access.may(Capability.EDIT, patient),
    }
    return render(request, "care/medicines/allergies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_allergy(request, patient):
    patient = request.access.patient(patient, Capability.EDIT)
    form = AllergyForm(posted(request), today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        allergy = actions.add_allergy(
            patient=patient, by=request.user, at=timezone.now(), values=form.values(), key=form.cleaned_data["key"]
        )
        messages.success(request, _("Saved: %(substance)s.") % {"substance": allergy.substance})
        return redirect("medicines:allergies", patient=patient.pk)
    return form_page(request, "care/medicines/allergy.html", form, patient=patient, allergy=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_allergy(request, patient, allergy):
    row = _allergy(request, patient, allergy)
    form = AllergyForm(posted(request), allergy=row, today=request.access.today(row.patient))
    if request.method == "POST" and form.is_valid():
        actions.change_allergy(allergy=row, by=request.user, at=timezone.now(), changes=form.values())
        messages.success(request, _("Saved: %(substance)s.") % {"substance": form.cleaned_data["substance"]})
        return redirect("medicines:allergies", patient=row.patient_id)
    return form_page(request, "care/medicines/allergy.html", form, patient=row.patient, allergy=row)


@require_POST
def remove_allergy(request, patient, allergy):
    row = _allergy(request, patient, allergy)
    actions.remove_allergy(allergy=row, by=request.user, at=timezone.now())
    back = reverse("medicines:restore-allergy", kwargs={"patient": row.patient_id, "allergy": row.pk})
    messages.success(request, _("Taken off: %(substance)s.") % {"substance": row.substance}, extra_tags=back)
    return redirect("medicines:allergies", patient=row.patient_id)


@require_POST
def restore_allergy(request, patient, allergy):
    row = _allergy(request, patient, allergy, removed=True)
    actions.restore_allergy(allergy=row, by=request.user, at=timezone.now())
    messages.success(request, _("Put back: %(substance)s.") % {"substance": row.substance})
    return redirect("medicines:allergies", patient=row.patient_id)


def _allergy(request, patient, key, *, removed: bool = False) -> Allergy:
    patient = request.access.patient(patient, Capability.EDIT)
    row = reads.allergy(request.access, key, Capability.EDIT, removed=removed)
    if row.patient_id != patient.pk:
        raise Http404
    return row
