"""Wake-ups. A task carries no work of its own: it is a hint to look at the database."""

from celery import shared_task

from reminders import dialect, engine
from reminders.channels import registry

# Seconds. A hint that waited longer says nothing new: the next tick gives a fresh one while rows are open.
HINT_EXPIRES = 5


@shared_task
def tick() -> None:
    """Makes what is due and wakes the channels that have something to tell."""
    for slug, hints in engine.tick(now=dialect.now()).items():
        for _ in range(hints):
            send.apply_async((slug,), queue=registry.channel(slug).queue, expires=HINT_EXPIRES)


@shared_task
def send(channel: str) -> None:
    """Tells what waits on a channel, on that channel's own queue: at least one batch."""
    engine.send_waiting(channel)


@shared_task
def sweep() -> None:
    """Settles what dead workers left behind, and asks a second person about what nobody marked."""
    engine.sweep(now=dialect.now())
    engine.escalate(now=dialect.now())


@shared_task
def fold() -> None:
    """Turns deliveries of long ago into daily counts, and daily reminders that nobody opens into weekly ones."""
    engine.fold(now=dialect.now())
    engine.back_off(now=dialect.now())
