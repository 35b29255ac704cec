"""Every entry, with a filter that stays in the address."""

from django.shortcuts import render

from care.household.rules import Capability
from care.today import reads
from care.today.forms import TimelineForm
from care.today.rules.paging import NoPlace, Place, place


def timeline(request, patient):
    """A page of all entries, newest first; ``?before=``, ``?after=`` and ``?oldest=1`` walk through it."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    form = TimelineForm(request.GET)
    page = {"patient": row, "form": form}
    if not form.is_valid():
        return render(request, "care/today/timeline.html", page, status=422)
    wanted = form.wanted()
    page |= {
        "page": reads.timeline(
            request.access,
            row,
            wanted,
            before=_place(request, "before"),
            after=_place(request, "after"),
            oldest="oldest" in request.GET,
        ),
        "filtered": bool(wanted),
        "query": form.query(),
    }
    return render(request, "care/today/timeline.html", page)


def _place(request, name: str) -> Place | None:
    try:
        return place(request.GET[name]) if name in request.GET else None
    except NoPlace:
        return None
