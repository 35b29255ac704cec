"""Where a push may be sent: a browser names the address, so it could name one inside this network (SSRF)."""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool


class BadEndpoint(ValueError):
    """An address no push service has."""


def check(endpoint: str) -> None:
    """Raises BadEndpoint unless ``endpoint`` is https and every address of its host is public.

    Asked when a browser subscribes and again right before each message: a name may change where it leads. A host that
    cannot be looked up is left to the connection, which will fail. ``Adapter`` looks once more at what it is
    connected to.
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


class _Connection(HTTPSConnection):
    """Hangs up before a word is said when the name led inside after all: it may do so a moment after it was asked."""

    def _new_conn(self):
        line = super()._new_conn()
        address = str(line.getpeername()[0]).partition("%")[0]
        if not ipaddress.ip_address(address).is_global and self.host not in settings.REMINDERS_PUSH_TEST_HOSTS:
            line.close()
            raise BadEndpoint("not a public address")
        return line


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Connection


class Adapter(HTTPAdapter):
    """Connections of ``requests`` that end at a public address, whatever a name says."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "https": _Pool,
            "http": self.poolmanager.pool_classes_by_scheme["http"],
        }
