"""The offline page, which is kept on phones and knows nobody, and the door by which they send what was tapped there."""

import datetime as dt
import json
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from care.household.models import Patient, User
from care.household.rules import Capability
from care.infections import reads as infections
from care.plan import reads as plan
from care.record.models import Entry
from care.record.rules import CLOCK_TOLERANCE
from care.skin.forms import band_choices
from care.today.forms import offline_forms
from care.today.lines import lines
from care.today.outbox import NeedsMending, Tap, keep, put_right
from care.today.taking_back import take_back
from care.today.views.common import today_url


def whose(user: User) -> str:
    """A word for a person that says nothing but whether two phones' owners are the same."""
    return salted_hmac("tend.outbox", str(user.pk)).hexdigest()[:20]


def page() -> str:
    """The offline page in the current language. Made without a request: nothing of a person can get in."""
    return render_to_string("care/today/offline.html", {"bands": band_choices(), **offline_forms()})


@login_not_required
@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a line."""
    return HttpResponse(page())


@login_not_required  # it answers 401 itself: a phone must be told, not led to a page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outbox(request: HttpRequest) -> HttpResponse:
    """GET: who is signed in, and a fresh token; with ``calls=1`` whom to call, by patient. POST: one tap, or the undo
    of one (JSON)."""
    if request.method == "POST":
        return _receive(request)
    found = {"who": "", "token": get_token(request)}
    if request.user.is_authenticated:
        found["who"] = whose(request.user)
        if "calls" in request.GET:
            found["calls"] = _calls(request)
    return JsonResponse(found)


def _calls(request) -> dict:
    """The numbers of every patient this person logs for."""
    found = {}
    for patient in request.access.patients(Capability.LOG):
        kept = plan.call_plan(request.access, patient)
        numbers = [{"name": c.name, "tel": c.tel, "phone": c.phone, "hours": c.hours} for c in kept.contacts]
        if kept.emergency_tel:
            number = {"tel": kept.emergency_tel, "phone": kept.emergency_number, "hours": ""}
            numbers.append({"name": _("Emergency number"), **number})
        found[str(patient.pk)] = {"numbers": numbers, "when": kept.ring_when}
    return found


def _receive(request) -> JsonResponse:
    at = timezone.now()
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    try:
        sent = json.loads(request.body)
        fields = QueryDict(mutable=True)
        for name, value in sent["fields"]:
            fields.appendlist(str(name), str(value))
        phone_now = _instant(sent["now"])
        tapped_at = put_right(_instant(sent["tapped"]), phone_now=phone_now, at=at)
        tap = Tap(UUID(sent["key"]), str(sent["path"]), fields, tapped_at)
        who, is_undo = sent["who"], bool(sent.get("back"))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return JsonResponse({}, status=400)
    if who != whose(request.user):
        # Kept for whoever tapped it: nobody's entry is ever saved as another's.
        return JsonResponse({}, status=409)
    what = {"access": request.access, "by": request.user, "at": at, "tap": tap}
    try:
        if is_undo:
            return JsonResponse({"state": "kept", **_taken_back(take_back(**what))})
        entries = keep(**what)
    except NeedsMending as problem:
        words = problem.words or [_("This could not be kept, because something changed in the meantime.")]
        return JsonResponse({"state": "mend", "words": words, "answer": problem.answer})
    except (Http404, PermissionDenied):
        words = [_("You can no longer log here, so this was not sent. Copy it if you need it.")]
        return JsonResponse({"state": "gone", "words": words})
    near = [entry for entry in entries if request.access.may(Capability.LOG, entry.patient)]
    if not near:
        # In the record, and given since to a child out of this person's reach: nothing more is theirs to hear.
        return JsonResponse({"state": "kept", "words": [], "messages": [], "url": "/"})
    return JsonResponse({"state": "kept", **_said(request, tap, near, off=abs(at - phone_now) > CLOCK_TOLERANCE)})


def _said(request, tap: Tap, entries: list[Entry], *, off: bool) -> dict:
    """What the person hears once it is in the record: what the rules say, and what else needs a look."""
    words = []
    if off:
        words.append(_("The clock of this phone was wrong. The time was put right."))
    patients = [entry.patient for entry in entries]
    if any(entry.kind == Entry.Kind.NOTHING_NEW for entry in entries) and infections.any_open(request.access, patients):
        words.append(_("An infection is open. Please say how it is today."))
    if tap.form.view_name == "infections:check" and entries[0].kind == Entry.Kind.NOTE:
        words.append(_("This infection is no longer in the record. Your answer was kept as a note, and not checked."))
    said = plan.said_after(request.access, entries)
    return {"words": words, "messages": _messages(said, tap, patients), "url": _where(said, entries)}


def _messages(said: list[plan.Message], tap: Tap, patients: list[Patient]) -> list[dict]:
    """What the rules say, as the phone shows it under the name it has for the tap: that of one child or of several.

    Where that is not the name of the one child it is about, the message says whose it is.
    """
    names = {patient.pk: patient.name for patient in patients}
    is_clear = [str(key) for key in names] == [str(tap.form.kwargs["patient"])]
    return [
        {
            "name": str(one.level_name) if is_clear else f"{names[one.patient_id]}: {one.level_name}",
            "told": str(one.told),
            "words": one.words,
            "level": one.level,
        }
        for one in said
    ]


def _where(said: list[plan.Message], entries: list[Entry]) -> str:
    """The page that shows the most serious message with whom to call: the entry it is about, or Today for another's."""
    if not said:
        return today_url(entries[0].patient)
    own = next((entry for entry in entries if entry.pk == said[0].entry_id), None)
    if own is not None:
        return lines([own])[own.pk].url
    return today_url(next(entry.patient for entry in entries if entry.patient_id == said[0].patient_id))


def _taken_back(entries: list[Entry]) -> dict:
    """What the person hears after an undo that could not know whether the record had it already."""
    words = [_("It had reached the record already, and was taken out there.")] if entries else []
    return {"words": words, "messages": [], "url": today_url(entries[0].patient) if entries else reverse("today:home")}


def _instant(milliseconds) -> dt.datetime:
    """An instant of JavaScript's clock: milliseconds since 1970, UTC."""
    return dt.datetime.fromtimestamp(float(milliseconds) / 1000, tz=dt.UTC)
