"""``python -m bench.years``: what the pages cost with 1, 10 and 50 years of one busy family's record.

The queries must be the same, and the time at 50 years at most 1.3 times the time at 1 year. Building takes minutes, in
which a machine may slow down: each page is measured in turn with the bare page of ``bench.pages``, and their multiples
are compared. ``--years 1 10`` builds less. Exit code 1 when a page costs more.
"""

import argparse
import sys
import time

from bench import house, measure
from bench.pages import with_bare_page

ALLOWED = 1.3


def pages(family, browser) -> dict[str, str]:
    """Name and address of what is measured."""
    from django.urls import reverse

    def url(name: str, **kwargs) -> str:
        return reverse(f"today:{name}", kwargs={"patient": family.mia.pk, **kwargs})

    return {
        "Today, morning": url("today") + "?part=morning",
        "Today, evening": url("today") + "?part=evening",
        "day page": url("day", date="2026-11-17"),
        "record, six weeks": url("days"),
        "calendar, a year": url("year", year=2026),
        "trends, 90 days": url("trends"),
        "trends, 365 days": url("trends") + "?days=365",
        "timeline, first page": url("timeline"),
        "timeline, last page": url("timeline") + "?oldest=1",
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--times", type=int, default=15, help="measured requests a page")
    asked = parser.parse_args()
    with house.opened():
        from bench import family as story

        story.clock()
        family = story.begin()
        with_bare_page()
        browser = story.client(family.ana)
        found: dict[str, list[measure.Cost]] = {}
        for years in asked.years:
            began = time.monotonic()
            story.grow(family, days=story.days_in(years))
            print(f"{years} years: {family.entries} entries, built in {time.monotonic() - began:.0f} s", flush=True)
            for name, address in pages(family, browser).items():
                cost = measure.cost(
                    lambda address=address: browser.get(address),
                    times=asked.times,
                    beside=lambda: browser.get("/bench/bare/"),
                )
                found.setdefault(name, []).append(cost)
        return report(asked.years, found)


def report(years: list[int], found: dict[str, list[measure.Cost]]) -> int:
    head = ["page", *(f"queries {n} y" for n in years), *(f"ms {n} y" for n in years), "last/first"]
    rows, over = [], []
    for name, costs in found.items():
        ratio = costs[-1].times / costs[0].times
        same = len({cost.queries for cost in costs}) == 1
        if ratio > ALLOWED or not same:
            over.append(name)
        rows.append(
            [name, *(str(c.queries) for c in costs), *(f"{c.ms:.1f}" for c in costs), f"{ratio:.2f}"],
        )
    print(measure.table(head, rows))
    print(f"over {ALLOWED} x, or more queries: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
