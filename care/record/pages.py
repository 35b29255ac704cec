"""The line after a save, with its Undo: kept in the address, so it needs no script and no session."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from care.household.rules import Capability
from care.record.models import Entry


@dataclass(frozen=True)
class SavedLine:
    """What was just saved or taken back, in words, and where to turn it round. ``kinds``: of the saved entries."""

    text: str
    undo_url: str
    undo_label: str
    kinds: tuple[str, ...] = ()


def with_mark(url: str, **marks) -> str:
    """``url`` with ``saved`` or ``undone`` (one key or a list) set in its query, and older marks dropped."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("saved", "undone")]
    for name, value in marks.items():
        query += [(name, str(key)) for key in (value if isinstance(value, (list, tuple)) else [value])]
    return urlunsplit(parts._replace(query=urlencode(query)))


def after_save(request: HttpRequest, entry: Entry | Sequence[Entry], url: str) -> HttpResponse:
    """Go to ``url`` and show there that ``entry`` (or the entries of one tap) was saved, with one Undo for all."""
    saved = [entry] if isinstance(entry, Entry) else list(entry)
    return redirect(with_mark(url, saved=[row.pk for row in saved]))


def next_url(request: HttpRequest, default: str) -> str:
    """The page a form asked to return to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return default


def saved_line(request: HttpRequest) -> SavedLine | None:
    """The line for ``?saved=`` or ``?undone=`` in the address; None without one, or when it is not ours to see."""
    saved, undone = request.GET.getlist("saved"), request.GET.getlist("undone")
    keys = saved or undone
    if not keys or not request.user.is_authenticated:
        return None
    try:
        rows = request.access.of(Entry, Capability.EDIT, removed=not saved)
        entries = list(rows.select_related("patient").filter(pk__in=keys[:8]).order_by("pk"))
    except (ValueError, ValidationError):
        return None
    if not entries:
        return None
    entry = entries[0]
    words = {
        "kind": entry.get_kind_display(),
        "name": get_text_list([row.patient.name for row in entries], _("and")),
        "time": time_format(timezone.localtime(entry.edited_at or entry.entered_at), "H:i"),
    }
    here = {"patient": entry.patient_id, "entry": entry.pk}
    query = urlencode([("also", row.pk) for row in entries[1:]] + [("next", request.get_full_path())])
    if saved:
        text = _("Saved: %(kind)s for %(name)s. %(time)s") % words
        kinds = tuple(row.kind for row in entries)
        return SavedLine(text, f"{reverse('record:undo', kwargs=here)}?{query}", "", kinds)
    text = _("Taken back: %(kind)s for %(name)s.") % words
    return SavedLine(text, f"{reverse('record:restore', kwargs=here)}?{query}", _("Put back"))
