"""Taking any entry back, and putting it back."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.record import actions
from care.record.models import Entry
from care.record.pages import next_url, with_mark


@require_POST
def undo(request, patient, entry):
    """Take an entry back, and those saved by the same tap; the page it came from then offers to put them back."""
    keys = _keys(request, entry)
    for key in keys:
        row = _entry(request, key, removed=False)
        if row is not None:
            actions.remove(entry=row, by=request.user, at=timezone.now())
    return redirect(with_mark(_back(request, patient), undone=keys))


@require_POST
def restore(request, patient, entry):
    """Put an entry back as it was, and those taken back with it."""
    keys = _keys(request, entry)
    for key in keys:
        row = _entry(request, key, removed=True)
        if row is not None:
            actions.restore(entry=row, by=request.user, at=timezone.now())
    return redirect(with_mark(_back(request, patient), saved=keys))


def _keys(request, entry) -> list[str]:
    return [str(entry), *request.GET.getlist("also")[:7]]


def _entry(request, key: str, *, removed: bool) -> Entry | None:
    """The entry to turn round; None when it is already so (a second tap). 404 and 403 as the door decides."""
    try:
        return request.access.get(Entry, key, Capability.EDIT, removed=removed)
    except Http404:
        request.access.get(Entry, key, Capability.EDIT, removed=not removed)
        return None


def _back(request, patient) -> str:
    request.access.patient(patient, Capability.LOG)
    return next_url(request, reverse("today:today", kwargs={"patient": patient}))
