"""The demo family of a first run, and how to sign in as its parent."""

from collections.abc import Callable
from importlib import import_module

from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands


def load_on_first_run(say: Callable[[str], None]) -> bool:
    """Loads the demo family into a database without any user. Returns whether it did."""
    if "seed_demo" not in get_commands() or get_user_model().objects.exists():
        return False
    say("Loading the demo family ...")
    call_command("seed_demo", verbosity=0)
    return True


def sign_in_lines(new: bool) -> list[str]:
    """How to sign in as the demo family's parent; nothing when the demo family is not here (any more)."""
    if "seed_demo" not in get_commands():
        return []
    seed = import_module("tracker.management.commands.seed_demo")
    email, password = getattr(seed, "DEMO_EMAIL", ""), getattr(seed, "DEMO_PASSWORD", "")
    person = get_user_model().objects.filter(email=email).first() if email else None
    if person is None or not (new or person.check_password(password)):
        return []
    return [f"Sign in as the demo family: {email}, password {password}"]
