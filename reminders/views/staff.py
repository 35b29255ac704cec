"""How delivery stands, for whoever runs Tend. Counts and ages only, nobody's data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reminders import reads


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Backlog, lateness, doubts, dead devices, heartbeats. Not there for anybody but staff."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "reminders/standing.html", {"standing": reads.standing(timezone.now())})
