"""What a dose tells the red-flag rules (RF-25)."""

from collections.abc import Sequence

from care.medicines.rules.doses import Outcome, in_a_row
from care.plan.rules.facts import YES, Facts

#: How far back doses in a row are looked for: a year holds a dozen doses of what is given every four weeks.
ROW_DAYS = 366


def facts_of_dose(outcome: str, newest_first: Sequence[str]) -> Facts:
    """The facts of one dose of a prophylaxis or of IgG that was not taken (see ``NOT_TAKEN``).

    ``newest_first``: outcomes of its medicine's doses, this one among them.
    """
    return Facts(doses_missed=in_a_row(newest_first), out_of_stock=YES if outcome == Outcome.OUT_OF_STOCK else "")
