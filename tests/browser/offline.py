"""A phone that loses its line, and one made years ago, as tests need them."""

from care.record.models import Entry

READY = """(async () => {
  if (!(await navigator.serviceWorker.getRegistration())?.active || !navigator.serviceWorker.controller) return false;
  return (await caches.match('/offline/')) !== undefined && (await caches.match('/static/offline.js')) !== undefined;
})()"""
NOBODY_TOLD = "Nobody has been told and Tend has not checked it. If you are worried, call now."
STORED = """new Promise((done) => {
  const ask = indexedDB.open('tend');
  ask.onsuccess = () => {
    const every = ask.result.transaction('outbox').objectStore('outbox').getAll();
    every.onsuccess = () => done(every.result);
  };
})"""
#: What the browsers of a Safari 15 lack of what Tend's scripts could want: each has another way, or does without.
OLD = """
delete window.SyncManager; delete window.BackgroundFetchManager;
delete AbortSignal.timeout; delete AbortSignal.any; delete Array.prototype.at; delete Object.hasOwn;
delete HTMLFormElement.prototype.requestSubmit; delete SubmitEvent.prototype.submitter; delete crypto.randomUUID;
delete Navigator.prototype.locks; delete window.structuredClone; delete Array.prototype.findLast;
delete Promise.withResolvers; delete Element.prototype.checkVisibility;
window.FormData = class extends FormData { constructor(form) { super(form); } };
"""


def visited(it, child) -> None:
    """One visit with a line: the phone then has the offline page."""
    it.open(f"/p/{child.pk}/")
    it.until(READY)


def cut(it) -> None:
    it.expected = (*it.expected, "Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
    it.context.set_offline(True)


def entries(child, kind="nothing_new"):
    return Entry.objects.filter(patient=child, kind=kind)


def shell(it, child, view: str = "") -> None:
    """The offline page, after one visit with a line."""
    visited(it, child)
    cut(it)
    it.open(f"/p/{child.pk}/")
    it.page.get_by_test_id("nothing-new").wait_for()
    if view:
        it.page.evaluate(f"location.hash = '{view}'")
        it.page.get_by_test_id("save").wait_for()


def waiting(it, count: int) -> None:
    if count:
        it.page.get_by_test_id("outbox").filter(has_text=f"{count} waiting").wait_for()
    else:
        it.until("window.tendOutbox?.all().then((found) => !found.length)")
        it.page.get_by_test_id("outbox").wait_for(state="hidden")


def back(it) -> None:
    """The line comes back, and somebody looks at the phone again."""
    it.context.set_offline(False)
    it.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
