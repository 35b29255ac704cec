"""What opens a summary and what never does, in which browser, and what of it is shown."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.visits import actions, reads
from care.visits.models import ShareEvent, ShareOpening, ShareTries
from care.visits.rules import sharing
from tests.care.visits.shares.doors import PHONE, enter, make, reader, wrong
from tests.people import MORNING

HOUR = dt.timedelta(hours=1)


def test_code_and_pin_open_and_the_family_is_told(family, shared):
    client = reader()
    answer = enter(client, shared)
    assert answer.status_code == 303
    page = client.get(answer["Location"])
    html = page.content.decode()
    assert "CAREGIVER-REPORTED" in html
    assert "Mia" in html
    assert "Mia" not in html.split("</title>")[0]
    assert "Leo" not in html
    assert len(page.content) < 120_000
    told = (
        family.client("guardian")
        .get(reverse("visits:share-detail", args=[family.mia.pk, shared.share.pk]))
        .content.decode()
    )
    assert "Opened on a computer" in told
    assert "cannot be seen" in told


@pytest.mark.parametrize("path", ["/s/", "/s/{code}/", "/s/{lower}/"])
def test_a_get_shows_nothing_counts_nothing_and_asks_nothing(shared, path):
    with CaptureQueriesContext(connection) as seen:
        answer = Client().get(path.format(code=shared.code, lower=shared.code.lower()))
    assert answer.status_code == 200
    assert not seen.captured_queries
    html = answer.content.decode()
    assert "Mia" not in html
    assert "City" not in html
    assert not ShareEvent.objects.exists()
    assert not ShareTries.objects.exists()
    # A code that exists and one that does not look alike.
    other = Client().get("/s/22222222/").content.decode().replace("2222 2222", sharing.spelled(shared.code))
    if "{" in path:
        assert html == other


def test_headers_of_every_page_of_a_share(family, shared, client):
    actions.end_share(share=make(family, shared.share.summary).share, by=family.guardian, at=MORNING)
    opened = reader()
    page = enter(opened, shared)["Location"]
    answers = [
        client.get("/s/"),
        client.post("/s/", {"code": "x"}),
        client.post("/s/", {"code": shared.code, "pin": wrong(shared.pin)}),
        opened.get(page),
        client.get(page),
        opened.post(f"{page}mark/", {"kind": "copied"}),
    ]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
    assert [answer.status_code for answer in answers] == [200, 422, 403, 200, 403, 204]
    assert "Disallow: /" in client.get("/robots.txt").content.decode()


def test_without_cookies_the_answer_is_the_page_and_its_forms_carry_the_token(shared):
    client = Client(enforce_csrf_checks=True)
    answer = enter(client, shared)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "CAREGIVER-REPORTED" in html
    opening = ShareOpening.objects.get()
    token = html.split('data-pass="')[1].split('"')[0]
    bare = Client(enforce_csrf_checks=True)
    assert bare.get(reverse("shared:page", args=[opening.pk])).status_code == 403
    assert bare.post(reverse("shared:page", args=[opening.pk]), {"pass": token}).status_code == 200
    assert bare.post(reverse("shared:mark", args=[opening.pk]), {"pass": token, "kind": "printed"}).status_code == 204
    assert bare.post(reverse("shared:close", args=[opening.pk]), {"pass": token}).status_code == 200
    assert bare.post(reverse("shared:page", args=[opening.pk]), {"pass": token}).status_code == 403


def test_a_browser_with_an_account_sees_the_share_and_nothing_of_its_own(outsider, shared):
    client = outsider.client("guardian")
    client.get("/s/")
    page = client.get(enter(client, shared)["Location"]).content.decode()
    assert "CAREGIVER-REPORTED" in page
    assert "Other" not in page


def test_replay_another_browser_and_another_opening(shared):
    one, two = reader(), reader()
    first, second = enter(one, shared)["Location"], enter(two, shared)["Location"]
    assert first != second
    # The address alone opens nothing; the token of one opening does not open another.
    assert two.get(first).status_code == 403
    two.cookies[f"tend_s_{ShareOpening.objects.get(pk=first.split('/')[2]).pk.hex}"] = two.cookies[
        f"tend_s_{ShareOpening.objects.get(pk=second.split('/')[2]).pk.hex}"
    ].value
    assert two.get(first).status_code == 403
    assert one.get(first).status_code == two.get(second).status_code == 200


def test_two_devices_one_closes_the_other_goes_on_an_end_stops_both(family, shared):
    desk, phone = reader(), reader(**{"User-Agent": PHONE})
    here, there = enter(desk, shared)["Location"], enter(phone, shared)["Location"]
    assert "Closed" in desk.post(f"{here}close/").content.decode()
    assert desk.get(here).status_code == 403
    assert phone.get(there).status_code == 200
    again = enter(desk, shared)["Location"]
    actions.end_share(share=shared.share, by=family.guardian, at=MORNING)
    for client, page in ((desk, again), (phone, there)):
        answer = client.get(page)
        assert answer.status_code == 410
        assert "The family has ended this link" in answer.content.decode()
        assert "Mia" not in answer.content.decode()
        assert client.post(f"{page}mark/", {"kind": "copied"}).status_code == 410
        assert client.post(f"{page}as/pdf/").status_code == 410
    kinds = list(ShareEvent.objects.values_list("kind", "device"))
    assert kinds == [("opened", "computer"), ("opened", "phone"), ("closed", "computer"), ("opened", "computer")]


def test_the_hour_ends_and_the_share_does_not(shared, clock):
    client = reader()
    page = enter(client, shared)["Location"]
    clock.move_to(MORNING + HOUR)
    assert client.get(page).status_code == 403
    assert client.get(enter(client, shared)["Location"]).status_code == 200


def test_over_is_over_without_data_and_only_code_and_pin_learn_it(family, shared, clock):
    client = reader()
    page = enter(client, shared)["Location"]
    clock.move_to(shared.share.expires_at - dt.timedelta(minutes=1))
    late = enter(client, shared)["Location"]
    clock.move_to(shared.share.expires_at)
    assert client.get(late).status_code == 410
    assert client.get(page).status_code == 410
    answer = enter(client, shared)
    assert answer.status_code == 410
    assert "The time of this link is over" in answer.content.decode()
    assert "Mia" not in answer.content.decode()
    assert enter(client, shared, pin=wrong(shared.pin)).status_code == 403


def test_a_visit_taken_off_the_list_takes_its_shares_along(family, shared):
    client = reader()
    page = enter(client, shared)["Location"]
    visit = shared.share.summary.visit
    actions.remove_visit(visit=visit, by=family.guardian, at=MORNING)
    assert client.get(page).status_code == 410
    actions.restore_visit(visit=visit, by=family.guardian, at=MORNING)
    assert client.get(page).status_code == 200


def test_what_was_read_never_changes_and_newer_entries_are_said(family, shared):
    from care.record import actions as record

    client = reader()
    page = enter(client, shared)["Location"]

    def article():
        return client.get(page).content.decode().split("<article")[1].split("</article>")[0]

    before = article()
    assert 'data-testid="newer"' not in client.get(page).content.decode()
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING)
    actions.request_summary(visit=shared.share.summary.visit, by=None, at=MORNING)
    actions.generate_summary(visit_id=shared.share.summary.visit_id, at=MORNING)
    assert article() == before
    assert 'data-testid="newer"' in client.get(page).content.decode()


@pytest.mark.parametrize("kept", sorted(sharing.ALL))
def test_only_the_chosen_sections_are_in_it(family, summary, kept):
    made = make(family, summary, sections=[kept])
    client = reader()
    html = client.get(enter(client, made)["Location"]).content.decode()
    marks = {
        "questions": "s-questions",
        "infections": "s-infections",
        "skin": "s-skin",
        "vaccines": "s-vaccines",
        "medicines": "s-medicines",
        "results": "s-growth",
        "routines": "s-routines",
    }
    assert {name for name, mark in marks.items() if f'id="{mark}"' in html} == {kept}
    assert ("May she swim?" in html) is (kept == "questions")
    assert 'data-testid="left-out"' in html
    content = reads.shared_summary(ShareOpening.objects.get(), MORNING).content
    parts = {part for section, names in sharing.PARTS.items() if section != kept for part in names}
    assert not parts & set(content)
