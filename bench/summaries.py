"""``python -m bench.summaries``: what a visit summary costs with 1 and 10 years of one busy family's record.

The period is the last 90 days both times, so the period must decide and not the record: its data, its page and each of
its files may cost at most 1.3 times as much at 10 years. Then 1,000 summaries wait for one worker process, which makes
them all: the last hundred may cost at most 1.2 times the first, and weigh as much. Exit code 1 when a limit is broken.
"""

import argparse
import datetime as dt
import statistics
import sys
import time
from pathlib import Path

from bench import house, measure
from bench.pages import with_bare_page

ALLOWED, FLAT = 1.3, 1.2
PERIOD = dt.timedelta(days=90)
QUEUE, PART = 1000, 100


def visit_of(family, number: int = 0):
    """A visit tomorrow to a clinic that was last seen 90 days ago; ``number``: another clinic each."""
    from bench.family import NOW
    from care.visits import actions

    same = {
        "patient": family.mia,
        "by": family.ana,
        "at": NOW,
        "specialty": "rheumatology_immunology",
        "clinic": f"Clinic {number}",
    }
    actions.add_visit(on=NOW.date() - PERIOD, **same)
    return actions.add_visit(on=NOW.date() + dt.timedelta(days=1), **same).visit


def made(visit, family) -> None:
    """Asks for a new version and makes it."""
    from bench.family import NOW
    from care.visits import actions

    actions.request_summary(visit=visit, by=family.ana, at=NOW)
    if actions.generate_summary(visit_id=visit.pk, at=NOW) is None:
        raise SystemExit("no summary was made")


def requests(family, browser, visit) -> dict:
    """What is measured, by name."""
    from django.urls import reverse

    from care.visits.views.downloads import FORMS

    here = {"patient": family.mia.pk, "visit": visit.pk}
    found = {
        "making it": lambda: made(visit, family),
        "page": lambda: browser.get(reverse("visits:summary", kwargs=here)),
    }
    for form in FORMS:
        address = reverse("visits:summary-as", kwargs=here | {"form": form})
        found[f"file: {form}"] = lambda address=address: browser.get(address)
    return found


def memory() -> float:
    """Megabytes this process holds."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def queue(family, count: int) -> tuple[list[float], list[float]]:
    """(processor milliseconds a summary, megabytes) of each part of a queue that a worker process works off."""
    from bench.family import NOW
    from care.visits import actions

    visits = [visit_of(family, number) for number in range(1, count + 1)]
    for visit in visits:
        actions.request_summary(visit=visit, by=family.ana, at=NOW)
    spent, weight = [], []
    for first in range(0, count, PART):
        began = time.process_time()
        for visit in visits[first : first + PART]:
            if actions.generate_summary(visit_id=visit.pk, at=NOW) is None:
                raise SystemExit("a summary was not made")
        spent.append((time.process_time() - began) / len(visits[first : first + PART]) * 1000)
        weight.append(memory())
    return spent, weight


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--queue", type=int, default=QUEUE, help="summaries that wait")
    asked = parser.parse_args()
    broken = []
    with house.opened():
        from bench import family as story

        story.clock()
        family = story.begin()
        with_bare_page()
        browser = story.client(family.ana)
        found: dict[str, list[measure.Cost]] = {}
        visit = None
        for years in asked.years:
            story.grow(family, days=story.days_in(years))
            visit = visit or visit_of(family)
            made(visit, family)
            print(f"{years} years: {family.entries} entries", flush=True)
            for name, work in requests(family, browser, visit).items():
                cost = measure.cost(work, times=9, beside=lambda: browser.get("/bench/bare/"))
                found.setdefault(name, []).append(cost)
        rows = []
        for name, costs in found.items():
            ratio = costs[-1].times / costs[0].times
            if ratio > ALLOWED or costs[0].queries != costs[-1].queries:
                broken.append(name)
            counts = [str(cost.queries) for cost in costs]
            rows.append([name, *counts, *(f"{cost.ms:.1f}" for cost in costs), f"{ratio:.2f}"])
        years = asked.years
        head = ["what", *(f"queries {n} y" for n in years), *(f"ms {n} y" for n in years), "last/first"]
        print(measure.table(head, rows))
        spent, weight = queue(family, asked.queue)
    grown, heavier = spent[-1] / spent[0], weight[-1] / weight[0]
    print(
        f"queue of {asked.queue}: {statistics.median(spent):.0f} ms a summary, last part {grown:.2f} times the first; "
        f"{weight[0]:.0f} to {weight[-1]:.0f} MB"
    )
    if grown > FLAT or heavier > FLAT:
        broken.append("queue")
    print(f"broken: {', '.join(broken) or 'none'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
