"""Every figure of a summary, worked out a second time from the raw rows, plainly and without the rooms' reads."""

import datetime as dt
import statistics
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from care.household.models import Household
from care.infections.models import Episode, Temperature
from care.precautions.models import Exposure, RoutineCheck
from care.record.models import Entry
from care.skin.models import SkinCheck
from care.vaccines.models import VaccineDecision
from care.visits import actions
from care.visits.models import Summary
from care.visits.reads.summary import page_of
from tests.care.visits.generated import BANDS, generate, wall

D, DAY = dt.date, dt.timedelta(days=1)
VISIT, LAST_VISIT = D(2026, 11, 24), D(2026, 9, 1)
TODAY = D(2026, 11, 22)


def days_between(first, last):
    day = first
    while day <= last:
        yield day
        day += DAY


class SecondOpinion:
    """The same figures, worked out the slow and obvious way."""

    def __init__(self, patient, first, last):
        self.first, self.last = first, last
        self.zone = ZoneInfo(patient.household.time_zone)
        self.kept = [e for e in Entry.objects.filter(patient=patient) if e.removed_at is None]
        self.inside = [e for e in self.kept if first <= e.local_day <= last]
        self.by_day = defaultdict(set)
        for entry in self.inside:
            self.by_day[entry.local_day].add(entry.kind)
        keys = {e.pk for e in self.inside}
        self.skin = [c for c in SkinCheck.objects.select_related("entry") if c.pk in keys]
        self.routines = [c for c in RoutineCheck.objects.select_related("entry") if c.pk in keys]
        self.readings = [t for t in Temperature.objects.select_related("entry") if t.pk in keys]
        self.every_key = {e.pk for e in self.kept}

    @property
    def days(self):
        return len(list(days_between(self.first, self.last)))

    def state(self, day):
        kinds = self.by_day.get(day, set()) - {"vaccine_decision"}
        if kinds - {"same_as_yesterday", "nothing_new", "elsewhere"}:
            return "detailed"
        for kind, state in (("same_as_yesterday", "same"), ("nothing_new", "nothing_new"), ("elsewhere", "elsewhere")):
            if kind in kinds:
                return state
        return "not_recorded"

    def is_late(self, entry):
        end = dt.datetime.combine(entry.local_day + DAY, dt.time(4), tzinfo=self.zone).astimezone(dt.UTC)
        return entry.entered_at - end > dt.timedelta(hours=36)

    def concerns(self):
        """Each day on which something felt off: late when all that says so came late, changed when any was."""
        told = defaultdict(list)
        for entry in self.inside:
            if entry.kind == "concern":
                told[entry.local_day.isoformat()].append(entry)
        return [
            {"on": on, "late": False not in map(self.is_late, rows), "edited": any(row.edited_at for row in rows)}
            for on, rows in sorted(told.items())
        ]

    def coverage(self):
        counts = Counter(self.state(day) for day in days_between(self.first, self.last))
        late, changed = set(), 0
        for entry in self.inside:
            if self.is_late(entry):
                late.add(entry.local_day)
            if entry.edited_at:
                # The family's day begins at 04:00 on the wall.
                written, edited = (
                    (at.astimezone(self.zone).replace(tzinfo=None) - dt.timedelta(hours=4)).date()
                    for at in (entry.entered_at, entry.edited_at)
                )
                changed += edited > written
        names = ("detailed", "same", "nothing_new", "elsewhere", "not_recorded")
        return {
            "days": self.days,
            "observed": counts["detailed"] + counts["same"] + counts["nothing_new"],
            **{name: counts[name] for name in names},
            "late_days": len(late),
            "edited_entries": changed,
            "entries": len(self.inside),
        }

    def itch(self):
        worst = defaultdict(dict)
        for check in self.skin:
            if check.worst_itch is not None:
                days = worst[check.itch_rater]
                days[check.entry.local_day] = max(check.worst_itch, days.get(check.entry.local_day, 0))
        return {rater: [value for _, value in sorted(days.items())] for rater, days in worst.items()}

    def bands(self):
        worst = {}
        for check in self.skin:
            if check.skin_band:
                day = check.entry.local_day
                worst[day] = max(BANDS.index(check.skin_band), worst.get(day, 0))
        return Counter(worst.values())

    def infections(self):
        mine = [e for e in Episode.objects.all() if e.pk in self.every_key]
        real = [e for e in mine if e.verification != "refuted"]
        began = [e for e in real if self.first <= e.onset_on <= self.last]
        carried = [
            e for e in real if e.onset_on < self.first and (e.resolved_on is None or e.resolved_on >= self.first)
        ]
        return began, carried, [e for e in real if e.resolved_on is None and e.onset_on <= self.last]


