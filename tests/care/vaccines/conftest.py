import pytest


@pytest.fixture
def ana(family):
    """The guardian's browser."""
    return family.client("guardian")
