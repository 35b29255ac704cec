"""What is live, typed apart from the data files, agrees with what pages and API answer; and Tend never judges."""

import re
from dataclasses import replace

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from care.household import access as door
from care.record.dates import parse
from care.reference import cvx, sources, vaccines, validate
from care.vaccines import actions
from care.vaccines.rules import Badge, answer
from tests.care.reference.test_vaccines import LIVE_CVX, LIVE_SLUGS
from tests.care.vaccines.pages import url
from tests.people import MORNING, client_for

# What words or route would guess wrongly: search word, row, answer of the API.
GUESSED_WRONGLY = [
    ("Dukoral", "cholera-wc-rbs", "not_live"),  # by mouth
    ("Ixchiq", "chikungunya-live", "live"),
    ("JYNNEOS", "mpox-mva-bn", "not_live"),  # called live in the code list, cannot multiply
    ("MVA-BN", "mpox-mva-bn", "not_live"),
    ("Healive", "hepatitis-a", "not_live"),
    ("Inlive", "ev71", "not_known"),
    ("sIPV", "ipv-sabin", "not_known"),  # Sabin strains, killed
    ("iNCOVACC", "covid-nasal-ad-vector", "not_known"),  # a nasal spray
    ("Vaxchora", "cholera-cvd103hgr", "live"),
    ("Shingrix", "zoster-recombinant", "not_live"),
    ("Zostavax", "zoster-live", "live"),
]
# One list per language that ships or is being translated. Words of judgement Tend never says of a vaccine in its own
# voice. Spanish "no estoy segura" is said of a person who is not sure.
JUDGING = {
    "en": re.compile(r"\b(un)?safe(r|st|ly|ty)?\b|contra-?indicat|\bharmless (vaccine|dose)|\bdangerous\b", re.I),
    "es": re.compile(r"\b(?<!estoy )(in)?segur[oa]s?\b|\bseguridad\b|contra-?indica|\binocu[oa]|\bpeligros", re.I),
    "ar": re.compile(r"آمن|أمان|مأمون|موانع الاستعمال|مانع استعمال|مضادات? استطباب|خطير"),
}
JUDGED = {
    "en": ("This vaccine is unsafe.", "Contra-indicated.", "It is the safest."),
    "es": ("Esta vacuna es segura.", "Es insegura.", "Está contraindicada.", "Una vacuna inocua."),
    "ar": ("هذا اللقاح آمن", "اللقاح غير آمن", "من موانع الاستعمال"),
}
# Sources' titles and notes, and what the care team said, are quoted: they say what they say.
QUOTED = re.compile(r"<(cite|q|blockquote)\b.*?</\1>", re.DOTALL)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def badge_of(html: str) -> str:
    return re.search(r'data-testid="answer".*?data-testid="badge-([a-z-]+)"', html, re.S)[1]


@pytest.mark.one_server
def test_the_pages_call_live_what_the_typed_list_calls_live(family, ana):
    said = {
        product.slug
        for product in vaccines.all_products()
        if badge_of(ana.get(url("product", family, product=product.slug)).content.decode()) == "live"
    }
    assert said == set(LIVE_SLUGS)


def test_the_api_calls_live_what_the_typed_list_calls_live(ana):
    rows = ana.get(reverse("api:vaccine-list")).json()
    assert len(rows) == 179
    assert {row["slug"] for row in rows if row["live"] == "live"} == set(LIVE_SLUGS)
    assert {row["slug"] for row in rows if row["flag"] == "live_ask"} == set(LIVE_SLUGS)


def test_the_api_calls_live_the_codes_of_the_typed_list(ana):
    live = set()
    for code in cvx.all_codes():
        first = ana.get(reverse("api:vaccine-list"), {"cvx": code.cvx}).json()[0]
        if first["live"] == "live":
            live.add(code.cvx)
        if not code.slug and not code.candidates:
            assert first["slug"] is None
            assert first["flag"] in {"unknown_ask", "not_applicable"}
    assert live == set(LIVE_CVX)


@pytest.mark.parametrize(("typed", "slug", "live"), GUESSED_WRONGLY)
def test_never_guessed_by_words_or_route(ana, typed, slug, live):
    row = ana.get(reverse("api:vaccine-list"), {"q": typed}).json()[0]
    assert (row["slug"], row["live"]) == (slug, live)


def test_an_answer_of_the_api_has_all_its_parts(ana):
    row = ana.get(reverse("api:vaccine-list"), {"cvx": " 3 "}).json()[0]
    assert row == {
        "slug": "mmr",
        "name": "Measles-mumps-rubella (MMR)",
        "brands": ["M-M-R II", "Priorix"],
        "cvx": ["03"],
        "diseases": ["measles", "mumps", "rubella"],
        "live": "live",
        "replicating": "yes",
        "flag": "live_ask",
        "clarifying_question": "Was it MMR, or MMR plus chickenpox (MMRV), or measles-rubella only?",
        "sources": ["ATC", "CVX", "IDSA"],
        "verified": True,
    }


