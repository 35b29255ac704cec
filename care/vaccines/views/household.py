"""Vaccines of people at home."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.record.pages import after_save, with_mark
from care.record.photos import reads as photos
from care.vaccines import actions, reads
from care.vaccines.forms import HouseholdForm
from care.vaccines.models import HouseholdVaccine
from care.vaccines.rules import LiveGiven


@require_safe
def home(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Vaccines of people at home, newest first."""
    child = request.access.patient(patient)
    context = {
        "patient": child,
        "vaccines": reads.home_vaccines(request.access, child),
        "may_log": request.access.may(Capability.LOG, child),
    }
    return render(request, "care/vaccines/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Write down the vaccine of ``?product=`` for somebody at home; without it, one that is not in the catalogue."""
    child = request.access.patient(patient, Capability.LOG)
    slug = request.GET.get("product", "")
    form = _form(request, child, slug)
    if form.is_valid():
        saved = actions.record_household_vaccine(
            patient=child,
            product=slug,
            by=request.user,
            at=timezone.now(),
            client_id=form.cleaned_data["client_id"],
            **form.dose_values(),
        )
        return after_save(request, saved.entry, _page("home-detail", child, shot=saved.entry.pk))
    return _form_page(request, child, form, slug, None)


@require_safe
def detail(request: HttpRequest, patient: UUID, shot: UUID) -> HttpResponse:
    """One vaccine of somebody at home, and what it means for the patient."""
    child, row = _dose(request, patient, shot, Capability.SEE_RECORD)
    line = reads.home_line(row)
    context = {
        "patient": child,
        "dose": row,
        "line": line,
        "facts": reads.home_facts(row),
        "contact": reads.contact_note(row.product),
        "asks": reads.follow_up(row, request.access.today(child)) is not LiveGiven.NOTHING,
        "contacts": reads.whom_to_ring(request.access, child),
        "history": reads.history(request.access, row),
        "photos": photos.of_entry(request.access, row.pk),
        "may_log": request.access.may(Capability.LOG, child),
        "may_edit": request.access.of(HouseholdVaccine, Capability.EDIT).filter(pk=row.pk).exists(),
    }
    return render(request, "care/vaccines/home_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, patient: UUID, shot: UUID) -> HttpResponse:
    """Change one; what it said before stays readable."""
    child, row = _dose(request, patient, shot, Capability.EDIT)
    form = _form(
        request,
        child,
        row.product,
        which=reads.product_choices(row.product),
        question=_row(row.product).question if row.product else "",
        initial=HouseholdForm.values_of(row),
        corrects=row.entry,
    )
    if form.is_valid():
        row = actions.correct_household_vaccine(
            vaccine=row, by=request.user, at=timezone.now(), changes=form.dose_values()
        )
        return after_save(request, row.entry, _page("home-detail", child, shot=row.pk))
    return _form_page(request, child, form, row.product, row)


@require_POST
def delete(request: HttpRequest, patient: UUID, shot: UUID) -> HttpResponse:
    """Take one back; the next page offers to put it back."""
    child, row = _dose(request, patient, shot, Capability.EDIT)
    entry = actions.remove_household_vaccine(vaccine=row, by=request.user, at=timezone.now())
    return redirect(with_mark(_page("home", child), undone=entry.pk))


def _page(name: str, child, **kwargs) -> str:
    return reverse(f"vaccines:{name}", kwargs={"patient": child.pk, **kwargs})


def _form(request: HttpRequest, child, slug: str, **kwargs) -> HouseholdForm:
    if slug:
        _row(slug)
    return HouseholdForm(
        posted(request),
        today=request.access.today(child),
        listed=bool(slug),
        name=child.name,
        ask_contact=reads.contact_note(slug).asks_contact,
        members=reads.members(reads.home_vaccines(request.access, child)),
        **kwargs,
    )


def _form_page(request: HttpRequest, child, form: HouseholdForm, slug: str, dose: HouseholdVaccine | None):
    row = _row(slug) if slug else None
    return form_page(request, "care/vaccines/home_form.html", form, patient=child, row=row, dose=dose)


def _row(slug: str) -> reads.AnswerRow:
    """The catalogue row of an address. Raises Http404 when there is none."""
    try:
        return reads.answer_row(slug)
    except KeyError as error:
        raise Http404 from error


def _dose(request: HttpRequest, patient: UUID, shot: UUID, need: Capability):
    """The patient and one vaccine at home. Http404 for another patient's, PermissionDenied as the door says."""
    child = request.access.patient(patient)
    row = request.access.get(HouseholdVaccine, shot, need)
    if row.entry.patient_id != child.pk:
        raise Http404
    return child, row
