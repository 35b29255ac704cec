"""What reminders put into the frame of every page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from reminders import reads


def banner(request: HttpRequest) -> dict:
    """What the frame shows, each asked for only when shown.

    ``reminders_silence``: a ``Silence`` when reminders do not go out to this person's families, falsy else.
    ``reminders_waiting``: a ``Waiting``: what waits for this person.
    ``reminders_lost``: this very browser's device when it stopped taking messages by itself.
    """
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "reminders_silence": SimpleLazyObject(lambda: _silence(request)),
        "reminders_lost": SimpleLazyObject(lambda: _lost(request)),
        "reminders_waiting": SimpleLazyObject(lambda: reads.waiting(request.access)),  # type: ignore[attr-defined]
    }


def _silence(request: HttpRequest):
    """Nobody without a family (a clinician, say) waits for a reminder."""
    return reads.silence(timezone.now()) if request.access.memberships else None  # type: ignore[attr-defined]


def _lost(request: HttpRequest):
    mark = request.COOKIES.get(reads.DEVICE_COOKIE, "")
    return reads.fell_silent(request.user, mark) if mark else None  # type: ignore[arg-type]
