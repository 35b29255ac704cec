"""Pages of exposures."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.plan.reads import call_plan
from care.precautions import actions, reads
from care.precautions.forms import ExposureForm
from care.precautions.models import Exposure
from care.precautions.rules import asks_for_call_plan
from care.precautions.views.common import delete_row, history, one_row, posted, rights, status, today_url
from care.record.pages import after_save, next_url
from care.reference.precautions import Kind


def after_exposure(request, row, entry, slug: str):
    """Back to Today; after an exposure to ring somebody about, to its own page, which shows the call plan."""
    page = reverse("precautions:exposure", kwargs={"patient": row.pk, "entry": entry.pk})
    return after_save(request, entry, page if asks_for_call_plan(slug) else next_url(request, today_url(row)))


def exposure_add(request, patient):
    """Note an exposure with what is known about it."""
    row = request.access.patient(patient, Capability.LOG)
    today = request.access.today(row)
    group = reads.lists(row).shown(Kind.EXPOSURE)
    form = ExposureForm(
        posted(request),
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
            return after_exposure(request, row, saved.entry, form.cleaned_data["kind"])
    page = {"patient": row, "form": form, "back": next_url(request, today_url(row))}
    return render(request, "care/precautions/exposure_form.html", page, status=status(form))


def exposure(request, patient, entry):
    """One exposure, with what it said before; for some of them the family's own call plan."""
    row, found = one_row(request, Exposure, patient, entry)
    words = {name: Exposure._meta.get_field(name).verbose_name for name in ("kind", *actions.EXPOSURE_FIELDS)}
    page = {
        "patient": row,
        "check": found,
        "fact": reads.exposure_fact(found),
        "facts": reads.exposure_facts(found),
        "source": reads.source_of_exposure(found.kind),
        "call_plan": call_plan(request.access, row) if asks_for_call_plan(found.kind) else None,
        "history": history(request, found, words),
        "edit_url": reverse("precautions:exposure-edit", kwargs={"patient": row.pk, "entry": found.pk}),
        "delete_url": reverse("precautions:exposure-delete", kwargs={"patient": row.pk, "entry": found.pk}),
    }
    return render(request, "care/precautions/exposure.html", page | rights(request, row, found))


def exposure_edit(request, patient, entry):
    """Correct an exposure, or add to it."""
    row, found = one_row(request, Exposure, patient, entry, Capability.EDIT)
    start = {name: getattr(found, name) for name in ("kind", *actions.EXPOSURE_FIELDS)}
    form = ExposureForm(
        posted(request),
        today=request.access.today(row),
        initial=start | {"note": found.entry.note},
        corrects=found.entry,
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
    return render(request, "care/precautions/exposure_form.html", page, status=status(form))


@require_POST
def exposure_delete(request, patient, entry):
    """Take an exposure back; the page that follows offers to put it back."""
    return delete_row(request, Exposure, patient, entry)
