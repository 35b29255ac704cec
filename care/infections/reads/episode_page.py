"""Everything about one infection, in a number of queries that does not grow with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from care.infections.models import (
    AntimicrobialCourse,
    BreathingDay,
    CareVisit,
    DaysMissed,
    Episode,
    EpisodeCheck,
    InfectionTest,
    Site,
    Temperature,
    Verification,
)
from care.infections.reads import words
from care.infections.reads.history import ChangeLine, change_lines
from care.infections.reads.logs import LogView, log_view
from care.infections.reads.shapes import (
    CheckView,
    EpisodeView,
    TemperatureView,
    check_view,
    episode_view,
    temperature_view,
)
from care.infections.rules.sameness import FREE_DAYS, free_days, may_be_same, same_place
from care.precautions import reads as precautions
from care.record.dates import Precision
from care.record.models import Entry
from care.record.reads import changes

Kind = Entry.Kind
# The tables whose rows belong to an infection, and the name by which an entry knows each.
HANGING = {
    Kind.INFECTION_CHECK: (EpisodeCheck, "infection_check"),
    Kind.TEMPERATURE: (Temperature, "temperature"),
    Kind.INFECTION_TEST: (InfectionTest, "infection_test"),
    Kind.ANTIMICROBIAL: (AntimicrobialCourse, "antimicrobial"),
    Kind.CARE_VISIT: (CareVisit, "care_visit"),
    Kind.DAYS_MISSED: (DaysMissed, "days_missed"),
}


@dataclass(frozen=True)
class EpisodeDay:
    """What was logged about an infection on one day, newest first."""

    date: dt.date
    checks: list[CheckView] = field(default_factory=list)
    temperatures: list[TemperatureView] = field(default_factory=list)
    breathing: list[LogView] = field(default_factory=list)


@dataclass(frozen=True)
class Earlier:
    """An infection at the same place that may be the same one: asked, never decided. ``free_days`` lie between."""

    pk: UUID
    title: str
    ended_words: str
    free_days: int
    is_open: bool


@dataclass(frozen=True)
class Joined:
    """An infection that was joined into this one and can be taken apart again."""

    pk: UUID
    title: str
    onset_words: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True)
class EpisodePage:
    """An infection with everything that was logged about it, newest first."""

    episode: EpisodeView
    facts: list[tuple[str, str]] = field(default_factory=list)
    checks: list[CheckView] = field(default_factory=list)
    temperatures: list[TemperatureView] = field(default_factory=list)
    days: list[EpisodeDay] = field(default_factory=list)
    tests: list[LogView] = field(default_factory=list)
    courses: list[LogView] = field(default_factory=list)
    visits: list[LogView] = field(default_factory=list)
    missed: list[LogView] = field(default_factory=list)
    changes: list[ChangeLine] = field(default_factory=list)
    knows_the_days_before: bool = False
    earlier: list[Earlier] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)


def episode_page(access: Access, episode: Episode) -> EpisodePage:
    """Everything about one infection. ``episode`` comes from the access door. Three queries, whatever hangs on it."""
    patient = episode.entry.patient
    today = access.today(patient)
    rows = _hanging(access, patient, episode, today)
    checks = [check_view(row) for row in rows[Kind.INFECTION_CHECK]]
    readings = [temperature_view(row) for row in rows[Kind.TEMPERATURE]]
    breathing = [log_view(row) for row in rows[Kind.BREATHING]]
    around = _around(access, patient, episode)
    return EpisodePage(
        episode=episode_view(episode, today),
        facts=_facts(episode, around),
        checks=checks,
        temperatures=readings,
        days=_by_day(checks, readings, breathing),
        tests=[log_view(row) for row in rows[Kind.INFECTION_TEST]],
        courses=[log_view(row) for row in rows[Kind.ANTIMICROBIAL]],
        visits=[log_view(row) for row in rows[Kind.CARE_VISIT]],
        missed=[log_view(row) for row in rows[Kind.DAYS_MISSED]],
        changes=change_lines(changes(access, episode.pk), episode),
        knows_the_days_before=episode.onset.precision == Precision.DAY,
        earlier=_earlier(episode, around),
        joined=_joined(episode, around),
    )


def hanging_keys(access: Access, episode: Episode, need: Capability = Capability.SEE_TODAY):
    """A subquery: the entries that belong to an infection."""
    arms = [access.of(model, need).filter(episode=episode).order_by().values("pk") for model, _name in HANGING.values()]
    return arms[0].union(*arms[1:], all=True)


def _hanging(access: Access, patient: Patient, episode: Episode, today: dt.date) -> dict[str, list]:
    """The rows of every kind, newest first, with author and patient loaded. One query.

    For a chest infection also the breathing log of its days: it belongs to the day, not to the infection.
    """
    keys = hanging_keys(access, episode)
    names = [name for _model, name in HANGING.values()]
    if episode.site == Site.LUNG:
        breathing = access.of(BreathingDay, Capability.SEE_TODAY).filter(
            entry__patient=patient, entry__local_day__range=(episode.onset_on, episode.resolved_on or today)
        )
        keys = keys.union(breathing.order_by().values("pk"), all=True)
        names.append("breathing")
    entries = (
        Entry.objects.filter(pk__in=keys)
        .select_related("author", "patient__household", *names)
        .order_by("-occurred_at", "-pk")
    )
    found: dict[str, list] = defaultdict(list)
    for entry in entries:
        name = HANGING[Kind(entry.kind)][1] if entry.kind in HANGING else "breathing"
        row = getattr(entry, name)
        row.entry = entry
        found[entry.kind].append(row)
    return found


def _by_day(
    checks: Sequence[CheckView], readings: Sequence[TemperatureView], breathing: Sequence[LogView]
) -> list[EpisodeDay]:
    days: dict[dt.date, EpisodeDay] = {}
    for name, views in (("checks", checks), ("temperatures", readings), ("breathing", breathing)):
        for view in views:
            day = days.setdefault(view.local_day, EpisodeDay(view.local_day))  # type: ignore[attr-defined]
            getattr(day, name).append(view)
    return [days[date] for date in sorted(days, reverse=True)]


def days_before(access: Access, episode: Episode) -> list[precautions.Fact]:
    """What was written down in the 14 days before it began; nothing as long as that day is not known. Two queries.

    Facts beside each other in time: nothing here says that one led to the other.
    """
    if episode.onset.precision != Precision.DAY:
        return []
    return precautions.exposures_before(access, episode.entry.patient, episode.onset_on)


def _around(access: Access, patient: Patient, episode: Episode) -> list[Episode]:
    """Infections that may be the same one, were joined into this one, or came back as it. One query."""
    if not access.may(Capability.SEE_RECORD, patient):
        return []
    near = Q(
        entry__removed_at=None,
        site=episode.site,
        is_lump=episode.is_lump,
        onset_on__lte=episode.onset_on,
    ) & (Q(resolved_on=None) | Q(resolved_on__gte=episode.onset_on - dt.timedelta(days=FREE_DAYS + 1)))
    linked = Q(joined_into=episode) | Q(recurrences=episode)
    rows = (
        Episode.objects.filter(near | linked, entry__patient=patient, entry__kind=Kind.INFECTION)
        .exclude(pk=episode.pk)
        .select_related("entry__removed_by")
        .order_by("-onset_on", "-pk")
        .distinct()
    )
    return list(rows[:20])


def _facts(episode: Episode, around: list[Episode]) -> list[tuple[str, str]]:
    found = words.facts(episode)
    for row in around:
        if row.pk == episode.recurrence_of_id:
            found.append((_("Same place as before"), f"{row.title}, {words.began(row)}"))
    return found


def _earlier(episode: Episode, around: list[Episode]) -> list[Earlier]:
    if episode.entry.removed_at is not None or episode.verification == Verification.REFUTED:
        return []
    here = (episode.site, episode.body_site, episode.side)
    return [
        Earlier(
            row.pk,
            row.title,
            words.date(row.resolved),
            free_days(row.resolved_on, episode.onset_on) if row.resolved_on else 0,
            row.resolved_on is None,
        )
        for row in around
        if row.entry.removed_at is None
        and row.verification != Verification.REFUTED
        and row.onset_on <= episode.onset_on
        and same_place(here, (row.site, row.body_site, row.side))
        and row.pk not in (episode.split_from_id, episode.recurrence_of_id)
        and may_be_same(row.resolved_on, episode.onset_on)
    ]


def _joined(episode: Episode, around: list[Episode]) -> list[Joined]:
    return [
        Joined(row.pk, row.title, words.date(row.onset), str(row.entry.removed_by or ""), row.entry.removed_at)
        for row in around
        if row.joined_into_id == episode.pk and row.entry.removed_at is not None
    ]
