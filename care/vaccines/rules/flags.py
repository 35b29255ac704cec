"""What a vaccine tells the red-flag rules (RF-22 and RF-23)."""

from __future__ import annotations

import datetime as dt

from care.plan.rules.facts import YES, Facts
from care.record.dates import PartialDate
from care.reference import vaccines
from care.vaccines.rules.answers import Badge, answer
from care.vaccines.rules.decisions import LiveGiven, live_given
from care.vaccines.rules.directives import Says
from care.vaccines.rules.household import Contact, contact, is_oral_polio, is_vaccinia


def of_decision(badge: Badge, outcome: str, given: PartialDate | None, today: dt.date, says: Says | None) -> Facts:
    """Facts of a decision: a dose treated as live that was given without the care team's OK; none for anything else.

    ``says`` is the care team's word on the day of the dose. A dose of long ago is told with its age.
    """
    if live_given(badge, outcome, given, today) is LiveGiven.NOTHING or says is Says.ALLOW:
        return Facts()
    if given is None:
        return Facts(live_vaccine_given=YES)
    days = _days(given, today)
    return Facts(live_vaccine_given=YES, days_since_live_vaccine=days, hours_since=days * 24)


def of_household(product: str, outcome: str, touched: str, given: PartialDate | None, today: dt.date) -> Facts:
    """Facts of a dose somebody at home got; none when it was not given or asks nothing (``live_given``).

    ``touched`` is the answer to whether the patient is near their nappies or rash.
    """
    row = vaccines.by_slug().get(product)
    if row is None or live_given(answer(row).badge, outcome, given, today) is LiveGiven.NOTHING:
        return Facts()
    return Facts(
        household_opv=YES if is_oral_polio(product) else "",
        household_acam2000=YES if is_vaccinia(product) else "",
        household_shedding_contact=YES if contact(product) is Contact.SHEDDING and touched == YES else "",
        hours_since=_days(given, today) * 24 if given is not None else None,
    )


def _days(given: PartialDate, today: dt.date) -> int:
    """Days since its latest possible day."""
    return (today - min(given.latest, today)).days
