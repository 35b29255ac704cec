"""Writing the archive."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model

from care.exports.archive.catalogue import archived_models, files_in, people_in, rows_of, to_plain
from care.household.models import User

FORMAT = 1
PERSON_FIELDS = ("email", "display_name", "language", "time_zone", "temperature_unit")
CHUNK = 1000


@dataclass
class Written:
    """What an archive holds. ``missing`` names files that the record mentions and the storage does not have."""

    rows: int = 0
    files: int = 0
    people: int = 0
    missing: list[str] = field(default_factory=list)


def write(target: IO[bytes] | str, *, households: Iterable[UUID], at: dt.datetime, version: str = "") -> Written:
    """Write the whole record of some families to a zip. ``target`` is a path or a binary file."""
    keys = [str(key) for key in households]
    written = Written()
    manifest: dict = {
        "format": FORMAT,
        "made_by": "Tend",
        "version": version,
        "made_at": at.isoformat(),
        "households": keys,
        "tables": {},
        "files": {},
    }
    people: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, one_moment():
        names: set[str] = set()
        for model in archived_models():
            label = model._meta.label_lower
            rows, digest = _write_table(archive, model, keys, people, names)
            manifest["tables"][label] = {"rows": rows, "sha256": digest}
            written.rows += rows
        text = _people(people)
        written.people = len(people)
        archive.writestr("people.json", text)
        manifest["people_sha256"] = hashlib.sha256(text.encode()).hexdigest()
        for name in sorted(names):
            digest = _write_file(archive, name)
            if digest is None:
                written.missing.append(name)
                continue
            manifest["files"][name] = digest
            written.files += 1
        manifest["missing_files"] = written.missing
        text = json.dumps(manifest, indent=1, sort_keys=True)
        archive.writestr("manifest.json", text)
        archive.writestr("manifest.sha256", hashlib.sha256(text.encode()).hexdigest())
    return written


@contextmanager
def one_moment():
    """Everything inside reads the record as of one moment, so that no row points to one written a second later."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write_table(
    archive: zipfile.ZipFile, model: type[Model], households: list[str], people: set[str], files: set[str]
) -> tuple[int, str]:
    digest = hashlib.sha256()
    count = 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as part:
        rows = rows_of(model, households)
        many = [relation.name for relation in model._meta.local_many_to_many]
        for row in rows.prefetch_related(*many).iterator(chunk_size=CHUNK):
            plain = to_plain(row)
            people |= people_in(model, plain)
            files.update(files_in(model, plain))
            line = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            part.write(line)
            count += 1
    return count, digest.hexdigest()


def _people(keys: set[str]) -> str:
    """The people who appear in the record: how to find them again, never how they sign in."""
    found = [
        {"id": str(user.pk), **{name: getattr(user, name) for name in PERSON_FIELDS}}
        for user in User.objects.filter(pk__in=keys).order_by("pk")
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _write_file(archive: zipfile.ZipFile, name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        source = default_storage.open(name, "rb")
    except FileNotFoundError:
        return None
    with source, archive.open(f"files/{name}", "w", force_zip64=True) as part:
        for block in source.chunks():
            digest.update(block)
            part.write(block)
    return digest.hexdigest()
