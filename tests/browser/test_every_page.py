"""Every page of Tend, with everything in it and with nothing, light and dark, narrow and enlarged.

The addresses come from tests/guards: a new page is looked at here without a line.
"""

import sqlite3
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from care.household import actions as household
from care.household.rules import Role
from tests.browser.conftest import asking, cast
from tests.browser.looking import needs_script, wrong_here, wrong_with
from tests.guards.addresses import PAGES
from tests.guards.test_urls import address, addresses, ids
from tests.guards.whole_family import one_of_everything
from tests.people import EVENING, join, person

# One group: the family these pages show is made once, in one test process.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every page")]
# The sweep is most of the browser pass: half of it goes to the other process, with a stage of its own.
OTHER_HALF = pytest.mark.xdist_group("every page, the other half")

ROOMS = sorted(
    {name.partition(":")[0] for name, rule in PAGES.items() if not rule.endswith("post")}
    - {"healthz", "api", "service-worker", "robots", "manifest"}
)
ACCOUNT = (
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "usersessions_list",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
)
DOORS = ("account_login", "account_signup", "account_request_login_code", "account_reset_password")
# What a page shows only when asked for it.
FURTHER = {
    "today": ("today:today?part=morning", "today:today?part=evening", "today:today?part=evening&done=1"),
    "skin": ("skin:add?flare=1",),
    "infections": ("infections:new?site=chest", "infections:new?site=ear"),
    "precautions": tuple(
        f"precautions:sink?step={step}" for step in ("wet", "soap", "scrub", "between", "rinse", "dry", "star")
    ),
    "record": ("record:photos?place=cheek:left", "record:photos-compare?place=cheek:left"),
    "vaccines": (
        "vaccines:list?q=typhoid",
        "vaccines:list?q=zzzz",
        "vaccines:add?product=mmr",
        "vaccines:home-add?product=varicella",
        "vaccines:directive-add?product=mmr",
    ),
}


@pytest.fixture(scope="module")
def staged():
    """Where the stage is kept once it was set; every test starts from a copy."""
    with sqlite3.connect(":memory:") as database:
        yield SimpleNamespace(database=database, people=None)
    database.close()


@pytest.fixture
def stage(transactional_db, staged):
    """The demo family with one of everything, a family of one child and no entry, and somebody without a family."""
    with time_machine.travel(EVENING, tick=True):
        if staged.people and connection.vendor == "sqlite":
            connection.ensure_connection()
            staged.database.backup(connection.connection)
        else:
            staged.people = everybody()
            if connection.vendor == "sqlite":
                connection.connection.backup(staged.database)
        yield staged.people
        asking.wait_for_silence()


def everybody() -> SimpleNamespace:
    call_command("seed_demo", stdout=StringIO())
    full = cast()
    full.viewer = person("Vic")
    join(full.household, full.viewer, Role.VIEWER)
    rows = one_of_everything(full)
    nora = person("Nora")
    asha = household.start_family(by=nora, at=EVENING, patient_name="Asha", time_zone="Europe/Berlin")
    empty = SimpleNamespace(household=asha.household, guardian=nora, mia=asha)
    return SimpleNamespace(full=full, rows=rows, empty=empty, alone=person("Nils"))


def pages(room: str) -> list[tuple[str, str]]:
    """(url name, query) of a room's pages that answer GET."""
    own = [
        (name, "") for name, rule in PAGES.items() if name.partition(":")[0] == room and rule.partition(" ")[2] == ""
    ]
    return own + [tuple(more.partition("?")[::2]) for more in FURTHER.get(room, ())]


