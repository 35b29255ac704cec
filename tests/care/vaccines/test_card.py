"""The card for the clinic is one sheet: what does not fit is never what matters most."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.record.dates import parse
from care.vaccines import actions, reads
from tests.people import MORNING

NOT_LIVE = [
    *("hexavalent", "hepatitis-b", "pcv", "menacwy-conjugate", "hpv", "covid-mrna", "influenza-inactivated", "ipv"),
    *("td", "tdap", "hepatitis-a"),
]


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def common(family):
    return {"patient": family.mia, "by": family.guardian, "at": MORNING}


def card(family):
    return reads.card(Access.for_user(family.guardian, now=MORNING), family.mia)


def test_the_most_careful_words_stay_and_then_the_newest(family, common):
    said = {"told_by": "Dr Lind", **common}
    actions.add_directive(says="do_not_give", product="yellow-fever-unspecified", given_on=dt.date(2025, 1, 1), **said)
    actions.add_directive(says="ask", product="bcg", given_on=dt.date(2025, 1, 2), **said)
    over = {"says": "allow", "given_on": dt.date(2026, 1, 1), "expires_on": dt.date(2026, 2, 1)}
    actions.add_directive(product="pcv", **over, **said)
    for day, product in enumerate(("hpv", "ipv", "td", "tdap"), start=1):
        actions.add_directive(says="allow", product=product, given_on=dt.date(2026, 10, day), **said)
    found = card(family).said
    assert [line.slug for line in found.shown] == ["yellow-fever-unspecified", "pcv", "bcg", "tdap"]
    assert found.more == 3


def test_an_ok_that_is_over_is_shown_as_the_question_it_is(family, common):
    actions.add_directive(
        says="allow", product="hpv", told_by="Dr Lind", given_on=dt.date(2026, 1, 1), expires_on=dt.date(2026, 2, 1),
        **common,
    )  # fmt: skip
    address = reverse("vaccines:card", kwargs={"patient": family.mia.pk})
    html = family.client("guardian").get(address).content.decode()
    words = re.sub(r"<[^>]+>", "", re.search(r'data-testid="card-said">(.*?)</ul>', html, re.DOTALL)[1])
    assert "Ask first" in words
    assert "May be given" not in words
    assert "Held until Sun 1 Feb 2026. Ask again." in words


@pytest.mark.parametrize("live", ["mmr", "typhoid-unspecified"])
def test_a_live_dose_of_years_ago_is_not_crowded_out(family, common, live):
    actions.record_decision(outcome="given", product=live, dated=parse("2021-09-10"), **common)
    for month, product in enumerate(NOT_LIVE, start=1):
        actions.record_decision(outcome="given", product=product, dated=parse(f"2024-{month:02d}"), **common)
    found = card(family).given
    slugs = [line.slug for line in found.shown]
    assert slugs[:3] == [live, "hepatitis-a", "tdap"]
    assert found.more == 2
