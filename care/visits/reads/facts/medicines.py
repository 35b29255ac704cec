"""Medicines with their doses counted, IgG infusions and allergies."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import local_day
from care.medicines import reads
from care.medicines.models import Allergy, Infusion, Medicine
from care.medicines.reads.words import when_words
from care.record.models import Entry
from care.visits.fhir import shapes
from care.visits.reads.facts.common import answers, author, moment, text, typed


def rows(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """By the name of their field in ``shapes.Record``. Six queries; one more when a plan changed in these days."""
    zone = patient.household.time_zone
    counted = {tally.medicine_id: tally for tally in reads.tally(access, patient, first, last).by_medicine}
    medicines = access.of(Medicine).filter(Q(last_on=None) | Q(last_on__gte=first), patient=patient)
    taken = [
        row
        for row in medicines.order_by("created_at", "pk")
        if row.stopped_at is None or local_day(row.stopped_at, zone) >= first
    ]
    infusions = access.of(Infusion).filter(
        entry__patient=patient, entry__kind=Entry.Kind.INFUSION, entry__local_day__range=(first, last)
    )
    allergies = access.of(Allergy).filter(patient=patient).order_by("created_at", "pk")
    return {
        "medicines": tuple(_medicine(row, access, patient, counted.get(row.pk)) for row in taken),
        "infusions": tuple(
            _infusion(row, patient) for row in infusions.select_related("entry").order_by("entry__occurred_at", "pk")
        ),
        "allergies": tuple(_allergy(row) for row in allergies),
    }


def _medicine(row: Medicine, access: Access, patient: Patient, counted: reads.Tally | None) -> shapes.Medicine:
    today = access.today(patient)
    stopped = row.stopped_at is not None and row.stopped_at <= access.now
    state = "active"
    if stopped:
        state = "stopped"
    elif row.last_on and row.last_on < today:
        state = "completed"
    elif row.started and row.started.begins_after(today):
        state = "intended"
    ended = row.last_on
    if row.stopped_at is not None and stopped:
        ended = local_day(row.stopped_at, patient.household.time_zone)
    return shapes.Medicine(
        key=row.pk,
        by=author(row.entered_by_id, patient),
        source="caregiver",
        entered_at=row.created_at,
        drug=" ".join(part for part in (row.drug, row.strength, row.form) if part),
        state=state,
        dosage=", ".join(part for part in (row.dose, when_words(row)) if part),
        route=str(row.get_route_display()),
        purpose=str(row.get_purpose_display()),
        started=text(row.started),
        ended=ended.isoformat() if ended else "",
        stop_reason=row.stop_reason if stopped else "",
        doses=shapes.Doses(
            due=counted.due,
            given=counted.given,
            not_given=counted.not_given,
            other=counted.other,
            unrecorded=counted.unrecorded,
        )
        if counted
        else None,
    )


def _infusion(row: Infusion, patient: Patient) -> shapes.Infusion:
    reaction = answers(row, ("reaction",))
    return shapes.Infusion(
        **typed(row.entry, patient),
        product=row.product,
        when=moment(row.entry, patient) if row.has_time else row.entry.local_day.isoformat(),
        grams=row.grams,
        route=str(row.get_route_display()),
        site=row.site,
        batch=row.batch,
        minutes=row.minutes,
        reaction=reaction[0] if reaction else None,
        reaction_text=row.reaction_text,
    )


def _allergy(row: Allergy) -> shapes.Allergy:
    return shapes.Allergy(
        key=row.pk,
        by="",
        source="caregiver",
        entered_at=row.created_at,
        substance=row.substance,
        basis=row.basis,
        basis_words=", ".join(
            part for part in (str(row.get_basis_display()), row.told_by and _("told by %s") % row.told_by) if part
        ),
        reaction=row.reaction,
        severity=row.severity,
        noted=text(row.noted),
    )
