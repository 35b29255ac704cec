"""How a table's rows belong to a family: the one thing the access door needs to know about a model."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Look-up paths from a model to the family, in Django's double-underscore spelling.

    Every model of ``care`` and ``reminders`` carries one as ``access_scope``; a guard test walks the
    paths and fails on a missing, nullable or wrong one.

    - ``household``: path to ``Household``; "pk" for the household itself. Never nullable.
    - ``patient``: path to ``Patient``, "" for rows that belong to the whole household.
    - ``day``: path to the ``local_day`` of the row; "" hides the row from helpers, who see only today.
    - ``open``: name of a boolean-like look-up (e.g. ``resolved_on__isnull``) that keeps a row in a
      helper's today although it began earlier.
    - ``always``: the rows belong to a helper's today whatever their age (the call plan, allergies): whoever
      is alone with the child must have them.
    - ``author``: path to the person who entered the row; helpers change only their own.
    - ``removed``: path to the time of soft removal; rows with one are left out unless asked for.
    - ``section``: the room a Grant names to open these rows.
    """

    household: str
    patient: str = ""
    day: str = ""
    open: str = ""
    always: bool = False
    author: str = ""
    removed: str = ""
    section: str = "household"


def entry_scope(section: str, *, open: str = "") -> Scope:
    """The scope of a detail table that hangs on ``record.Entry`` by a field named ``entry``."""
    return Scope(
        household="entry__patient__household",
        patient="entry__patient",
        day="entry__local_day",
        author="entry__author",
        removed="entry__removed_at",
        section=section,
        open=open,
    )
