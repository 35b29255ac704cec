"""What one message says: words safe on a lock screen, and more only for a person who asked for it.

The title never carries more than the safe words, because mail programs and lists show it everywhere.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reminders import family
from reminders.kinds import KINDS, Kind
from reminders.models import Delivery, Occurrence, Plan, Recipient

# Told later than this after its time, a message says that it was due, and when.
LATE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Words:
    """One message, in the language in force. ``lines``: what it tells of, when that is more than one thing."""

    title: str
    body: str
    action: str
    lines: tuple[str, ...] = ()
    is_test: bool = False


def of(delivery: Delivery, *, now: dt.datetime, riders: Sequence[Delivery] | None = None) -> Words:
    """The words of a delivery and of those that ride along (asked of the database when not handed over).

    Raises KeyError for a kind that does not exist.
    """
    if riders is None:
        riders = list(delivery.riders.select_related("occurrence__plan__patient__household"))
    kind = KINDS[delivery.occurrence.plan.kind]
    together = [delivery, *riders]
    details = [detail_of(row) for row in together]
    lines = tuple(dict.fromkeys(detail or line_of(row, now=now) for row, detail in zip(together, details, strict=True)))
    title = _title(together, now=now)
    body = details[0] or _body(delivery, kind)
    if len(lines) > 1:
        body = _("There is more than one thing:")
    return Words(
        title=title,
        body=body,
        action=str(kind.action),
        lines=lines if len(lines) > 1 else (),
        is_test=delivery.occurrence.origin == Occurrence.Origin.TEST,
    )


def line_of(delivery: Delivery, *, now: dt.datetime) -> str:
    """One delivery as one line, safe on a lock screen."""
    occurrence = delivery.occurrence
    plan = occurrence.plan
    kind = KINDS[plan.kind]
    due = {"time": _clock(occurrence, plan)}
    if delivery.purpose == Delivery.Purpose.UNMARKED:
        return kind.unmarked % due
    if delivery.purpose == Delivery.Purpose.ESCALATION:
        return _("Still open from %(time)s") % due
    if kind.due and occurrence.origin == Occurrence.Origin.SCHEDULE:
        return (kind.late if kind.late and now - occurrence.due_at > LATE else kind.due) % due
    return str(kind.line or kind.title)


def detail_of(delivery: Delivery) -> str:
    """The line with the child's name and the thing itself, "" unless the person asked for it on this reminder."""
    occurrence = delivery.occurrence
    plan = occurrence.plan
    kind = KINDS[plan.kind]
    if not kind.detail:
        return ""
    if not _wants_details(delivery):
        return ""
    item = family.item_words(plan.patient, plan.key) if "%(item)s" in str(kind.detail) else ""
    words = kind.detail % {"child": plan.patient.name, "item": item or _("something on the list")}
    if delivery.purpose == Delivery.Purpose.UNMARKED:
        return _("%(what)s. Nobody marked it.") % {"what": words}
    return words


def _wants_details(delivery: Delivery) -> bool:
    if delivery.facts is not None:
        return delivery.facts.wants_details
    plan = delivery.occurrence.plan
    return Recipient.objects.filter(
        plan=plan.told_by, user=delivery.recipient_id, stopped_at=None, details=True
    ).exists()


def _title(together: Sequence[Delivery], *, now: dt.datetime) -> str:
    """Of several doses at one time, how many there are; else the words of the first."""
    first = together[0].occurrence
    doses = {
        row.occurrence_id
        for row in together
        if row.occurrence.plan.kind == first.plan.kind
        and row.occurrence.due_at == first.due_at
        and row.purpose == Delivery.Purpose.DUE
    }
    kind = KINDS[first.plan.kind]
    if kind.due and len(doses) > 1 and now - first.due_at <= LATE:
        words = {"count": len(doses), "time": _clock(first, first.plan)}
        said = ngettext("%(count)s thing is due at %(time)s", "%(count)s things are due at %(time)s", len(doses))
        return said % words
    return line_of(together[0], now=now)


def _body(delivery: Delivery, kind: Kind) -> str:
    if delivery.purpose == Delivery.Purpose.ESCALATION:
        return _("Nobody has marked it yet. Can you check?")
    if delivery.purpose == Delivery.Purpose.UNMARKED:
        return _("You can still note what happened.")
    return str(kind.body)


def _clock(occurrence: Occurrence, plan: Plan) -> str:
    return time_format(occurrence.due_at.astimezone(ZoneInfo(plan.time_zone)), "H:i")
