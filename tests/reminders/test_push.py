"""Web push against a real push service on this machine: what it opens, and what becomes of each of its answers."""

import datetime as dt
import json
import socket

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from reminders import actions, engine
from reminders.channels.webpush import channel, guard, keys
from reminders.models import Delivery, Plan, PushSubscription, Recipient
from reminders.rules import State
from tests.reminders import push_service
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
Reason = Delivery.Reason


@pytest.fixture
def service(settings):
    settings.REMINDERS_PUSH_TEST_HOSTS = ["127.0.0.1"]
    with push_service.running() as found:
        yield found
    assert found.complaints == []


@pytest.fixture
def phone(service, family, plan):
    """Ana's phone takes her reminders."""
    browser = service.browser("phone")
    actions.subscribe(user=family.guardian, at=NOON, device="Chrome on Android", **service.subscription(browser))
    return browser


def outcome() -> list[tuple[str, str, str]]:
    return [(row.channel, row.state, row.reason) for row in Delivery.objects.order_by("created_at", "pk")]


def test_a_push_arrives_sealed_signed_and_without_a_health_word(phone, running):
    running.run(DUE)
    assert outcome() == [("push", State.SENT, "")]
    assert running.mails == []
    [said] = phone.got
    assert (said["title"], said["body"]) == ("Evening check", "About 15 seconds.")
    assert said["Content-Encoding"] == "aes128gcm"
    assert len(said["Topic"]) <= 32
    assert 0 < int(said["TTL"]) <= 2 * 24 * 3600
    row, device = Delivery.objects.get(), PushSubscription.objects.get()
    assert said["open"] == f"/reminders/open/{row.pk}/?device={device.pk}"
    for secret in ("Mia", "HIES", "skin", "itch", "infection", "ana@example.org"):
        assert secret not in json.dumps(said)
    assert device.last_taken_at is not None


def test_its_answer_address_answers(phone, running, client):
    with time_machine.travel(DUE, tick=True):
        running.run(DUE)
        client.post(phone.got[0]["answer"], {"done": "1"})
    assert Delivery.objects.get().occurrence.acknowledged_at is not None


def test_every_device_of_a_person_is_told(service, phone, family, running):
    tablet = service.browser("tablet")
    actions.subscribe(user=family.guardian, at=NOON, **service.subscription(tablet))
    running.run(DUE)
    assert (len(phone.got), len(tablet.got)) == (1, 1)
    assert outcome() == [("push", State.SENT, "")]


@pytest.mark.parametrize("code", [404, 410])
def test_a_dead_device_is_ended_and_a_mail_stands_in(phone, running, code):
    phone.answer = code
    running.run(DUE)
    running.run(DUE + dt.timedelta(seconds=1))
    assert outcome() == [("push", State.FAILED, Reason.REFUSED), ("email", State.SENT, "")]
    assert len(running.mails) == 1
    device = PushSubscription.objects.get()
    assert (device.ended, device.ended_at is not None) == ("gone", True)


def test_without_a_living_device_the_mail_goes_at_once(phone, running):
    PushSubscription.objects.update(ended="gone", ended_at=NOON)
    running.run(DUE)
    running.run(DUE + dt.timedelta(seconds=1))
    assert outcome() == [("push", State.SUPPRESSED, Reason.NO_DEVICE), ("email", State.SENT, "")]
    assert phone.asked == 0


def test_one_dead_device_beside_a_living_one_needs_no_mail(service, phone, family, running):
    tablet = service.browser("tablet", answer=410)
    actions.subscribe(user=family.guardian, at=NOON, **service.subscription(tablet))
    running.run(DUE)
    running.run(DUE + MINUTE)
    assert outcome() == [("push", State.SENT, "")]
    assert list(PushSubscription.objects.order_by("created_at", "pk").values_list("ended", flat=True)) == ["", "gone"]


@pytest.mark.parametrize("code", [429, 500, 503, 401, 403])
def test_what_is_only_put_off_is_tried_again_and_never_ends_the_device(phone, running, code):
    phone.answer = code
    running.run(DUE)
    assert outcome() == [("push", State.PENDING, "")]
    phone.answer = 201
    for minutes in (1, 3, 10):
        running.run(DUE + minutes * MINUTE)
    assert outcome() == [("push", State.SENT, "")]
    assert len(phone.got) == 1
    assert PushSubscription.objects.get().ended == ""


def test_a_service_that_asks_to_wait_is_left_alone_so_long(phone, running):
    phone.answer, phone.headers = 429, {"Retry-After": "600"}
    running.run(DUE)
    phone.answer = 201
    running.run(DUE + 9 * MINUTE)
    assert phone.asked == 1
    running.run(DUE + 10 * MINUTE)
    assert outcome() == [("push", State.SENT, "")]


@pytest.mark.parametrize("code", [400, 413])
def test_what_the_service_will_never_take_goes_by_mail(phone, running, code):
    phone.answer = code
    running.run(DUE)
    running.run(DUE + dt.timedelta(seconds=1))
    assert outcome() == [("push", State.FAILED, Reason.REFUSED), ("email", State.SENT, "")]


