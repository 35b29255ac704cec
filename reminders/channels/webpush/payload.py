"""What a push says: lock-screen-safe words and signed addresses, nothing about a child."""

import base64
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from reminders import links, words
from reminders.models import Delivery, PushSubscription

# Push services keep what cannot be delivered now: never longer than the reminder helps, nor than they accept.
LONGEST_TTL = dt.timedelta(days=2)


@dataclass(frozen=True)
class Push:
    """One message for all devices of a person, written at ``at``. ``ttl`` in seconds; ``topic`` at most 32 base64url
    characters. ``devices``: as they were read a moment ago; () to be looked up.
    """

    user_id: UUID
    content: dict
    topic: str
    urgency: str
    ttl: int
    at: dt.datetime
    devices: Sequence[PushSubscription] = ()

    def body(self, device: UUID) -> bytes:
        """The text for one device: its own opened page says that messages are seen there."""
        content = self.content | {"open": f"{self.content['open']}?device={device}"}
        return json.dumps(content, separators=(",", ":")).encode()


def write(delivery: Delivery, *, now: dt.datetime) -> Push:
    """The push for a delivery in its reader's language. Raises KeyError for an unknown kind."""
    occurrence = delivery.occurrence
    with translation.override(delivery.recipient.language or settings.LANGUAGE_CODE):
        says = words.of(delivery, now=delivery.telling_at or now, riders=delivery.riding)
        content = {
            "title": says.title,
            "body": "\n".join(says.lines) or says.body,
            # The same occurrence replaces its own earlier notification instead of standing beside it.
            "tag": occurrence.pk.hex,
            "open": links.open_path(delivery.pk),
            "answer": links.answer_path(delivery.pk),
            "lang": translation.get_language(),
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "done": _("Done"),
            "later": _("In 30 minutes"),
        }
    helps_for = min(delivery.helps_until - now, LONGEST_TTL)
    return Push(
        user_id=delivery.recipient_id,
        content=content,
        # A service that still holds the last copy of this occurrence replaces it (RFC 8030, 5.4).
        topic=base64.urlsafe_b64encode(occurrence.pk.bytes).decode().rstrip("="),
        urgency="high",
        ttl=max(int(helps_for.total_seconds()), 60),
        at=now,
        devices=delivery.facts.reach or () if delivery.facts else (),
    )
