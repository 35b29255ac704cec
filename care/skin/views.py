"""Pages of the skin log. Each view is one call down."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.record import actions as record
from care.record import reads as entries
from care.record.pages import after_save, next_url, with_mark
from care.skin import actions, reads
from care.skin.forms import SkinCheckForm, initial_of
from care.skin.models import SkinCheck


def log(request, patient):
    """Skin checks, a month at a time, newest first."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(row)
    page = reads.page(request.access, row, until=min(_day(request, "to") or today, today))
    can_log = request.access.may(Capability.LOG, row)
    return render(request, "care/skin/list.html", {"patient": row, "page": page, "can_log": can_log, "today": today})


def add(request, patient):
    """The whole form. ``?flare=1`` asks about a flare; ``?day=`` starts on another day."""
    row = request.access.patient(patient, Capability.LOG)
    today = request.access.today(row)
    flare = request.GET.get("flare") == "1"
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    day = min(_day(request, "day") or today, today) if sees_record else today
    if request.method == "GET" and not flare:
        own = reads.todays(request.access, row, day).own
        if own is not None:
            # One check per person and day: what is already there is shown, not asked again.
            return redirect("skin:edit", patient=row.pk, entry=own.entry_id)
    form = SkinCheckForm(_posted(request), today=today, day=day, flare=flare, with_day=sees_record)
    if request.method == "POST" and form.is_valid():
        write = actions.record_flare if flare else actions.answer
        try:
            saved = write(patient=row, by=request.user, at=timezone.now(), values=form.answers(), **form.entry_values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return after_save(request, saved.entry, next_url(request, _today(row)))
    return _form(request, {"patient": row, "form": form, "back": next_url(request, _today(row))})


def detail(request, patient, entry):
    """One check, with every value it had before."""
    row, check = _check(request, patient, entry)
    replaced = reads.replaced(entries.changes(request.access, check.pk))
    history = [{"was": _was(change.field, change.old), "who": change.by, "at": change.at} for change in replaced]
    page = {
        "patient": row,
        "check": reads.check(check),
        "facts": _facts(check),
        "history": history,
        "can_edit": request.access.of(SkinCheck, Capability.EDIT).filter(pk=check.pk).exists(),
        "sees_record": request.access.may(Capability.SEE_RECORD, row),
    }
    return render(request, "care/skin/detail.html", page)


def edit(request, patient, entry):
    """Correct a check, or add to it."""
    row, check = _check(request, patient, entry, Capability.EDIT)
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    form = SkinCheckForm(
        _posted(request),
        today=request.access.today(row),
        initial=initial_of(check),
        clearable=True,
        flare=check.flare,
        with_day=sees_record,
    )
    back = reverse("skin:detail", kwargs={"patient": row.pk, "entry": check.pk})
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.edit(
                check=check,
                by=request.user,
                at=timezone.now(),
                values=form.answers(),
                note=form.cleaned_data["note"],
                local_day=form.cleaned_data.get("local_day"),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return after_save(request, saved, back)
    return _form(request, {"patient": row, "form": form, "check": reads.check(check), "back": back})


@require_POST
def delete(request, patient, entry):
    """Take a check back; the page that follows offers to put it back."""
    row, check = _check(request, patient, entry, Capability.EDIT)
    record.remove(entry=check.entry, by=request.user, at=timezone.now())
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    url = reverse("skin:list", kwargs={"patient": row.pk}) if sees_record else _today(row)
    return redirect(with_mark(url, undone=check.pk))


def _check(request, patient, entry, need: Capability = Capability.SEE_RECORD):
    """The patient and one of their checks, its entry loaded. 404 and 403 as the door decides."""
    row = request.access.patient(patient)
    found = request.access.get(SkinCheck, entry, need)
    if found.entry.patient_id != row.pk:
        raise Http404
    found.entry.patient = row
    return row, found


def _form(request, page: dict):
    query = request.GET.copy()
    as_list = query.pop("places", None) == ["list"]
    if not as_list:
        query["places"] = "list"
    page |= {"as_list": as_list, "other_view": "?" + query.urlencode()}
    status = 422 if page["form"].errors else 200
    return render(request, "care/skin/form.html", page, status=status)


def _facts(check: SkinCheck) -> list[tuple[str, str]]:
    """Every question with its answer, those not recorded too: a gap is information."""
    words = {name: SkinCheck._meta.get_field(name).verbose_name for name in actions.ANSWERS}
    return [
        (words[name][:1].upper() + words[name][1:], reads.value_words(name, getattr(check, name)))
        for name in actions.ANSWERS
        if name != "itch_rater" or check.itch_rater
    ]


def _was(field: str, old) -> str:
    names = {"note": _("note"), "local_day": _("day")}
    name = names.get(field) or SkinCheck._meta.get_field(field).verbose_name
    return _("%(name)s: %(value)s") % {"name": name, "value": reads.value_words(field, old)}


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
