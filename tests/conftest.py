"""Fixtures every test may ask for."""

import pytest

from tests import people


@pytest.fixture
def family(db) -> people.Family:
    """The household of ``people.make_family``."""
    return people.make_family()


@pytest.fixture
def outsider(db) -> people.Family:
    """Another household, whose guardian must never see ours."""
    return people.make_family("Other ")


@pytest.fixture
def clinician(db):
    """A clinician with an account and no family."""
    return people.person("Dr Okafor")
