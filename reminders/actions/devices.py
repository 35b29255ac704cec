"""Phones and computers: take messages here, take none any more."""

import base64
import binascii
import contextlib
import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from care.household.models import User
from reminders.actions.people import EMAIL, PUSH, listen, stop_channel
from reminders.channels.webpush import guard
from reminders.models import Delivery, PushSubscription, Recipient

P256DH_BYTES, AUTH_BYTES = 65, 16  # RFC 8291, 3.1 and 3.2


@transaction.atomic
def subscribe(
    *, user: User, at: dt.datetime, endpoint: str, p256dh: str, auth: str, device: str = ""
) -> PushSubscription:
    """Take ``user``'s reminders on this browser from now on, instead of by mail. The same browser stays one row.

    Mails come back by themselves when no device takes messages any more. A browser that somebody else used before is
    theirs no longer. Raises ValidationError for an address or keys that no browser has.
    """
    try:
        guard.check(endpoint)
        if (len(_decoded(p256dh)), len(_decoded(auth))) != (P256DH_BYTES, AUTH_BYTES):
            raise ValueError
    except ValueError as error:
        raise ValidationError(_("This browser's answer was not understood.")) from error
    row = PushSubscription.objects.select_for_update().filter(endpoint=endpoint).first()
    if row is None or row.user_id != user.pk:
        if row is not None:
            row.delete()
        row = PushSubscription(user=user, endpoint=endpoint, created_at=at)
    row.p256dh, row.auth, row.device = p256dh, auth, device[:80] or row.device
    row.ended, row.ended_at, row.refused_since = "", None, None
    row.full_clean(exclude=["user"])
    row.save()
    for recipient in _listening(user, EMAIL):
        listen(plan=recipient.plan, user=user, at=at, channel=PUSH)
        stop_channel(recipient, at=at)
    return row


@transaction.atomic
def unsubscribe(*, subscription: PushSubscription, at: dt.datetime) -> PushSubscription:
    """Send nothing more to a device; with the last one gone, reminders come by mail again."""
    row = PushSubscription.objects.select_for_update().select_related("user").get(pk=subscription.pk)
    if row.ended_at is None:
        row.ended, row.ended_at = PushSubscription.Ended.TURNED_OFF, at
        row.save(update_fields=["ended", "ended_at"])
    if not PushSubscription.objects.filter(user=row.user, ended_at=None).exists():
        for recipient in _listening(row.user, PUSH):
            listen(plan=recipient.plan, user=row.user, at=at, channel=EMAIL)
            stop_channel(recipient, at=at)
    return row


@transaction.atomic
def lost_here(*, user: User, device: str, at: dt.datetime, why: str = PushSubscription.Ended.GONE) -> None:
    """A browser says that it takes messages no more, or its person signed out there (a message may name a child): the
    device ends, and mails stand in from the next reminder on.

    The person did not ask for it, so their wish to be told on devices stays: turning it on again is one tap.
    """
    with contextlib.suppress(ValueError):
        alive = PushSubscription.objects.filter(user=user, pk=UUID(device), ended_at=None)
        alive.update(ended=why, ended_at=at)


def opened_on(*, user: User, device: str, at: dt.datetime) -> None:
    """Note that a message was opened on one of this person's devices; anything else is not heeded."""
    with contextlib.suppress(ValueError):
        PushSubscription.objects.filter(user=user, pk=UUID(device)).update(last_opened_at=at)


def opened(*, delivery: Delivery, at: dt.datetime) -> None:
    """Note that a message's own link was followed, the first time: its channel reaches this person."""
    Delivery.objects.filter(pk=delivery.pk, opened_at=None).update(opened_at=at)


def _listening(user: User, channel: str) -> list[Recipient]:
    rows = Recipient.objects.filter(user=user, channel=channel, stopped_at=None)
    return list(rows.select_related("plan__patient__household"))


def _decoded(text: str) -> bytes:
    """base64url without padding. Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
