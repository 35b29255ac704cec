"""The demo family of a first run, and how to sign in as its parent."""

import io
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command

from tracker.demo.cast import GUARDIAN, PASSWORD


def load_on_first_run(say: Callable[[str], None]) -> bool:
    """Loads the demo family into a database without any user. Returns whether it did."""
    if get_user_model().objects.exists():
        return False
    say("Loading the demo family ...")
    call_command("seed_demo", verbosity=0, stdout=io.StringIO())
    return True


def sign_in_lines(new: bool) -> list[str]:
    """How to sign in as the demo family's parent; nothing when it is gone or its password was changed."""
    person = get_user_model().objects.filter(email=GUARDIAN).first()
    if person is None or not (new or person.check_password(PASSWORD)):
        return []
    return [f"Sign in as the demo family: {GUARDIAN}, password {PASSWORD}"]
