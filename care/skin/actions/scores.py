"""Writing scores that a clinic gave. Nothing is worked out: the number is kept as it was told."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.record import actions as record
from care.record.actions import Saved
from care.record.dates import PartialDate
from care.record.models import Entry
from care.skin.models import ClinicScore
from care.skin.rules.scores import Instrument


@transaction.atomic
def record_score(
    *,
    patient: Patient,
    by: User,
    at: dt.datetime,
    instrument: str,
    tenths: int,
    dated: PartialDate,
    given_by: str,
    other_name: str = "",
    client_id: uuid.UUID | None = None,
    local_day: dt.date | None = None,
    note: str = "",
    source: str = Entry.Source.CLINICIAN,
) -> Saved:
    """Keep a score as a clinic gave it. ``tenths`` is the score times ten; ``dated`` when the clinic gave it.

    The entry counts for the day it is written down. The same ``client_id`` again writes nothing. Raises
    ValidationError (nothing written) for a number the instrument does not have, no name, or a date after today.
    """
    _not_ahead(patient, dated, at)
    score = ClinicScore(
        instrument=instrument,
        tenths=tenths,
        given_by=given_by.strip(),
        other_name=other_name.strip() if instrument == Instrument.OTHER else "",
        **_date_fields(dated),
    )
    saved = record.add(
        patient=patient,
        kind=Entry.Kind.CLINIC_SCORE,
        by=by,
        at=at,
        detail=score,
        client_id=client_id,
        local_day=local_day,
        note=note,
        source=source,
    )
    if saved.entry.kind != Entry.Kind.CLINIC_SCORE:
        raise PermissionDenied
    return saved


@transaction.atomic
def correct_score(*, score: ClinicScore, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    """Correct a score; ``changes`` holds names of ``record_score`` (and ``note``). The old values are kept.

    Raises ValidationError as ``record_score`` does.
    """
    held = ClinicScore.objects.select_for_update(of=("self",)).select_related("entry__patient__household")
    row = held.get(pk=score.pk)
    fields = dict(changes)
    if "dated" in fields:
        dated = fields.pop("dated")
        _not_ahead(row.entry.patient, dated, at)
        fields |= _date_fields(dated)
    if fields.get("instrument", row.instrument) != Instrument.OTHER:
        fields["other_name"] = ""
    return record.correct(entry=row.entry, detail=row, by=by, at=at, changes=fields)


def _date_fields(dated: PartialDate) -> dict[str, Any]:
    return {"scored_on": dated.earliest, "scored_precision": dated.precision.value}


def _not_ahead(patient: Patient, dated: PartialDate, at: dt.datetime) -> None:
    if dated.begins_after(day_of(at, patient.household.time_zone)):
        raise ValidationError({"dated": _("The date cannot be in the future.")})