def test_a_redirect_is_not_followed(service, phone, running):
    trap = service.browser("trap")
    phone.answer, phone.headers = 307, {"Location": service.endpoint(trap)}
    running.run(DUE)
    assert trap.asked == 0
    assert outcome() == [("push", State.PENDING, "")]


def test_a_service_that_never_answers_is_an_honest_doubt(phone, running, monkeypatch):
    monkeypatch.setattr(channel, "SECONDS", 0.3)
    phone.answer = "never"
    running.run(DUE)
    running.run(DUE + MINUTE)
    assert outcome() == [("push", State.UNKNOWN, Reason.IN_DOUBT)]
    assert running.mails == []


def test_a_service_that_is_away_leaves_no_doubt(phone, running):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        PushSubscription.objects.update(endpoint=f"http://127.0.0.1:{free.getsockname()[1]}/push/phone")
    running.run(DUE)
    assert outcome() == [("push", State.PENDING, "")]


def test_unusable_keys_are_a_refusal_and_a_mail_goes(phone, running):
    PushSubscription.objects.update(p256dh="AAAA")
    running.run(DUE)
    running.run(DUE + dt.timedelta(seconds=1))
    assert outcome() == [("push", State.FAILED, Reason.REFUSED), ("email", State.SENT, "")]


# --- Subscribing --------------------------------------------------------------------------------------------------


def channels(user) -> set[str]:
    return set(Recipient.objects.filter(user=user, stopped_at=None).values_list("channel", flat=True))


def test_a_device_takes_over_from_mails_and_gives_back(service, family, plan, running):
    assert channels(family.guardian) == {"email"}
    device = actions.subscribe(user=family.guardian, at=NOON, **service.subscription(service.browser("phone")))
    assert channels(family.guardian) == {"push"}
    actions.unsubscribe(subscription=device, at=NOON)
    assert channels(family.guardian) == {"email"}
    running.run(DUE)
    assert outcome() == [("email", State.SENT, "")]


def test_what_waits_as_a_mail_still_goes_when_a_device_takes_over(service, family, plan, running):
    engine.tick(now=DUE)
    actions.subscribe(user=family.guardian, at=DUE, **service.subscription(service.browser("phone")))
    engine.send_batch("email", clock=lambda: DUE)
    assert outcome() == [("email", State.SENT, "")]


def test_a_browser_that_somebody_else_uses_now_is_theirs(service, phone, family):
    actions.subscribe(user=family.second, at=NOON, **service.subscription(phone))
    assert PushSubscription.objects.get().user == family.second


def test_the_same_browser_again_is_one_row_and_alive(service, phone, family):
    PushSubscription.objects.update(ended="gone", ended_at=NOON)
    actions.subscribe(user=family.guardian, at=DUE, **service.subscription(phone))
    assert (PushSubscription.objects.get().ended, PushSubscription.objects.get().device) == ("", "Chrome on Android")


@pytest.mark.parametrize(
    "wrong",
    [{"p256dh": "x"}, {"auth": ""}, {"auth": "a b"}, {"endpoint": ""}, {"endpoint": "ftp://push.example"}],
)
def test_what_no_browser_says_is_refused(service, family, plan, wrong):
    said = service.subscription(service.browser("phone")) | wrong
    with pytest.raises(ValidationError):
        actions.subscribe(user=family.guardian, at=NOON, **said)
    assert channels(family.guardian) == {"email"}
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[fd00::1]/x",
        "https://user:word@push.example/x",
        "https:///x",
    ],
)
def test_nobody_makes_tend_knock_inside_its_own_network(endpoint):
    with pytest.raises(guard.BadEndpoint):
        guard.check(endpoint)


def test_a_name_that_leads_inside_is_refused_also_when_it_changed_later(monkeypatch):
    answers = iter(["8.8.8.8", "10.1.2.3"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (next(answers), 443))])
    guard.check("https://push.example/x")
    with pytest.raises(guard.BadEndpoint):
        guard.check("https://push.example/x")


def test_a_name_that_changes_between_the_look_and_the_call_hears_nothing(monkeypatch):
    """DNS rebinding: public when it was asked, this very machine when it is connected to."""
    with socket.create_server(("127.0.0.1", 0)) as inside:
        port = inside.getsockname()[1]
        answers = iter(["8.8.8.8", "127.0.0.1"])
        monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", (next(answers), port))])
        session = channel.PushSession()
        guard.check(f"https://push.example:{port}/x")
        with pytest.raises(guard.BadEndpoint):
            session.http.post(f"https://push.example:{port}/x", data=b"said", timeout=5)
        caller, _ = inside.accept()
        caller.settimeout(5)
        assert caller.recv(100) == b"", "not even a TLS greeting"
        caller.close()


# --- The installation's key ---------------------------------------------------------------------------------------


