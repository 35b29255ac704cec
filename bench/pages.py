"""``python -m bench.pages``: processor time of each page as a multiple of a bare signed-in page, in the same run.

The bare page is fixed below: Tend's middleware and frame around a heading, and one query. The family is the one of
``bench.years`` with one year behind it. Exit code 1 when a page is over its limit.
"""

import sys
import types

from bench import house, measure

DAYS = 366
ROWS = 100
PAGE_QUERIES, API_QUERIES = 12, 6


def bare_page():
    """A view with one query of its own, and the words around it."""
    from django.http import HttpResponse
    from django.template import engines

    from care.household.models import Household

    title, main = "{% block title %}Bare – Tend{% endblock %}", "{% block main %}<h1>{{ name }}</h1>{% endblock %}"
    template = engines["django"].from_string('{% extends "base.html" %}' + title + main)

    def bare(request):
        return HttpResponse(template.render({"name": Household.objects.get().name}, request))

    return bare


def with_bare_page() -> None:
    """Tend's addresses and the bare one."""
    from django.conf import settings
    from django.urls import clear_url_caches, path

    from tracker.urls import urlpatterns

    module = types.ModuleType("bench.addresses")
    module.urlpatterns = [*urlpatterns, path("bench/bare/", bare_page(), name="bare")]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__
    clear_url_caches()


def requests(family, browser) -> dict[str, tuple]:
    """Name to (how it is asked for, most multiples of the bare page or None, most queries)."""
    from django.urls import reverse

    here = {"patient": family.mia.pk}

    def get(name: str, query: str = "", **kwargs):
        address = reverse(name, kwargs=here | kwargs) + query
        return lambda: browser.get(address)

    def post(name: str, data: dict):
        address = reverse(name, kwargs=here)
        return lambda: browser.post(address, data)

    def listing(resource: str):
        address = reverse(f"api:{resource}-list") + f"?patient={family.mia.pk}&page_size={ROWS}"
        return lambda: browser.get(address)

    def asked_again():
        """Today asks whether it still holds, as an open page does each minute; nothing changed."""
        address = reverse("today:fresh", kwargs=here)
        mark = browser.get(address)["ETag"]
        return lambda: browser.get(address, headers={"If-None-Match": mark})

    turns = iter(range(10**9))
    answer = reverse("today:answer", kwargs=here)
    return {
        "bare signed-in page": (lambda: browser.get("/bench/bare/"), None, PAGE_QUERIES),
        "Today, morning": (get("today:today", "?part=morning"), 6, PAGE_QUERIES),
        "Today, evening": (get("today:today", "?part=evening"), 6, PAGE_QUERIES),
        "Today, asked again": (asked_again(), 1, 6),
        "day page": (get("today:day", date="2026-11-17"), 6, PAGE_QUERIES),
        "record, six weeks": (get("today:days"), None, PAGE_QUERIES),
        "calendar, a year": (get("today:year", year=2026), None, PAGE_QUERIES),
        "trends, 90 days": (get("today:trends"), None, PAGE_QUERIES),
        "timeline": (get("today:timeline"), None, PAGE_QUERIES),
        # A new note each time: an entry, its trail and the announcement.
        "saving an entry": (post("today:note", {"note": "Ate well.", "local_day": "2026-11-19"}), 4, None),
        # Another itch each time, or nothing would be written.
        "saving an evening tap": (lambda: browser.post(answer, {"worst_itch": str(next(turns) % 10)}), 4, None),
        "API: 100 entries": (listing("entry"), 10, API_QUERIES),
        "API: 100 skin checks": (listing("skin-check"), 10, API_QUERIES),
        "API: 100 temperatures": (listing("temperature"), 10, API_QUERIES),
    }


def main() -> int:
    with house.opened():
        from bench import family as story

        story.clock()
        family = story.begin()
        story.grow(family, days=DAYS)
        with_bare_page()
        asked = requests(family, story.client(family.ana))
        bare = asked["bare signed-in page"][0]
        found = {
            name: measure.cost(request, times=25, beside=bare) for name, (request, _most, _queries) in asked.items()
        }
    rows, over = [], []
    for name, cost in found.items():
        _request, most, queries = asked[name]
        times = cost.times
        if (most and times > most) or (queries and cost.queries > queries):
            over.append(name)
        allowed = f"{most} x" if most else ""
        rows.append([name, f"{cost.ms:.1f}", f"{times:.1f} x", allowed, str(cost.queries), str(queries or "")])
    print(measure.table(["page", "CPU ms", "times bare", "at most", "queries", "at most"], rows))
    print(f"over: {', '.join(over) or 'none'}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
