"""Vaccines of people at home. Nothing here is ever counted among the patient's own."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.medical import medical
from care.household.models import Patient
from care.record.listing import listed
from care.record.models import Answer, Entry
from care.record.reads import Line
from care.reference import sources
from care.reference import vaccines as catalogue
from care.vaccines import rules
from care.vaccines.models import HouseholdVaccine
from care.vaccines.models.decisions import OUTCOME_WORDS
from care.vaccines.reads.answers import BADGE_KINDS, date_words, source_words, translated
from care.vaccines.reads.decisions import DOSES, answer_of, dose_facts, with_corrections
from care.vaccines.reads.news import is_live_news
from care.vaccines.rules import Contact, Outcome


@dataclass(frozen=True)
class ContactNote:
    """What a vaccine of somebody at home means for the patient. ``tell``: the team is told today.

    ``note`` was read in ``source``; both are "" when no note on contact was.
    """

    tell: bool
    asks_contact: bool
    note: str
    source: str
    ask_team: bool


@dataclass(frozen=True)
class HomeLine:
    """One vaccine of somebody at home. ``date`` is "" when it is not known; ``day`` sorts. ``is_dose``: they had it."""

    entry_id: UUID
    member: str
    slug: str
    title: str
    outcome: str
    is_dose: bool
    outcome_words: str
    date: str
    day: dt.date
    kind: str
    badge_words: str
    treated_as_live: bool
    url: str
    written: dt.date
    entered_at: dt.datetime
    edited: bool

    @property
    def text(self) -> str:
        """In one line, for summaries."""
        words = {"who": self.member, "vaccine": self.title, "badge": self.badge_words, "outcome": self.outcome_words}
        date = self.date or _("date not known")
        return _("At home, %(who)s: %(vaccine)s (%(badge)s), %(outcome)s, %(date)s") % (words | {"date": date})


def contact_note(slug: str) -> ContactNote:
    """The contact note of a catalogue row; of "" (not in the catalogue) it is "ask"."""
    follows = rules.contact(slug)
    row = catalogue.by_slug().get(slug)
    note = rules.contact_note(row) if row else ""
    source = sources.get(row.household_source[0]) if row and note else None
    return ContactNote(
        tell=follows is Contact.TELL,
        asks_contact=follows is Contact.SHEDDING,
        note=medical(note),
        source=source_words(source) if source else "",
        ask_team=not note,
    )


def home_vaccines(access: Access, patient: Patient) -> list[HomeLine]:
    """Vaccines of people at home, newest date first. One query."""
    return _newest_first(_rows(access, patient))


def home_for_summary(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[HomeLine]:
    """Live ones given at home, for the summary of a period: those it would tell of as the patient's. One query."""
    zone, rows = patient.household.time_zone, with_corrections(_rows(access, patient))
    return _newest_first(row for row in rows if is_live_news(row, first, last, zone))


def _rows(access: Access, patient: Patient) -> QuerySet[HouseholdVaccine]:
    kind = Entry.Kind.HOUSEHOLD_VACCINE
    return access.of(HouseholdVaccine).filter(entry__patient=patient, entry__kind=kind).select_related("entry")


def _newest_first(rows: Iterable[HouseholdVaccine]) -> list[HomeLine]:
    return sorted((home_line(row) for row in rows), key=lambda line: (line.day, line.entered_at), reverse=True)


def home_line(row: HouseholdVaccine) -> HomeLine:
    """One as a line. Its ``entry`` is loaded."""
    product = catalogue.by_slug().get(row.product)
    answer, dated = answer_of(row), row.dated
    return HomeLine(
        entry_id=row.pk,
        member=row.member,
        slug=row.product,
        title=translated(product.name) if product else row.product_text,
        outcome=row.outcome,
        is_dose=row.outcome in DOSES,
        outcome_words=str(OUTCOME_WORDS[Outcome(row.outcome)]),
        date=date_words(dated),
        day=dated.latest if dated else row.entry.local_day,
        kind=BADGE_KINDS[answer.badge],
        badge_words=translated(answer.words),
        treated_as_live=answer.treated_as_live,
        url=reverse("vaccines:home-detail", kwargs={"patient": row.entry.patient_id, "shot": row.pk}),
        written=row.entry.local_day,
        entered_at=row.entry.entered_at,
        edited=row.entry.edited_at is not None,
    )


def home_facts(row: HouseholdVaccine) -> list[tuple[str, str]]:
    """(label, value) of everything that was filled in. Its ``entry`` and its ``author`` are loaded."""
    pairs = [
        (_("Who"), row.member),
        *dose_facts(row),
        (_("Near their nappies or rash"), str(Answer(row.contact).label) if row.contact else ""),
        (_("Note"), row.entry.note),
        (_("Written down"), date_format(row.entry.local_day, "D j M Y")),
        (_("By"), str(row.entry.author)),
    ]
    return [(label, value) for label, value in pairs if value]


def members(lines: Sequence[HomeLine]) -> list[str]:
    """The people at home who were named so far."""
    return list(dict.fromkeys(line.member for line in lines))


def describe_home(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each vaccine of somebody at home among ``entries``. One query."""
    own = {entry.pk: entry for entry in entries}
    found = {}
    for row in HouseholdVaccine.objects.filter(pk__in=own):
        row.entry = own[row.pk]
        line = home_line(row)
        words = (line.member, line.title, line.outcome_words, line.date)
        marks = (line.badge_words,) if line.treated_as_live else ()
        text = listed(word for word in words if word)
        found[row.pk] = Line(title=str(Entry.Kind.HOUSEHOLD_VACCINE.label), text=text, url=line.url, marks=marks)
    return found
