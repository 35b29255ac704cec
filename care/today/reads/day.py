"""One day: what it holds, and what may be done about it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections import reads as infections
from care.record import reads as record
from care.record.listing import listed
from care.record.models import DAY_STATE_WORDS, Entry
from care.record.rules import DayState
from care.skin import reads as skin
from care.today.reads.entries import Item, items


@dataclass(frozen=True)
class DayPage:
    """One past or present day. ``worse`` says what the day counts as when it was told twice, "" else."""

    patient: Patient
    date: dt.date
    state: DayState
    state_words: str
    late: bool
    worse: str
    items: list[Item]
    previous: dt.date
    next: dt.date | None
    is_today: bool
    can_log: bool
    can_edit: bool
    can_move: bool
    may_nothing_new: bool


def day_page(access: Access, patient: Patient, date: dt.date) -> DayPage:
    """The entries of one day, newest first."""
    found = record.day_entries(access, patient, date)
    today_is = access.today(patient)
    can_log = access.may(Capability.LOG, patient)
    offers = can_log and not found.entries
    return DayPage(
        patient=patient,
        date=date,
        state=found.state,
        state_words=str(DAY_STATE_WORDS[found.state]),
        late=any(entry.is_late for entry in found.entries),
        worse=_worse(access, patient, date, found.entries),
        items=items(access, found.entries),
        previous=date - dt.timedelta(days=1),
        next=date + dt.timedelta(days=1) if date < today_is else None,
        is_today=date == today_is,
        can_log=can_log,
        can_edit=access.may(Capability.EDIT, patient),
        can_move=len(siblings(access, patient, Capability.EDIT)) > 0,
        may_nothing_new=offers and not infections.open_episodes(access, patient),
    )


def siblings(access: Access, patient: Patient, need: Capability) -> list[Patient]:
    """The other patients of the same family whom this person may write about."""
    return [p for p in access.patients(need) if p.household_id == patient.household_id and p.pk != patient.pk]


def _worse(access: Access, patient: Patient, date: dt.date, entries: list[Entry]) -> str:
    """Two carers may both have looked: both entries stay, and of each answer the worse counts."""
    if sum(entry.kind == Entry.Kind.SKIN_CHECK for entry in entries) < 2:
        return ""
    day = next(iter(skin.skin_days(access, patient, date, date)), None)
    if day is None:
        return ""
    parts = [ngettext("%(count)s entry", "%(count)s entries", day.entries) % {"count": day.entries}]
    if day.worst_itch is not None:
        parts.append(_("worst itch %(itch)s of 10") % {"itch": day.worst_itch})
    if day.skin_band:
        parts.append(_("skin %(band)s") % {"band": skin.value_words("skin_band", day.skin_band).lower()})
    return listed(parts)
