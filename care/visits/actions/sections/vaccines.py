"""Vaccines: the patient's own, what the care team said, and live ones at home, which are never the patient's."""

from typing import Any

from care.household.access import Access
from care.household.models import Patient
from care.vaccines import reads
from care.visits import rules
from care.visits.rules import Period


def vaccines(access: Access, patient: Patient, period: Period) -> dict[str, Any]:
    found = reads.for_summary(access, patient, period.first, period.last)
    recorded = len(found.given) + len(found.decided)
    return {
        "live_given": [_vaccine(line) for line in found.live_given],
        "live_planned": [_vaccine(line) for line in found.live_planned],
        "other_given": [_vaccine(line) for line in found.given if not line.treated_as_live],
        "decided": [_vaccine(line) for line in found.decided if not _is_open(line, found.open_questions)],
        "open_questions": [_vaccine(line) for line in found.open_questions],
        # One whose day is over is shown too: "do not give" never turns into a yes by itself.
        "directives": [_directive(line) for line in reads.directives(access, patient)],
        "at_home": [_at_home(line) for line in reads.home_for_summary(access, patient, period.first, period.last)],
        "recorded": recorded,
        "none_live": None if found.live_given else rules.absence(recorded).value,
    }


def _is_open(line: reads.DecisionLine, open_lines: list[reads.DecisionLine]) -> bool:
    return any(line.entry_id == other.entry_id for other in open_lines)


def _vaccine(line: reads.DecisionLine) -> dict[str, Any]:
    return {
        "title": line.title,
        "badge": line.kind,
        "badge_words": line.badge_words,
        "live": line.treated_as_live,
        "outcome": line.outcome,
        "outcome_words": line.outcome_words,
        "date": line.date,
        "reason": line.reason,
    }


def _directive(line: reads.DirectiveLine) -> dict[str, Any]:
    return {
        "about": line.about,
        "says": line.says,
        "says_words": line.says_words,
        "told": line.told,
        "quote": line.quote,
        "ends": line.ends,
        "over": line.is_over,
        "signed": line.signed,
    }


def _at_home(line: reads.HomeLine) -> dict[str, Any]:
    return {"member": line.member, "title": line.title, "badge_words": line.badge_words, "date": line.date}
