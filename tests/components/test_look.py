"""The style page in a real browser: phone and desk, light and dark, both reading directions, keyboard, htmx.

No server and no database: the browser's requests are answered here from the templates and the static files.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route

from tests.browser.phone import until
from tracker.style import samples

pytestmark = pytest.mark.browser
SITE = "http://tend.test"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# A page that saves in place, answers late, breaks and meets a stranger, for the tests of tend.js.
PIECE = """<div id="ask"><h2>Itch</h2>
<form method="post" action="/save/" hx-post="/save/" hx-target="#ask" hx-swap="outerHTML">
<button class="button" name="itch" value="7">Seven</button></form>
{% if done %}{% include "components/saved.html" with text="Saved: itch 7 for Asha. 21:04" %}{% endif %}</div>"""
SAVING = (
    """{% extends "base.html" %}{% block main %}<h1>How is Asha?</h1>"""
    + PIECE
    + """<form method="post" action="/broken/" hx-post="/broken/" hx-target="#ask">
<button class="button">Broken</button></form>
<form method="post" action="/gone/" hx-post="/gone/" hx-target="#ask"><button class="button">Gone</button></form>
<form method="post" action="/plain/"><button class="button">Plain</button></form>
<a class="link" href="/style/">To the style page</a>
<a class="link" href="/alone/">To a page with scripts of its own</a>{% endblock %}"""
)
WATCH = """() => { window.changes = []; const status = document.querySelector('#status');
  new MutationObserver(() => changes.push(status.textContent))
    .observe(status, {childList: true, characterData: true, subtree: true}); }"""


class Site:
    """Answers the browser; remembers what was posted."""

    def __init__(self) -> None:
        self.posts: list[str] = []

    def page(self, path: str, query: dict) -> tuple[int, str]:
        render = engines["django"].from_string
        match path:
            case "/style/":
                with translation.override(query.get("lang", ["en"])[0]):
                    return 200, render_to_string(
                        "components/style.html", samples() | {"theme": query.get("theme", [""])[0]}
                    )
            case "/saving/":
                return 200, render(SAVING).render({})
            case "/save/":
                return 200, render(PIECE).render({"done": True})
            case "/plain/":
                return 200, render(SAVING).render({"done": True})
            case "/alone/":
                return 200, render("{% extends 'base.html' %}{% block boost %}false{% endblock %}").render({})
            case "/broken/":
                return 500, "<!doctype html><h1>Trouble</h1>"
        return 404, render_to_string("404.html")

    def answer(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.path.startswith("/static/"):
            path = Path(finders.find(url.path.removeprefix("/static/")))
            route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path)[0])
            return
        if route.request.method == "POST":
            self.posts.append(url.path)
        status, body = self.page(url.path, parse_qs(url.query))
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(status=status, body=body, headers=headers)


@pytest.fixture
def opened(chromium):
    @contextmanager
    def start(path: str, width: int = 360, height: int = 640, **context) -> Iterator[tuple[Page, Site]]:
        site, complaints = Site(), []
        with chromium.new_context(viewport={"width": width, "height": height}, **context) as around:
            page = around.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: "Content Security" in said.text and complaints.append(said.text))
            page.route(f"{SITE}/**", site.answer)
            page.goto(SITE + path)
            yield page, site
        assert complaints == []

    return start


@pytest.mark.parametrize("theme", ["light", "dark", "dim"])
def test_axe_finds_nothing(opened, theme):
    scheme = "light" if theme == "light" else "dark"
    with opened(f"/style/?theme={theme}", color_scheme=scheme) as (page, _site):
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:4]) for v in found] == []


SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => e.checkVisibility() && !e.closest('p') && !e.matches('.skip'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, r]) => r.width < 44 || r.height < 44).map(([h, r]) => `${r.width}x${r.height} ${h}`)"""
CLIPPED = """() => [...document.querySelectorAll('.button, .nav a, .badge, .tile, .region, .choice, .band')]
  .filter(e => e.checkVisibility() && !e.matches('.skip') && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize(("width", "query"), [(360, ""), (320, ""), (1366, ""), (360, "?lang=ar")])
def test_targets_are_large_and_nothing_runs_off_the_screen(opened, width, query):
    with opened("/style/" + query, width=width) as (page, _site):
        assert page.evaluate(SMALL) == []
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_bar_is_at_the_thumb_on_a_phone_and_at_the_side_on_a_desk(opened):
    for width, height in ((320, 640), (360, 640), (1366, 768)):
        with opened("/style/", width=width, height=height) as (page, _site):
            boxes = [link.bounding_box() for link in page.locator(".nav a").all()]
            assert len(boxes) == 5
            rows, columns = {box["y"] for box in boxes}, {box["x"] for box in boxes}
            assert (len(rows), len(columns)) == ((1, 5) if width < 400 else (5, 1))
            assert all(box["height"] <= 66 for box in boxes), "no word is cut over two lines"
            if width < 400:
                assert all(box["y"] + box["height"] <= height for box in boxes)


def test_twice_the_text_size_still_fits(opened):
    with opened("/style/") as (page, _site):
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(CLIPPED) == []


def test_the_body_map_never_mirrors_while_the_page_does(opened):
    for query in ("", "?lang=ar"):
        with opened("/style/" + query) as (page, _site):
            box = page.locator("[data-testid=body-map-front]").first.locator("input")
            right = box.and_(page.locator("[value='palm:right']")).bounding_box()
            left = box.and_(page.locator("[value='palm:left']")).bounding_box()
            assert right["x"] < left["x"]
            assert right["width"] >= 44 <= right["height"]
            brand = page.locator(".brand").bounding_box()
            assert (brand["x"] < 100) is (query == "")


def test_dark_is_dark_from_the_first_frame_and_nothing_moves_when_asked(opened):
    with opened("/style/", color_scheme="dark", reduced_motion="reduce") as (page, _site):
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(15, 23, 27)"
        assert page.locator("meta[name=color-scheme]").get_attribute("content") == "light dark"
        assert page.evaluate("document.getAnimations().length") == 0


def test_the_error_summary_has_the_focus_and_leads_to_the_field(opened):
    with opened("/style/") as (page, _site):
        assert page.evaluate("document.activeElement.className") == "error-summary"
        page.locator(".error-summary a", has_text="Temperature").click()
        assert page.evaluate("document.activeElement.name") == "wrong-temperature"


def test_saving_in_place_speaks_once_keeps_the_focus_and_clears_busy(opened):
    with opened("/saving/") as (page, site):
        assert page.locator("#status").text_content() == ""
        page.evaluate(WATCH)
        page.get_by_role("button", name="Seven").press("Enter")
        page.get_by_test_id("saved").wait_for()
        until(page, "document.querySelector('#status').textContent !== ''")
        assert page.evaluate("changes") == ["Saved: itch 7 for Asha. 21:04"]
        assert page.evaluate("document.activeElement !== document.body")
        assert page.locator("[aria-busy]").count() == 0
        assert site.posts == ["/save/"]


def test_a_double_tap_sends_once(opened):
    for name in ("Seven", "Plain"):
        with opened("/saving/") as (page, site):
            page.get_by_role("button", name=name).dblclick()
            page.get_by_test_id("saved").wait_for()
            assert len(site.posts) == 1


def test_trouble_is_said_and_the_page_stays(opened):
    with opened("/saving/") as (page, _site):
        page.get_by_role("button", name="Broken").click()
        page.locator("#alert").filter(has_text="Tend had a problem").wait_for()
        assert page.get_by_role("heading", name="Itch").is_visible()
        page.get_by_role("button", name="Seven").click()
        page.get_by_test_id("saved").wait_for()
        assert page.locator("#alert").text_content() == ""


def test_no_network_is_said(opened):
    with opened("/saving/") as (page, _site):
        page.unroute(f"{SITE}/**")
        page.route(f"{SITE}/**", lambda route: route.abort())
        page.get_by_role("button", name="Seven").click()
        page.locator("#alert").filter(has_text="Tend could not be reached").wait_for()


def test_a_whole_error_page_takes_the_place_of_main_not_of_the_piece(opened):
    with opened("/saving/") as (page, _site):
        page.get_by_role("button", name="Gone").click()
        page.get_by_role("heading", name="There is nothing at this address").wait_for()
        assert page.locator("main").count() == 1
        assert page.get_by_role("heading", name="Itch").count() == 0
        assert page.evaluate("document.activeElement.tagName") == "H1"


def test_boosted_links_move_the_focus_to_the_heading(opened):
    with opened("/saving/") as (page, _site):
        page.evaluate("window.kept = true")
        page.get_by_role("link", name="To the style page").click()
        page.get_by_role("heading", name="Style page").wait_for()
        assert page.evaluate("window.kept") is True
        assert page.evaluate("document.activeElement !== document.body")
        assert page.title() == "Style page – Tend"
        stored = page.evaluate("Object.values(sessionStorage).concat(Object.values(localStorage))")
        assert [text for text in stored if "<" in text] == [], "no page is kept in the phone's storage"


def test_a_page_with_scripts_of_its_own_is_loaded_by_the_browser(opened):
    with opened("/saving/") as (page, _site):
        page.evaluate("window.kept = true")
        page.get_by_role("link", name="scripts of its own").click()
        page.wait_for_url(f"{SITE}/alone/")
        until(page, "window.kept === undefined")


def test_the_skip_link_comes_first_and_works(opened):
    with opened("/saving/") as (page, _site):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        assert page.locator(".skip").bounding_box()["height"] >= 44


def test_without_script_every_control_is_there(opened):
    with opened("/saving/", java_script_enabled=False) as (page, site):
        page.get_by_role("button", name="Plain").click()
        assert page.get_by_test_id("saved").is_visible()
        assert site.posts == ["/plain/"]


def test_print_is_black_on_white_whatever_the_theme(opened):
    with opened("/style/?theme=dim", color_scheme="dark") as (page, _site):
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        assert not page.locator(".nav").is_visible()
