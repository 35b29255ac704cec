"""Vaccine decisions as pages, the timeline and a visit summary need them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.plan.reads import Contact
from care.plan.reads import contacts as care_team
from care.record.dates import parse
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Line
from care.record.reads import changes as record_changes
from care.reference import vaccines as catalogue
from care.vaccines import rules
from care.vaccines.models import VaccineDecision
from care.vaccines.models.decisions import OUTCOME_WORDS, date_text
from care.vaccines.reads.answers import BADGE_KINDS, date_words, translated
from care.vaccines.rules import Answer, Badge, LiveGiven, Outcome, ask_before_date

#: For a decision on a vaccine that is not in the catalogue.
UNLISTED = Answer(
    slug=None,
    badge=Badge.NOT_KNOWN,
    do=rules.ASK,
    why=rules.WHY_NOT_KNOWN,
    question="",
    others=(),
    sources=(),
    is_checked=False,
)


@dataclass(frozen=True)
class DecisionLine:
    """One decision. ``date`` is "" when it is not known; ``day`` is the last possible day of it, for sorting.

    ``said`` orders what was said of one vaccine: the newest stands.
    """

    entry_id: UUID
    patient_id: UUID
    slug: str
    title: str
    outcome: str
    outcome_words: str
    date: str
    day: dt.date
    said: tuple[dt.date, dt.datetime]
    kind: str
    badge_words: str
    treated_as_live: bool
    reason: str
    url: str

    @property
    def text(self) -> str:
        """Vaccine, badge, outcome and date in one line, for summaries."""
        words = {"vaccine": self.title, "badge": self.badge_words, "outcome": self.outcome_words, "date": self.date}
        if self.date:
            return _("%(vaccine)s (%(badge)s): %(outcome)s, %(date)s") % words
        return _("%(vaccine)s (%(badge)s): %(outcome)s, date not known") % words


@dataclass(frozen=True)
class VaccineSummary:
    """What a visit summary says about vaccines in a period: decisions dated in it, and what is still open."""

    live_given: list[DecisionLine]
    live_planned: list[DecisionLine]
    given: list[DecisionLine]
    decided: list[DecisionLine]
    open_questions: list[DecisionLine]


@dataclass(frozen=True)
class WasLine:
    """One older value of a decision, in words."""

    was: str
    who: str
    at: dt.datetime


def describe_decisions(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each vaccine decision among ``entries``. One query."""
    own = {entry.pk: entry for entry in entries}
    found = {}
    for row in VaccineDecision.objects.filter(pk__in=own):
        line = _line(row, own[row.pk])
        marks = (line.badge_words,) if line.treated_as_live else ()
        words = (line.title, line.outcome_words, line.date)
        found[row.pk] = Line(
            title=_("Vaccine decision"), text=listed(word for word in words if word), url=line.url, marks=marks
        )
    return found


def decisions(access: Access, patient: Patient) -> list[DecisionLine]:
    """All decisions for a patient, newest date first."""
    return [line for line, _row in _rows(access, patient)]


def planned_live(access: Access, patient: Patient) -> dict[UUID, tuple[dt.date, dt.date]]:
    """(first, last) day of each plan that stands for a vaccine that is live, or may be: the newest word stands."""
    pairs = _rows(access, patient)
    stands = {line.entry_id for line in _newest(line for line, _row in pairs)}
    return {
        row.pk: (row.dated.earliest, row.dated.latest)
        for _line, row in pairs
        if row.pk in stands and row.dated is not None and ask_before_date(row.product, row.outcome)
    }


def decision_line(decision: VaccineDecision) -> DecisionLine:
    """One decision as a line. Its ``entry`` is loaded."""
    return _line(decision, decision.entry)


def latest(access: Access, patient: Patient) -> dict[str, DecisionLine]:
    """The newest decision for each catalogue row that has one."""
    return {line.slug: line for line in _newest(decisions(access, patient)) if line.slug}


