"""A new version of Tend on a phone that keeps the offline page: one whole page at every moment, the old or the new."""

import pytest

from tests.browser.offline import cut, visited
from tracker import service_worker

pytestmark = pytest.mark.browser
#: The phone as it was under the version before: its page asks for files that no server has any more.
AS_IT_WAS = """(async () => {
  const [name] = await caches.keys(), now = await caches.open(name), was = await caches.open('tend-before');
  const page = await (await now.match('/offline/')).text();
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  const older = page.replace(/static\\/(\\w+)\\.(css|js)/g, 'static/$1.before.$2');
  await was.put('/offline/', new Response(older, { headers }));
  for (const { url } of await now.keys()) {
    if (url.includes('/static/')) await was.put(url.replace(/\\.(css|js)$/, '.before.$1'), await now.match(url));
  }
  await caches.delete(name);
})()"""
UPDATED = """(async () => {
  const found = await navigator.serviceWorker.getRegistration();
  await found.update();
  return !found.installing && !found.waiting && found.active.state === 'activated';
})()"""


def deploy(monkeypatch, *, files=()) -> None:
    """Another version, with more ``files`` than there are."""
    was = service_worker._shell

    def shell(language: str) -> bytes:
        script = was(language).decode().replace('"version": "', '"version": "next')
        return script.replace('"files": [', '"files": [' + "".join(f'"{name}", ' for name in files)).encode()

    monkeypatch.setattr(service_worker, "_shell", shell)


def works(it) -> None:
    """Without a line the page comes with its styles and scripts."""
    cut(it)
    it.open("/offline/")
    it.page.get_by_test_id("nothing-new").wait_for()
    assert it.page.evaluate("getComputedStyle(document.querySelector('.thumb')).display") == "flex"
    it.tap("nothing-new")
    it.saved("Saved on this phone")


def old_phone(it, small) -> None:
    visited(it, small.leo)
    # A page without Tend's script: nothing but the worker itself may bring the new version.
    it.open("/robots.txt")
    it.page.evaluate(AS_IT_WAS)
    assert it.page.evaluate("caches.keys()") == ["tend-before"]


def test_before_the_new_one_is_stored_the_old_one_is_whole(phone, small, monkeypatch):
    with phone(small.guardian, service_workers="allow") as it:
        old_phone(it, small)
        it.expected = (*it.expected, "Failed to load")
        # The next version cannot be stored: one of its files does not come.
        deploy(monkeypatch, files=("/static/not-there.css",))
        it.until(UPDATED)
        assert "tend-before" in it.page.evaluate("caches.keys()")
        works(it)


def test_a_page_that_asks_for_the_new_one_in_vain_leaves_the_old_one(phone, small, monkeypatch):
    with phone(small.guardian, service_workers="allow") as it:
        old_phone(it, small)
        deploy(monkeypatch, files=("/static/not-there.css",))
        it.until(UPDATED)
        it.open(f"/p/{small.leo.pk}/")
        it.page.wait_for_timeout(500)
        assert "tend-before" in it.page.evaluate("caches.keys()")


def test_the_new_one_takes_its_place_without_a_visit(phone, small, monkeypatch):
    with phone(small.guardian, service_workers="allow") as it:
        old_phone(it, small)
        deploy(monkeypatch)
        it.until(UPDATED)
        it.until("caches.keys().then((names) => names.length === 1 && names[0].startsWith('tend-next'))")
        works(it)


def test_a_phone_that_keeps_nothing_is_given_nothing(phone, small, monkeypatch):
    """Switched off or signed out: a new version does not bring the page back."""
    with phone(small.guardian, service_workers="allow") as it:
        visited(it, small.leo)
        it.open("/robots.txt")
        it.page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
        deploy(monkeypatch)
        it.until(UPDATED)
        assert it.page.evaluate("caches.keys()") == []
