"""Vaccine decisions as pages, the timeline and a visit summary need them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.plan.reads import Contact
from care.plan.reads import contacts as care_team
from care.record.listing import listed
from care.record.models import Correction, Entry
from care.record.reads import Line
from care.reference import vaccines as catalogue
from care.vaccines import rules
from care.vaccines.models import VaccineDecision
from care.vaccines.models.decisions import OUTCOME_WORDS, DatedDose
from care.vaccines.reads.answers import BADGE_KINDS, date_words, translated
from care.vaccines.rules import Answer, Badge, LiveGiven, Outcome, Said, ask_before_date

T = TypeVar("T", bound=DatedDose)

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
#: Outcomes that mean a dose went into the body.
DOSES = (Outcome.GIVEN, Outcome.HAD_ALREADY)


@dataclass(frozen=True)
class DecisionLine:
    """One decision. ``date`` is "" when it is not known; ``day`` is the last possible day of it, for sorting.

    ``said`` decides whether it stands beside others. ``written`` is the day it counts for in the record.
    ``asks_first``: a plan before which the team is asked.
    """

    entry_id: UUID
    patient_id: UUID
    slug: str
    title: str
    outcome: str
    outcome_words: str
    date: str
    day: dt.date
    said: Said
    kind: str
    badge_words: str
    treated_as_live: bool
    asks_first: bool
    reason: str
    url: str
    written: dt.date
    edited: bool

    @property
    def text(self) -> str:
        """Vaccine, badge, outcome and date in one line, for summaries."""
        words = {"vaccine": self.title, "badge": self.badge_words, "outcome": self.outcome_words, "date": self.date}
        if self.date:
            return _("%(vaccine)s (%(badge)s): %(outcome)s, %(date)s") % words
        return _("%(vaccine)s (%(badge)s): %(outcome)s, date not known") % words


def describe_decisions(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each vaccine decision among ``entries``. One query."""
    own = {entry.pk: entry for entry in entries}
    found = {}
    for row in VaccineDecision.objects.filter(pk__in=own):
        row.entry = own[row.pk]
        line = decision_line(row)
        marks = (line.badge_words,) if line.treated_as_live else ()
        words = (line.title, line.outcome_words, line.date)
        found[row.pk] = Line(
            title=_("Vaccine decision"), text=listed(word for word in words if word), url=line.url, marks=marks
        )
    return found


def decisions(access: Access, patient: Patient) -> list[DecisionLine]:
    """All decisions for a patient, newest date first."""
    return [line for line, _row in rows_of(access, patient)]


def planned_live(access: Access, patient: Patient) -> dict[UUID, tuple[dt.date, dt.date]]:
    """(first, last) day of each plan that stands for a vaccine that is live, or may be."""
    pairs = rows_of(access, patient)
    stands = rules.standing(line.said for line, _row in pairs)
    return {
        row.pk: (row.dated.earliest, row.dated.latest)
        for _line, row in pairs
        if row.pk in stands and row.dated is not None and ask_before_date(row.product, row.outcome)
    }


def latest(access: Access, patient: Patient) -> dict[str, DecisionLine]:
    """The newest decision for each catalogue row that has one. A plan that stands is told before an old story."""
    lines = sorted(standing(decisions(access, patient)), key=lambda line: (not line.said.is_old_story, line.said))
    return {line.slug: line for line in lines if line.slug}


def open_questions(access: Access, patient: Patient) -> list[DecisionLine]:
    """What the next visit should talk about: questions and plans that no newer decision ended."""
    return still_open(decisions(access, patient))


def follow_up(dose: DatedDose, today: dt.date) -> LiveGiven:
    """What a recorded decision, or a dose of somebody at home, asks of the family today."""
    return rules.live_given(answer_of(dose).badge, dose.outcome, dose.dated, today)


def dose_facts(dose: DatedDose) -> list[tuple[str, str]]:
    """(label, value) of what is told of every dose or decision, whoever it was for; "" where nothing was filled in."""
    return [
        (_("Name on the vaccine card"), dose.product_text),
        (_("What happened"), str(OUTCOME_WORDS[Outcome(dose.outcome)])),
        (_("When"), date_words(dose.dated) or _("Date not known")),
        (_("Who decided"), str(DatedDose.DecidedBy(dose.decided_by).label) if dose.decided_by else ""),
        (_("Who advised it"), dose.advised_by),
        (_("Why"), dose.reason),
        (_("Where it was given"), dose.place),
        (_("Dose number"), str(dose.dose_number or "")),
        (_("Lot number"), dose.lot),
        (_("How it was given"), str(DatedDose.Route(dose.route).label) if dose.route else ""),
        (_("Where on the body"), str(DatedDose.Site(dose.site).label) if dose.site else ""),
        (_("What happened afterwards"), dose.reaction),
    ]


