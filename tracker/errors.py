"""Error pages that say what happened, what is kept and what to do."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """A form whose page was open too long, or that another site sent (RFC 9110: 403)."""
    return render(request, "403_csrf.html", status=403)
