"""What was added late or changed afterwards is marked wherever a summary quotes it."""

import datetime as dt

import pytest
import time_machine

from care.infections import actions as infections
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.skin import actions as skin
from tests.care.visits.test_document import made, table
from tests.people import MORNING

D = dt.date
DAY = D(2026, 11, 2)
ON = PartialDate.on(DAY)
EVENING = dt.datetime(2026, 11, 2, 19, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def temperature(who):
    return infections.record_temperature(tenths=395, unit="C", route="ear", local_day=DAY, **who).entry


def course(who):
    values = {"purpose": "treatment", "drug": "Amoxicillin", "started": PartialDate.on(D(2026, 10, 26)), "stopped": ON}
    return infections.add_log(kind="antimicrobial", local_day=DAY, **values, **who).entry


def concern(who):
    return plan.record_concern(text="", local_day=DAY, **who).entry


def exposure(who):
    return precautions.record_exposure(kind="sick_contact", first_on=DAY, last_on=DAY, **who).entry


def score(who):
    values = {"instrument": "scorad", "tenths": 320, "dated": ON, "given_by": "Dr Lind", "local_day": DAY}
    return skin.record_score(**values, **who).entry


def printed(summary, key):
    found = table(summary, key)
    return found.text if found.form == "line" else " | ".join(" ".join(row) for row in found.rows)


CASES = [
    (temperature, "temperature", "2 Nov"),
    (course, "courses", "2 Nov 2026"),
    (concern, "concerns", "2 Nov"),
    (exposure, "exposures", "(2 Nov"),
    (score, "scores", "2 Nov 2026)"),
    (score, "all-scores", "2 Nov 2026)"),
]


@pytest.mark.parametrize(("write", "key", "quoted"), CASES)
def test_what_was_written_the_same_evening_has_no_mark(family, write, key, quoted):
    with time_machine.travel(EVENING, tick=False):
        write({"patient": family.mia, "by": family.guardian, "at": EVENING})
    said = printed(made(family), key)
    assert quoted in said
    assert f"{quoted} L" not in said
    assert f"{quoted} E" not in said


@pytest.mark.parametrize(("write", "key", "quoted"), CASES)
def test_what_came_late_or_was_changed_is_marked(family, write, key, quoted):
    entry = write({"patient": family.mia, "by": family.guardian, "at": MORNING})
    late = made(family)
    assert f"{quoted} L" in printed(late, key)
    assert f"{quoted} L E" not in printed(late, key)
    record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"source": "document"})
    assert f"{quoted} L E" in printed(made(family), key)
