"""The secrets of sharing: how they are made, kept and compared. Nothing here is ever stored as it is said."""

import ipaddress
import secrets
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

from care.visits.rules.sharing import ALPHABET, CODE_LENGTH, PIN_LENGTH

CODE, TOKEN, INVITATION, ADDRESS = (f"care.visits.{name}" for name in ("code", "opening", "consent", "address"))


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(PIN_LENGTH))


def new_token() -> str:
    """An unguessable token of 256 bits for a browser or a link."""
    return secrets.token_urlsafe(32)


def keyed(secret: str, purpose: str) -> str:
    """The hash under which a secret is kept: HMAC-SHA256 (hex) with the site's key. ``purpose`` keeps uses apart."""
    return salted_hmac(purpose, secret, algorithm="sha256").hexdigest()


def keyed_any(secret: str, purpose: str) -> list[str]:
    """The hashes a secret may be kept under while keys are being changed (``SECRET_KEY_FALLBACKS``)."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(purpose, secret, secret=key, algorithm="sha256").hexdigest() for key in keys]


def slow(pin: str) -> str:
    """The slow, salted hash a PIN is kept as (the site's password hasher)."""
    return make_password(pin)


def pin_fits(pin: str, kept: str | None) -> bool:
    """Whether a PIN fits. Without a kept hash (no such code) it costs the same and is False."""
    decoy = _decoy()
    return check_password(pin, kept or decoy) and kept is not None


@cache
def _decoy() -> str:
    """What a PIN is compared with when there is no such code: a hash of nothing anybody can type."""
    return make_password(new_token())


def network(address: str) -> str:
    """The address tries are counted by: an IPv4 address, or the /64 an IPv6 one lies in. "" stays one bucket."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
