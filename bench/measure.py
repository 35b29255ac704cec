"""What a request costs: its queries, and this process's own processor time, so that other load does not count."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

WARM_UP = 3


@dataclass(frozen=True)
class Cost:
    """Queries of one request, its median processor time in milliseconds, and that as a multiple of ``beside``."""

    queries: int
    ms: float
    times: float = 0


def cost(request: Callable[[], object], *, times: int = 15, beside: Callable[[], object] | None = None) -> Cost:
    """Runs ``request`` a few times unmeasured, then ``times`` times. It must answer below 400.

    ``beside`` is run in turn with it: a machine that is busy or slow for a while slows both.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UP):
        request()
    with CaptureQueriesContext(connection) as seen:
        _checked(request)
    queries = len(seen)
    spent, other = [], []
    for _ in range(times):
        spent.append(_ms(request))
        if beside:
            other.append(_ms(beside))
    ms = statistics.median(spent)
    return Cost(queries, ms, ms / statistics.median(other) if other else 0)


def _ms(request: Callable[[], object]) -> float:
    before = time.process_time()
    request()
    return (time.process_time() - before) * 1000


def _checked(request: Callable[[], object]) -> None:
    answer = request()
    status = getattr(answer, "status_code", 200)
    if status >= 400:
        raise SystemExit(f"{getattr(answer, 'request', '')} answered {status}: nothing to measure")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns side by side, the first one left, the others right."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    lines = []
    for row in [head, ["-" * width for width in widths], *rows]:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
