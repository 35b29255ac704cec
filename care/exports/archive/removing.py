"""Taking a family's rows and files away for good."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, router
from django.db.models import FileField

from care.exports.archive.catalogue import archived_models, rows_of

log = logging.getLogger(__name__)


@dataclass
class Removed:
    """How many rows went, and which files have to follow once that is committed."""

    rows: int = 0
    files: list[str] = field(default_factory=list)


def delete_rows(households: Iterable[UUID]) -> Removed:
    """Delete every row of some families, the audit trail too. Call inside ``transaction.atomic``.

    Rows go straight from the tables, children before parents: an append-only trail and protected links guard
    against mistakes in daily work, and this is the one place where their end is meant.
    """
    households = list(households)
    removed = Removed()
    for model in reversed(archived_models()):
        rows = rows_of(model, households).order_by()
        for kept in (column for column in model._meta.concrete_fields if isinstance(column, FileField)):
            names = rows.exclude(**{kept.name: ""}).values_list(kept.name, flat=True)
            removed.files.extend(name for name in names if name)
        using = router.db_for_write(model) or DEFAULT_DB_ALIAS
        for relation in model._meta.local_many_to_many:
            through = relation.remote_field.through
            pairs = through._base_manager.filter(**{f"{relation.m2m_field_name()}__in": rows.values("pk")})
            removed.rows += pairs._raw_delete(using)
        keys = model._base_manager.filter(pk__in=rows.values("pk"))
        removed.rows += keys._raw_delete(using)
    return removed


def delete_files(names: Iterable[str]) -> None:
    """Delete files from the storage. One that cannot be deleted is reported and does not keep the others."""
    for name in names:
        try:
            default_storage.delete(name)
        except Exception as problem:
            log.error("a file of an erased family could not be deleted: %s", type(problem).__name__)
