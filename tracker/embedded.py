"""What the one-family default keeps on disk: its secret key and the address of its own broker.

Standard library only: ``settings`` imports it before Django is ready.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_secret_key(data_dir: Path) -> str:
    """The secret key of this data folder, made on first use and readable by its owner only."""
    path = data_dir / "secret-key"
    try:
        if path.exists():
            return path.read_text().strip()
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Written aside and linked into place: of two first starts at once, one key wins and no reader sees half of it.
        descriptor, partial = tempfile.mkstemp(dir=data_dir, prefix="secret-key-")
        with open(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
        os.unlink(partial)
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(f"Tend: cannot write to its data folder {data_dir}: {error.strerror}.") from error


def embedded_redis_url(data_dir: Path) -> str:
    """The ``unix://`` address of the broker that ``manage.py serve`` runs for this data folder, "" when none runs."""
    try:
        return (data_dir / "run" / "broker-url").read_text().strip()
    except OSError:
        return ""
