"""Where Tend knows least, whom to ring and a way to write it down stand there."""

import re

import pytest
import time_machine

from care.plan.models import CareContact
from care.record.dates import parse
from care.vaccines import actions
from care.vaccines.models import VaccineDecision
from tests.care.vaccines.pages import url
from tests.people import MORNING

PHONE = "tel:+49305550199"


@pytest.fixture(autouse=True)
def _morning(family):
    CareContact.objects.create(patient=family.mia, name="Immunology", phone="+49 30 5550199", is_immunology=True)
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("999", True),  # a code of which nobody knows what it is
        ("zzzzzz", True),
        ("ev71", True),  # listed as not live, and nobody checked
        ("mmr", False),
        ("", False),
    ],
)
def test_search(family, query, told):
    html = family.client("guardian").get(url("list", family), {"q": query}).content.decode()
    found = html[html.index('id="found"') :].split("more-vaccines")[0]
    assert (PHONE in found) is told
    assert ('data-testid="add-found"' in found) is told
    viewer = family.client("viewer").get(url("list", family), {"q": query}).content.decode()
    assert (PHONE in viewer) is told
    assert 'data-testid="add-found"' not in viewer


def test_what_was_searched_for_is_the_name_in_the_form(family):
    ana, name = family.client("guardian"), "Nonesuch & <7>"
    html = ana.get(url("list", family), {"q": name}).content.decode()
    address = re.search(r'href="([^"]*)"[^>]*data-testid="add-found"', html)[1].replace("&amp;", "&")
    page = ana.get(address).content.decode()
    assert 'value="Nonesuch &amp; &lt;7&gt;"' in page
    assert ana.get(url("add", family), {"name": "x" * 500}).status_code == 200
    # A row of the list has its own name.
    assert "Nonesuch" not in ana.get(url("add", family), {"name": "Nonesuch", "product": "mmr"}).content.decode()


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ({"product": "", "product_text": "Card 7"}, True),
        ({"product": "ev71"}, True),
        ({"product": "", "product_text": "Card 7", "outcome": "had_already"}, True),
        ({"product": "", "product_text": "Card 7", "outcome": "declined"}, False),
        ({"product": "hpv"}, False),
    ],
)
def test_a_dose_that_tend_does_not_know_ends_with_whom_to_ask(family, values, asks):
    values = {"outcome": "given", "dated": parse("2026-11-18")} | values
    saved = actions.record_decision(patient=family.mia, by=family.guardian, at=MORNING, **values)
    html = family.client("guardian").get(url("detail", family, decision=saved.entry.pk)).content.decode()
    assert ("Tend does not know whether this vaccine is live" in html) is asks
    assert (PHONE in html) is asks


def test_saving_it_leads_there(family):
    form = {"outcome": "given", "when": "today", "product_text": "Card 7"}
    answer = family.client("guardian").post(url("add", family), form)
    row = VaccineDecision.objects.get()
    assert answer.url.startswith(url("detail", family, decision=row.pk))
