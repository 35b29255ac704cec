"""What a clinician with an account reads stands in the family's list, and their page is as whole as a share's."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.household.models import AuditEvent
from care.record import actions as record
from care.visits import actions
from care.visits.models import ConsentEvent, Summary
from care.visits.rules import sharing
from care.visits.views.downloads import FORMS
from tests.people import MORNING, client_for, person

HOUR = dt.timedelta(hours=1)
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


def version_of(visit) -> Summary:
    actions.request_summary(visit=visit, by=None, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


@pytest.fixture
def summary(family) -> Summary:
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    return version_of(visit)


@pytest.fixture
def consent(family, clinician, summary):
    offered = actions.offer_consent(
        patient=family.mia, by=family.guardian, at=MORNING, ends_on=dt.date(2027, 11, 19), sections=list(sharing.ALL)
    )
    return actions.accept_consent(consent=offered.consent, by=clinician, at=MORNING)


@pytest.fixture
def page(consent, summary) -> str:
    return reverse("clinic:summary", args=[consent.pk, summary.pk])


def kinds() -> list[str]:
    return list(ConsentEvent.objects.values_list("kind", flat=True))


def test_every_opening_is_in_the_familys_list(family, clinician, consent, summary, page, clock):
    client = client_for(clinician)
    assert "The family sees when you open this" in client.get(page, headers={"User-Agent": PHONE}).content.decode()
    guardian = family.client("guardian")
    listed = guardian.get(reverse("visits:shares", args=[family.mia.pk])).content.decode()
    assert "opened 1 time, Thu 19 Nov" in listed
    detail = reverse("visits:consent", args=[family.mia.pk, consent.pk])
    assert f'href="{detail}"' in listed
    told = guardian.get(detail).content.decode()
    assert "Opened on a phone" in told
    assert "Visit on 24 Nov 2026, version 1" in told
    [row] = AuditEvent.objects.filter(action="summary.opened")
    assert (row.actor, row.patient_id, row.object_id) == (clinician, family.mia.pk, str(summary.pk))
    trail = guardian.get(reverse("household:trail", args=[family.household.pk])).content.decode()
    assert "A clinician opened a summary" in trail
    # An end takes nothing off the list.
    actions.end_consent(consent=consent, by=family.guardian, at=MORNING)
    after = guardian.get(reverse("visits:shares", args=[family.mia.pk])).content.decode()
    over = after.split('data-testid="over-consents"')[1]
    assert "opened 1 time" in over
    assert 'data-testid="end-consent"' not in over
    assert "Opened on a phone" in guardian.get(detail).content.decode()


def test_an_opening_is_one_line_an_hour_for_each_version(clinician, consent, summary, page, clock):
    client = client_for(clinician)
    for _ in range(3):
        client.get(page)
    assert kinds() == ["opened"]
    other = version_of(summary.visit)
    client.get(reverse("clinic:summary", args=[consent.pk, other.pk]))
    assert kinds() == ["opened"] * 2
    clock.move_to(MORNING + HOUR - dt.timedelta(seconds=1))
    client.get(page)
    assert kinds() == ["opened"] * 2
    clock.move_to(MORNING + HOUR)
    client.get(page)
    assert kinds() == ["opened"] * 3
    assert AuditEvent.objects.filter(action="summary.opened").count() == 3


def test_a_page_that_shows_an_error_was_opened_too_and_a_look_at_its_head_was_not(clinician, consent, page):
    client = client_for(clinician)
    client.head(page)
    client.get(reverse("clinic:case", args=[consent.pk]))
    assert kinds() == []
    assert client.post(page, {"message": "x" * 501}).status_code == 422
    assert kinds() == ["opened"]


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_is_handed_out_and_written_down(clinician, consent, summary, page, form):
    client = client_for(clinician)
    assert f'data-testid="download-{form}"' in client.get(page).content.decode()
    address = reverse("clinic:download", args=[consent.pk, summary.pk, form])
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="visit-summary.')
    assert "no-store" in answer["Cache-Control"]
    event = ConsentEvent.objects.get(kind="downloaded")
    assert (event.form, event.summary_id) == (form, summary.pk)
    assert client.post(reverse("clinic:download", args=[consent.pk, summary.pk, "none"])).status_code == 404
    assert AuditEvent.objects.filter(action="summary.downloaded", actor=clinician).count() == 1


def test_files_hold_the_sections_that_are_shared_and_no_others(family, clinician, summary):
    offered = actions.offer_consent(
        patient=family.mia, by=family.guardian, at=MORNING, ends_on=dt.date(2027, 1, 1), sections=["vaccines"]
    )
    consent = actions.accept_consent(consent=offered.consent, by=clinician, at=MORNING)
    address = reverse("clinic:download", args=[consent.pk, summary.pk, "text"])
    text = client_for(clinician).post(address).content.decode()
    assert "VACCINES" in text
    assert "INFECTIONS" not in text


def test_copy_and_print_are_told_once(clinician, consent, summary, clock):
    client = client_for(clinician)
    address = reverse("clinic:mark", args=[consent.pk, summary.pk])
    for kind in ("copied", "copied", "printed"):
        assert client.post(address, {"kind": kind}).status_code == 204
    assert kinds() == ["copied", "printed"]
    for kind in ("opened", "downloaded", ""):
        assert client.post(address, {"kind": kind}).status_code == 404
    for seconds in range(0, 900, 10):
        clock.move_to(MORNING + dt.timedelta(seconds=seconds))
        client.post(address, {"kind": "copied"})
    assert len(kinds()) == 40


def test_a_mark_needs_the_pages_own_key(clinician, consent, summary, page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(clinician)
    address = reverse("clinic:mark", args=[consent.pk, summary.pk])
    assert client.post(address, {"kind": "copied"}).status_code == 403
    html = client.get(page).content.decode()
    key = html.split('data-csrf="')[1].split('"')[0]
    assert client.post(address, {"kind": "copied", "csrfmiddlewaretoken": key}).status_code == 204


def test_nobody_else_writes_into_the_list(family, outsider, clinician, consent, summary, page):
    actions.end_consent(consent=consent, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.note_reading(consent=consent, summary=summary, by=clinician, kind="opened", device="phone", at=MORNING)
    for who in (clinician, person("Dr Other"), family.guardian, outsider.guardian):
        client = client_for(who)
        assert client.get(page).status_code == 404
        assert client.post(reverse("clinic:mark", args=[consent.pk, summary.pk]), {"kind": "copied"}).status_code == 404
        assert client.post(reverse("clinic:download", args=[consent.pk, summary.pk, "csv"])).status_code == 404
    assert kinds() == []


def test_the_list_is_for_guardians_and_never_changed(family, outsider, clinician, consent, page):
    client_for(clinician).get(page)
    detail = reverse("visits:consent", args=[family.mia.pk, consent.pk])
    assert {family.client(who).get(detail).status_code for who in ("second", "viewer", "helper")} == {403}
    assert outsider.client("guardian").get(detail).status_code == 404
    brother = reverse("visits:consent", args=[family.leo.pk, consent.pk])
    assert family.client("guardian").get(brother).status_code == 404
    with pytest.raises(TypeError):
        ConsentEvent.objects.update(device="phone")
    with pytest.raises(TypeError):
        ConsentEvent.objects.all().delete()


def test_the_page_says_what_changed_since(family, clinician, consent, summary, page):
    client = client_for(clinician)
    before = client.get(page).content.decode()
    assert 'data-testid="newer"' not in before
    assert 'data-testid="older-version"' not in before
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING)
    assert 'data-testid="newer"' in client.get(page).content.decode()
    newest = version_of(summary.visit)
    after = client.get(page).content.decode()
    assert "This is the older version 1." in after
    assert reverse("clinic:summary", args=[consent.pk, newest.pk]) in after

    def article(html):
        return html.split("<article")[1].split("</article>")[0]

    assert article(after) == article(before)
    there = client.get(reverse("clinic:summary", args=[consent.pk, newest.pk])).content.decode()
    assert 'data-testid="older-version"' not in there
    assert 'data-testid="newer"' not in there


def test_the_text_is_written_as_asked(clinician, page):
    asked = client_for(clinician).get(page, {"written": "1", "nameless": "on"}).content.decode()
    text = asked.split('data-testid="paste"')[1].split("</textarea>")[0]
    assert "CAREGIVER-REPORTED" in text
    assert "Mia" not in text


def test_costs_do_not_grow_with_what_was_opened(family, clinician, consent, summary, page, clock):
    client, guardian = client_for(clinician), family.client("guardian")
    pages = (
        (client, page),
        (guardian, reverse("visits:consent", args=[family.mia.pk, consent.pk])),
        (guardian, reverse("visits:shares", args=[family.mia.pk])),
    )

    def costs():
        found = []
        for who, address in pages:
            with CaptureQueriesContext(connection) as seen:
                assert who.get(address).status_code == 200
            found.append(len(seen))
        return found

    costs()
    few = costs()
    for n in range(1, 260):
        actions.note_reading(
            consent=consent, summary=summary, by=clinician, kind="opened", device="phone", at=MORNING + n * HOUR
        )
    clock.move_to(MORNING + 260 * HOUR - dt.timedelta(minutes=30))
    assert costs() == few
    assert max(few) <= 12
    shown = guardian.get(pages[1][1]).content.decode()
    assert shown.count("Opened on a phone") == 200
    assert "Older lines stand in the list of who did what." in shown


def test_who_has_a_family_too_finds_their_patients_under_more(family, outsider):
    clinician = outsider.guardian
    more, words = reverse("household:more"), "Patients who shared with you"
    client = outsider.client("guardian")
    assert words not in client.get(more).content.decode()
    offered = actions.offer_consent(
        patient=family.mia, by=family.guardian, at=MORNING, ends_on=dt.date(2027, 1, 1), sections=["skin"]
    )
    consent = actions.accept_consent(consent=offered.consent, by=clinician, at=MORNING)
    html = client.get(more).content.decode()
    assert words in html
    assert f'href="{reverse("clinic:caseload")}"' in html
    actions.end_consent(consent=consent, by=family.guardian, at=MORNING)
    assert words not in client.get(more).content.decode()
