"""Scores that a clinic gave: the list, the form, one score."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.record import actions as record
from care.record.pages import after_save, with_mark
from care.record.photos import reads as photos
from care.skin import actions, reads
from care.skin.forms import ScoreForm
from care.skin.models import ClinicScore
from care.skin.views.common import history_of, posted, row_of, status_of, today_url


def scores(request, patient):
    """Every score a clinic gave, newest first."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    page = {
        "patient": row,
        "scores": reads.scores(request.access, row),
        "can_log": request.access.may(Capability.LOG, row),
    }
    return render(request, "care/skin/scores.html", page)


def add_score(request, patient):
    """Type in a score."""
    row = request.access.patient(patient, Capability.LOG)
    form = ScoreForm(posted(request), today=request.access.today(row))
    back = _list(request, row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = actions.record_score(
            patient=row,
            by=request.user,
            at=timezone.now(),
            client_id=data["client_id"],
            note=data["note"],
            **form.values(),
        )
        return after_save(request, saved.entry, back)
    return _form(request, row, form, back)


def score(request, patient, entry):
    """One score, with what it said before."""
    row, found = row_of(request, patient, entry, ClinicScore)
    page = {
        "patient": row,
        "score": found,
        "entry": found.entry,
        "facts": [
            (_("Score"), reads.value_words("tenths", found.tenths)),
            (_("Given by"), found.given_by),
            (_("When"), reads.date_words(found.dated)),
            (_("Written down by"), str(found.entry.author)),
        ],
        "history": history_of(request, found),
        "can_edit": request.access.of(ClinicScore, Capability.EDIT).filter(pk=found.pk).exists(),
        "may_add_photo": request.access.may(Capability.LOG, row),
        "photos": photos.of_entry(request.access, found.pk),
        "sees_record": request.access.may(Capability.SEE_RECORD, row),
    }
    return render(request, "care/skin/score.html", page)


def edit_score(request, patient, entry):
    """Correct a score. What it said before is kept."""
    row, found = row_of(request, patient, entry, ClinicScore, Capability.EDIT)
    form = ScoreForm(
        posted(request),
        today=request.access.today(row),
        initial=ScoreForm.initial_of(found),
        corrects=found.entry,
    )
    back = reverse("skin:score", kwargs={"patient": row.pk, "entry": found.pk})
    if request.method == "POST" and form.is_valid():
        changes = form.values() | {"note": form.cleaned_data["note"]}
        saved = actions.correct_score(score=found, by=request.user, at=timezone.now(), changes=changes)
        return after_save(request, saved, back)
    return _form(request, row, form, back, score=found)


@require_POST
def delete_score(request, patient, entry):
    """Take a score back; the page that follows offers to put it back."""
    row, found = row_of(request, patient, entry, ClinicScore, Capability.EDIT)
    record.remove(entry=found.entry, by=request.user, at=timezone.now())
    return redirect(with_mark(_list(request, row), undone=found.pk))


def _list(request, row) -> str:
    if request.access.may(Capability.SEE_RECORD, row):
        return reverse("skin:scores", kwargs={"patient": row.pk})
    return today_url(row)


def _form(request, row, form, back: str, **more):
    page = {"patient": row, "form": form, "back": back, **more}
    return render(request, "care/skin/score_form.html", page, status=status_of(form))
