"""Photos in a summary: never by themselves, each by a tick of its own, and only where the family shows them."""

import base64
import datetime as dt
import hashlib
import io
import json

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from care.household.models import AuditEvent
from care.record import actions as record
from care.record.photos import actions as photos
from care.record.photos.models import Photo
from care.visits import actions
from care.visits.models import Summary, SummaryDocument
from care.visits.paper import comma_separated, pasted, pdf
from care.visits.reads import fhir_bundle, page_of
from tests.care.record import photo_files as files
from tests.care.visits.fhir.checks import of, problems
from tests.people import MORNING, person

pytestmark = pytest.mark.usefixtures("folder")
TODAY = MORNING.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(family, *, days_ago=0, site="cheek", side="left", **values) -> Photo:
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "site": site, "side": side} | values
    row = photos.add_alone(
        file=io.BytesIO(files.jpeg_with_gps()), local_day=TODAY - dt.timedelta(days=days_ago), **values
    )
    assert photos.prepare(photo_id=row.pk, at=MORNING)
    return Photo.objects.get(pk=row.pk)


@pytest.fixture
def visit(family):
    found = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    actions.request_summary(visit=found, by=family.guardian, at=MORNING)
    actions.generate_summary(visit_id=found.pk, at=MORNING)
    return found


def newest(visit) -> Summary:
    rows = Summary.objects.filter(visit=visit, state="ready").select_related("visit__patient__household")
    return rows.order_by("-version")[0]


def chosen(family, visit, *rows) -> Summary:
    """The version with these photos, chosen on the page as a family does."""
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    answer = family.client("guardian").post(address, {"photos": [str(row.pk) for row in rows]})
    assert answer.status_code == 302, answer.content.decode()
    actions.generate_summary(visit_id=visit.pk, at=MORNING)
    return newest(visit)


def page(summary, sections=None):
    return page_of(summary, latest=summary.version, sections=sections)


def shown(summary, sections=None) -> list[str]:
    return [row["id"] for row in page(summary, sections).content.get("photos", [])]


def reader(family, summary, sections) -> tuple[Client, str]:
    """A clinic's browser with the share open, and the address of its page."""
    made = actions.make_share(summary=summary, sections=sections, lasts="1", by=family.guardian, at=MORNING)
    client = Client()
    client.get("/s/")
    answer = client.post("/s/", {"code": made.code, "pin": made.pin})
    assert answer.status_code == 303
    return client, answer["Location"]


def test_a_version_holds_only_what_was_ticked_and_the_one_before_stays(family, visit):
    yes, no = photo(family, days_ago=3), photo(family, days_ago=2)
    before = newest(visit)
    assert shown(before) == []
    after = chosen(family, visit, yes)
    assert (after.version, before.version) == (2, 1)
    assert shown(after) == [str(yes.pk)]
    assert "photos" in after.sections
    assert str(no.pk) not in json.dumps(after.content)
    assert newest(visit).content_hash == after.content_hash
    assert shown(Summary.objects.select_related("visit__patient__household").get(pk=before.pk)) == []
    told = AuditEvent.objects.filter(action="photo.put_in_summary")
    assert [row.object_id for row in told] == [str(yes.pk)]
    # Taken out again: the next version has none, the one with the photo stays as it was read.
    last = chosen(family, visit)
    assert (last.version, shown(last), "photos" in last.sections) == (3, [], False)
    assert shown(Summary.objects.select_related("visit__patient__household").get(pk=after.pk)) == [str(yes.pk)]


def test_choosing_the_same_again_makes_no_version(family, visit):
    row = photo(family)
    chosen(family, visit, row)
    assert chosen(family, visit, row).version == 2
    assert not Summary.objects.filter(state="queued").exists()


def test_what_was_left_out_of_the_parts_stays_left_out(family, visit):
    actions.choose_sections(summary=newest(visit), sections=["skin", "notes"], by=family.guardian, at=MORNING)
    assert chosen(family, visit, photo(family)).sections == ["skin", "notes", "photos"]


