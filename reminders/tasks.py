"""Wake-ups. A task carries no work of its own: it is a hint to look at the database."""

from celery import shared_task

from reminders import dialect, engine
from reminders.channels import registry

# Seconds. A hint that waited longer says nothing new: the next tick gives a fresh one while rows are open.
HINT_EXPIRES = 5


@shared_task(queue="tick")
def tick() -> None:
    """Makes what is due and wakes the channels that have something to tell."""
    for slug, hints in engine.tick(now=dialect.now()).items():
        for _ in range(hints):
            send.apply_async((slug,), queue=registry.channel(slug).queue, expires=HINT_EXPIRES)


@shared_task(queue="email")
def send(channel: str) -> None:
    """Tells one batch of a channel, on that channel's own queue."""
    engine.send_batch(channel)


@shared_task(queue="tick")
def sweep() -> None:
    """Settles what dead workers left behind."""
    engine.sweep(now=dialect.now())


@shared_task(queue="tick")
def fold() -> None:
    """Turns deliveries of long ago into daily counts."""
    engine.fold(now=dialect.now())
