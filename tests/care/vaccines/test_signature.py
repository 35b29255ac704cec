"""A clinician stands for a directive through their own account: who may, what shows, what takes it off again."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from care.household import access as door
from care.household.access import Access, Grant
from care.household.models import AuditEvent
from care.record import actions as record
from care.record.models import Correction, Entry
from care.vaccines import actions
from care.vaccines.models import VaccineDirective
from tests.care.vaccines.pages import text
from tests.people import MORNING, client_for

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SIGNED = "Signed by Dr Okafor on Thu 19 Nov 2026, through their own account"


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def consent(family, clinician):
    """Mia's family let Dr Okafor in for a week; a test may change what the room that keeps consents would say."""
    kept = {
        "patient_id": family.mia.pk,
        "sections": frozenset({"vaccines"}),
        "first_day": MORNING.date(),
        "last_day": MORNING.date(),
        "expires_at": MORNING + 7 * DAY,
        "clinician_id": clinician.pk,
    }
    before = list(door._consents)
    door.offer_consents(lambda user, patient, now: Grant(**kept))
    yield kept
    door._consents[:] = before


def said(family, **values):
    values = {"says": "allow", "product": "mmr", "told_by": "Dr Okafor", "given_on": dt.date(2026, 11, 2)} | values
    saved = actions.add_directive(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return saved.entry.vaccine_directive


def url(name, family, row=None, **kwargs):
    kwargs |= {"directive": row.pk} if row else {}
    return reverse(f"vaccines:{name}", kwargs={"patient": family.mia.pk, **kwargs})


def sign(row, by, at=MORNING):
    return actions.sign_directive(directive=row, by=by, at=at, seen=Entry.objects.get(pk=row.pk).version)


# --- signing ----------------------------------------------------------------------------------------------------------


def test_a_clinician_signs_on_their_page_and_every_page_shows_it(family, clinician, consent):
    row, ana = said(family), family.client("guardian")
    theirs = client_for(clinician)
    page = theirs.get(url("directive-sign", family, row))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Sign as Dr Okafor" in text(page)
    assert "May be given" in text(page)
    assert 'data-testid="edit"' not in page.content.decode()
    for address in (url("product", family, product="mmr"), url("directives", family), url("directive", family, row)):
        assert "Typed by Ana, not signed by a clinician" in text(ana.get(address))
    with time_machine.travel(MORNING + HOUR, tick=False):
        answer = theirs.post(url("directive-sign", family, row), {"seen": 1})
    assert answer.url == url("directive-sign", family, row)
    row.refresh_from_db()
    assert (row.signed_by, row.signed_at) == (clinician, MORNING + HOUR)
    page = theirs.get(answer.url)
    assert SIGNED in text(page)
    assert 'data-testid="sign"' not in page.content.decode()
    for name, kwargs in (
        ("product", {"product": "mmr"}),
        ("directives", {}),
        ("directive", {"row": row}),
        ("card", {}),
    ):
        assert SIGNED in text(ana.get(url(name, family, **kwargs))), name
    event = AuditEvent.objects.get(action="vaccine_directive.signed")
    assert (event.actor, event.object_id, event.fields) == (clinician, str(row.pk), ["signed_by"])
    assert (event.household, event.patient_id) == (family.household, family.mia.pk)


def test_the_api_tells_who_signed(family, clinician):
    row = sign(said(family), clinician)
    address = reverse("api:vaccine-directive-detail", kwargs={"pk": row.pk})
    found = family.client("guardian").get(address).json()
    assert (found["signed"], found["signed_by"], found["signed_at"]) == (True, "Dr Okafor", "2026-11-19T07:02:00+01:00")
    # Nobody signs by writing the field.
    other = said(family, product="varicella")
    address = reverse("api:vaccine-directive-detail", kwargs={"pk": other.pk})
    body = {"signed_by": "Dr Okafor", "signed_at": "2026-11-19T06:02:00Z", "signed": True}
    answer = family.client("guardian").patch(address, body, content_type="application/json")
    assert answer.json()["signed"] is False


def test_the_day_of_the_signature_is_the_familys(family, clinician):
    """01:30 in Berlin counts for the evening before, whatever the clinician's clock says."""
    row = sign(said(family), clinician, dt.datetime(2026, 11, 20, 0, 30, tzinfo=dt.UTC))
    assert "on Thu 19 Nov 2026" in text(family.client("guardian").get(url("directive", family, row)))


@pytest.mark.parametrize("seen", ["1", "", "nonsense", "0"])
def test_what_the_family_changed_meanwhile_is_not_signed(family, clinician, consent, seen):
    row = said(family)
    actions.change_directive(directive=row, by=family.guardian, at=MORNING, changes={"says": "do_not_give"})
    answer = client_for(clinician).post(url("directive-sign", family, row), {"seen": seen})
    assert answer.status_code == 409
    assert "Nothing was signed. Read it again." in text(answer)
    assert "Do not give" in text(answer)
    row.refresh_from_db()
    assert row.signed_by is None
    again = re.search(r'name="seen" value="(\d+)"', answer.content.decode())[1]
    assert client_for(clinician).post(url("directive-sign", family, row), {"seen": again}).status_code == 302


def test_signed_twice_keeps_the_first(family, clinician, outsider):
    row = sign(said(family), clinician)
    sign(row, outsider.guardian, MORNING + HOUR)
    row.refresh_from_db()
    assert (row.signed_by, row.signed_at) == (clinician, MORNING)
    assert AuditEvent.objects.filter(action="vaccine_directive.signed").count() == 1


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guardian", "second", "helper", "viewer"])
def test_nobody_of_the_family_signs_for_its_care_team(family, consent, who):
    row, member = said(family), getattr(family, who)
    with pytest.raises(PermissionDenied):
        sign(row, member)
    assert family.client(who).get(url("directive-sign", family, row)).status_code == 404
    # Not even one who is a clinician somewhere.
    consent["clinician_id"] = member.pk
    assert family.client(who).post(url("directive-sign", family, row), {"seen": 1}).status_code == 403
    row.refresh_from_db()
    assert row.signed_by is None


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": MORNING},
        {"clinician_id": None},  # a link is nobody's account
        {"sections": frozenset({"skin"})},
    ],
)
def test_without_a_consent_for_it_there_is_nothing_to_sign(family, clinician, consent, change):
    row = said(family)
    consent |= change
    for method in ("get", "post"):
        assert getattr(client_for(clinician), method)(url("directive-sign", family, row)).status_code == 404
    row.refresh_from_db()
    assert row.signed_by is None


