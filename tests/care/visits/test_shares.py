"""Sharing by code and PIN: what opens, what never does, what it costs a guesser, and what the family is told."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from care.household.access import Access
from care.household.models import AuditEvent
from care.visits import actions, reads, secrets
from care.visits.models import Share, ShareEvent, ShareOpening, ShareTries
from care.visits.rules import sharing
from care.visits.rules.sharing import Device, State
from tests.markup import ticked
from tests.people import MORNING

HOUR = dt.timedelta(hours=1)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


@pytest.fixture
def summary(family):
    visit = actions.add_visit(
        patient=family.mia,
        by=family.guardian,
        at=MORNING,
        on=dt.date(2026, 11, 24),
        specialty="pediatrics",
        clinic="City",
        questions="May she swim?",
    ).visit
    actions.request_summary(visit=visit, by=family.guardian, at=MORNING)
    return actions.generate_summary(visit_id=visit.pk, at=MORNING)


def make(family, summary, **change):
    values = {"sections": list(sharing.ALL), "lasts": "1", "purpose": "Clinic 24 Nov", "by": family.guardian}
    return actions.make_share(summary=summary, **values | {"at": MORNING} | change)


@pytest.fixture
def shared(family, summary):
    return make(family, summary)


def try_open(code, pin, *, address="192.0.2.1", at=MORNING):
    return actions.open_share(code=code, pin=pin, address=address, device=Device.COMPUTER, at=at)


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10_000:04}"


def reader(**headers) -> Client:
    """A browser that has seen the first page, so that it brings its cookies back."""
    client = Client(headers={"User-Agent": DESK} | headers)
    client.get("/s/")
    return client


def listed(family, made) -> str:
    """The family's page of a share."""
    here = reverse("visits:share-detail", args=[family.mia.pk, made.share.pk])
    return family.client("guardian").get(here).content.decode()


def enter(client, made, **change):
    return client.post("/s/", {"code": made.code, "pin": made.pin} | change)


# --- rules -----------------------------------------------------------------------------------------------------------


def test_codes_hold_nothing_that_can_be_misread():
    assert not set("01OI") & set(sharing.ALPHABET)
    assert len(set(sharing.ALPHABET)) == 32
    codes = {secrets.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(sharing.code_of(code) == code for code in codes)


@given(
    st.text(alphabet=sharing.ALPHABET, min_size=8, max_size=8), st.sampled_from(["", " ", "-", "  ", "–", ".", "\t"])
)
def test_a_code_is_read_however_it_is_typed(code, between):
    typed = between.join((code[:2], code[2:4], code[4:].lower()))
    assert sharing.code_of(f" {typed} ") == code
    assert sharing.code_of(sharing.spelled(code)) == code


@pytest.mark.parametrize(
    "typed", ["", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFGO", "ABCDEFG1", "ÀBCDEFGH", "ABCD\x00FGH"]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert sharing.code_of(typed) == ""


@pytest.mark.parametrize(
    ("typed", "pin"),
    [("0042", "0042"), (" 00 42", "0042"), ("٠٠٤٢", "0042"), ("42", ""), ("12345", ""), ("12a4", ""), ("²³¼1", "")],
)
def test_a_pin_is_read_from_any_keyboard(typed, pin):
    assert sharing.pin_of(typed) == pin


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (DESK, Device.COMPUTER),
        (PHONE, Device.PHONE),
        ("Mozilla/5.0 (Linux; Android 15; SM-X710) Chrome/140 Safari/537.36", Device.TABLET),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari/537.36", Device.PHONE),
        ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", Device.COMPUTER),
        ("curl/8", Device.UNKNOWN),
        ("", Device.UNKNOWN),
    ],
)
def test_the_kind_of_machine(said, device):
    assert sharing.device_of(said) == device


@pytest.mark.parametrize(
    ("ended", "failures", "left", "state"),
    [
        (False, 0, HOUR, State.OPEN),
        (False, 4, HOUR, State.OPEN),
        (False, 5, HOUR, State.LOCKED),
        (False, 5, -HOUR, State.EXPIRED),
        (False, 0, dt.timedelta(0), State.EXPIRED),
        (True, 0, HOUR, State.ENDED),
        (True, 5, -HOUR, State.ENDED),
    ],
)
def test_states(ended, failures, left, state):
    assert sharing.state_of(ended=ended, failures=failures, expires_at=MORNING + left, now=MORNING) == state


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unix:", True),
    ],
)
def test_tries_are_counted_by_network(one, other, same):
    assert (secrets.network(one) == secrets.network(other)) is same


# --- making ----------------------------------------------------------------------------------------------------------