@pytest.mark.parametrize("site", ["genital", "perineum", "around_anus"])
def test_a_private_place_is_never_offered_nor_taken(family, visit, site):
    ordinary, private = photo(family), photo(family, site=site, side="", private_ok=True)
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    offered = family.client("guardian").get(address).content.decode()
    assert (str(ordinary.pk) in offered, str(private.pk) in offered) == (True, False)
    answer = family.client("guardian").post(address, {"photos": [str(private.pk)]})
    assert answer.status_code == 422
    given = {"offered": [private.pk], "chosen": [private.pk], "by": family.guardian, "at": MORNING}
    assert photos.choose_for_summary(patient=family.mia, **given) == 0
    assert not Photo.objects.get(pk=private.pk).in_summary


def test_a_photo_of_another_child_or_family_is_not_taken(family, outsider, visit):
    sibling, theirs = photo(family, patient=family.leo), photo(family, patient=outsider.mia, by=outsider.guardian)
    given = {"offered": [sibling.pk, theirs.pk], "chosen": [sibling.pk, theirs.pk]}
    assert photos.choose_for_summary(patient=family.mia, by=family.guardian, at=MORNING, **given) == 0
    assert not Photo.objects.filter(in_summary=True).exists()


def test_a_summary_takes_at_most_twelve(family, visit):
    rows = [photo(family, days_ago=n) for n in range(13)]
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    answer = family.client("guardian").post(address, {"photos": [str(row.pk) for row in rows]})
    assert answer.status_code == 422
    assert "at most 12 photos. You ticked 13." in answer.content.decode()
    # What was ticked is still ticked.
    assert answer.content.decode().count('checked data-testid="pick-photo"') == 13
    assert len(shown(chosen(family, visit, *rows[:12]))) == 12


@pytest.mark.parametrize("who", ["viewer", "helper"])
def test_only_who_may_edit_chooses(family, visit, who):
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    assert family.client(who).get(address).status_code == 403


def test_a_share_shows_them_only_when_they_were_ticked_and_while_it_is_open(family, visit):
    row, other = photo(family), photo(family, days_ago=1)
    summary = chosen(family, visit, row)
    client, address = reader(family, summary, ["skin", "photos"])
    assert f'src="{address}photos/{row.pk}/"' in client.get(address).content.decode()
    picture = client.get(f"{address}photos/{row.pk}/")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in picture["Cache-Control"]
    assert client.get(f"{address}photos/{other.pk}/").status_code == 404
    assert Client().get(f"{address}photos/{row.pk}/").status_code == 403
    # Without the tick neither the page nor an address that somebody kept shows it.
    without, elsewhere = reader(family, summary, ["skin"])
    assert "photos/" not in without.get(elsewhere).content.decode()
    assert without.get(f"{elsewhere}photos/{row.pk}/").status_code == 404
    share = summary.shares.order_by("pk")[0]
    actions.end_share(share=share, by=family.guardian, at=MORNING)
    assert client.get(f"{address}photos/{row.pk}/").status_code == 410


@pytest.mark.parametrize("how", ["taken back", "entry gone", "now private", "with the sibling"])
def test_what_the_family_takes_away_is_shown_to_nobody_any_more(family, visit, how):
    row = photo(family)
    summary = chosen(family, visit, row)
    client, address = reader(family, summary, ["photos", "skin"])
    change = {"by": family.guardian, "at": MORNING}
    if how == "taken back":
        photos.remove_photo(photo=row, **change)
    elif how == "entry gone":
        record.remove(entry=row.entry, **change)
    elif how == "now private":
        photos.change_photo(photo=row, changes={"site": "genital", "side": ""}, private_ok=True, **change)
    else:
        record.move(entry=row.entry, to=family.leo, **change)
    assert client.get(f"{address}photos/{row.pk}/").status_code == 404
    assert client.get(address).status_code == 200
    found = of(fhir_bundle(page(summary)), "DocumentReference")
    assert ["taken back since" in one["content"][0]["attachment"]["title"] for one in found] == [True]
    assert "data" not in found[0]["content"][0]["attachment"]
    with pikepdf.open(io.BytesIO(pdf(page(summary)))) as paper:
        assert images(paper) == 0


