"""What the pages of days share: the day in an address, days left blank, and the line after a move."""

import datetime as dt

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from care.household.models import Patient
from care.household.rules import Capability
from care.record.models import Entry
from care.record.pages import SavedLine

LEFT_BLANK = "left_blank"
KEPT_DAYS = 14


def today_url(patient: Patient) -> str:
    return reverse("today:today", kwargs={"patient": patient.pk})


def day_url(patient: Patient, date: dt.date) -> str:
    return reverse("today:day", kwargs={"patient": patient.pk, "date": date.isoformat()})


def asked_day(request: HttpRequest) -> dt.date | None:
    """The day of ``?day=``; None without one or for what is no day."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def left_blank(request: HttpRequest, patient: Patient) -> set[dt.date]:
    """The days this person chose to leave blank: kept with the session, for the record says nothing about them."""
    days = request.session.get(LEFT_BLANK, {}).get(str(patient.pk), [])
    return {dt.date.fromisoformat(day) for day in days}


def leave_blank(request: HttpRequest, patient: Patient, day: dt.date) -> None:
    """Remember one more day left blank; the oldest are forgotten."""
    known = dict(request.session.get(LEFT_BLANK, {}))
    known[str(patient.pk)] = sorted({*known.get(str(patient.pk), []), day.isoformat()})[-KEPT_DAYS:]
    request.session[LEFT_BLANK] = known


def moved_line(request: HttpRequest) -> SavedLine | None:
    """The line for ``?moved=``: whose the entry is now, and the way back. None when it is not ours to see."""
    key, back = request.GET.get("moved"), request.GET.get("from")
    if not key:
        return None
    try:
        entry = request.access.get(Entry, key, Capability.EDIT)
        was = request.access.patient(back, Capability.LOG)
        now = request.access.patient(entry.patient_id, Capability.LOG)
    except Http404:
        return None
    words = {"kind": entry.get_kind_display(), "name": now.name}
    here = reverse("today:move", kwargs={"patient": now.pk, "entry": entry.pk})
    # From the address it came to, back to the one it came from.
    query = urlencode({"to": was.pk, "next": request.path})
    return SavedLine(_("Moved: %(kind)s now belongs to %(name)s.") % words, f"{here}?{query}", "")
