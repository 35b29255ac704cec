"""Something feels off, and the warning signs one tap from there."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.plan import actions, reads
from care.plan.forms import ConcernForm, WarningSignsForm
from care.record.pages import after_save


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request, patient):
    """Something feels off: one tap saves it, words are welcome, and the family's own plan stands beside it."""
    patient = request.access.patient(patient, Capability.LOG)
    form = ConcernForm(posted(request), today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        answers = form.entry_values()
        saved = actions.record_concern(
            patient=patient,
            by=request.user,
            at=timezone.now(),
            text=answers["note"],
            client_id=answers["client_id"],
            local_day=answers["local_day"],
        )
        here = {"patient": patient.pk, "entry": saved.entry.pk}
        return after_save(request, saved.entry, reverse("plan:detail", kwargs=here))
    return _page(request, "care/plan/concern.html", patient, form=form, status=422 if form.errors else 200)


@require_safe
def detail(request, patient, entry):
    """A concern that was logged, with the call plan under it. No word of comfort: Tend cannot know."""
    patient = request.access.patient(patient)
    row = _of(patient, reads.concern(request.access, entry, Capability.SEE_RECORD))
    may_edit = reads.may_change(request.access, row)
    return _page(request, "care/plan/detail.html", patient, concern=row, entry=row.entry, may_edit=may_edit)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_concern(request, patient, entry):
    patient = request.access.patient(patient, Capability.LOG)
    row = _of(patient, reads.concern(request.access, entry, Capability.EDIT))
    form = ConcernForm(
        posted(request),
        today=request.access.today(patient),
        initial={"note": row.entry.note, "local_day": row.entry.local_day},
        corrects=row.entry,
    )
    if request.method == "POST" and form.is_valid():
        answers = form.entry_values()
        actions.change_concern(
            concern=row,
            by=request.user,
            at=timezone.now(),
            changes={"note": answers["note"], "local_day": answers["local_day"]},
        )
        here = {"patient": patient.pk, "entry": row.pk}
        return after_save(request, row.entry, reverse("plan:detail", kwargs=here))
    return form_page(request, "care/plan/edit_concern.html", form, patient=patient, concern=row)


@require_http_methods(["GET", "HEAD", "POST"])
def signs(request, patient):
    """The signs that no log asks. Any one answer is enough."""
    patient = request.access.patient(patient, Capability.LOG)
    form = WarningSignsForm(posted(request), today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        saved = actions.record_warning_signs(
            patient=patient,
            by=request.user,
            at=timezone.now(),
            answers=form.cleaned_data["answers"],
            **form.entry_values(),
        )
        here = {"patient": patient.pk, "entry": saved.entry.pk}
        return after_save(request, saved.entry, reverse("plan:signs-detail", kwargs=here))
    return form_page(request, "care/plan/signs.html", form, patient=patient, rules_note=reads.rules_note())


@require_safe
def signs_detail(request, patient, entry):
    """The answers, those that were yes first."""
    patient = request.access.patient(patient)
    row = _of(patient, reads.warning_signs(request.access, entry, Capability.SEE_RECORD))
    return _page(
        request,
        "care/plan/signs_detail.html",
        patient,
        entry=row.entry,
        answers=reads.answered(row.answers),
        silence_note=reads.silence_note(),
        may_edit=reads.may_change(request.access, row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_signs(request, patient, entry):
    """Put the answers right; what the rules said before stays in the history."""
    patient = request.access.patient(patient, Capability.LOG)
    row = _of(patient, reads.warning_signs(request.access, entry, Capability.EDIT))
    form = WarningSignsForm(
        posted(request),
        today=request.access.today(patient),
        initial={"note": row.entry.note, "local_day": row.entry.local_day, "answers": row.answers},
        corrects=row.entry,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.change_warning_signs(
            signs=row,
            by=request.user,
            at=timezone.now(),
            changes={name: values[name] for name in ("answers", "note", "local_day")},
        )
        here = {"patient": patient.pk, "entry": row.pk}
        return after_save(request, row.entry, reverse("plan:signs-detail", kwargs=here))
    return form_page(
        request, "care/plan/signs.html", form, patient=patient, entry=row.entry, rules_note=reads.rules_note()
    )


def _page(request, template, patient, status=200, **context):
    context |= {"patient": patient, "call_plan": reads.call_plan(request.access, patient)}
    return render(request, template, context, status=status)


def _of(patient, row):
    if row.entry.patient_id != patient.pk:
        raise Http404
    return row
