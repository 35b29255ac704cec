"""Entries of every room as lines of one list, at one query a room."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from uuid import UUID

from django.urls import reverse

from care.infections import reads as infections
from care.medicines import reads as medicines
from care.plan import reads as plan
from care.precautions import reads as precautions
from care.record.models import Entry
from care.record.photos import reads as photos
from care.record.reads import Line
from care.results import reads as results
from care.skin import reads as skin
from care.vaccines import reads as vaccines

Kind = Entry.Kind
DESCRIBERS: dict[Callable[[Sequence[Entry]], dict[UUID, Line]], set[str]] = {
    skin.describe: {Kind.SKIN_CHECK, Kind.CLINIC_SCORE},
    infections.describe: {
        Kind.INFECTION,
        Kind.INFECTION_CHECK,
        Kind.TEMPERATURE,
        Kind.INFECTION_TEST,
        Kind.ANTIMICROBIAL,
        Kind.CARE_VISIT,
        Kind.DAYS_MISSED,
        Kind.BREATHING,
    },
    precautions.describe: {Kind.ROUTINES, Kind.EXPOSURE},
    plan.describe: {Kind.CONCERN, Kind.WARNING_SIGNS},
    medicines.describe: {Kind.DOSE, Kind.INFUSION},
    vaccines.describe: {Kind.VACCINE_DECISION, Kind.VACCINE_DIRECTIVE, Kind.HOUSEHOLD_VACCINE},
    photos.describe: {Kind.PHOTO},
    results.describe: set(results.BY_KIND),
}


def lines(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for every entry. A room is asked once, and only if one of its kinds is among them.

    What no room describes has its kind for a title and its note for a text.
    """
    by_room = defaultdict(list)
    found: dict[UUID, Line] = {}
    for entry in entries:
        for describe, kinds in DESCRIBERS.items():
            if entry.kind in kinds:
                by_room[describe].append(entry)
                break
    for describe, own in by_room.items():
        found |= describe(own)
    for entry in entries:
        if entry.pk not in found:
            url = reverse("today:entry", kwargs={"patient": entry.patient_id, "entry": entry.pk})
            found[entry.pk] = Line(title=str(Kind(entry.kind).label), text=entry.note, url=url)
    return found
