"""The printed figures of courses, hospital, doses, breathing and the table of rare events, worked out a second time.

The second computation is ``second.py``. Hypothesis makes the records: clocks that change, dates known by their month,
courses that overlap, two people who write about one thing, changes, and entries taken back.
"""

import datetime as dt
import statistics
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings

from care.household.models import Household
from care.medicines.models import Medicine
from care.visits import actions
from care.visits.models import Summary
from care.visits.reads.summary import page_of
from tests.care.visits.generated import wall
from tests.care.visits.records import KNOWN_ALIKE, NOBODY_SAID_NO, RECORDS, TODAY, write
from tests.care.visits.second import DAY, ROWS, Second


def check(content, family, zone):
    days = {name: dt.date.fromisoformat(content["period"][name]) for name in ("first", "last")}
    first, last = days["first"], days["last"]
    two = Second(family.mia, last)
    length = (last - first).days + 1
    windows = {
        "now": (first, last),
        "before": (first - length * DAY, first - DAY),
        "year": tuple(dt.date.fromisoformat(content["year"][name]) for name in ("first", "last")),
    }
    # The same day a year earlier is not in it.
    assert windows["year"] == (last.replace(year=last.year - 1) + DAY, last)
    part = content["infections"]

    found = part["antibiotics"]["days"]
    for name, purpose in (("treatment", "treatment"), ("prophylaxis", "prophylaxis"), ("not_said", "")):
        assert found[name] == {key: two.antibiotic_days(purpose, *window) for key, window in windows.items()}
    assert part["care"]["nights"] == {key: two.nights(*window) for key, window in windows.items()}
    for key, (begin, end) in windows.items():
        expected = defaultdict(int)
        for row in two.care:
            if begin <= row.began_on <= end:
                expected[row.level] += 1
        assert part["care"]["counts"][key] == expected

    *rows, every = part["burden"]
    shown = {row["group"]: row for row in rows}
    assert set(shown) <= set(ROWS)
    for group, sites in ROWS.items():
        cells = {key: two.burden(sites, *window) for key, window in windows.items()}
        assert (group in shown) == any(any(cell.values()) for cell in cells.values())
        if group in shown:
            assert {key: shown[group][key] for key in windows} == cells
    for key, (begin, end) in windows.items():
        affirmed = {day for day, kinds in two.kinds.items() if "nothing_new" in kinds and begin <= day <= end}
        assert every[key] == two.burden(None, begin, end) | {"affirmed_days": len(affirmed)}

    lumps = [row for row in two.episodes if row.is_lump and first <= row.onset_on <= last]
    three = [{row.warm, row.red_or_darker, row.painful} for row in lumps]
    sizes = [row.size_mm for row in lumps if row.size_mm]
    assert part["abscesses"] == {
        "count": len(lumps),
        "drained": sum(row.drainage in ("self", "clinic_incision", "surgery") for row in lumps),
        "drainage_answered": sum(row.drainage != "" for row in lumps),
        "quiet": three.count({"no"}),
        "quiet_answered": sum(told <= {"yes", "no"} for told in three),
        "sizes": len(sizes),
        "smallest": min(sizes, default=None),
        "largest": max(sizes, default=None),
    }

    told = {}
    for row in two.missed:
        if first <= row.first_on <= last:
            told.setdefault((row.first_on, row.last_on), []).append(row.school_halves)
    halves = [max(h for h in said if h is not None) for said in told.values() if any(h is not None for h in said)]
    assert part["missed"]["entries"] == len(told)
    assert part["missed"]["school_halves"] == (sum(halves) if halves else None)

    breath = part["breathing"]
    for key, has in {
        "days": lambda row: True,
        "cough": lambda row: row.cough in ("dry", "wet"),
        "cough_answered": lambda row: row.cough in ("none", "dry", "wet"),
        "blood": lambda row: row.blood_in_sputum == "yes",
        "blood_answered": lambda row: row.blood_in_sputum in ("yes", "no"),
        "breathless": lambda row: row.breathless in ("on_exercise", "at_rest"),
    }.items():
        assert breath[key] == len(two.on(two.breaths, first, last, has)), key
    measured = [row.spo2 for row in two.breaths if row.spo2 and first <= two.day_of[row.pk] <= last]
    assert (breath["spo2_times"], breath["spo2_lowest"]) == (len(measured), min(measured, default=None))

    tallies = {row["name"]: row for row in content["medicines"]["doses"]}
    for medicine in Medicine.objects.filter(patient=family.mia):
        counts = two.doses_of(medicine, first, last, zone)
        if counts["due"]:
            assert {name: tallies["Co-trimoxazole"][name] for name in counts} == counts
            assert counts["due"] == sum(count for name, count in counts.items() if name != "due")
        else:
            assert tallies == {}

    asked = {row["question"]: row for row in content["results"]["asked"]}
    for name in ("weight_loss", "night_sweats"):
        yes = two.on(two.general, first, last, lambda row, name=name: getattr(row, name) == "yes")
        said = two.on(two.general, first, last, lambda row, name=name: getattr(row, name) in ("yes", "no"))
        assert (asked[name]["yes"], asked[name]["answered"]) == (len(yes), len(said))

    places = defaultdict(set)
    for row in two.checks:
        for place in row.sites:
            if first <= two.day_of[row.pk] <= last:
                places[place["site"]].add(two.day_of[row.pk])
    assert {row["site"]: row["days"] for row in content["skin"]["places"]} == {k: len(v) for k, v in places.items()}

    worst = defaultdict(dict)
    for row in two.checks:
        day = two.day_of[row.pk]
        if row.worst_itch is not None and first <= day <= last:
            worst[row.itch_rater][day] = max(row.worst_itch, worst[row.itch_rater].get(day, 0))
    for row in content["skin"]["itch"]:
        values = list(worst[row["rater"]].values())
        assert row["n"] == len(values)
        assert row["median"] == (statistics.median(values) if len(values) >= 7 else None)
    return two, windows


