"""The record of a period as the plain values that ``care.visits.fhir`` turns into FHIR, read through the access door.

One query a table, however many rows; the words are in the language that is active.
"""

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext

from care.household.access import Access
from care.household.models import Patient
from care.reference import hies_types
from care.visits.fhir.shapes import PatientFact, Record
from care.visits.models import Visit
from care.visits.reads.facts import infections, medicines, photos, results, routines, skin, vaccines
from care.visits.reads.facts.people import people
from care.visits.reads.facts.words import words
from care.visits.rules import Period

__all__ = ["record_of"]


def record_of(
    access: Access,
    visit: Visit,
    period: Period,
    *,
    version: UUID,
    number: int,
    language: str,
    affirmed: int,
    made_at: dt.datetime,
) -> Record:
    """What is known of the patient of ``visit`` from the first to the last day of ``period``.

    ``affirmed`` is on how many days somebody said that nothing was new. ``visit.patient.household`` is loaded.
    """
    patient, first, last = visit.patient, period.first, period.last
    rows = {
        **infections.rows(access, patient, first, last),
        **skin.rows(access, patient, first, last),
        **vaccines.rows(access, patient, first, last),
        **medicines.rows(access, patient, first, last),
        **results.rows(access, patient, first, last),
        "exposures": routines.exposures(access, patient, first, last),
        "photos": photos.photos(access, patient, first, last),
    }
    return Record(
        version=version,
        number=number,
        language=language,
        zone=patient.household.time_zone,
        made_at=made_at,
        first=first.isoformat(),
        last=last.isoformat(),
        days=period.days,
        patient=_patient(patient),
        people=people(access, patient, {row.by for found in rows.values() for row in found if row.by}),
        questions=tuple(line.strip() for line in visit.questions.splitlines() if line.strip()),
        affirmed=affirmed,
        routines=routines.routines(access, patient, first, last),
        words=words(),
        **rows,  # type: ignore[arg-type]
    )


def _patient(patient: Patient) -> PatientFact:
    hies = hies_types.by_slug().get(patient.hies_type)
    return PatientFact(
        name=patient.name,
        birth_date=patient.birth_date.isoformat() if patient.birth_date else "",
        hies_slug=patient.hies_type,
        hies_words=gettext(hies.label) if hies else patient.hies_type,
        told_by=patient.hies_type_told_by,
        told_on=patient.hies_type_told_on.isoformat() if patient.hies_type_told_on else "",
    )
