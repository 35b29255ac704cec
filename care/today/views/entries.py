"""Single entries: affirmations and notes on a page, a note to write, and an entry logged for the wrong child."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from care.household.rules import Capability
from care.record import actions as record
from care.record import reads as entries
from care.record.models import Entry
from care.record.pages import after_save, next_url
from care.today import actions, reads
from care.today.forms import NoteForm
from care.today.lines import lines
from care.today.views.common import asked_day, day_url, today_url


def entry(request, patient, entry):
    """An affirmation or a note, with what it said before."""
    row = request.access.patient(patient)
    found = _of(request, row, entry, Capability.SEE_RECORD)
    can_edit = request.access.of(Entry, Capability.EDIT).filter(pk=found.pk).exists()
    page = {
        "patient": row,
        "entry": found,
        "line": lines([found])[found.pk],
        "changes": entries.changes(request.access, found.pk),
        "can_edit": can_edit,
        "can_move": can_edit and bool(reads.siblings(request.access, row, Capability.LOG)),
    }
    return render(request, "care/today/entry.html", page)


def note(request, patient):
    """A note of one's own."""
    row = request.access.patient(patient, Capability.LOG)
    form = NoteForm(request.POST or None, today=request.access.today(row), day=asked_day(request))
    if request.method == "POST" and form.is_valid():
        saved = actions.log_note(patient=row, by=request.user, at=timezone.now(), **form.entry_values())
        return after_save(request, saved, next_url(request, today_url(row)))
    return render(request, "care/today/note.html", {"patient": row, "form": form})


def edit_note(request, patient, entry):
    """Change the words or the day of a note."""
    row = request.access.patient(patient, Capability.LOG)
    found = _of(request, row, entry, Capability.EDIT)
    if found.kind != Entry.Kind.NOTE:
        raise Http404
    start = {"note": found.note, "local_day": found.local_day}
    form = NoteForm(request.POST or None, today=request.access.today(row), initial=start, corrects=found)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in ("note", "local_day")}
        saved = record.correct(entry=found, by=request.user, at=timezone.now(), changes=changes)
        return after_save(request, saved, reverse("today:entry", kwargs={"patient": row.pk, "entry": found.pk}))
    return render(request, "care/today/note.html", {"patient": row, "form": form, "entry": found})


def move(request, patient, entry):
    """Whose entry is it? A tap on a name gives it to that child; the way back is one tap too."""
    row = request.access.patient(patient, Capability.LOG)
    found = _of(request, row, entry, Capability.EDIT)
    others = reads.siblings(request.access, row, Capability.LOG)
    wanted = request.POST.get("to") or request.GET.get("to")
    to = next((other for other in others if str(other.pk) == wanted), None)
    if request.method != "POST" or to is None:
        page = {"patient": row, "entry": found, "line": lines([found])[found.pk], "others": others}
        return render(request, "care/today/move.html", page)
    back = _home(request, row, found)
    try:
        actions.move(access=request.access, entry=found, to=to, by=request.user, at=timezone.now())
    except record.Tied:
        words = _(
            "This entry belongs to something else of %(name)s, such as an infection or a medicine. "
            "Remove it here, and add it for %(other)s."
        )
        messages.warning(request, words % {"name": row.name, "other": to.name})
        return redirect(back)
    except actions.NotOffered:
        messages.warning(request, _("That cannot be said for %(other)s that day.") % {"other": to.name})
        return redirect(back)
    back = next_url(request, back)
    return redirect(f"{back}?{urlencode({'moved': found.pk, 'from': row.pk})}")


def _of(request, row, entry, need: Capability) -> Entry:
    """An entry of this patient. Http404 for another's."""
    found = request.access.get(Entry, entry, need)
    if found.patient_id != row.pk:
        raise Http404
    return found


def _home(request, row, found: Entry) -> str:
    """The page an entry's day is shown on, for this reader."""
    may_see = request.access.may(Capability.SEE_RECORD, row)
    return day_url(row, found.local_day) if may_see else today_url(row)
