"""A copy of the SQLite database before its tables change."""

import os
import sqlite3
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

KEPT = 3
PATTERN = "before-update-*.sqlite3"


def pending_migrations() -> int:
    """How many migrations the default database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def back_up_before_update(database: Path, folder: Path) -> Path | None:
    """Copies an existing SQLite database into ``folder`` and keeps the newest three of these copies.

    Returns the copy, or None when there is nothing to keep yet. Consistent even while somebody writes, because it
    goes through SQLite's own backup API; readable by its owner only.
    """
    if not database.exists() or database.stat().st_size == 0:
        return None
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"before-update-{timezone.now():%Y%m%d-%H%M%S-%f}.sqlite3"
    partial = target.with_suffix(".part")
    partial.touch(mode=0o600)
    source, copy = sqlite3.connect(database), sqlite3.connect(partial)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    os.replace(partial, target)
    for old in sorted(folder.glob(PATTERN))[:-KEPT]:
        old.unlink()
    return target
