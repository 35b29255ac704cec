"""The channels by their slug, each imported when first used: a channel's libraries cost only those who use it."""

from functools import cache

from django.utils.module_loading import import_string

from reminders.channels.base import Channel

_CHANNELS = {
    "email": "reminders.channels.email.channel.EmailChannel",
    "push": "reminders.channels.webpush.channel.WebPushChannel",
    "inapp": "reminders.channels.inapp.channel.InAppChannel",
}
SLUGS = tuple(_CHANNELS)
# Where a message goes whose own channel is dead: the one everybody has.
FALLBACK = "email"


@cache
def channel(slug: str) -> Channel:
    """The channel of this name. Raises KeyError for one that does not exist."""
    return import_string(_CHANNELS[slug])()
