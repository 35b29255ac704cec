"""Temperatures: write one down in three taps, look at them, say which infection one belongs to."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.infections import actions, reads
from care.infections.forms import TemperatureForm
from care.infections.models import Episode, Temperature
from care.infections.rules.temperature import digits
from care.infections.views.common import add_errors, call_plan, day_asked, here, may_edit, page, row_of
from care.record import actions as record
from care.record.pages import after_save, with_mark

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request, patient):
    """The newest readings."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    readings = reads.recent_temperatures(request.access, patient)
    return page(request, "temperatures", patient, readings=readings)


@pages
def add(request, patient):
    """A reading: number and unit; all else is folded away and optional."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = None
    if request.GET.get("infection"):
        episode = row_of(request, Episode, patient, request.GET["infection"], Capability.SEE_TODAY)
    form = _form(request, patient, initial={"unit": request.user.temperature_unit})
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            saved = actions.record_temperature(
                patient=patient,
                by=request.user,
                at=form.now,
                episode=episode,
                occurred_at=answers.get("occurred_at"),
                tenths=answers["tenths"],
                unit=answers["unit"],
                route=answers["route"],
                antipyretic=answers["antipyretic"],
                device=answers["device"],
                **form.entry_values(),
            )
        except record.TooFarAhead:
            form.add_error("time", _("The time cannot be later than now."))
        else:
            return after_save(request, saved.entry, here("temperature-detail", patient, saved.entry.pk))
    return page(request, "temperature_form", patient, form=form, episode=episode)


def _form(request, patient, **more) -> TemperatureForm:
    today = request.access.today(patient)
    return TemperatureForm(
        request.POST or None,
        today=today,
        day=day_asked(request),
        zone=patient.household.time_zone,
        now=timezone.now(),
        **more,
    )


@require_safe
def detail(request, patient, pk):
    """One reading, and the question which infection it belongs to."""
    patient = request.access.patient(patient)
    row = row_of(request, Temperature, patient, pk, Capability.SEE_RECORD)
    return page(
        request,
        "temperature",
        patient,
        reading=reads.temperature_view(row),
        episode=reads.episode_of(request.access, row),
        changes=reads.temperature_changes(request.access, row),
        open_episodes=reads.open_episodes(request.access, patient),
        call_plan=call_plan(request, patient),
        may_edit=may_edit(request, row),
        may_see_record=request.access.may(Capability.SEE_RECORD, patient),
    )


@pages
def edit(request, patient, pk):
    """Change a reading; the older one stays readable."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, Temperature, patient, pk, Capability.EDIT)
    entry = row.entry
    now = {
        "value": digits(row.tenths),
        "unit": row.unit,
        "route": row.route,
        "antipyretic": row.antipyretic,
        "device": row.device,
        "local_day": entry.local_day,
        "time": timezone.localtime(entry.occurred_at, ZoneInfo(patient.household.time_zone))
        .time()
        .replace(microsecond=0),
        "note": entry.note,
    }
    form = _form(request, patient, initial=now, corrects=entry)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        names = ("tenths", "unit", "route", "antipyretic", "device", "note")
        try:
            actions.correct_temperature(
                temperature=row,
                by=request.user,
                at=form.now,
                changes={name: answers[name] for name in names} | form.when(),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved: the temperature of %(name)s.") % {"name": patient.name})
            return redirect(here("temperature-detail", patient, pk))
    return page(request, "temperature_form", patient, form=form, reading=row)


@require_POST
def link(request, patient, pk):
    """Say which infection a reading belongs to; no choice takes it out again."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, Temperature, patient, pk, Capability.EDIT)
    chosen = request.POST.get("episode", "")
    episode = row_of(request, Episode, patient, chosen, Capability.SEE_TODAY) if chosen else None
    actions.correct_temperature(
        temperature=row,
        by=request.user,
        at=timezone.now(),
        changes={"episode_id": episode.pk if episode else None},
    )
    if episode is None:
        return redirect(here("temperature-detail", patient, pk))
    messages.success(request, _("Saved: it belongs to %(title)s.") % {"title": episode.title})
    return redirect(here("detail", patient, episode.pk))


@require_POST
def delete(request, patient, pk):
    """Take a reading back; the next page can put it back."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, Temperature, patient, pk, Capability.EDIT)
    record.remove(entry=row.entry, by=request.user, at=timezone.now())
    if request.access.may(Capability.SEE_RECORD, patient):
        return redirect(with_mark(here("temperatures", patient), undone=pk))
    return redirect(with_mark(reverse("today:today", kwargs={"patient": patient.pk}), undone=pk))
