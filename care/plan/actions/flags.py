"""Asking the red-flag rules about an entry, and keeping what they said and what the family did."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.household.audit import audit
from care.household.medical import Statement, in_lines, medical
from care.household.models import Patient, User
from care.household.rules import age_in_words
from care.household.rules import local_day as day_of
from care.plan.models import CallPlan, CareContact, CarePlan, FlagMessage
from care.plan.models.care_plan import DEFAULT_MINUTES
from care.plan.models.words import COLOURS, NEAR, SIGNS, VALUES
from care.plan.reads import active_rules
from care.plan.reads.care_plan import degrees_words
from care.plan.rules.facts import YES, Facts
from care.plan.rules.judging import Verdict, judge
from care.plan.rules.levels import NO_PLAN
from care.plan.rules.registry import BY_ID
from care.record.models import Entry
from care.reference import red_flags, sources

NOTHING = Facts()
#: Set by ``care.apps`` when Tend starts, for vaccines live in a room above: (patient, day) -> days since a live one.
LiveVaccine = Callable[[Patient, dt.date], int | None]
_live_vaccine: list[LiveVaccine] = []


def offer_live_vaccine(read: LiveVaccine) -> None:
    """Say how the days since a patient's last live vaccine are read. Called once, by whoever wires the house."""
    _live_vaccine[:] = [read]


def raise_flags(*, entry: Entry, by: User, at: dt.datetime, facts: Facts) -> tuple[FlagMessage, ...]:
    """Ask the red-flag rules about an entry, inside the caller's transaction; what they say is kept and shown.

    Call it after every add and every correction, with all the entry's facts as they are now. ``hours_since``,
    ``age_months`` and, where it matters, ``days_since_live_vaccine`` are filled in when None. Returns the messages
    this call added: a rule speaks once about an entry of a patient, and again only at a higher level. What was said
    before stays.
    """
    return () if facts == NOTHING else _raise(entry, by, at, facts)


@transaction.atomic
def _raise(entry: Entry, by: User, at: dt.datetime, facts: Facts) -> tuple[FlagMessage, ...]:
    patient = entry.patient
    plan = CarePlan.objects.filter(patient=patient).first()
    facts = _of_the_event(facts, entry, at)
    verdicts = judge(facts, plan.values if plan else NO_PLAN, active_rules())
    if not verdicts:
        return ()
    said: dict[str, int] = {}
    for rule, level in FlagMessage.objects.filter(entry=entry, patient=patient).values_list("rule", "level"):
        said[rule] = max(level, said.get(rule, -1))
    fresh = [verdict for verdict in verdicts if verdict.level > said.get(verdict.rule, -1)]
    if not fresh:
        return ()
    today = day_of(at, patient.household.time_zone)
    numbers = _numbers(entry, plan)
    added = [
        FlagMessage(
            patient=patient,
            entry=entry,
            rule=verdict.rule,
            level=verdict.level,
            told=told_words(facts, verdict.rule),
            words=_words(verdict, numbers),
            plan_words=plan.texts.get(verdict.rule, "") if plan else "",
            source=_source(verdict, plan, today)[:400],
            raised_by=by,
            raised_at=at,
            local_day=today,
        )
        for verdict in fresh
    ]
    # The same correction twice at once: what the other one said first stays.
    FlagMessage.objects.bulk_create(added, ignore_conflicts=True)
    household = patient.household
    audit(household=household, by=by, at=at, action="flags.raised", target=entry, patient=patient)
    return tuple(added)


@transaction.atomic
def mark_called(*, message: FlagMessage, by: User, at: dt.datetime) -> None:
    """Keep that the family called about a message's entry. The first mark stays."""
    _mark(message, {"called_at": at, "called_by": by}, by=by, at=at, action="flags.called")


@transaction.atomic
def put_aside(*, message: FlagMessage, by: User, at: dt.datetime) -> None:
    """Take the messages of an entry off Today; the history keeps them. Nobody is asked why."""
    _mark(message, {"put_aside_at": at, "put_aside_by": by}, by=by, at=at, action="flags.put_aside")


def mark_shown(*, messages: list, at: dt.datetime) -> None:
    """Keep when messages were first shown on a page."""
    FlagMessage.objects.filter(pk__in=[message.id for message in messages], shown_at=None).update(shown_at=at)


