"""The archive: everything out, everything back, nothing of anybody else, and no damaged file half read."""

import io
import json
import uuid
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test.utils import isolate_apps

from care.exports import archive
from care.exports.actions import erase_household
from care.exports.archive.catalogue import archived_models, links, rows_of, to_plain
from care.household.models import AuditEvent, Household, Invitation, Tombstone, User
from care.household.scope import Scope
from care.record.models import Correction, Entry
from care.visits.models import Summary
from tests.care.exports.full_record import AT, fill


@pytest.fixture
def full(family):
    fill(family)
    return family


def everything(household) -> dict[str, list[dict]]:
    """Every row of a family, every column and many-to-many key, as plain data."""
    return {model._meta.label: [to_plain(row) for row in rows_of(model, [household.pk])] for model in archived_models()}


def packed(*households) -> io.BytesIO:
    file = io.BytesIO()
    archive.write(file, households=[h.pk for h in households], at=AT, version="test")
    file.seek(0)
    return file


def repacked(file: io.BytesIO, change) -> io.BytesIO:
    """The same zip with its parts passed through ``change(name, bytes)``; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
    out.seek(0)
    return out


def test_the_fixture_has_a_row_in_every_table(full):
    empty = {label for label, rows in everything(full.household).items() if not rows}
    assert not empty, f"full_record.py should write these, or their round trip is not tested: {empty}"


def test_round_trip_brings_every_value_back(full):
    before = everything(full.household)
    file = packed(full.household)
    erase_household(household=full.household, by=full.guardian, at=AT)
    assert not any(everything(full.household).values())

    done = archive.restore(file, even_erased=True)

    assert everything(full.household) == before
    assert done.rows == sum(len(rows) for rows in before.values())
    assert done.created_people == 0
    assert not Tombstone.objects.exists()
    assert AuditEvent.objects.filter(household=full.household).count() == len(before["care.AuditEvent"])
    note = Correction.objects.filter(field="note").first()
    assert "\u202e" in note.old
    assert Entry.objects.filter(entered_at=AT).exists(), "microseconds were lost"


def test_no_file_holds_a_key_to_the_family(full):
    """An open invitation travels without its link and gets a new one."""
    was = set(Invitation.objects.values_list("token", flat=True))
    assert was
    file = packed(full.household)
    with zipfile.ZipFile(file) as opened:
        text = b"".join(opened.read(name) for name in opened.namelist()).decode(errors="replace")
    assert not [token for token in was if token in text]
    archive.restore(file, replace=True)
    now = set(Invitation.objects.values_list("token", flat=True))
    assert len(now) == len(was)
    assert not now & was


def test_the_restored_record_is_whole_in_the_database(full):
    file = packed(full.household)
    archive.restore(file, replace=True)
    connection.check_constraints()
    assert Summary.objects.filter(state="ready").exists()


def test_another_family_stays_untouched(full, outsider):
    fill(outsider)
    theirs = everything(outsider.household)
    file = packed(full.household)
    assert str(outsider.household.pk) not in str(zipfile.ZipFile(file).read("manifest.json"))
    archive.restore(file, replace=True)
    erase_household(household=full.household, by=full.guardian, at=AT)
    assert everything(outsider.household) == theirs


def test_several_families_in_one_file(full, outsider):
    before = [everything(full.household), everything(outsider.household)]
    file = packed(full.household, outsider.household)
    for family in (full, outsider):
        erase_household(household=family.household, by=family.guardian, at=AT)
    assert archive.restore(file, even_erased=True).households == 2
    assert [everything(full.household), everything(outsider.household)] == before


def test_people_come_back_without_a_password_and_by_their_address(full):
    file = packed(full.household)
    with zipfile.ZipFile(file) as zipped:
        everywhere = b"".join(zipped.read(name) for name in zipped.namelist())
        assert full.guardian.password.encode() not in everywhere
        assert b'"password"' not in everywhere
    erase_household(household=full.household, by=full.guardian, at=AT)
    old_key = full.second.pk
    gone = full.guardian
    User.objects.filter(pk__in=[gone.pk, full.second.pk]).delete()
    # Ben signed up again meanwhile, so his key is another one.
    ben = User.objects.create_user(full.second.email, "a long enough word")

    done = archive.restore(file, even_erased=True)

    assert done.created_people == 1
    ana = User.objects.get(email=gone.email)
    assert ana.pk == gone.pk
    assert not ana.has_usable_password()
    assert full.household.memberships.filter(user=ben).exists()
    assert not User.objects.filter(pk=old_key).exists()
    assert Entry.objects.filter(author=ben).exists()


def test_an_existing_family_is_only_replaced_when_asked(full):
    file = packed(full.household)
    Household.objects.filter(pk=full.household.pk).update(name="Changed since")
    with pytest.raises(archive.ArchiveRefused, match="already exists"):
        archive.restore(file)
    assert Household.objects.get(pk=full.household.pk).name == "Changed since"
    archive.restore(file, replace=True)
    assert Household.objects.get(pk=full.household.pk).name == "Family"


def test_an_erased_family_stays_erased_unless_asked(full):
    file = packed(full.household)
    erase_household(household=full.household, by=full.guardian, at=AT)
    with pytest.raises(archive.ArchiveRefused, match="erased on purpose"):
        archive.restore(file)
    assert not Household.objects.filter(pk=full.household.pk).exists()


ENTRIES = "tables/care.entry.jsonl"


def shorter(name, data):
    return data.split(b"\n", 1)[1] if name == ENTRIES else data


def other_name(name, data):
    return data.replace(b"Mia", b"Max") if name == "tables/care.patient.jsonl" else data


def without(missing):
    return lambda name, data: None if name == missing else data


def older_format(name, data):
    return data.replace(b'"format": 1', b'"format": 0') if name == "manifest.json" else data


@pytest.mark.parametrize(
    "change",
    [shorter, other_name, older_format, without(ENTRIES), without("people.json"), without("manifest.sha256")],
    ids=["row-missing", "value-changed", "manifest-changed", "table-missing", "people-missing", "seal-missing"],
)
def test_a_damaged_archive_is_refused_and_nothing_is_written(full, change):
    file = repacked(packed(full.household), change)
    before = everything(full.household)
    with pytest.raises(archive.ArchiveRefused):
        archive.restore(file, replace=True)
    assert everything(full.household) == before


@pytest.mark.parametrize("data", [b"", b"not a zip at all", b"PK\x03\x04 half"])
def test_what_is_no_archive_is_refused(db, data):
    with pytest.raises(archive.ArchiveRefused):
        archive.restore(io.BytesIO(data))


def test_every_cut_of_the_file_is_refused(full):
    whole = packed(full.household).getvalue()
    for part in range(1, 10):
        with pytest.raises(archive.ArchiveRefused):
            archive.restore(io.BytesIO(whole[: len(whole) * part // 10]), replace=True)


def sealed(file: io.BytesIO, table: str, change) -> io.BytesIO:
    """A well-sealed archive in which the first row of a table was changed: made by another version, say."""
    import hashlib

    parts = {}
    with zipfile.ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    name = f"tables/{table}.jsonl"
    first, _nl, rest = parts[name].partition(b"\n")
    row = json.loads(first)
    change(row)
    parts[name] = json.dumps(row).encode() + b"\n" + rest
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"][table]["sha256"] = hashlib.sha256(parts[name]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    parts["manifest.sha256"] = hashlib.sha256(parts["manifest.json"]).hexdigest().encode()
    return repacked(file, lambda part, _data: parts[part])


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("care.entry", lambda row: row.update(column_of_the_future=1)),
        ("care.entry", lambda row: row.update(local_day="yesterday")),
        ("care.entry", lambda row: row.update(version=0)),
        ("care.entry", lambda row: row.update(author_id=str(uuid.uuid4()))),
        ("care.skincheck", lambda row: row.update(worst_itch=11)),
    ],
    ids=["unknown-column", "no-date", "breaks-a-constraint", "unknown-person", "impossible-itch"],
)
def test_data_that_does_not_fit_is_refused_whole(full, table, change):
    before = everything(full.household)
    with pytest.raises(archive.ArchiveRefused, match="does not fit"):
        archive.restore(sealed(packed(full.household), table, change), replace=True)
    assert everything(full.household) == before


def test_every_link_of_an_archived_table_leads_into_the_archive():
    known = {*archived_models(), User}
    strays = [f"{m._meta.label}.{f.name}" for m in archived_models() for f in links(m) if f.related_model not in known]
    assert not strays, f"these would break a restore: {strays}"


def test_parents_come_before_children():
    seen = set()
    for model in archived_models():
        for field in links(model):
            if field.related_model in archived_models() and field.related_model is not model:
                assert field.related_model in seen, f"{model._meta.label} before {field.related_model._meta.label}"
        seen.add(model)


@pytest.mark.django_db(transaction=True)
@isolate_apps("care")
def test_files_travel_with_their_rows_and_go_with_them(monkeypatch):
    class Paper(models.Model):
        access_scope = Scope(household="household")
        household = models.ForeignKey(Household, on_delete=models.CASCADE)
        scan = models.FileField(blank=True)

        class Meta:
            app_label = "care"

    family = Household.objects.create(name="Files")
    user = User.objects.create_user("files@example.org")
    with connection.schema_editor() as editor:
        editor.create_model(Paper)
    try:
        everywhere = [Household, Paper]
        for place in ("catalogue", "writing", "reading", "removing"):
            monkeypatch.setattr(f"care.exports.archive.{place}.archived_models", lambda: everywhere)
        name = default_storage.save("papers/scan.bin", ContentFile(b"\x00scan" * 1000))
        Paper.objects.create(household=family, scan=name)
        Paper.objects.create(household=family)
        Paper.objects.create(household=family, scan="papers/lost.bin")

        file = io.BytesIO()
        written = archive.write(file, households=[family.pk], at=AT)
        assert (written.files, written.missing) == (1, ["papers/lost.bin"])

        erase_household(household=family, by=user, at=AT)
        assert not default_storage.exists(name)
        assert not Paper.objects.exists()

        archive.restore(file, even_erased=True)
        assert default_storage.open(name).read() == b"\x00scan" * 1000
        assert Paper.objects.filter(scan=name).count() == 1

        spoiled = repacked(file, lambda part, data: data[:-1] if part.startswith("files/") else data)
        with pytest.raises(archive.ArchiveRefused):
            archive.restore(spoiled, replace=True)
        assert default_storage.exists(name)
    finally:
        default_storage.delete("papers/scan.bin")
        with connection.schema_editor() as editor:
            editor.delete_model(Paper)
