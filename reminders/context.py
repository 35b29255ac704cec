"""What reminders put into the frame of every page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from reminders.reads import silence


def banner(request: HttpRequest) -> dict:
    """``reminders_silence``: a ``Silence`` when reminders do not go out, falsy else. Asked for only when shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"reminders_silence": SimpleLazyObject(lambda: silence(timezone.now()))}
