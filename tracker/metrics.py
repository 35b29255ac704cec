"""``/metrics``: numbers for whoever runs Tend, in Prometheus' text format. Counts and ages only, nobody's data."""

import hmac
from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric

Source = Callable[[], Iterable[Metric]]
_sources: list[Source] = []


def report_metrics(source: Source) -> Source:
    """Registers a source of metrics; it is asked at every look, so the numbers are the database's, not a process's."""
    if source not in _sources:
        _sources.append(source)
    return source


class _Sources:
    """All sources as one collector of the library."""

    def collect(self) -> Iterable[Metric]:
        for source in _sources:
            yield from source()


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers for who knows ``TEND_METRICS_TOKEN`` (``Authorization: Bearer ...``); 404 for everybody else."""
    said = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(said, wanted):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Sources())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
