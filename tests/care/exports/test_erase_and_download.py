"""Erasing a family, taking a copy, and the two commands."""

import io
import uuid
import zipfile

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from care.exports import archive
from care.exports.actions import erase_household
from care.exports.archive.catalogue import archived_models, rows_of
from care.household.models import AuditEvent, Household, Membership, Patient, Tombstone, User
from tests.care.exports.full_record import AT, fill
from tests.people import MORNING, PASSWORD, client_for, join, person, proven


def url(name: str, family) -> str:
    return reverse(f"exports:{name}", kwargs={"household": family.household.pk})


def rows_left(household) -> int:
    return sum(rows_of(model, [household.pk]).count() for model in archived_models())


def words_in_database() -> str:
    """Every text of every table, to look for what should be gone."""
    found = []
    for model in apps.get_models():
        if model is not User and model._meta.label != "account.EmailAddress":
            found += [str(value) for row in model._base_manager.values_list() for value in row]
    return "\n".join(found)


def test_erasing_leaves_a_tombstone_and_nothing_personal(family, outsider):
    fill(family)
    names = ["Mia", "Leo", str(family.mia.pk), "before the trip", "Peanut", "Ward 7"]
    before = rows_left(family.household)
    theirs = rows_left(outsider.household)
    Patient.objects.filter(household=outsider.household).update(name="Nobody")

    stone = erase_household(household=family.household, by=family.guardian, at=AT)

    assert rows_left(family.household) == 0
    assert rows_left(outsider.household) == theirs
    assert stone.rows >= before
    assert list(Tombstone.objects.values_list("household_key", "erased_at")) == [(family.household.pk, AT)]
    left = words_in_database()
    assert [name for name in names if name in left] == []


def test_people_keep_their_accounts(family):
    erase_household(household=family.household, by=family.guardian, at=AT)
    assert User.objects.filter(pk__in=[family.guardian.pk, family.helper.pk]).count() == 2
    assert not Membership.objects.exists()


def test_the_name_must_be_typed(family):
    client = proven(family.client("guardian"))
    page = client.post(url("erase", family), {"name": "Some other family"})
    assert page.status_code == 422
    assert "Nothing was erased" in page.content.decode()
    assert rows_left(family.household)

    done = client.post(url("erase", family), {"name": "  fAmily "}, follow=True)
    assert done.redirect_chain == [(reverse("exports:erased"), 302)]
    assert done.status_code == 200
    assert rows_left(family.household) == 0
    assert client.get(url("erase", family)).status_code == 404


@pytest.mark.parametrize("name", ["download", "erase"])
@pytest.mark.parametrize(
    ("who", "status"), [("second", 403), ("helper", 403), ("viewer", 403), ("revoked", 404), ("guardian", 200)]
)
def test_only_guardians(family, name, who, status):
    client = family.client(who)
    assert client.get(url(name, family)).status_code == status
    if status != 200:
        assert client.post(url(name, family), {"name": "Family"}).status_code == status
        assert Household.objects.filter(pk=family.household.pk).exists()


def test_a_guardian_of_some_children_takes_and_erases_nothing(family, outsider):
    dad = person("Dad")
    join(family.household, dad, "guardian", patients=[family.leo])
    for client, status in ((client_for(dad), 403), (outsider.client("guardian"), 404)):
        for name in ("download", "erase"):
            assert client.get(url(name, family)).status_code == status
            assert client.post(url(name, family), {"name": "Family"}).status_code == status
    assert Household.objects.filter(pk=family.household.pk).exists()


@time_machine.travel(MORNING, tick=False)
def test_the_download_is_the_archive_and_stands_in_the_trail(family):
    client = proven(family.client("guardian"))
    assert client.get(url("download", family)).status_code == 200
    answer = client.post(url("download", family))
    assert answer["Content-Disposition"] == 'attachment; filename="tend-record.zip"'
    assert answer["Cache-Control"] == "no-store"
    data = io.BytesIO(b"".join(answer.streaming_content))
    assert zipfile.ZipFile(data).testzip() is None
    trail = AuditEvent.objects.get(action="export.created")
    assert (trail.actor, trail.at) == (family.guardian, MORNING)
    archive.restore(data, replace=True)
    assert AuditEvent.objects.filter(action="export.created").count() == 1


def test_an_open_phone_alone_takes_nothing(family):
    """The password is asked for once more; then the page of the download is there again."""
    client = family.client("guardian")
    asked = client.post(url("download", family))
    assert asked["Location"].startswith("/account/reauthenticate/?next=")
    assert not AuditEvent.objects.filter(action="export.created").exists()
    refused = client.post(asked["Location"], {"password": "not this one", "next": url("download", family)})
    assert refused.status_code == 200
    back = client.post(asked["Location"], {"password": PASSWORD, "next": url("download", family)})
    assert (back.status_code, back["Location"]) == (302, url("download", family))
    assert client.post(url("download", family))["Content-Type"] == "application/zip"


def test_an_open_phone_alone_erases_nothing_and_the_name_is_typed_once(family):
    client = family.client("guardian")
    asked = client.post(url("erase", family), {"name": "Family"})
    assert asked["Location"].startswith("/account/reauthenticate/")
    assert rows_left(family.household)
    done = client.post(asked["Location"], {"password": PASSWORD, "next": url("erase", family)})
    assert done["Location"] == reverse("exports:erased")
    assert rows_left(family.household) == 0


def run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, stderr=out)
    return out.getvalue()


def test_backup_and_restore_commands(family, outsider, tmp_path):
    file = tmp_path / "all.zip"
    assert "Families: 2" in run("backup", "--all", "--to", str(file))
    with pytest.raises(CommandError, match="already exists"):
        run("restore", str(file))
    mia = family.mia.pk
    family.mia.delete()
    assert "Families: 2" in run("restore", str(file), "--replace")
    assert Patient.objects.filter(pk=mia).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]

    one = tmp_path / "one.zip"
    run("backup", "--household", str(family.household.pk), "--to", str(one))
    erase_household(household=family.household, by=family.guardian, at=AT)
    with pytest.raises(CommandError, match="erased on purpose"):
        run("restore", str(one))
    assert "Families: 1" in run("restore", str(one), "--even-erased")


def test_commands_say_what_is_wrong(family, tmp_path):
    with pytest.raises(CommandError, match="no such family"):
        run("backup", "--household", str(uuid.uuid4()), "--to", str(tmp_path / "x.zip"))
    with pytest.raises(CommandError, match="Cannot write"):
        run("backup", "--all", "--to", str(tmp_path / "missing" / "x.zip"))
    with pytest.raises(CommandError, match="no file"):
        run("restore", str(tmp_path / "x.zip"))
    (tmp_path / "x.zip").write_bytes(b"nonsense")
    with pytest.raises(CommandError, match="not a Tend backup"):
        run("restore", str(tmp_path / "x.zip"))
