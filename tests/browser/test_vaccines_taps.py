"""Is it live? From Today, for each of the twenty that families ask about most, without a key; and the team's word."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from care.vaccines import actions as vaccines
from care.visits import actions as visits
from care.visits.rules import sharing
from tests.browser.looking import wrong_here
from tests.people import MORNING, person

pytestmark = pytest.mark.browser

# Typed apart from the data files.
TWENTY = {
    "mmr": "LIVE",
    "mmrv": "LIVE",
    "varicella": "LIVE",
    "rotavirus-unspecified": "LIVE",
    "laiv-unspecified": "LIVE",
    "influenza-inactivated": "Not live",
    "bcg": "LIVE",
    "opv-unspecified": "LIVE",
    "ipv": "Not live",
    "yellow-fever-unspecified": "LIVE",
    "hexavalent": "Not live",
    "hepatitis-b": "Not live",
    "pcv": "Not live",
    "ppsv23": "Not live",
    "menacwy-conjugate": "Not live",
    "hpv": "Not live",
    "covid-mrna": "Not live",
    "typhoid-unspecified": "Depends",
    "zoster-unspecified": "Depends",
    "rsv-unspecified": "Not live",
}


def test_each_of_the_twenty_is_answered_on_its_row_and_on_its_page(phone, demo):
    with phone(demo.guardian) as it:
        page = it.page
        for slug, answer in TWENTY.items():
            it.open(f"/p/{demo.mia.pk}/")
            with it.budget("T12 is it live, with its page"):
                it.tap(page.get_by_role("navigation", name="Main").get_by_role("link", name="Vaccines"))
                row = page.get_by_test_id(f"vaccine-{slug}")
                row.wait_for()
                assert row.locator(".badge").inner_text().strip() == answer, slug
                source = row.get_by_test_id("source").inner_text()
                assert re.search(r"\b(19|20)\d\d\b", source), f"a source and its date: {source}"
                it.tap(row)
                card = page.get_by_test_id("answer")
                card.wait_for()
            assert card.locator(".badge").inner_text().strip() == answer, slug
            assert "Source:" in card.inner_text()


def test_the_teams_word_is_written_down_and_stands_above_the_badge(phone, demo):
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/vaccines/about/hpv/")
        with it.budget("the care team's word on a vaccine"):
            it.tap("add-directive")
            it.tap(page.get_by_label("May be given"))
            it.type(page.get_by_label("Who said it?"), "Dr Lind")
            it.tap("submit")
            it.saved("Mia")
        it.open(f"/p/{demo.mia.pk}/vaccines/about/hpv/")
        word, answer = page.get_by_test_id("team-word"), page.get_by_test_id("answer")
        assert "Dr Lind" in word.inner_text()
        assert answer.locator(".badge").inner_text().strip() == "Not live"
        assert word.bounding_box()["y"] < answer.bounding_box()["y"]


def test_search_by_typing_and_without_script(phone, demo):
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/vaccines/")
        it.type("search", "yelow fever")
        page.locator("#found").get_by_text("found.").wait_for()
        page.get_by_test_id("vaccine-yellow-fever-unspecified").wait_for()
        assert page.locator("#found .rows > li").count() < 20
    with phone(demo.guardian, java_script_enabled=False) as it:
        page = it.open(f"/p/{demo.mia.pk}/vaccines/")
        page.get_by_test_id("search").fill(" 03 ")
        it.tap("find")
        first = page.locator("#found .rows > li").first
        assert "MMR" in first.inner_text()
        assert first.locator(".badge").inner_text().strip() == "LIVE"


def crowded(demo) -> None:
    """More of everything than a sheet holds, and none of it short."""
    common = {"patient": demo.mia, "by": demo.guardian, "at": timezone.now()}
    long = "Quite a long sentence that somebody typed, with every detail of that day. " * 6
    for slug in list(TWENTY):
        for outcome in ("given", "deferred", "asked"):
            vaccines.record_decision(product=slug, outcome=outcome, reason=long[:500], **common)
    for slug in list(TWENTY)[:10]:
        vaccines.add_directive(
            product=slug, says="ask", told_by=long[:120], given_on=MORNING.date(), words=long[:400], **common
        )
        vaccines.record_household_vaccine(member="Noa", product="varicella", outcome="given", **common)
    for kind in ("hsct", "immunosuppressant", "steroids", "biologic", "igg", "cd4"):
        vaccines.add_fact(values={"kind": kind, "details": long[:200]}, **common)


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_card_is_one_sheet_however_much_there_is(phone, demo, size):
    crowded(demo)
    with phone(demo.guardian, color_scheme="dark") as it:
        page = it.open(f"/p/{demo.mia.pk}/vaccines/card/")
        # Every list that has an end is full.
        assert page.get_by_test_id("card").inner_text().count("more in Tend") == 5
        assert page.get_by_test_id("card-questions").locator("li").count() == 3
        sheet = page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
        assert "Mia" not in page.title()


@pytest.fixture
def okafor(demo):
    """A clinician whom Mia's guardian let in, vaccines included."""
    doctor = person("Dr Okafor")
    offer = visits.offer_consent(
        patient=demo.mia,
        by=demo.guardian,
        at=timezone.now(),
        ends_on=timezone.now().date() + timedelta(days=7),
        sections=list(sharing.ALL),
    )
    visits.accept_consent(consent=offer.consent, by=doctor, at=timezone.now())
    return doctor


def test_a_clinician_signs_and_the_family_sees_it_above_the_badge(phone, demo, okafor):
    saved = vaccines.add_directive(
        patient=demo.mia,
        by=demo.guardian,
        at=timezone.now(),
        says="ask",
        product="mmr",
        told_by="Dr Okafor",
        given_on=MORNING.date(),
        words="Wait for the blood counts in May.",
    )
    with phone(okafor, java_script_enabled=True) as it:
        page = it.open("/clinic/")
        it.tap(page.get_by_role("link", name="Mia"))
        row = page.get_by_test_id("read-and-sign").filter(has_text="Dr Okafor")
        assert row.get_attribute("href").endswith(f"/{saved.entry.pk}/sign/")
        assert wrong_here(it) == []
        it.tap(row)
        page.get_by_test_id("sign").wait_for()
        assert wrong_here(it) == []
        it.tap("sign")
        page.get_by_test_id("signed").wait_for()
        assert wrong_here(it) == []
    with phone(demo.guardian) as it:
        page = it.open(f"/p/{demo.mia.pk}/vaccines/about/mmr/")
        assert "Signed by Dr Okafor on" in page.get_by_test_id("team-word").inner_text()
        page = it.open(f"/p/{demo.mia.pk}/vaccines/")
        assert "does not scan barcodes" in page.locator("#id_q_help").inner_text()
