"""Send: take a batch under a lease, and tell one message after the other with one commit for each.

A message's commit says two things at once: how the one before ended, and that this one is being sent. So
whenever a worker dies, at most one message is in doubt, and its row says so.
"""

import datetime as dt
import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import F

from reminders import dialect
from reminders.channels import registry
from reminders.channels.base import Channel, ChannelError, Session
from reminders.engine import heartbeat
from reminders.engine.facts import Facts, read
from reminders.engine.fallback import fall_back
from reminders.engine.ledger import mine, move, move_one
from reminders.engine.limits import BATCH, BATCH_BUDGET, FIRST_RETRY, FRESH, GO_ON, LEASE, RENEW_AFTER
from reminders.engine.together import board, follow, gather, strict_first
from reminders.engine.verdict import verdict
from reminders.killpoints import reach
from reminders.kinds import KINDS
from reminders.models import Delivery
from reminders.rules import LONGEST_PAUSE, Doubt, State, after_doubt, pause_before_retry

log = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]


@dataclass
class Outcome:
    """How one message ended, before it is committed. ``instead``: a mail goes in its place."""

    delivery: Delivery
    state: State
    fields: dict = field(default_factory=dict)
    riders: bool = False
    instead: bool = False

    def write(self, *, now: dt.datetime) -> None:
        with transaction.atomic(savepoint=False):
            if self.riders:
                # Before the carrier: it gives up the token by which they are known.
                # Given up, also in doubt: its riders are told by themselves.
                end = State.FAILED if self.instead else self.state
                follow(self.delivery, end, now=now, fields=self.fields)
            if move_one(self.delivery, State.SENDING, self.state, now=now, **self.fields):
                if self.state is State.FAILED or self.instead:
                    fall_back(self.delivery, now=now)
                return
        if self.state is State.SENT:
            # The server took longer than the lease and a sweep has called it a doubt: now there is proof.
            if self.riders:
                follow(self.delivery, self.state, now=now, fields=self.fields, was=State.UNKNOWN)
            move(mine(self.delivery), State.UNKNOWN, State.SENT, now=now, **self.fields)


def claim(channel: str, *, now: dt.datetime, size: int = BATCH) -> list[Delivery]:
    """Leases up to ``size`` waiting deliveries of a channel to this worker; [] when nothing is ready."""
    ready = Delivery.objects.filter(channel=channel, state=State.PENDING, next_attempt_at__lte=now)
    if not ready.exists():
        return []
    with dialect.claiming():
        keys = [row.pk for row in dialect.unclaimed(ready.order_by("next_attempt_at", "pk"))[:size]]
        move(
            Delivery.objects.filter(pk__in=keys),
            State.PENDING,
            State.CLAIMED,
            now=now,
            token=(token := uuid.uuid4()),
            lease_until=now + LEASE,
        )
    return strict_first(
        list(
            Delivery.objects.filter(pk__in=keys, token=token)
            .select_related("occurrence__plan__patient__household", "recipient__quiet_hours")
            .order_by("next_attempt_at", "pk")
        )
    )


def send_batch(channel_slug: str, *, clock: Clock | None = None, size: int = BATCH) -> int:
    """Tells what waits on a channel, up to ``size``; returns how many rows it took. ``clock``: the database's, if not
    given."""
    clock = clock or dialect.RunningClock()
    channel = registry.channel(channel_slug)
    reach("before-claim")
    batch = claim(channel_slug, now=clock(), size=size)
    if not batch:
        return 0
    reach("claimed")
    run = _Run(channel, clock, batch)
    if not run.run():
        heartbeat.trouble(channel_slug, now=clock())
    elif run.session:
        # Only a line that stood says that mail works: a batch with nothing left to send proves nothing.
        heartbeat.beat(channel_slug, now=clock())
    return len(batch)


def send_waiting(channel_slug: str, *, clock: Clock | None = None) -> None:
    """One batch after the other while any wait, for a short while: a wake-up costs more than a look."""
    until = time.monotonic() + GO_ON.total_seconds()
    while send_batch(channel_slug, clock=clock) and time.monotonic() < until:
        pass


