"""Opening a share with its code and PIN, and what the reader's browser then does.

Everything that keeps a guesser out is a row: wrong PINs on the share, wrong tries per address. What a wrong code, a
wrong PIN and a locked code are answered, and what they cost, is the same.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from care.household.audit import audit
from care.visits import secrets
from care.visits.models import Share, ShareEvent, ShareOpening, ShareTries
from care.visits.rules.sharing import OPEN_FOR, TRIES, TRIES_WINDOW, WRONG_PINS, Device, State, code_of, pin_of

#: Reports of copying and printing that one opened page may add to the family's list.
MOST_REPORTS = 40
#: A browser may tell the same print or copy more than once; within this time it is one.
SAME = dt.timedelta(seconds=10)
REPORTED = frozenset({ShareEvent.Kind.COPIED, ShareEvent.Kind.PRINTED})


class DoesNotOpen(Exception):
    """No such code, a wrong PIN, or a code that is locked: never said which."""


class TooManyTries(Exception):
    """This address guessed wrong too often. ``wait`` is how long until it may try again."""

    def __init__(self, wait: dt.timedelta):
        super().__init__()
        self.wait = wait


class ShareOver(Exception):
    """Code and PIN were right, but the share has ended or its time is over."""

    def __init__(self, state: State):
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class Opened:
    """An opened share and the token that this browser, and only it, may come back with."""

    opening: ShareOpening
    token: str


def open_share(*, code: str, pin: str, address: str, device: Device, at: dt.datetime) -> Opened:
    """Open a share. ``code`` and ``pin`` as typed, ``address`` the reader's IP address.

    Raises DoesNotOpen, TooManyTries, ShareOver. Each try is counted before it is judged, so that tries sent at once
    count as many. Not one transaction: a count stands whatever comes after it.
    """
    counted = _count_try(address, at)
    code, pin = code_of(code), pin_of(pin)
    share = (
        Share.objects.filter(code_hash__in=secrets.keyed_any(code or "-", secrets.CODE))
        .select_related("summary__visit__patient__household")
        .first()
    )
    # An unknown code has the same statements sent, about a row that is not there.
    reserved = Share.objects.filter(pk=share.pk if share else uuid4(), failures__lt=WRONG_PINS)
    free = bool(reserved.update(failures=F("failures") + 1))
    right = secrets.pin_fits(pin or "-", share.pin_hash if share else None)
    if share is None or not right or not free:
        _note_wrong(share if free else None, counted, device, at)
        raise DoesNotOpen
    with transaction.atomic():
        share = Share.objects.select_for_update(of=("self",)).select_related("summary__visit").get(pk=share.pk)
        Share.objects.filter(pk=share.pk, failures__gt=0).update(failures=F("failures") - 1)
        ShareTries.objects.filter(pk=counted, count__gt=0).update(count=F("count") - 1)
        state = share.state(at)
        # LOCKED cannot be: this try was one of the five, and it was right.
        if state in (State.ENDED, State.EXPIRED):
            over = ShareOver(state)
        else:
            return _open(share, device, at)
    raise over


def _open(share: Share, device: Device, at: dt.datetime) -> Opened:
    token = secrets.new_token()
    opening = ShareOpening.objects.create(
        share=share,
        token_hash=secrets.keyed(token, secrets.TOKEN),
        opened_at=at,
        expires_at=min(at + OPEN_FOR, share.expires_at),
    )
    ShareEvent.objects.create(share=share, opening=opening, kind=ShareEvent.Kind.OPENED, device=device, at=at)
    _tell(share, at=at, action="share.opened")
    return Opened(opening, token)


def _note_wrong(share: Share | None, counted: int, device: Device, at: dt.datetime) -> None:
    """Write a wrong PIN into the family's list. What belongs to no share writes as much, into the tries."""
    with transaction.atomic():
        locked = Share.objects.filter(pk=share.pk if share else uuid4(), failures=WRONG_PINS).exists()
        if share is None:
            ShareTries.objects.filter(pk=counted).update(last_at=at)
            return
        ShareEvent.objects.create(share=share, kind=ShareEvent.Kind.WRONG_PIN, device=device, at=at)
        if locked:
            ShareEvent.objects.create(share=share, kind=ShareEvent.Kind.LOCKED, device=device, at=at)
            _tell(share, at=at, action="share.locked")


def _count_try(address: str, at: dt.datetime) -> int:
    """Count one try of an address before it is judged. Gives the counter's key; raises TooManyTries."""
    seconds = int(TRIES_WINDOW.total_seconds())
    window = dt.datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=dt.UTC)
    here = {"address_hash": secrets.keyed(secrets.network(address), secrets.ADDRESS), "window": window}
    row = ShareTries.objects.filter(**here)
    if not row.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                ShareTries.objects.filter(window__lt=window - TRIES_WINDOW).delete()
                ShareTries.objects.create(**here, count=1, last_at=at)
        except IntegrityError:
            # Another process made it at the same moment.
            row.update(count=F("count") + 1)
    found = row.get()
    if found.count > TRIES:
        raise TooManyTries(window + TRIES_WINDOW - at)
    return found.pk


@transaction.atomic
def report(*, opening: ShareOpening, kind: str, device: Device, at: dt.datetime, form: str = "") -> bool:
    """Write into the family's list what a reader took along. False when this page told it already, or too often.

    ``kind`` is "copied" or "printed" for the page itself. A download of the summary in another form calls this with
    "downloaded" and ``form`` ("pdf", "text", "csv", "fhir") in the view that hands the file out.
    """
    # Counted under the row's lock: a page that reports without end fills no table.
    ShareOpening.objects.select_for_update().get(pk=opening.pk)
    if kind in REPORTED:
        told = ShareEvent.objects.filter(opening=opening, kind__in=REPORTED)
        if told.count() >= MOST_REPORTS or told.filter(kind=kind, at__gt=at - SAME).exists():
            return False
    event = ShareEvent(share=opening.share, opening=opening, kind=kind, form=form, device=device, at=at)
    event.full_clean(exclude=["share", "opening"], validate_unique=False)
    event.save()
    _tell(opening.share, at=at, action=f"share.{kind}")
    return True


@transaction.atomic
def close(*, opening: ShareOpening, device: Device, at: dt.datetime) -> None:
    """The reader is done: this browser needs code and PIN again. The share itself stays open."""
    if ShareOpening.objects.filter(pk=opening.pk, closed_at=None).update(closed_at=at):
        ShareEvent.objects.create(
            share=opening.share, opening=opening, kind=ShareEvent.Kind.CLOSED, device=device, at=at
        )


def _tell(share: Share, *, at: dt.datetime, action: str) -> None:
    """The trail names nobody as the actor: whoever had the code. Tend cannot know more."""
    patient = share.summary.visit.patient
    audit(household=patient.household, by=None, at=at, action=action, target=share, patient=patient)
