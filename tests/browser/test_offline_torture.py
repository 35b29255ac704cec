"""Three days of two phones on a bad line: every tap that was acknowledged is in the record once, on the right day; none
is that was taken back."""

import datetime as dt
import random
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import time_machine
from playwright.sync_api import Error

from care.household.rules import local_day
from care.record.models import Entry
from care.skin.models import SkinCheck
from tests.browser.offline import visited
from tests.people import MORNING, ZONE, client_for

pytestmark = pytest.mark.browser

# Every view begins anew with the child: what says "saved" there is of this tap.
TOUCHED = """document.querySelector('[data-testid=nothing-new]')?.dataset.of ||
  document.querySelector('[data-testid=saved]')?.keys?.[0] || ''"""
TAPS, DAYS, SEED = 200, 3, 20261119
#: How often: the line changes, the tab is killed, the sign-in runs out, a tap is made with a finger on the page.
LINE, KILL, EXPIRE, FINGER = 0.2, 0.06, 0.03, 0.25
#: How often a finger takes the tap back at once, whether or not it is under way.
UNDO = 0.3
#: How often an answer of the server is lost on its way back, so that the phone sends again.
LOSE = 0.3
#: What goes wrong on purpose is reported by the browser.
TROUBLE = ("Failed to load resource", "htmx:")
WAITING = "tendOutbox.all().then((found) => found.length)"
TAP = """([path, fields, what]) =>
  tendOutbox.tap(path, fields, what).then((item) => { tendOutbox.send(); return item.key; })"""
TAKE_BACK = """(() => {
  const undo = document.querySelector('[data-testid=undo]');
  undo?.click();
  return Boolean(undo);
})()"""
AGAIN = """async ([kept, who]) => {
  const { token } = await (await fetch('/outbox/')).json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token };
  const again = kept.map(async (item) => {
    const body = JSON.stringify({ ...item, who, now: Date.now() });
    const sent = await fetch('/outbox/', { method: 'POST', headers, body });
    return (await sent.json()).state;
  });
  return Promise.all(again);
}"""


