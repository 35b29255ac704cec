"""An evening on which phones send what they kept."""

import pytest
import time_machine

from tests.people import EVENING


@pytest.fixture
def night():
    """Thursday 21:04 in Berlin."""
    with time_machine.travel(EVENING, tick=False):
        yield EVENING
