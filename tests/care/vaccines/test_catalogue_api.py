"""The catalogue as a resource: a code is that code and no other, words are searched, and both together must hold."""

import pytest
import time_machine
from django.urls import reverse

from tests.people import MORNING


@pytest.fixture
def ask(family):
    with time_machine.travel(MORNING, tick=False):
        client = family.client("guardian")
        yield lambda **query: [row["slug"] for row in client.get(reverse("api:vaccine-list"), query).json()]


@pytest.mark.parametrize(
    ("code", "slugs"),
    [
        ("03", ["mmr"]),
        ("3", ["mmr"]),
        (" 003 ", ["mmr"]),
        ("20", ["dtap"]),
        ("998", [None]),
        ("abc", []),
        ("measles", []),
        ("13v", []),
        ("9999", []),
        ("-3", []),
        ("٠٣", []),
    ],
)
def test_a_code_is_that_code_alone(ask, code, slugs):
    assert ask(cvx=code) == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"cvx": "03", "q": "polio"}, []),
        ({"cvx": "03", "q": "measles"}, ["mmr"]),
        ({"cvx": "03", "q": "m-m-r ii"}, ["mmr"]),
        ({"cvx": "abc", "q": "measles"}, []),
        ({"cvx": "998", "q": "measles"}, []),
        ({"cvx": "03", "q": " "}, ["mmr"]),
    ],
)
def test_with_both_both_must_hold(ask, query, slugs):
    assert ask(**query) == slugs


@pytest.mark.parametrize("query", [{}, {"cvx": ""}, {"cvx": " ", "q": ""}])
def test_without_a_question_all_rows(ask, query):
    assert len(ask(**query)) == 179


def test_words_alone_are_searched(ask):
    assert ask(cvx="", q="yelow fever")[0] == "yellow-fever-unspecified"
