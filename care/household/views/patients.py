"""A patient's profile, and adding another child."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from care.household import actions
from care.household.forms import ChildForm, ProfileForm
from care.household.pages import form_page, posted
from care.household.rules import Capability, age_in_words
from care.reference import hies_types


@require_safe
def profile(request, patient):
    """What the family knows about one patient, and the way to the rooms that know the rest."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(patient)
    context = {
        "patient": patient,
        "hies_type": hies_type_label(patient.hies_type),
        "age": age_in_words(patient.birth_date, today) if patient.birth_date else None,
        "may_edit": request.access.may(Capability.EDIT, patient),
    }
    return render(request, "care/household/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_profile(request, patient):
    patient = request.access.patient(patient, Capability.EDIT)
    form = ProfileForm(posted(request), patient=patient, today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        actions.update_patient(patient=patient, by=request.user, at=timezone.now(), changes=form.cleaned_data)
        messages.success(request, _("Saved: the profile of %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("household:profile", patient=patient.pk)
    return form_page(request, "care/household/edit_profile.html", form, patient=patient)


@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request, household):
    household = request.access.household(household, Capability.MANAGE)
    form = ChildForm(posted(request), today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        added = actions.add_patient(
            household=household,
            name=answers["name"],
            birth_date=answers["birth_date"],
            user=request.user if answers["is_me"] else None,
            by=request.user,
            at=timezone.now(),
            key=answers["key"],
        )
        messages.success(request, _("Saved: %(name)s was added.") % {"name": added.name})
        return redirect("household:profile", patient=added.pk)
    return form_page(request, "care/household/add_child.html", form, household=household)


def hies_type_label(slug: str) -> str:
    """The words of a type; a slug the list no longer has reads as not known."""
    known = hies_types.by_slug()
    return _(known.get(slug, known[hies_types.NOT_KNOWN]).label)
