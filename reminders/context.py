"""What reminders put into the frame of every page."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from care.household.rules import Capability
from reminders import reads
from reminders.kinds import LIVE_VACCINE


def banner(request: HttpRequest) -> dict:
    """What the frame shows, each asked for only when shown.

    ``reminders_silence``: a ``Silence`` when reminders do not go out to this person's families, falsy else.
    ``reminders_waiting``: a ``Waiting``: what waits for this person.
    ``reminders_ask_first``: the line of the reminder before a planned live vaccine, on a page of a patient.
    ``reminders_lost``: this very browser's device when it stopped taking messages by itself.
    """
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {
        "reminders_silence": SimpleLazyObject(lambda: _silence(request)),
        "reminders_ask_first": SimpleLazyObject(lambda: _ask_first(request)),
        "reminders_lost": SimpleLazyObject(lambda: _lost(request)),
        "reminders_waiting": SimpleLazyObject(lambda: reads.waiting(request.access)),  # type: ignore[attr-defined]
    }


def _silence(request: HttpRequest):
    """Nobody without a family (a clinician, say) waits for a reminder."""
    return reads.silence(timezone.now()) if request.access.memberships else None  # type: ignore[attr-defined]


def _ask_first(request: HttpRequest):
    """None for who does not see this patient's record: their list of reminders is not theirs to see."""
    access, key = request.access, request.resolver_match.kwargs.get("patient")  # type: ignore[attr-defined,union-attr]
    patient = next((child for child in access.patients(Capability.SEE_RECORD) if child.pk == key), None)
    return patient and reads.plan_line(access, patient, LIVE_VACCINE)


def _lost(request: HttpRequest):
    mark = request.COOKIES.get(reads.DEVICE_COOKIE, "")
    return reads.fell_silent(request.user, mark) if mark else None  # type: ignore[arg-type]
