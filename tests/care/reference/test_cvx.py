import pytest

from care.reference import cvx
from care.reference.vaccines import Flag


@pytest.mark.parametrize("written", ["3", "03", " 03 ", "003", "CVX 3", "cvx:03", "CVX03"])
def test_every_way_to_write_mmr(written):
    assert cvx.find(written).cvx == "03"
    assert cvx.find(written).slug == "mmr"


@pytest.mark.parametrize("written", ["", "abc", "prevnar 13", "1234", "3.0", "-3", "0", "000"])
def test_what_is_no_known_code(written):
    assert cvx.find(written) is None


def test_code_is_text_with_its_zero():
    assert cvx.by_code()["03"].cvx == "03"
    assert "3" not in cvx.by_code()


@pytest.mark.parametrize(
    ("code", "slug", "flag"),
    [
        ("998", "", Flag.NOT_APPLICABLE),
        ("999", "", Flag.UNKNOWN_ASK),
        ("154", "", Flag.UNKNOWN_ASK),
        ("194", "influenza-unspecified", Flag.UNKNOWN_ASK),
        ("503", "covid-cvx503-covivac", Flag.UNKNOWN_ASK),
        ("206", "mpox-mva-bn", Flag.NONE),
    ],
)
def test_codes_that_need_care(code, slug, flag):
    found = cvx.find(code)
    assert (found.slug, found.flag) == (slug, flag)


def test_cdc_words_are_not_the_answer():
    assert cvx.find("206").text_says_live
    assert cvx.find("206").flag is Flag.NONE
    assert not cvx.find("03").text_says_live
    assert cvx.find("03").flag is Flag.LIVE_ASK
