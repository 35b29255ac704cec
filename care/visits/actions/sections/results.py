"""Growth, teeth, bones, scans and laboratory values, quoted as they were reported."""

from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Entry
from care.results import reads
from care.visits.rules import Windows

Kind = Entry.Kind
#: How many of each are quoted, newest first.
MOST = {"growth": 5, "labs": 20, "scans": 10, "fractures": 10, "teeth": 1}
KINDS = {
    "growth": Kind.GROWTH,
    "labs": Kind.LAB_RESULT,
    "scans": Kind.SCAN,
    "fractures": Kind.FRACTURE,
    "teeth": Kind.TOOTH,
}


def results(access: Access, patient: Patient, windows: Windows) -> dict[str, Any]:
    """The newest of each kind with their dates; what general checks asked in the period. Two queries."""
    found = reads.quoted(access, patient, windows.now.last)
    questions, appetite = reads.asked(access, patient, windows.now.first, windows.now.last)
    return {
        **{name: [_line(row) for row in found[kind][: MOST[name]]] for name, kind in KINDS.items()},
        "asked": [
            {"question": one.name, "words": one.words, "answered": one.answered, "yes": one.yes} for one in questions
        ],
        "appetite": appetite.answers,
        "appetite_days": appetite.days,
        "possible": windows.now.days,
    }


def _line(row: reads.ResultLine) -> dict[str, Any]:
    return {
        "title": str(row.title),
        "said": row.said,
        "when": row.when,
        "day": row.day.isoformat(),
        "measures": row.measures,
        "extra": row.extra,
        "late": row.late,
        "edited": row.edited,
    }
