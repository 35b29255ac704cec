"""``python -m bench.phone``: what an old phone on a bad line waits for, in a real browser. Medians of five.

CPU four times slower; on the slow line 562.5 ms a request, 1,474.56 kbit/s down and 675 up (the mobile values of
Lighthouse), for the page and for its service worker. The server is ``manage.py serve`` with the demo family.
Limits: ``bench/phone.json``. Exit code 1 when one is broken.
"""

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from bench import measure

ROOT = Path(__file__).parent.parent
LIMITS = json.loads(Path(__file__).with_name("phone.json").read_text())
RUNS = 5
SLOW = {"offline": False, "latency": 562.5, "downloadThroughput": 1474.56 * 128, "uploadThroughput": 675 * 128}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
CPU = 4
SCREEN = {"viewport": {"width": 360, "height": 800}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}

# Notes times of the page as they happen: largest paint, jumps, slow events, first usable button, tap to "Saved".
WATCH = """
window.seen = { lcp: 0, shift: 0, event: 0, usable: 0, kept: 0, saved: 0 };
const watch = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({ type, buffered: true, ...more });
watch('largest-contentful-paint', (e) => { seen.lcp = e.startTime; });
watch('layout-shift', (e) => { if (!e.hadRecentInput) seen.shift += e.value; });
watch('event', (e) => { seen.event = Math.max(seen.event, e.duration); }, { durationThreshold: 16 });
let tapped = 0;
addEventListener('pointerup', () => { tapped = performance.now(); seen.saved = seen.kept = 0; }, true);
const look = () => {
  const button = document.querySelector('#main [data-testid=nothing-new]');
  if (button && !seen.usable) requestAnimationFrame(() => {
    if (!seen.usable) usableAt(seen.usable = performance.now());
  });
  // On the button itself, or below a tile that has no room for words.
  const first = document.querySelector('#main [data-kept-line]') ?? document.querySelector('#main button.is-busy');
  if (tapped && !seen.kept && first?.textContent === document.getElementById('alert')?.dataset.kept) {
    requestAnimationFrame(() => { seen.kept ||= performance.now() - tapped; });
  }
  if (tapped && !seen.saved && document.querySelector('#main [data-testid=saved]')) {
    requestAnimationFrame(() => { seen.saved ||= performance.now() - tapped; });
  }
};
new MutationObserver(look).observe(document, { childList: true, subtree: true });
"""
READY = "(async () => Boolean(navigator.serviceWorker.controller && await caches.match('/offline/')))()"


