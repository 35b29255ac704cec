"""The import contracts hold, and each of them really fails when it is broken on purpose."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# One deliberate violation per contract: the file it is written into, and the line.
VIOLATIONS = {
    "packages": ("care/skin/actions/checks.py", "from reminders import rules"),
    "floors": ("care/skin/reads/words.py", "from care.vaccines import reads"),
    "doors": ("care/skin/models/words.py", "from care.skin import actions"),
    "household-doors": ("care/household/access.py", "from care.household import reads"),
    "reminders-doors": ("reminders/models/plans.py", "from reminders import actions"),
    "pure-rules": ("care/skin/rules/care.py", "from django.utils import timezone"),
    "pure-fhir": ("care/visits/fhir/skin.py", "from care.visits.reads import documents"),
    "pure-reference": ("care/reference/sources.py", "import django"),
    "celery-doors": ("care/visits/views/visits.py", "import celery"),
    "care-models": ("tracker/context.py", "from care.skin.models import SkinCheck"),
    "reminders-models": ("tracker/context.py", "from reminders.models import Plan"),
}


def contracts() -> set[str]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {row["id"] for row in config["tool"]["importlinter"]["contracts"]}


def lint(folder: Path, *ids: str) -> subprocess.CompletedProcess:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    for contract in ids:
        command += ["--contract", contract]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The three packages and their contracts, to break without harm."""
    folder = tmp_path_factory.mktemp("house")
    for package in ("tracker", "reminders", "care"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_stands():
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


def test_every_contract_has_a_deliberate_violation():
    assert set(VIOLATIONS) == contracts()


@pytest.mark.parametrize("contract", sorted(VIOLATIONS))
def test_a_violation_is_seen(copy, contract):
    name, line = VIOLATIONS[contract]
    path = copy / name
    before = path.read_text()
    path.write_text(f"{before}\n\ndef broken_on_purpose():\n    {line}\n")
    try:
        answer = lint(copy, contract)
    finally:
        path.write_text(before)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "BROKEN" in answer.stdout


def test_a_stray_module_in_care_is_seen(copy):
    stray = copy / "care" / "helpers.py"
    stray.write_text('"""Not a room."""\n')
    try:
        assert lint(copy, "floors").returncode == 1
    finally:
        stray.unlink()
