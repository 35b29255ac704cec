"""What the verdict on a delivery needs to know, read for many deliveries in as many queries as for one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from reminders import family
from reminders.channels import registry
from reminders.engine.done import nothing_to_do
from reminders.engine.limits import TOGETHER
from reminders.models import Delivery, Occurrence, Recipient
from reminders.rules import State

# Midnight on any wall clock lies less than two days back.
LATELY = dt.timedelta(days=2)


class Told(NamedTuple):
    """A message that a person got lately."""

    recipient_id: UUID
    channel: str
    occurrence_id: UUID
    kind: str
    household_id: UUID
    purpose: str
    origin: str
    sent_at: dt.datetime


@dataclass(frozen=True)
class Facts:
    """What stood in the database about one delivery when it was read.

    ``reach``: what the channel takes this person for (an address, devices), None for nobody to be reached.
    ``done``: why there is nothing to do any more, "" when there is. ``told``: what this person got in the last two
    days. ``has_company``: whether something else waits for this person that may ride along.
    """

    occurrence: Occurrence
    may_be_told: bool
    reach: Any = None
    listening: tuple[Recipient, ...] = ()
    done: str = ""
    told: tuple[Told, ...] = field(default=(), repr=False)
    has_company: bool = True

    @property
    def listener(self) -> Recipient | None:
        """The row with which this person asked for it, over whichever channel; None when they stopped."""
        return self.listening[0] if self.listening else None

    @property
    def wants_details(self) -> bool:
        """Whether this person wants the child's name and the thing itself in the text."""
        return any(row.details for row in self.listening)


def read(deliveries: Sequence[Delivery], *, now: dt.datetime) -> dict[UUID, Facts]:
    """Facts by the key of the delivery; all of one channel. Everything is read anew: a row in hand is as old as its
    claim. Raises what a broken row raises, for all of them.
    """
    if not deliveries:
        return {}
    keys = {delivery.occurrence_id for delivery in deliveries}
    people = {delivery.recipient_id for delivery in deliveries}
    occurrences = Occurrence.objects.select_related("plan__patient__household").in_bulk(keys)
    plans = {row.pk: row.plan for row in occurrences.values()}
    asked: dict[tuple, list[Recipient]] = defaultdict(list)
    wanted = {plan.told_by for plan in plans.values()}
    for listener in Recipient.objects.filter(plan__in=wanted, user__in=people, stopped_at=None):
        asked[listener.plan_id, listener.user_id].append(listener)
    pairs = {(plans[row.occurrence_id].patient, row.recipient_id) for row in deliveries}
    may_be_told = family.told_of(pairs)
    reach: Mapping[UUID, Any] = registry.channel(deliveries[0].channel).reachable(people)
    done = nothing_to_do(occurrences.values(), now=now)
    told = _told(people, now)
    company = _company(deliveries[0].channel, people, now)
    found = {}
    for row in deliveries:
        occurrence = occurrences[row.occurrence_id]
        plan = occurrence.plan
        found[row.pk] = Facts(
            occurrence=occurrence,
            may_be_told=(plan.patient_id, row.recipient_id) in may_be_told,
            reach=reach.get(row.recipient_id),
            listening=tuple(asked[plan.told_by, row.recipient_id]),
            done=done[occurrence.pk],
            told=tuple(told[row.recipient_id]),
            has_company=len(company[row.recipient_id, plan.patient.household_id] - {row.pk}) > 0,
        )
    return found


def _told(people: set[UUID], now: dt.datetime) -> dict[UUID, list[Told]]:
    """What each person got lately."""
    rows = Delivery.objects.filter(recipient__in=people, state=State.SENT, sent_at__gte=now - LATELY).order_by()
    found: dict[UUID, list[Told]] = defaultdict(list)
    for row in rows.values_list(
        "recipient_id",
        "channel",
        "occurrence_id",
        "occurrence__plan__kind",
        "occurrence__plan__patient__household_id",
        "purpose",
        "occurrence__origin",
        "sent_at",
    ):
        found[row[0]].append(Told._make(row))
    return found


def _company(channel: str, people: set[UUID], now: dt.datetime) -> dict[tuple[UUID, UUID], set[UUID]]:
    """What waits on a channel, by person and family."""
    # What waits for the morning may come with a message a few minutes before it.
    rows = Delivery.objects.filter(
        recipient__in=people,
        channel=channel,
        state__in=[State.PENDING, State.CLAIMED],
        next_attempt_at__lte=now + TOGETHER,
    ).order_by()
    found: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for key, person, household in rows.values_list("pk", "recipient_id", "occurrence__plan__patient__household_id"):
        found[person, household].add(key)
    return found
