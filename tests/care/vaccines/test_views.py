"""The room's pages, as each member of the family meets them."""

import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from care.record.dates import parse
from care.record.models import Correction, Entry
from care.reference import vaccines as catalogue
from care.vaccines import actions
from care.vaccines.models import VaccineDecision
from tests.care.vaccines.pages import text, url
from tests.people import MORNING

JUDGING = re.compile(r"\b(un)?safe(ly|ty)?\b|contraindicat", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def own_words(response):
    """Without the titles of sources, which say what they say."""
    return re.sub(r"<cite>.*?</cite>", " ", response.content.decode(), flags=re.DOTALL)


def decide(family, **values):
    values = {"product": "mmr", "outcome": "planned"} | values
    saved = actions.record_decision(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return VaccineDecision.objects.get(pk=saved.entry.pk)


def post(client, address, **data):
    return client.post(address, {"client_id": str(uuid.uuid4()), **data})


# --- is it live? ------------------------------------------------------------------------------------------------------


def test_the_twenty_are_there_without_typing(ana, family):
    page = ana.get(url("list", family))
    assert page.status_code == 200
    html = page.content.decode()
    for row in catalogue.common():
        assert f'data-testid="vaccine-{row.slug}"' in html, row.slug
    assert html.count('data-testid="badge-live"') == 8
    assert html.count('data-testid="badge-depends"') == 2
    assert html.count('data-testid="badge-not-live"') == 10
    # A source and a date on every row.
    sources = re.findall(r'data-testid="source">.*?Source: </span>([^<]*)<', html)
    assert len(sources) == 20
    assert all(re.fullmatch(r".+, .*\d{4}", source) for source in sources)
    assert "Mia" in text(page)


def test_pneumovax_asks_on_its_row(ana, family):
    html = ana.get(url("list", family)).content.decode()
    row = html[html.index('data-testid="vaccine-ppsv23"') :].split("</li>")[0]
    assert "Ask your immunology team before this dose." in row
    row = html[html.index('data-testid="vaccine-pcv"') :].split("</li>")[0]
    assert "Ask" not in row


@pytest.mark.parametrize(
    ("query", "slug", "badge"),
    [
        ("chicken pox", "varicella", "live"),
        ("3", "mmr", "live"),
        (" 03 ", "mmr", "live"),
        ("dukoral", "cholera-wc-rbs", "not-live"),
        ("healive", "hepatitis-a", "not-live"),
        ("inlive", "ev71", "not-known"),
    ],
)
def test_search_answers_on_the_row(ana, family, query, slug, badge):
    html = ana.get(url("list", family), {"q": query}).content.decode()
    row = html[html.index(f'data-testid="vaccine-{slug}"') :]
    assert row.index(f"badge-{badge}") < row.index("</li>")


def test_search_for_a_code_without_a_row(ana, family):
    page = ana.get(url("list", family), {"q": "998"})
    assert "CVX code 998" in text(page)
    assert "Not a vaccine" in text(page)


@pytest.mark.parametrize("query", ["zzzzzz", "<script>alert(1)</script>", "🙂", "x" * 500, "\x00"])
def test_search_for_nonsense(ana, family, query):
    page = ana.get(url("list", family), {"q": query})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert "Nothing found" in text(page)


def test_typing_gets_only_what_was_found(ana, family):
    headers = {"HX-Request": "true", "HX-Target": "found"}
    html = ana.get(url("list", family), {"q": "chik"}, headers=headers).content.decode()
    assert "<html" not in html
    assert 'id="found"' in html
    assert 'data-testid="vaccine-chikungunya-live"' in html


def test_product_page(ana, family):
    page = ana.get(url("product", family, product="mmr"))
    words = text(page)
    assert "LIVE" in words
    assert "Ask your immunology team before this dose." in words
    assert "Whether Mia may have it is for the immunology team." in words
    assert "Source: WHO ATC, 25 Apr 2026 ; CDC CVX, 9 Dec 2025" in words.replace("2026;", "2026 ;")
    assert "WHO Collaborating Centre for Drug Statistics Methodology, 25 Apr 2026" in words
    assert "M-M-R II, Priorix" in words
    assert "Trimovax" not in words
    assert "Sources differ by type of Hyper IgE syndrome" in words


def test_product_page_asks_which_one(ana, family):
    words = text(ana.get(url("product", family, product="zoster-unspecified")))
    assert "Shingles: Zostavax (live) or Shingrix (not live)?" in words
    assert "Treat it as live until you know which one it is." in words


def test_product_page_names_whom_to_ring(ana, family):
    from care.plan.models import CareContact

    CareContact.objects.create(patient=family.mia, name="Ward 7", phone="+49 30 5550100")
    CareContact.objects.create(patient=family.mia, name="Immunology", phone="+49 30 5550199", is_immunology=True)
    html = ana.get(url("product", family, product="mmr")).content.decode()
    assert "tel:+49305550199" in html
    assert "tel:+49305550100" not in html


@pytest.mark.one_server
def test_every_product_page_opens_and_never_judges(ana, family):
    for product in catalogue.all_products():
        page = ana.get(url("product", family, product=product.slug))
        assert page.status_code == 200
        assert not JUDGING.search(own_words(page)), product.slug
        assert "Source:" in text(page), product.slug


def test_unknown_product_is_not_found(ana, family):
    assert ana.get(url("product", family, product="nothing")).status_code == 404
    assert ana.get(url("add", family), {"product": "nothing"}).status_code == 404


# --- what did we decide? ----------------------------------------------------------------------------------------------


def test_write_down_a_plan(ana, family):
    response = post(ana, url("add", family) + "?product=hpv", outcome="planned", on_year="2027", on_month="3")
    decision = VaccineDecision.objects.get()
    assert response.status_code == 302
    assert response.url == f"{url('decisions', family)}?saved={decision.pk}"
    assert (decision.product, decision.outcome, decision.dated.text) == ("hpv", "planned", "2027-03")
    page = ana.get(response.url)
    assert "Planned, March 2027" in text(page)
    assert "Saved: Vaccine decision for Mia." in text(page)
    assert 'data-testid="undo"' in page.content.decode()


def test_live_given_today_leads_to_the_team(ana, family):
    response = post(ana, url("add", family) + "?product=mmr", outcome="given", when="today", lot="AB1")
    decision = VaccineDecision.objects.get()
    assert response.url.startswith(url("tell", family, decision=decision.pk))
    words = text(ana.get(response.url))
    assert "You recorded a live vaccine for Mia" in words
    assert "Tell Mia 's immunology team today." in words
    assert "Was it a mistake in the entry?" in words
    assert "19 Nov 2026" in words
    assert not JUDGING.search(words)
    assert "!" not in words.replace("!doctype", "")


def test_had_it_three_days_ago_leads_to_the_team_too(ana, family):
    date = {"on_year": "2026", "on_month": "11", "on_day": "16"}
    response = post(ana, url("add", family) + "?product=mmr", outcome="had_already", when="other", **date)
    decision = VaccineDecision.objects.get()
    assert response.url.startswith(url("tell", family, decision=decision.pk))
    assert "Whom to ring" in text(ana.get(url("detail", family, decision=decision.pk)))


def test_may_be_live_given_says_so(ana, family):
    response = post(ana, url("add", family) + "?product=typhoid-unspecified", outcome="given", when="today")
    assert "You recorded a vaccine that may be live" in text(ana.get(response.url))


@pytest.mark.parametrize(
    ("product", "data"),
    [
        ("hpv", {"outcome": "given", "when": "today"}),
        ("mmr", {"outcome": "had_already", "when": "other", "on_year": "2022"}),
        ("mmr", {"outcome": "had_already", "when": "not_known"}),
        ("mmr", {"outcome": "given", "when": "other", "on_year": "2022"}),
        ("mmr", {"outcome": "declined"}),
    ],
)
def test_other_saves_lead_to_the_list(ana, family, product, data):
    assert post(ana, url("add", family) + f"?product={product}", **data).url.startswith(url("decisions", family))


def test_a_form_sent_twice_writes_once(ana, family):
    data = {"client_id": str(uuid.uuid4()), "outcome": "asked"}
    first = ana.post(url("add", family) + "?product=mmr", data)
    second = ana.post(url("add", family) + "?product=mmr", data)
    assert first.url == second.url
    assert VaccineDecision.objects.count() == 1


def test_unlisted_vaccine(ana, family):
    assert post(ana, url("add", family), outcome="given").status_code == 422
    assert VaccineDecision.objects.count() == 0
    response = post(ana, url("add", family), outcome="given", product_text="Nonesuch-Vax <b>7</b>")
    page = ana.get(response.url)
    assert "Nonesuch-Vax <b>7</b>" not in page.content.decode()
    assert "Not known, ask" in text(page)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose what happened."),
        ({"outcome": "eaten"}, "Select a valid choice"),
        ({"outcome": "given", "on_year": "2026", "on_month": "2", "on_day": "30"}, "That day is not in the calendar."),
        ({"outcome": "given", "on_month": "2"}, "Add the year, or leave the date open."),
        ({"outcome": "given", "on_year": "2026", "on_day": "2"}, "Add the month, or leave the day open."),
        ({"outcome": "given", "on_year": "20x6"}, "That day is not in the calendar."),
        ({"outcome": "given", "on_year": "2027"}, "This day has not come yet."),
        ({"outcome": "given", "dose_number": "0"}, "greater than or equal to 1"),
        ({"outcome": "given", "lot": "x" * 400}, "at most 60 characters"),
        ({"outcome": "given", "client_id": "nonsense"}, "valid UUID"),
    ],
)
def test_bad_input_is_named_and_the_rest_kept(ana, family, data, words):
    response = post(ana, url("add", family) + "?product=mmr", **({"advised_by": "Dr Ö 🙂"} | data))
    assert response.status_code == 422
    assert words in text(response)
    assert "There is a problem" in text(response)
    assert "Dr Ö 🙂" in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert Entry.objects.count() == 0


