"""One message: who opens it, what was answered to it, what else it was about."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from reminders import family
from reminders.engine.done import End, ends, is_dose
from reminders.engine.limits import TOGETHER
from reminders.engine.night import Night, night_of
from reminders.models import Delivery, Occurrence
from reminders.reads.clock import wall
from reminders.rules import OPEN, Snooze, snooze_until


class NotThere(LookupError):
    """A message that is gone, or whose person no longer looks after the child."""


def opened(access: Access, delivery_id: UUID) -> Delivery:
    """The delivery behind a link in a message. Http404 for anybody but the person it was for."""
    found = access.get(Delivery, delivery_id)
    if access.user is None or found.recipient_id != access.user.pk:
        raise Http404
    related = ("occurrence__plan__patient__household", "occurrence__plan__parent", "recipient__quiet_hours")
    return access.of(Delivery).select_related(*related).get(pk=delivery_id)


def answerable(delivery_id: UUID, *, now: dt.datetime) -> Delivery:
    """The message behind a signed answer link. The signature is the authority, so no session is asked.

    Raises NotThere when it was folded away, or its person may no longer be told.
    """
    related = ("occurrence__plan__patient__household", "occurrence__acknowledged_by", "recipient__quiet_hours")
    row = Delivery.objects.select_related(*related).filter(pk=delivery_id).first()
    if row is None or not family.may_be_told(row.occurrence.plan.patient, row.recipient_id):
        raise NotThere
    return row


@dataclass(frozen=True)
class Answers:
    """What was answered to one reminder: who marked it done and when, or until when this person put it off.

    ``asked``: the second person who was asked because nobody had marked it, "" for nobody; ``none_to_ask``: somebody
    was to be, and could not.

    Times are naive, on the plan's wall clock. ``choices`` are the snoozes on offer: (value, words with the end time).
    """

    done_by: str
    done_at: dt.datetime | None
    put_off_until: dt.datetime | None
    asked: str
    none_to_ask: bool
    choices: list[tuple[str, str]]


def answers(delivery: Delivery, *, now: dt.datetime) -> Answers:
    """What the page behind a message offers."""
    occurrence = Occurrence.objects.select_related("acknowledged_by", "escalated_to", "plan").get(
        pk=delivery.occurrence_id
    )
    zone = ZoneInfo(occurrence.plan.time_zone)
    waiting = Delivery.objects.filter(
        occurrence=occurrence,
        recipient=delivery.recipient_id,
        purpose=Delivery.Purpose.SNOOZE,
        state__in=[state.value for state in sorted(OPEN)],
    )
    until = waiting.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    return Answers(
        done_by=str(occurrence.acknowledged_by) if occurrence.acknowledged_by else "",
        done_at=wall(occurrence.acknowledged_at, zone) if occurrence.acknowledged_at else None,
        put_off_until=wall(until, zone) if until else None,
        asked=str(occurrence.escalated_to) if occurrence.escalated_to else "",
        none_to_ask=occurrence.escalated_at is not None and occurrence.escalated_to is None,
        choices=snooze_choices(delivery, now=now),
    )


def put_off_words(answers: Answers) -> str:
    """What a notification says after its "later" button: the time it comes again; "" when it does not."""
    if answers.done_by or not answers.put_off_until:
        return ""
    return _("Put off until %(time)s") % {"time": time_format(answers.put_off_until, "H:i")}


def snooze_choices(delivery: Delivery, *, now: dt.datetime) -> list[tuple[str, str]]:
    """The snoozes on offer to the person of a message, the usual one first: (value, words with the time it ends)."""
    ordered = sorted(Snooze, key=lambda choice: choice is not Snooze.MINUTES_30)
    zone = delivery.occurrence.plan.time_zone
    night = night_of(getattr(delivery.recipient, "quiet_hours", None), zone)
    return [(choice.value, _snooze_words(choice, now, night, ZoneInfo(zone))) for choice in ordered]


def _snooze_words(choice: Snooze, now: dt.datetime, night: Night, zone: ZoneInfo) -> str:
    """Always with the time it ends: a snooze that nobody knows the end of is a reminder lost."""
    end = snooze_until(choice, now=now, zone=night.zone, morning=night.morning).astimezone(zone)
    if choice is Snooze.MORNING:
        return _("Until the morning (%(time)s)") % {"time": time_format(end, "H:i")}
    words = {"minutes": choice.value, "time": time_format(end, "H:i")}
    return _("In %(minutes)s minutes (%(time)s)") % words


def told_with(access: Access, delivery: Delivery) -> list[Patient]:
    """The other children of whom the same message told, because they were due together."""
    if delivery.sent_at is None:
        return []
    rows = access.of(Delivery).filter(
        recipient=delivery.recipient_id,
        channel=delivery.channel,
        reason=Delivery.Reason.TOLD_TOGETHER,
        settled_at__range=(delivery.sent_at - TOGETHER, delivery.sent_at + TOGETHER),
        occurrence__plan__kind=delivery.occurrence.plan.kind,
    )
    return list({row.occurrence.plan.patient for row in rows.select_related("occurrence__plan__patient")})


def still_given(delivery: Delivery, *, now: dt.datetime) -> UUID | None:
    """The entry by which the dose of a message is noted as given; None for every other message."""
    occurrence = delivery.occurrence
    return family.given_dose(occurrence.plan, occurrence, now=now) if is_dose(occurrence) else None


def end_of(delivery: Delivery, *, now: dt.datetime) -> End | None:
    """Why there is nothing to do any more about what a message asks for; None when there is."""
    return ends([delivery.occurrence], now=now).get(delivery.occurrence_id)
