"""The cast: one family, its people, and an outsider with a family of their own."""

import datetime as dt
from dataclasses import dataclass, field

from django.test import Client

from care.household import actions
from care.household.models import Household, Membership, Patient, User
from care.household.rules import Role

PASSWORD = "a long enough word"
# Thursday 19 November 2026, 07:02 in Berlin.
MORNING = dt.datetime(2026, 11, 19, 6, 2, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 11, 19, 20, 4, tzinfo=dt.UTC)
ZONE = "Europe/Berlin"


def person(name: str, **fields) -> User:
    """A user with a verified e-mail address."""
    from allauth.account.models import EmailAddress

    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User.objects.create_user(email, PASSWORD, display_name=name, time_zone=ZONE, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def client_for(user: User) -> Client:
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def proven(client: Client) -> Client:
    """The same browser after its person has given their password once more."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


@dataclass
class Family:
    """A household with everybody in it. ``mia`` and ``leo`` are the patients."""

    household: Household
    guardian: User
    second: User
    helper: User
    viewer: User
    revoked: User
    mia: Patient
    leo: Patient
    others: dict[str, User] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        return client_for(getattr(self, who))


def join(household: Household, user: User, role: str, *, at: dt.datetime = MORNING, patients=()) -> Membership:
    membership = Membership.objects.create(
        household=household, user=user, role=role, joined_at=at, all_patients=not patients
    )
    membership.patients.set(patients)
    return membership


def make_family(prefix: str = "", *, at: dt.datetime = dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC)) -> Family:
    """Guardian Ana, second caregiver Ben, helper Gran, viewer Vic, a revoked member, and two patients."""
    guardian = person(f"{prefix}Ana")
    household = actions.create_household(name=f"{prefix}Family", time_zone=ZONE, by=guardian, at=at)
    mia = actions.add_patient(
        household=household, name=f"{prefix}Mia", birth_date=dt.date(2020, 9, 3), by=guardian, at=at
    )
    leo = actions.add_patient(
        household=household,
        name=f"{prefix}Leo",
        birth_date=dt.date(2023, 2, 11),
        by=guardian,
        at=at + dt.timedelta(seconds=1),
    )
    people = {name: person(f"{prefix}{name}") for name in ("Ben", "Gran", "Vic", "Rex")}
    join(household, people["Ben"], Role.CAREGIVER, at=at)
    join(household, people["Gran"], Role.HELPER, at=at)
    join(household, people["Vic"], Role.VIEWER, at=at)
    ended = join(household, people["Rex"], Role.CAREGIVER, at=at)
    ended.ended_at = at + dt.timedelta(days=30)
    ended.save()
    return Family(household, guardian, people["Ben"], people["Gran"], people["Vic"], people["Rex"], mia, leo)
