"""A phone in a test: 360 by 640, touched with one finger. It counts what a person has to do."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page

SMALL, LARGE = {"width": 360, "height": 640}, {"width": 1366, "height": 768}
BUDGETS = Path(__file__).with_name("budgets.json")
PATIENCE = 20_000  # ms; a busy machine must not fail a test

# A click is no measure: a tap on a label clicks twice, once forwarded to its input. The policy's own events count
# every style, script or picture the page was refused.
LISTEN = """
addEventListener('pointerup', (e) => { if (e.isTrusted && e.isPrimary) window.countedTap() }, true);
addEventListener('keydown', (e) => { if (e.isTrusted) window.countedKey() }, true);
addEventListener('securitypolicyviolation', (e) => window.complain(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
"""
# An answer the server refused on purpose is reported by the browser, and by htmx, as an error of its own.
EXPECTED = ("Failed to load resource: the server responded with a status of 4", "Response Status Error Code 4")


def until(page: Page, condition: str) -> None:
    """Waits for a condition in JavaScript. Playwright's own way evaluates strings, which Tend forbids."""
    for _ in range(PATIENCE // 50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {condition}")


@dataclass
class Phone:
    """One browser window, what was done in it, and what went wrong in it."""

    context: BrowserContext
    page: Page
    site: str
    taps: int = 0
    keys: int = 0
    complaints: list[str] = field(default_factory=list)
    # What a test brings about on purpose: a line that is cut is reported by the browser as an error, too.
    expected: tuple[str, ...] = EXPECTED

    def open(self, path: str = "/") -> Page:
        """Loads an address of the site from the server."""
        self.page.goto(self.site + path)
        return self.page

    def find(self, what: str | Locator) -> Locator:
        return self.page.get_by_test_id(what).first if isinstance(what, str) else what

    def tap(self, what: str | Locator) -> None:
        """One touch; ``what`` is a test id or a locator."""
        self.find(what).tap()

    def type(self, what: str | Locator, text: str) -> None:
        """Touches a field unless it has the focus already, then types, key by key."""
        where = self.find(what)
        if not where.evaluate("e => e === document.activeElement"):
            where.tap()
        where.press_sequentially(text)

    def saved(self, *words: str) -> str:
        """Waits until the page says that something was saved, and gives the words."""
        line = self.page.get_by_test_id("saved")
        line.filter(has_text=words[0] if words else "Saved").wait_for()
        said = line.inner_text()
        for word in words:
            assert word in said
        return said

    def later(self, seconds: int) -> dt.datetime:
        """So long after now by the phone's own clock, for ``page.clock``."""
        return dt.datetime.fromtimestamp(self.page.evaluate("Date.now()") / 1000 + seconds, dt.UTC)

    @property
    def scrolled(self) -> float:
        return self.page.evaluate("scrollY")

    def until(self, condition: str) -> None:
        """As ``until``, on this phone's page."""
        until(self.page, condition)

    def pressed(self, count: int) -> None:
        """Waits until ``count`` buttons of the page are pressed in."""
        self.until(f"document.querySelectorAll('#main [aria-pressed=true]').length === {count}")

    def settled(self) -> None:
        """Waits until nothing is under way, so that every event so far has been counted."""
        self.page.wait_for_load_state("load")
        self.until("!document.querySelector('[aria-busy=true], .htmx-request')")

    @contextmanager
    def budget(self, task: str) -> Iterator[None]:
        """Fails when the task inside took more taps or keys than ``budgets.json`` allows."""
        self.settled()
        self.taps = self.keys = 0
        yield
        self.settled()
        allowed = json.loads(BUDGETS.read_text())[task]
        used = {"taps": self.taps, "keys": self.keys}
        over = {name: used[name] for name in used if used[name] > allowed[name]}
        assert not over, f"{task}: {over} is more than {allowed}. Make it shorter; the budget only goes down."


@contextmanager
def opened(chromium, site: str, *, size=None, cookies=(), **options) -> Iterator[Phone]:
    """A phone (or with ``size=LARGE`` a desk) at ``site``; afterwards nothing may have gone wrong in it."""
    touch = {} if size == LARGE else {"is_mobile": True, "has_touch": True}
    # With a worker the offline page may answer while a busy machine is slow: only where a test wants it.
    options.setdefault("service_workers", "block")
    context = chromium.new_context(viewport=size or SMALL, **touch, **options)
    context.set_default_timeout(PATIENCE)
    context.add_cookies(list(cookies))
    page = context.new_page()
    phone = Phone(context, page, site)

    def count(what: str) -> None:
        setattr(phone, what, getattr(phone, what) + 1)

    if options.get("java_script_enabled", True):
        context.expose_function("countedTap", lambda: count("taps"))
        context.expose_function("countedKey", lambda: count("keys"))
        context.expose_function("complain", lambda what: phone.complaints.append(what))
        context.add_init_script(LISTEN)
    page.on("pageerror", lambda error: phone.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and phone.complaints.append(said.text))
    try:
        yield phone
    except BaseException as problem:
        with suppress(Exception):
            problem.add_note(f"{page.url}\n{page.inner_text('body')}\n{phone.complaints}")
        raise
    finally:
        context.close()
    assert not (wrong := [said for said in phone.complaints if not said.startswith(phone.expected)]), wrong
