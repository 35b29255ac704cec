"""A phone that sends what was tapped without a line, as tests see it."""

import datetime as dt
import json
import uuid

from django.urls import reverse

from tests.people import client_for

HOUR = dt.timedelta(hours=1)


def milliseconds(instant: dt.datetime) -> float:
    return instant.timestamp() * 1000


def form(name: str, patient) -> str:
    """The address of a form of the pages."""
    return reverse(name, kwargs={"patient": patient.pk})


class Sender:
    """A phone of ``user``: what it sends, and what it hears."""

    def __init__(self, user):
        self.user, self.client = user, client_for(user)
        self.who = self.client.get("/outbox/").json()["who"]

    def send(self, path, *, tapped, now=None, key=None, who=None, back=False, **fields):
        pairs = [[n, v] for n, vs in fields.items() for v in (vs if isinstance(vs, list) else [vs])]
        body = {
            "key": str(key or uuid.uuid4()),
            "path": path,
            "fields": pairs,
            "tapped": milliseconds(tapped),
            "now": milliseconds(now or dt.datetime.now(dt.UTC)),
            "who": who or self.who,
            "back": back,
        }
        return self.client.post("/outbox/", json.dumps(body), content_type="application/json")
