"""The checks of the data files, each with a file that is wrong in that way."""

from dataclasses import replace

import pytest

from care.reference import cvx, datafile, hies_types, sources, vaccines, validate
from care.reference.vaccines import Flag

CODES = frozenset(cvx.by_code())
SOURCES = frozenset(sources.by_id())


def problems_with(changed, /, **changes):
    products = [replace(p, **changes) if p.slug == changed else p for p in vaccines.all_products()]
    return list(validate.product_problems(products, CODES, SOURCES))


def test_files_are_right():
    assert validate.problems() == []


@pytest.mark.parametrize(
    ("slug", "changes", "words"),
    [
        ("mmr", {"flag": Flag.NONE}, "live row without the live flag"),
        ("mmr", {"live": "inactivated", "flag": Flag.NONE}, "replicating 'yes' does not fit"),
        ("ipv", {"flag": Flag.LIVE_ASK}, "live flag on a row whose class is 'inactivated'"),
        ("mmr", {"sources": ()}, "no source"),
        ("mmr", {"sources": ("NOBODY",)}, "unknown source 'NOBODY'"),
        ("mmr", {"class_source": "MEM"}, "without a source"),
        ("mmr", {"class_basis": "memory"}, "from memory, with a source"),
        ("mmr", {"slug": "mmrv"}, "'mmrv' comes twice"),
        ("mmr", {"ambiguous_with": ("nothing",)}, "unknown 'nothing'"),
        ("mmr", {"cvx": ("3",)}, "unknown CVX '3'"),
        ("mmr", {"live": "alive"}, "unknown class 'alive'"),
        ("mpox-mva-bn", {"live": "live_attenuated", "flag": Flag.LIVE_ASK}, "replicating 'no' does not fit"),
        ("ivig", {"flag": Flag.NONE}, "antibody row without"),
        ("rsv-unspecified", {"clarifying_question": ""}, "no flag and no question"),
    ],
)
def test_wrong_product(slug, changes, words):
    assert any(words in problem for problem in problems_with(slug, **changes))


@pytest.mark.parametrize("slug", [p.slug for p in vaccines.all_products() if p.is_live])
def test_a_live_row_turned_into_not_live_is_noticed(slug):
    assert problems_with(slug, live="inactivated", flag=Flag.NONE)
    assert problems_with(slug, flag=Flag.NONE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "nothing"}, "unknown slug 'nothing'"),
        ({"flag": Flag.NONE}, "differs from 'live_ask' of mmr"),
        ({"cvx": "3"}, "not written as CDC prints it"),
        ({"cvx": "02"}, "'02' comes twice"),
        ({"slug": "", "candidates": ()}, "no catalogue row, yet flag 'live_ask'"),
        ({"source": "NOBODY"}, "unknown source"),
    ],
)
def test_wrong_code(changes, words):
    codes = [replace(code, **changes) if code.cvx == "03" else code for code in cvx.all_codes()]
    assert any(words in p for p in validate.code_problems(codes, vaccines.all_products(), SOURCES))


def test_wrong_type():
    types = [replace(t, verified="V") if t.slug == "erbin" else t for t in hies_types.all_types()]
    assert list(validate.type_problems(types, SOURCES)) == ["hies-types.csv: erbin: said to be read, without a source"]


def test_file_that_cannot_be_read_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(datafile, "DATA_FOLDER", tmp_path)
    (tmp_path / "a.csv").write_text("one,two\n1,2,3\n")
    with pytest.raises(datafile.DataFileError, match="wrong number of columns"):
        datafile.rows("a.csv", ("one", "two"))
    with pytest.raises(datafile.DataFileError, match="header is"):
        datafile.rows("a.csv", ("one",))
    with pytest.raises(datafile.DataFileError, match="file is missing"):
        datafile.rows("b.csv", ("one",))

    def broken():
        raise datafile.DataFileError("sources.csv: file is missing")

    monkeypatch.setattr(sources, "all_sources", broken)
    assert "sources.csv: file is missing" in validate.problems()
