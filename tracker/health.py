"""``/healthz``: whether this Tend works, for a monitor or a load balancer. Says nothing about any person."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.serving.broker import answers

BROKER_PATIENCE = 1.0  # seconds; a monitor asks often and must not pile up

Heartbeats = Callable[[], dict[str, float | None]]
_heartbeats: list[Heartbeats] = []


def report_heartbeats(source: Heartbeats) -> Heartbeats:
    """Registers a source of heartbeats: part's name -> seconds since it last worked, None when it never did."""
    if source not in _heartbeats:
        _heartbeats.append(source)
    return source


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, else 503. A dead broker is ``degraded``: reminders wait, pages work."""
    database = _database_answers()
    broker = bool(settings.REDIS_URL) and answers(settings.REDIS_URL, BROKER_PATIENCE)
    ages: dict[str, float | None] = {}
    if database:
        for source in _heartbeats:
            ages |= source()
    status = "unavailable" if not database else "ok" if broker else "degraded"
    content = {
        "status": status,
        "database": "ok" if database else "no answer",
        "broker": "ok" if broker else "no answer" if settings.REDIS_URL else "none",
        "heartbeats": {name: None if age is None else round(age, 1) for name, age in ages.items()},
    }
    return JsonResponse(content, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False
