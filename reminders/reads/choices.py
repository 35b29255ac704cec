"""What the form of a reminder offers to one person."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from reminders import family
from reminders.kinds import MEDICINE, Kind
from reminders.models import Plan, QuietHours, Recipient, SecondWish
from reminders.rules import is_quiet_time


@dataclass(frozen=True)
class Choices:
    """``carers``: (key, name) of others who may be asked second, and of this person when they are (``is_second``);
    ``quiet``: this person's hours; ``zones``: the
    family's and this person's; ``night_items``: a medicine is due in those hours; ``mine``: wake me and details."""

    carers: list[tuple[str, str]]
    is_second: bool
    quiet: tuple[dt.time, dt.time]
    zones: tuple[str, str]
    night_items: bool
    mine: dict[str, bool]


def plan_choices(access: Access, patient: Patient, kind: Kind, plan: Plan | None) -> Choices:
    """For the page of one reminder. Six queries at most."""
    user = access.user
    quiet = quiet_hours(user)
    night = False
    if kind is MEDICINE:
        wishes = family.medicine_wishes(patient, now=access.now).values()
        night = any(is_quiet_time(time, *quiet) for wish in wishes for time in wish.times)
    row = Recipient.objects.filter(plan=plan, user=user, stopped_at=None).first() if plan and user else None
    is_second = plan is not None and user is not None and plan.escalate_to_id == user.pk
    mine = {"wake_me": row.wake_me, "details": row.details} if row else {}
    if plan is not None:
        mine["ask_me"] = plan.escalate_wish != SecondWish.STOPPED
    return Choices(
        # Nobody chooses themselves; whoever was chosen stays so while they change something else.
        carers=[
            (str(one.pk), str(_("Me")) if user and one.pk == user.pk else str(one))
            for one in family.carers(patient)
            if user is None or one.pk != user.pk or is_second
        ],
        is_second=is_second,
        quiet=quiet,
        zones=(patient.household.time_zone, user.time_zone if user else ""),
        night_items=night,
        mine=mine,
    )


def with_person(patient: Patient, settings: dict) -> dict:
    """A form's settings with the person instead of their key; nobody when they are no carer of this patient."""
    key = settings.get("escalate_to")
    if key is None:
        return settings
    return settings | {"escalate_to": next((one for one in family.carers(patient) if str(one.pk) == key), None)}


def quiet_hours(user) -> tuple[dt.time, dt.time]:
    """A person's quiet hours: their own, or the usual ones."""
    hours = QuietHours.of(user.pk if user else None)
    return hours.starts, hours.ends