@contextmanager
def served():
    """(address, e-mail, password) of a Tend of its own with the demo family; everything ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = ("TEND_", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    with tempfile.TemporaryDirectory(prefix="tend-bench-") as folder:
        started = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=clean | {"TEND_DATA_DIR": folder, "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            # It says how to sign in once it listens.
            said = next(line for line in started.stdout if "Sign in as the demo family" in line)
            yield f"http://localhost:{port}", *re.search(r"family: (\S+), password (\S+)", said).groups()
        finally:
            started.send_signal(signal.SIGTERM)
            started.communicate(timeout=30)


def until(page, condition: str) -> None:
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise SystemExit(
        f"never true: {condition}\n{page.url}\n{page.inner_text('body')}\n{page.evaluate('JSON.stringify(seen)')}"
    )


class Phone:
    """One browser with its own storage, slowed down."""

    def __init__(self, browser, address: str, state):
        self.browser, self.address = browser, address
        self.context = browser.new_context(**SCREEN, storage_state=state)
        # Told, for the page that was usable first gives way to the live one.
        self.usable: list[float] = []
        self.context.expose_function("usableAt", lambda at: self.usable.append(at))
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.own = self.context.new_cdp_session(self.page)
        self.own.send("Network.enable")
        self.own.send("Emulation.setCPUThrottlingRate", {"rate": CPU})

    def line(self, conditions: dict) -> None:
        """The same line for the page and for its worker, which is a target of its own."""
        self.own.send("Network.emulateNetworkConditions", conditions)
        whole = self.browser.new_browser_cdp_session()
        for target in whole.send("Target.getTargets")["targetInfos"]:
            if target["type"] != "service_worker" or not target["url"].startswith(self.address):
                continue
            key = whole.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": False})["sessionId"]
            for number, (method, params) in enumerate(
                [("Network.enable", {}), ("Network.emulateNetworkConditions", conditions)]
            ):
                message = json.dumps({"id": number, "method": method, "params": params})
                whole.send("Target.sendMessageToTarget", {"sessionId": key, "message": message})

    def seen(self) -> dict:
        return self.page.evaluate("seen")

    def tap(self, what) -> dict:
        where = self.page.get_by_test_id(what).first if isinstance(what, str) else what
        where.tap()
        until(self.page, "seen.saved > 0")
        self.page.wait_for_timeout(300)  # the slow events of a tap are reported a little later
        return self.seen()


def once(browser, address: str, today: str, state) -> dict[str, float]:
    """One phone: a first visit, a tap, a second visit, a tap without a line."""
    phone = Phone(browser, address, state)
    page, found = phone.page, {}
    try:
        phone.line(SLOW)
        page.goto(address + today)
        page.wait_for_timeout(500)
        seen = phone.seen()
        found["first visit: largest paint"], found["first visit: jumps"] = seen["lcp"], seen["shift"]
        phone.line(FAST)
        seen = phone.tap("nothing-new")
        # First it is kept on the phone and says so; then the answer says that it is in the record.
        found["tap to Saved on this phone"], found["tap to in the record"] = seen["kept"] or float("inf"), seen["saved"]
        found["tap, fast line: slowest event"] = seen["event"]
        page.get_by_test_id("undo").first.tap()
        # In the afternoon the page behind it is the evening's.
        page.get_by_test_id("saved").filter(has_text="Taken back").first.wait_for()
        page.goto(address + today.replace("morning", "evening"))
        itch = page.get_by_test_id("itch").get_by_role("button", name="3", exact=True)
        itch.wait_for()
        seen = phone.tap(itch)
        found["tap on a tile to Saved on this phone"] = seen["kept"] or float("inf")
        page.get_by_test_id("undo").first.tap()
        page.get_by_test_id("saved").filter(has_text="Taken back").first.wait_for()
        until(page, READY)
        page.goto(address + "/offline/")
        phone.line(SLOW)
        phone.usable.clear()
        page.goto(address + today)
        page.get_by_test_id("something-changed").wait_for()
        found["second visit: usable"] = phone.usable[0]
        phone.line(FAST)
        phone.context.set_offline(True)
        # By its own address: the emulated line of the worker does not know that the page's is cut.
        page.goto(address + "/offline/")
        page.get_by_test_id("go-note").wait_for()
        page.wait_for_timeout(300)
        found["no line: usable"] = phone.seen()["usable"]
        seen = phone.tap("nothing-new")
        found["tap to Saved, no line"], found["tap, no line: slowest event"] = seen["saved"], seen["event"]
        found["no line: jumps"] = seen["shift"]
        return found
    finally:
        phone.context.close()


def main() -> int:
    from playwright.sync_api import sync_playwright

    with served() as (address, person, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        first = browser.new_context(service_workers="block")
        page = first.new_page()
        page.goto(f"{address}/account/login/")
        page.get_by_label("E-mail").fill(person)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in", exact=True).first.click()
        page.get_by_test_id("something-changed").wait_for()
        # The demo's second child has no open infection: "nothing new" is offered.
        page.get_by_role("link", name="Leo").click()
        page.get_by_role("heading", name=re.compile("Leo")).wait_for()
        today = page.url.removeprefix(address).partition("?")[0]
        runs = [once(browser, address, f"{today}?part=morning", first.storage_state()) for _ in range(RUNS)]
        browser.close()
    rows, broken = [], False
    # What has no limit yet is shown all the same.
    for name in dict.fromkeys([*LIMITS, *runs[0]]):
        limit = LIMITS.get(name, float("inf"))
        values = sorted(run[name] for run in runs)
        median = statistics.median(values)
        broken |= median > limit
        rows.append(
            [
                name,
                f"{median:.3g}",
                f"{values[0]:.3g}-{values[-1]:.3g}",
                str(limit) if name in LIMITS else "-",
                "OVER" if median > limit else "",
            ]
        )
    print(measure.table(["", "median", "from-to", "limit", ""], rows))
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
