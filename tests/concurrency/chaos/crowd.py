"""Many families with one reminder each: half of the people read mail, half have a phone that takes pushes."""

import base64
import datetime as dt
import random

from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from care.household.models import Household, Membership, Patient, User
from care.household.rules import Role
from reminders.kinds import KINDS
from reminders.models import Plan, PushSubscription, Recipient
from reminders.rules import Doubt

CHUNK = 500


def kind_of(policy: Doubt) -> str:
    """A kind with this policy for doubts."""
    return {Doubt.NEVER_AGAIN: "evening-check", Doubt.RESEND: "summary-ready"}[policy]


def settle(
    count: int, *, policy: Doubt, push_site: str, start: dt.datetime, seconds: float, seed: int, first: int = 0
) -> None:
    """Writes ``count`` families, each with a plan due once between ``start`` and ``seconds`` later.

    Names are numbers, from ``first`` on.

    Person ``n`` has the address ``n@example.org``; every second one listens by push at ``/push/<n>`` instead.
    """
    assert KINDS[kind_of(policy)].doubt is policy
    chance = random.Random(seed)
    for chunk in range(first, first + count, CHUNK):
        numbers = range(chunk, min(chunk + CHUNK, first + count))
        dues = [start + dt.timedelta(seconds=chance.random() * seconds) for _ in numbers]
        _write(numbers, dues, kind_of(policy), push_site, start - dt.timedelta(hours=1))


def _write(numbers, dues, kind: str, push_site: str, at: dt.datetime) -> None:
    names = [f"{number}@example.org" for number in numbers]
    users = User.objects.bulk_create([User(email=name, display_name=name, password="!") for name in names])
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
    )
    homes = Household.objects.bulk_create([Household(name=name, time_zone="UTC", created_at=at) for name in names])
    pairs = list(zip(homes, users, strict=True))
    Membership.objects.bulk_create(
        [Membership(household=home, user=user, role=Role.GUARDIAN, joined_at=at) for home, user in pairs]
    )
    children = Patient.objects.bulk_create([Patient(household=home, name="C", created_at=at) for home in homes])
    plans = Plan.objects.bulk_create(
        [
            Plan(
                patient=child,
                kind=kind,
                local_time=due.time().replace(second=0, microsecond=0),
                time_zone="UTC",
                in_quiet_hours=True,
                next_due_at=due,
                created_at=at,
            )
            for child, due in zip(children, dues, strict=True)
        ]
    )
    channels = ["push" if number % 2 else "email" for number in numbers]
    Recipient.objects.bulk_create(
        [
            Recipient(plan=plan, user=user, channel=channel, since=at)
            for plan, user, channel in zip(plans, users, channels, strict=True)
        ]
    )
    # One key for all of them: what is encrypted differs, what it costs does not.
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    keys = {
        "p256dh": _text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)),
        "auth": _text(b"0123456789abcdef"),
    }
    PushSubscription.objects.bulk_create(
        [
            PushSubscription(user=user, endpoint=f"{push_site}/push/{number}", **keys, device="phone")
            for number, user, channel in zip(numbers, users, channels, strict=True)
            if channel == "push"
        ]
    )


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
