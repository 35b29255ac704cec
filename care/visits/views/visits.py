"""Visits and their summaries. Each view is one call down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.visits import actions, reads
from care.visits.forms import PhotosForm, ShownForm, VisitForm
from care.visits.models import Visit
from care.visits.views.downloads import FORMS, offered
from care.visits.views.pasting import asked_text


def visits(request, patient):
    """What is coming up, and what has been."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    page = {"patient": row, "visits": reads.visits(request.access, row), "can_edit": _can_edit(request, row)}
    if request.access.may(Capability.MANAGE, row):
        page |= {"can_share": True, "open_shares": reads.open_shares(request.access, row)}
    return render(request, "care/visits/list.html", page)


def add(request, patient):
    """A new visit."""
    row = request.access.patient(patient, Capability.EDIT)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.add_visit(
                patient=row, by=request.user, at=timezone.now(), client_id=form.key(), **form.values()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            here = {"patient": row.pk, "visit": saved.visit.pk}
            messages.success(request, _("Saved."), extra_tags=reverse("visits:delete", kwargs=here))
            return redirect("visits:detail", **here)
    return _form_page(request, {"patient": row, "form": form, "back": _list_url(row)})


def detail(request, patient, visit):
    """One visit: when and where, the questions, what was said, and its summary."""
    row, found = _visit(request, patient, visit)
    page = {"patient": row, "page": reads.visit_page(request.access, found), "can_edit": _can_edit(request, row)}
    page["reviews"] = reads.reviews_of_visit(request.access, found)
    page["can_share"] = request.access.may(Capability.MANAGE, row)
    return render(request, "care/visits/detail.html", page)


def edit(request, patient, visit):
    """Change a visit, or write down what was said."""
    row, found = _visit(request, patient, visit, Capability.EDIT)
    form = _form(request, row, found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_visit(visit=found, by=request.user, at=timezone.now(), changes=form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("visits:detail", patient=row.pk, visit=found.pk)
    back = reverse("visits:detail", kwargs={"patient": row.pk, "visit": found.pk})
    return _form_page(request, {"patient": row, "form": form, "visit": found, "back": back})


@require_POST
def delete(request, patient, visit):
    """Take a visit off the list; the list then offers to put it back."""
    row, found = _visit(request, patient, visit, Capability.EDIT)
    actions.remove_visit(visit=found, by=request.user, at=timezone.now())
    undo = reverse("visits:restore", kwargs={"patient": row.pk, "visit": found.pk})
    messages.success(request, _("The visit was taken off the list."), extra_tags=undo)
    return redirect(_list_url(row))


@require_POST
def restore(request, patient, visit):
    """Put a visit back. A second tap changes nothing."""
    row = request.access.patient(patient, Capability.EDIT)
    try:
        found = request.access.get(Visit, visit, Capability.EDIT, removed=True)
    except Http404:
        found = request.access.get(Visit, visit, Capability.EDIT)
    if found.patient_id != row.pk:
        raise Http404
    actions.restore_visit(visit=found, by=request.user, at=timezone.now())
    messages.success(request, _("The visit is back on the list."))
    return redirect("visits:detail", patient=row.pk, visit=found.pk)


@require_POST
def make(request, patient, visit):
    """Ask for a new version of the summary. The page of the visit shows how far it is."""
    row, found = _visit(request, patient, visit, Capability.EDIT)
    actions.request_summary(visit=found, by=request.user, at=timezone.now())
    return redirect(reverse("visits:detail", kwargs={"patient": row.pk, "visit": found.pk}) + "#summary")


def summary(request, patient, visit, version=None):
    """What the clinician reads. Without a version the newest; without any, the visit's page."""
    row, found = _visit(request, patient, visit)
    view = reads.summary_page(request.access, found, version)
    if view is None:
        if version is not None:
            raise Http404
        return redirect("visits:detail", patient=row.pk, visit=found.pk)
    context = {"patient": row, "page": view, "can_edit": _can_edit(request, row), "downloads": offered(view)}
    return render(request, "care/visits/summary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request, patient, visit):
    """What of the newest summary is shown: on its page, on paper, and first ticked in a share."""
    row, found = _visit(request, patient, visit, Capability.EDIT)
    newest = reads.newest_ready(request.access, found)
    here = {"patient": row.pk, "visit": found.pk}
    if newest is None:
        return redirect("visits:detail", **here)
    form = ShownForm(posted(request), initial={"sections": list(reads.shown_of(newest))})
    if request.method == "POST" and form.is_valid():
        sections = form.cleaned_data["sections"]
        actions.choose_sections(summary=newest, sections=sections, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("visits:summary", **here)
    return form_page(request, "care/visits/choose.html", form, patient=row, back=reverse("visits:summary", kwargs=here))


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request, patient, visit):
    """Which photos stand in the summary, each by a tick of its own. What is read already stays as it is."""
    row, found = _visit(request, patient, visit, Capability.EDIT)
    here = {"patient": row.pk, "visit": found.pk}
    newest = reads.newest_ready(request.access, found)
    if newest is None:
        return redirect("visits:detail", **here)
    choice = reads.photo_choice(request.access, row, newest)
    form = PhotosForm(posted(request), shots=choice.shots, most=choice.most)
    if request.method == "POST" and form.is_valid():
        made = actions.choose_photos(
            summary=newest,
            offered=[shot.pk for shot in choice.shots],
            chosen=form.cleaned_data["photos"],
            by=request.user,
            at=timezone.now(),
        )
        if made is None:
            messages.success(request, _("Saved. Nothing changed."))
            return redirect("visits:summary", **here)
        messages.success(request, _("Saved. A new version is being made; the one before stays as it was."))
        return redirect(reverse("visits:detail", kwargs=here) + "#summary")
    return form_page(
        request,
        "care/visits/photos.html",
        form,
        patient=row,
        choice=choice,
        back=reverse("visits:summary", kwargs=here),
    )


@require_safe
def text(request, patient, visit):
    """The newest summary as text to paste, in ASCII or with the original letters, with the name or without."""
    row, found, view = _newest(request, patient, visit)
    context = {"patient": row, "visit": found, **asked_text(request.GET, view)}
    return render(request, "care/visits/text.html", context)


@require_safe
def summary_as(request, patient, visit, form):
    """The newest summary as a file (``downloads.FORMS``), with what the family chose to show."""
    make = FORMS.get(form)
    if make is None:
        raise Http404
    return make.answer(_newest(request, patient, visit)[2])


def _newest(request, patient, visit):
    row, found = _visit(request, patient, visit)
    view = reads.summary_page(request.access, found)
    if view is None:
        raise Http404
    return row, found, view


def _visit(request, patient, visit, need=Capability.SEE_RECORD):
    """The patient and the visit, which must belong together. 404 and 403 as the door decides."""
    row = request.access.patient(patient, need)
    found = request.access.get(Visit, visit, need)
    if found.patient_id != row.pk:
        raise Http404
    return row, found


def _form(request, patient, visit=None) -> VisitForm:
    zone = visit.time_zone if visit else patient.household.time_zone
    return VisitForm(request.POST or None, today=request.access.today(patient), zone=zone, visit=visit)


def _form_page(request, page):
    return render(request, "care/visits/form.html", page, status=422 if page["form"].errors else 200)


def _can_edit(request, patient) -> bool:
    return request.access.may(Capability.EDIT, patient)


def _list_url(patient) -> str:
    return reverse("visits:list", kwargs={"patient": patient.pk})