def images(paper) -> int:
    """Pictures in a PDF, those inside drawings too."""
    found, seen = 0, set()

    def look(resources):
        nonlocal found
        for _name, one in (resources or {}).get("/XObject", {}).items():
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
            if one.get("/Subtype") == "/Image":
                found += 1
            look(one.get("/Resources"))

    for sheet in paper.pages:
        look(sheet.get("/Resources"))
    return found


def test_a_clinician_with_an_account_sees_them_where_the_family_shares_photos(family, visit):
    row = photo(family)
    summary = chosen(family, visit, row)
    for sections, code in ((["skin", "photos"], 200), (["skin"], 404)):
        offer = actions.offer_consent(
            patient=family.mia, by=family.guardian, at=MORNING, sections=sections, ends_on=dt.date(2027, 11, 19)
        )
        clinician = person(f"Dr {len(sections)}")
        consent = actions.accept_consent(consent=offer.consent, by=clinician, at=MORNING)
        client = Client()
        client.force_login(clinician, backend="allauth.account.auth_backends.AuthenticationBackend")
        here = reverse("clinic:summary", kwargs={"consent": consent.pk, "summary": summary.pk})
        address = f"{here}photos/{row.pk}/"
        assert (address in client.get(here).content.decode()) is (code == 200)
        assert client.get(address).status_code == code


def test_paper_text_table_and_fhir_say_the_same(family, visit):
    row = photo(family, has_scale=True)
    summary = chosen(family, visit, row)
    view = page(summary)
    words = "19 Nov 2026, Cheek (left)"
    assert words in str(view.document)
    with pikepdf.open(io.BytesIO(pdf(view))) as paper:
        assert images(paper) == 1
    assert words in comma_separated(view.document)
    assert "Cheek" not in pasted(view.document).text
    bundle = fhir_bundle(view)
    assert problems(bundle) == []
    (found,) = of(bundle, "DocumentReference")
    attachment = found["content"][0]["attachment"]
    kept = Photo.objects.get(pk=row.pk).picture.open("rb").read()
    assert base64.b64decode(attachment["data"]) == kept
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(kept, usedforsecurity=False).digest()
    assert attachment["size"] == len(kept)
    for secret in files.SECRETS:
        assert secret not in kept
    # Not in the document at all without the tick, and never stored inside it.
    assert of(fhir_bundle(page(summary, ["skin"])), "DocumentReference") == []
    assert "data" not in json.dumps(SummaryDocument.objects.get(summary=summary).content["items"][-1])


def test_the_api_chooses_too(family, visit):
    row, private = photo(family), photo(family, site="genital", side="", private_ok=True)
    client = APIClient()
    client.force_authenticate(family.guardian)
    address = f"/api/v1/visits/{visit.pk}/photos/"
    answer = client.post(address, {"photos": [str(private.pk)]}, format="json")
    assert (answer.status_code, "cannot be chosen" in str(answer.json())) == (400, True)
    assert client.post(address, {"photos": [str(row.pk)]}, format="json").status_code == 202
    actions.generate_summary(visit_id=visit.pk, at=MORNING)
    assert shown(newest(visit)) == [str(row.pk)]
    assert client.post(address, {"photos": [str(row.pk)]}, format="json").status_code == 200
    client.force_authenticate(family.viewer)
    assert client.post(address, {"photos": []}, format="json").status_code == 403


def test_the_page_without_photos_says_so(family, visit):
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    assert "No photos of the days of this summary" in family.client("guardian").get(address).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_as_many_queries_for_one_photo_as_for_twelve(family, visit, count, django_assert_num_queries):
    rows = [photo(family, days_ago=n) for n in range(count)]
    view = page(chosen(family, visit, *rows))
    with django_assert_num_queries(1):
        pdf(view)
    address = reverse("visits:summary-photos", kwargs={"patient": family.mia.pk, "visit": visit.pk})
    client = family.client("guardian")
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