class Handset:
    """One phone of the story: its browser, the error of its clock, and what it acknowledged, by key."""

    def __init__(self, it, user, dice, clock, off=dt.timedelta()):
        self.it, self.dice, self.clock, self.off = it, dice, clock, off
        self.kept: dict[str, tuple] = {}
        self.taken_back: set[str] = set()
        self.lost = self.killed = 0
        self.loses = random.Random(SEED)
        self.online, self.steady = True, False
        self.session = client_for(user).cookies["sessionid"].value
        it.expected = TROUBLE
        it.context.route("**/outbox/", self.carry)

    def carry(self, route) -> None:
        """The line between the phone and the server: sometimes the server has it, and the phone never hears of it.

        Carried by hand: only so can an answer be lost that the server has given.
        """
        try:
            if not self.online:
                return route.abort()
            asked = route.request
            sent = Request(asked.url, data=asked.post_data_buffer, headers=asked.all_headers(), method=asked.method)
            if asked.method == "POST":
                # The time of the phone's tick is the time of the world: the story's clock jumps between taps.
                now = dt.datetime.fromtimestamp(asked.post_data_json["now"] / 1000, tz=dt.UTC)
                self.clock.move_to(now - self.off)
            try:
                answer = urlopen(sent)
            except HTTPError as refused:
                answer = refused
            body, headers = answer.read(), dict(answer.headers.items())
            if asked.method == "POST" and not self.steady and self.loses.random() < LOSE:
                self.lost += 1
                return route.abort()
            return route.fulfill(status=answer.status, headers=headers, body=body)
        except Error:
            return None  # the tab was killed in the middle of it

    def at(self, now: dt.datetime) -> None:
        self.it.context.clock.set_fixed_time(now + self.off)

    def start(self) -> None:
        page = self.it.page = self.it.context.new_page()
        page.on("pageerror", lambda error: self.it.complaints.append(str(error)))
        page.goto(f"{self.it.site}/offline/")
        page.get_by_test_id("nothing-new").wait_for()

    def kill(self) -> None:
        """In the middle of whatever it does."""
        self.killed += 1
        self.it.page.close()
        self.start()

    def line(self, online: bool) -> None:
        self.online = online
        self.it.context.set_offline(not online)
        if online:
            self.look()

    def look(self) -> None:
        self.it.page.evaluate("document.dispatchEvent(new Event('visibilitychange')); 0")

    def settle(self) -> None:
        """What is under way comes to its end, well or badly, before the story's clock jumps."""
        self.it.page.evaluate("tendOutbox.send().then(() => 0, () => 0)")

    def sign_in(self) -> None:
        self.it.context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.it.site}])

    def tap(self, patient, now: dt.datetime) -> None:
        """One tap, through the page's own door or with a finger on its button, until it is acknowledged."""
        self.at(now)
        if self.dice.random() < FINGER:
            self.it.page.get_by_role("button", name=patient.name, exact=True).tap()
            key, kind, path, fields = self.touch(), "nothing_new", "nothing-new/", []
            # In one go: it may be sent in the meantime, and then there is nothing to take back here any more.
            if self.dice.random() < UNDO and self.it.page.evaluate(TAKE_BACK):
                self.it.page.get_by_test_id("taken-back").or_(self.it.page.get_by_test_id("undone")).first.wait_for()
                self.taken_back.add(key)
                return
        else:
            path, fields, kind = one_of(self.dice)
            key = self.it.page.evaluate(TAP, [f"/p/{patient.pk}/{path}", fields, kind])
        self.kept[key] = (kind, patient.pk, now, f"/p/{patient.pk}/{path}", fields)

    def touch(self) -> str:
        """Nothing new, with a finger, until the page says so. A card of an earlier tap that is sent in this very moment
        moves the button away from under it; then a person taps again."""
        for _ in range(5):
            self.it.page.get_by_test_id("nothing-new").tap()
            for _ in range(40):
                if key := self.it.page.evaluate(TOUCHED):
                    return key
                self.it.page.wait_for_timeout(50)
        raise AssertionError("no tap was taken")


def one_of(dice) -> tuple[str, list, str]:
    """(address under the patient, fields, kind of the entry)."""
    degrees = f"3{dice.randrange(6, 9)},{dice.randrange(10)}"
    return dice.choice(
        [
            ("nothing-new/", [], "nothing_new"),
            ("answer/", [["worst_itch", str(dice.randrange(11))]], "skin_check"),
            ("answer/", [["skin_band", str(dice.randrange(5))]], "skin_check"),
            ("note/", [["note", f"Note {dice.randrange(10**6)}"]], "note"),
            ("plan/feels-off/", [["note", "Quiet"]], "concern"),
            ("infections/temperatures/add/", [["value", degrees], ["unit", "C"]], "temperature"),
            ("infections/new-lump/", [["where", "cheek"], ["side", "left"], ["picture", "pea"]], "infection"),
            ("precautions/exposures/add/", [["kind", "building_dust"]], "exposure"),
        ]
    )


def moments(dice) -> list[dt.datetime]:
    """The instants of the taps, in order, none so near to 04:00 that a second decides about the day."""
    found = sorted(MORNING + dt.timedelta(seconds=dice.randrange(DAYS * 86400)) for _ in range(TAPS))
    near = dt.timedelta(minutes=1)
    return [at + 2 * near if local_day(at - near, ZONE) != local_day(at + near, ZONE) else at for at in found]


def home(handset: Handset, clock, end: dt.datetime) -> None:
    """On a good line at last, signed in: everything is sent."""
    clock.move_to(end)
    handset.at(end)
    handset.sign_in()
    handset.line(True)
    for _ in range(120):
        handset.look()
        if not handset.it.page.evaluate(WAITING):
            return
        handset.it.page.wait_for_timeout(100)
    raise AssertionError(handset.it.page.evaluate("tendOutbox.all()"))


