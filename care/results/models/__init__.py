"""Tables of this room: each the detail row of one kind of entry."""

from typing import Any

from care.record.models import Entry
from care.results.models.body import Fracture, Growth, Teeth
from care.results.models.check import GeneralCheck
from care.results.models.columns import Dated
from care.results.models.papers import LabResult, Scan

__all__ = ["Fracture", "GeneralCheck", "Growth", "LabResult", "Scan", "Teeth"]

#: The detail table of each kind of entry.
DETAILS: dict[Entry.Kind, Any] = {
    Entry.Kind.LAB_RESULT: LabResult,
    Entry.Kind.GROWTH: Growth,
    Entry.Kind.TOOTH: Teeth,
    Entry.Kind.FRACTURE: Fracture,
    Entry.Kind.SCAN: Scan,
    Entry.Kind.GENERAL_CHECK: GeneralCheck,
}

Detail = Dated | GeneralCheck
