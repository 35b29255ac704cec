"""A delivery as a mail: text and HTML, safe on a lock screen, the same Message-ID whenever it is written."""

from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from reminders import dialect, links, words
from reminders.family import verified_address
from reminders.kinds import KINDS
from reminders.models import Delivery, Occurrence


def message_id(delivery: Delivery) -> str:
    """Stable for a delivery, so that whoever gets it twice may recognise the second one (RFC 5322, 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{delivery.pk}@{domain}>"


def _is_second(delivery: Delivery) -> bool:
    """Whether somebody else chose this person to be asked, so that they did not ask for this mail themselves."""
    put_off = delivery.purpose == Delivery.Purpose.SNOOZE
    return delivery.purpose == Delivery.Purpose.ESCALATION or (
        put_off and delivery.occurrence.escalated_to_id == delivery.recipient_id
    )


def write(delivery: Delivery) -> EmailMultiAlternatives:
    """The mail for a delivery, in its reader's language. Raises KeyError for an unknown kind."""
    occurrence = delivery.occurrence
    plan = occurrence.plan
    kind = KINDS[plan.kind]
    person = delivery.recipient
    stop = links.stop_url(links.Stop(person.pk, plan.patient.household_id, kind.slug))
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(ZoneInfo(plan.time_zone)):
        says = words.of(delivery, now=delivery.telling_at or dialect.now(), riders=delivery.riding)
        context = {
            "title": says.title,
            "body": says.body,
            "lines": says.lines,
            "action": says.action,
            # The very time that was due: one reminder can have several, and each medicine its own.
            "time": occurrence.due_at,
            "by_event": kind.by_event,
            "second": _is_second(delivery),
            "is_test": occurrence.origin == Occurrence.Origin.TEST,
            "open_url": links.open_url(delivery.pk),
            "answer_url": links.answer_url(delivery.pk),
            "change_url": links.change_url(),
            "stop_url": stop,
            "language": translation.get_language(),
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        message = EmailMultiAlternatives(
            subject=says.title,
            body=render_to_string("reminders/email/reminder.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[delivery.facts.reach if delivery.facts else verified_address(person)],
            headers={
                "Message-ID": message_id(delivery),
                # One click in the reader's mail program stops this kind, without signing in (RFC 2369, RFC 8058).
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                # No out-of-office note ever answers a reminder (RFC 3834).
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("reminders/email/reminder.html", context), "text/html")
    return message
