"""Dim at night: only where a device asked for it, by the clock of whoever looks, from the first byte."""

import datetime as dt
import re

import pytest
import time_machine
from django.conf import settings

pytestmark = pytest.mark.django_db
# The family lives in Berlin, an hour ahead of UTC in November.
DAY = dt.datetime(2026, 11, 19, 20, 59, 59, tzinfo=dt.UTC)
NIGHT = dt.datetime(2026, 11, 19, 21, 0, tzinfo=dt.UTC)
LAST = dt.datetime(2026, 11, 20, 4, 59, 59, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)


def theme(client, at, path="/family/me/") -> str:
    """``data-theme`` of a page at a time; empty when it has none."""
    with time_machine.travel(at, tick=False):
        found = re.search(r"<html[^>]*?(?: data-theme=\"(\w+)\")?(?: data-dim=\"[^\"]+\")?>", client.get(path).text)
    return found[1] or ""


@pytest.fixture
def client_of(family):
    return family.client("guardian")


def test_nobody_who_did_not_ask_gets_it(client_of):
    assert theme(client_of, NIGHT) == ""


def test_from_ten_to_six_by_the_persons_clock(client_of):
    answer = client_of.post("/dim/", {"dim": "on"}, follow=True)
    assert "dim from 22:00 to 06:00" in answer.text
    found = [theme(client_of, at) for at in (DAY, NIGHT, LAST, MORNING)]
    assert found == ["", "dim", "dim", ""]


def test_a_person_who_moved_has_another_night(client_of, family):
    client_of.post("/dim/", {"dim": "on"})
    family.guardian.time_zone = "America/New_York"
    family.guardian.save()
    assert theme(client_of, NIGHT) == ""
    assert theme(client_of, NIGHT + dt.timedelta(hours=6)) == "dim"


def test_before_signing_in_the_device_remembers(client_of, client):
    client.cookies["dim"] = client_of.post("/dim/", {"dim": "on"}).cookies["dim"].value
    assert client.cookies["dim"].value == "Europe/Berlin"
    assert theme(client, NIGHT, "/account/login/") == "dim"
    assert theme(client, DAY, "/account/login/") == ""


def test_switched_off_it_is_forgotten(client_of):
    client_of.post("/dim/", {"dim": "on"})
    assert 'data-testid="dim-off"' in client_of.get("/family/me/").text
    client_of.post("/dim/", {"dim": "off"})
    assert theme(client_of, NIGHT) == ""
    assert 'data-testid="dim-on"' in client_of.get("/family/me/").text


@pytest.mark.parametrize("written", ["nowhere", "../../etc/passwd", "\x00", "a" * 5000, "Europe"])
def test_whatever_is_written_into_the_cookie(client, written):
    client.cookies["dim"] = written
    assert theme(client, NIGHT, "/account/login/") == ""


def test_the_bar_of_the_phone_is_dim_too(client_of):
    client_of.post("/dim/", {"dim": "on"})
    with time_machine.travel(NIGHT, tick=False):
        page = client_of.get("/family/me/").text
    assert re.findall(r'<meta name="theme-color"[^>]*content="(#\w+)"', page) == ["#0b1215", "#0b1215"]
    assert '<meta name="color-scheme" content="dark">' in page


def test_script_and_server_know_the_same_hours():
    from tracker import dim

    script = (settings.BASE_DIR / "static/tend.js").read_text()
    assert re.search(r"hour >= (\d+) \|\| hour < (\d+)", script).groups() == (str(dim.FROM_HOUR), str(dim.UNTIL_HOUR))