def looked_at(phone, user, paths: list[str]) -> None:
    assert paths
    with phone(user) as it:
        wrong = [problem for path in paths for problem in wrong_with(it, path)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("room", ROOMS)
def test_with_everything_in_it(phone, stage, room):
    paths = [address(name, ids(name, stage.rows, stage.full)) + (query and f"?{query}") for name, query in pages(room)]
    looked_at(phone, stage.full.guardian, paths)


@OTHER_HALF
def test_with_nothing_in_it(phone, stage):
    """A child without one entry: every page that shows what was logged. Empty forms are looked at above."""
    values = {
        "patient": stage.empty.mia.pk,
        "household": stage.empty.household.pk,
        "date": f"{EVENING:%Y-%m-%d}",
        "kind": "evening-check",
    }
    paths = [
        address(name, values) + (query and f"?{query}")
        for room in ROOMS
        for name, query in pages(room)
        if PAGES[name] in ("today", "see", "own") and set(addresses()[name]) <= set(values) and name != "today:home"
    ]
    looked_at(phone, stage.empty.guardian, paths)


@OTHER_HALF
def test_without_script(phone, stage):
    """Every page opens plain, and nothing on it waits for script. What the forms do is walked elsewhere."""
    paths = [
        address(name, ids(name, stage.rows, stage.full)) + (query and f"?{query}")
        for room in ROOMS
        for name, query in pages(room)
        # Rightly closed to a guardian: a clinician's page, and one for whoever typed a share's PIN (walked by itself).
        if PAGES[name] not in ("consent", "share")
    ]
    assert len(paths) > 150
    with phone(stage.full.guardian, java_script_enabled=False) as it:
        wrong = [problem for path in paths for problem in needs_script(it, path)]
        wrong += [
            problem
            for name in ACCOUNT
            if name != "mfa_view_recovery_codes"
            for problem in needs_script(it, reverse(name))
        ]
    with phone(java_script_enabled=False) as it:
        wrong += [problem for name in DOORS for problem in needs_script(it, reverse(name))]
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_page_that_needs_script_is_found(phone, site):
    """The sweep would see it: each kind of trouble once, and beside it what is in order."""
    body = """<h1>Plain</h1><form><input name="a"><button>Send</button><button type="button">Nothing</button></form>
      <button>Loose</button><form><input name="b"></form><a href="#">Nowhere</a><a href="#gone">Gone</a>
      <a href="#here" id="here">Here</a><p hidden>Later</p><div hx-get="/x/">Asked</div>
      <p hidden>Later</p><noscript>This needs script.</noscript>"""
    with phone(java_script_enabled=False) as it:
        it.page.route("**/trouble/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        wrong = needs_script(it, "/trouble/")
    assert [problem.split(": ")[1] for problem in wrong] == [
        "belongs to no form",
        "sends nothing",
        "is sent by nothing",
        "leads nowhere",
        "leads nowhere",
        "waits for script",
        "is asked for by script only",
    ]


def test_account(phone, stage):
    looked_at(phone, stage.full.guardian, [reverse(name) for name in ACCOUNT])


@OTHER_HALF
def test_helper_and_viewer(phone, stage):
    """Other roles see other buttons."""
    mia = {"patient": stage.full.mia.pk}
    more = [reverse("household:family", kwargs={"household": stage.full.household.pk}), reverse("household:more")]
    today = [reverse("today:today", kwargs=mia) + f"?part={part}" for part in ("morning", "evening")]
    looked_at(phone, stage.full.helper, [*today, *more, reverse("infections:new-lump", kwargs=mia)])
    looked_at(phone, stage.full.viewer, [*today, *more, reverse("visits:list", kwargs=mia)])


def test_without_a_family(phone, stage):
    names = ("nothing-yet", "first-child", "families", "more", "preferences")
    paths = [reverse(f"household:{name}") for name in names] + [reverse("reminders:list"), reverse("exports:erased")]
    looked_at(phone, stage.alone, [reverse("household:welcome"), *paths])


def test_signed_out(phone, stage):
    join_url = reverse("household:join", kwargs={"token": stage.rows.invitation.token})
    gone = reverse("household:join", kwargs={"token": "gone"})
    looked_at(phone, None, [reverse(name) for name in DOORS] + [join_url, gone, "/nothing/here/"])


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_trouble(phone, site, template):
    """Pages for when something is wrong: they need no database, and some no server."""
    with phone() as it:
        body = render_to_string(template)
        it.page.route("**/trouble/", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        it.open("/trouble/")
        assert wrong_here(it) == []
