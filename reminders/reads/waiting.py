"""What waits for one person right now: the quiet list inside Tend, its count, and the mark that shows a change.

Read from what came due, not from what was sent: a mail that never arrived still stands here.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce

from care.household.access import Access
from care.household.models import Patient
from reminders.engine.done import ends
from reminders.kinds import KINDS, Kind
from reminders.models import Delivery, Occurrence
from reminders.reads.clock import wall
from reminders.reads.messages import snooze_choices
from reminders.rules import OPEN

# Nothing to do for this person: their wish, or there was nothing. Every other end leaves the thing itself to be done.
NOT_THEIRS = {
    Delivery.Reason.STOPPED,
    Delivery.Reason.LEFT,
    Delivery.Reason.TURNED_OFF,
    Delivery.Reason.WEEKLY,
    Delivery.Reason.NOTHING_OPEN,
    Delivery.Reason.ALREADY_DONE,
}
# A snooze can carry a reminder past its own end; nothing older than this can still be of use.
SNOOZE_MARGIN = dt.timedelta(days=2)


@dataclass(frozen=True)
class WaitingLine:
    """One reminder of this person that is neither done nor over. Times are naive, on the plan's wall clock.

    ``put_off_until`` is set while this person wants to be left alone; ``choices`` as in ``Answers``.
    """

    delivery_id: UUID
    occurrence_id: UUID
    patient: Patient
    kind: Kind
    due_at: dt.datetime
    is_today: bool
    is_test: bool
    put_off_until: dt.datetime | None
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Waiting:
    """``open``: to be done now, oldest first; ``put_off``: comes again by itself; ``mark`` changes when they do."""

    open: list[WaitingLine]
    put_off: list[WaitingLine]

    @property
    def count(self) -> int:
        return len(self.open)

    @property
    def mark(self) -> str:
        """Names this state and nobody: safe in a header."""
        parts = [f"{line.occurrence_id.hex}{line.put_off_until}" for line in (*self.open, *self.put_off)]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]

    @property
    def tags(self) -> str:
        """Tags of notifications that still mean something; a phone takes the others off its lock screen."""
        return " ".join(line.occurrence_id.hex for line in self.open)


def waiting(access: Access) -> Waiting:
    """What waits for the person of this access. One query when nothing does, and as many for many lines as for one."""
    if access.user is None:
        return Waiting([], [])
    useful = max(kind.useful_for for kind in KINDS.values()) + SNOOZE_MARGIN
    rows = (
        access.of(Delivery)
        .filter(
            recipient=access.user,
            created_at__gt=access.now - useful,
            occurrence__acknowledged_at=None,
            occurrence__due_at__lte=access.now,
        )
        # What was put off, and what asks a second person, may help longer than the reminder itself.
        .annotate(helps=Coalesce("useful_until", "occurrence__useful_until"))
        .filter(helps__gt=access.now)
        # A snooze that another replaced is over.
        .exclude(purpose=Delivery.Purpose.SNOOZE, reason=Delivery.Reason.SNOOZED)
        .select_related("occurrence__plan__patient__household", "recipient__quiet_hours")
        .order_by("occurrence__due_at", "occurrence", "nag", "pk")
    )
    mine: dict[UUID, list[Delivery]] = {}
    for row in rows:
        mine.setdefault(row.occurrence_id, []).append(row)
    theirs = [left for told in mine.values() if (left := _theirs(told, access.now))]
    over = ends((told[0].occurrence for told in theirs), now=access.now)
    lines = [_line(told, access) for told in theirs if told[0].occurrence_id not in over]
    return Waiting([line for line in lines if not line.put_off_until], [line for line in lines if line.put_off_until])


def _theirs(told: list[Delivery], now: dt.datetime) -> list[Delivery]:
    """What of one occurrence's messages to this person still asks them for something."""
    if told[0].occurrence.plan.kind not in KINDS:
        return []
    return [row for row in told if row.reason not in NOT_THEIRS and _begun(row, now)]


def _line(told: list[Delivery], access: Access) -> WaitingLine:
    now = access.now
    row = told[-1]
    plan = row.occurrence.plan
    zone = ZoneInfo(plan.time_zone)
    until = _put_off(told, now)
    due = wall(row.occurrence.due_at, zone)
    return WaitingLine(
        delivery_id=row.pk,
        occurrence_id=row.occurrence_id,
        patient=plan.patient,
        kind=KINDS[plan.kind],
        due_at=due,
        is_today=due.date() == wall(now, zone).date(),
        is_test=row.occurrence.origin == Occurrence.Origin.TEST,
        put_off_until=wall(until, zone) if until else None,
        choices=snooze_choices(row, now=now),
    )


def _begun(row: Delivery, now: dt.datetime) -> bool:
    """Whether it is this person's turn: what is planned for later (a second carer's, say) does not show yet."""
    theirs = row.purpose in (Delivery.Purpose.DUE, Delivery.Purpose.SNOOZE)
    return theirs or row.sent_at is not None or row.next_attempt_at <= now


def _put_off(told: Iterable[Delivery], now: dt.datetime) -> dt.datetime | None:
    ends = [
        row.next_attempt_at
        for row in told
        if row.purpose == Delivery.Purpose.SNOOZE and row.state in OPEN and row.next_attempt_at > now
    ]
    return min(ends, default=None)