def test_edit_keeps_the_old_value(ana, family):
    decision = decide(family, outcome="asked", dated=parse("2026-11"))
    page = ana.get(url("edit", family, decision=decision.pk)).content.decode()
    assert re.search(r'value="asked"[^>]*checked', page)
    response = post(
        ana,
        url("edit", family, decision=decision.pk),
        outcome="deferred",
        when="other",
        on_year="2026",
        on_month="11",
        reason="After the holidays",
    )
    assert response.status_code == 302
    words = text(ana.get(url("detail", family, decision=decision.pk)))
    assert "was Question for the team, changed by Ana" in words
    assert "After the holidays" in words
    assert set(Correction.objects.values_list("field", flat=True)) == {"outcome", "reason"}


def test_editing_a_live_dose_away_leaves_the_team_page(ana, family):
    decision = decide(family, outcome="given", dated=parse("2026-11-18"))
    assert "Whom to ring" in text(ana.get(url("detail", family, decision=decision.pk)))
    response = post(ana, url("edit", family, decision=decision.pk), outcome="planned")
    assert response.url.startswith(url("decisions", family))
    assert "Whom to ring" not in text(ana.get(url("detail", family, decision=decision.pk)))


def test_old_live_dose_is_a_note_for_the_next_visit(ana, family):
    decision = decide(family, outcome="given", dated=parse("2021"))
    assert "It comes first in the next visit summary." in text(ana.get(url("detail", family, decision=decision.pk)))