def live_given(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[DecisionLine]:
    """Doses of live vaccines, or of ones that may be live, given from ``first`` to ``last`` inclusive.

    A partial date counts when any of its days lies in the period; an unknown one by the day it was written down.
    A dose that is older counts too when it was written down in the period: the clinic has not heard of it yet.
    """
    return for_summary(access, patient, first, last).live_given


def open_questions(access: Access, patient: Patient) -> list[DecisionLine]:
    """What the next visit should talk about: the newest decision on a vaccine, where that is a question or a plan."""
    return still_open(decisions(access, patient))


def for_summary(access: Access, patient: Patient, first: dt.date, last: dt.date) -> VaccineSummary:
    """Vaccines of a period, dates as in ``live_given``; plans and open questions whatever their date. One query.

    Only ``live_given`` holds older doses that were written down in the period.
    """
    pairs = _rows(access, patient)
    inside = [line for line, row in pairs if _lies_in(row, first, last)]
    given = [line for line in inside if line.outcome == Outcome.GIVEN]
    newest = _newest([line for line, _row in pairs])
    return VaccineSummary(
        live_given=[
            line
            for line, row in pairs
            if line.outcome == Outcome.GIVEN
            and line.treated_as_live
            and (_lies_in(row, first, last) or first <= row.entry.local_day <= last)
        ],
        live_planned=[line for line in newest if line.outcome == Outcome.PLANNED and line.treated_as_live],
        given=given,
        decided=[line for line in inside if line.outcome != Outcome.GIVEN],
        open_questions=still_open([line for line, _row in pairs]),
    )


def follow_up(decision: VaccineDecision, today: dt.date) -> LiveGiven:
    """What a recorded decision asks of the family today."""
    return rules.live_given(_answer(decision).badge, decision.outcome, decision.dated, today)


def facts(decision: VaccineDecision) -> list[tuple[str, str]]:
    """(label, value) of everything that was filled in. Its ``entry`` is loaded."""
    entry = decision.entry
    pairs = [
        (_("Name on the vaccine card"), decision.product_text),
        (_("What happened"), str(OUTCOME_WORDS[Outcome(decision.outcome)])),
        (_("When"), date_words(decision.dated) or _("Date not known")),
        (_("Who decided"), decision.get_decided_by_display() if decision.decided_by else ""),
        (_("Who advised it"), decision.advised_by),
        (_("Why"), decision.reason),
        (_("Where it was given"), decision.place),
        (_("Dose number"), str(decision.dose_number or "")),
        (_("Lot number"), decision.lot),
        (_("How it was given"), decision.get_route_display() if decision.route else ""),
        (_("Where on the body"), decision.get_site_display() if decision.site else ""),
        (_("What happened afterwards"), decision.reaction),
        (_("Note"), entry.note),
        (_("How we know"), entry.get_source_display()),
        (_("Written down"), date_format(entry.local_day, "j M Y")),
        (_("By"), str(entry.author)),
    ]
    return [(label, value) for label, value in pairs if value]


def days_since_live_vaccine(patient: Patient, day: dt.date) -> int | None:
    """Days from the newest live dose of the patient to ``day``; None when none lies within six weeks. One query.

    For the red-flag rules of other logs. A partial date counts as its latest possible day.
    """
    rows = VaccineDecision.objects.filter(
        entry__patient=patient,
        entry__kind=Entry.Kind.VACCINE_DECISION,
        entry__removed_at=None,
        outcome=Outcome.GIVEN,
        decided_on__gte=day - rules.SIX_WEEKS - dt.timedelta(days=366),
        decided_on__lte=day,
    )
    ages = [
        (day - min(row.dated.latest, day)).days
        for row in rows
        if row.dated is not None and _answer(row).treated_as_live
    ]
    recent = [age for age in ages if age <= rules.SIX_WEEKS.days]
    return min(recent, default=None)


def whom_to_ring(access: Access, patient: Patient) -> list[Contact]:
    """The immunology team's numbers; without one, all numbers of the care team."""
    known = care_team(access, patient)
    return [contact for contact in known if contact.is_immunology] or known


def history(access: Access, decision: VaccineDecision) -> list[WasLine]:
    """What the decision said before, oldest first."""
    changes = record_changes(access, decision.pk)
    found = []
    for change in changes:
        # Shown with its date: the first of a month stands for the month.
        if change.field != "decided_precision":
            later = [c for c in changes if c.field == "decided_precision" and c.at >= change.at]
            precision = later[0].old if later else decision.decided_precision
            found.append(WasLine(_was(change.field, change.old, precision), change.by, change.at))
    return found


def _rows(access: Access, patient: Patient) -> list[tuple[DecisionLine, VaccineDecision]]:
    # With its kind, so that the database looks up this kind's entries and no others.
    kind = Entry.Kind.VACCINE_DECISION
    rows = access.of(VaccineDecision).filter(entry__patient=patient, entry__kind=kind).select_related("entry")
    pairs = [(decision_line(row), row) for row in rows]
    return sorted(pairs, key=lambda pair: (pair[0].day, pair[1].entry.entered_at), reverse=True)


def _answer(decision: VaccineDecision) -> Answer:
    product = catalogue.by_slug().get(decision.product)
    return rules.answer(product) if product else UNLISTED


def _title(decision: VaccineDecision) -> str:
    product = catalogue.by_slug().get(decision.product)
    return translated(product.name) if product else decision.product_text


def _line(decision: VaccineDecision, entry: Entry) -> DecisionLine:
    answer, dated, patient_id = _answer(decision), decision.dated, entry.patient_id
    return DecisionLine(
        entry_id=decision.pk,
        patient_id=patient_id,
        slug=decision.product,
        title=_title(decision),
        outcome=decision.outcome,
        outcome_words=str(OUTCOME_WORDS[Outcome(decision.outcome)]),
        date=date_words(dated),
        day=dated.latest if dated else entry.local_day,
        said=(rules.said_on(dated, entry.local_day), entry.entered_at),
        kind=BADGE_KINDS[answer.badge],
        badge_words=translated(answer.words),
        treated_as_live=answer.treated_as_live,
        reason=decision.reason,
        url=reverse("vaccines:detail", kwargs={"patient": patient_id, "decision": decision.pk}),
    )


def _lies_in(decision: VaccineDecision, first: dt.date, last: dt.date) -> bool:
    dated = decision.dated
    if dated is None:
        return first <= decision.entry.local_day <= last
    return dated.earliest <= last and dated.latest >= first


def _newest(lines: Iterable[DecisionLine]) -> list[DecisionLine]:
    """What stands of each vaccine, in the order it came. Vaccines outside the catalogue go by their text."""
    newest: dict[str, DecisionLine] = {}
    lines = list(lines)
    for line in lines:
        key = line.slug or line.title.casefold()
        if key not in newest or newest[key].said < line.said:
            newest[key] = line
    return [line for line in lines if newest[line.slug or line.title.casefold()] is line]


def still_open(lines: Iterable[DecisionLine]) -> list[DecisionLine]:
    return [line for line in _newest(lines) if rules.is_open_question(line.outcome)]


_CHOICES = (
    ("decided_by", VaccineDecision.DecidedBy),
    ("route", VaccineDecision.Route),
    ("site", VaccineDecision.Site),
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
