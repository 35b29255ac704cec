"""What every channel offers the engine, and how it says what went wrong."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol
from uuid import UUID

from reminders.models import Delivery


class ChannelError(Exception):
    """A message was not (surely) handed over.

    - ``permanent``: never will be; trying again is useless (5xx: no such mailbox).
    - ``in_doubt``: the message had left and no answer came: it may have arrived.
    - ``closed``: the line itself is gone, so the rest of the batch need not try now.
    - ``retry_after``: seconds the transport asked us to wait at least (RFC 9110, 10.2.3).
    With none of them: this message was put off (4xx), the next one may go.
    """

    def __init__(
        self,
        text: str,
        *,
        permanent: bool = False,
        in_doubt: bool = False,
        closed: bool = False,
        retry_after: int | None = None,
    ):
        super().__init__(text)
        self.permanent = permanent
        self.in_doubt = in_doubt
        self.closed = closed
        self.retry_after = retry_after


class Session(Protocol):
    """One line to the transport, shared by a batch."""

    def open(self) -> None:
        """Connects. Raises ChannelError(closed=True): nothing was sent."""

    def send(self, message: object) -> str:
        """Hands one message over; returns the transport's own id or answer, the proof. Raises ChannelError."""

    def close(self) -> None:
        """Ends the line. Never raises: what was sent stays sent."""


class Channel(Protocol):
    """One way to tell a person."""

    slug: str
    queue: str

    def reachable(self, user_ids: Collection[UUID]) -> Mapping[UUID, Any]:
        """Those of these people who have anything to be told on, and what it is (a confirmed address, devices)."""

    def write(self, delivery: Delivery) -> object:
        """The message for a delivery (its relations are loaded). Any exception means: cannot be written."""

    def session(self) -> Session:
        """A line that is not open yet."""
