"""Error pages that say what happened, what is kept and what to do."""

from django.core.exceptions import RequestDataTooBig
from django.shortcuts import render
from django.views import defaults


def csrf_failure(request, reason=""):
    """A form whose page was open too long, or that another site sent (RFC 9110: 403)."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request, exception=None):
    """A request that cannot be read; one that is only too large is told so (RFC 9110: 413)."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return defaults.bad_request(request, exception)
