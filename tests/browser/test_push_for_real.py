"""Web push from the row in the database to the notification on a phone: sealed by us, opened by a push service as a
browser would, and handed to the real service worker through the browser's own DevTools protocol.

Only two things are stood in for: the vendor's push service (ours runs on this machine) and the subscription call, which
would need it. A notification's buttons are pressed by an event in the worker: no test can touch the phone's shade.
"""

import json

import pytest
import time_machine

from reminders import actions, engine
from reminders.kinds import EVENING_CHECK
from reminders.models import Delivery, Occurrence, PushSubscription
from reminders.rules import State
from tests.browser.phone import PATIENCE
from tests.people import make_family
from tests.reminders import push_service
from tests.reminders.conftest import DUE, NOON

pytestmark = pytest.mark.browser

STUB = """
(() => {
  const made = { endpoint: %(endpoint)s, toJSON: () => (%(subscription)s) };
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) throw new Error("not asked so");
    localStorage.setItem("subscribed", "1");  // a browser keeps it from page to page
    return made;
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("subscribed") ? made : null);
})();
"""
SHOWN = """navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((found) => found.map((n) => (
  {title: n.title, body: n.body, tag: n.tag, actions: n.actions.map((a) => [a.action, a.title]), silent: n.silent})))"""
# A script's own event may not be waited for, so the promise is taken where the worker hands it over.
PRESS = """async (action) => {
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification, action });
  const work = [];
  Object.defineProperty(event, "waitUntil", { value: (promise) => work.push(promise) });
  self.dispatchEvent(event);
  await Promise.all(work);
}"""


# Asked for its notifications while one is on its way, a browser forgets that one: it is in its books but not yet on
# the screen (seen in 26 of 150). So what is shown is counted where it happens, and only then looked for.
COUNT = """() => {
  const show = self.registration.showNotification.bind(self.registration);
  self.counted = 0;
  self.registration.showNotification = async (...said) => { await show(...said); self.counted += 1; };
}"""


