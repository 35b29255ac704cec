"""``python -m bench.vaccine_search``: server time of "is it live?", typed in many ways, as a multiple of a bare page.

Search must feel instant. Exit code 1 when the slowest takes more than ``MOST`` times the bare page of ``bench.pages``.
"""

import sys

from bench import house, measure
from bench.pages import with_bare_page

MOST = 4.0
TYPED = {
    "the 20 commonest": "",
    "a short name": "mmr",
    "a letter": "p",
    "a brand": "priorix-tetra",
    "a misspelling": "measels",
    "two misspelled words": "hepatitus bee",
    "a code": "03",
    "a sentence": "is the chikenpox jab live for my son",
    "nonsense": "zzzz qqqq xxxx",
    "80 letters": "pneumococcal conjugate diphtheria tetanus pertussis polio hepatitis measles mumps r",
}


def main() -> int:
    with house.opened():
        from django.urls import reverse

        from bench import family as story

        story.clock()
        family = story.begin()
        with_bare_page()
        browser = story.client(family.ana)
        address = reverse("vaccines:list", kwargs={"patient": family.mia.pk})
        bare = measure.cost(lambda: browser.get("/bench/bare/"), times=25)
        rows, slowest = [["bare signed-in page", f"{bare.ms:.1f}", "1.0 x", "", str(bare.queries)]], 0.0
        while_typing = {"HX-Request": "true", "HX-Target": "found"}
        for name, typed in TYPED.items():
            for way, headers in (("page", {}), ("typing", while_typing)):
                cost = measure.cost(lambda t=typed, h=headers: browser.get(address, {"q": t}, headers=h), times=25)
                times = cost.ms / bare.ms
                slowest = max(slowest, times)
                rows.append([f"{name}, {way}", f"{cost.ms:.1f}", f"{times:.1f} x", f"{MOST:.0f} x", str(cost.queries)])
    print(measure.table(["search", "CPU ms", "times bare", "at most", "queries"], rows))
    return 1 if slowest > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
