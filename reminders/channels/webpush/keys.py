"""The key with which Tend proves to push services who is sending (VAPID, RFC 8292)."""

import base64
import contextlib
import os
import tempfile
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02


class NoKey(LookupError):
    """No key is set for this installation: web push is not offered."""


@cache
def vapid() -> Vapid02:
    """This installation's key. Raises NoKey in production without ``TEND_VAPID_PRIVATE_KEY``.

    Several hosts must share one key, so production names it; a family's own machine keeps one in its data folder.
    Changing it ends every subscription: browsers are bound to the key they subscribed with.
    """
    if settings.VAPID_PRIVATE_KEY:
        return Vapid02.from_string(settings.VAPID_PRIVATE_KEY)
    if settings.PRODUCTION:
        raise NoKey
    return Vapid02.from_pem(_kept(settings.DATA_DIR / "vapid.pem"))


def is_offered() -> bool:
    """Whether people can be told by web push here."""
    try:
        vapid()
    except NoKey:
        return False
    return True


def public_key() -> str:
    """What a browser subscribes with (``applicationServerKey``): the uncompressed point, base64url. Raises NoKey."""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def _kept(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = Vapid02()
        key.generate_keys()
        # Written aside and linked into place: of two first starts at once, one key wins and no reader sees half of it.
        descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix="vapid-")
        with open(descriptor, "wb") as file:
            file.write(key.private_pem())
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
        os.unlink(partial)
    return path.read_bytes()
