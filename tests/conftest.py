"""Fixtures every test may ask for."""

import os
from pathlib import Path

import pytest

from tests import people

CHROMIUM = Path("/usr/bin/chromium")
# No sandbox: containers run the tests as root. Nothing may leave the machine or slow a page down behind its back.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_addoption(parser):
    parser.addoption(
        "--only-with-services",
        action="store_true",
        help="only tests that touch the database or start processes: what can differ from server to server",
    )


def pytest_collection_modifyitems(config, items):
    """Leaves rules, templates and files out of a second run on other servers: they cannot come out differently."""
    if not config.getoption("--only-with-services"):
        return
    wanted = {"db", "transactional_db", "live_server"}
    kept = [
        item
        for item in items
        if wanted & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
        or item.get_closest_marker("services")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser, one for all tests: a second one in the same process is refused by Playwright."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}: `apt install chromium` to run the browser tests")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop running in this thread, in which Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def family(db) -> people.Family:
    """The household of ``people.make_family``."""
    return people.make_family()


@pytest.fixture
def outsider(db) -> people.Family:
    """Another household, whose guardian must never see ours."""
    return people.make_family("Other ")


@pytest.fixture
def clinician(db):
    """A clinician with an account and no family."""
    return people.person("Dr Okafor")
