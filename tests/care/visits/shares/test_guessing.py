"""What it costs a guesser: locks, tries, and answers that tell nothing."""

import datetime as dt
import threading

import pytest
from django.contrib.auth import hashers
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care.household.models import AuditEvent
from care.visits import actions, secrets
from care.visits.models import Share, ShareEvent, ShareTries
from care.visits.rules import sharing
from care.visits.rules.sharing import State
from tests.care.visits.shares.doors import enter, make, reader, try_open, wrong
from tests.people import MORNING


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