def in_the_record(key: str, kind: str, patient, at: dt.datetime) -> str:
    """ "" when a tap stands in the record once, on its day, at its time; else what is wrong with it."""
    if kind == "skin_check":
        rows = [row.entry for row in SkinCheck.objects.select_related("entry").filter(entry__patient=patient)]
        checks = {row.pk: row for row in SkinCheck.objects.filter(entry__patient=patient)}
        rows = [row for row in rows if str(row.client_id) == key or key in checks[row.pk].tap_ids]
    else:
        rows = list(Entry.objects.filter(client_id=key, kind=kind, patient=patient))
    if len(rows) != 1:
        return f"{kind} {at}: {len(rows)} times"
    [row] = rows
    if row.local_day != local_day(at, ZONE):
        return f"{kind} {at}: on {row.local_day}"
    if kind != "skin_check" and abs(row.occurred_at - at) > dt.timedelta(seconds=20):
        return f"{kind} {at}: at {row.occurred_at}"
    return ""


def test_two_hundred_taps_over_three_days(phone, small):
    dice = random.Random(SEED)
    before = set(Entry.objects.values_list("pk", flat=True))
    with (
        time_machine.travel(MORNING, tick=True) as clock,
        phone(small.guardian, service_workers="allow") as one,
        phone(small.guardian, service_workers="allow") as two,
    ):
        # The second phone's clock runs five hours behind.
        handsets = [
            Handset(one, small.guardian, dice, clock),
            Handset(two, small.guardian, dice, clock, dt.timedelta(hours=-5)),
        ]
        for handset in handsets:
            handset.at(MORNING)
            visited(handset.it, small.leo)
            handset.kill()
        for at in moments(dice):
            for handset in handsets:
                handset.settle()
            clock.move_to(at)
            for handset in handsets:
                handset.at(at)
            handset = dice.choice(handsets)
            if dice.random() < LINE:
                handset.line(dice.random() < 0.5)
            if dice.random() < EXPIRE:
                handset.it.context.clear_cookies()
            elif dice.random() < LINE:
                handset.sign_in()
            handset.tap(dice.choice([small.mia, small.leo]), at)
            if dice.random() < KILL:
                handset.kill()
        end = MORNING + dt.timedelta(days=DAYS, hours=1)
        for handset in handsets:
            home(handset, clock, end)
            # Once more, as a phone would whose storage was put back.
            page = handset.it.page
            whole = [
                {"key": key, "path": path, "fields": fields, "tapped": (at + handset.off).timestamp() * 1000}
                for key, (_kind, _patient, at, path, fields) in list(handset.kept.items())[:20]
            ]
            handset.steady = True
            who = page.evaluate("tendOutbox.kept('me').then((me) => me.who)")
            assert page.evaluate(AGAIN, [whole, who]) == ["kept"] * 20
    taps = {key: tap for handset in handsets for key, tap in handset.kept.items()}
    taken_back = set.union(*(handset.taken_back for handset in handsets))
    assert len(taps) + len(taken_back) == TAPS
    # The story had what it is about.
    assert sum(handset.lost for handset in handsets) > 10
    assert sum(handset.killed for handset in handsets) > 5
    assert len(taken_back) > 5
    wrong = [in_the_record(key, kind, patient, at) for key, (kind, patient, at, *_rest) in taps.items()]
    assert not [problem for problem in wrong if problem]
    assert not Entry.objects.kept().filter(client_id__in=taken_back).exists()
    # And nothing else is in the record.
    added = Entry.objects.kept().exclude(pk__in=before)
    assert added.exclude(kind="skin_check").count() == sum(kind != "skin_check" for kind, *_rest in taps.values())
    tap_ids = [key for ids in SkinCheck.objects.values_list("tap_ids", flat=True) for key in ids]
    begun = [str(key) for key in added.filter(kind="skin_check").values_list("client_id", flat=True)]
    assert sorted([*tap_ids, *begun]) == sorted(key for key, (kind, *_rest) in taps.items() if kind == "skin_check")
