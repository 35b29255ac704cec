"""What the red-flag rules said: after a save, on Today, and in the history."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.medical import Statement, from_lines
from care.household.models import Patient
from care.household.rules import Capability, day_end
from care.plan.models import FlagMessage
from care.plan.models.words import RULE_TITLES
from care.plan.rules.levels import Level
from care.plan.rules.registry import RULES, Rule
from care.record.models import Entry
from care.record.rules import URGENT_MESSAGE_HOLDS
from care.reference import red_flags

Kind = Entry.Kind
#: Entries whose save asks the rules: where none fires, the page says that nothing was checked.
JUDGED = frozenset(
    {
        Kind.SKIN_CHECK,
        Kind.EXPOSURE,
        Kind.INFECTION,
        Kind.INFECTION_CHECK,
        Kind.TEMPERATURE,
        Kind.BREATHING,
        Kind.CONCERN,
        Kind.WARNING_SIGNS,
        Kind.GENERAL_CHECK,
        Kind.FRACTURE,
        Kind.INFUSION,
    }
)
#: How long a message that nobody answered stays on Today.
CURRENT_FOR = dt.timedelta(hours=72)
MOST = 200
#: The entry is still of the patient it was said about.
STANDS = {"entry__patient": F("patient")}


@dataclass(frozen=True)
class Message:
    """One message as it was shown. ``level`` 0-3 with its name.

    ``entry_gone``: the entry was taken back since. ``entry_moved``: it was given to another patient since.
    """

    id: UUID
    patient_id: UUID
    entry_id: UUID
    entry_gone: bool
    entry_moved: bool
    rule: str
    title: str
    level: int
    level_name: str
    told: str
    words: Statement
    plan_words: str
    source: str
    raised_at: dt.datetime
    raised_by: str
    called_at: dt.datetime | None
    called_by: str
    put_aside_at: dt.datetime | None
    shown_at: dt.datetime | None
    called_url: str
    aside_url: str

    @property
    def is_urgent(self) -> bool:
        return self.level >= Level.NOW

    @property
    def is_open(self) -> bool:
        """Nobody called and nobody put it aside yet."""
        return self.called_at is None and self.put_aside_at is None


@dataclass(frozen=True)
class Said:
    """What Today needs of the messages: those ``about`` the entries just saved, ``current_messages``, and
    ``last_urgent_message``."""

    about: list[Message] = field(default_factory=list)
    current: list[Message] = field(default_factory=list)
    last_urgent: dt.datetime | None = None


def of_entries(access: Access, entries: Iterable[UUID]) -> list[Message]:
    """What was said about some entries and the patient they belong to: the most serious first, each rule once.

    One query.
    """
    rows = _rows(access).filter(entry__in=list(entries), **STANDS).order_by("-level", "-raised_at", "rule")
    return _each_rule_once(rows)


def current_messages(access: Access, patients: Collection[Patient]) -> list[Message]:
    """For Today: messages of level 1 and up of the last 72 hours that nobody answered yet. One query.

    Those of entries that were taken back or moved away since are left out; the history keeps them.
    """
    return said_now(access, patients, ()).current


def said_after(access: Access, entries: Collection[Entry]) -> list[Message]:
    """What whoever saved some entries has to hear: the most serious first, each rule once an entry. One query.

    Beside ``of_entries`` it is what the same save made the rules say about another entry (a fever, about a lump), also
    when it is asked again later; and whatever is urgent and was not answered yet, for a rule speaks only once.
    """
    patients = {entry.patient_id: entry.patient for entry in entries}.values()
    said = said_now(access, patients, [entry.pk for entry in entries])
    saves = {moment for entry in entries for moment in (entry.entered_at, entry.edited_at)}
    heard = [*said.about, *(one for one in said.current if one.is_urgent or one.raised_at in saves)]
    once: dict[tuple[UUID, str], Message] = {}
    for one in sorted(heard, key=lambda one: -one.level):
        once.setdefault((one.entry_id, one.rule), one)
    return list(once.values())


def said_now(access: Access, patients: Collection[Patient], entries: Collection[UUID]) -> Said:
    """``of_entries``, ``current_messages`` and ``last_urgent_message`` together. One query."""
    keys = [patient.pk for patient in patients]
    since, urgent_since = access.now - CURRENT_FOR, access.now - URGENT_MESSAGE_HOLDS
    waiting = Q(level__gte=Level.TODAY, called_at=None, put_aside_at=None, raised_at__gt=since)
    urgent = Q(level__gte=Level.NOW, raised_at__gt=urgent_since)
    wanted = Q(patient__in=keys, entry__removed_at=None) & (waiting | urgent)
    if entries:
        wanted |= Q(entry__in=list(entries))
    rows = list(_rows(access).filter(wanted, **STANDS).order_by("-level", "-raised_at", "rule")[:MOST])
    kept = [row for row in rows if row.patient_id in keys and row.entry.removed_at is None]
    return Said(
        about=_each_rule_once(row for row in rows if row.entry_id in entries),
        current=[_message(row) for row in kept if _is_waiting(row, since)],
        last_urgent=max(
            (row.raised_at for row in kept if row.level >= Level.NOW and row.raised_at > urgent_since), default=None
        ),
    )


def _is_waiting(row: FlagMessage, since: dt.datetime) -> bool:
    answered = row.called_at or row.put_aside_at
    return not answered and row.level >= Level.TODAY and row.raised_at > since


def _each_rule_once(rows: Iterable[FlagMessage]) -> list[Message]:
    seen: set[tuple[UUID, str]] = set()
    found = []
    for row in rows:
        if (row.entry_id, row.rule) not in seen:
            seen.add((row.entry_id, row.rule))
            found.append(_message(row))
    return found


def last_urgent_message(access: Access, patient: Patient) -> dt.datetime | None:
    """When the rules last said something of level 2 or 3, None when not in the last 24 hours. One query."""
    rows = access.of(FlagMessage, Capability.SEE_TODAY).filter(
        patient=patient,
        level__gte=Level.NOW,
        entry__removed_at=None,
        **STANDS,
        raised_at__gt=access.now - URGENT_MESSAGE_HOLDS,
    )
    return rows.order_by("-raised_at").values_list("raised_at", flat=True).first()


def history(access: Access, patient: Patient) -> list[Message]:
    """Everything the rules ever said about a patient, newest first (the newest 200). One query."""
    return [_message(row) for row in _rows(access).filter(patient=patient)[:MOST]]


def shown_between(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Message]:
    """What the rules said on these local days about entries that stand, newest first. One query."""
    zone = patient.household.time_zone
    near = (day_end(first - dt.timedelta(days=1), zone), day_end(last, zone))
    rows = _rows(access).filter(patient=patient, raised_at__gte=near[0], raised_at__lt=near[1], **STANDS)
    return [_message(row) for row in rows.filter(entry__removed_at=None).order_by("-raised_at", "-pk")]


def message(access: Access, pk: UUID) -> FlagMessage:
    """One message's row. Http404 when out of reach."""
    return access.get(FlagMessage, pk, Capability.SEE_TODAY)


