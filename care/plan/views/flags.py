"""What the red-flag rules said: marking a call, putting it aside, and the history."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from care.household.rules import Capability
from care.plan import actions, reads
from care.record.pages import next_url


@require_safe
def history(request, patient):
    """Everything that was shown, newest first; it stays when its entry is changed or taken back."""
    patient = request.access.patient(patient)
    context = {
        "patient": patient,
        "said": reads.history(request.access, patient),
        "may_log": request.access.may(Capability.LOG, patient),
        "rules_note": reads.rules_note(),
    }
    return render(request, "care/plan/messages.html", context)


@require_POST
def called(request, patient, message):
    row = _message(request, patient, message)
    actions.mark_called(message=row, by=request.user, at=timezone.now())
    messages.success(request, _("Written down: you called."))
    return _back(request, patient)


@require_POST
def put_aside(request, patient, message):
    row = _message(request, patient, message)
    actions.put_aside(message=row, by=request.user, at=timezone.now())
    messages.success(request, _("Put aside. It stays in the history."))
    return _back(request, patient)


def _message(request, patient, key):
    patient = request.access.patient(patient, Capability.LOG)
    row = reads.message(request.access, key)
    if row.patient_id != patient.pk:
        raise Http404
    return row


def _back(request, patient):
    return redirect(next_url(request, reverse("plan:messages", kwargs={"patient": patient})))
