"""What every page's frame shows: where one is, whose record it is, and what was just saved."""

import json
from contextlib import suppress

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from care.household.rules import Capability
from care.plan.pages import raised
from care.record.pages import saved_line
from care.today.views.outbox import whose
from care.visits import reads as clinic

# Sections of the bottom bar: url name, words, icon (heroicons outline), url namespaces it stands for.
SECTIONS = (
    ("today:today", gettext_noop("Today"), "sun", {"today"}, Capability.SEE_TODAY),
    (
        "today:days",
        gettext_noop("Record"),
        "calendar-days",
        {"skin", "infections", "precautions", "results"},
        Capability.SEE_RECORD,
    ),
    ("vaccines:list", gettext_noop("Vaccines"), "shield-check", {"vaccines"}, Capability.SEE_TODAY),
    ("visits:list", gettext_noop("Clinic"), "clipboard-document-list", {"visits"}, Capability.SEE_RECORD),
)
RECORD_VIEWS = {"days", "day", "entry", "edit-note", "move", "year", "trends", "timeline"}


def shell(request: HttpRequest) -> dict:
    """``children``, ``nav_items``, ``emergency_url``, ``saved``, ``raised``, ``outbox`` of ``base.html``; or {}."""
    user = getattr(request, "user", None)
    match = getattr(request, "resolver_match", None)
    if user is None or not user.is_authenticated or match is None:
        return {}
    saved = saved_line(request)
    patients = request.access.patients()
    wanted = str(match.kwargs.get("patient") or request.session.get("patient", ""))
    patient = next((p for p in patients if str(p.pk) == wanted), patients[0] if patients else None)
    namespace = match.namespace
    if namespace == "today" and match.url_name in RECORD_VIEWS:
        namespace = "skin"
    items = []
    if patient is not None:
        here = {"patient": patient.pk}
        for name, label, icon, spaces, need in SECTIONS:
            if request.access.may(need, patient):
                current = namespace in spaces
                items.append({"url": reverse(name, kwargs=here), "label": _(label), "icon": icon, "current": current})
    more = {
        "url": reverse("household:more"),
        "label": _("More"),
        "icon": "bars-3",
        "current": namespace in {"household", "reminders", "exports", "plan", "medicines"} or not namespace,
    }
    return {
        "children": [
            {"url": _same_page_for(match, p), "name": p.name, "current": patient is not None and p.pk == patient.pk}
            for p in patients
        ]
        if len(patients) > 1 and "patient" in match.kwargs
        else [],
        "nav_items": [*items, more],
        "emergency_url": reverse("plan:card", kwargs={"patient": patient.pk}) if patient else "",
        "saved": saved,
        "raised": raised(request, saved),
        "more_items": _more_items(request) if match.view_name == "household:more" else [],
        "outbox": _outbox(request, patients),
    }


def _outbox(request: HttpRequest, patients) -> dict:
    """What the phone may keep for logging without a line: for whom, and names to tell them apart."""
    mine = [p for p in patients if request.access.may(Capability.LOG, p)]
    # Families by number: "all children" of a tap are those of one.
    families = list(dict.fromkeys(p.household_id for p in mine))
    kids = [[str(p.pk), p.name, families.index(p.household_id)] for p in mine]
    return {"who": whose(request.user), "kids": json.dumps(kids), "unit": request.user.temperature_unit}


# Rows of the page "More" that rooms above ``care`` offer: url name, words, second line, icon (heroicons mini).
MORE = (
    ("reminders:list", gettext_noop("Reminders"), gettext_noop("When, how, and to whom"), "bell"),
    ("api:docs", gettext_noop("For programmers: the API"), "", "code-bracket"),
)


# The same for whoever runs Tend.
MORE_FOR_STAFF = (
    (
        "reminders:standing",
        gettext_noop("How reminders stand"),
        gettext_noop("Backlog, lateness, doubts: for whoever runs Tend"),
        "chart-bar",
    ),
)


def _more_items(request: HttpRequest) -> list[dict]:
    found = []
    if clinic.has_case(request.user, timezone.now()):
        # A clinician with a family of their own starts on its Today, and finds the others here.
        words = _("Patients who shared with you")
        found.append({"url": reverse("clinic:caseload"), "label": words, "sub": "", "icon": "user-group"})
    for name, label, sub, icon in (*MORE, *(MORE_FOR_STAFF if request.user.is_staff else ())):
        with suppress(NoReverseMatch):
            found.append({"url": reverse(name), "label": _(label), "sub": _(sub) if sub else "", "icon": icon})
    return found


def _same_page_for(match, patient) -> str:
    """This page for another child when it stands for a child alone, else that child's Today."""
    if set(match.kwargs) == {"patient"} and match.view_name in {name for name, *_rest in SECTIONS}:
        return reverse(match.view_name, kwargs={"patient": patient.pk})
    return reverse("today:today", kwargs={"patient": patient.pk})
