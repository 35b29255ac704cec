"""Addresses that stand in messages. Signed ones carry random ids only: no name, no health word, no session."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "reminders.stop"
# Mails are kept and found again: a year, so that "stop" in an old mail still works and a leaked one ends some day.
STOP_LINK_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Stop:
    """Whose mails of which kind, in which family, a link stops."""

    user_id: UUID
    household_id: UUID
    kind: str


class BadLink(ValueError):
    """A link that Tend did not make, or made more than a year ago."""


def absolute(path: str) -> str:
    """A path as the address a mail needs."""
    return settings.SITE_URL.rstrip("/") + path


def stop_token(stop: Stop) -> str:
    """The signed part of a stop link."""
    return signing.dumps([stop.user_id.hex, stop.household_id.hex, stop.kind], salt=SALT)


def read_stop_token(token: str) -> Stop:
    """What a stop link stops. Raises BadLink."""
    try:
        user, household, kind = signing.loads(token, salt=SALT, max_age=STOP_LINK_SECONDS)
        return Stop(UUID(user), UUID(household), str(kind))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadLink from error


def stop_url(stop: Stop) -> str:
    return absolute(reverse("reminders:stop", kwargs={"token": stop_token(stop)}))


ANSWER_SALT = "reminders.answer"
# "Done" and "later" are about one day; three days leave room for a weekend, and a found mail answers nothing.
ANSWER_LINK_SECONDS = 3 * 24 * 60 * 60


def answer_token(delivery_id: UUID) -> str:
    """The signed part of an answer link: it names one message to one person, nothing else."""
    return signing.dumps(delivery_id.hex, salt=ANSWER_SALT)


def read_answer_token(token: str) -> UUID:
    """Which message an answer link answers. Raises BadLink."""
    try:
        return UUID(signing.loads(token, salt=ANSWER_SALT, max_age=ANSWER_LINK_SECONDS))
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as error:
        raise BadLink from error


def answer_path(delivery_id: UUID) -> str:
    return reverse("reminders:answer", kwargs={"token": answer_token(delivery_id)})


def answer_url(delivery_id: UUID) -> str:
    return absolute(answer_path(delivery_id))


def open_path(delivery_id: UUID) -> str:
    return reverse("reminders:open", kwargs={"delivery": delivery_id})


# In the query of the page a mail opens: it came from there, not from Tend's own list.
BY_MAIL = "mail"


def open_url(delivery_id: UUID) -> str:
    return absolute(f"{open_path(delivery_id)}?{BY_MAIL}")


def change_url() -> str:
    return absolute(reverse("reminders:list"))
