"""Results as reported, growth, teeth, fractures, scans and general checks."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Entry
from care.results.models import DETAILS, Fracture, GeneralCheck, Growth, LabResult, Scan, Teeth
from care.results.models.columns import Dated
from care.results.reads import title
from care.results.reads.lines import said as said_short
from care.results.rules.measures import as_written
from care.visits.fhir import shapes
from care.visits.reads.facts.common import answers, label, said, text, typed

Kind = Entry.Kind
FRACTURE = ("mechanism", "imaging", "imaging_text", "cast", "treatment", "pain", "not_used", "deformity", "numb")


def rows(access: Access, patient: Patient, first: dt.date, last: dt.date) -> dict[str, tuple]:
    """By the name of their field in ``shapes.Record``: dated or written down in the period. Six queries."""

    def of(kind: Kind) -> QuerySet:
        model: Any = DETAILS[kind]
        within = Q(entry__local_day__range=(first, last))
        if issubclass(model, Dated):
            within = Q(dated_on__range=(first, last)) | within
        found = access.of(model).filter(within, entry__patient=patient, entry__kind=kind)
        return found.select_related("entry").order_by("entry__local_day", "pk")

    return {
        "labs": tuple(_lab(row, patient) for row in of(Kind.LAB_RESULT)),
        "measures": tuple(found for row in of(Kind.GROWTH) for found in _measures(row, patient)),
        "fractures": tuple(_fracture(row, patient) for row in of(Kind.FRACTURE)),
        "reports": (
            *(_scan(row, patient) for row in of(Kind.SCAN)),
            *(_teeth(row, patient) for row in of(Kind.TOOTH)),
        ),
        "general": tuple(_general(row, patient) for row in of(Kind.GENERAL_CHECK)),
    }


def _number(value: Decimal) -> Decimal:
    """Without the noughts that the column added."""
    return Decimal(as_written(value))


def _lab(row: LabResult, patient: Patient) -> shapes.Lab:
    return shapes.Lab(
        **typed(row.entry, patient),
        test=row.test,
        title=title(row),
        value_text=row.value_text,
        unit=row.unit,
        number=None if row.number is None else _number(row.number),
        reference_range=row.reference_range,
        lab=row.lab,
        dated=text(row.dated),
    )


def _measures(row: Growth, patient: Patient) -> list[shapes.Measure]:
    found = []
    for slug in ("weight", "height", "head"):
        value = getattr(row, slug)
        if value is not None:
            unit = getattr(row, f"{slug}_unit")
            found.append(
                shapes.Measure(
                    **typed(row.entry, patient),
                    slug=slug,
                    label=label(row, slug),
                    value=_number(value),
                    unit=unit,
                    dated=text(row.dated),
                )
            )
    return found


def _fracture(row: Fracture, patient: Patient) -> shapes.Fracture:
    bone = ": ".join(part for part in (str(row.get_bone_display()), row.bone_text) if part)
    return shapes.Fracture(
        **typed(row.entry, patient),
        bone=bone,
        side=str(row.get_side_display()),
        dated=text(row.dated),
        facts=said(row, FRACTURE),
    )


def _scan(row: Scan, patient: Patient) -> shapes.Report:
    return shapes.Report(
        **typed(row.entry, patient),
        slug=f"scan-{row.scan}",
        title=title(row),
        part=row.body_part,
        text=row.result_text,
        place=row.place,
        dated=text(row.dated),
    )


def _teeth(row: Teeth, patient: Patient) -> shapes.Report:
    return shapes.Report(
        **typed(row.entry, patient),
        slug="teeth",
        title=title(row),
        text=said_short(row),
        place=row.dentist,
        dated=text(row.dated),
    )


def _general(row: GeneralCheck, patient: Patient) -> shapes.Day:
    names = (*GeneralCheck.ASKED, "joint_where", "lump_place")
    return shapes.Day(
        **typed(row.entry, patient),
        title=title(row),
        day=row.entry.local_day.isoformat(),
        answers=answers(row, names),
    )
