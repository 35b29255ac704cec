"""Writing down the call plan and the care team's numbers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from care.household.keys import uuid7
from care.household.pages import form_page, next_step, posted
from care.household.reads import others_in_reach
from care.household.rules import Capability
from care.plan import actions, reads
from care.plan.forms import CallPlanForm, ContactForm, FirstPlanForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, patient):
    patient = request.access.patient(patient, Capability.EDIT)
    form = CallPlanForm(
        posted(request), plan=reads.stored_plan(request.access, patient), today=request.access.today(patient)
    )
    if request.method == "POST" and form.is_valid():
        actions.save_call_plan(patient=patient, by=request.user, at=timezone.now(), changes=form.cleaned_data)
        messages.success(request, _("Saved: the call plan for %(name)s.") % {"name": patient.name})
        return redirect("plan:card", patient=patient.pk)
    return form_page(request, "care/plan/edit.html", form, patient=patient)


@require_http_methods(["GET", "HEAD", "POST"])
def first(request, patient):
    """The call plan on the first day: one number and one sentence. May be left out."""
    patient = request.access.patient(patient, Capability.EDIT)
    onward = next_step("plan:first", patient)
    form = FirstPlanForm(posted(request), initial={"key": uuid7()})
    if request.method == "POST" and form.is_valid():
        answers, at = form.cleaned_data, timezone.now()
        if answers["phone"]:
            actions.add_contact(
                patient=patient,
                by=request.user,
                at=at,
                values={"name": answers["name"], "phone": answers["phone"]},
                key=answers["key"],
            )
        if answers["ring_when"]:
            actions.save_call_plan(patient=patient, by=request.user, at=at, changes={"ring_when": answers["ring_when"]})
        return redirect(onward)
    return form_page(request, "care/plan/first.html", form, patient=patient, onward=onward)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request, patient):
    patient = request.access.patient(patient, Capability.EDIT)
    form = ContactForm(posted(request), others=others_in_reach(request.access, patient, Capability.EDIT))
    if request.method == "POST" and form.is_valid():
        contact = actions.add_contact(
            patient=patient,
            by=request.user,
            at=timezone.now(),
            values=form.values(),
            also=form.also_for(),
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("Saved: %(contact)s.") % {"contact": contact.name})
        return redirect("plan:card", patient=patient.pk)
    return form_page(request, "care/plan/contact.html", form, patient=patient, contact=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request, patient, contact):
    row = _contact(request, patient, contact)
    form = ContactForm(posted(request), contact=row)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(contact=row, by=request.user, at=timezone.now(), changes=form.values())
        messages.success(request, _("Saved: %(contact)s.") % {"contact": form.cleaned_data["name"]})
        return redirect("plan:card", patient=row.patient_id)
    return form_page(request, "care/plan/contact.html", form, patient=row.patient, contact=row)


@require_POST
def remove_contact(request, patient, contact):
    row = _contact(request, patient, contact)
    actions.remove_contact(contact=row, by=request.user, at=timezone.now())
    back = reverse("plan:restore-contact", kwargs={"patient": row.patient_id, "contact": row.pk})
    messages.success(request, _("Taken off: %(contact)s.") % {"contact": row.name}, extra_tags=back)
    return redirect("plan:card", patient=row.patient_id)


@require_POST
def restore_contact(request, patient, contact):
    row = _contact(request, patient, contact, removed=True)
    actions.restore_contact(contact=row, by=request.user, at=timezone.now())
    messages.success(request, _("Put back: %(contact)s.") % {"contact": row.name})
    return redirect("plan:card", patient=row.patient_id)


def _contact(request, patient, key, *, removed: bool = False):
    patient = request.access.patient(patient, Capability.EDIT)
    row = reads.contact(request.access, key, Capability.EDIT, removed=removed)
    if row.patient_id != patient.pk:
        raise Http404
    return row
