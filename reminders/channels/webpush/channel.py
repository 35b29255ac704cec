"""The web-push channel: one message to every living device of a person."""

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from urllib.parse import urlsplit
from uuid import UUID

import requests
from django.conf import settings
from django.db import DatabaseError
from py_vapid import VapidException
from pywebpush import WebPusher, WebPushException
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, RequestException
from urllib3.exceptions import NewConnectionError

from reminders import dialect
from reminders.channels.base import ChannelError
from reminders.channels.webpush import guard, keys, payload
from reminders.models import Delivery, PushSubscription

TAKEN = {200, 201, 202, 204}
GONE = {404, 410}
# What this message or this subscription will never get through; everything else is asked again.
REFUSED = {400, 413}
# Our key is not taken for this device: a clock or a setting of ours, or a device that subscribed under another key.
NOT_LET_IN = {401, 403}
# What is put right within a day costs nobody a device; one that is let in nowhere for longer has to subscribe anew.
NOT_LET_IN_FOR = dt.timedelta(days=1)
# Per device; the lease is longer, and is renewed with every message.
SECONDS = getattr(settings, "REMINDERS_PUSH_SECONDS", 10)


class WebPushChannel:
    """Pushes through the services that the browsers of a person named."""

    slug = "push"
    queue = "push"

    def reachable(self, user_ids: Collection[UUID]) -> dict[UUID, list[PushSubscription]]:
        """Living devices."""
        found: dict[UUID, list[PushSubscription]] = defaultdict(list)
        if keys.is_offered():
            for device in PushSubscription.objects.filter(user__in=user_ids, ended_at=None):
                found[device.user_id].append(device)
        return found

    def write(self, delivery: Delivery) -> payload.Push:
        return payload.write(delivery, now=delivery.telling_at or dialect.now())

    def session(self) -> "PushSession":
        return PushSession()


class PushSession:
    """Connections to push services, kept open for a batch."""

    def __init__(self):
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.mount("https://", guard.Adapter())
        # Which devices took a message, and when: written once, when the batch ends.
        self.taken: dict[dt.datetime, list[UUID]] = defaultdict(list)

    def open(self) -> None:
        """Nothing to do: each service is connected to when first needed."""

    def close(self) -> None:
        self.http.close()
        with contextlib.suppress(DatabaseError):
            for at, devices in self.taken.items():
                PushSubscription.objects.filter(pk__in=devices).update(last_taken_at=at, refused_since=None)
        self.taken.clear()

    def send(self, push: payload.Push) -> str:
        """The answers of the services, one per device. One device that took it is enough to call it sent."""
        devices = push.devices or list(PushSubscription.objects.filter(user=push.user_id, ended_at=None))
        taken, troubles = [], []
        for device in devices:
            try:
                taken.append(self._tell(device, push))
            except ChannelError as error:
                troubles.append(error)
        if taken:
            self.taken[push.at.replace(second=0, microsecond=0)] += [device.pk for device, _answer in taken]
            return " ".join(answer for _device, answer in taken)
        # A doubt outweighs a hope: a device may have rung. A hope outweighs a refusal: another may still ring.
        doubts = [trouble for trouble in troubles if trouble.in_doubt]
        hopes = [trouble for trouble in troubles if not trouble.permanent]
        raise next(iter(doubts + hopes + troubles), ChannelError("no device", permanent=True))

    def _tell(self, device: PushSubscription, push: payload.Push) -> tuple[PushSubscription, str]:
        try:
            guard.check(device.endpoint)
            answer = self._post(device, push)
        except guard.BadEndpoint as error:
            _end(device, PushSubscription.Ended.REFUSED)
            raise ChannelError(str(error), permanent=True) from error
        except (WebPushException, VapidException, ValueError) as error:
            # Keys that cannot be used for encrypting: nothing was sent, and nothing ever will be.
            _end(device, PushSubscription.Ended.REFUSED)
            raise ChannelError(type(error).__name__, permanent=True) from error
        except RequestException as error:
            raise ChannelError(type(error).__name__, in_doubt=not _never_left(error)) from error
        code = answer.status_code
        if code in TAKEN:
            return device, str(code)
        if code in GONE:
            _end(device, PushSubscription.Ended.GONE)
            raise ChannelError(str(code), permanent=True)
        if code in REFUSED:
            _end(device, PushSubscription.Ended.REFUSED)
            raise ChannelError(str(code), permanent=True)
        if code in NOT_LET_IN and _not_let_in(device, push.at):
            _end(device, PushSubscription.Ended.REFUSED)
            raise ChannelError(str(code), permanent=True)
        # 401 and 403 are our key's matter, 429 and 5xx the service's: none of them at once says the device is gone.
        raise ChannelError(str(code), retry_after=_seconds(answer.headers.get("Retry-After", "")))

    def _post(self, device: PushSubscription, push: payload.Push) -> requests.Response:
        service = urlsplit(device.endpoint)
        headers = keys.vapid().sign(
            {"aud": f"{service.scheme}://{service.netloc}", "sub": f"mailto:{settings.PUSH_CONTACT}"}
        )
        headers |= {"Topic": push.topic, "Urgency": push.urgency}
        pusher = WebPusher(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
            requests_session=_WithoutRedirects(self.http),
        )
        return pusher.send(push.body(device.pk), headers, ttl=push.ttl, content_encoding="aes128gcm", timeout=SECONDS)


class _WithoutRedirects:
    """A session that posts and never follows: a redirect could lead past the guard."""

    def __init__(self, http: requests.Session):
        self.http = http

    def post(self, url: str, **options) -> requests.Response:
        return self.http.post(url, allow_redirects=False, **options)


def _end(device: PushSubscription, why: str) -> None:
    PushSubscription.objects.filter(pk=device.pk, ended_at=None).update(ended=why, ended_at=dialect.now())


def _not_let_in(device: PushSubscription, at: dt.datetime) -> bool:
    """Notes since when a device's service has refused our key; whether that is too long."""
    if device.refused_since is None:
        PushSubscription.objects.filter(pk=device.pk, refused_since=None).update(refused_since=at)
        return False
    return at - device.refused_since >= NOT_LET_IN_FOR


def _never_left(error: RequestException) -> bool:
    """Whether the connection never stood, so that nothing can have arrived."""
    if isinstance(error, ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, NoConnection) and isinstance(reason, NewConnectionError)


def _seconds(text: str) -> int | None:
    """``Retry-After`` in whole seconds; its other form, a date, is left to our own pauses."""
    return int(text) if text.isascii() and text.isdigit() else None