def test_a_consent_opens_one_patient_to_one_person(family, clinician, outsider, consent):
    row = said(family)
    assert outsider.client("guardian").post(url("directive-sign", family, row), {"seen": 1}).status_code == 404
    leo = actions.add_directive(
        patient=family.leo, by=family.guardian, at=MORNING, says="ask", told_by="Dr O", given_on=MORNING.date()
    )
    theirs = client_for(clinician)
    assert theirs.post(url("directive-sign", family, leo.entry.vaccine_directive), {"seen": 1}).status_code == 404
    address = {"patient": family.leo.pk, "directive": leo.entry.pk}
    assert theirs.post(reverse("vaccines:directive-sign", kwargs=address)).status_code == 404
    # What it opens it does not change.
    assert theirs.get(url("directive-edit", family, row)).status_code == 404
    assert theirs.get(url("list", family)).status_code == 404


def test_the_door_without_anybody_who_keeps_consents(family, clinician):
    before = list(door._consents)
    door._consents.clear()
    try:
        for access in (Access.for_user(clinician), Access.for_user(None), Access.for_household(family.household.pk)):
            with pytest.raises(Http404):
                access.as_clinician(family.mia.pk)
        with pytest.raises(Http404):
            Access.for_user(clinician).as_clinician("nonsense")
    finally:
        door._consents[:] = before


# --- what takes it off ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes", [{"says": "ask"}, {"product": ""}, {"words": "Only after May"}, {"expires_on": dt.date(2027, 1, 1)}]
)
def test_a_change_takes_the_signature_off_and_the_history_keeps_it(family, clinician, changes):
    row = sign(said(family), clinician)
    actions.change_directive(directive=row, by=family.guardian, at=MORNING + HOUR, changes=changes)
    row.refresh_from_db()
    assert (row.signed_by, row.signed_at) == (None, None)
    words = text(family.client("guardian").get(url("directive", family, row)))
    assert "Typed by Ana, not signed by a clinician" in words
    assert f"was {SIGNED}, changed by Ana" in words
    # It can be signed again, as it stands now.
    assert sign(row, clinician, MORNING + 2 * HOUR).signed_at == MORNING + 2 * HOUR


@pytest.mark.parametrize("changes", [{"note": "In the blue folder"}, {"says": "allow"}, {}])
def test_a_note_or_no_change_leaves_it(family, clinician, changes):
    row = sign(said(family), clinician)
    actions.change_directive(directive=row, by=family.guardian, at=MORNING + HOUR, changes=changes)
    row.refresh_from_db()
    assert row.signed_by == clinician
    assert not Correction.objects.filter(field="signature").exists()


def test_moved_to_the_other_child_it_is_not_signed_for_that_one(family, clinician):
    row = sign(said(family), clinician)
    record.move(entry=row.entry, to=family.leo, by=family.guardian, at=MORNING + HOUR)
    row.refresh_from_db()
    assert row.signed_by is None
    leo = {"patient": family.leo.pk, "directive": row.pk}
    words = text(family.client("guardian").get(reverse("vaccines:directive", kwargs=leo)))
    assert f"was {SIGNED}" in words


def test_taken_back_it_is_not_signed_and_put_back_it_keeps_its_signature(family, clinician):
    row = sign(said(family), clinician)
    entry = actions.remove_directive(directive=row, by=family.guardian, at=MORNING)
    record.restore(entry=entry, by=family.guardian, at=MORNING)
    row.refresh_from_db()
    assert row.signed_by == clinician
    other = said(family, product="varicella")
    actions.remove_directive(directive=other, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        sign(other, clinician)
    assert VaccineDirective.objects.get(pk=other.pk).signed_by is None
