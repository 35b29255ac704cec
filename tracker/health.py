"""``/healthz``: whether this Tend works, for a monitor or a load balancer. Says nothing about any person."""

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.serving.broker import answers

BROKER_PATIENCE = 1.0  # seconds; a monitor asks often and must not pile up


class Work(Protocol):
    """How something that works in the background stands: whether it goes on, how much waits, and for how many seconds
    the first of it has."""

    @property
    def runs(self) -> bool: ...
    @property
    def waiting(self) -> int: ...
    @property
    def oldest(self) -> float | None: ...


Heartbeats = Callable[[], dict[str, float | None]]
Works = Callable[[], Work]
_heartbeats: list[Heartbeats] = []
_works: dict[str, Works] = {}


def report_heartbeats(source: Heartbeats) -> Heartbeats:
    """Registers a source of heartbeats: part's name -> seconds since it last worked, None when it never did."""
    if source not in _heartbeats:
        _heartbeats.append(source)
    return source


def report_work(name: str, source: Works) -> Works:
    """Registers how a work in the background stands; under the name in ``backlog``."""
    _works[name] = source
    return source


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served, else 503. A dead broker, or work that stands still, is ``degraded``: what is due
    waits, pages work, and a load balancer that took this process away would only take those from families too."""
    database = _database_answers()
    broker = bool(settings.REDIS_URL) and answers(settings.REDIS_URL, BROKER_PATIENCE)
    ages: dict[str, float | None] = {}
    if database:
        for source in _heartbeats:
            ages |= source()
    works = {name: source() for name, source in _works.items()} if database else {}
    well = broker and all(work.runs for work in works.values())
    status = "unavailable" if not database else "ok" if well else "degraded"
    content = {
        "status": status,
        "database": "ok" if database else "no answer",
        "broker": "ok" if broker else "no answer" if settings.REDIS_URL else "none",
        "heartbeats": {name: None if age is None else round(age, 1) for name, age in ages.items()},
        "backlog": {
            name: {
                "runs": work.runs,
                "waiting": work.waiting,
                "oldest_seconds": None if work.oldest is None else round(work.oldest, 1),
            }
            for name, work in works.items()
        },
    }
    return JsonResponse(content, status=200 if database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False