def test_delete_with_put_back(ana, family):
    decision = decide(family)
    assert ana.get(url("delete", family, decision=decision.pk)).status_code == 405
    response = ana.post(url("delete", family, decision=decision.pk))
    page = ana.get(response.url)
    assert "Put back" in text(page)
    assert ana.get(url("detail", family, decision=decision.pk)).status_code == 404
    restore = reverse("record:restore", kwargs={"patient": family.mia.pk, "entry": decision.pk})
    ana.post(restore)
    assert ana.get(url("detail", family, decision=decision.pk)).status_code == 200


def test_product_page_and_list_show_the_decision(ana, family):
    decide(family, dated=parse("2027"))
    assert "Planned, 2027" in text(ana.get(url("list", family)))
    assert 'data-testid="decision"' in ana.get(url("product", family, product="mmr")).content.decode()
    questions = ana.get(url("decisions", family)).content.decode()
    assert 'data-testid="questions"' in questions


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("guardian", {"list": 200, "add": 200, "detail": 200, "edit": 200, "tell": 200, "decisions": 200}),
        ("second", {"list": 200, "add": 200, "detail": 200, "edit": 200, "tell": 200, "decisions": 200}),
        # The helper wrote nothing: what others wrote today may be seen, not changed.
        ("helper", {"list": 200, "add": 200, "detail": 200, "edit": 403, "tell": 200, "decisions": 200}),
        ("viewer", {"list": 200, "add": 403, "detail": 200, "edit": 403, "tell": 200, "decisions": 200}),
        ("revoked", {"list": 404, "add": 404, "detail": 404, "edit": 404, "tell": 404, "decisions": 404}),
    ],
)
def test_roles(family, who, expected):
    decision = decide(family, outcome="given")
    client = family.client(who)
    for name, status in expected.items():
        kwargs = {"decision": decision.pk} if name in {"detail", "edit", "tell"} else {}
        assert client.get(url(name, family, **kwargs)).status_code == status, name


def test_another_family_and_another_child(family, outsider, ana):
    decision = decide(family)
    theirs = outsider.client("guardian")
    assert theirs.get(url("detail", family, decision=decision.pk)).status_code == 404
    assert theirs.post(url("delete", family, decision=decision.pk)).status_code == 404
    leo = reverse("vaccines:detail", kwargs={"patient": family.leo.pk, "decision": decision.pk})
    assert ana.get(leo).status_code == 404


def test_helper_sees_only_today(family):
    decision = decide(family)
    gran = family.client("helper")
    assert 'data-testid="decision"' in gran.get(url("decisions", family)).content.decode()
    with time_machine.travel(MORNING.replace(day=21), tick=False):
        assert 'data-testid="decision"' not in gran.get(url("decisions", family)).content.decode()
        assert gran.get(url("detail", family, decision=decision.pk)).status_code == 404
