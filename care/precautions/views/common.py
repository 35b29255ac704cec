"""What the pages of this room share."""

import datetime as dt

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from care.household.rules import Capability
from care.precautions import reads
from care.record import actions as record
from care.record import reads as entries
from care.record.pages import with_mark


def one_row(request, model, patient, entry, need: Capability = Capability.SEE_RECORD):
    """The patient and one of their rows, its entry loaded. 404 and 403 as the door decides."""
    row = request.access.patient(patient)
    found = request.access.get(model, entry, need)
    if found.entry.patient_id != row.pk:
        raise Http404
    found.entry.patient = row
    return row, found


def delete_row(request, model, patient, entry):
    """Take an entry back, and go where the page offers to put it back."""
    row, found = one_row(request, model, patient, entry, Capability.EDIT)
    record.remove(entry=found.entry, by=request.user, at=timezone.now())
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    url = reverse("precautions:list", kwargs={"patient": row.pk}) if sees_record else today_url(row)
    return redirect(with_mark(url, undone=found.pk))


def rights(request, row, found) -> dict:
    """Whether the reader may change this row, and may see the whole record."""
    return {
        "can_edit": request.access.of(type(found), Capability.EDIT).filter(pk=found.pk).exists(),
        "sees_record": request.access.may(Capability.SEE_RECORD, row),
    }


def history(request, found, words: dict) -> list[dict]:
    """Changes for ``components/history.html``."""
    names = words | {"note": _("note"), "local_day": _("day")}
    return [
        {
            "was": _("%(name)s: %(value)s")
            % {"name": names.get(change.field, change.field), "value": reads.value_words(change.field, change.old)},
            "who": change.by,
            "at": change.at,
        }
        for change in entries.changes(request.access, found.pk)
    ]


def status(form) -> int:
    return 422 if form.is_bound and form.errors else 200


def posted(request):
    """The data of a form that was sent, also an empty one; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def asked_day(request, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def today_url(patient) -> str:
    return reverse("today:today", kwargs={"patient": patient.pk})
