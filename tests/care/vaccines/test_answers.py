"""What Tend answers, as tables typed apart from the data files."""

import dataclasses
import re

import pytest

from care.reference import cvx, vaccines
from care.vaccines.rules import Badge, answer, answer_for_code, answers, common_answers


def the_answer(slug):
    return answer(vaccines.get(slug))


@pytest.mark.parametrize(
    ("slug", "badge"),
    [
        # The twenty commonest.
        ("mmr", Badge.LIVE),
        ("mmrv", Badge.LIVE),
        ("varicella", Badge.LIVE),
        ("rotavirus-unspecified", Badge.LIVE),
        ("laiv-unspecified", Badge.LIVE),
        ("influenza-inactivated", Badge.NOT_LIVE),
        ("bcg", Badge.LIVE),
        ("opv-unspecified", Badge.LIVE),
        ("ipv", Badge.NOT_LIVE),
        ("yellow-fever-unspecified", Badge.LIVE),
        ("hexavalent", Badge.NOT_LIVE),
        ("dtap", Badge.NOT_LIVE),
        ("hepatitis-b", Badge.NOT_LIVE),
        ("pcv", Badge.NOT_LIVE),
        ("ppsv23", Badge.NOT_LIVE),
        ("menacwy-conjugate", Badge.NOT_LIVE),
        ("hpv", Badge.NOT_LIVE),
        ("covid-mrna", Badge.NOT_LIVE),
        ("typhoid-unspecified", Badge.DEPENDS),
        ("zoster-unspecified", Badge.DEPENDS),
        ("rsv-unspecified", Badge.NOT_LIVE),
        # Never by words or route.
        ("cholera-wc-rbs", Badge.NOT_LIVE),
        ("cholera-cvd103hgr", Badge.LIVE),
        ("chikungunya-live", Badge.LIVE),
        ("chikungunya-vlp", Badge.NOT_LIVE),
        ("mpox-mva-bn", Badge.NOT_LIVE),
        ("smallpox-acam2000", Badge.LIVE),
        ("smallpox-lc16m8", Badge.LIVE),
        ("smallpox-mpox-unspecified", Badge.DEPENDS),
        ("hepatitis-a", Badge.NOT_LIVE),
        ("hepatitis-a-live", Badge.LIVE),
        ("zoster-live", Badge.LIVE),
        ("zoster-recombinant", Badge.NOT_LIVE),
        ("typhoid-oral-ty21a", Badge.LIVE),
        ("typhoid-vi-polysaccharide", Badge.NOT_LIVE),
        ("ebola-rvsv-zebov", Badge.LIVE),
        ("covid-cvx503-covivac", Badge.DEPENDS),
        ("bcg-intravesical", Badge.LIVE),
        ("tb-skin-test", Badge.NOT_A_VACCINE),
        ("tb-unspecified", Badge.DEPENDS),
        ("ivig", Badge.ANTIBODY),
        ("scig-imig", Badge.ANTIBODY),
        ("rsv-nirsevimab", Badge.ANTIBODY),
        # Class from memory: a live one keeps LIVE, another is asked about.
        ("dengue-tak003", Badge.LIVE),
        ("plague-live-ev76", Badge.LIVE),
        ("ipv-sabin", Badge.NOT_KNOWN),
        ("ev71", Badge.NOT_KNOWN),
        ("malaria-r21", Badge.NOT_KNOWN),
        ("covid-nasal-ad-vector", Badge.NOT_KNOWN),
    ],
)
def test_badge(slug, badge):
    assert the_answer(slug).badge is badge


def test_every_row_has_an_answer_with_words_and_a_reason():
    for product in vaccines.all_products():
        found = answer(product)
        assert found.words, product.slug
        assert found.why, product.slug
        assert found.is_checked is bool(found.sources), product.slug


def test_sources_are_real_ones_and_the_class_comes_first():
    for product in vaccines.all_products():
        found = answer(product)
        assert "MEM" not in {source.id for source in found.sources}
        assert all(source.date for source in found.sources)
        if product.is_checked and product.class_source != "MEM":
            assert found.source.id == product.class_source, product.slug


