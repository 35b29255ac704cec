"""IgG infusions as pages show them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.medicines.models import Infusion
from care.medicines.reads.words import clock_words, day_words
from care.record.listing import listed
from care.record.models import Entry

PAGE = 30


@dataclass(frozen=True)
class InfusionLine:
    """One infusion. ``when`` is its day and, if somebody told it, its time."""

    entry_id: UUID
    patient_id: UUID
    product: str
    day: dt.date
    when: str
    detail: str
    author: str
    late: bool
    edited: bool

    @property
    def url(self) -> str:
        return reverse("medicines:infusion", kwargs={"patient": self.patient_id, "entry": self.entry_id})


@dataclass(frozen=True)
class InfusionPage:
    """One page of infusions, newest first."""

    rows: list[InfusionLine]
    page: int
    has_newer: bool
    has_older: bool


def infusions(access: Access, patient: Patient, *, page: int = 1) -> InfusionPage:
    """A page of infusions. One query."""
    page = max(page, 1)
    start = (page - 1) * PAGE
    rows = list(
        _loaded(access.of(Infusion).filter(entry__patient=patient, entry__kind=Entry.Kind.INFUSION))[
            start : start + PAGE + 1
        ]
    )
    return InfusionPage([infusion_line(row) for row in rows[:PAGE]], page, page > 1, len(rows) > PAGE)


def infusions_between(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[InfusionLine]:
    """Infusions of the local days from ``first`` to ``last``, newest first. One query."""
    rows = access.of(Infusion).filter(entry__patient=patient, entry__kind=Entry.Kind.INFUSION)
    return [infusion_line(row) for row in _loaded(rows.filter(entry__local_day__range=(first, last)))]


def infusion_line(row: Infusion) -> InfusionLine:
    """One row, whose ``entry.author`` and ``entry.patient.household`` are loaded."""
    entry = row.entry
    began = localtime(entry.occurred_at)
    day = began.date() if row.has_time else entry.local_day
    return InfusionLine(
        entry_id=entry.pk,
        patient_id=entry.patient_id,
        product=row.product,
        day=day,
        when=f"{day_words(day)}, {clock_words(entry.occurred_at)}" if row.has_time else day_words(day),
        detail=listed(part for part in (grams_words(row.grams), row.get_route_display(), reaction_words(row)) if part),
        author=str(entry.author),
        late=entry.is_late,
        edited=entry.edited_at is not None,
    )


def grams_words(grams: str) -> str:
    """The amount as entered, with its unit unless the family wrote one."""
    if not grams:
        return ""
    return grams if any(sign.isalpha() for sign in grams) else _("%(amount)s g") % {"amount": grams}


def reaction_words(row: Infusion) -> str:
    """What was said about a reaction; "" when nothing was."""
    if not row.reaction:
        return row.reaction_text
    words = _("Reaction: %(answer)s") % {"answer": row.get_reaction_display().lower()}
    return f"{words} ({row.reaction_text})" if row.reaction_text else words


def infusion_facts(row: Infusion) -> list[tuple[str, str]]:
    """What is known about an infusion, as pairs of name and value."""
    took = ngettext("%(n)d minute", "%(n)d minutes", row.minutes) % {"n": row.minutes} if row.minutes else ""
    found = [
        (_("When"), infusion_line(row).when),
        (_("Product"), row.product),
        (_("Amount"), grams_words(row.grams)),
        (_("How it was given"), row.get_route_display()),
        (_("Where on the body"), row.site),
        (_("Batch number"), row.batch),
        (_("How long it took"), took),
        (_("Any reaction"), row.get_reaction_display()),
        (_("What happened"), row.reaction_text),
    ]
    return [(name, str(value)) for name, value in found if value]


def _loaded(rows: QuerySet) -> QuerySet:
    return rows.select_related("entry__author", "entry__patient__household").order_by("-entry__occurred_at", "-pk")
