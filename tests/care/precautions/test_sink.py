"""The sink card: six pictures, a star at the end, and nothing of it in the record."""

import re

import pytest
import time_machine

from care.household.models import AuditEvent
from care.precautions.models import SinkStar
from care.record.models import Entry
from tests.care.precautions.test_views import EVENING, text, url


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


def test_a_child_walks_through_the_pictures_without_script(family):
    client = family.client("helper")
    page = client.get(url(family, "sink"))
    assert "At the end there is a star." in text(page)
    trail = AuditEvent.objects.count()
    seen, link = [], re.search(r'href="([^"]+)" data-testid="sink-start"', page.content.decode())[1]
    while link:
        page = client.get(link)
        html = page.content.decode()
        seen.append(re.search(r"<h1>([^<]+)</h1>", html)[1])
        assert html.count('<svg class="sink-picture"') == 1
        found = re.search(r'href="([^"]+)" data-testid="sink-next"', html)
        link = found[1] if found else ""
    assert seen == [
        "Wet your hands",
        "Take soap",
        "Rub front and back",
        "Rub between your fingers",
        "Rinse the soap off",
        "Dry your hands",
    ]
    key = re.search(r'name="key" value="([^"]+)"', html)[1]
    for _twice in range(2):
        page = client.post(url(family, "sink"), {"key": key}, follow=True)
    assert "Mia has 1 star" in text(page)
    assert SinkStar.objects.count() == 1
    assert not Entry.objects.exists()
    assert AuditEvent.objects.count() == trail


def test_stars_never_reset_and_are_each_childs_own(family, outsider):
    client = family.client("guardian")
    for _time in range(3):
        client.post(url(family, "sink"), {"key": "nonsense"})
    assert "Mia has 3 stars" in text(family.client("second").get(url(family, "sink")))
    with time_machine.travel(EVENING.replace(year=2027), tick=False):
        assert "Mia has 3 stars" in text(family.client("helper").get(url(family, "sink")))
    leo = f"/p/{family.leo.pk}/precautions/sink/"
    assert "Leo has" not in text(client.get(leo))
    assert outsider.client("guardian").post(url(family, "sink")).status_code == 404
    assert family.client("viewer").post(url(family, "sink")).status_code == 403
    assert SinkStar.objects.count() == 3


def test_an_unknown_step_begins_anew(family):
    assert "sink-start" in family.client("guardian").get(url(family, "sink") + "?step=dance").content.decode()
