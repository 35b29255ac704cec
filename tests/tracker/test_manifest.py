"""The installed app: what a phone is told, that every icon is what it says, and where the shortcuts lead."""

import json

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


@pytest.fixture
def said(db) -> dict:
    answer = Client().get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    return json.loads(answer.content)


def test_it_names_what_a_browser_needs_to_offer_it(said):
    assert (said["name"], said["display"], said["start_url"], said["scope"]) == ("Tend", "standalone", "/", "/")
    assert (said["lang"], said["dir"]) == ("en", "ltr")
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}


def test_nothing_white_is_shown_before_the_first_page(said):
    """A manifest knows no dark scheme (W3C Web Application Manifest): one colour does for day and night."""
    icon = finders.find("icon.svg")
    assert said["background_color"] == said["theme_color"] == "#0b5c7a"
    with open(icon) as drawing:
        assert 'fill="#0B5C7A"' in drawing.read(), "the ground of the icon"


def test_every_icon_is_there_in_its_size(said):
    for icon in said["icons"] + [icon for shortcut in said["shortcuts"] for icon in shortcut["icons"]]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        with Image.open(path) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            assert Image.MIME[picture.format] == icon["type"]


def test_what_may_be_cut_off_a_maskable_icon_is_background(said):
    """A launcher cuts a circle of four fifths (W3C Web Application Manifest, "safe zone")."""
    [icon] = [icon for icon in said["icons"] if icon["purpose"] == "maskable"]
    picture = Image.open(finders.find(icon["src"].removeprefix(settings.STATIC_URL))).convert("RGBA")
    middle, reach = picture.width / 2, picture.width * 0.4
    outside = {
        picture.getpixel((x, y))
        for x in range(0, picture.width, 4)
        for y in range(0, picture.height, 4)
        if (x - middle) ** 2 + (y - middle) ** 2 > reach**2
    }
    # Blending the edge may round a shade by one.
    background = (0x0B, 0x5C, 0x7A, 255)
    assert all(abs(one - other) <= 1 for colour in outside for one, other in zip(colour, background, strict=True))


def test_the_shortcuts_lead_to_the_child_looked_at_last(said, family):
    client = family.client("guardian")
    addresses = {shortcut["name"]: shortcut["url"] for shortcut in said["shortcuts"]}
    for patient in (family.mia, family.leo):
        client.get(f"/p/{patient.pk}/")
        assert client.get(addresses["Nothing new?"]).url == f"/p/{patient.pk}/?part=morning"
        assert client.get(addresses["New lump"]).url == f"/p/{patient.pk}/changed/"
        assert client.get(addresses["Is it live?"]).url == f"/p/{patient.pk}/vaccines/"
    assert client.get("/?to=nowhere").url == f"/p/{family.leo.pk}/"
    for url in addresses.values():
        assert client.get(client.get(url).url).status_code == 200


def test_nobody_is_asked_to_sign_in_first_for_it_and_it_says_nothing_of_anybody(family):
    for client in (Client(), family.client("guardian")):
        text = client.get("/manifest.webmanifest").content.decode()
        assert "Mia" not in text
        assert "HIES" not in text