class _Run:
    """One worker going through one batch."""

    def __init__(self, channel: Channel, clock: Clock, batch: list[Delivery]):
        self.channel, self.clock, self.batch = channel, clock, batch
        self.session: Session | None = None
        self.previous: Outcome | None = None
        # Read for the rest of the batch at once; who was told since is read anew.
        self.facts: dict[UUID, Facts] = {}
        self.read_at = 0.0
        self.told: set[UUID] = set()
        self.renewed_at = clock()
        # What rides along with the message at hand.
        self.riders: list[Delivery] = []

    def run(self) -> bool:
        """Goes through the batch; False when the transport could not be reached or hung up."""
        deadline = time.monotonic() + BATCH_BUDGET.total_seconds()
        try:
            for place, delivery in enumerate(self.batch):
                rest = self.batch[place:]
                if time.monotonic() >= deadline:
                    self._put_back(rest)
                    return True
                try:
                    self._one(delivery, rest[1:])
                except ChannelError as error:
                    self._after_error(delivery, error)
                    if error.closed:
                        self._put_back(rest[1:], tried=True)
                        return False
            return True
        finally:
            # Also when a time limit strikes: what is known is written, what is not stays "sending" for the sweep.
            if self.previous:
                self.previous.write(now=self.clock())
            if self.session:
                self.session.close()

    def _one(self, delivery: Delivery, rest: list[Delivery]) -> None:
        delivery.telling_at = self.clock()
        try:
            delivery.facts = self._facts(delivery, rest)
            message = self.channel.write(delivery)
        except DatabaseError:
            # Nothing is wrong with the message: the lease ends and somebody else writes it.
            raise
        except Exception as error:
            log.exception("delivery %s cannot be written", delivery.pk)
            self._end_unsent(delivery, State.FAILED, Delivery.Reason.BROKEN, error=type(error).__name__)
            return
        if self.session is None and verdict(delivery, delivery.facts, now=self.clock()) is None:
            # Connect before anything is called "sending": a server that is away leaves no doubt behind.
            session = self.channel.session()
            session.open()
            self.session = session
        if not self._begin(delivery, rest):
            return
        if self.riders:
            message = self._written_again(delivery, message)
        reach("sending")
        proof = self.session.send(message)  # type: ignore[union-attr]
        reach("accepted")
        self.previous = Outcome(
            delivery,
            State.SENT,
            {"sent_at": self.clock(), "provider_id": proof[:200], "error": "", "reason": ""},
            bool(self.riders),
        )

    def _written_again(self, delivery: Delivery, alone: object) -> object:
        """The message with the words of its riders; if these cannot be written, they wait, and it goes alone."""
        delivery.riding = self.riders
        try:
            return self.channel.write(delivery)
        except DatabaseError:
            raise
        except Exception:
            log.exception("delivery %s cannot be written with its riders", delivery.pk)
            follow(delivery, State.PENDING, now=self.clock(), fields={})
            self.riders = []
            return alone

    def _begin(self, delivery: Delivery, rest: list[Delivery]) -> bool:
        """The commit of a message. True: it is ours, wanted, and now counts as being sent."""
        now = self.clock()
        self.riders = []
        with transaction.atomic():
            if self.previous:
                self.previous.write(now=now)
            facts = self._facts(delivery, rest)
            unwanted = verdict(delivery, facts, now=now)
            if unwanted:
                moved = move(mine(delivery), State.CLAIMED, unwanted.state, now=now, **unwanted.fields())
                if moved and unwanted.reason == Delivery.Reason.NO_DEVICE:
                    fall_back(delivery, now=now)
                begun = False
            elif self.session is None:
                # It became wanted a moment after the first look (somebody undid an entry): the next tick's matter.
                move(mine(delivery), State.CLAIMED, State.PENDING, now=now, next_attempt_at=now)
                begun = False
            else:
                riders = gather(delivery, now=now) if facts.has_company else []
                lease = {"lease_until": now + LEASE}
                # Nobody else counts the tries of a row that is ours.
                begun = move_one(
                    delivery, State.CLAIMED, State.SENDING, now=now, attempts=delivery.attempts + 1, **lease
                )
                if begun and riders:
                    board(riders, delivery, now=now)
                    self.riders = riders
                if rest and now - self.renewed_at >= RENEW_AFTER:
                    waiting = Delivery.objects.filter(pk__in=[row.pk for row in rest], token=delivery.token)
                    waiting.filter(state=State.CLAIMED).update(**lease)
                    self.renewed_at = now
        self.previous = None
        if begun:
            self.told.add(delivery.recipient_id)
        return begun

    def _facts(self, delivery: Delivery, rest: list[Delivery]) -> Facts:
        """What stands in the database about a delivery, no longer ago than ``FRESH``."""
        if time.monotonic() - self.read_at > FRESH.total_seconds():
            try:
                self.facts, self.told = read([delivery, *rest], now=self.clock()), set()
            except DatabaseError:
                raise
            except Exception:
                # Whatever is wrong with one row must not stop everybody else's: each is read by itself.
                log.exception("the rest of a batch cannot be read at once")
                self.facts = {}
            self.read_at = time.monotonic()
        if delivery.pk in self.facts and delivery.recipient_id not in self.told:
            return self.facts[delivery.pk]
        return read([delivery], now=self.clock())[delivery.pk]

    def _after_error(self, delivery: Delivery, error: ChannelError) -> None:
        now = self.clock()
        doubt = KINDS[delivery.occurrence.plan.kind].doubt
        pause = _pause(delivery)
        if error.retry_after is not None:
            pause = max(pause, min(dt.timedelta(seconds=error.retry_after), LONGEST_PAUSE))
        said: dict = {"error": str(error)[:200]}
        if error.in_doubt:
            said["doubts"] = F("doubts") + 1
        again = {"next_attempt_at": now + pause, **said}
        if self.session is None:
            # Not connected: nothing was said about this message, but it counts as a try.
            move(mine(delivery), State.CLAIMED, State.PENDING, now=now, attempts=F("attempts") + 1, **again)
        elif error.in_doubt and after_doubt(doubt) is State.UNKNOWN:
            fields = {"reason": Delivery.Reason.IN_DOUBT.value, **said}
            self.previous = Outcome(delivery, after_doubt(Doubt.NEVER_AGAIN), fields, bool(self.riders))
        elif error.permanent:
            fields = {"reason": Delivery.Reason.REFUSED.value, **said}
            self.previous = Outcome(delivery, State.FAILED, fields, bool(self.riders))
        elif self._gives_up(delivery, now, pause):
            # Each try that nobody answered may have arrived: that stays said.
            reason = Delivery.Reason.IN_DOUBT if error.in_doubt else Delivery.Reason.NO_WAY_THROUGH
            state = State.UNKNOWN if error.in_doubt else State.FAILED
            self.previous = Outcome(delivery, state, {"reason": reason.value, **said}, bool(self.riders), instead=True)
        else:
            self.previous = Outcome(delivery, State.PENDING, again, bool(self.riders))

    def _gives_up(self, delivery: Delivery, now: dt.datetime, pause: dt.timedelta) -> bool:
        """Whether a mail goes instead of another try: enough of them failed, or the next one would come too late."""
        if self.channel.slug == registry.FALLBACK:
            return False
        kind = KINDS[delivery.occurrence.plan.kind]
        enough = delivery.attempts + 1 >= kind.tries or pause > kind.waits
        return enough or now + pause >= delivery.helps_until

    def _end_unsent(self, delivery: Delivery, state: State, reason: str, *, error: str = "") -> None:
        move(mine(delivery), State.CLAIMED, state, now=self.clock(), reason=reason, error=error)

    def _put_back(self, rest: list[Delivery], *, tried: bool = False) -> None:
        """The rest of a batch waits again; ``tried``: because the line is gone, so after a pause."""
        now = self.clock()
        for delivery in rest:
            fields: dict = {"next_attempt_at": now}
            if tried:
                fields = {"next_attempt_at": now + _pause(delivery), "attempts": F("attempts") + 1}
            move(mine(delivery), State.CLAIMED, State.PENDING, now=now, **fields)


def _pause(delivery: Delivery) -> dt.timedelta:
    """How long a delivery that is put off now waits; by chance, which here spreads load and guards nothing."""
    return pause_before_retry(delivery.attempts + 1, random.random(), first=FIRST_RETRY)  # noqa: S311
