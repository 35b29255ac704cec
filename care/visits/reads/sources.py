"""What a summary was made from, as keys and what stands under them: an unchanged record gives the same every time.

In no language and without a clock, so that neither a reader's language nor a passing day looks like a change.
"""

import datetime as dt
from typing import Any

from django.db.models import F, Model, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from care.household.access import Access
from care.household.models import Patient
from care.medicines.models import Allergy, Medicine
from care.plan.models import CareContact, FlagMessage
from care.record.models import Entry
from care.visits import rules
from care.visits.models.summaries import RARE, made_of

Kind = Entry.Kind
Row = tuple[Any, str]
#: Entries that a summary quotes however old they are: what still goes on, the newest results, scores and vaccines.
STANDING = (
    *RARE,
    Kind.VACCINE_DECISION,
    Kind.VACCINE_DIRECTIVE,
    Kind.HOUSEHOLD_VACCINE,
    Kind.LAB_RESULT,
    Kind.GROWTH,
    Kind.TOOTH,
    Kind.FRACTURE,
    Kind.SCAN,
    Kind.CLINIC_SCORE,
)
#: What is quoted of rows that carry no version.
ALLERGY = ("substance", "basis", "reaction")
MEDICINE = (
    *("drug", "strength", "dose", "pattern", "times", "weekdays", "every_days", "every_from", "purpose", "refill_on"),
    *("begins_at", "stopped_at", "last_on"),
)
CONTACT = ("name", "role", "phone", "is_urgent_line")
MESSAGE = ("called_at", "put_aside_at")


def fingerprint_of(access: Access, patient: Patient, *, first: dt.date, rare: dt.date, until: dt.date) -> str:
    """The fingerprint of everything a summary of these days quotes; ``first`` and ``rare`` as in ``made_of``.

    One query, as every page of a summary asks it: the rows of all these tables come in one list.
    """
    entries = access.of(Entry).filter(patient=patient)
    messages = access.of(FlagMessage).filter(entry__removed_at=None, local_day__range=(first, until))
    # An entry of both choices comes twice, and counts once.
    rows = _rows(entries.filter(made_of(first, rare), local_day__lte=until), "version").union(
        _rows(standing(entries, until), "version"),
        _rows(access.of(Allergy).filter(patient=patient), *ALLERGY),
        _rows(access.of(Medicine).filter(patient=patient), *MEDICINE),
        _rows(access.of(CareContact).filter(patient=patient), *CONTACT),
        _rows(messages.filter(patient=patient), *MESSAGE),
        all=True,
    )
    return rules.fingerprint({*rows, _head(patient)})


def standing(entries: QuerySet[Entry], until: dt.date) -> QuerySet[Entry]:
    """Those of ``entries`` that are quoted however old they are, up to a day."""
    # Said as what is left out: a range of days makes SQLite walk over every entry there ever was (ten years: 16 ms)
    # instead of the few of these kinds (1 ms).
    return entries.filter(kind__in=STANDING).exclude(local_day__gt=until)


def old_fingerprint_of(access: Access, patient: Patient, *, first: dt.date, rare: dt.date, until: dt.date) -> str:
    """The same as it was before schema 3: of the entries of these days alone. One query."""
    rows = access.of(Entry).filter(patient=patient, local_day__lte=until).filter(made_of(first, rare))
    return rules.fingerprint(rows.order_by().values_list("pk", "version"))


def _rows(rows: QuerySet[Model], *quoted: str) -> QuerySet:
    said = Cast(JSONObject(**{name: F(name) for name in quoted}), TextField())
    return rows.order_by().annotate(quoted=said).values_list("pk", "quoted")


def _head(patient: Patient) -> Row:
    """Of the patient, what the head of a summary says."""
    born, told = patient.birth_date, patient.hies_type_told_on
    words = (patient.name, patient.hies_type, patient.hies_type_told_by, *(str(day) for day in (born, told)))
    return patient.pk, rules.content_hash({"head": words})
