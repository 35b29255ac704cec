"""A person's settings, the family's settings, the trail, and the page that leads to all of it."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from care.household import actions, reads
from care.household.forms import HouseholdForm, PreferencesForm
from care.household.pages import form_page, posted
from care.household.rules import Capability


@require_safe
def more(request):
    """Everything that is not a daily matter."""
    context = {
        "patients": [
            {"patient": p, "sees_record": request.access.may(Capability.SEE_RECORD, p)}
            for p in request.access.patients()
        ],
        "memberships": request.access.memberships,
    }
    return render(request, "care/household/more.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    form = PreferencesForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.update_preferences(user=request.user, changes=form.cleaned_data)
        messages.success(request, _("Saved: your settings."))
        return redirect("household:preferences")
    return form_page(request, "care/household/preferences.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def household_settings(request, household):
    household = request.access.household(household, Capability.MANAGE)
    form = HouseholdForm(posted(request), initial={"name": household.name, "time_zone": household.time_zone})
    if request.method == "POST" and form.is_valid():
        actions.update_household(household=household, by=request.user, at=timezone.now(), changes=form.cleaned_data)
        messages.success(request, _("Saved: the family's settings."))
        return redirect("household:family", household=household.pk)
    return form_page(request, "care/household/household_settings.html", form, household=household)


@require_safe
def trail(request, household):
    """Who did what, newest first; for guardians."""
    household = request.access.household(household, Capability.MANAGE)
    try:
        before = UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        before = None
    page = reads.trail(request.access, household, before=before)
    return render(request, "care/household/trail.html", {"household": household, "trail": page})
