"""What the family is told, and how it makes, sees and ends shares."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.household.access import Access
from care.visits import actions, reads
from care.visits.models import Share, ShareEvent, ShareOpening
from care.visits.rules import sharing
from tests.care.visits.shares.doors import enter, listed, make, reader, try_open
from tests.markup import ticked
from tests.people import MORNING


def test_copies_and_prints_are_told_but_not_without_end(shared, monkeypatch, clock):
    monkeypatch.setattr("care.visits.actions.openings.MOST_REPORTS", 3)
    client = reader()
    page = enter(client, shared)["Location"]
    # A browser tells one print twice: one line. Later ones count, up to the most.
    for seconds, kind in (
        (0, "copied"),
        (1, "printed"),
        (2, "printed"),
        (30, "copied"),
        (60, "copied"),
        (90, "printed"),
    ):
        clock.move_to(MORNING + dt.timedelta(seconds=seconds))
        assert client.post(f"{page}mark/", {"kind": kind}).status_code == 204
    assert client.post(f"{page}mark/", {"kind": "opened"}).status_code == 404
    assert client.get(f"{page}mark/").status_code == 405
    assert list(ShareEvent.objects.values_list("kind", flat=True)) == ["opened", "copied", "printed", "copied"]


def test_a_download_hangs_in_one_place_and_is_written_down(family, shared, monkeypatch):
    from django.http import HttpResponse

    from care.visits.views.downloads import FORMS, Download

    monkeypatch.setitem(FORMS, "text", Download("Text", lambda view: HttpResponse(view.content["patient"]["name"])))
    client = reader()
    page = enter(client, shared)["Location"]
    assert 'data-testid="download-text"' in client.get(page).content.decode()
    assert client.post(f"{page}as/text/").content == b"Mia"
    assert client.get(f"{page}as/text/").status_code == 405
    assert client.post(f"{page}as/papyrus/").status_code == 404
    event = ShareEvent.objects.get(kind="downloaded")
    assert event.form == "text"
    assert "File downloaded (TEXT)" in listed(family, shared)


def test_events_are_never_changed(shared):
    try_open(shared.code, shared.pin)
    with pytest.raises(TypeError):
        ShareEvent.objects.update(device="phone")
    with pytest.raises(TypeError):
        ShareEvent.objects.all().delete()


def test_only_guardians_of_the_child_see_and_make_shares(family, outsider, shared):
    here = {"patient": family.mia.pk}
    pages = [
        reverse("visits:shares", kwargs=here),
        reverse("visits:share", kwargs=here | {"visit": shared.share.summary.visit_id}),
        reverse("visits:share-detail", kwargs=here | {"share": shared.share.pk}),
        reverse("visits:share-end", kwargs=here | {"share": shared.share.pk}),
    ]
    for page in pages:
        assert family.client("guardian").get(page).status_code == 200
        for who in ("second", "viewer", "helper"):
            assert family.client(who).get(page).status_code == 403, (who, page)
        assert outsider.client("guardian").get(page).status_code == 404
    for name in ("share-detail", "share-end"):
        # A brother's address with his sister's share; a stranger's own child's address with ours.
        wrong_child = reverse(f"visits:{name}", kwargs={"patient": family.leo.pk, "share": shared.share.pk})
        assert family.client("guardian").get(wrong_child).status_code == 404
        theirs = reverse(f"visits:{name}", kwargs={"patient": outsider.mia.pk, "share": shared.share.pk})
        assert outsider.client("guardian").get(theirs).status_code == 404
    assert (
        'data-testid="open-shares"'
        not in family.client("second").get(reverse("visits:list", kwargs=here)).content.decode()
    )


def test_from_the_form_to_the_code_and_to_its_end(family, summary):
    client = family.client("guardian")
    here = {"patient": family.mia.pk}
    form = reverse("visits:share", kwargs=here | {"visit": summary.visit_id})
    assert "See first" in client.get(form).content.decode()
    typed = {
        "sections": ["skin", "questions"],
        "lasts": "7",
        "purpose": "Dr Lind",
        "key": str(Share().pk),
        "version": "1",
    }
    seen = client.post(form, typed | {"preview": "1"}).content.decode()
    assert 'data-testid="preview-page"' in seen
    assert 'id="s-skin"' in seen
    assert 'id="s-infections"' not in seen
    assert not Share.objects.exists()
    made = client.post(form, typed)
    html = made.content.decode()
    code = html.split('data-testid="code">')[1].split("<")[0]
    pin = html.split('data-testid="pin">')[1].split("<")[0]
    assert try_open(code, pin)
    assert made["Cache-Control"] == "no-store"
    # The same page sent again has nothing to show.
    again = client.post(form, typed, follow=True).content.decode()
    assert "Tend does not keep codes" in again
    assert code not in again
    assert Share.objects.count() == 1
    share = Share.objects.get()
    assert share.sections == ["questions", "skin"]
    assert client.post(form, {"lasts": "1"}).status_code == 422
    rows = client.get(reverse("visits:list", kwargs=here)).content.decode()
    assert "Dr Lind" in rows
    assert "opened 1 time" in rows
    end = reverse("visits:share-end", kwargs=here | {"share": share.pk})
    assert "End this share?" in client.get(end).content.decode()
    done = client.post(end, follow=True).content.decode()
    assert "Ended. The clinic may keep a copy it saved or printed." in done
    assert client.post(reverse("visits:share-code", kwargs=here | {"share": share.pk})).status_code == 302


def newer_version(summary):
    actions.request_summary(visit=summary.visit, by=None, at=MORNING)
    return actions.generate_summary(visit_id=summary.visit_id, at=MORNING)


@pytest.mark.parametrize("seen", ["1", "", "99"])
def test_only_the_version_that_was_looked_at_is_shared(family, summary, seen):
    client = family.client("guardian")
    form = reverse("visits:share", kwargs={"patient": family.mia.pk, "visit": summary.visit_id})
    assert 'name="version" value="1"' in client.get(form).content.decode()
    newer = newer_version(summary)
    typed = {"sections": ["skin"], "lasts": "30", "purpose": "Ward 7", "key": str(Share().pk), "version": seen}
    answer = client.post(form, typed)
    assert answer.status_code == 422
    assert not Share.objects.exists()
    html = answer.content.decode()
    assert "A newer version was made. Look at it again." in html
    assert "sees version 2" in html
    assert 'data-testid="preview-page"' in html
    # Nothing typed is lost, and the same button now shares what is shown.
    for kept in ('value="Ward 7"', f'value="{typed["key"]}"', 'name="version" value="2"'):
        assert kept in html
    assert len(ticked(html.split("</form>")[0])) == 2
    assert client.post(form, typed | {"version": "2"}).status_code == 200
    assert Share.objects.get().summary_id == newer.pk


def test_a_preview_shows_the_newest_and_says_which(family, summary):
    newer_version(summary)
    form = reverse("visits:share", kwargs={"patient": family.mia.pk, "visit": summary.visit_id})
    html = family.client("guardian").post(form, {"sections": ["skin"], "lasts": "1", "version": "1", "preview": "1"})
    assert 'name="version" value="2"' in html.content.decode()


def test_the_same_page_sent_again_after_a_newer_version_makes_nothing(family, summary):
    key = Share().pk
    assert make(family, summary, key=key).code
    newer_version(summary)
    assert make(family, summary, key=key).code is None
    with pytest.raises(actions.NewerVersion):
        make(family, summary)
    assert Share.objects.count() == 1


@pytest.mark.parametrize("cookies", [True, False])
def test_the_text_to_paste_is_written_as_asked_without_a_script(family, cookies):
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=dt.date(2026, 11, 24), specialty="pediatrics",
        questions="Wie heißt die Salbe?",
    ).visit  # fmt: skip
    actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    made = make(family, actions.generate_summary(visit_id=visit.pk, at=MORNING))
    client = reader() if cookies else Client()
    answer = enter(client, made)
    page = reverse("shared:page", args=[ShareOpening.objects.get().pk])
    html = client.get(page).content.decode() if cookies else answer.content.decode()
    box = html.split('id="text"')[1].split("</details>")[0]
    first = box.split("<textarea")[1].split("</textarea>")[0]
    assert "Mia" in first
    assert "heisst" in first
    # It is the form of the page itself that asks.
    assert f'action="{page}#text"' in box
    assert ('method="get"' in box) is cookies
    asked = {"written": "1", "original": "on", "nameless": "on"}
    if not cookies:
        asked["pass"] = box.split('name="pass" value="')[1].split('"')[0]
    again = (client.get if cookies else client.post)(page, asked).content.decode().split('id="text"')[1]
    assert again.startswith(" open")
    second = again.split("<textarea")[1].split("</textarea>")[0]
    assert "Mia" not in second
    assert "heißt" in second
    assert again.split("</form>")[0].count("checked") == 2


def test_the_qr_code_holds_the_address_and_the_code_and_not_the_pin(family, summary, monkeypatch):
    said = []
    monkeypatch.setattr("care.visits.views.shares.qr_picture", lambda address: said.append(address) or "data:,")
    client = family.client("guardian")
    form = reverse("visits:share", kwargs={"patient": family.mia.pk, "visit": summary.visit_id})
    html = client.post(form, {"sections": ["skin"], "lasts": "1", "version": "1"}).content.decode()
    code = html.split('data-testid="code">')[1].split("<")[0].replace(" ", "")
    assert said == [f"http://testserver/s/{code}/"]
    assert client.get(f"/s/{code}/").content.decode().count(sharing.spelled(code)) == 1


def test_the_list_costs_the_same_however_much_was_shared(family, summary):
    def queries():
        access = Access.for_user(family.guardian, now=MORNING)
        assert access.patients()
        with CaptureQueriesContext(connection) as seen:
            reads.shares(access, family.mia)
            reads.open_shares(access, family.mia)
        return len(seen)

    made = make(family, summary)
    few = queries()
    for _ in range(10):
        make(family, summary)
        try_open(made.code, made.pin)
    assert queries() == few == 2


def test_a_key_being_changed_leaves_codes_and_open_pages_alone(shared, settings):
    client = reader()
    page = enter(client, shared)["Location"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another long key for this test only"
    assert client.get(page).status_code == 200
    assert try_open(shared.code, shared.pin)