def printed(document):
    """Every word of a document, by the key of its line or table."""
    found = {}
    for section in document.sections:
        for part in section.parts:
            if part.form == "line":
                found[part.key] = part.text
            elif part.form == "table":
                found[part.key] = "\n".join(" | ".join(row) for row in part.rows)
    return found


def check_answers(text, days, length):
    """ "5 of 92 days: yellow 3 days, clear 2 days", in whatever order."""
    if not days:
        assert text == "not recorded"
        return
    every, said = text.split(": ")
    assert every == f"{len(set().union(*days.values()))} of {length} days"
    assert set(said.split(", ")) == {f"{words} {len(on)} day{'s' * (len(on) > 1)}" for words, on in days.items()}


def check_printed(document, content, two, windows):
    """The words on the page carry the second computation's figures, each with the days it rests on."""
    said = printed(document)
    first, last = windows["now"]
    length = (last - first).days + 1
    for purpose, words in (("treatment", "to treat"), ("prophylaxis", "to prevent")):
        if content["infections"]["antibiotics"]["courses"][purpose]:
            days = two.antibiotic_days(purpose, first, last)
            assert f"{words} {days} of {length} days" in said["antibiotic-days"]
    if not any(row.purpose in ("treatment", "prophylaxis") for row in two.courses):
        assert "to treat" not in said["antibiotic-days"]
    nights = two.nights(first, last)
    if nights:
        assert f"{nights} night" in said["care"]
    *rows, every = [line.split(" | ")[1:] for line in said["burden"].splitlines()]
    assert every == two.cells(None, windows)
    assert rows == [two.cells(ROWS[row["group"]], windows) for row in content["infections"]["burden"][:-1]]
    began = [row for row in two.episodes if row.is_lump and first <= row.onset_on <= last]
    assert said["lumps"] == (str(len(began)) if began else two.nothing(first, last))
    began = [row for row in two.episodes if first <= row.onset_on <= last]
    if began:
        assert said["infections-started"].startswith(f"{len(began)} infection")
    breaths = two.on(two.breaths, first, last, lambda row: True)
    assert said["breathing"] == (f"{len(breaths)} of {length} days" if breaths else "not recorded")
    sputum = two.answers(two.breaths, "sputum_colour", first, last)
    check_answers(said["sputum"] if breaths else "not recorded", sputum, length)
    check_answers(said["appetite"], two.answers(two.general, "appetite", first, last), length)
    taken = [two.day_of[row.pk] for row in two.readings if first <= two.day_of[row.pk] <= last]
    times = f"taken {len(taken)} time{'s' * (len(taken) > 1)} on {len(set(taken))} of {length} days;"
    assert said["temperature"].startswith(times if taken else "not recorded")
    hints = {section.key: section.hint for section in document.sections}
    assert hints["infections"] == f"observed on {two.known(first, last)} of {length} days"
    assert "genital" not in str(said).lower()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=RECORDS)
@example(made=NOBODY_SAID_NO)
@example(made=KNOWN_ALIKE)
def test_two_computations_agree(family, made):
    with transaction.atomic():
        Household.objects.filter(pk=family.household.pk).update(time_zone=made["zone"])
        family.mia.household.refresh_from_db()
        # The child answers too: their own itch and a carer's are two series.
        family.mia.user = family.second
        family.mia.save()
        at = wall(TODAY, 22, made["zone"], minute=30)
        who = {"patient": family.mia, "by": family.guardian, "at": at, "specialty": made["specialty"]}
        if made["last_visit"] is not None:
            actions.add_visit(on=TODAY - made["last_visit"] * DAY, **who)
        visit = actions.add_visit(on=TODAY + 2 * DAY, **who).visit
        write(family, family.mia, made)
        actions.request_summary(visit=visit, by=None, at=at)
        actions.generate_summary(visit_id=visit.pk, at=at)
        summary = Summary.objects.select_related("visit__patient__household").get(visit=visit)
        two, windows = check(summary.content, family, made["zone"])
        check_printed(page_of(summary, latest=1).document, summary.content, two, windows)
        transaction.set_rollback(True)
    family.mia.user = None