def active_rules() -> Sequence[Rule]:
    """The rules that may speak here: the reviewed ones and Tend's own; all of them where the setting allows it."""
    if settings.UNREVIEWED_RULES:
        return RULES
    return tuple(rule for rule in RULES if rule.papers.is_own or rule.papers.is_reviewed)


def rules_note() -> str:
    """What a page says of the rules behind it; "" once all of them were reviewed."""
    if all(rule.papers.is_own or rule.papers.is_reviewed for rule in RULES):
        return ""
    if settings.UNREVIEWED_RULES:
        return _("This guidance was not reviewed by a clinician yet. It is shown here to try it out.")
    return _("Tend's own guidance is off until a clinician has reviewed it. Your call plan is what counts.")


def silence_note() -> str:
    """What a page says where no rule spoke because they may not speak here; "" where they may."""
    return "" if settings.UNREVIEWED_RULES else rules_note()


def level_name(level: int) -> str:
    """The name of a level, in words."""
    return _(red_flags.levels()[Level(level).key].name)


def _rows(access: Access):
    return access.of(FlagMessage, Capability.SEE_TODAY).select_related("entry", "raised_by", "called_by")


def _message(row: FlagMessage) -> Message:
    here = {"patient": row.patient_id, "message": row.pk}
    return Message(
        id=row.pk,
        patient_id=row.patient_id,
        entry_id=row.entry_id,
        entry_gone=row.entry.removed_at is not None,
        entry_moved=row.entry.patient_id != row.patient_id,
        rule=row.rule,
        title=str(RULE_TITLES[row.rule]),
        level=row.level,
        level_name=level_name(row.level),
        told=row.told,
        words=from_lines(row.words),
        plan_words=row.plan_words,
        source=row.source,
        raised_at=row.raised_at,
        raised_by=str(row.raised_by),
        called_at=row.called_at,
        called_by=str(row.called_by or ""),
        put_aside_at=row.put_aside_at,
        shown_at=row.shown_at,
        called_url=reverse("plan:called", kwargs=here),
        aside_url=reverse("plan:put-aside", kwargs=here),
    )