def check_scale(found, values, possible):
    assert (found["n"], found["possible"]) == (len(values), possible)
    if len(values) < 7:
        assert found["median"] is None
        assert found["values"] == values
    else:
        assert found["median"] == statistics.median(values)
        assert (found["low"], found["high"]) == (min(values), max(values))


def make_summary(family, seed, *, zone="Europe/Berlin", density=0.7):
    Household.objects.filter(pk=family.household.pk).update(time_zone=zone)
    family.household.refresh_from_db()
    family.mia.household.refresh_from_db()
    family.mia.user = family.viewer if seed % 2 else None
    family.mia.save()
    generate(family, family.mia, seed=seed, first=D(2026, 6, 10), last=TODAY, density=density)
    generate(family, family.leo, seed=seed + 100, first=D(2026, 11, 1), last=TODAY)
    at = wall(TODAY, 22, zone, minute=30)
    clinic = {"patient": family.mia, "by": family.guardian, "at": at, "specialty": "pediatrics", "clinic": "City"}
    actions.add_visit(on=LAST_VISIT, **clinic)
    actions.add_visit(on=TODAY - 5 * DAY, **(clinic | {"clinic": "Another clinic"}))
    visit = actions.add_visit(on=VISIT, questions="One?\nTwo?\nThree?\nFour?", **clinic).visit
    actions.request_summary(visit=visit, by=family.guardian, at=at)
    return visit, actions.generate_summary(visit_id=visit.pk, at=at), at


def summary_of(row):
    return Summary.objects.select_related("visit__patient__household").get(pk=row.pk)


@pytest.mark.parametrize(
    ("seed", "zone", "density"),
    [
        (1, "Europe/Berlin", 0.8),
        (2, "America/New_York", 0.35),
        (3, "Pacific/Auckland", 0.6),
        (4, "Europe/Berlin", 0.08),
    ],
)
def test_every_figure_agrees_with_a_second_opinion(family, seed, zone, density):
    _visit, summary, _at = make_summary(family, seed, zone=zone, density=density)
    c = summary.content
    first, last = summary.first_day, summary.last_day
    assert first == LAST_VISIT
    assert last in (TODAY, TODAY - DAY)
    two = SecondOpinion(family.mia, first, last)
    before = SecondOpinion(family.mia, first - two.days * DAY, first - DAY)

    assert c["coverage"] == two.coverage()
    parts = ("observed", "elsewhere", "not_recorded")
    assert sum(c["coverage"][part] for part in parts) == c["coverage"]["days"] == two.days
    assert c["previous"]["observed"] == before.coverage()["observed"]
    assert sum(row["entries"] for row in c["reporters"]) == len(two.inside)

    series, series_before = two.itch(), before.itch()
    assert {row["rater"] for row in c["skin"]["itch"]} == set(series)
    for row in c["skin"]["itch"]:
        check_scale(row, series[row["rater"]], two.days)
        earlier = series_before.get(row["rater"], [])
        both = 2 * row["n"] >= two.days and 2 * len(earlier) >= two.days
        assert row["before"]["comparable"] is both
        assert row["before"]["n"] == len(earlier)
        if both:
            check_scale(row["before"], earlier, two.days)
        else:
            assert "median" not in row["before"]
    assert len(c["skin"]["itch_days"]) == sum(len(values) for values in series.values())
    assert {row["digit"]: row["days"] for row in c["skin"]["bands"] if row["days"]} == dict(two.bands())
    assert c["skin"]["band_days"] == sum(two.bands().values())

    began, carried, still_open = two.infections()
    assert len(c["infections"]["started"]) == len(began)
    assert len(c["infections"]["open_at_start"]) == len(carried)
    assert len(c["infections"]["open_now"]) == len(still_open)
    assert sum(row["count"] for row in c["infections"]["started_by_site"]) == len(began)
    assert c["infections"]["started_before"] == len(before.infections()[0])
    affirmed = {e.local_day for e in two.inside if e.kind == "nothing_new"}
    assert c["infections"]["affirmed_days"] == len(affirmed)
    expected = None if began else ("none_recorded" if affirmed else "not_recorded")
    assert c["infections"]["none"] == expected

    assert c["temperatures"]["times"] == len(two.readings)
    assert c["temperatures"]["days"] == len({t.entry.local_day for t in two.readings})
    if two.readings:
        # In exact ninths of a tenth: 5(F-32) against 9C.
        def heat(t):
            return 5 * (t.tenths - 320) if t.unit == "F" else 9 * t.tenths

        top = max(heat(t) for t in two.readings)
        assert c["temperatures"]["highest"]["words"] in {t.words for t in two.readings if heat(t) == top}

    asked = defaultdict(set)
    different = defaultdict(set)
    for check in two.routines:
        asked[check.entry.local_day].add(check.kept)
        for row in check.exceptions:
            different[row["slug"]].add(check.entry.local_day)
    assert c["routines"]["asked_days"] == len(asked)
    assert c["routines"]["affirmed_days"] == sum("yes" in kept for kept in asked.values())
    assert sorted(row["days"] for row in c["routines"]["exceptions"]) == sorted(len(on) for on in different.values())
    exposures = [e for e in Exposure.objects.all() if e.pk in two.every_key]
    assert len(c["exposures"]) == sum(e.first_on <= last and e.last_on >= first for e in exposures)
    assert c["concerns"] == two.concerns()

    decisions = [d for d in VaccineDecision.objects.select_related("entry") if d.pk in two.every_key]
    # A live dose is of the period when it was given in it, or told only then; every other one is told beside.
    doses = [d for d in decisions if d.product in ("mmr", "varicella") and d.outcome in ("given", "had_already")]
    dated = [d for d in doses if d.outcome == "given"]
    news = [d for d in dated if first <= d.decided_on <= last or first <= d.entry.local_day <= last]
    assert len(c["vaccines"]["live_given"]) == len(news)
    assert len(c["vaccines"]["live_before"]) == len(doses) - len(news)
    answers = [d for d in decisions if d.outcome not in ("asked", "planned")]
    assert c["vaccines"]["recorded"] == len(answers)
    assert c["vaccines"]["none_live"] == (None if doses else "none_recorded" if answers else "not_recorded")
    assert c["questions"] == {"shown": ["One?", "Two?", "Three?"], "more": 1}
    # What was written by hand is only among the notes, which nobody sees unless the family ticks them.
    assert "secret" not in str({name: part for name, part in c.items() if name != "notes"})
    assert "secret" not in str(page_of(summary_of(summary), latest=1))


