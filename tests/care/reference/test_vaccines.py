"""The catalogue as data. The live list is typed here by hand: a changed row must break a test."""

import pytest

from care.reference import cvx, vaccines
from care.reference.vaccines import Flag

#: Typed apart from the data files on purpose.
LIVE_SLUGS = [
    "mmr",
    "mmrv",
    "measles",
    "measles-rubella",
    "mumps",
    "rubella",
    "rubella-mumps",
    "measles-mumps",
    "varicella",
    "zoster-live",
    "rotavirus-rv1",
    "rotavirus-rv5",
    "rotavirus-rotavac",
    "rotavirus-rotasiil",
    "rotavirus-llr",
    "rotavirus-rotavin",
    "rotavirus-tetravalent",
    "rotavirus-unspecified",
    "laiv-trivalent",
    "laiv-quadrivalent",
    "laiv-unspecified",
    "laiv-h1n1-2009",
    "laiv-pandemic-h5",
    "opv-trivalent",
    "opv-bivalent",
    "opv-monovalent",
    "opv-nopv2",
    "opv-unspecified",
    "bcg",
    "bcg-intravesical",
    "yellow-fever",
    "yellow-fever-stamaril",
    "yellow-fever-unspecified",
    "typhoid-oral-ty21a",
    "cholera-cvd103hgr",
    "je-live-sa14-14-2",
    "je-chimeric",
    "dengue-cyd-tdv",
    "dengue-tak003",
    "dengue-butantan",
    "dengue-unspecified",
    "chikungunya-live",
    "hepatitis-a-live",
    "ebola-rvsv-zebov",
    "ebola-gamevac",
    "smallpox-acam2000",
    "smallpox-first-gen",
    "smallpox-diluted",
    "smallpox-lc16m8",
    "smallpox-orthopoxvac",
    "adenovirus-4-7",
    "adenovirus-4",
    "adenovirus-7",
    "adenovirus-unspecified",
    "plague-live-ev76",
    "tularemia-live",
    "anthrax-live-sti",
    "brucella-live",
    "q-fever-live-m44",
    "typhus-live-e",
    "vee-live-tc83",
    "junin-candid1",
    "covid-nasal-live-flu-vector",
]

#: Typed apart from the data files on purpose.
# fmt: off
LIVE_CVX = [
    "02", "03", "04", "05", "06", "07", "19", "21", "25", "37", "38", "54", "55", "56",
    "63", "74", "75", "78", "80", "82", "94", "105", "111", "116", "119", "121", "122", "125",
    "143", "149", "151", "169", "174", "178", "179", "182", "183", "184", "204", "317", "330", "333",
]
# fmt: on


def test_catalogue_is_complete():
    assert len(vaccines.all_products()) == 179
    assert len(cvx.all_codes()) == 288


def test_live_slugs_are_exactly_the_typed_list():
    flagged = {product.slug for product in vaccines.all_products() if product.flag is Flag.LIVE_ASK}
    assert flagged == set(LIVE_SLUGS)
    assert {product.slug for product in vaccines.all_products() if product.is_live} == set(LIVE_SLUGS)
    assert len(LIVE_SLUGS) == len(set(LIVE_SLUGS)) == 63


def test_live_codes_are_exactly_the_typed_list():
    flagged = {code.cvx for code in cvx.all_codes() if code.flag is Flag.LIVE_ASK}
    assert flagged == set(LIVE_CVX)
    assert len(LIVE_CVX) == len(set(LIVE_CVX)) == 42


@pytest.mark.parametrize(
    ("slug", "flag"),
    [
        ("cholera-wc-rbs", Flag.NONE),  # oral, and not live
        ("cholera-bivwc", Flag.NONE),
        ("chikungunya-live", Flag.LIVE_ASK),
        ("mpox-mva-bn", Flag.NONE),  # a live virus that cannot multiply in people
        ("hepatitis-a", Flag.NONE),  # the brand Healive has "live" in its name
        ("ev71", Flag.NONE),  # and so has Inlive
        ("ipv-sabin", Flag.NONE),  # Sabin strains, killed
        ("covid-nasal-ad-vector", Flag.NONE),  # nasal, and not replicating
        ("tb-skin-test", Flag.NONE),
        ("ppsv23", Flag.SPECIAL_ASK),
        ("influenza-unspecified", Flag.UNKNOWN_ASK),
        ("ivig", Flag.PASSIVE_ANTIBODY),
    ],
)
def test_never_guessed_by_words_or_route(slug, flag):
    assert vaccines.get(slug).flag is flag


def test_unchecked_brands_are_not_among_those_shown():
    shown = {brand for product in vaccines.all_products() for brand in product.brands}
    for brand in ("Trimovax", "Varilrix", "Dukoral", "Healive", "Inlive", "Imovax Polio", "Imojev", "Qdenga"):
        assert brand not in shown, brand
    for brand in ("M-M-R II", "Priorix", "Varivax", "JYNNEOS", "Ixchiq"):
        assert brand in shown, brand


def test_no_clarifying_question_names_a_brand_that_may_not_be_shown():
    shown = {brand for product in vaccines.all_products() for brand in product.brands}
    unchecked = {
        word
        for product in vaccines.all_products()
        for word in product.search_words
        if word[0].isupper() and len(word) > 4 and word not in shown
    }
    for product in vaccines.all_products():
        for word in unchecked:
            assert word not in product.clarifying_question, (product.slug, word)


def test_common_list_has_the_twenty_in_order():
    assert [row.slug for row in vaccines.common()] == [
        "mmr",
        "mmrv",
        "varicella",
        "rotavirus-unspecified",
        "laiv-unspecified",
        "influenza-inactivated",
        "bcg",
        "opv-unspecified",
        "ipv",
        "yellow-fever-unspecified",
        "hexavalent",
        "hepatitis-b",
        "pcv",
        "ppsv23",
        "menacwy-conjugate",
        "hpv",
        "covid-mrna",
        "typhoid-unspecified",
        "zoster-unspecified",
        "rsv-unspecified",
    ]


def test_rows_cannot_be_changed():
    with pytest.raises(AttributeError):
        vaccines.get("mmr").flag = Flag.NONE
    with pytest.raises(TypeError):
        vaccines.by_slug()["mmr"] = None
