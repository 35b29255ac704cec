"""What the rooms' rows have in common: who typed them, dates as FHIR writes them, places, answers."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from care.household.models import Patient
from care.household.rules import noon
from care.record.dates import PartialDate, Precision
from care.record.models import Answer, Entry
from care.reference import body_sites
from care.skin.models.words import SIDE_WORDS
from care.skin.rules import Side
from care.visits.fhir.elements import instant
from care.visits.fhir.shapes import Asked, Place

ANSWERS = frozenset(Answer.values)


def typed(entry: Entry, patient: Patient) -> dict[str, Any]:
    """The fields of ``shapes.Typed``."""
    return {
        "key": entry.pk,
        "by": author(entry.author_id, patient),
        "source": entry.source,
        "entered_at": entry.entered_at,
        "note": entry.note,
        "edited": entry.edited_at is not None,
    }


def author(user: UUID | None, patient: Patient) -> str:
    """Whose account wrote it: "self" for the patient's own, "" when nobody is known."""
    if user is None:
        return ""
    return "self" if user == patient.user_id else str(user)


def text(date: PartialDate | None) -> str:
    """As far as it is known; "" for None."""
    return date.text if date else ""


def moment(entry: Entry, patient: Patient) -> str:
    """When it was: with its offset, or the day alone when nobody told a time (such an entry stands at noon)."""
    zone = patient.household.time_zone
    if entry.occurred_at == noon(entry.local_day, zone):
        return entry.local_day.isoformat()
    return instant(entry.occurred_at, zone)


def clocked(date: PartialDate | None, time: dt.time | None, patient: Patient) -> str:
    """A date of the family's calendar, with its time on their clock where both are known."""
    if date is None or time is None or date.precision is not Precision.DAY:
        return text(date)
    zone = patient.household.time_zone
    # Through UTC, so that a time inside the spring gap becomes one that exists.
    return instant(dt.datetime.combine(date.earliest, time, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC), zone)


def place(slug: str, side: str) -> Place | None:
    """A place of the list with its side in words; None for one that is not on it."""
    found = body_sites.by_slug().get(slug)
    if found is None:
        return None
    label = _(found.label)
    sides = str(SIDE_WORDS[Side(side)]) if side and found.paired else ""
    words = _("%(what)s (%(side)s)") % {"what": label, "side": sides} if sides else label
    return Place(found.label, words, found.snomed_ct, found.is_private)


def label(row: Model, name: str) -> str:
    """The question of a field."""
    field: Any = row._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def answers(row: Model, names: Iterable[str]) -> tuple[Asked, ...]:
    """The answers of a row in some of its fields; what nobody answered is left out."""
    found = []
    for name in names:
        value = getattr(row, name)
        if value in (None, ""):
            continue
        field: Any = row._meta.get_field(name)
        choices = dict(field.flatchoices or ())
        asked = label(row, name)
        if set(choices) == ANSWERS:
            found.append(Asked(name, asked, value, "answer"))
        elif choices:
            found.append(Asked(name, asked, value, "word", str(choices.get(value, value))))
        else:
            found.append(Asked(name, asked, value, "text" if isinstance(value, str) else "number"))
    return tuple(found)


def said(row: Model, names: Iterable[str]) -> tuple[str, ...]:
    """The same in words: "Cast or splint: Yes"."""
    found = []
    for name in names:
        value = getattr(row, name)
        if value in (None, "", []):
            continue
        field: Any = row._meta.get_field(name)
        words = dict(field.flatchoices or ()).get(value, value)
        found.append(f"{label(row, name)}: {words}")
    return tuple(found)
