"""A vaccine entry that came to another patient: the rules look at it for this one."""

import datetime as dt

from care.household.models import User
from care.record.models import Entry
from care.vaccines.actions import decisions, household
from care.vaccines.models import HouseholdVaccine, VaccineDecision


def ask_again(*, entry: Entry, by: User, at: dt.datetime) -> None:
    """Directives and plans are the other patient's now, so the same vaccine may mean something else."""
    if entry.kind == Entry.Kind.VACCINE_DECISION:
        decisions.follow(VaccineDecision.objects.select_related(PATIENT).get(pk=entry.pk), by=by, at=at)
    elif entry.kind == Entry.Kind.HOUSEHOLD_VACCINE:
        household.follow(HouseholdVaccine.objects.select_related(PATIENT).get(pk=entry.pk), by=by, at=at)


PATIENT = "entry__patient__household"
