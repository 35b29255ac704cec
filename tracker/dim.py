"""The dim theme: from 22:00 to 06:00 nothing on the page is bright, on a device whose owner asked for it (ADR 23).

The wish is a cookie of that browser, so that the first frame is dim without a script, before signing in too.
"""

import zoneinfo
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

#: Holds the time zone it was asked for in, by which a page before signing in knows the night.
COOKIE = "dim"
LASTS = timedelta(days=400)  # the most that browsers keep a cookie
#: Hours of the clock. ``static/tend.js`` knows the same two for pages that stay open, ``static/night.js`` for the
#: offline one.
FROM_HOUR, UNTIL_HOUR = 22, 6


def is_night(local: datetime) -> bool:
    """Whether a local time lies between 22:00 and 06:00."""
    return local.hour >= FROM_HOUR or local.hour < UNTIL_HOUR


def night(request: HttpRequest) -> dict:
    """``dim_zone`` (empty when nobody asked) and ``theme`` ("dim" or empty) of ``base.html``."""
    zone = _zone_asked_for(request)
    if zone is None:
        return {"dim_zone": "", "theme": ""}
    theme = "dim" if is_night(timezone.now().astimezone(zone)) else ""
    return {"dim_zone": zone.key, "theme": theme}


def _zone_asked_for(request: HttpRequest) -> zoneinfo.ZoneInfo | None:
    """The zone that says when it is night here; None when this device was not asked to be dim."""
    asked = request.COOKIES.get(COOKIE)
    if not asked:
        return None
    # Whoever is signed in may live by another clock since; that one counts.
    user = getattr(request, "user", None)
    try:
        return zoneinfo.ZoneInfo(user.time_zone if user is not None and user.is_authenticated else asked)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # Anybody may write anything into a cookie.
        return None


@require_POST
def choose_dim(request: HttpRequest) -> HttpResponse:
    """Keeps the wish in this browser, or forgets it, and goes back to the settings."""
    answer = redirect("household:preferences")
    if request.POST.get("dim") == "on":
        answer.set_cookie(
            COOKIE,
            timezone.get_current_timezone_name(),  # the person's own, by the middleware
            max_age=LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        messages.success(request, _("Saved: this device is dim from 22:00 to 06:00."))
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
        messages.success(request, _("Saved: this device is no longer dim at night."))
    return answer
