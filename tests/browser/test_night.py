"""At night: no white frame in the dark, and dim from 22:00 to 06:00 where a device asked for it."""

import base64
import datetime as dt
import io

import pytest
from django.urls import reverse
from PIL import Image

from tests.browser.looking import COLOURS, axe, picture

pytestmark = pytest.mark.browser

# Berlin is an hour ahead of UTC in November.
BEFORE_TEN = dt.datetime(2026, 11, 19, 20, 50, tzinfo=dt.UTC)
AT_NIGHT = dt.datetime(2026, 11, 19, 22, 30, tzinfo=dt.UTC)
DARK_PAPER = 0x20
#: No channel trio above this: a white photo at four fifths.
BRIGHTEST = 0xCD
THEME = "document.documentElement.dataset.theme"


def frames(it, path: str) -> list[Image.Image]:
    """The document before its styles are there, as on a bad line, and every frame of an ordinary load."""
    page = it.page
    page.route("**/tend.css", lambda route: route.abort())
    page.goto(it.site + path)
    shown = [page.screenshot()]
    page.unroute("**/tend.css")
    it.complaints.clear()
    tools = it.context.new_cdp_session(page)

    def keep(frame) -> None:
        shown.append(base64.b64decode(frame["data"]))
        tools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    tools.on("Page.screencastFrame", keep)
    tools.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    page.goto(it.site + path)
    page.screenshot()
    tools.send("Page.stopScreencast")
    return [Image.open(io.BytesIO(data)).convert("RGB") for data in shown]


def paper(picture: Image.Image) -> int:
    """The brightest channel of the commonest colour."""
    _count, colour = max(picture.getcolors(picture.width * picture.height))
    return max(colour)


def test_in_the_dark_no_frame_is_white(phone, small):
    paths = (f"/p/{small.leo.pk}/", "/account/login/", "/nothing/here/")
    with phone(small.guardian, color_scheme="dark") as it:
        for path in paths:
            shown = frames(it, path)
            assert len(shown) > 1, path
            assert [paper(one) for one in shown if paper(one) > DARK_PAPER] == [], path
            scheme = "[...document.querySelectorAll('meta[name=theme-color]')].find((m) => matchMedia(m.media).matches)"
            assert it.page.evaluate(f"{scheme}.content") == "#0f171b"


def test_a_white_frame_would_be_seen(phone, small):
    with phone(small.guardian, color_scheme="dark") as it:
        plain = "<!doctype html><title>-</title><h1>No scheme in its head</h1>"
        it.page.route("**/white/", lambda route: route.fulfill(body=plain, content_type="text/html"))
        assert any(paper(one) > DARK_PAPER for one in frames(it, "/white/"))


def ask_for_dim(it) -> None:
    it.open(reverse("household:preferences"))
    it.tap("dim-on")
    it.page.get_by_test_id("dim-off").wait_for()


def main_pages(demo) -> list[str]:
    mia = {"patient": demo.mia.pk}
    names = (
        "today:days",
        "today:trends",
        "skin:add",
        "infections:list",
        "vaccines:list",
        "medicines:list",
        "plan:card",
    )
    return [
        *[reverse(name, kwargs=mia) for name in names],
        reverse("today:today", kwargs=mia) + "?part=evening",
        reverse("household:preferences"),
    ]


def test_dim_at_night_is_dim_everywhere(phone, demo):
    demo.clock.move_to(AT_NIGHT)
    with phone(demo.guardian, color_scheme="light", reduced_motion="reduce") as it:
        page = it.page
        page.clock.install(time=AT_NIGHT)
        ask_for_dim(it)
        wrong = []
        for path in main_pages(demo):
            it.open(path)
            assert page.evaluate(THEME) == "dim", path
            wrong += [f"{path}: {problem}" for problem in axe(page, COLOURS)]
            seen = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
            glare = max(min(colour) for _count, colour in seen.getcolors(seen.width * seen.height))
            wrong += [f"{path}: a pixel of {glare}"] if glare > BRIGHTEST else []
            picture(page, "dim")
        assert wrong == []
        shown = frames(it, f"/p/{demo.leo.pk}/")
        assert [paper(one) for one in shown if paper(one) > DARK_PAPER] == [], "dim from the first frame"


def test_a_page_left_open_grows_dim_at_ten_and_bright_at_six(phone, demo):
    demo.clock.move_to(BEFORE_TEN)
    with phone(demo.guardian, color_scheme="light", timezone_id="America/New_York") as it:
        page = it.page
        page.clock.install(time=BEFORE_TEN)
        ask_for_dim(it)
        it.open(f"/p/{demo.leo.pk}/")
        bar = "document.querySelector('meta[name=theme-color]').content"
        assert page.evaluate(THEME) is None
        page.clock.run_for("15:00")
        assert page.evaluate(THEME) == "dim", "by the family's clock, not the phone's"
        assert page.evaluate(bar) == "#0b1215"
        page.clock.fast_forward("08:00:00")
        page.clock.run_for("01:00")
        assert page.evaluate(THEME) is None
        assert page.evaluate(bar) == "#ffffff"


def test_it_is_switched_without_script(phone, demo):
    demo.clock.move_to(AT_NIGHT)
    with phone(demo.guardian, java_script_enabled=False) as it:
        ask_for_dim(it)
        assert it.page.locator("html").get_attribute("data-theme") == "dim"
        it.tap("dim-off")
        it.page.get_by_test_id("dim-on").wait_for()
        assert it.page.locator("html").get_attribute("data-theme") is None
