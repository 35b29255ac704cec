"""Today and its one-tap answers."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from care.household.rules import Capability
from care.plan.pages import just_saved
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.pages import after_save, next_url
from care.skin import actions as skin
from care.skin.forms import band_choices
from care.today import actions, reads
from care.today.forms import TapForm, instant_of
from care.today.views.common import leave_blank as remember_blank
from care.today.views.common import left_blank, moved_line, today_url
from care.visits import reads as clinic

#: Where ``/?to=`` leads: the shortcuts of the installed app know no patient.
SHORTCUTS = {
    "morning": ("today:today", "?part=morning"),
    "lump": ("today:changed", ""),
    "vaccines": ("vaccines:list", ""),
}


def home(request):
    """The patient looked at last, else the first; without one, the first-use page. ``to``: one of ``SHORTCUTS``."""
    patients = request.access.patients()
    if not patients:
        # A clinician has no family here, but patients who let them in.
        return redirect("clinic:caseload" if clinic.caseload(request.user, timezone.now()) else "household:welcome")
    last = request.session.get("patient")
    patient = next((p for p in patients if str(p.pk) == last), patients[0])
    name, query = SHORTCUTS.get(request.GET.get("to", ""), ("today:today", ""))
    return redirect(reverse(name, kwargs={"patient": patient.pk}) + query)


def today(request, patient):
    """The 7 am and 9 pm screen."""
    row = request.access.patient(patient)
    if request.session.get("patient") != str(row.pk):
        request.session["patient"] = str(row.pk)
    done = "done" in request.GET
    screen = reads.today(
        request.access,
        row,
        part=request.GET.get("part", ""),
        done=done,
        left_blank=left_blank(request, row),
        just_saved=just_saved(request),
    )
    request.said = screen.said
    page = {
        "screen": screen,
        "patient": row,
        "done": done,
        "seen": "seen" in request.GET,
        "gaps_open": "gaps" in request.GET,
        "here": f"{today_url(row)}?part={screen.part}",
        "clinic_messages": clinic.unseen_messages(request.access, row),
        "may_put_away": request.access.may(Capability.EDIT, row),
    }
    page["ask"] = _ask_url(row, screen.at)
    if screen.part == "evening":
        page["bands"] = band_choices()
    if moved := moved_line(request):
        page["saved"] = moved
    return render(request, "care/today/today.html", page)


@require_safe
def fresh(request, patient):
    """Asked by an open Today once a minute: 304 while it still shows what is recorded, else a line that says what came.

    ``since``: when that screen was read, an ISO instant.
    """
    row = request.access.patient(patient)
    now = reads.recent_mark(request.access, row)
    etag = f'"{now}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    since = instant_of(request.GET.get("since", ""))
    found = reads.news(request.access, row, since or timezone.now(), now=now)
    answer = render(
        request,
        "care/today/_fresh.html",
        {"patient": row, "ask": _ask_url(row, since), "mark": now, "words": found.words},
    )
    answer["ETag"] = etag
    return answer


def _ask_url(patient, since) -> str:
    """Where an open Today asks whether it still holds; ``since``: when it was read."""
    query = "?" + urlencode({"since": since.isoformat()}) if since else ""
    return reverse("today:fresh", kwargs={"patient": patient.pk}) + query


def one_tap(view):
    """A view behind a one-tap button: gets the patient and the tap's checked hidden values, gives what was saved.

    What may not be saved (something changed meanwhile, a day that is none) writes nothing and says so.
    """

    @require_POST
    @wraps(view)
    def wrapped(request, patient):
        row = request.access.patient(patient, Capability.LOG)
        form = TapForm(request.POST)
        try:
            if not form.is_valid():
                raise actions.NotOffered
            saved = view(request, row, {name: value for name, value in form.cleaned_data.items() if value})
        except (actions.NotOffered, record.TooFarAhead, ValueError):
            words = _("That could not be saved, because something changed in the meantime. Please look again.")
            messages.warning(request, words)
            return redirect(today_url(row))
        return after_save(request, saved, next_url(request, today_url(row)))

    return wrapped


@one_tap
def nothing_new(request, row, tap):
    """One tap for a normal day; with ``all=1`` for every child at once."""
    patients = [row]
    if request.POST.get("all"):
        others = request.access.patients(Capability.LOG)
        patients += [p for p in others if p != row and p.household_id == row.household_id]
    return actions.affirm_nothing_new(
        access=request.access,
        patients=patients,
        by=request.user,
        at=timezone.now(),
        local_day=tap.get("local_day"),
        client_id=tap.get("client_id"),
    )


@one_tap
def same(request, row, tap):
    """Same as yesterday."""
    key = tap.get("client_id")
    return actions.affirm_same(access=request.access, patient=row, by=request.user, at=timezone.now(), client_id=key)


@one_tap
def elsewhere(request, row, tap):
    """In hospital or with another carer."""
    return actions.log_elsewhere(patient=row, by=request.user, at=timezone.now(), **tap)


@one_tap
def answer(request, row, tap):
    """One tap of the evening check: itch, skin band or usual routines. Saved at once."""
    tap |= {"patient": row, "by": request.user, "at": timezone.now()}
    skin_values = {name: request.POST[name] for name in ("worst_itch", "skin_band") if name in request.POST}
    if skin_values:
        return skin.answer(values=skin.tapped(skin_values), **tap).entry
    if request.POST.get("routines") == "kept":
        return precautions.record_routines(kept="yes", **tap).entry
    raise actions.NotOffered


@require_POST
def leave_blank(request, patient):
    """A day that stays without a record: nothing is written, and Today stops asking about it."""
    row = request.access.patient(patient, Capability.LOG)
    form = TapForm(request.POST)
    if form.is_valid() and form.cleaned_data["local_day"]:
        remember_blank(request, row, form.cleaned_data["local_day"])
    return redirect(next_url(request, today_url(row)))


def changed(request, patient):
    """The "something changed" sheet."""
    row = request.access.patient(patient, Capability.LOG)
    return render(request, "care/today/changed.html", {"patient": row})