def test_a_familys_own_machine_keeps_its_key(settings, tmp_path):
    settings.DATA_DIR, settings.VAPID_PRIVATE_KEY = tmp_path, ""
    keys.vapid.cache_clear()
    first = keys.public_key()
    keys.vapid.cache_clear()
    assert keys.public_key() == first
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o077 == 0
    assert len(list(tmp_path.iterdir())) == 1
    keys.vapid.cache_clear()


def test_production_without_a_key_offers_nothing_and_mails_go_on(settings, family, plan, running):
    settings.PRODUCTION, settings.VAPID_PRIVATE_KEY = True, ""
    keys.vapid.cache_clear()
    assert not keys.is_offered()
    page = family.client("guardian").get(reverse("reminders:devices")).content.decode()
    assert "push-here" not in page
    assert "Reminders come by mail." in page
    keys.vapid.cache_clear()


# --- Pages --------------------------------------------------------------------------------------------------------


def test_a_browser_turns_itself_on_and_off(service, family, plan):
    client = family.client("guardian")
    said = service.subscription(service.browser("phone"))
    agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    text = client.post(
        reverse("reminders:device-on"), said, headers={"user-agent": agent}, follow=True
    ).content.decode()
    assert "Reminders come to this device now" in text
    assert "Chrome on Android" in text
    assert said["endpoint"] not in text
    device = PushSubscription.objects.get()
    text = client.post(reverse("reminders:device-off", args=[device.pk]), follow=True).content.decode()
    assert "Reminders come by mail." in text


def test_nonsense_from_a_browser_changes_nothing_and_says_so(family, plan):
    text = (
        family.client("guardian").post(reverse("reminders:device-on"), {"endpoint": "x"}, follow=True).content.decode()
    )
    assert "could not be turned on" in text
    assert channels(family.guardian) == {"email"}


def test_nobody_turns_off_somebody_elses_device(phone, family):
    device = PushSubscription.objects.get()
    assert family.client("second").post(reverse("reminders:device-off", args=[device.pk])).status_code == 404
    assert PushSubscription.objects.get().ended == ""


def test_a_device_that_fell_silent_is_named_with_its_day(phone, family):
    PushSubscription.objects.update(ended="gone", ended_at=NOON)
    with time_machine.travel(DUE, tick=False):
        text = family.client("guardian").get(reverse("reminders:devices")).content.decode()
    assert "<bdi>Chrome on Android</bdi> stopped taking reminders on Thu 19 Nov" in text


def test_signing_out_on_a_phone_silences_it_and_mails_stand_in(phone, family, running):
    """A message may name a child, and signing out empties the phone."""
    client, device = family.client("guardian"), PushSubscription.objects.get()
    other = family.client("guardian")
    other.post("/account/logout/")
    assert PushSubscription.objects.get().ended_at is None, "signing out elsewhere is no word about this phone"
    client.cookies["tend_device"] = str(device.pk)
    with time_machine.travel(NOON, tick=False):
        client.post("/account/logout/")
    device.refresh_from_db()
    assert (device.ended, device.ended_at) == ("signed_out", NOON)
    running.run(DUE)
    running.run(DUE + dt.timedelta(seconds=1))
    assert phone.got == []
    assert len(running.mails) == 1
    # Signed in again, the phone says so and offers to turn it on again.
    back = family.client("guardian")
    back.cookies["tend_device"] = str(device.pk)
    assert 'data-testid="device-lost"' in back.get("/", follow=True).content.decode()


def test_nobody_signs_out_somebody_elses_device(phone, family):
    client = family.client("second")
    client.cookies["tend_device"] = str(PushSubscription.objects.get().pk)
    client.post("/account/logout/")
    assert PushSubscription.objects.get().ended_at is None


def test_opening_a_push_says_that_the_device_is_seen(phone, family, running):
    running.run(DUE)
    with time_machine.travel(DUE + MINUTE, tick=False):
        family.client("guardian").get(phone.got[0]["open"])
    assert PushSubscription.objects.get().last_opened_at == DUE + MINUTE


def test_a_test_goes_the_way_a_real_one_goes(phone, family, running):
    with time_machine.travel(NOON, tick=False):
        text = family.client("guardian").post(reverse("reminders:device-test"), follow=True).content.decode()
    assert "A test is on its way" in text
    running.run(NOON)
    assert len(phone.got) == 1


def test_a_test_without_a_reminder_says_what_to_do(family):
    assert not Plan.objects.exists()
    text = family.client("guardian").post(reverse("reminders:device-test"), follow=True).content.decode()
    assert "Set up a reminder first" in text


def test_the_service_worker_is_at_the_root_and_keeps_only_the_offline_page(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-store" in answer["Cache-Control"]
    text = answer.content.decode()
    assert "showNotification" in text
    shell = json.loads(text.splitlines()[0].removeprefix("const SHELL = ").removesuffix(";"))
    kept = {name.rpartition("/")[2].split(".")[0] for name in shell["files"]}
    assert kept == {"tend", "night", "waiting", "offline", "icon"}
    # Kept by name, all at once: nothing that comes by is ever put there.
    assert text.count(".addAll(") == 1
    assert ".put(" not in text
    assert ".add(" not in text
