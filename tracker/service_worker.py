"""``/sw.js``: at the root, because a service worker only sees addresses below its own."""

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@cache
def _script() -> bytes:
    found = finders.find("sw.js")
    assert found is not None, "static/sw.js is part of Tend"
    return Path(found).read_bytes()


@login_not_required
@never_cache  # browsers ask again at most daily anyway; a mended worker must not wait for a cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It belongs to nobody and says nothing about anybody."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
