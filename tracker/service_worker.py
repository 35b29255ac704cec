"""``/sw.js``: at the root, because a service worker only sees addresses below its own."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from care.today.views.outbox import page

# What the offline page is made of: all that a phone ever keeps of Tend itself.
FILES = ("tend.css", "tend.js", "night.js", "waiting.js", "offline.js", "icon.svg")


@cache
def _file(name: str) -> bytes:
    found = finders.find(name)
    assert found is not None, f"static/{name} is part of Tend"
    return Path(found).read_bytes()


@cache
def _shell(language: str) -> bytes:
    """What to keep, and a version that changes with any of it. Made once for each ``language``: every visit asks,
    and nothing else in force makes a difference."""
    parts = [page().encode(), *(_file(name) for name in FILES)]
    version = hashlib.sha256(b"".join(parts)).hexdigest()[:12]
    shell = {"version": version, "files": [static(name) for name in FILES]}
    return f"const SHELL = {json.dumps(shell)};\n".encode()


@login_not_required
@never_cache  # browsers ask again at most daily anyway; a mended worker must not wait for a cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It belongs to nobody and says nothing about anybody."""
    return HttpResponse(_shell(get_language()) + _file("sw.js"), content_type="text/javascript; charset=utf-8")
