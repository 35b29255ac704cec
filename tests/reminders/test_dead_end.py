"""A phone whose service keeps failing: a mail goes instead in time, and a device that is never let in ends."""

import datetime as dt

import pytest

from reminders import actions, engine
from reminders.channels.webpush import channel
from reminders.engine import send
from reminders.kinds import EVENING_CHECK, MEDICINE, SUMMARY_READY
from reminders.models import Delivery, PushSubscription
from reminders.rules import LONGEST_PAUSE, State
from tests.reminders.conftest import DUE, NOON
from tests.reminders.test_items import EVENING, medicine
from tests.reminders.test_push import phone, service  # noqa: F401

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
Reason = Delivery.Reason


@pytest.fixture(autouse=True)
def _evenly(monkeypatch):
    """Pauses without chance: 20, 40, 80, 160, 320 seconds."""
    monkeypatch.setattr(send.random, "random", lambda: 0.5)


@pytest.fixture
def dose(family, phone):  # noqa: F811
    actions.set_plan(patient=family.mia, kind=MEDICINE, by=family.guardian, at=NOON, in_quiet_hours=None)
    return medicine(family, times=["19:30"])


def run(running, since, length):
    """A tick every five seconds."""
    for n in range(int(length / (5 * SECOND)) + 1):
        running.run(since + n * 5 * SECOND)


def rows() -> list[tuple[str, str, str, int]]:
    found = Delivery.objects.order_by("created_at", "pk")
    return [(row.channel, row.state, row.reason, row.attempts) for row in found]


@pytest.mark.parametrize("code", [401, 403, 429, 500, 503])
def test_a_medicine_goes_by_mail_within_two_minutes(phone, dose, running, code):  # noqa: F811
    phone.answer = code
    run(running, EVENING, 2 * MINUTE)
    assert rows() == [("push", State.FAILED, Reason.NO_WAY_THROUGH, 3), ("email", State.SENT, "", 1)]
    assert Delivery.objects.get(channel="email").sent_at <= EVENING + 2 * MINUTE
    run(running, EVENING + 2 * MINUTE, 5 * MINUTE)
    assert (phone.asked, len(running.mails)) == (3, 1)
    assert PushSubscription.objects.get().ended == ""


def test_an_evening_check_waits_longer_for_the_phone(phone, running):  # noqa: F811
    phone.answer = 500
    run(running, DUE, 9 * MINUTE)
    assert running.mails == []
    run(running, DUE + 9 * MINUTE, 3 * MINUTE)
    assert rows() == [("push", State.FAILED, Reason.NO_WAY_THROUGH, 6), ("email", State.SENT, "", 1)]


def test_a_service_that_asks_for_a_long_wait_does_not_hold_a_dose(phone, dose, running):  # noqa: F811
    phone.answer, phone.headers = 429, {"Retry-After": "900"}
    run(running, EVENING, 10 * SECOND)
    assert rows() == [("push", State.FAILED, Reason.NO_WAY_THROUGH, 1), ("email", State.SENT, "", 1)]


def test_what_could_be_tried_again_only_too_late_goes_by_mail_now(phone, running):  # noqa: F811
    phone.answer, phone.headers = 429, {"Retry-After": "900"}
    late = DUE + EVENING_CHECK.useful_for - LONGEST_PAUSE + MINUTE
    engine.tick(now=DUE)
    # It is past the quiet hours' begin by then; who has none gets it.
    actions.set_quiet_hours(user=PushSubscription.objects.get().user, starts=dt.time(5), ends=dt.time(5))
    run(running, late, 10 * SECOND)
    assert rows() == [("push", State.FAILED, Reason.NO_WAY_THROUGH, 1), ("email", State.SENT, "", 1)]


def test_a_phone_that_comes_back_in_time_needs_no_mail(phone, dose, running):  # noqa: F811
    phone.answer = 503
    run(running, EVENING, 30 * SECOND)
    phone.answer = 201
    run(running, EVENING + 30 * SECOND, 5 * MINUTE)
    assert rows() == [("push", State.SENT, "", 3)]
    assert running.mails == []


def test_a_service_that_never_answers_is_a_doubt_and_a_mail(phone, dose, running, monkeypatch):  # noqa: F811
    """Each try may have rung the phone: that is said, and the mail goes all the same."""
    monkeypatch.setattr(channel, "SECONDS", 0.2)
    phone.answer = "never"
    run(running, EVENING, 2 * MINUTE)
    assert rows() == [("push", State.UNKNOWN, Reason.IN_DOUBT, 3), ("email", State.SENT, "", 1)]
    assert Delivery.objects.get(channel="push").doubts == 3


def test_what_rode_along_gets_its_own_mail(family, phone, dose, running, monkeypatch):  # noqa: F811
    """The carrier is given up in doubt; its riders are not left in that doubt."""
    monkeypatch.setattr(channel, "SECONDS", 0.2)
    phone.answer = "never"
    summary = actions.set_plan(patient=family.mia, kind=SUMMARY_READY, by=family.guardian, at=NOON)
    actions.happened(plans=[summary], slot="s", at=EVENING)
    run(running, EVENING, 30 * MINUTE)
    by_mail = Delivery.objects.filter(channel="email").values_list("occurrence__plan__kind", flat=True)
    assert set(by_mail) == {MEDICINE.slug, SUMMARY_READY.slug}
    assert not Delivery.objects.filter(state__in=[State.PENDING, State.CLAIMED, State.SENDING]).exists()


def test_a_device_that_is_never_let_in_ends_after_a_day_and_not_before(phone, running):  # noqa: F811
    phone.answer = 403
    run(running, DUE, 12 * MINUTE)
    device = PushSubscription.objects.get()
    assert (device.ended, device.refused_since) == ("", DUE)
    run(running, DUE + DAY, 12 * MINUTE)
    device.refresh_from_db()
    assert device.ended == PushSubscription.Ended.REFUSED
    # Mails on both days; from the third on at once.
    run(running, DUE + 2 * DAY, 10 * SECOND)
    assert len(running.mails) == 3
    assert rows()[-2:] == [("push", State.SUPPRESSED, Reason.NO_DEVICE, 0), ("email", State.SENT, "", 1)]


def test_a_device_that_is_let_in_again_starts_anew(service, phone, family, running):  # noqa: F811
    phone.answer = 401
    run(running, DUE, 10 * SECOND)
    phone.answer = 201
    run(running, DUE + 20 * SECOND, 30 * SECOND)
    device = PushSubscription.objects.get()
    assert (device.refused_since, device.last_taken_at is None) == (None, False)
    phone.answer = 401
    run(running, DUE + DAY, 12 * MINUTE)
    assert PushSubscription.objects.get().ended == ""
    # Turned on once more on its page: nothing of the past counts.
    actions.subscribe(user=family.guardian, at=DUE + 2 * DAY - MINUTE, **service.subscription(phone))
    assert PushSubscription.objects.get().refused_since is None


def test_an_outage_of_the_service_ends_no_device_however_long(phone, running):  # noqa: F811
    phone.answer = 503
    for day in range(3):
        run(running, DUE + day * DAY, 12 * MINUTE)
    assert PushSubscription.objects.get().ended == ""
    assert len(running.mails) == 3
