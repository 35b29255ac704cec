"""Fixtures every test may ask for."""

import gc
import os
import re
import sys
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import people

# Rewriting every test file takes 15 s of each run where the machine's own setting forbids to keep the result.
sys.dont_write_bytecode = False
# How long an example takes says how busy the machine is; speed is measured in bench/.
settings.register_profile("tend", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tend")

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
    parser.addoption(
        "--only-rules",
        action="store_true",
        help="only tests of rules: no database, no process, in a file that imports from a rules module",
    )


IMPORTS_RULES = re.compile(r"^(from|import) [\w.]*\brules\b|^from [\w.]+ import .*\brules\b", re.M)


def pytest_sessionstart(session):
    """Pages speak the languages as their catalogues are now, also where nobody ran script/test."""
    from tracker.languages import catalogues

    for source in catalogues.sources():
        if not catalogues.is_current(source):
            catalogues.compile_catalogue(source)


def pytest_collection_modifyitems(config, items):
    """Two selections that nobody has to keep: what can differ from server to server, and what tests rules alone."""
    # Tests that start processes come first, so that no worker is left alone with the long ones at the end.
    items.sort(key=lambda item: item.get_closest_marker("services") is None)
    if config.getoption("--only-with-services"):
        # Rules, templates and files cannot come out differently on other servers.
        _keep(config, items, _differs_by_server)
    if config.getoption("--only-rules"):
        for item in items:
            if getattr(item.obj, "is_hypothesis_test", False):
                _few_and_always_the_same(item.obj)
        _keep(config, items, lambda item: not _needs_services(item))


def pytest_ignore_collect(collection_path, config):
    """With --only-rules a file that imports no rules is not even loaded."""
    if config.getoption("--only-rules") and collection_path.name.startswith("test_"):
        return None if IMPORTS_RULES.search(collection_path.read_text()) else True
    return None


def _few_and_always_the_same(test) -> None:
    """What is covered must not hang on chance, and drawing is slow while every line is counted."""
    from hypothesis import HealthCheck, settings

    test._hypothesis_internal_use_settings = settings(
        max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


def _differs_by_server(item) -> bool:
    return _needs_services(item) and not item.get_closest_marker("one_server")


def _needs_services(item) -> bool:
    return bool(
        {"db", "transactional_db", "live_server", "site"} & set(getattr(item, "fixturenames", ()))
        or any(item.get_closest_marker(name) for name in ("django_db", "services", "browser"))
    )


def _keep(config, items, wanted) -> None:
    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish(session):
    """What exists now lives as long as the run: the garbage collector need not walk through it again and again.

    Measured on 680 tests of pages and rules: a sixth of the processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """With browser tests a database in a file, as a family's own server has: page, beacon and worker of one browser ask
    at the same moment, and in memory all of them and the test would share one connection and its transactions."""
    from django.db import connection

    if connection.vendor == "sqlite" and any(item.get_closest_marker("browser") for item in request.session.items):
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tend.sqlite3")


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


@pytest.fixture(autouse=True)
def _language():
    """A page in another language leaves that one in force in its thread, which is the test's own here."""
    yield
    translation.deactivate()


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
