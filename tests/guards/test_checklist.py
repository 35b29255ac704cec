"""The map from the acceptance list to the tests is true: each test exists, each number has one or is owned up to."""

import ast
from pathlib import Path

from tests.browser.checklist import CHECKS, PENDING

TESTS = Path(__file__).parents[1]


def names_in(path: Path) -> set[str]:
    """The functions of a test file, and the methods of its classes."""
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_named_test_exists():
    lost = []
    for number, tests in CHECKS.items():
        for test in tests:
            file, _, name = test.partition("::")
            path = TESTS / file
            if not name.startswith("test_") or not path.exists() or name not in names_in(path):
                lost.append(f"{number}: {test}")
    assert lost == []


def test_every_check_is_held_or_owned_up_to():
    print("Pending:", PENDING)
    assert sorted([*CHECKS, *PENDING]) == list(range(1, 41)), "each of the forty once"
    assert all(CHECKS.values())
    assert all(PENDING.values())


def test_a_lost_test_would_be_seen():
    assert "test_every_named_test_exists" in names_in(Path(__file__))
    assert "test_gone" not in names_in(Path(__file__))
