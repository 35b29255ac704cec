"""What tests of sharing do again and again: make a share, stand before its door, look at the family's page of it."""

from django.test import Client
from django.urls import reverse

from care.visits import actions
from care.visits.rules import sharing
from care.visits.rules.sharing import Device
from tests.people import MORNING

DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148"


def make(family, summary, **change):
    values = {"sections": list(sharing.ALL), "lasts": "1", "purpose": "Clinic 24 Nov", "by": family.guardian}
    return actions.make_share(summary=summary, **values | {"at": MORNING} | change)


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
