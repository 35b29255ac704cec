"""IgG infusions: list, add, look, correct, take back."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import form_page, posted
from care.household.rules import Capability
from care.medicines import actions, reads
from care.medicines.forms import InfusionForm
from care.medicines.models import Infusion, Medicine, Purpose
from care.medicines.views.common import (
    add_errors,
    calendar_today,
    entry_of,
    list_url,
    rights,
    sees_record,
    wall_clock,
)
from care.record import actions as record
from care.record import reads as entries
from care.record.pages import after_save, next_url, with_mark
from care.record.photos import reads as photos

AHEAD = _("This lies in the future. Please check the day and the time.")


@require_safe
def index(request, patient):
    """Infusions, newest first."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    found = reads.infusions(request.access, patient, page=page)
    return render(
        request, "care/medicines/infusions.html", {"patient": patient, "page": found} | rights(request, patient)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient):
    """Note an infusion."""
    patient = request.access.patient(patient, Capability.LOG)
    medicines = _igg(request, patient)
    asked = next((row for row in medicines if str(row.pk) == request.GET.get("medicine")), None)
    start = {"medicine": str(asked.pk), "product": asked.drug} if asked else {}
    form = _form(request, patient, medicines, start)
    back = next_url(request, list_url(patient))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.record_infusion(
                patient=patient,
                by=request.user,
                at=timezone.now(),
                values=form.values(),
                client_id=form.cleaned_data["client_id"],
                note=form.cleaned_data["note"],
                **form.when(),
            )
        except ValidationError as error:
            add_errors(form, error)
        except record.TooFarAhead:
            form.add_error(None, AHEAD)
        else:
            return after_save(request, saved.entry, back)
    return form_page(request, "care/medicines/infusion_form.html", form, patient=patient, infusion=None, back=back)


@require_safe
def infusion(request, patient, entry):
    """One infusion, with what it said before."""
    patient, row = entry_of(request, Infusion, patient, entry)
    page = {
        "patient": patient,
        "infusion": row,
        "line": reads.infusion_line(row),
        "facts": reads.infusion_facts(row),
        "history": reads.history(entries.changes(request.access, row.pk), row),
        "photos": photos.of_entry(request.access, row.pk),
        "may_change": request.access.of(Infusion, Capability.EDIT).filter(pk=row.pk).exists(),
    }
    return render(request, "care/medicines/infusion.html", page | rights(request, patient))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, patient, entry):
    """Correct an infusion."""
    patient, row = entry_of(request, Infusion, patient, entry, Capability.EDIT)
    form = _form(request, patient, _igg(request, patient), InfusionForm.start(row, wall_clock(patient)), row.entry)
    back = reverse("medicines:infusion", kwargs={"patient": patient.pk, "entry": row.pk})
    if request.method == "POST" and form.is_valid():
        when = {} if form.same_time() else form.when()
        try:
            saved = actions.edit_infusion(
                infusion=row,
                by=request.user,
                at=timezone.now(),
                changes=form.values(),
                note=form.cleaned_data["note"],
                **when,
            )
        except ValidationError as error:
            add_errors(form, error)
        except record.TooFarAhead:
            form.add_error(None, AHEAD)
        else:
            return after_save(request, saved, back)
    return form_page(request, "care/medicines/infusion_form.html", form, patient=patient, infusion=row, back=back)


@require_POST
def delete(request, patient, entry):
    """Take an infusion back; the page that follows offers to put it back."""
    patient, row = entry_of(request, Infusion, patient, entry, Capability.EDIT)
    record.remove(entry=row.entry, by=request.user, at=timezone.now())
    url = reverse("medicines:infusions", kwargs={"patient": patient.pk})
    return redirect(with_mark(url if sees_record(request, patient) else list_url(patient), undone=row.pk))


def _igg(request, patient) -> list[Medicine]:
    rows = request.access.of(Medicine, Capability.SEE_TODAY).filter(patient=patient, purpose=Purpose.IGG)
    return list(rows.order_by("drug", "pk"))


def _form(request, patient, medicines, initial, corrects=None) -> InfusionForm:
    return InfusionForm(
        posted(request),
        today=request.access.today(patient),
        calendar_today=calendar_today(request, patient),
        medicines=medicines,
        with_day=sees_record(request, patient),
        initial=initial,
        corrects=corrects,
    )
