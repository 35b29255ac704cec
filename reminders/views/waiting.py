"""The quiet list of what waits, and the small answer by which an open page notices that it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from reminders import reads


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for me: done, later or open for each. What every notification without a page of its own opens."""
    return render(request, "reminders/waiting.html", {"waiting": reads.waiting(request.access)})


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The count in the frame, as a piece of page. 304 while nothing changed: pages ask once a minute."""
    found = reads.waiting(request.access)
    etag = f'"{found.mark}"'
    answer = render(request, "reminders/_waiting.html", {"waiting": found})
    answer["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=answer)
    return unchanged or answer
