"""Reminders as the list and their own pages show them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability
from reminders import family
from reminders.kinds import KINDS, Kind
from reminders.models import Delivery, Occurrence, Plan, SecondWish
from reminders.reads import weekly
from reminders.reads.clock import wall
from reminders.rules import OPEN, State

# How far back "lately" goes on a reminder's page.
LATELY = dt.timedelta(days=14)


@dataclass(frozen=True)
class PlanLine:
    """One kind of reminder of one patient, as the list shows it.

    ``plan`` is None until it was first set; ``mine``: whether the reader gets it; ``asks_me``: whether the reader
    is asked when nobody marks it; ``second``: who is, in words; ``is_paused``: quiet until a day.
    """

    patient: Patient
    kind: Kind
    plan: Plan | None
    status: str
    for_whom: str
    mine: bool
    asks_me: bool
    second: str
    is_paused: bool


@dataclass(frozen=True)
class Told:
    """One person of one occurrence: what became of their message, in words."""

    person: str
    words: str
    state: str


@dataclass(frozen=True)
class Lately:
    """One time a reminder came due. ``due_at`` is naive, on the plan's wall clock; ``is_test`` for a test."""

    due_at: dt.datetime
    is_test: bool
    told: list[Told]


@dataclass(frozen=True)
class PlanPage:
    """Everything the page of one reminder shows. ``address``: where the reader reads mail, "" when not confirmed."""

    line: PlanLine
    address: str
    zone: str
    lately: list[Lately]


def plan_lines(access: Access) -> list[tuple[Patient, list[PlanLine]]]:
    """Every kind of reminder of every patient whose record the person may see. Query count does not grow."""
    patients = access.patients(Capability.SEE_RECORD)
    plans: dict = {}
    for plan in _plans(access):
        plans.setdefault((plan.patient_id, plan.kind), []).append(plan)
    there = _who_may_be_asked([row for rows in plans.values() for row in rows])
    return [
        (p, [_line(p, kind, plans.get((p.pk, kind.slug), []), access, there) for kind in KINDS.values() if kind.listed])
        for p in patients
    ]


def plan_of(access: Access, patient: Patient, kind: Kind) -> Plan | None:
    """The patient's reminder of a kind; None when it was never set or may not be seen."""
    return _plans(access).filter(patient=patient, kind=kind.slug, key="").first()


def plan_line(access: Access, patient: Patient, kind: Kind) -> PlanLine:
    """One line of the list, as it is now."""
    plans = list(_plans(access).filter(patient=patient, kind=kind.slug))
    return _line(patient, kind, plans, access, _who_may_be_asked(plans))


def plan_page(access: Access, patient: Patient, kind: Kind) -> PlanPage:
    """The page of one reminder: when next, for whom, and what became of the latest ones."""
    line = plan_line(access, patient, kind)
    user, plan = access.user, line.plan
    return PlanPage(
        line=line,
        address=family.verified_address(user) if user else "",
        zone=plan.time_zone if plan else patient.household.time_zone,
        lately=_lately(access, plan) if plan else [],
    )


def next_words(
    plan: Plan | None, *, now: dt.datetime, items: Sequence[Plan] = (), weekly_since: dt.datetime | None = None
) -> str:
    """When a reminder comes next, as people say it on the plan's wall clock.

    ``items``: the plans of single things (each medicine, each visit) that hang on ``plan``; the earliest one counts.
    ``weekly_since``: since when it comes once a week to the reader, who then reads of the day it comes to them.
    """
    if plan is None or not plan.is_on:
        return _("Off")
    paused = _is_paused(plan, now)
    if KINDS[plan.kind].by_event:
        until = {"date": date_format(plan.resumes_on, "D j M")} if plan.resumes_on else {}
        return _("Paused until %(date)s") % until if paused else _("On")
    coming = [row.next_due_at for row in (plan, *items) if row.is_on and row.next_due_at]
    if not coming:
        return _("On. Nothing is coming up") if KINDS[plan.kind].per_item else _("On, but on no day of the week")
    zone = ZoneInfo(plan.time_zone)
    if weekly_since is not None:
        turn = next(weekly.rings(plan, weekly_since=weekly_since))
        return _("Once a week. %(next)s") % {"next": _on(turn.at, zone, now, paused=paused)}
    return _on(min(coming), zone, now, paused=paused)


def _on(instant: dt.datetime, zone: ZoneInfo, now: dt.datetime, *, paused: bool) -> str:
    due = instant.astimezone(zone)
    today = now.astimezone(zone).date()
    words = {"time": time_format(due, "H:i"), "date": date_format(due, "D j M")}
    if paused:
        return _("Paused. Starts again %(date)s at %(time)s") % words
    if due <= now:
        return _("Due now")
    if due.date() == today:
        return _("Next: today at %(time)s") % words
    if due.date() == today + dt.timedelta(days=1):
        return _("Next: tomorrow at %(time)s") % words
    return _("Next: %(date)s at %(time)s") % words


