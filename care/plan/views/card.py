"""The emergency card: one tap from every page, on paper, and kept on the phone as a file (docs/adr/0008)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from care.household.rules import Capability
from care.plan import reads


@require_safe
def card(request, patient):
    """Everybody who may see today may see it: whoever is alone with the child must have it."""
    patient = request.access.patient(patient)
    found = reads.emergency_card(request.access, patient)
    may_see_record = request.access.may(Capability.SEE_RECORD, patient)
    context = {
        "patient": patient,
        "card": found,
        "call_plan": found.call_plan,
        "may_log": request.access.may(Capability.LOG, patient),
        "may_see_record": may_see_record,
    }
    return render(request, "care/plan/card.html", context)


@require_safe
def card_file(request, patient):
    """The card as one file that needs no network, no Tend and no sign-in. Its name says nothing about whose it is."""
    patient = request.access.patient(patient)
    found = reads.emergency_card(request.access, patient)
    page = render_to_string("care/plan/card_file.html", {"patient": patient, "card": found, "now": request.access.now})
    answer = HttpResponse(page, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename=emergency-card.html"
    return answer