def test_unchecked_not_live_says_so():
    found = the_answer("ev71")
    assert found.why == "Listed as not live; not yet checked, ask."
    assert found.sources == ()


def test_unchecked_live_stays_live_and_says_so():
    found = the_answer("rotavirus-rotavac")
    assert found.badge is Badge.LIVE
    assert found.why == answers.WHY_LIVE_UNCHECKED
    assert found.sources == ()


def test_live_says_ask_before_this_dose():
    for product in vaccines.all_products():
        found = answer(product)
        if found.badge is Badge.LIVE:
            assert found.do == "Ask your immunology team before this dose.", product.slug


def test_inactivated_vaccines_are_not_discouraged():
    for slug in ("influenza-inactivated", "ipv", "hexavalent", "pcv", "covid-mrna", "hpv", "cholera-wc-rbs"):
        assert the_answer(slug).do == ""


def test_ppsv23_has_its_own_flag():
    found = the_answer("ppsv23")
    assert (found.badge, found.do) == (Badge.NOT_LIVE, answers.ASK_BEFORE_DOSE)
    assert "skin reactions" in found.why
    assert "TSIL21" in {source.id for source in found.sources}
    assert "Pneumovax 23" in the_answer("pneumococcal-unspecified").why


def test_named_live_but_cannot_multiply():
    found = the_answer("mpox-mva-bn")
    assert "cannot multiply" in found.why
    assert found.source.id == "WHO-MVABN"
    assert not found.treated_as_live


def test_depends_is_treated_as_live_and_asks():
    found = the_answer("zoster-unspecified")
    assert found.treated_as_live
    assert found.question == "Shingles: Zostavax (live) or Shingrix (not live)?"
    assert found.others == ("zoster-live", "zoster-recombinant")


@pytest.mark.parametrize(
    ("code", "slug", "badge"),
    [
        ("03", "mmr", Badge.LIVE),
        ("172", "cholera-wc-rbs", Badge.NOT_LIVE),
        ("317", "chikungunya-live", Badge.LIVE),
        ("206", "mpox-mva-bn", Badge.NOT_LIVE),
        ("88", "influenza-unspecified", Badge.DEPENDS),
        ("194", "influenza-unspecified", Badge.DEPENDS),
        ("999", None, Badge.NOT_KNOWN),
        ("61", None, Badge.NOT_KNOWN),
        ("998", None, Badge.NOT_A_VACCINE),
        ("801", None, Badge.NOT_A_VACCINE),
    ],
)
def test_code(code, slug, badge):
    found = answer_for_code(cvx.find(code))
    assert (found.slug, found.badge) == (slug, badge)


def test_every_code_has_an_answer():
    assert all(answer_for_code(code).why for code in cvx.all_codes())


def test_common_list_is_twenty_answers_each_with_a_dated_source():
    rows = common_answers()
    assert len(rows) == 20
    assert all(found.source and found.source.date for _, found in rows)


def test_own_words_never_judge():
    own = [value for name, value in vars(answers).items() if name.isupper() and isinstance(value, str)]
    for texts in (answers.WHY_LIVE, answers.WHY_NOT_LIVE, answers.BADGE_WORDS):
        own += texts.values()
    own += [product.clarifying_question for product in vaccines.all_products()]
    own += [product.name for product in vaccines.all_products()]
    assert len(own) > 200
    for text in own:
        assert not re.search(r"\b(un)?safe(ly|ty)?\b|contraindicat", text, re.IGNORECASE), text
        assert "!" not in text


def test_an_unknown_class_without_a_question_is_not_known():
    row = next(product for product in vaccines.all_products() if product.flag is vaccines.Flag.UNKNOWN_ASK)
    found = answer(dataclasses.replace(row, clarifying_question=""))
    assert found.badge is Badge.NOT_KNOWN
    assert found.do == answers.ASK
