"""A copy of the SQLite database before its tables change."""

import os
import sqlite3
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

KEPT = 3
PATTERN = "before-update-*.sqlite3"


def pending_migrations() -> tuple[bool, bool]:
    """(whether the default database lacks a migration, whether it has any: a new one has nothing to lose)."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes())), bool(executor.loader.applied_migrations)


def back_up_before_update(database: Path, folder: Path) -> Path:
    """Copies a SQLite database into ``folder``, keeps the newest three of these copies and returns the new one.

    Consistent even while somebody writes, because it goes through SQLite's own backup API; readable by its owner only.
    """
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
