"""Tests, courses, care, days missed and breathing: five kinds of log with the same four pages each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.infections import actions, reads
from care.infections.forms import (
    BloodForm,
    BreathingForm,
    CourseEditForm,
    CourseForm,
    MissedForm,
    StopForm,
    TestForm,
    VisitForm,
)
from care.infections.models import (
    AntimicrobialCourse,
    BreathingDay,
    CareVisit,
    DaysMissed,
    Episode,
    InfectionTest,
    TestType,
)
from care.infections.rules.breathing import asks_blood
from care.infections.views.common import add_errors, call_plan, day_asked, here, may_edit, page, page_number, row_of
from care.plan import reads as plan
from care.record import actions as record
from care.record.models import Answer, Entry
from care.record.pages import after_save, with_mark

pages = require_http_methods(["GET", "HEAD", "POST"])
Kind = Entry.Kind


@dataclass(frozen=True)
class What:
    """One kind: its table and forms, and what its pages call it."""

    kind: str
    model: type[Model]
    form: type
    edit_form: type
    many: Any
    new: Any
    none: Any


WHAT: Mapping[str, What] = {
    "test": What(
        Kind.INFECTION_TEST,
        InfectionTest,
        TestForm,
        TestForm,
        gettext_lazy("Tests and cultures"),
        gettext_lazy("Add a test or culture"),
        gettext_lazy("No test written down yet."),
    ),
    "course": What(
        Kind.ANTIMICROBIAL,
        AntimicrobialCourse,
        CourseForm,
        CourseEditForm,
        gettext_lazy("Antibiotics and similar"),
        gettext_lazy("Add an antibiotic"),
        gettext_lazy("No antibiotic written down yet."),
    ),
    "visit": What(
        Kind.CARE_VISIT,
        CareVisit,
        VisitForm,
        VisitForm,
        gettext_lazy("Care for infections"),
        gettext_lazy("Add who helped"),
        gettext_lazy("No care written down yet."),
    ),
    "missed": What(
        Kind.DAYS_MISSED,
        DaysMissed,
        MissedForm,
        MissedForm,
        gettext_lazy("Days missed"),
        gettext_lazy("Add days missed"),
        gettext_lazy("No days missed written down yet."),
    ),
    "breathing": What(
        Kind.BREATHING,
        BreathingDay,
        BreathingForm,
        BreathingForm,
        gettext_lazy("Breathing"),
        gettext_lazy("Add how breathing is"),
        gettext_lazy("No breathing day written down yet."),
    ),
}


@require_safe
def index(request, patient, what):
    """Everything of one kind, newest first."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    found = reads.log_list(request.access, patient, WHAT[what].kind, page=page_number(request))
    more = {"words": WHAT[what], "urls": _urls(patient, what)}
    return page(request, "log_list", patient, found=found, **more)


def _urls(patient, what: str, pk=None) -> dict[str, str]:
    """The addresses of a kind's pages, by what they do."""
    found = {name: here(f"{what}-{name}", patient) for name in ("list", "add")}
    return found | ({name: here(f"{what}-{name}", patient, pk) for name in ("edit", "delete")} if pk else {})


