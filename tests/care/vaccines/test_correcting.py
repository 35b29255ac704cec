"""A vaccine that was written down as another one is put right, and the question "which one?" answered afterwards."""

import pytest
import time_machine

from care.record.dates import parse
from care.reference import vaccines as catalogue
from care.vaccines import actions, reads
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from tests.care.vaccines.pages import text, url
from tests.people import MORNING


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def given(family, **values):
    values = {"product": "typhoid-unspecified", "outcome": "given", "dated": parse("2026-11-18")} | values
    saved = actions.record_decision(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return VaccineDecision.objects.get(pk=saved.entry.pk)


def slugs(choices) -> list[str]:
    found = []
    for value, words in choices:
        found += [value] if isinstance(words, str) else [slug for slug, _title in words]
    return found


DOSE = {"outcome": "given", "when": "other", "on_year": "2026", "on_month": "11", "on_day": "18"}


def test_the_likely_ones_come_first_and_every_row_is_there_once():
    own, near, others = reads.product_choices("typhoid-unspecified")
    assert own[0] == "typhoid-unspecified"
    assert {slug for slug, _title in near[1]} >= {"typhoid-oral-ty21a", "typhoid-vi-polysaccharide"}
    everything = slugs([own, near, others])
    assert len(everything) == len(set(everything))
    assert set(everything) == set(catalogue.by_slug())
    # The other way round as well: the kinds lead to "not known which".
    assert "typhoid-unspecified" in {slug for slug, _title in reads.product_choices("typhoid-vi-polysaccharide")[1][1]}
    assert slugs(reads.product_choices(""))[0] == ""


def test_tell_page_asks_which_one_it_was_and_offers_to_delete(family, ana):
    row = given(family)
    page = ana.get(url("tell", family, decision=row.pk))
    question = str(reads.answer_row("typhoid-unspecified").question)
    assert question
    assert question in text(page)
    html = page.content.decode()
    assert 'data-testid="say-which"' in html
    assert f'action="{url("delete", family, decision=row.pk)}"' in html
    assert question in text(ana.get(url("edit", family, decision=row.pk)))
    # Who may not change it is not asked.
    html = family.client("viewer").get(url("tell", family, decision=row.pk)).content.decode()
    assert 'data-testid="say-which"' not in html
    assert 'data-testid="delete"' not in html


def test_the_question_is_answered_and_the_badge_follows(family, ana):
    row = given(family)
    answer = ana.post(url("edit", family, decision=row.pk), DOSE | {"product": "typhoid-vi-polysaccharide"})
    row.refresh_from_db()
    assert row.product == "typhoid-vi-polysaccharide"
    assert answer.url.startswith(url("decisions", family)), "not live: nobody has to be told"
    words = text(ana.get(url("detail", family, decision=row.pk)))
    assert "Not live" in words
    assert "was Typhoid" in words


def test_a_wrong_pick_becomes_any_other_vaccine(family, ana):
    row = given(family, product="hpv")
    answer = ana.post(url("edit", family, decision=row.pk), DOSE | {"product": "mmr"})
    row.refresh_from_db()
    assert row.product == "mmr"
    assert answer.url.startswith(url("tell", family, decision=row.pk))


def test_one_that_was_not_listed_finds_its_row(family, ana):
    row = given(family, product="", product_text="Typhim card 3")
    ana.post(
        url("edit", family, decision=row.pk),
        DOSE | {"product": "typhoid-vi-polysaccharide", "product_text": "Typhim card 3"},
    )
    row.refresh_from_db()
    assert (row.product, row.product_text) == ("typhoid-vi-polysaccharide", "Typhim card 3")


def test_one_that_stays_unlisted_keeps_its_name(family, ana):
    row = given(family, product="", product_text="Card 7")
    assert ana.post(url("edit", family, decision=row.pk), DOSE | {"product": ""}).status_code == 422
    ana.post(url("edit", family, decision=row.pk), DOSE | {"product": "", "product_text": "Card 8"})
    row.refresh_from_db()
    assert (row.product, row.product_text) == ("", "Card 8")


@pytest.mark.parametrize("picked", ["nothing", "MMR"])
def test_what_is_no_vaccine_is_refused(family, ana, picked):
    row = given(family)
    assert ana.post(url("edit", family, decision=row.pk), DOSE | {"product": picked}).status_code == 422
    row.refresh_from_db()
    assert row.product == "typhoid-unspecified"


def test_a_form_without_the_question_leaves_the_vaccine(family, ana):
    row = given(family)
    assert ana.post(url("edit", family, decision=row.pk), DOSE).status_code == 302
    row.refresh_from_db()
    assert row.product == "typhoid-unspecified"


def test_the_same_at_home(family, ana):
    saved = actions.record_household_vaccine(
        patient=family.mia, by=family.guardian, at=MORNING, member="Noa", product="hpv", outcome="given"
    )
    address = url("home-edit", family, shot=saved.entry.pk)
    assert 'name="product"' in ana.get(address).content.decode()
    ana.post(address, DOSE | {"member": "Noa", "product": "opv-unspecified"})
    row = HouseholdVaccine.objects.get()
    assert row.product == "opv-unspecified"
    words = text(ana.get(url("home-detail", family, shot=row.pk)))
    assert "immunology team today" in words
    assert "was HPV" in words or "was Human papillomavirus" in words