def facts(decision: VaccineDecision) -> list[tuple[str, str]]:
    """(label, value) of everything that was filled in. Its ``entry`` is loaded."""
    entry = decision.entry
    pairs = [
        *dose_facts(decision),
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
        outcome__in=DOSES,
        decided_on__gte=day - rules.SIX_WEEKS - dt.timedelta(days=366),
        decided_on__lte=day,
    )
    ages = [
        (day - min(row.dated.latest, day)).days
        for row in rows
        if row.dated is not None and answer_of(row).treated_as_live
    ]
    recent = [age for age in ages if age <= rules.SIX_WEEKS.days]
    return min(recent, default=None)


def weeks_after_live_dose(entry: UUID) -> tuple[dt.date, dt.date] | None:
    """The days on which ``days_since_live_vaccine`` finds the dose of this entry; None where it is no live dose.

    One query.
    """
    row = VaccineDecision.objects.filter(pk=entry, outcome__in=DOSES).first()
    if row is None or row.dated is None or not answer_of(row).treated_as_live:
        return None
    return row.dated.earliest, row.dated.latest + rules.SIX_WEEKS


def whom_to_ring(access: Access, patient: Patient) -> list[Contact]:
    """The immunology team's numbers; without one, all numbers of the care team."""
    known = care_team(access, patient)
    return [contact for contact in known if contact.is_immunology] or known


#: A change of one of these makes an entry something else than what an earlier summary told.
TELLING = ("outcome", "product", "decided_on", "decided_precision")


def rows_of(access: Access, patient: Patient, *, corrected: bool = False) -> list[tuple[DecisionLine, VaccineDecision]]:
    """All decisions with their lines, newest date first. ``corrected``: with ``corrected_at``, the last such change."""
    # With its kind, so that the database looks up this kind's entries and no others.
    kind = Entry.Kind.VACCINE_DECISION
    rows = access.of(VaccineDecision).filter(entry__patient=patient, entry__kind=kind).select_related("entry")
    if corrected:
        rows = with_corrections(rows)
    pairs = [(decision_line(row), row) for row in rows]
    return sorted(pairs, key=lambda pair: (pair[0].day, pair[1].entry.entered_at), reverse=True)


def with_corrections(rows: QuerySet[T]) -> QuerySet[T]:
    """With ``corrected_at``: when one of them last became something else by a change, None when it never did."""
    changes = Correction.objects.filter(entry=OuterRef("pk"), field__in=TELLING).order_by("-at", "-pk")
    return rows.annotate(corrected_at=Subquery(changes.values("at")[:1]))  # type: ignore[return-value]


def answer_of(dose: DatedDose) -> Answer:
    product = catalogue.by_slug().get(dose.product)
    return rules.answer(product) if product else UNLISTED


def _title(decision: VaccineDecision) -> str:
    product = catalogue.by_slug().get(decision.product)
    return translated(product.name) if product else decision.product_text


def decision_line(decision: VaccineDecision) -> DecisionLine:
    """One decision as a line. Its ``entry`` is loaded."""
    answer, dated, entry = answer_of(decision), decision.dated, decision.entry
    patient_id = entry.patient_id
    return DecisionLine(
        entry_id=decision.pk,
        patient_id=patient_id,
        slug=decision.product,
        title=_title(decision),
        outcome=decision.outcome,
        outcome_words=str(OUTCOME_WORDS[Outcome(decision.outcome)]),
        date=date_words(dated),
        day=dated.latest if dated else entry.local_day,
        said=decision.said,
        kind=BADGE_KINDS[answer.badge],
        badge_words=translated(answer.words),
        treated_as_live=answer.treated_as_live,
        asks_first=ask_before_date(decision.product, decision.outcome),
        reason=decision.reason,
        url=reverse("vaccines:detail", kwargs={"patient": patient_id, "decision": decision.pk}),
        written=entry.local_day,
        edited=entry.edited_at is not None,
    )


def standing(lines: Iterable[DecisionLine]) -> list[DecisionLine]:
    """What stands of each vaccine, in the order it came: no newer word took its place."""
    lines = list(lines)
    stands = rules.standing(line.said for line in lines)
    return [line for line in lines if line.entry_id in stands]


def still_open(lines: Iterable[DecisionLine]) -> list[DecisionLine]:
    return [line for line in standing(lines) if rules.is_open_question(line.outcome)]
