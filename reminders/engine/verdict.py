"""Whether a delivery is still wanted: asked right before it is sent, because an hour may have passed."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reminders.channels import registry
from reminders.engine.facts import Facts
from reminders.engine.limits import MOST_NOTICES, TOGETHER
from reminders.engine.night import Night, morning_after, night_of
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient, SecondWish
from reminders.rules import Quiet, State, at_wall_clock, rings_now

Reason = Delivery.Reason
Purpose = Delivery.Purpose
# What comes because nobody marked it: once each, so neither is among a day's notices.
LATER = (Purpose.ESCALATION, Purpose.UNMARKED)
COUNTING = {kind.slug for kind in KINDS.values() if kind.counts}


@dataclass(frozen=True)
class Verdict:
    """The state and the reason with which a delivery ends unsent; or pending and the time until which it waits."""

    state: State
    reason: str = ""
    wait_until: dt.datetime | None = None

    def fields(self) -> dict:
        """What changes on the row beside its state."""
        return {"next_attempt_at": self.wait_until} if self.wait_until else {"reason": self.reason}


def verdict(delivery: Delivery, facts: Facts, *, now: dt.datetime, riding: bool = False) -> Verdict | None:
    """Why ``delivery`` is not to be sent at ``now``, as ``facts`` stand; None when it is.

    ``riding``: asked for a place in another message to the same person, which is no further notice.
    """
    occurrence = facts.occurrence
    plan = occurrence.plan
    unwanted = _unwanted(delivery, facts)
    if unwanted:
        return Verdict(State.SUPPRESSED, unwanted)
    useful_until = delivery.useful_until or occurrence.useful_until
    if now >= useful_until:
        tried = delivery.attempts > 0
        return Verdict(State.MISSED, Reason.NO_WAY_THROUGH if tried else Reason.TOO_LATE)
    if occurrence.origin == Occurrence.Origin.TEST:
        return None
    night = night_of(getattr(delivery.recipient, "quiet_hours", None), plan.time_zone)
    if not _rings(delivery, plan, facts.listener, night, now):
        morning = morning_after(delivery.recipient_id, night, now=now)
        if morning < useful_until:
            return Verdict(State.PENDING, wait_until=morning)
        return Verdict(State.MISSED, Reason.QUIET_HOURS)
    if facts.done:
        return Verdict(State.SUPPRESSED, facts.done)
    if delivery.purpose in (Purpose.SNOOZE, *LATER) or riding:
        return None
    if _told_together(delivery, facts, now):
        return Verdict(State.SUPPRESSED, Reason.TOLD_TOGETHER)
    if KINDS[plan.kind].counts and _had_enough(delivery, facts, night, now):
        morning = morning_after(delivery.recipient_id, night, now=now)
        if morning < useful_until:
            return Verdict(State.PENDING, wait_until=morning)
        return Verdict(State.SUPPRESSED, Reason.ENOUGH)
    return None


def _unwanted(delivery: Delivery, facts: Facts) -> str:
    occurrence, plan = facts.occurrence, facts.occurrence.plan
    if not facts.may_be_told:
        return Reason.LEFT
    if not facts.reach:
        return Reason.NO_ADDRESS if delivery.channel == registry.FALLBACK else Reason.NO_DEVICE
    if occurrence.origin == Occurrence.Origin.TEST:
        # Asked for by name a moment ago, also for a reminder that is off.
        return ""
    if occurrence.acknowledged_at is not None:
        return Reason.ACKNOWLEDGED
    if not plan.is_on or (plan.resumes_on is not None and occurrence.local_date < plan.resumes_on):
        return Reason.TURNED_OFF
    # Over whichever channel: a person who moved from mails to a phone still wants what was already on its way.
    listens = facts.listener is not None and delivery.purpose != Purpose.ESCALATION
    return "" if listens or _asked_second(delivery, occurrence) else Reason.STOPPED


def _asked_second(delivery: Delivery, occurrence: Occurrence) -> bool:
    """Whether it comes because this person was chosen to be asked second: who was need not be told first, and may put
    it off like anybody else; until they do not want to be."""
    plan, person = occurrence.plan, delivery.recipient_id
    stopped = plan.escalate_to_id == person and plan.escalate_wish == SecondWish.STOPPED
    return not stopped and (delivery.purpose == Purpose.ESCALATION or occurrence.escalated_to_id == person)


def _rings(delivery: Delivery, plan: Plan, listener: Recipient | None, night: Night, now: dt.datetime) -> bool:
    """Asking somebody second, and the morning's word on it, never ring at night unless that person wants it."""
    extra = delivery.purpose in LATER
    return rings_now(
        night.local(now),
        starts=night.starts,
        ends=night.ends,
        rule=Quiet.WAIT if extra else KINDS[plan.kind].quiet,
        chosen=False if extra else plan.in_quiet_hours,
        wake_me=bool(listener and listener.wake_me),
        asked=delivery.purpose == Purpose.SNOOZE,
    )


def _told_together(delivery: Delivery, facts: Facts, now: dt.datetime) -> bool:
    """Whether this person just got the same words for another child of the family."""
    plan = facts.occurrence.plan
    return KINDS[plan.kind].told_together and any(
        told.channel == delivery.channel
        and told.kind == plan.kind
        and told.household_id == plan.patient.household_id
        and told.purpose == Purpose.DUE
        and told.origin == Occurrence.Origin.SCHEDULE
        and told.sent_at > now - TOGETHER
        for told in facts.told
    )


def _had_enough(delivery: Delivery, facts: Facts, night: Night, now: dt.datetime) -> bool:
    """Whether this person had the notices of a day; the same one over two channels is one."""
    midnight = at_wall_clock(now.astimezone(ZoneInfo(night.zone)).date(), dt.time.min, night.zone)
    had = {
        told.occurrence_id
        for told in facts.told
        if told.sent_at >= midnight
        and told.kind in COUNTING
        and told.purpose != Purpose.SNOOZE
        and told.origin != Occurrence.Origin.TEST
    }
    return len(had - {delivery.occurrence_id}) >= MOST_NOTICES
