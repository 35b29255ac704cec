"""Pages of routine checks: the list, one tap on something different, item by item, and one check."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.precautions import actions, reads
from care.precautions.forms import DifferentForm, RoutineForm
from care.precautions.models import RoutineCheck
from care.precautions.rules import DIFFERENT_KINDS, Kept, Value
from care.precautions.views.common import asked_day, delete_row, history, one_row, posted, rights, status, today_url
from care.precautions.views.exposures import after_exposure
from care.record.pages import after_save, next_url
from care.reference.precautions import Kind


def log(request, patient):
    """Routine checks and exposures, a month at a time, newest first."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(row)
    page = {
        "patient": row,
        "page": reads.page(request.access, row, until=min(asked_day(request, "to") or today, today)),
        "today": today,
        "can_log": request.access.may(Capability.LOG, row),
        "can_edit": request.access.may(Capability.EDIT, row),
    }
    return render(request, "care/precautions/list.html", page)


def different(request, patient):
    """Something different today: one tap on an item saves it."""
    row = request.access.patient(patient, Capability.LOG)
    today = request.access.today(row)
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    day = min(asked_day(request, "day") or today, today) if sees_record else today
    form = DifferentForm(posted(request), today=today, day=day, with_day=sees_record)
    if request.method == "POST" and form.is_valid():
        return _save_item(request, row, form)
    lists = reads.lists(row)
    page = {
        "patient": row,
        "form": form,
        "day": day,
        "hands": lists.shown(Kind.MOMENT, Kind.OBSTACLE),
        "groups": lists.shown(*DIFFERENT_KINDS[2:], Kind.EXPOSURE),
        "hygiene": lists.shown(Kind.HYGIENE),
        "back": next_url(request, today_url(row)),
        "can_edit": request.access.may(Capability.EDIT, row),
    }
    return render(request, "care/precautions/different.html", page, status=status(form))


def _save_item(request, row, form):
    listed, at, day = form.cleaned_data["item"], timezone.now(), form.cleaned_data.get("local_day")
    if listed.kind is Kind.EXPOSURE:
        saved = actions.record_exposure(
            patient=row, by=request.user, at=at, kind=listed.slug, first_on=day, client_id=form.tap_id()
        )
        return after_exposure(request, row, saved.entry, listed.slug)
    named = {"kind": listed.kind, "slug": listed.slug}
    said = (
        {"kept": Kept.NOTED, "answers": [named | {"value": Value.DONE}]}
        if listed.kind is Kind.HYGIENE
        else {"kept": Kept.DIFFERENT, "exceptions": [named]}
    )
    saved = actions.record_routines(patient=row, by=request.user, at=at, local_day=day, client_id=form.tap_id(), **said)
    return after_save(request, saved.entry, next_url(request, today_url(row)))


def add(request, patient):
    """Say item by item how routines went: done, not this time, did not come up."""
    row = request.access.patient(patient, Capability.LOG)
    lists = reads.lists(row)
    form = RoutineForm(
        posted(request),
        today=request.access.today(row),
        groups=lists.shown(*DIFFERENT_KINDS[1:]),
        asked=lists.shown(Kind.MOMENT, Kind.HYGIENE),
        may_note=True,
        with_day=request.access.may(Capability.SEE_RECORD, row),
    )
    back = next_url(request, today_url(row))
    if request.method == "POST" and form.is_valid():
        saved = actions.record_routines(
            patient=row,
            by=request.user,
            at=timezone.now(),
            kept=form.kept_value(),
            exceptions=form.cleaned_data["exceptions"],
            answers=form.answers(),
            **form.entry_values(),
        )
        return after_save(request, saved.entry, back)
    page = {"patient": row, "form": form, "back": back, "found": None}
    return render(request, "care/precautions/routine_form.html", page, status=status(form))


def detail(request, patient, entry):
    """One routine check, with what it said before."""
    row, check = one_row(request, RoutineCheck, patient, entry)
    words = {"kept": _("usual routines"), "exceptions": _("what was different"), "answers": _("one by one")}
    page = {
        "patient": row,
        "check": check,
        "line": reads.routine_line(check),
        "items": reads.items_with_sources(check.exceptions) + reads.answers_with_sources(check.answers),
        "history": history(request, check, words),
        "edit_url": reverse("precautions:edit", kwargs={"patient": row.pk, "entry": check.pk}),
        "delete_url": reverse("precautions:delete", kwargs={"patient": row.pk, "entry": check.pk}),
    }
    return render(request, "care/precautions/detail.html", page | rights(request, row, check))


def edit(request, patient, entry):
    """Correct a routine check."""
    row, check = one_row(request, RoutineCheck, patient, entry, Capability.EDIT)
    start = {
        "kept": "" if check.kept == Kept.NOTED else check.kept,
        "exceptions": [f"{item['kind']}:{item['slug']}" for item in check.exceptions],
        "note": check.entry.note,
        "local_day": check.entry.local_day,
    }
    answers = {f"{answer['kind']}:{answer['slug']}": answer["value"] for answer in check.answers}
    lists = reads.lists(row)
    form = RoutineForm(
        posted(request),
        today=request.access.today(row),
        initial=start,
        corrects=check.entry,
        groups=[group for group in lists.all_groups if group.kind in DIFFERENT_KINDS],
        asked=lists.of(answers),
        answers=answers,
        may_note=check.kept == Kept.NOTED,
        with_day=request.access.may(Capability.SEE_RECORD, row),
    )
    back = reverse("precautions:detail", kwargs={"patient": row.pk, "entry": check.pk})
    if request.method == "POST" and form.is_valid():
        saved = actions.edit_routines(
            check=check,
            by=request.user,
            at=timezone.now(),
            kept=form.kept_value(),
            exceptions=form.cleaned_data["exceptions"],
            answers=form.answers(),
            local_day=form.cleaned_data.get("local_day"),
            note=form.cleaned_data["note"],
        )
        return after_save(request, saved, back)
    page = {"patient": row, "form": form, "back": back, "found": check}
    return render(request, "care/precautions/routine_form.html", page, status=status(form))


@require_POST
def delete(request, patient, entry):
    """Take a routine check back; the page that follows offers to put it back."""
    return delete_row(request, RoutineCheck, patient, entry)