def test_the_page_prints_the_same_figures(family):
    visit, summary, at = make_summary(family, 7)
    two = SecondOpinion(family.mia, summary.first_day, summary.last_day)
    with time_machine.travel(at, tick=False):
        here = {"patient": family.mia.pk, "visit": visit.pk}
        html = family.client("guardian").get(reverse("visits:summary", kwargs=here)).content.decode()
    words = " ".join(html.split())
    cover = two.coverage()
    assert f'data-testid="observed">{cover["observed"]} of {cover["days"]} days<' in words
    assert f"<dd>{cover['not_recorded']} days</dd>" in words
    for values in two.itch().values():
        assert f"{len(values)} of {two.days} days" in words
        if len(values) >= 7:
            median = statistics.median(values)
            shown = int(median) if median == int(median) else median
            assert f"<td>{shown}/10</td>" in words
            assert f"{min(values)} to {max(values)} of 10" in words
    began = two.infections()[0]
    assert f"{len(began)} infection" in words
    assert "%" not in html.split("<article")[1].split("</article>")[0]


def test_nothing_recorded_is_said_and_never_counted_as_no(family):
    at = wall(TODAY, 9, "Europe/Berlin")
    visit = actions.add_visit(patient=family.mia, by=family.guardian, at=at, on=VISIT, specialty="pediatrics").visit
    actions.request_summary(visit=visit, by=family.guardian, at=at)
    c = actions.generate_summary(visit_id=visit.pk, at=at).content
    assert c["coverage"]["observed"] == 0
    assert c["coverage"]["not_recorded"] == c["coverage"]["days"] == 92
    assert c["infections"]["none"] == c["vaccines"]["none_live"] == c["routines"]["none"] == "not_recorded"
    assert (c["skin"]["itch"], c["temperatures"]["highest"]) == ([], None)
    with time_machine.travel(at, tick=False):
        here = {"patient": family.mia.pk, "visit": visit.pk}
        html = family.client("guardian").get(reverse("visits:summary", kwargs=here)).content.decode()
    article = html.split("<article")[1].split("</article>")[0].lower()
    assert article.count("not recorded") >= 9
    assert "none recorded" not in article
    assert "no fever" not in article
