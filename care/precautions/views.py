"""Pages of routines, exposures and their lists. Each view is one call down."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.plan.reads import call_plan
from care.precautions import actions, reads
from care.precautions.forms import DifferentForm, ExposureForm, ListsForm, RoutineForm
from care.precautions.models import Exposure, RoutineCheck
from care.precautions.rules import DIFFERENT_KINDS, Kept, asks_for_call_plan
from care.record import actions as record
from care.record import reads as entries
from care.record.pages import after_save, next_url, with_mark
from care.reference.precautions import Kind


def log(request, patient):
    """Routine checks and exposures, a month at a time, newest first."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(row)
    page = {
        "patient": row,
        "page": reads.page(request.access, row, until=min(_day(request, "to") or today, today)),
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
    day = min(_day(request, "day") or today, today) if sees_record else today
    form = DifferentForm(_posted(request), today=today, day=day, with_day=sees_record)
    if request.method == "POST" and form.is_valid():
        return _save_item(request, row, form)
    lists = reads.lists(row)
    page = {
        "patient": row,
        "form": form,
        "day": day,
        "moments": lists.shown(Kind.MOMENT),
        "groups": lists.shown(*DIFFERENT_KINDS[1:], Kind.EXPOSURE),
        "back": next_url(request, _today(row)),
        "can_edit": request.access.may(Capability.EDIT, row),
    }
    return render(request, "care/precautions/different.html", page, status=_status(form))


def _save_item(request, row, form):
    listed, at, day = form.cleaned_data["item"], timezone.now(), form.cleaned_data.get("local_day")
    if listed.kind is Kind.EXPOSURE:
        saved = actions.record_exposure(
            patient=row, by=request.user, at=at, kind=listed.slug, first_on=day, client_id=form.tap_id()
        )
        return _after_exposure(request, row, saved.entry, listed.slug)
    saved = actions.record_routines(
        patient=row,
        by=request.user,
        at=at,
        kept=Kept.DIFFERENT,
        exceptions=[{"kind": listed.kind, "slug": listed.slug}],
        local_day=day,
        client_id=form.tap_id(),
    )
    return after_save(request, saved.entry, next_url(request, _today(row)))


def _after_exposure(request, row, entry, slug: str):
    """Back to Today; after an exposure to ring somebody about, to its own page, which shows the call plan."""
    page = reverse("precautions:exposure", kwargs={"patient": row.pk, "entry": entry.pk})
    return after_save(request, entry, page if asks_for_call_plan(slug) else next_url(request, _today(row)))


def detail(request, patient, entry):
    """One routine check, with what it said before."""
    row, check = _row(request, RoutineCheck, patient, entry)
    words = {"kept": _("usual routines"), "exceptions": _("what was different")}
    page = {
        "patient": row,
        "check": check,
        "line": reads.routine_line(check),
        "items": reads.items_with_sources(check.exceptions),
        "history": _history(request, check, words),
        "edit_url": reverse("precautions:edit", kwargs={"patient": row.pk, "entry": check.pk}),
        "delete_url": reverse("precautions:delete", kwargs={"patient": row.pk, "entry": check.pk}),
    }
    return render(request, "care/precautions/detail.html", page | _rights(request, row, check))


def edit(request, patient, entry):
    """Correct a routine check."""
    row, check = _row(request, RoutineCheck, patient, entry, Capability.EDIT)
    start = {
        "kept": check.kept,
        "exceptions": [f"{item['kind']}:{item['slug']}" for item in check.exceptions],
        "note": check.entry.note,
        "local_day": check.entry.local_day,
    }
    groups = [group for group in reads.lists(row).all_groups if group.kind in DIFFERENT_KINDS]
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    form = RoutineForm(
        _posted(request),
        today=request.access.today(row),
        initial=start,
        groups=groups,
        with_day=sees_record,
    )
    back = reverse("precautions:detail", kwargs={"patient": row.pk, "entry": check.pk})
    if request.method == "POST" and form.is_valid():
        saved = actions.edit_routines(
            check=check,
            by=request.user,
            at=timezone.now(),
            kept=form.cleaned_data["kept"],
            exceptions=form.cleaned_data["exceptions"],
            local_day=form.cleaned_data.get("local_day"),
            note=form.cleaned_data["note"],
        )
        return after_save(request, saved, back)
    page = {"patient": row, "form": form, "back": back}
    return render(request, "care/precautions/routine_form.html", page, status=_status(form))


def exposure_add(request, patient):
    """Note an exposure with what is known about it."""
    row = request.access.patient(patient, Capability.LOG)
    today = request.access.today(row)
    group = reads.lists(row).shown(Kind.EXPOSURE)
    form = ExposureForm(
        _posted(request),
        today=today,
        initial={"kind": request.GET.get("kind", ""), "first_on": today},
        group=group[0] if group else None,
        with_day=request.access.may(Capability.SEE_RECORD, row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.record_exposure(
                patient=row, by=request.user, at=timezone.now(), **form.values(), **form.entry_values()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _after_exposure(request, row, saved.entry, form.cleaned_data["kind"])
    page = {"patient": row, "form": form, "back": next_url(request, _today(row))}
    return render(request, "care/precautions/exposure_form.html", page, status=_status(form))


def exposure(request, patient, entry):
    """One exposure, with what it said before; for some of them the family's own call plan."""
    row, found = _row(request, Exposure, patient, entry)
    words = {name: Exposure._meta.get_field(name).verbose_name for name in ("kind", *actions.EXPOSURE_FIELDS)}
    page = {
        "patient": row,
        "check": found,
        "fact": reads.exposure_fact(found),
        "source": reads.source_of_exposure(found.kind),
        "call_plan": call_plan(request.access, row) if asks_for_call_plan(found.kind) else None,
        "history": _history(request, found, words),
        "edit_url": reverse("precautions:exposure-edit", kwargs={"patient": row.pk, "entry": found.pk}),
        "delete_url": reverse("precautions:exposure-delete", kwargs={"patient": row.pk, "entry": found.pk}),
    }
    return render(request, "care/precautions/exposure.html", page | _rights(request, row, found))


def exposure_edit(request, patient, entry):
    """Correct an exposure, or add to it."""
    row, found = _row(request, Exposure, patient, entry, Capability.EDIT)
    start = {name: getattr(found, name) for name in ("kind", *actions.EXPOSURE_FIELDS)}
    form = ExposureForm(
        _posted(request),
        today=request.access.today(row),
        initial=start | {"note": found.entry.note},
        group=next(group for group in reads.lists(row).all_groups if group.kind is Kind.EXPOSURE),
        clearable=True,
        with_day=request.access.may(Capability.SEE_RECORD, row),
    )
    back = reverse("precautions:exposure", kwargs={"patient": row.pk, "entry": found.pk})
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.edit_exposure(
                exposure=found,
                by=request.user,
                at=timezone.now(),
                values=form.values(),
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return after_save(request, saved, back)
    page = {"patient": row, "form": form, "back": back, "found": found}
    return render(request, "care/precautions/exposure_form.html", page, status=_status(form))


@require_POST
def delete(request, patient, entry):
    """Take a routine check back; the page that follows offers to put it back."""
    return _delete(request, RoutineCheck, patient, entry)


@require_POST
def exposure_delete(request, patient, entry):
    """Take an exposure back; the page that follows offers to put it back."""
    return _delete(request, Exposure, patient, entry)


def settings(request, patient):
    """Which moments the family picked, and which items of the lists are shown."""
    row = request.access.patient(patient, Capability.EDIT)
    form = ListsForm(_posted(request), lists=reads.lists(row))
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        actions.choose_moments(patient=row, by=request.user, at=at, slugs=form.cleaned_data["moments"])
        actions.hide_items(patient=row, by=request.user, at=at, keys=form.hidden_keys())
        return redirect(f"{reverse('precautions:settings', kwargs={'patient': row.pk})}?kept=1")
    page = {"patient": row, "form": form, "is_saved": "kept" in request.GET}
    return render(request, "care/precautions/settings.html", page, status=_status(form))


def _row(request, model, patient, entry, need: Capability = Capability.SEE_RECORD):
    """The patient and one of their rows, its entry loaded. 404 and 403 as the door decides."""
    row = request.access.patient(patient)
    found = request.access.get(model, entry, need)
    if found.entry.patient_id != row.pk:
        raise Http404
    found.entry.patient = row
    return row, found


def _delete(request, model, patient, entry):
    row, found = _row(request, model, patient, entry, Capability.EDIT)
    record.remove(entry=found.entry, by=request.user, at=timezone.now())
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    url = reverse("precautions:list", kwargs={"patient": row.pk}) if sees_record else _today(row)
    return redirect(with_mark(url, undone=found.pk))


def _rights(request, row, found) -> dict:
    return {
        "can_edit": request.access.of(type(found), Capability.EDIT).filter(pk=found.pk).exists(),
        "sees_record": request.access.may(Capability.SEE_RECORD, row),
    }


def _history(request, found, words: dict) -> list[dict]:
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


def _status(form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _posted(request):
    """The data of a form that was sent, also an empty one; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def _day(request, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _today(patient) -> str:
    return reverse("today:today", kwargs={"patient": patient.pk})