def test_nothing_is_kept_that_opens_a_share(family, shared):
    row = Share.objects.get()
    stored = repr({field.name: getattr(row, field.name) for field in Share._meta.concrete_fields})
    assert shared.code not in stored
    assert row.pin_hash != shared.pin
    assert hashers.identify_hasher(row.pin_hash)
    assert row.expires_at == MORNING + dt.timedelta(days=1)
    assert (
        AuditEvent.objects.filter(action="share.created", actor=family.guardian, patient_id=family.mia.pk).count() == 1
    )


def test_production_keeps_pins_slowly():
    from tracker import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.parametrize(("lasts", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_how_long_it_opens(family, summary, lasts, days):
    assert make(family, summary, lasts=lasts).share.expires_at == MORNING + dt.timedelta(days=days)


@pytest.mark.parametrize(
    "bad",
    [{"lasts": "365"}, {"lasts": ""}, {"sections": []}, {"sections": ["everything"]}, {"purpose": "x" * 81}],
)
def test_what_does_not_fit_writes_nothing(family, summary, bad):
    with pytest.raises(ValidationError):
        make(family, summary, **bad)
    assert not Share.objects.exists()
    assert not AuditEvent.objects.filter(action="share.created").exists()


def test_sent_twice_makes_one_and_shows_its_code_once(family, summary):
    key = Share().pk
    assert make(family, summary, key=key).code
    again = make(family, summary, key=key)
    assert (again.share.pk, again.code, again.pin) == (key, None, None)


def test_a_patient_has_only_so_many_open_shares(family, summary, monkeypatch):
    monkeypatch.setattr("care.visits.actions.shares.MOST_OPEN", 2)
    first, _second = make(family, summary), make(family, summary)
    with pytest.raises(actions.TooManyShares):
        make(family, summary)
    actions.end_share(share=first.share, by=family.guardian, at=MORNING)
    assert make(family, summary)


def test_only_what_is_ready_and_on_the_list_is_shared(family, summary):
    waiting = actions.request_summary(visit=summary.visit, by=None, at=MORNING)
    with pytest.raises(PermissionDenied):
        make(family, waiting)
    visit = actions.remove_visit(visit=summary.visit, by=family.guardian, at=MORNING)
    summary.visit = visit
    with pytest.raises(PermissionDenied):
        make(family, summary)


# --- opening ---------------------------------------------------------------------------------------------------------


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


# --- guessing --------------------------------------------------------------------------------------------------------


def test_five_wrong_pins_lock_it_for_the_right_one_too(family, shared):
    for number in range(5):
        with pytest.raises(actions.DoesNotOpen):
            try_open(shared.code, wrong(shared.pin), address=f"192.0.2.{number}")
    assert Share.objects.get().state(MORNING) == State.LOCKED
    for _ in range(3):
        with pytest.raises(actions.DoesNotOpen):
            try_open(shared.code, shared.pin)
    assert list(ShareEvent.objects.values_list("kind", flat=True)) == ["wrong_pin"] * 5 + ["locked"]
    assert AuditEvent.objects.filter(action="share.locked").count() == 1
    page = (
        family.client("guardian")
        .get(reverse("visits:share-detail", args=[family.mia.pk, shared.share.pk]))
        .content.decode()
    )
    assert "Locked after 5 wrong PINs" in page


def test_losing_the_cache_unlocks_nothing(shared):
    from django.core.cache import cache

    for _ in range(5):
        with pytest.raises(actions.DoesNotOpen):
            try_open(shared.code, wrong(shared.pin))
    cache.clear()
    with pytest.raises(actions.DoesNotOpen):
        try_open(shared.code, shared.pin)


def test_a_right_pin_forgives_none_of_the_wrong_ones(shared):
    for _ in range(4):
        with pytest.raises(actions.DoesNotOpen):
            try_open(shared.code, wrong(shared.pin))
    assert try_open(shared.code, shared.pin)
    assert Share.objects.get().failures == 4
    with pytest.raises(actions.DoesNotOpen):
        try_open(shared.code, wrong(shared.pin))
    with pytest.raises(actions.DoesNotOpen):
        try_open(shared.code, shared.pin)


def test_a_lock_leaves_open_pages_alone_and_a_new_code_opens_again(family, shared):
    client = reader()
    page = enter(client, shared)["Location"]
    for _ in range(5):
        with pytest.raises(actions.DoesNotOpen):
            try_open(shared.code, wrong(shared.pin))
    assert client.get(page).status_code == 200
    fresh = actions.renew_code(share=shared.share, by=family.guardian, at=MORNING)
    assert try_open(fresh.code, fresh.pin)
    with pytest.raises(actions.DoesNotOpen):
        try_open(shared.code, shared.pin)
    actions.end_share(share=shared.share, by=family.guardian, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.renew_code(share=shared.share, by=family.guardian, at=MORNING)


class Counted(hashers.MD5PasswordHasher):
    """Counts how often a PIN is hashed."""

    done = 0

    def encode(self, password, salt):
        type(self).done += 1
        return super().encode(password, salt)


def cost(client, **typed):
    """(status, words, hash operations, statements by kind) of one try."""
    Counted.done = 0
    with CaptureQueriesContext(connection) as seen:
        answer = client.post("/s/", typed)
    statements = [query["sql"].split()[0] for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
    words = answer.content.decode().replace(typed["code"], "CODE")
    return answer.status_code, words, Counted.done, len(statements)


def test_wrong_code_and_wrong_pin_and_a_locked_code_cost_the_same(family, shared, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    hashers.get_hashers.cache_clear()
    secrets._decoy.cache_clear()
    made = make(family, shared.share.summary)
    client = reader()
    cost(client, code="22222222", pin="0000")  # the decoy is made once in a process, on a try of any kind
    unknown = cost(client, code="22222222", pin="1234")
    wrong_pin = cost(client, code=made.code, pin=wrong(made.pin))
    Share.objects.filter(pk=made.share.pk).update(failures=5)
    locked = cost(client, code=made.code, pin=wrong(made.pin))
    locked_right = cost(client, code=made.code, pin=made.pin)
    hashers.get_hashers.cache_clear()
    secrets._decoy.cache_clear()
    assert unknown[0] == 403
    assert unknown[2] == 1
    assert unknown[1:] == wrong_pin[1:] == locked[1:] == locked_right[1:]


def test_enumerating_from_one_address_ends_soon_and_the_others_go_on(shared):
    for number in range(sharing.TRIES):
        with pytest.raises(actions.DoesNotOpen):
            try_open(f"2222{number:04}".translate(str.maketrans("01", "AB")), "0000")
    with pytest.raises(actions.TooManyTries) as problem:
        try_open(shared.code, shared.pin)
    assert dt.timedelta(0) < problem.value.wait <= sharing.TRIES_WINDOW
    # Refused before it is judged: it takes no try from the share either.
    assert Share.objects.get().failures == 0
    assert try_open(shared.code, shared.pin, address="192.0.2.2")
    assert try_open(shared.code, shared.pin, at=MORNING + 2 * sharing.TRIES_WINDOW)
    assert not ShareTries.objects.filter(window__lt=MORNING - sharing.TRIES_WINDOW).exists()


def test_too_many_tries_are_answered_429_with_the_time_to_wait(shared):
    client = reader()
    for _ in range(sharing.TRIES):
        client.post("/s/", {"code": "22222222", "pin": "0000"})
    answer = client.post("/s/", {"code": shared.code, "pin": shared.pin})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Too many tries" in answer.content.decode()


def test_right_tries_do_not_use_up_a_clinics_address(shared):
    for _ in range(sharing.TRIES + 5):
        try_open(shared.code, shared.pin)
    assert ShareTries.objects.get().count == 0


def test_addresses_are_not_kept(shared):
    with pytest.raises(actions.DoesNotOpen):
        try_open("22222222", "0000", address="203.0.113.77")
    row = ShareTries.objects.get()
    assert "203.0.113" not in row.address_hash


def test_the_address_is_the_one_the_proxy_saw(settings, shared):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(sharing.TRIES + 1):
        # What a guesser writes into the header himself stands before what the proxy adds.
        answer = Client().post(
            "/s/", {"code": "22222222", "pin": "0000"}, headers={"X-Forwarded-For": f"10.0.0.{number}, 198.51.100.7"}
        )
    assert answer.status_code == 429


@pytest.mark.django_db(transaction=True)
def test_tries_sent_at_once_are_counted_as_many(family, shared):
    """Twelve connections guess at the same moment, as twelve web processes would: five count, no more."""
    start = threading.Barrier(12)
    found = []

    def guess(number):
        try:
            start.wait()
            try_open(shared.code, wrong(shared.pin), address=f"198.51.100.{number}")
        except (actions.DoesNotOpen, DatabaseError) as problem:
            found.append(type(problem).__name__)
        finally:
            connections.close_all()

    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection; the file is tested in tests/concurrency")
    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["DoesNotOpen"] * 12
    assert Share.objects.get().failures == 5
    assert ShareEvent.objects.filter(kind="wrong_pin").count() == 5
    with pytest.raises(actions.DoesNotOpen):
        try_open(shared.code, shared.pin)


def test_the_database_refuses_a_share_without_a_lock(shared):
    for change in ({"failures": 6}, {"pin_hash": ""}, {"expires_at": MORNING}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Share.objects.filter(pk=shared.share.pk).update(**change)


# --- the family's list -----------------------------------------------------------------------------------------------


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
