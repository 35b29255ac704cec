"""What the one-family default keeps on disk: its secret key and the address of its own broker.

Standard library only: ``settings`` imports it before Django is ready.
"""

import os
import secrets
from pathlib import Path


def kept_secret_key(data_dir: Path) -> str:
    """The secret key of this data folder, made on first use and readable by its owner only."""
    path = data_dir / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        return path.read_text().strip()
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(f"Tend cannot write to its data folder {data_dir}: {error.strerror}.") from error


def embedded_redis_url(data_dir: Path) -> str:
    """The ``unix://`` address of the broker that ``manage.py serve`` runs for this data folder, "" when none runs."""
    try:
        return (data_dir / "run" / "broker-url").read_text().strip()
    except OSError:
        return ""
