"""One person's devices: what reached them last, which of them fell silent, and whether mails stand in."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q
from django.http import Http404
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import User
from reminders import family
from reminders.channels import registry
from reminders.channels.webpush import keys
from reminders.models import Delivery, Plan, PushSubscription
from reminders.rules import State

# A device that ended longer ago than this is no news any more.
TOLD_FOR = dt.timedelta(days=60)

# Which of a person's devices this browser is. A random id that opens nothing; set where it is turned on.
DEVICE_COOKIE = "tend_device"

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True)
class DeviceLine:
    """One device. ``silent_since`` is set when it stopped taking messages by itself; times are aware."""

    id: UUID
    name: str
    works: bool
    silent_since: dt.datetime | None
    last_taken_at: dt.datetime | None
    last_opened_at: dt.datetime | None


@dataclass(frozen=True)
class DevicesPage:
    """``key``: what a browser subscribes with, "" where web push is not offered. ``digests``: of my own endpoints,
    so that the page can tell whether this browser is one of them without carrying an address. ``here``: the digest of
    the one that this browser's cookie (``mark``) names, "" when it names none that works. ``mailed_at``,
    ``mail_opened_at``: when a mail last went to this person, and when the link in one was last followed."""

    devices: list[DeviceLine]
    address: str
    by_mail: bool
    key: str
    digests: str
    here: str
    mailed_at: dt.datetime | None
    mail_opened_at: dt.datetime | None


def devices_page(user: User, *, now: dt.datetime, mark: str = "") -> DevicesPage:
    """A person's devices, those that work first. Three queries."""
    rows = [
        row
        for row in PushSubscription.objects.filter(user=user)
        if row.ended_at is None or (row.ended != PushSubscription.Ended.TURNED_OFF and now - row.ended_at < TOLD_FOR)
    ]
    rows.sort(key=lambda row: row.ended_at is not None)
    alive = [row for row in rows if row.ended_at is None]
    mails = Delivery.objects.filter(recipient=user, channel=registry.FALLBACK).aggregate(
        sent=Max("sent_at", filter=Q(state=State.SENT)), opened=Max("opened_at")
    )
    return DevicesPage(
        devices=[
            DeviceLine(
                id=row.pk,
                name=row.device or _("A device"),
                works=row.ended_at is None,
                silent_since=row.ended_at,
                last_taken_at=row.last_taken_at,
                last_opened_at=row.last_opened_at,
            )
            for row in rows
        ],
        address=family.verified_address(user),
        by_mail=not alive,
        key=keys.public_key() if keys.is_offered() else "",
        digests=" ".join(_digest(row) for row in alive),
        here=next((_digest(row) for row in alive if str(row.pk) == mark), ""),
        mailed_at=mails["sent"],
        mail_opened_at=mails["opened"],
    )


def _digest(row: PushSubscription) -> str:
    return hashlib.sha256(row.endpoint.encode()).hexdigest()


def device(user: User, pk: UUID) -> PushSubscription:
    """One of this person's own devices. Http404 for anybody else's."""
    row = PushSubscription.objects.filter(user=user, pk=pk).first()
    if row is None:
        raise Http404
    return row


def fell_silent(user: User, mark: str) -> PushSubscription | None:
    """The device that a browser's cookie names, if nobody asked for its end (a sign-out asks for less); else None."""
    try:
        key = UUID(mark)
    except ValueError:
        return None
    ended = PushSubscription.Ended
    by_itself = (ended.GONE, ended.REFUSED, ended.SIGNED_OUT)
    return PushSubscription.objects.filter(user=user, pk=key, ended__in=by_itself).first()


def plan_to_test(access: Access) -> Plan | None:
    """A reminder this person gets, to try it out; None when they get none."""
    if access.user is None:
        return None
    mine = access.of(Plan).filter(recipients__user=access.user, recipients__stopped_at=None)
    return mine.select_related("patient__household").order_by("pk").first()


def device_words(user_agent: str) -> str:
    """What a person calls the thing in their hand: "Chrome on Android". "" when the browser does not say."""
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    if system and browser:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return system or browser
