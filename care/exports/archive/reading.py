"""Reading an archive back: checked whole before the first row is written."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Model

from care.exports.archive.catalogue import archived_models, from_plain
from care.exports.archive.removing import delete_files, delete_rows
from care.exports.archive.writing import CHUNK, FORMAT, PERSON_FIELDS
from care.household.models import Household, Tombstone, User

BLOCK = 1024 * 1024


class ArchiveRefused(Exception):
    """The archive cannot be restored; nothing was written. The message says why, without any of its data."""


@dataclass(frozen=True)
class Restored:
    """What came back. ``created_people`` have no password yet: they sign in with an e-mailed code."""

    households: int
    rows: int
    files: int
    created_people: int


def restore(source: IO[bytes] | str, *, replace: bool = False, even_erased: bool = False) -> Restored:
    """Bring families back exactly as they were: keys, instants, corrections, audit trail, files.

    Raises ArchiveRefused for a damaged or foreign archive, for a family that exists (unless ``replace``,
    which removes it first) and for one that was erased on purpose (unless ``even_erased``).
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as problem:
        raise ArchiveRefused("This is not a Tend backup, or the file is damaged.") from problem
    with archive:
        manifest = _checked(archive)
        try:
            with transaction.atomic():
                return _write(archive, manifest, replace=replace, even_erased=even_erased)
        except (KeyError, ValueError, TypeError, ValidationError, IntegrityError) as problem:
            raise ArchiveRefused(f"The data does not fit this version of Tend ({type(problem).__name__}).") from problem


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The manifest, after every part was read and compared with its hash."""
    try:
        text = archive.read("manifest.json")
        if archive.read("manifest.sha256").decode() != hashlib.sha256(text).hexdigest():
            raise ArchiveRefused("The backup is damaged: its list of contents was changed.")
        manifest = json.loads(text)
        if manifest.get("made_by") != "Tend" or manifest.get("format") != FORMAT:
            raise ArchiveRefused("This backup was made by another version of Tend, or by something else.")
        parts = {"people.json": manifest["people_sha256"]}
        parts |= {f"tables/{label}.jsonl": table["sha256"] for label, table in manifest["tables"].items()}
        parts |= {f"files/{name}": digest for name, digest in manifest["files"].items()}
        for name, digest in parts.items():
            if _digest(archive, name) != digest:
                raise ArchiveRefused(f"The backup is damaged: {name.partition('/')[0]} does not match its hash.")
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, EOFError, zipfile.zlib.error) as problem:
        raise ArchiveRefused("The backup is damaged: a part of it is missing or cannot be read.") from problem
    strange = set(manifest["tables"]) - {model._meta.label_lower for model in archived_models()}
    if strange:
        raise ArchiveRefused("This backup holds tables that this version of Tend does not know.")
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while block := part.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _write(archive: zipfile.ZipFile, manifest: dict, *, replace: bool, even_erased: bool) -> Restored:
    households = [UUID(key) for key in manifest["households"]]
    erased = Tombstone.objects.filter(household_key__in=households)
    if erased.exists():
        if not even_erased:
            raise ArchiveRefused("A family in this backup was erased on purpose. Nothing was restored.")
        erased.delete()
    old_files: list[str] = []
    if Household.objects.filter(pk__in=households).exists():
        if not replace:
            raise ArchiveRefused("A family in this backup already exists here. Nothing was restored.")
        old_files = delete_rows(households).files
    people, created = _people(json.loads(archive.read("people.json")))
    rows = 0
    for model in archived_models():
        if model._meta.label_lower in manifest["tables"]:
            rows += _write_table(archive, model, people)
    for name in manifest["files"]:
        with archive.open(f"files/{name}") as part:
            if default_storage.exists(name):
                default_storage.delete(name)
            default_storage.save(name, File(part))
    stale = [name for name in old_files if name not in manifest["files"]]
    transaction.on_commit(lambda: delete_files(stale))
    return Restored(len(households), rows, len(manifest["files"]), created)


def _people(archived: list[dict]) -> tuple[dict[str, UUID], int]:
    """Archived key -> living key. The same e-mail is the same person, else the same key is."""
    keys: dict[str, UUID] = {}
    created = 0
    for person in archived:
        known = User.objects.filter(email__iexact=person["email"]).first()
        known = known or User.objects.filter(pk=person["id"]).first()
        if known is None:
            known = User(pk=UUID(person["id"]), **{name: person[name] for name in PERSON_FIELDS})
            known.set_unusable_password()
            known.save(force_insert=True)
            created += 1
        keys[person["id"]] = known.pk
    return keys, created


def _write_table(archive: zipfile.ZipFile, model: type[Model], people: dict[str, UUID]) -> int:
    count = 0
    batch: list[tuple[Model, dict]] = []
    with archive.open(f"tables/{model._meta.label_lower}.jsonl") as part:
        for line in part:
            batch.append(from_plain(model, json.loads(line), people))
            count += 1
            if len(batch) >= CHUNK:
                _insert(model, batch)
                batch = []
    _insert(model, batch)
    return count


def _insert(model: type[Model], batch: list[tuple[Model, dict]]) -> None:
    model._base_manager.bulk_create([row for row, _ in batch])
    for relation in model._meta.local_many_to_many:
        through = relation.remote_field.through
        source, target = relation.m2m_column_name(), relation.m2m_reverse_name()
        through._base_manager.bulk_create(
            [through(**{source: row.pk, target: key}) for row, keys in batch for key in keys[relation.name]]
        )
