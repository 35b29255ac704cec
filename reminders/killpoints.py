"""Named points at which a test can freeze a worker and kill it: ``TEND_STOP_AT=claimed celery ... worker``.

Unset (always, outside of tests) a point costs one comparison of two short strings. Refused in production.
"""

import os
import signal

from django.core.exceptions import ImproperlyConfigured

POINTS = ("before-claim", "claimed", "sending", "accepted")
STOP_AT = os.environ.get("TEND_STOP_AT", "")


def reach(point: str) -> None:
    """Stops this process for good (SIGSTOP, until somebody kills or continues it) if ``point`` is the one named."""
    if point == STOP_AT:
        os.kill(os.getpid(), signal.SIGSTOP)


def refuse_in_production(production: bool) -> None:
    """Raises ImproperlyConfigured when a point is named where real families rely on the worker."""
    if STOP_AT and production:
        raise ImproperlyConfigured("TEND_STOP_AT freezes workers. It is for tests only: unset it.")
