"""What became of doses: the one tap, the whole answer, a day filled in later, a correction."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.medicines import actions, reads
from care.medicines.forms import AT_ONCE, AllGivenForm, DoseForm, PlaceField, TapForm
from care.medicines.models import Dose
from care.medicines.rules.doses import Outcome
from care.medicines.rules.schedule import family_day, slot
from care.medicines.views.common import (
    add_errors,
    calendar_today,
    entry_of,
    list_url,
    medicine_of,
    only_today_for_helpers,
    rights,
    sees_record,
    wall_clock,
)
from care.record import actions as record
from care.record import reads as entries
from care.record.pages import after_save, next_url, with_mark

AHEAD = _("This lies in the future. Please check the day and the time.")


@require_http_methods(["GET", "HEAD", "POST"])
def give(request, patient, medicine):
    """One tap on "Given". A dose that is noted already is shown first; saving adds one more record."""
    patient, row = medicine_of(request, patient, medicine, Capability.LOG)
    tap = TapForm(request.POST if request.method == "POST" else request.GET)
    if not tap.is_valid():
        raise Http404
    due = tap.cleaned_data["due"]
    if due:
        only_today_for_helpers(request, patient, family_day(*due))
    back = next_url(request, list_url(patient))
    noted = reads.records_of(request.access, row, *due) if due else []
    # The same tap sent twice is no second dose.
    key = tap.cleaned_data["client_id"] or uuid.uuid4()
    same = request.access.of(Dose, Capability.SEE_TODAY).filter(entry__client_id=key, entry__patient=patient).first()
    if same is not None and request.method == "POST":
        return after_save(request, same.entry, back)
    if request.method == "POST" and (not noted or tap.cleaned_data["again"]):
        try:
            saved = actions.record_dose(
                medicine=row, by=request.user, at=timezone.now(), outcome=Outcome.GIVEN, due=due, client_id=key
            )
        except record.TooFarAhead:
            pass
        else:
            return after_save(request, saved.entry, back)
    page = {
        "patient": patient,
        "medicine": row,
        "due": slot(*due, patient.household.time_zone) if due else None,
        "noted": noted,
        "tap": uuid.uuid4(),
        "back": back,
        "too_early": bool(due) and family_day(*due) > request.access.today(patient),
    }
    return render(request, "care/medicines/give.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient, medicine):
    """Everything about a dose: planned (``?due=``) or not."""
    patient, row = medicine_of(request, patient, medicine, Capability.LOG)
    due = _place(request)
    if due:
        only_today_for_helpers(request, patient, family_day(*due))
    calendar = calendar_today(request, patient)
    form = DoseForm(
        posted(request),
        zone=patient.household.time_zone,
        today=request.access.today(patient),
        calendar_today=calendar,
        with_day=sees_record(request, patient),
        initial={"given_on": due[0] if due else calendar},
    )
    back = next_url(request, list_url(patient))
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["client_id"]
        try:
            saved = actions.record_dose(
                medicine=row,
                by=request.user,
                at=timezone.now(),
                due=due,
                local_day=None if due else form.day(),
                client_id=key,
                note=form.cleaned_data["note"],
                **form.values(),
            )
        except ValidationError as error:
            add_errors(form, error)
        except record.TooFarAhead:
            form.add_error(None, AHEAD)
        else:
            return after_save(request, saved.entry, back)
    page = {
        "patient": patient,
        "medicine": row,
        "due": slot(*due, patient.household.time_zone) if due else None,
        "noted": reads.records_of(request.access, row, *due) if due else [],
        "back": back,
        "dose": None,
    }
    return form_page(request, "care/medicines/dose_form.html", form, **page)


@require_safe
def dose(request, patient, entry):
    """One noted dose, with what it said before."""
    patient, row = entry_of(request, Dose, patient, entry)
    found = reads.dose_record(row)
    page = {
        "patient": patient,
        "dose": row,
        "record": found,
        "line": reads.dose_line(found),
        "history": reads.history(entries.changes(request.access, row.pk), row),
        "may_change": request.access.of(Dose, Capability.EDIT).filter(pk=row.pk).exists(),
    }
    return render(request, "care/medicines/dose.html", page | rights(request, patient))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, patient, entry):
    """Correct a dose."""
    patient, row = entry_of(request, Dose, patient, entry, Capability.EDIT)
    form = DoseForm(
        posted(request),
        zone=patient.household.time_zone,
        today=request.access.today(patient),
        calendar_today=calendar_today(request, patient),
        with_day=sees_record(request, patient),
        initial=DoseForm.start(row, wall_clock(patient)),
        corrects=row.entry,
    )
    back = reverse("medicines:dose", kwargs={"patient": patient.pk, "entry": row.pk})
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.edit_dose(
                dose=row, by=request.user, at=timezone.now(), changes=form.values(), note=form.cleaned_data["note"]
            )
        except ValidationError as error:
            add_errors(form, error)
        except record.TooFarAhead:
            form.add_error(None, AHEAD)
        else:
            return after_save(request, saved, back)
    due = slot(row.due_on, row.due_time, patient.household.time_zone) if row.due_on else None
    page = {"patient": patient, "medicine": row.medicine, "due": due, "noted": [], "back": back, "dose": row}
    return form_page(request, "care/medicines/dose_form.html", form, **page)


@require_POST
def delete(request, patient, entry):
    """Take a dose's record back; the page that follows offers to put it back."""
    patient, row = entry_of(request, Dose, patient, entry, Capability.EDIT)
    record.remove(entry=row.entry, by=request.user, at=timezone.now())
    return redirect(with_mark(list_url(patient), undone=row.pk))


@require_safe
def day(request, patient, date):
    """The doses of one day, to look at or to fill in."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(patient)
    try:
        asked = dt.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if asked > today:
        raise Http404
    doses = reads.day_doses(request.access, patient, asked)
    page = {
        "patient": patient,
        "day": doses,
        "open": [dose for dose in doses.open if dose.slot.at <= request.access.now],
        "tap": uuid.uuid4(),
        "previous": asked - dt.timedelta(days=1),
        "next": asked + dt.timedelta(days=1) if asked < today else None,
        "today": today,
        "at_once": AT_ONCE,
    }
    return render(request, "care/medicines/day.html", page | rights(request, patient))


@require_POST
def all_given(request, patient):
    """All the doses a page showed as open were given: one tap. What was noted meanwhile is left as it is."""
    patient = request.access.patient(patient, Capability.LOG)
    form = AllGivenForm(request.POST)
    try:
        wanted = form.doses() if form.is_valid() else []
    except (ValueError, ValidationError):
        wanted = []
    back = next_url(request, list_url(patient))
    key = form.key() if form.is_valid() else uuid.uuid4()
    doses = []
    for pk, due in wanted:
        _same, row = medicine_of(request, patient.pk, pk, Capability.LOG)
        only_today_for_helpers(request, patient, family_day(*due))
        doses.append((row, due))
    try:
        saved = actions.give_all(doses=doses, by=request.user, at=timezone.now(), client_id=key)
    except record.TooFarAhead:
        saved = []
    return after_save(request, saved, back) if saved else redirect(back)


def _place(request):
    """The planned dose in the address; Http404 for what is no place in a plan."""
    try:
        return PlaceField().clean(request.GET.get("due", ""))
    except ValidationError as error:
        raise Http404 from error
