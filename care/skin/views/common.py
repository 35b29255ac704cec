"""What the pages of this room share."""

import datetime as dt

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from care.household.rules import Capability
from care.record import reads as entries
from care.skin import reads


def row_of(request, patient, entry, model, need: Capability = Capability.SEE_RECORD):
    """The patient and a detail row of theirs, its entry loaded. 404 and 403 as the door decides."""
    row = request.access.patient(patient)
    found = request.access.get(model, entry, need)
    if found.entry.patient_id != row.pk:
        raise Http404
    found.entry.patient = row
    return row, found


def history_of(request, detail) -> list[dict]:
    """What it said before, newest last, in words."""
    changes = reads.replaced(entries.changes(request.access, detail.pk))
    return [{"was": _was(detail, change.field, change.old), "who": change.by, "at": change.at} for change in changes]


def _was(detail, field: str, old) -> str:
    names = {"note": _("note"), "local_day": _("day")}
    name = names.get(field) or type(detail)._meta.get_field(field).verbose_name
    return _("%(name)s: %(value)s") % {"name": name, "value": reads.value_words(field, old)}


def posted(request):
    """The data of a form that was sent, also an empty one; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def status_of(form) -> int:
    return 422 if form.errors else 200


def day_in(request, name: str) -> dt.date | None:
    """A day from the address; None when there is none or it is no day."""
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def today_url(patient) -> str:
    return reverse("today:today", kwargs={"patient": patient.pk})
