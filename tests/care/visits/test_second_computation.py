"""The printed figures of courses, hospital, doses, breathing and the table of rare events, worked out a second time.

The second computation walks day by day over the raw rows, with its own idea of a month; it shares no line with the
first. Hypothesis makes the records: clocks that change, dates known by their month, courses that overlap, two people
who write about one thing, changes, and entries taken back.
"""

import calendar
import datetime as dt
import statistics
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings

from care.household.models import Household
from care.infections.models import AntimicrobialCourse, BreathingDay, CareVisit, DaysMissed, Episode
from care.medicines.models import Dose, Medicine
from care.record.models import Entry
from care.results.models import GeneralCheck
from care.skin.models import SkinCheck
from care.visits import actions
from care.visits.models import Summary
from care.visits.reads.summary import page_of
from tests.care.visits.generated import wall
from tests.care.visits.records import KNOWN_ALIKE, NOBODY_SAID_NO, RECORDS, TODAY, write

DAY = dt.timedelta(days=1)
ROWS = {
    "deep": {"blood", "brain_spine", "bone_joint"},
    "skin": {"skin"},
    "lung": {"lung"},
    "ear_sinus": {"ear", "sinus", "throat"},
    "mouth_nail": {"mouth", "nail"},
    "gut": {"gut"},
    "other": {"eye", "lymph_node", "urine", "other", "unknown"},
}


def each(first, last):
    return [first + n * DAY for n in range(max((last - first).days + 1, 0))]


def first_sure(day, precision):
    """The last day a beginning can mean."""
    if precision == "year":
        return dt.date(day.year, 12, 31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def last_sure(day, precision):
    """The first day an end can mean."""
    if precision == "year":
        return dt.date(day.year, 1, 1)
    return day.replace(day=1) if precision == "month" else day


class Second:
    """The raw rows that stand, and figures of them."""

    def __init__(self, patient, until):
        stands = {e.pk: e for e in Entry.objects.filter(patient=patient) if e.removed_at is None}
        self.until = until

        def mine(model):
            return [row for row in model.objects.all() if row.pk in stands]

        self.day_of = {pk: entry.local_day for pk, entry in stands.items()}
        self.kinds = defaultdict(set)
        for entry in stands.values():
            self.kinds[entry.local_day].add(entry.kind)
        self.episodes = [row for row in mine(Episode) if row.verification != "refuted" and row.onset_on <= until]
        self.courses, self.care = mine(AntimicrobialCourse), mine(CareVisit)
        self.missed, self.breaths = mine(DaysMissed), mine(BreathingDay)
        self.doses, self.checks, self.general = mine(Dose), mine(SkinCheck), mine(GeneralCheck)

    def antibiotic_days(self, purpose, first, last):
        found = set()
        for row in self.courses:
            if row.purpose != purpose or row.started_on is None:
                continue
            end = row.stopped_on and last_sure(row.stopped_on, row.stopped_precision)
            if end is None:
                end = row.planned_end_on and last_sure(row.planned_end_on, row.planned_end_precision)
            days = each(first_sure(row.started_on, row.started_precision), end or self.until)
            found |= {day for day in days if first <= day <= last}
        return len(found)

    @staticmethod
    def nights_of(row):
        if row.began_on is None or row.ended_on is None:
            return set()
        begin = first_sure(row.began_on, row.began_precision)
        return set(each(begin, last_sure(row.ended_on, row.ended_precision) - DAY))

    def nights(self, first, last, episodes=None):
        keys = None if episodes is None else {row.pk for row in episodes}
        rows = [row for row in self.care if keys is None or row.episode_id in keys]
        return len({night for row in rows for night in self.nights_of(row) if first <= night <= last})

    def burden(self, sites, first, last):
        rows = [row for row in self.episodes if sites is None or row.site in sites]
        ill = {day for row in rows for day in each(row.onset_on, row.resolved_on or self.until) if first <= day <= last}
        began = [row for row in rows if first <= row.onset_on <= last]
        return {"episodes": len(began), "days": len(ill), "nights": self.nights(first, last, rows)}

    def known(self, first, last):
        """On how many days somebody wrote more than that the patient was elsewhere."""
        return sum(bool(self.kinds[day] - {"elsewhere"}) for day in each(first, last))

    def nothing(self, first, last):
        """What nothing means: only "nothing new" on at least one day is a no."""
        affirmed = any("nothing_new" in self.kinds[day] for day in each(first, last))
        return "none recorded" if affirmed else "not recorded"

    def cells(self, sites, windows):
        """A row of the table as it is printed: this period, the one before, twelve months."""
        found = []
        halves = [2 * self.known(*windows[key]) >= len(each(*windows[key])) for key in ("now", "before")]
        for key, window in windows.items():
            cell = self.burden(sites, *window)
            if key == "before" and not all(halves):
                found.append("not comparable")
            elif any(cell.values()):
                found.append(f"{cell['episodes']} / {cell['days']} / {cell['nights']}")
            else:
                found.append(self.nothing(*window))
        return found

    def doses_of(self, medicine, first, last, zone):
        counts = {"due": 0, "given": 0, "not_given": 0, "other": 0, "unrecorded": 0}
        for day in each(first, last):
            told = [row.outcome for row in self.doses if row.medicine_id == medicine.pk and row.due_on == day]
            if not told and wall(day, 8, zone) < medicine.begins_at:
                continue
            counts["due"] += 1
            if not told:
                counts["unrecorded"] += 1
            elif "given" in told or "given_late" in told:
                counts["given"] += 1
            elif {"missed", "refused", "out_of_stock"} & set(told):
                counts["not_given"] += 1
            else:
                counts["other"] += 1
        return counts

    def on(self, rows, first, last, has):
        return {self.day_of[row.pk] for row in rows if first <= self.day_of[row.pk] <= last and has(row)}


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
