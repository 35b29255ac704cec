"""The warning signs are one tap away from every page about an infection, whoever adds the next one."""

import time_machine
from django.urls import reverse

from tests.guards.test_urls import address, addresses, ids
from tests.guards.whole_family import one_of_everything
from tests.people import MORNING


def test_every_infection_page_and_something_changed_lead_to_the_warning_signs(family, client):
    with time_machine.travel(MORNING, tick=False):
        rows = one_of_everything(family)
        signs = f'href="{reverse("plan:signs", kwargs={"patient": family.mia.pk})}"'
        there = {}
        for who in ("guardian", "viewer"):
            browser = family.client(who)
            for name in addresses():
                if name.startswith("infections:") or name == "today:changed":
                    answer = browser.get(address(name, ids(name, rows, family)))
                    if answer.status_code == 200:
                        there[who, name] = answer.content.decode().count(signs)
    pages = {name: count for (who, name), count in there.items() if who == "guardian"}
    assert len(pages) > 30
    assert {name for name, count in pages.items() if count != 1} == set()
    # Whoever only reads cannot answer the signs, so no page offers them.
    assert {count for (who, _name), count in there.items() if who == "viewer"} == {0}
