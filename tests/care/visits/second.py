"""The raw rows that stand, and the figures of a summary worked out of them a second time, day by day.

It has its own idea of a month, and shares no line with the first.
"""

import calendar
import datetime as dt
from collections import defaultdict

from care.infections.models import AntimicrobialCourse, BreathingDay, CareVisit, DaysMissed, Episode, Temperature
from care.medicines.models import Dose
from care.record.models import Entry
from care.results.models import GeneralCheck
from care.skin.models import SkinCheck
from tests.care.visits.generated import wall

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

#: Kinds of the made-up records that say nothing about how the patient was on their day.
SILENT = {"elsewhere", "antimicrobial", "care_visit", "days_missed", "dose"}


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
        self.readings = mine(Temperature)

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
        """On how many days somebody wrote how the patient was: more than a dose, a course, a visit or a missed day."""
        return sum(bool(self.kinds[day] - SILENT) for day in each(first, last))

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
                found.append("not compared")
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

    def answers(self, rows, name, first, last):
        """The days on which each word was said."""
        found = defaultdict(set)
        for row in rows:
            if getattr(row, name) and first <= self.day_of[row.pk] <= last:
                found[getattr(row, f"get_{name}_display")()].add(self.day_of[row.pk])
        return found

    def on(self, rows, first, last, has):
        return {self.day_of[row.pk] for row in rows if first <= self.day_of[row.pk] <= last and has(row)}