@pages
def add(request, patient, what):
    """A new one, perhaps of an infection (``?infection=``). A test is asked for its type first."""
    patient = request.access.patient(patient, Capability.LOG)
    kind = WHAT[what]
    episode = None
    if request.GET.get("infection") and what != "breathing":
        episode = row_of(request, Episode, patient, request.GET["infection"], Capability.SEE_TODAY)
    more: dict[str, Any] = {}
    if what == "test":
        more["test"] = request.GET.get("test", "")
        if more["test"] not in TestType.values:
            return page(request, "test_type", patient, types=TestType.choices, episode=episode)
    if what == "course":
        more["used"] = reads.drugs_used(request.access, patient)
        more["initial"] = {"purpose": "treatment"} if episode else {}
    if what == "breathing":
        more["asks_spo2"] = plan.spo2_min(request.access, patient) is not None
    elif episode is None:
        more["episodes"] = reads.belongs_choices(request.access, patient)
    form = kind.form(request.POST or None, today=request.access.today(patient), day=day_asked(request), **more)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.get("episode")
        about = row_of(request, Episode, patient, chosen, Capability.SEE_TODAY) if chosen else episode
        try:
            saved = actions.add_log(
                kind=kind.kind, patient=patient, by=request.user, at=timezone.now(), episode=about, **form.values()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _after(request, patient, what, saved.entry, about)
    return page(request, "log_form", patient, form=form, what=what, words=kind, episode=episode)


def _after(request, patient, what: str, entry: Entry, episode: Episode | None):
    """Back to the infection it belongs to, else to its own page; a cough is asked about blood first."""
    if what == "breathing" and asks_blood(entry.breathing.cough, entry.breathing.blood_in_sputum):
        return redirect(here("breathing-blood", patient, entry.pk))
    if episode is not None:
        return after_save(request, entry, here("detail", patient, episode.pk))
    return after_save(request, entry, here(f"{what}-detail", patient, entry.pk))


@require_safe
def detail(request, patient, pk, what):
    """One of them: what was answered, what it belongs to, what it said before."""
    patient = request.access.patient(patient)
    row = row_of(request, WHAT[what].model, patient, pk, Capability.SEE_RECORD)
    return page(
        request,
        "log",
        patient,
        row=row,
        log=reads.log_view(row),
        facts=reads.facts(row),
        episode=reads.episode_of(request.access, row),
        changes=reads.log_changes(request.access, row),
        call_plan=call_plan(request, patient) if what in ("breathing", "test") else None,
        may_edit=may_edit(request, row),
        may_see_record=request.access.may(Capability.SEE_RECORD, patient),
        what=what,
        words=WHAT[what],
        urls=_urls(patient, what, pk),
    )


@pages
def edit(request, patient, pk, what):
    """Change one; what it said before stays readable."""
    patient = request.access.patient(patient, Capability.LOG)
    kind = WHAT[what]
    row = row_of(request, kind.model, patient, pk, Capability.EDIT)
    more: dict[str, Any] = {}
    if what == "test":
        more["test"] = row.test
    if what == "breathing":
        more["asks_spo2"] = plan.spo2_min(request.access, patient) is not None
    else:
        more["episodes"] = reads.belongs_choices(request.access, patient, also=row.episode_id)
    form = kind.edit_form(request.POST or None, row=row, today=request.access.today(patient), **more)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if changes.get("episode_id"):
            changes["episode_id"] = row_of(request, Episode, patient, changes["episode_id"], Capability.SEE_TODAY).pk
        try:
            row = actions.correct_log(row=row, by=request.user, at=timezone.now(), changes=changes)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if what == "breathing" and asks_blood(row.cough, row.blood_in_sputum):
                return redirect(here("breathing-blood", patient, pk))
            messages.success(request, _("Saved: %(what)s for %(name)s.") % _named(row, patient))
            return redirect(here(f"{what}-detail", patient, pk))
    return page(request, "log_form", patient, form=form, what=what, words=kind, row=row, log=reads.log_view(row))


def _named(row, patient) -> dict[str, str]:
    return {"what": str(row.entry.get_kind_display()), "name": patient.name}


@require_POST
def delete(request, patient, pk, what):
    """Take one back; the next page can put it back."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, WHAT[what].model, patient, pk, Capability.EDIT)
    episode = reads.episode_of(request.access, row)
    record.remove(entry=row.entry, by=request.user, at=timezone.now())
    if episode is not None:
        return redirect(with_mark(here("detail", patient, episode.pk), undone=pk))
    if request.access.may(Capability.SEE_RECORD, patient):
        return redirect(with_mark(here(f"{what}-list", patient), undone=pk))
    return redirect(with_mark(reverse("today:today", kwargs={"patient": patient.pk}), undone=pk))


@pages
def blood(request, patient, pk):
    """With a cough: any blood? Asked once more when it was left open."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, BreathingDay, patient, pk, Capability.EDIT)
    form = BloodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.correct_log(row=row, by=request.user, at=timezone.now(), changes=form.cleaned_data)
        return after_save(request, row.entry, here("breathing-detail", patient, pk))
    return page(request, "blood", patient, form=form, row=row, answers=Answer.choices[:4])


@pages
def stop(request, patient, pk):
    """When a course stopped, and why."""
    patient = request.access.patient(patient, Capability.LOG)
    row = row_of(request, AntimicrobialCourse, patient, pk, Capability.EDIT)
    form = StopForm(request.POST or None, today=request.access.today(patient), not_before=row.started_on)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        changes = {"stopped": answers["date"]}
        changes |= {name: answers[name] for name in ("stop_reason", "missed_doses") if answers[name] not in ("", None)}
        try:
            actions.correct_log(row=row, by=request.user, at=timezone.now(), changes=changes)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved: %(what)s for %(name)s.") % _named(row, patient))
            episode = reads.episode_of(request.access, row)
            return redirect(here("detail", patient, episode.pk) if episode else here("course-detail", patient, pk))
    return page(request, "course_stop", patient, form=form, row=row)
