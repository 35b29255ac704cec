"""What a first visit costs an old phone on a bad line: bytes, requests and jumps of the layout, against the budgets of
``bench/budgets.json``. Times are measured in ``bench``, never here."""

import gzip
import json
from pathlib import Path

import brotli
import pytest
from django.utils import timezone
from playwright.sync_api import Response

from care.visits import actions
from care.visits.models import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

BUDGETS = json.loads((Path(__file__).parents[2] / "bench" / "budgets.json").read_text())
KINDS = {"document": "html", "script": "script", "stylesheet": "style", "font": "font"}
# Served compressed in production; the server of the tests does not compress styles and scripts.
COMPRESSED = ("text/", "application/json", "application/javascript", "application/manifest+json", "image/svg+xml")
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""


def on_the_wire(response) -> int:
    """Bytes of head and body, the body as production sends it."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    if "/static/" in response.url and any(kind.startswith(start) for start in COMPRESSED):
        # Compressed once, as small as can be, when it is collected (tracker.serving.staticfiles).
        body = brotli.compress(body)
    elif any(kind.startswith(start) for start in COMPRESSED):
        body = gzip.compress(body, 6)
    return len(body) + sum(len(row["name"]) + len(row["value"]) + 4 for row in response.headers_array())


def cost(phone, user, path: str) -> dict[str, float]:
    """What opening ``path`` with nothing kept from before costs."""
    with phone(user) as it:
        # By address: the icon is asked for twice, as a picture and for the tab, and comes from the cache then.
        answers: dict[str, Response] = {}
        it.page.on("response", lambda answer: answers.setdefault(answer.url, answer))
        page = it.open(path)
        it.settled()
        found: dict[str, float] = {"requests": len(answers), "bytes": 0, "html": 0, "script": 0, "style": 0, "font": 0}
        for answer in answers.values():
            size = on_the_wire(answer)
            found["bytes"] += size
            kind = KINDS.get(answer.request.resource_type)
            if kind:
                found[kind] += size
        found["shift"] = page.evaluate(SHIFT)
    return found


def test_a_first_visit_keeps_within_its_budget(demo, phone):
    visit = Visit.objects.filter(patient=demo.mia, on__gte=timezone.now().date()).get()
    actions.request_summary(visit=visit, by=demo.guardian, at=timezone.now())
    assert actions.generate_summary(visit_id=visit.pk, at=timezone.now())
    child = f"/p/{demo.mia.pk}/"
    paths = {
        "Today, cold": f"{child}?part=morning",
        "Evening check, cold": f"{child}?part=evening",
        "Day, cold": f"{child}days/{timezone.now():%Y-%m-%d}/",
        "Vaccines, cold": f"{child}vaccines/",
        "Clinic summary, cold": f"{child}visits/{visit.pk}/summary/",
    }
    assert paths.keys() == BUDGETS.keys()
    over = {}
    for name, path in paths.items():
        found = cost(phone, demo.guardian, path)
        print(name, {what: round(value, 3) for what, value in found.items()})
        over |= {(name, what): (found[what], most) for what, most in BUDGETS[name].items() if found[what] > most}
    assert not over