def told_words(facts: Facts, rule: str) -> str:
    """What was recorded, of the facts a rule reads: "Very hard breathing, Blue or grey lips"."""
    reads = set(BY_ID[rule].reads)
    found = [str(SIGNS[name]) for name in SIGNS if name in reads and getattr(facts, name) == YES]
    for name in (field.name for field in fields(Facts)):
        value = getattr(facts, name)
        if name in reads and name in VALUES and value not in (None, "", ()):
            found.append(str(VALUES[name]) % _value_words(name, value, facts))
    return ", ".join(found)


def _value_words(name: str, value, facts: Facts) -> str:
    if name == "temperature_tenths":
        return degrees_words(value, facts.temperature_unit or "?")
    if name == "sputum_colour":
        return str(COLOURS.get(value, value))
    if name == "lump_near":
        return ", ".join(str(NEAR.get(place, place)) for place in value)
    return str(value)


def _of_the_event(facts: Facts, entry: Entry, at: dt.datetime) -> Facts:
    if facts.hours_since is None:
        facts = replace(facts, hours_since=max(int((at - entry.occurred_at).total_seconds() // 3600), 0))
    born = entry.patient.birth_date
    if facts.age_months is None and born is not None and born <= entry.local_day:
        years, months = age_in_words(born, entry.local_day)
        facts = replace(facts, age_months=years * 12 + months)
    # RF-22: a fever, a rash or being unwell in the weeks after a live vaccine, whichever log it comes from.
    matters = facts.temperature_tenths is not None or YES in (facts.rash, facts.fever, facts.unwell)
    if facts.days_since_live_vaccine is None and matters:
        for read in _live_vaccine:
            facts = replace(facts, days_since_live_vaccine=read(entry.patient, entry.local_day))
    return facts


def _numbers(entry: Entry, plan: CarePlan | None) -> dict[str, object]:
    urgent = CareContact.objects.filter(patient=entry.patient_id, removed_at=None, is_urgent_line=True).first()
    number = CallPlan.objects.filter(patient=entry.patient_id).values_list("emergency_number", flat=True).first()
    return {
        "emergency_number": number or gettext_lazy("your local emergency number"),
        "team_urgent": f"{urgent.name} ({urgent.phone})" if urgent else gettext_lazy("your care team's urgent line"),
        "minutes": str(plan.urgent_minutes if plan else DEFAULT_MINUTES),
    }


def _words(verdict: Verdict, numbers: dict[str, object]) -> str:
    """What to do, as it is kept: on a second line the English, where nobody checked the translation."""
    words = medical(red_flags.levels()[verdict.level.key].words, **numbers)
    more = medical(BY_ID[verdict.rule].papers.words)
    english = " ".join(part for part in (words.english, more.english) if part)
    return in_lines(Statement.of(f"{words} {more}" if more else words, english))


def _source(verdict: Verdict, plan: CarePlan | None, today: dt.date) -> str:
    if verdict.from_plan and plan is not None:
        words = _("From your plan, %(doctor)s, %(day)s") % {
            "doctor": plan.signed_by,
            "day": date_format(plan.signed_on, "D j M Y"),
        }
        past = plan.days_past(today)
        if past:
            late = ngettext(
                "The plan is %(count)d day past its review day.",
                "The plan is %(count)d days past its review day.",
                past,
            )
            words = f"{words}. {late % {'count': past}}"
        return words
    papers = BY_ID[verdict.rule].papers
    if papers.is_own:
        return _("Tend's own rule: your worry always counts")
    if red_flags.PLAN in papers.sources and not papers.published:
        return _("General guidance, to be settled with your care team")
    if not papers.published:
        return _("General guidance. No source was checked yet")
    found = (sources.get(key) for key in papers.published)
    names = "; ".join(f"{one.name}, {one.date}" if one.has_date else one.name for one in found)
    return _("General guidance, %(source)s") % {"source": names}


def _mark(message: FlagMessage, values: dict, *, by: User, at: dt.datetime, action: str) -> None:
    blank = {name: None for name in values}
    row = FlagMessage.objects.select_related("patient__household", "entry").get(pk=message.pk)
    if FlagMessage.objects.filter(entry=row.entry_id, patient=row.patient_id, **blank).update(**values):
        audit(household=row.patient.household, by=by, at=at, action=action, target=row.entry, patient=row.patient)
