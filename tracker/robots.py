"""``/robots.txt``: nothing of Tend is for search engines."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Asks every crawler to stay away (RFC 9309). Pages with health data say so in their headers too."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
