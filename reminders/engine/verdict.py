"""Whether a delivery is still wanted: asked at the commit before it is sent, because an hour may have passed."""

import datetime as dt
from dataclasses import dataclass

from reminders import family
from reminders.channels import registry
from reminders.engine.limits import TOGETHER
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence, Plan, Recipient
from reminders.rules import State, is_quiet, quiet_end

Reason = Delivery.Reason


@dataclass(frozen=True)
class Verdict:
    """The state and the reason with which a delivery ends unsent; or pending and the time until which it waits."""

    state: State
    reason: str = ""
    wait_until: dt.datetime | None = None

    def fields(self) -> dict:
        """What changes on the row beside its state."""
        return {"next_attempt_at": self.wait_until} if self.wait_until else {"reason": self.reason}


def verdict(delivery: Delivery, *, now: dt.datetime) -> Verdict | None:
    """Why ``delivery`` is not to be sent at ``now``; None when it is. Reads everything anew but the delivery itself."""
    occurrence = delivery.occurrence
    plan = Plan.objects.select_related("patient__household").get(pk=occurrence.plan_id)
    # Read anew: the row in hand is as old as the claim.
    occurrence = Occurrence.objects.get(pk=occurrence.pk)
    unwanted = _unwanted(delivery, occurrence, plan)
    if unwanted:
        return Verdict(State.SUPPRESSED, unwanted)
    if now >= occurrence.useful_until:
        tried = delivery.attempts > 0
        return Verdict(State.MISSED, Reason.NO_WAY_THROUGH if tried else Reason.TOO_LATE)
    if occurrence.origin == Occurrence.Origin.TEST:
        return None
    asked_for_this_time = delivery.purpose == Delivery.Purpose.SNOOZE
    if not asked_for_this_time and not plan.in_quiet_hours and is_quiet(now, plan.time_zone):
        morning = quiet_end(now, plan.time_zone)
        if morning < occurrence.useful_until:
            return Verdict(State.PENDING, wait_until=morning)
        return Verdict(State.MISSED, Reason.QUIET_HOURS)
    if _done(occurrence, plan, now):
        return Verdict(State.SUPPRESSED, Reason.ALREADY_DONE)
    if not asked_for_this_time and _told_together(delivery, occurrence, plan, now):
        return Verdict(State.SUPPRESSED, Reason.TOLD_TOGETHER)
    return None


def _unwanted(delivery: Delivery, occurrence: Occurrence, plan: Plan) -> str:
    if not family.may_be_told(plan.patient, delivery.recipient_id):
        return Reason.LEFT
    if not registry.channel(delivery.channel).reachable(delivery.recipient_id):
        return Reason.NO_ADDRESS if delivery.channel == registry.FALLBACK else Reason.NO_DEVICE
    if occurrence.origin == Occurrence.Origin.TEST:
        # Asked for by name a moment ago, also for a reminder that is off.
        return ""
    if occurrence.acknowledged_at is not None:
        return Reason.ACKNOWLEDGED
    if not plan.is_on or (plan.resumes_on is not None and occurrence.local_date < plan.resumes_on):
        return Reason.TURNED_OFF
    # Over whichever channel: a person who moved from mails to a phone still wants what was already on its way.
    listens = Recipient.objects.filter(plan=plan, user=delivery.recipient_id, stopped_at=None).exists()
    return "" if listens else Reason.STOPPED


def _done(occurrence: Occurrence, plan: Plan, now: dt.datetime) -> bool:
    kinds = KINDS[plan.kind].done_by
    return bool(kinds) and bool(family.already_done(plan.patient, kinds, due_at=occurrence.due_at, now=now))


def _told_together(delivery: Delivery, occurrence: Occurrence, plan: Plan, now: dt.datetime) -> bool:
    """Whether this person just got the same words for another child of the family."""
    if not KINDS[plan.kind].told_together:
        return False
    return Delivery.objects.filter(
        recipient=delivery.recipient_id,
        channel=delivery.channel,
        state=State.SENT,
        sent_at__gt=now - TOGETHER,
        occurrence__origin=Occurrence.Origin.SCHEDULE,
        occurrence__plan__kind=plan.kind,
        occurrence__plan__patient__household=plan.patient.household_id,
    ).exists()
