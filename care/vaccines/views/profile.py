"""Treatments and facts that stand beside the answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.vaccines import actions, reads
from care.vaccines.forms import FactForm
from care.vaccines.models import VaccineFact


@require_safe
def facts(request: HttpRequest, patient: UUID) -> HttpResponse:
    """What the family was told. Everybody who may see today may see it."""
    child = request.access.patient(patient)
    context = {
        "patient": child,
        "beside": reads.beside(request.access, child),
        "may_edit": request.access.may(Capability.EDIT, child),
    }
    return render(request, "care/vaccines/facts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Write down a fact."""
    child = request.access.patient(patient, Capability.EDIT)
    form = FactForm(posted(request), today=request.access.today(child))
    if form.is_valid():
        fact = actions.add_fact(
            patient=child, by=request.user, at=timezone.now(), values=form.values(), key=form.cleaned_data["key"]
        )
        messages.success(request, _("Saved: %(fact)s.") % {"fact": fact.get_kind_display()})
        return redirect("vaccines:facts", patient=child.pk)
    return form_page(request, "care/vaccines/fact_form.html", form, patient=child, fact=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, patient: UUID, fact: UUID) -> HttpResponse:
    """Change a fact."""
    row = _fact(request, patient, fact)
    form = FactForm(posted(request), fact=row, today=request.access.today(row.patient))
    if form.is_valid():
        row = actions.change_fact(fact=row, by=request.user, at=timezone.now(), changes=form.values())
        messages.success(request, _("Saved: %(fact)s.") % {"fact": row.get_kind_display()})
        return redirect("vaccines:facts", patient=row.patient_id)
    return form_page(request, "care/vaccines/fact_form.html", form, patient=row.patient, fact=row)


@require_POST
def remove(request: HttpRequest, patient: UUID, fact: UUID) -> HttpResponse:
    """Take a fact off; the next page offers to put it back."""
    row = _fact(request, patient, fact)
    actions.remove_fact(fact=row, by=request.user, at=timezone.now())
    back = reverse("vaccines:restore-fact", kwargs={"patient": row.patient_id, "fact": row.pk})
    messages.success(request, _("Taken off: %(fact)s.") % {"fact": row.get_kind_display()}, extra_tags=back)
    return redirect("vaccines:facts", patient=row.patient_id)


@require_POST
def restore(request: HttpRequest, patient: UUID, fact: UUID) -> HttpResponse:
    """Put a fact back."""
    row = _fact(request, patient, fact, removed=True)
    actions.restore_fact(fact=row, by=request.user, at=timezone.now())
    messages.success(request, _("Put back: %(fact)s.") % {"fact": row.get_kind_display()})
    return redirect("vaccines:facts", patient=row.patient_id)


def _fact(request: HttpRequest, patient: UUID, key: UUID, *, removed: bool = False) -> VaccineFact:
    child = request.access.patient(patient, Capability.EDIT)
    row = request.access.get(VaccineFact, key, Capability.EDIT, removed=removed)
    if row.patient_id != child.pk:
        raise Http404
    return row
