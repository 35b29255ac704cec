"""What a vaccine entry said before it was corrected, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from care.household.access import Access
from care.record.dates import parse
from care.record.models import Answer, Entry
from care.record.reads import changes as record_changes
from care.reference import vaccines as catalogue
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from care.vaccines.models.decisions import OUTCOME_WORDS, DatedDose, date_text
from care.vaccines.reads.answers import date_words, translated


@dataclass(frozen=True)
class WasLine:
    """One older value of a decision, in words."""

    was: str
    who: str
    at: dt.datetime


def history(access: Access, dose: VaccineDecision | HouseholdVaccine) -> list[WasLine]:
    """What the entry said before, oldest first."""
    changes = record_changes(access, dose.pk)
    found = []
    for change in changes:
        # Shown with its date: the first of a month stands for the month.
        if change.field != "decided_precision":
            later = [c for c in changes if c.field == "decided_precision" and c.at >= change.at]
            precision = later[0].old if later else dose.decided_precision
            found.append(WasLine(_was(change.field, change.old, precision), change.by, change.at))
    return found


_CHOICES = (
    ("decided_by", DatedDose.DecidedBy),
    ("route", DatedDose.Route),
    ("site", DatedDose.Site),
    ("contact", Answer),
)


def _was(field: str, old: object, precision: str) -> str:
    if old in (None, ""):
        return _("not recorded")
    if field == "outcome":
        return str(OUTCOME_WORDS.get(str(old), old))  # type: ignore[call-overload]
    if field == "decided_on":
        return date_words(parse(date_text(dt.date.fromisoformat(str(old)), precision)))
    if field == "product":
        product = catalogue.by_slug().get(str(old))
        return translated(product.name) if product else str(old)
    for name, choices in _CHOICES:
        if field == name and old in choices.values:
            return str(choices(old).label)
    if field == "source" and old in Entry.Source.values:
        return str(Entry.Source(old).label)
    return str(old)
