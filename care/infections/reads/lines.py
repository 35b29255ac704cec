"""Entries of this room as lines of a list."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from care.infections.models import Episode, EpisodeCheck, Temperature, Verification
from care.infections.reads import logs, words
from care.record.models import Entry
from care.record.reads import Line

Kind = Entry.Kind


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each given entry of this room's kinds. At most one query a table."""
    wanted: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        wanted[entry.kind].append(entry)
    found: dict[UUID, Line] = {}
    if wanted[Kind.INFECTION]:
        by_key = Episode.objects.in_bulk([entry.pk for entry in wanted[Kind.INFECTION]])
        found |= {e.pk: _episode_line(e, by_key[e.pk]) for e in wanted[Kind.INFECTION] if e.pk in by_key}
    if wanted[Kind.INFECTION_CHECK]:
        rows = EpisodeCheck.objects.select_related("episode")
        checks = rows.in_bulk([entry.pk for entry in wanted[Kind.INFECTION_CHECK]])
        found |= {e.pk: _check_line(e, checks[e.pk]) for e in wanted[Kind.INFECTION_CHECK] if e.pk in checks}
    if wanted[Kind.TEMPERATURE]:
        readings = Temperature.objects.in_bulk([entry.pk for entry in wanted[Kind.TEMPERATURE]])
        found |= {e.pk: _temperature_line(e, readings[e.pk]) for e in wanted[Kind.TEMPERATURE] if e.pk in readings}
    for kind, model in logs.MODELS.items():
        if wanted[kind]:
            told: dict[Any, Any] = model._default_manager.in_bulk([entry.pk for entry in wanted[kind]])
            found |= {e.pk: _log_line(e, told[e.pk]) for e in wanted[kind] if e.pk in told}
    return found


def _url(name: str, entry: Entry, pk: UUID) -> str:
    return reverse(f"infections:{name}", kwargs={"patient": entry.patient_id, "pk": pk})


def _episode_line(entry: Entry, row: Episode) -> Line:
    parts = [words.size(row), words.signs(row), words.began(row) if row.onset_on != entry.local_day else ""]
    parts.append(words.ended(row) if row.resolved_on else "")
    marks = () if row.verification == Verification.UNCONFIRMED else (str(row.get_verification_display()),)
    return Line(title=row.title, text=words.listed(parts), url=_url("detail", entry, row.pk), marks=marks)


def _check_line(entry: Entry, row: EpisodeCheck) -> Line:
    return Line(title=row.episode.title, text=str(row.get_course_display()), url=_url("detail", entry, row.episode_id))


def _temperature_line(entry: Entry, row: Temperature) -> Line:
    text = words.listed([row.words, words.method(row)])
    return Line(title=_("Temperature"), text=text, url=_url("temperature-detail", entry, row.pk))


def _log_line(entry: Entry, row: Any) -> Line:
    return Line(title=logs.title(entry.kind, row), text=logs.text(entry.kind, row), url=logs.url(entry))
