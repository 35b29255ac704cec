"""Today, its one-tap answers, the day page and the record. Each view is one call down."""

import datetime as dt
from functools import wraps

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


def one_tap(view):
    """A view behind a one-tap button: gets the patient and the tap's checked hidden values, gives what was saved.

    What may not be saved (something changed meanwhile, a day that is none) writes nothing and says so.
    """

    @require_POST
    @wraps(view)
    def wrapped(request, patient):
        row = request.access.patient(patient, Capability.LOG)
        form = TapForm(request.POST)
        try:
            if not form.is_valid():
                raise actions.NotOffered
            saved = view(request, row, {name: value for name, value in form.cleaned_data.items() if value})
        except (actions.NotOffered, record.TooFarAhead, ValueError):
            words = _("That could not be saved, because something changed in the meantime. Please look again.")
            messages.warning(request, words)
            return redirect(_here(row))
        return after_save(request, saved, next_url(request, _here(row)))

    return wrapped


def _here(row) -> str:
    return reverse("today:today", kwargs={"patient": row.pk})


@one_tap
def nothing_new(request, row, tap):
    """One tap for a normal day; with ``all=1`` for every child at once."""
    patients = [row]
    if request.POST.get("all"):
        others = request.access.patients(Capability.LOG)
        patients += [p for p in others if p != row and p.household_id == row.household_id]
    return actions.affirm_nothing_new(
        access=request.access,
        patients=patients,
        by=request.user,
        at=timezone.now(),
        local_day=tap.get("local_day"),
        client_ids=[tap["client_id"]] if "client_id" in tap and len(patients) == 1 else (),
    )


@one_tap
def same(request, row, tap):
    """Same as yesterday."""
    key = tap.get("client_id")
    return actions.affirm_same(access=request.access, patient=row, by=request.user, at=timezone.now(), client_id=key)


@one_tap
def elsewhere(request, row, tap):
    """In hospital or with another carer."""
    return actions.log_elsewhere(patient=row, by=request.user, at=timezone.now(), **tap)


@one_tap
def answer(request, row, tap):
    """One tap of the evening check: itch, skin band or usual routines. Saved at once."""
    tap |= {"patient": row, "by": request.user, "at": timezone.now()}
    skin_values = {name: request.POST[name] for name in ("worst_itch", "skin_band") if name in request.POST}
    if skin_values:
        return skin.answer(values=skin.tapped(skin_values), **tap).entry
    if request.POST.get("routines") == "kept":
        return precautions.record_routines(kept="yes", **tap).entry
    raise actions.NotOffered


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
