"""Writing results. Taking one back and putting it back is ``care.record``'s."""

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import Patient, User
from care.household.rules import local_day as day_of
from care.plan import actions as plan
from care.plan.rules.facts import Facts
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.results.models import DETAILS, Detail, Fracture, GeneralCheck
from care.results.models.columns import Dated, date_columns
from care.results.rules.flags import facts_of_check, facts_of_fracture, hours_ago

#: Columns that are not a caller's to set.
OURS = ("entry", "dated_on", "dated_precision")
FRACTURE_FACTS = ("mechanism", "pain", "not_used", "deformity", "numb", "bone")
CHECK_FACTS = (
    "new_back_pain",
    "lump",
    "lump_place",
    "lump_growing",
    "weight_loss",
    "night_sweats_soaking",
    "stool",
)


def fields_of(kind: str) -> list[str]:
    """Names of the answers of a kind, in the order to show them."""
    return [field.name for field in DETAILS[Entry.Kind(kind)]._meta.concrete_fields if field.name not in OURS]


@transaction.atomic
def add(
    *,
    patient: Patient,
    kind: str,
    by: User,
    at: dt.datetime,
    values: dict[str, Any],
    dated: PartialDate | None = None,
    local_day: dt.date | None = None,
    client_id: uuid.UUID | None = None,
    source: str = Entry.Source.CAREGIVER,
    note: str = "",
) -> record.Saved:
    """Write down one result, measurement, scan, fracture, look at the teeth or general check.

    ``kind`` is one of ``models.DETAILS``; ``values`` its ``fields_of``. ``dated`` is the paper's own date (a general
    check has none: it counts for ``local_day``). Raises ValidationError (nothing written), TooFarAhead for a future
    day.
    """
    model = DETAILS[Entry.Kind(kind)]
    _known(kind, values)
    _not_ahead(dated, day_of(at, patient.household.time_zone))
    detail = model(**values, **(date_columns(dated) if issubclass(model, Dated) else {}))
    saved = record.add(
        patient=patient,
        kind=kind,
        by=by,
        at=at,
        detail=detail,
        local_day=local_day,
        client_id=client_id,
        source=source,
        note=note,
    )
    if saved.created:
        _ask_the_rules(detail, saved.entry, by=by, at=at)
    return saved


@transaction.atomic
def correct(*, row: Detail, by: User, at: dt.datetime, changes: dict[str, Any]) -> Entry:
    """Change a result; what it said before is kept. Raises ValidationError (nothing written), TooFarAhead.

    ``changes``: ``fields_of`` the kind, ``dated`` (PartialDate or None), ``local_day`` of a general check, ``source``
    and ``note``.
    """
    changes = dict(changes)
    entry = row.entry
    today = day_of(at, entry.patient.household.time_zone)
    if "dated" in changes:
        dated = changes.pop("dated")
        _not_ahead(dated, today)
        changes |= date_columns(dated)
    if changes.get("local_day", today) > today:
        raise record.TooFarAhead(changes["local_day"])
    _known(entry.kind, set(changes) - {"local_day", "note", "source", "dated_on", "dated_precision"})
    entry = record.correct(entry=entry, by=by, at=at, changes=changes, detail=row)
    _ask_the_rules(row, entry, by=by, at=at)
    return entry


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """After a fracture or a general check came to another patient: the rules look at it for this one."""
    if entry.kind == Entry.Kind.FRACTURE:
        _ask_the_rules(Fracture.objects.get(pk=entry.pk), entry, by=by, at=at)
    elif entry.kind == Entry.Kind.GENERAL_CHECK:
        _ask_the_rules(GeneralCheck.objects.get(pk=entry.pk), entry, by=by, at=at)


def _ask_the_rules(row: Detail, entry: Entry, *, by: User, at: dt.datetime) -> None:
    """An injury and a general check may matter today; a paper with values is nobody's alarm."""
    facts: Facts
    if isinstance(row, Fracture):
        today = day_of(at, entry.patient.household.time_zone)
        told = {name: getattr(row, name) for name in FRACTURE_FACTS}
        facts = facts_of_fracture(**told, hours_since=hours_ago(row.dated, today))
    elif isinstance(row, GeneralCheck):
        facts = facts_of_check(**{name: getattr(row, name) for name in CHECK_FACTS})
    else:
        return
    plan.raise_flags(entry=entry, by=by, at=at, facts=facts)


def _known(kind: str, names) -> None:
    unknown = set(names) - set(fields_of(kind))
    if unknown:
        raise TypeError(f"{kind} has no field {sorted(unknown)}")


def _not_ahead(dated: PartialDate | None, today: dt.date) -> None:
    if dated is not None and dated.begins_after(today):
        raise ValidationError({"dated": _("The date cannot be after today.")})
