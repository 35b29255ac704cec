"""The emergency card: what stands on it, on paper and in the file that needs no network."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from care.household import actions as household
from care.household.access import Access
from care.medicines import actions as medicines
from care.plan import actions, reads
from tests.people import EVENING


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def full(family):
    """Everything a card can hold."""
    common = {"patient": family.mia, "by": family.guardian, "at": EVENING}
    household.update_patient(
        patient=family.mia,
        by=family.guardian,
        at=EVENING,
        changes={"hies_type": "stat3_dn", "birth_date": dt.date(2020, 9, 3)},
    )
    medicines.add_allergy(
        values={"substance": "Amoxicillin <b>", "basis": "reaction_happened", "reaction": "Hives"}, **common
    )
    actions.add_contact(values={"name": "Ward 7", "phone": "030 1", "hours": "any time"}, **common)
    actions.save_call_plan(
        changes={"emergency_number": "112", "hospital": "Town hospital", "carry_text": "She has HIES."}, **common
    )
    actions.save_care_plan(
        values={
            "signed_by": "Dr Okafor",
            "signed_on": dt.date(2025, 6, 1),
            "carry_letter": "To any doctor: treat early.",
            "emergency_antibiotic_text": "As in the letter of June.",
            "hospital_of_choice": "Charité",
        },
        **common,
    )
    return family


HELD = (
    "Mia",
    "3 Sep 2020",
    "STAT3 type (also called Job syndrome)",
    "Amoxicillin &lt;b&gt;",
    "A reaction happened: Hives",
    "Charité",
    "Town hospital",
    "Ward 7",
    "tel:0301",
    "tel:112",
    "She has HIES.",
    "To any doctor: treat early.",
    "As in the letter of June.",
    "Dr Okafor",
    "171 days past its review day",
)


def address(family, name="card"):
    return reverse(f"plan:{name}", kwargs={"patient": family.mia.pk})


@pytest.mark.parametrize("who", ["guardian", "second", "helper", "viewer"])
def test_whoever_may_see_today_has_the_whole_card(full, who):
    page = full.client(who).get(address(full)).content.decode()
    assert [words for words in HELD if words not in page] == []


def test_the_file_holds_the_same_and_needs_nothing_from_outside(full):
    answer = full.client("helper").get(address(full, "card-file"))
    assert answer["Content-Disposition"] == "attachment; filename=emergency-card.html"
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert [words for words in HELD if words not in page] == []
    assert "As of Thu 19 Nov 2026, 21:04" in page
    assert re.findall(r"""(?:src|href|action)=["'](?!tel:)""", page) == []
    assert "<script" not in page
    assert "http" not in page
    assert "url(" not in page


def test_an_empty_card_never_says_there_are_no_allergies(family):
    for name in ("card", "card-file"):
        page = family.client("guardian").get(address(family, name)).content.decode()
        assert "None written down. That does not mean none." in page
    assert "Ring your local emergency number." in page


def test_what_nobody_told_is_not_on_it(family):
    card = reads.emergency_card(Access.for_user(family.guardian, now=EVENING), family.mia)
    assert (card.condition, card.allergies, card.care_plan) == ("", (), None)


def test_the_numbers_are_printed_as_text(full):
    """Buttons are not printed, so the numbers stand in a list of their own on paper."""
    page = full.client("guardian").get(address(full)).content.decode()
    printed = page[page.index('class="print-only"') :].partition("</ul>")[0]
    assert "112" in printed
    assert "030 1" in printed


def test_the_card_takes_few_queries(full, django_assert_max_num_queries):
    client = full.client("guardian")
    with django_assert_max_num_queries(12):
        client.get(address(full))
