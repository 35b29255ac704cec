"""The in-app channel: what is told here stands in the list of what waits, and nowhere rings."""

from collections.abc import Collection
from uuid import UUID

from reminders.models import Delivery


class InAppChannel:
    """The list itself is read from what came due (``reads.waiting``), so nothing leaves this machine.

    The row is the proof: it keeps the same life as a mail's, so that a family sees what became of it.
    """

    slug = "inapp"
    # Only the database is asked, so it may share the queue that nothing outside can hold up.
    queue = "tick"

    def reachable(self, user_ids: Collection[UUID]) -> dict[UUID, bool]:
        """Whoever may be told may also sign in."""
        return dict.fromkeys(user_ids, True)

    def write(self, delivery: Delivery) -> str:
        """What stands in the list: the occurrence, whose words the page writes in its reader's language."""
        return str(delivery.occurrence_id)

    def session(self) -> "ListSession":
        return ListSession()


class ListSession:
    """A line that always stands: being committed is being told."""

    def open(self) -> None:
        """Nothing to connect to."""

    def send(self, message: str) -> str:
        return "in the list"

    def close(self) -> None:
        """Nothing to end."""
