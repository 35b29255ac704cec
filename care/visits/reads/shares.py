"""Shares: as the family sees them, and what one that is open shows."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from care.household.access import Access, Grant
from care.household.models import Patient
from care.household.rules import Capability
from care.visits import secrets
from care.visits.models import ConsentEvent, Share, ShareEvent, ShareOpening, Summary
from care.visits.reads.summary import CHOICES, SummaryPage, newer_than, page_of
from care.visits.rules.sharing import Device, State

DEVICE_WORDS = {
    Device.PHONE: _("on a phone"),
    Device.TABLET: _("on a tablet"),
    Device.COMPUTER: _("on a computer"),
    Device.UNKNOWN: "",
}
#: How many ended shares the list shows; the trail has them all.
ENDED_SHOWN = 20


@dataclass(frozen=True)
class ShareRow:
    """One share in the family's list. ``opened`` counts openings, ``last_opened`` is the newest."""

    share: Share
    state: State
    title: str
    by: str
    opened: int
    last_opened: dt.datetime | None
    wrong_pins: int


@dataclass(frozen=True)
class ShareList:
    """Shares that open now or are locked, the newest first; and those that are over."""

    open: list[ShareRow]
    over: list[ShareRow]


@dataclass(frozen=True)
class EventLine:
    """What happened, with the kind of machine in words ("" when unknown)."""

    at: dt.datetime
    what: str
    device: str


@dataclass(frozen=True)
class SharePage:
    """A share with everything that happened to it, oldest first."""

    row: ShareRow
    sections: list[str]
    events: list[EventLine]


class NotOpened(Exception):
    """This browser has not opened the share, or its hour is over: code and PIN are asked again."""


class Over(Exception):
    """The share was opened here, and has ended since. ``state`` says how."""

    def __init__(self, state: State):
        super().__init__(state)
        self.state = state


def shares(access: Access, patient: Patient) -> ShareList:
    """A patient's shares, for those who may manage. One query."""
    rows = [_row(share, access.now) for share in _counted(access).filter(summary__visit__patient=patient)]
    now: list[ShareRow] = []
    over: list[ShareRow] = []
    for row in rows:
        (now if row.state in (State.OPEN, State.LOCKED) else over).append(row)
    return ShareList(now, over[:ENDED_SHOWN])


def open_shares(access: Access, patient: Patient) -> list[ShareRow]:
    """Those that have not ended: what stands on the list of visits. One query."""
    found = _counted(access).filter(summary__visit__patient=patient, ended_at=None, expires_at__gt=access.now)
    return [row for row in (_row(share, access.now) for share in found) if row.state != State.ENDED]


def share_page(access: Access, share: Share) -> SharePage:
    """Everything about one share. ``share`` comes from the access door. Two queries."""
    row = _row(_counted(access).get(pk=share.pk), access.now)
    events = access.of(ShareEvent, Capability.MANAGE).filter(share=share).order_by("pk")
    return SharePage(
        row=row,
        sections=[str(words) for choice, words in CHOICES if choice in share.sections],
        events=[EventLine(event.at, event_words(event), str(DEVICE_WORDS[Device(event.device)])) for event in events],
    )


def event_words(event: ShareEvent | ConsentEvent) -> str:
    """``File downloaded (PDF)`` for an event."""
    words = str(event.get_kind_display())
    return f"{words} ({event.form.upper()})" if event.form else words


def opened(*, opening: UUID, token: str, now: dt.datetime) -> ShareOpening:
    """The opening a browser comes back with, read from its rows each time: an end takes effect on the next request.

    Raises NotOpened (no such opening, another browser, its hour over) and Over. One query.
    """
    rows = ShareOpening.objects.filter(pk=opening).select_related("share__summary__visit__patient__household")
    found = rows.first()
    kept = found.token_hash if found else secrets.keyed("", secrets.TOKEN)
    # All are compared, so that the answer takes as long for any token.
    fits = any([constant_time_compare(one, kept) for one in secrets.keyed_any(token, secrets.TOKEN)])
    if found is None or not token or not fits:
        raise NotOpened
    state = found.share.state(now)
    # Wrong PINs tried elsewhere lock the code, not the page of somebody who had the right one.
    if state in (State.ENDED, State.EXPIRED):
        raise Over(state)
    if found.closed_at is not None or found.expires_at <= now:
        raise NotOpened
    return found


def grant_of(share: Share) -> Grant:
    """What the access door opens for a share: one patient's summaries, for as long as it lasts."""
    summary = share.summary
    assert summary.first_day is not None
    assert summary.last_day is not None
    return Grant(
        patient_id=summary.visit.patient_id,
        sections=frozenset({"visits"}),
        first_day=summary.first_day,
        last_day=summary.last_day,
        expires_at=share.expires_at,
    )


def shared_summary(opening: ShareOpening, now: dt.datetime) -> SummaryPage:
    """What the reader sees: the version that was shared, with the sections that were chosen. Four queries."""
    share = opening.share
    access = Access.for_grant(grant_of(share), now=now)
    row: Summary = access.of(Summary).select_related("visit__patient__household").get(pk=share.summary_id)
    # One bit leaves the record beside the snapshot: that it went on since.
    newer = newer_than(Access.for_household(row.visit.patient.household_id, now=now), row)
    return page_of(row, latest=row.version, newer=newer, sections=share.sections)


def _counted(access: Access):
    kind = ShareEvent.Kind
    return (
        access.of(Share, Capability.MANAGE)
        .select_related("summary__visit", "created_by")
        .annotate(
            opened=Count("events", filter=Q(events__kind=kind.OPENED)),
            last_opened=Max("events__at", filter=Q(events__kind=kind.OPENED)),
            wrong=Count("events", filter=Q(events__kind=kind.WRONG_PIN)),
        )
        .order_by("-pk")
    )


def _row(share, now: dt.datetime) -> ShareRow:
    visit = share.summary.visit
    return ShareRow(
        share=share,
        state=share.state(now),
        title=share.purpose or visit.clinic or str(visit.get_specialty_display()),
        by=str(share.created_by),
        opened=share.opened,
        last_opened=share.last_opened,
        wrong_pins=share.wrong,
    )
