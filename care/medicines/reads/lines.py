"""Doses and infusions as lines of one list."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from care.medicines.models import Dose, Infusion
from care.medicines.reads.doses import DoseRecord, dose_record
from care.medicines.reads.infusions import infusion_line
from care.medicines.reads.words import clock_words, value_words
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Change, Line


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of kind ``dose`` or ``infusion`` among ``entries``. At most one query a kind."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.pk)
    found: dict[UUID, Line] = {}
    people = ("entry__author", "entry__patient__household")
    if by_kind[Entry.Kind.DOSE]:
        for dose in Dose.objects.filter(pk__in=by_kind[Entry.Kind.DOSE]).select_related(*people):
            found[dose.pk] = dose_line(dose_record(dose))
    if by_kind[Entry.Kind.INFUSION]:
        for row in Infusion.objects.filter(pk__in=by_kind[Entry.Kind.INFUSION]).select_related(*people):
            line = infusion_line(row)
            text = listed(part for part in (line.product, line.detail) if part)
            found[row.pk] = Line(title=_("IgG infusion"), text=text, url=line.url)
    return found


def dose_line(record: DoseRecord) -> Line:
    """How a dose reads in a list."""
    parts = [record.name]
    if record.due_time:
        parts.append(_("due %(time)s") % {"time": time_format(record.due_time, "H:i")})
    if record.given_at:
        parts.append(_("at %(time)s") % {"time": clock_words(record.given_at)})
    parts.append(record.reason)
    return Line(title=record.outcome_word, text=listed(part for part in parts if part), url=record.url)


def history(changes: Sequence[Change], row: Dose | Infusion) -> list[dict[str, Any]]:
    """Changes of a dose or an infusion for ``components/history.html``."""
    fields = {field.name: field for field in row._meta.get_fields() if hasattr(field, "verbose_name")}
    names = {"note": _("note"), "occurred_at": _("time"), "has_time": _("time known"), "medicine_id": _("medicine")}
    found = []
    for change in changes:
        field = fields.get(change.field)
        choices = {value: str(words) for value, words in getattr(field, "flatchoices", ())}
        name = names.get(change.field) or (str(field.verbose_name) if field else change.field)
        value = value_words(change.field, change.old, choices)
        if change.field == "medicine_id" and change.old:
            value = _("another one")
        found.append(
            {"was": _("%(name)s: %(value)s") % {"name": name, "value": value}, "who": change.by, "at": change.at}
        )
    return found
