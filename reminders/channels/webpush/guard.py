"""Where a push may be sent: a browser names the address, so it could name one inside this network (SSRF)."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings


class BadEndpoint(ValueError):
    """An address no push service has."""


def check(endpoint: str) -> None:
    """Raises BadEndpoint unless ``endpoint`` is https and every address of its host is public.

    Asked when a browser subscribes and again right before each message: a name may change where it leads. A host that
    cannot be looked up is left to the connection, which will fail.
    """
    parts = urlsplit(endpoint)
    if not parts.hostname or parts.username or parts.password:
        raise BadEndpoint("no host")
    if parts.hostname in settings.REMINDERS_PUSH_TEST_HOSTS:
        return
    if parts.scheme != "https":
        raise BadEndpoint("not https")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError):
        return
    for row in found:
        if not ipaddress.ip_address(str(row[4][0]).partition("%")[0]).is_global:
            raise BadEndpoint("not a public address")
