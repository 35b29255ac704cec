"""A family's whole record as one file, and back.

A zip with one JSON-lines file per table, the families' files, the people who appear in the record (without
passwords) and a manifest with a SHA-256 of every part. It is generic: every model of ``care`` and ``reminders``
that says by ``access_scope`` whose it is goes in, so a new table is in the backup from its first day.
"""

from care.exports.archive.catalogue import archived_models
from care.exports.archive.reading import ArchiveRefused, Restored, restore
from care.exports.archive.writing import Written, write

__all__ = ["ArchiveRefused", "Restored", "Written", "archived_models", "restore", "write"]