@pytest.mark.parametrize("slug", LIVE_SLUGS)
def test_a_live_row_turned_into_not_live_is_noticed(slug):
    """The mutation: a row changed so carefully that the files still agree with each other is caught by the list."""
    changed = replace(vaccines.get(slug), live="inactivated", replicating="no", flag=vaccines.Flag.NONE)
    rows = [changed if product.slug == slug else product for product in vaccines.all_products()]
    assert list(validate.product_problems(rows, cvx.by_code(), sources.by_id())) == []
    assert answer(changed).badge is not Badge.LIVE
    assert {row.slug for row in rows if answer(row).badge is Badge.LIVE} == set(LIVE_SLUGS) - {slug}


# --- words ------------------------------------------------------------------------------------------------------------


def own_words(html: str) -> str:
    """Without quoted directives, sourced notes and the titles of sources, which say what they say."""
    return re.sub(r"<[^>]+>", " ", QUOTED.sub(" ", html))


def test_every_shipped_language_has_its_list():
    assert {code for code, _name in settings.LANGUAGES} <= set(JUDGING)


@pytest.mark.parametrize(("language", "sentence"), [(code, one) for code, said in JUDGED.items() for one in said])
def test_the_measure_sees_a_judgement_and_spares_a_quote(language, sentence):
    assert JUDGING[language].search(own_words(f"<p>{sentence}</p>"))
    assert not JUDGING[language].search(own_words(f"<q>{sentence}</q><cite>{sentence}</cite>"))


def test_the_measure_spares_who_is_not_sure():
    assert not JUDGING["es"].search("No estoy segura")


def judgements(language: str, html: str) -> list[str]:
    """Judging words of Tend's own on a page. What is not translated yet is English."""
    # What the family typed stands in the edit form as it is.
    words = own_words(re.sub(r"<textarea.*?</textarea>", " ", html, flags=re.S))
    return [found[0] for code in {language, "en"} for found in JUDGING[code].finditer(words)]


# The pages are the same on any server, whatever language they speak.
@pytest.mark.one_server
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_page_of_this_room_judges(family, clinician, language):
    family.guardian.language = language
    family.guardian.save()
    ana = family.client("guardian")
    common = {"patient": family.mia, "by": family.guardian, "at": MORNING}
    made = {
        outcome: actions.record_decision(product="mmr", outcome=outcome, **common).entry
        for outcome in (
            *("given", "planned", "asked", "deferred", "declined", "medical_reason", "had_already", "immune"),
            "unknown",
        )
    }
    actions.record_decision(product_text="Card 7", outcome="given", dated=parse("2020"), **common)
    directives = [
        actions.add_directive(
            says=says, told_by="Dr Lind", given_on=MORNING.date(), words="It is safe and not contraindicated.", **common
        ).entry
        for says in ("allow", "ask", "do_not_give")
    ]
    shots = [
        actions.record_household_vaccine(member="Noa", product=slug, outcome="given", **common).entry
        for slug in ("opv-unspecified", "varicella", "bcg", "smallpox-acam2000", "laiv-unspecified", "mmr", "ipv")
    ]
    facts = [
        actions.add_fact(values={"kind": kind}, **common)
        for kind in ("hsct", "immunosuppressant", "steroids", "biologic", "igg", "cd4", "pregnancy", "other")
    ]
    pages = [url(name, family) for name in ("list", "decisions", "directives", "home", "facts", "card")]
    pages += [url(name, family) for name in ("add", "directive-add", "home-add", "add-fact")]
    pages += [url("list", family) + f"?q={typed}" for typed in ("typhoid", "zzzz", "998", "shingles", "flu")]
    pages += [url("product", family, product=product.slug) for product in vaccines.all_products()]
    for entry in made.values():
        pages += [url(name, family, decision=entry.pk) for name in ("detail", "edit", "tell")]
    pages += [url(name, family, directive=entry.pk) for entry in directives for name in ("directive", "directive-edit")]
    pages += [url(name, family, shot=entry.pk) for entry in shots for name in ("home-detail", "home-edit")]
    pages += [url("edit-fact", family, fact=fact.pk) for fact in facts]
    judged = [f"{page}: {word}" for page in pages for word in judgements(language, ana.get(page).content.decode())]
    before = list(door._consents)
    door.offer_consents(lambda user, patient, now: consent_of(clinician, family))
    try:
        for entry in directives:
            html = client_for(clinician).get(url("directive-sign", family, directive=entry.pk)).content.decode()
            assert "It is" in html
            judged += judgements(language, html)
    finally:
        door._consents[:] = before
    assert judged == []


def consent_of(clinician, family) -> door.Grant:
    day = MORNING.date()
    return door.Grant(
        patient_id=family.mia.pk,
        sections=frozenset({"vaccines"}),
        first_day=day,
        last_day=day,
        expires_at=MORNING.replace(day=20),
        clinician_id=clinician.pk,
    )
