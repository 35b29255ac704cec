"""Telling how plans for live vaccines stand, whatever changed them: a save, a correction, a removal, a restore, a move.

Removing, restoring and moving are ``care.record``'s and know nothing of vaccines, so this listens to them.
"""

from uuid import UUID

from care.household.events import EntryRemoved, EntrySaved, LiveVaccinePlanned, announce, listen
from care.record.dates import PartialDate
from care.record.models import Correction, Entry
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import ask_before_date, standing


@listen(EntrySaved)
def tell_of_plans(event: EntrySaved) -> None:
    """After a decision was added, corrected, put back or moved here."""
    if event.kind != Entry.Kind.VACCINE_DECISION:
        return
    row = VaccineDecision.objects.select_related("entry").get(pk=event.entry_id)
    before = {} if event.created else _replaced(event)
    was = VaccineDecision(**{"outcome": row.outcome, "product": row.product, "product_text": row.product_text} | before)
    if not _is_plan(row) and _is_plan(was):
        _tell(event, row.pk, None)
    _tell_standing(event, {row.vaccine, was.vaccine})


@listen(EntryRemoved)
def tell_of_plans_left(event: EntryRemoved) -> None:
    """After a decision was taken back or moved to another patient."""
    if event.kind != Entry.Kind.VACCINE_DECISION:
        return
    row = VaccineDecision.objects.get(pk=event.entry_id)
    if _is_plan(row):
        _tell(event, row.pk, None)
    _tell_standing(event, {row.vaccine})


def _tell_standing(event: EntrySaved | EntryRemoved, vaccines: set[str]) -> None:
    """Each plan of the patient for these vaccines, and whether it stands or a newer word ended it."""
    rows = VaccineDecision.objects.filter(
        entry__patient=event.patient_id, entry__kind=Entry.Kind.VACCINE_DECISION, entry__removed_at=None
    ).select_related("entry")
    same = [row for row in rows if row.vaccine in vaccines]
    stands = standing(row.said for row in same)
    for row in same:
        if _is_plan(row):
            _tell(event, row.pk, row.dated if row.pk in stands else None)


def _tell(event: EntrySaved | EntryRemoved, decision_id: UUID, planned: PartialDate | None) -> None:
    announce(
        LiveVaccinePlanned(
            household_id=event.household_id,
            at=event.at,
            by=event.by,
            patient_id=event.patient_id,
            decision_id=decision_id,
            planned_on=planned.earliest if planned else None,
            planned_until=planned.latest if planned else None,
        )
    )


def _is_plan(row: VaccineDecision) -> bool:
    return ask_before_date(row.product, row.outcome)


def _replaced(event: EntrySaved) -> dict[str, str]:
    """What the correction of this very moment took the place of."""
    fields = ("outcome", "product", "product_text")
    rows = Correction.objects.filter(entry=event.entry_id, at=event.at, field__in=fields).order_by("-pk")
    return {row.field: str(row.old) for row in rows}
