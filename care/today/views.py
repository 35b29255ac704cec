"""Today, its one-tap answers, the day page and the record. Each view is one call down."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.precautions import actions as precautions
from care.record import actions as record
from care.record import reads as entries
from care.record.models import Entry
from care.record.pages import after_save, next_url
from care.skin import actions as skin
from care.skin.forms import band_choices
from care.today import actions, reads
from care.today.forms import NoteForm, TapForm
from care.today.lines import lines


def home(request):
    """The patient looked at last, else the first; without one, the first-use page."""
    patients = request.access.patients()
    if not patients:
        return redirect("household:welcome")
    last = request.session.get("patient")
    patient = next((p for p in patients if str(p.pk) == last), patients[0])
    return redirect("today:today", patient=patient.pk)


def today(request, patient):
    """The 7 am and 9 pm screen."""
    row = request.access.patient(patient)
    if request.session.get("patient") != str(row.pk):
        request.session["patient"] = str(row.pk)
    screen = reads.today(request.access, row, part=request.GET.get("part", ""))
    page = {"screen": screen, "patient": row, "done": "done" in request.GET, "seen": "seen" in request.GET}
    if screen.part == "evening":
        page["bands"] = band_choices()
    return render(request, "care/today/today.html", page)


def _tap(request, patient):
    """The patient and the checked hidden values of a one-tap button."""
    row = request.access.patient(patient, Capability.LOG)
    form = TapForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {"client_id": None, "local_day": None}
    return row, {name: value for name, value in values.items() if value}


def _here(row) -> str:
    return reverse("today:today", kwargs={"patient": row.pk})


@require_POST
def nothing_new(request, patient):
    """One tap for a normal day; with ``all=1`` for every child at once."""
    row, values = _tap(request, patient)
    patients = [row]
    if request.POST.get("all"):
        patients += [
            p for p in request.access.patients(Capability.LOG) if p != row and p.household_id == row.household_id
        ]
    try:
        saved = actions.affirm_nothing_new(
            access=request.access,
            patients=patients,
            by=request.user,
            at=timezone.now(),
            local_day=values.get("local_day"),
            client_ids=[values["client_id"]] if "client_id" in values and len(patients) == 1 else (),
        )
    except actions.NotOffered:
        return _not_offered(request, row)
    except record.TooFarAhead:
        return _not_offered(request, row)
    return after_save(request, saved, next_url(request, _here(row)))


@require_POST
def same(request, patient):
    """Same as yesterday."""
    row, values = _tap(request, patient)
    try:
        saved = actions.affirm_same(
            access=request.access,
            patient=row,
            by=request.user,
            at=timezone.now(),
            client_id=values.get("client_id"),
        )
    except actions.NotOffered:
        return _not_offered(request, row)
    return after_save(request, saved, next_url(request, _here(row)))


@require_POST
def elsewhere(request, patient):
    """In hospital or with another carer."""
    row, values = _tap(request, patient)
    try:
        saved = actions.log_elsewhere(patient=row, by=request.user, at=timezone.now(), **values)
    except record.TooFarAhead:
        return _not_offered(request, row)
    return after_save(request, saved, next_url(request, _here(row)))


def _not_offered(request, row):
    messages.warning(
        request, _("That could not be saved, because something changed in the meantime. Please look again.")
    )
    return redirect(_here(row))


@require_POST
def answer(request, patient):
    """One tap of the evening check: itch, skin band or usual routines. Saved at once."""
    row, tap = _tap(request, patient)
    tap |= {"patient": row, "by": request.user, "at": timezone.now()}
    skin_values = {name: request.POST[name] for name in ("worst_itch", "skin_band") if name in request.POST}
    if skin_values:
        try:
            saved = skin.answer(values=skin.tapped(skin_values), **tap)
        except (ValueError, record.TooFarAhead):
            return _not_offered(request, row)
    elif request.POST.get("routines") == "kept":
        try:
            saved = precautions.record_routines(kept="yes", **tap)
        except record.TooFarAhead:
            return _not_offered(request, row)
    else:
        return _not_offered(request, row)
    return after_save(request, saved.entry, f"{_here(row)}?part=evening")


def changed(request, patient):
    """The "something changed" sheet."""
    row = request.access.patient(patient, Capability.LOG)
    return render(request, "care/today/changed.html", {"patient": row})


def note(request, patient):
    """A note of one's own."""
    row = request.access.patient(patient, Capability.LOG)
    form = NoteForm(request.POST or None, today=request.access.today(row), day=_asked_day(request))
    if request.method == "POST" and form.is_valid():
        saved = actions.log_note(patient=row, by=request.user, at=timezone.now(), **form.entry_values())
        return after_save(request, saved, _here(row))
    return render(request, "care/today/note.html", {"patient": row, "form": form})


def _asked_day(request) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def days(request, patient):
    """The record: a strip of weeks and the newest entries."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    page = reads.record_page(request.access, row, until=_asked_day(request))
    return render(request, "care/today/days.html", {"patient": row, "page": page})


def day(request, patient, date):
    """One day."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    try:
        wanted = dt.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if wanted > request.access.today(row):
        raise Http404
    page = reads.day_page(request.access, row, wanted)
    return render(
        request,
        "care/today/day.html",
        {"patient": row, "page": page, "can_log": request.access.may(Capability.LOG, row)},
    )


def entry(request, patient, entry):
    """An affirmation or a note, with what it said before."""
    row = request.access.patient(patient)
    found = request.access.get(Entry, entry)
    if found.patient_id != row.pk:
        raise Http404
    page = {
        "patient": row,
        "entry": found,
        "line": lines([found])[found.pk],
        "changes": entries.changes(request.access, found.pk),
        "can_edit": request.access.of(Entry, Capability.EDIT).filter(pk=found.pk).exists(),
    }
    return render(request, "care/today/entry.html", page)


def edit_note(request, patient, entry):
    """Change the words or the day of a note."""
    row = request.access.patient(patient, Capability.LOG)
    found = request.access.get(Entry, entry, Capability.EDIT)
    if found.patient_id != row.pk or found.kind != Entry.Kind.NOTE:
        raise Http404
    start = {"note": found.note, "local_day": found.local_day}
    form = NoteForm(request.POST or None, today=request.access.today(row), initial=start)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in ("note", "local_day")}
        saved = record.correct(entry=found, by=request.user, at=timezone.now(), changes=changes)
        return after_save(request, saved, reverse("today:entry", kwargs={"patient": row.pk, "entry": found.pk}))
    return render(request, "care/today/note.html", {"patient": row, "form": form, "entry": found})
