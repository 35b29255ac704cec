"""An older page never silently undoes what somebody else corrected meanwhile: every page that edits an entry knows
which state of it it was made from."""

import re

import pytest
import time_machine
from django.db import transaction
from django.db.models import F

from care.record.models import Correction, Entry
from tests.care.infections.walk import Walk
from tests.guards.addresses import PAGES
from tests.guards.test_urls import address, ids
from tests.guards.whole_family import one_of_everything
from tests.people import MORNING, make_family

pytestmark = pytest.mark.one_server

# Pages that change something and carry no version, each with its reason. A stale row fails.
ONE_QUESTION = "one question of a walk: it writes its own answer and leaves every other as it is"
NO_ENTRY = "edits no entry but a row of its own, which has no version yet"
WITHOUT = {
    "infections:place": ONE_QUESTION,
    "infections:size": ONE_QUESTION,
    "infections:signs": "saves each tick as it is made, so its own page would grow old with the first one",
    "infections:care": ONE_QUESTION,
    "infections:close": ONE_QUESTION,
    "infections:course-stop": ONE_QUESTION,
    "infections:breathing-blood": ONE_QUESTION,
    "infections:join": "names another infection; nothing that was answered changes",
    "infections:split": "takes checks out of an infection; nothing that was answered changes",
    "today:move": "gives the entry to another child; nothing that was answered changes",
    "record:photo-edit": NO_ENTRY,
    "vaccines:edit-fact": NO_ENTRY,
    "medicines:edit": NO_ENTRY,
    "medicines:edit-allergy": NO_ENTRY,
    "plan:edit": NO_ENTRY,
    "plan:edit-contact": NO_ENTRY,
    "plan:care-plan-edit": "each save is a new version of the plan; the older ones stay",
    "visits:edit": NO_ENTRY,
    "household:edit-profile": NO_ENTRY,
}
EDITS = re.compile(r"(^|:|-)edit(-|$)")
REFUSED = "changed on another phone"


def edit_pages() -> list[str]:
    """Pages with a form that change what is there already."""
    found = []
    for name, rule in PAGES.items():
        need, _, only = rule.partition(" ")
        if not only and (need == "change" or EDITS.search(name.partition(":")[2])):
            found.append(name)
    assert len(found) > 30, "the walk found next to nothing"
    return found


@pytest.fixture
def family_and_rows(db):
    with time_machine.travel(MORNING, tick=False):
        family = make_family()
        yield family, one_of_everything(family)


def sent(walk: Walk) -> dict:
    """What the page's own form sends: the one with a version, else none."""
    return next((form["values"] for form in walk.page.forms if "version" in form["values"]), {})


def pages(family, rows):
    """(name, address) of every page; of results one for each kind."""
    for name in edit_pages():
        values = ids(name, rows, family)
        yield name, address(name, values)
        if name == "results:edit":
            for row in (rows.growth, rows.teeth, rows.fracture, rows.scan, rows.general_check):
                yield name, address(name, values | {"entry": row.pk})


def test_every_page_that_edits_an_entry_says_which_state_it_shows(family_and_rows):
    family, rows = family_and_rows
    client = family.client("guardian")
    missing = {name for name, url in pages(family, rows) if not sent(Walk(client, url)).get("version")}
    assert missing - set(WITHOUT) == set(), "use CorrectingForm (care/record/forms.py), and print its hidden fields"
    assert set(WITHOUT) - missing == set(), "these carry a version now, or are gone"


# What is answered on a page without a note.
ANSWERED = {"skin:signs": ("palm-left-dryness", "1"), "infections:breathing-edit": ("cough", "dry")}


def test_an_older_page_is_refused_with_everything_kept_and_the_next_save_counts(family_and_rows):
    family, rows = family_and_rows
    client = family.client("guardian")
    wrong = []
    for name, url in pages(family, rows):
        if name in WITHOUT:
            continue
        with transaction.atomic():
            walk = Walk(client, url)
            field, typed = ANSWERED.get(name, ("note", "after bath"))
            walk.type(field, [typed] if isinstance(sent(walk)[field], list) else typed)
            entry = next(pk for pk in re.findall(r"[0-9a-f-]{36}", url) if Entry.objects.filter(pk=pk).exists())
            Entry.objects.filter(pk=entry).update(version=F("version") + 1)
            button = next(key for key, (form, *_) in walk.page.buttons.items() if "version" in form["values"])
            walk.button(button)
            if REFUSED not in walk.text or Correction.objects.exists():
                wrong.append((name, url, "not refused"))
            elif typed not in sent(walk)[field]:
                wrong.append((name, url, "what was typed is gone", sent(walk)))
            else:
                walk.button(button)
                if REFUSED in walk.text or not Correction.objects.exists():
                    wrong.append((name, url, "not saved the second time"))
            transaction.set_rollback(True)
    assert not wrong, wrong
