"""A task that does nothing: what Celery itself costs on this machine (``bench.deliveries``)."""

from celery import shared_task


@shared_task(name="bench.nothing")
def nothing() -> None:
    """Comes and goes."""
