"""The first day: what Tend is not, then a child. Every step can be left out."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.household import actions
from care.household.forms import ChildForm, FirstChildForm
from care.household.pages import form_page, next_step, posted
from care.household.rules import Capability, may

SKIPPED = "first_day_skipped"


@require_safe
def welcome(request):
    """What Tend is not, who can read, and that nobody watches it. Shown once by itself, and whenever asked for."""
    if request.session.get(SKIPPED) and "again" not in request.GET:
        return redirect("household:nothing-yet")
    return render(request, "care/household/welcome.html")


@require_safe
def nothing_yet(request):
    """Today for somebody who left the first steps out: nothing is asked, and the way on is there."""
    if request.access.patients():
        return redirect("/")
    request.session[SKIPPED] = True
    return render(request, "care/household/nothing_yet.html")


@require_http_methods(["GET", "HEAD", "POST"])
def first_child(request):
    """The first patient, and with them the family. Somebody who has a family already adds to it."""
    managed = [m.household for m in request.access.memberships if may(m.role, Capability.MANAGE)]
    kind = ChildForm if managed else FirstChildForm
    form = kind(posted(request), today=timezone.localdate(), initial={"time_zone": request.user.time_zone or "UTC"})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        profile = {
            "key": answers["key"],
            "birth_date": answers["birth_date"],
            "user": request.user if answers["is_me"] else None,
        }
        if managed:
            patient = actions.add_patient(
                household=managed[0], name=answers["name"], by=request.user, at=timezone.now(), **profile
            )
        else:
            patient = actions.start_family(
                by=request.user,
                at=timezone.now(),
                patient_name=answers["name"],
                time_zone=answers["time_zone"],
                **profile,
            )
        return redirect(next_step("", patient))
    return form_page(request, "care/household/first_child.html", form)