def _is_paused(plan: Plan | None, now: dt.datetime) -> bool:
    """Whether a reminder that is on waits for the end of a pause, on its own wall clock."""
    if plan is None or not plan.is_on or plan.resumes_on is None:
        return False
    return plan.resumes_on > now.astimezone(ZoneInfo(plan.time_zone)).date()


def _plans(access: Access):
    return access.of(Plan).select_related("patient__household", "escalate_to").prefetch_related("recipients__user")


def _who_may_be_asked(plans: Sequence[Plan]) -> set[tuple]:
    """(patient, person) of those chosen to be asked second who still look after the patient. One query at most."""
    pairs = [(row.patient, row.escalate_to_id) for row in plans if row.is_on and not row.key and row.escalate_to_id]
    return family.told_of(pairs) if pairs else set()


def _line(patient: Patient, kind: Kind, plans: Sequence[Plan], access: Access, there: set[tuple]) -> PlanLine:
    plan = next((row for row in plans if not row.key), None)
    items = [row for row in plans if row.key]
    rows = [row for row in plan.recipients.all() if row.stopped_at is None] if plan and plan.is_on else []
    mine = access.user is not None and any(row.user_id == access.user.pk for row in rows)
    names = sorted(str(row.user) for row in rows if access.user is None or row.user_id != access.user.pk)
    if mine:
        names.insert(0, _("you"))
    if plan is None or not plan.is_on:
        for_whom = ""
    elif names:
        for_whom = _("For %(people)s") % {"people": get_text_list(names, _("and"))}
    else:
        for_whom = _("Nobody gets it now")
    weekly_since = weekly.since_of(row for row in rows if access.user is not None and row.user_id == access.user.pk)
    said = next_words(plan, now=access.now, items=items, weekly_since=weekly_since if kind.backs_off else None)
    second, asks_me = _second(plan, access, there)
    return PlanLine(patient, kind, plan, said, for_whom, mine, asks_me, second, _is_paused(plan, access.now))


def _second(plan: Plan | None, access: Access, there: set[tuple]) -> tuple[str, bool]:
    """Who is asked when nobody marks it, in words, and whether that is the reader. A stop is told: others rely.

    ``there``: who of those chosen still looks after the patient; the name of one who left promises nothing.
    """
    if plan is None or not plan.is_on or plan.escalate_to is None:
        return "", False
    if (plan.patient_id, plan.escalate_to_id) not in there:
        return _("Nobody else is asked."), False
    me = access.user is not None and plan.escalate_to_id == access.user.pk
    words = {"name": plan.escalate_to, "minutes": plan.escalate_after}
    if plan.escalate_wish == SecondWish.STOPPED:
        said = (
            _("You do not want to be asked when nobody marks it.")
            if me
            else _("%(name)s does not want to be asked when nobody marks it.")
        )
        return f"{said % words} {_('Nobody else is asked.')}", False
    if me:
        return _("If nobody marks it, you are asked after %(minutes)s minutes.") % words, True
    return _("If nobody marks it, %(name)s is asked after %(minutes)s minutes.") % words, False


def _lately(access: Access, plan: Plan) -> list[Lately]:
    zone = ZoneInfo(plan.time_zone)
    rows = (
        access.of(Occurrence)
        .filter(plan__patient=plan.patient_id, plan__kind=plan.kind, due_at__gt=access.now - LATELY)
        .prefetch_related("deliveries__recipient")
        .order_by("-due_at", "-pk")[:30]
    )
    return [
        Lately(
            due_at=wall(row.due_at, zone),
            is_test=row.origin == Occurrence.Origin.TEST,
            told=[Told(str(d.recipient), what_became(d, zone), d.state) for d in row.deliveries.all()],
        )
        for row in rows
    ]


def what_became(delivery: Delivery, zone: ZoneInfo) -> str:
    """How one message ended, or why it did not go, in words for a family."""
    if delivery.state == State.SENT and delivery.sent_at:
        return _("Sent at %(time)s") % {"time": time_format(delivery.sent_at.astimezone(zone), "H:i")}
    if delivery.state not in OPEN:
        return str(delivery.get_reason_display())
    if delivery.state == State.PENDING and delivery.attempts:
        return _("Waiting: the mail service did not take it yet. Tend tries again.")
    return _("Waiting to be sent.") if delivery.state == State.PENDING else _("Being sent now.")