class Handset:
    """A phone that takes reminders: its page, its service worker, and the push service that knows it."""

    def __init__(self, it, service, browser):
        self.it, self.service, self.browser = it, service, browser
        self.registration, self.worker = "", None
        it.context.grant_permissions(["notifications"], origin=it.site)
        subscription = json.dumps({"endpoint": service.endpoint(browser), "keys": browser.keys()})
        stub = STUB % {"endpoint": json.dumps(service.endpoint(browser)), "subscription": subscription}
        it.context.add_init_script(stub)
        self.devtools = it.context.new_cdp_session(it.page)
        self.devtools.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        self.devtools.send("ServiceWorker.enable")

    def _registered(self, event):
        for row in event["registrations"]:
            if row["scopeURL"].startswith(self.it.site) and not row["isDeleted"]:
                self.registration = row["registrationId"]

    def turn_on(self):
        self.it.open("/reminders/devices/")
        self.it.tap("push-on")
        self.it.saved("Reminders come to this device now")
        self.it.until("navigator.serviceWorker.ready.then((r) => r.active.state === 'activated')")
        self.until(lambda: self.registration, "no service worker was registered")
        [self.worker] = self.it.context.service_workers
        self.worker.evaluate(COUNT)

    def until(self, true, otherwise: str) -> None:
        for _ in range(PATIENCE // 50):
            if true():
                return
            self.it.page.wait_for_timeout(50)
        raise AssertionError(otherwise)

    def deliver(self, data: str) -> None:
        """Hands a push to the worker, and waits until it has shown something."""
        before = self.worker.evaluate("self.counted")
        said = {"origin": self.it.site, "registrationId": self.registration, "data": data}
        self.devtools.send("ServiceWorker.deliverPushMessage", said)
        self.until(lambda: self.worker.evaluate("self.counted") > before, f"nothing was shown for {data}")

    def said(self, **changed) -> str:
        """What our push service last opened."""
        headers = ("TTL", "Topic", "Urgency", "Content-Encoding")
        return json.dumps({k: v for k, v in self.browser.got[-1].items() if k not in headers} | changed)

    def receive(self) -> dict:
        """The same, given to the worker; returns the notification it shows."""
        self.deliver(self.said())
        return self.shown(1)[0]

    def shown(self, count: int) -> list[dict]:
        self.until(lambda: len(self.it.page.evaluate(SHOWN)) == count, f"there are not {count} notifications")
        return self.it.page.evaluate(SHOWN)

    def press(self, action: str) -> None:
        self.worker.evaluate(PRESS, action)


@pytest.fixture
def family(transactional_db, settings):
    settings.REMINDERS_PUSH_TEST_HOSTS = ["127.0.0.1"]
    with time_machine.travel(NOON, tick=True) as clock:
        found = make_family()
        found.clock = clock
        found.plan = actions.set_plan(patient=found.mia, kind=EVENING_CHECK, by=found.guardian, at=NOON)
        yield found


@pytest.fixture
def handset(phone, family):
    with push_service.running() as service:
        with phone(family.guardian, service_workers="allow") as it:
            yield Handset(it, service, service.browser("phone"))
        assert service.complaints == []


def send() -> Delivery:
    engine.tick(now=DUE)
    engine.send_batch("push", clock=lambda: DUE)
    return Delivery.objects.get(channel="push", nag=0)


def test_shown_put_off_done_and_opened(handset, family):
    handset.turn_on()
    assert PushSubscription.objects.get().user == family.guardian
    family.clock.move_to(DUE)
    row = send()
    assert row.state == State.SENT
    note = handset.receive()
    assert (note["title"], note["body"]) == ("Evening check", "About 15 seconds.")
    assert note["actions"] == [["done", "Done"], ["later", "In 30 minutes"]]
    assert note["tag"] == row.occurrence_id.hex
    # Later: the database waits until then, and the phone names the time.
    handset.press("later")
    [quiet] = handset.shown(1)
    assert (quiet["title"], quiet["silent"], quiet["actions"]) == ("Put off until 21:00", True, [])
    waiting = Delivery.objects.get(purpose="snooze")
    assert (waiting.recipient, waiting.state) == (family.guardian, State.PENDING)
    assert 29 * 60 < (waiting.next_attempt_at - DUE).total_seconds() < 31 * 60
    # The same occurrence again takes the quiet one's place; its body opens the page of the message.
    assert handset.receive()["title"] == "Evening check"
    handset.press("")
    handset.it.page.get_by_role("heading", name="Evening check for Mia").wait_for()
    assert f"/reminders/open/{row.pk}/" in handset.it.page.url
    assert PushSubscription.objects.get().last_opened_at is not None
    handset.shown(0)
    # Done: the phone is quiet, and so is everybody else.
    handset.receive()
    handset.press("done")
    handset.shown(0)
    assert Occurrence.objects.get().acknowledged_by == family.guardian
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == (State.SUPPRESSED, "acknowledged")


def test_without_a_line_the_page_is_opened_instead_and_nothing_is_lost(handset, family):
    handset.turn_on()
    family.clock.move_to(DUE)
    row = send()
    handset.receive()
    said = json.loads(json.dumps(handset.browser.got[-1]))
    handset.deliver(
        json.dumps(
            {k: said[k] for k in ("title", "body", "tag", "open", "done", "later")}
            | {"answer": "/reminders/answer/nonsense/"}
        )
    )
    handset.shown(1)
    handset.press("done")
    handset.it.page.get_by_role("heading", name="Evening check for Mia").wait_for()
    assert f"/reminders/open/{row.pk}/" in handset.it.page.url
    assert Occurrence.objects.get().acknowledged_at is None


WRONG = [
    "",
    "{",
    "null",
    "5",
    "[1]",
    '"words"',
    '{"title": {"a": 1}, "actions": 4, "tag": [], "dir": "sideways", "lang": 7}',
]


def test_something_is_shown_for_every_push_whatever_it_holds(handset):
    """Browsers end a subscription whose pushes show nothing."""
    handset.turn_on()
    for data in WRONG:
        handset.deliver(data)
    assert handset.worker.evaluate("self.counted") == len(WRONG)
    handset.press("")
    handset.it.page.get_by_role("heading", name="Waiting now").wait_for()


ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)"]


def test_no_message_leads_to_another_site(handset):
    handset.turn_on()
    for count, path in enumerate(ELSEWHERE):
        handset.deliver(json.dumps({"title": "x", "tag": f"tag-{count}", "open": path}))
        handset.shown(1)
        handset.press("")
        handset.shown(0)
        handset.it.settled()
        assert handset.it.page.url == f"{handset.it.site}/reminders/waiting/"


def test_a_dead_phone_is_told_by_mail_and_says_so(handset, family):
    handset.turn_on()
    handset.browser.answer = 410
    family.clock.move_to(DUE)
    send()
    engine.send_batch("email", clock=lambda: DUE)
    rows = [(row.channel, row.state) for row in Delivery.objects.order_by("created_at", "pk")]
    assert rows == [("push", State.FAILED), ("email", State.SENT)]
    handset.it.open("/reminders/devices/")
    handset.it.page.get_by_test_id("silent").wait_for()


def test_a_browser_that_lost_its_subscription_says_so_itself(handset):
    """Cleared by the browser, or its permission taken back: the page tells Tend, and nothing counts on it any more."""
    handset.turn_on()
    handset.it.open("/reminders/devices/")
    handset.it.page.get_by_text("Reminders come to this device.").wait_for()
    handset.it.page.evaluate("localStorage.clear()")
    handset.it.open("/reminders/devices/")
    handset.it.page.get_by_test_id("silent").wait_for()
    handset.it.page.get_by_test_id("push-on").wait_for()
    handset.it.settled()
