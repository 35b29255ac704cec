"""Wrong reference data stops the program before it serves a family."""

from django.core.checks import run_checks

from care.reference import validate


def errors():
    return [problem.msg for problem in run_checks() if problem.id == "tend.E010"]


def test_the_check_is_quiet_when_all_is_well():
    assert errors() == []


def test_the_check_names_what_is_wrong(monkeypatch):
    monkeypatch.setattr(validate, "problems", lambda: ["vaccines.csv: mmr: live row without the live flag"])
    assert errors() == ["vaccines.csv: mmr: live row without the live flag"]
