"""How much of a list fits on Today without asking more rooms than a page may."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from care.today.rules.lists import of_few_kinds

ROWS = st.lists(st.sampled_from("abcxy").map(lambda kind: SimpleNamespace(kind=kind)), max_size=20)


@given(ROWS, st.integers(0, 8), st.integers(0, 4))
def test_it_is_the_beginning_of_the_list_and_asks_few_rooms(rows, most, kinds):
    found = of_few_kinds(rows, most=most, kinds=kinds, free="xy")
    assert found == rows[: len(found)]
    assert len(found) <= most
    assert len({row.kind for row in found} - {"x", "y"}) <= kinds
    if len(found) < min(most, len(rows)):
        following = {row.kind for row in rows[: len(found) + 1]} - {"x", "y"}
        assert len(following) > kinds, "nothing is left out without need"
