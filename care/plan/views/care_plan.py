"""The care plan a clinician signed: as it is, as it was, and typing it in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.plan import actions, reads
from care.plan.forms import CarePlanForm


@require_safe
def care_plan(request, patient):
    """The version that counts, and every older one under it."""
    patient = request.access.patient(patient)
    found = reads.care_plans(request.access, patient)
    context = {
        "patient": patient,
        "plan": found[0] if found else None,
        "older": found[1:],
        "may_edit": request.access.may(Capability.EDIT, patient),
        "rules_note": reads.rules_note(),
    }
    return render(request, "care/plan/care_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_care_plan(request, patient):
    patient = request.access.patient(patient, Capability.EDIT)
    form = CarePlanForm(
        posted(request),
        plan=reads.stored_care_plan(request.access, patient),
        today=request.access.today(patient),
    )
    if request.method == "POST" and form.is_valid():
        actions.save_care_plan(patient=patient, by=request.user, at=timezone.now(), values=form.values())
        messages.success(request, _("Saved: the care plan for %(name)s.") % {"name": patient.name})
        return redirect("plan:care-plan", patient=patient.pk)
    return form_page(request, "care/plan/edit_care_plan.html", form, patient=patient)
