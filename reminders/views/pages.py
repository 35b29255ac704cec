"""Pages of reminders: one small view per address."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import next_step
from care.household.rules import Capability
from reminders import actions, reads
from reminders.forms import RING, SILENT, FirstForm, PauseForm, PlanForm
from reminders.kinds import EVENING_CHECK, KINDS, Kind

if TYPE_CHECKING:
    from reminders.models import Plan

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """Every reminder of every child, and the way to turn all off."""
    children = reads.plan_lines(request.access)
    mine = any(line.mine or line.asks_me for _child, lines in children for line in lines)
    sections = [
        {
            "child": child,
            "lines": lines,
            "may_edit": request.access.may(Capability.EDIT, child),
            "any_on": any(line.plan and line.plan.is_on and not line.is_paused for line in lines),
            "any_paused": any(line.is_paused for line in lines),
        }
        for child, lines in children
    ]
    return render(request, "reminders/list.html", {"reminders": sections, "any_mine": mine})


@form_page
def plan(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """One reminder: when next, what was sent lately, and the form to change it."""
    chosen = _kind(kind)
    child = request.access.patient(patient, Capability.SEE_RECORD)
    page = reads.plan_page(request.access, child, chosen)
    may_edit = request.access.may(Capability.EDIT, child)
    form = _form(request, page) if may_edit or request.method != "POST" else None
    if request.method == "POST":
        request.access.patient(patient, Capability.EDIT)
        if form.is_valid():
            wanted = reads.with_person(child, form.settings())
            actions.set_plan(patient=child, kind=chosen, by=request.user, at=timezone.now(), **wanted)
            then = reads.plan_line(request.access, child, chosen).status
            words = {"kind": chosen.name, "name": child.name, "next": then}
            messages.success(request, _("Saved: %(kind)s for %(name)s. %(next)s") % words)
            return redirect("reminders:plan", patient=child.pk, kind=chosen.slug)
    context = {"page": page, "form": form, "patient": child, "may_edit": may_edit}
    return render(request, "reminders/plan.html", context, status=UNPROCESSABLE if form.errors else 200)


@form_page
def first(request: HttpRequest, patient: UUID) -> HttpResponse:
    """First use: the time of the evening check, or not now."""
    child = request.access.patient(patient, Capability.EDIT)
    page = reads.plan_page(request.access, child, EVENING_CHECK)
    onward = next_step("reminders:first", child)
    there = page.line.plan
    proposed = there.local_time if there else EVENING_CHECK.default_time
    quiet = reads.quiet_hours(request.user)
    form = FirstForm(request.POST or None, initial={"local_time": proposed}, quiet=quiet)
    if form.is_valid():
        wanted = form.cleaned_data
        if there:
            # Another parent was here before: only the time is asked, so their days and second person stay.
            wanted |= {name: getattr(there, name) for name in ("weekdays", "escalate_after", "escalate_to")}
        actions.set_plan(patient=child, kind=EVENING_CHECK, by=request.user, at=timezone.now(), **wanted)
        return redirect(onward)
    context = {"form": form, "page": page, "patient": child, "onward": onward}
    return render(request, "reminders/first.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def turn_off(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """Off, for everybody, at once."""
    chosen = _set_plan_of(request, patient, kind)
    actions.turn_off(plan=chosen, by=request.user, at=timezone.now())
    words = {"kind": KINDS[kind].name, "name": chosen.patient.name}
    messages.success(request, _("Turned off: %(kind)s for %(name)s.") % words)
    return redirect("reminders:plan", patient=patient, kind=kind)


@require_POST
def test(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """This very reminder, now, to me, through everything a real one goes through."""
    chosen = _set_plan_of(request, patient, kind)
    actions.send_test(plan=chosen, by=request.user, at=timezone.now())
    messages.success(request, _("A test is on its way. Look at the list below in a few seconds."))
    return redirect("reminders:plan", patient=patient, kind=kind)


@form_page
def pause(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """Quiet until a day that is always named."""
    chosen = _set_plan_of(request, patient, kind)
    form = PauseForm(request.POST or None, today=request.access.today(chosen.patient))
    if form.is_valid():
        actions.pause(plan=chosen, by=request.user, at=timezone.now(), **form.cleaned_data)
        then = reads.plan_line(request.access, chosen.patient, KINDS[kind]).status
        words = {"name": chosen.patient.name, "next": then}
        messages.success(request, _("%(name)s: %(next)s") % words)
        return redirect("reminders:plan", patient=patient, kind=kind)
    context = {"form": form, "patient": chosen.patient, "kind": KINDS[kind]}
    return render(request, "reminders/pause.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def resume(request: HttpRequest, patient: UUID, kind: str) -> HttpResponse:
    """One reminder back before the day that was named."""
    chosen = _set_plan_of(request, patient, kind)
    actions.resume(plan=chosen, by=request.user, at=timezone.now())
    then = reads.plan_line(request.access, chosen.patient, KINDS[kind]).status
    words = {"kind": KINDS[kind].name, "name": chosen.patient.name, "next": then}
    messages.success(request, _("Saved: %(kind)s for %(name)s. %(next)s") % words)
    return redirect("reminders:plan", patient=patient, kind=kind)


@form_page
def pause_child(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Everything about one child quiet until a day: travel, a stay in hospital."""
    child = request.access.patient(patient, Capability.EDIT)
    form = PauseForm(request.POST or None, today=request.access.today(child))
    if form.is_valid():
        count = actions.pause_child(patient=child, by=request.user, at=timezone.now(), **form.cleaned_data)
        words = {"count": count, "name": child.name, "day": date_format(form.cleaned_data["resumes_on"], "D j M")}
        said = ngettext(
            "%(count)s reminder for %(name)s is quiet until %(day)s.",
            "%(count)s reminders for %(name)s are quiet until %(day)s.",
            count,
        )
        messages.success(request, said % words)
        return redirect("reminders:list")
    context = {"form": form, "patient": child}
    return render(request, "reminders/pause.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def resume_child(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Back before the day that was named."""
    child = request.access.patient(patient, Capability.EDIT)
    actions.resume_child(patient=child, by=request.user, at=timezone.now())
    messages.success(request, _("The reminders for %(name)s come again.") % {"name": child.name})
    return redirect("reminders:list")


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _set_plan_of(request: HttpRequest, patient: UUID, kind: str) -> "Plan":
    """The plan of a patient's kind, to change it. 404 when it was never set, 403 without the role."""
    child = request.access.patient(patient, Capability.EDIT)
    found = reads.plan_of(request.access, child, _kind(kind))
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, page: reads.PlanPage) -> PlanForm:
    plan_, kind = page.line.plan, page.line.kind
    choices = reads.plan_choices(request.access, page.line.patient, kind, plan_)
    initial: dict = {"tell_me": page.line.mine or plan_ is None or not plan_.is_on}
    initial["local_time"] = plan_.local_time if plan_ else kind.default_time
    if plan_:
        more = [*plan_.times[1:], None, None]
        ring = {True: RING, False: SILENT, None: ""}[plan_.in_quiet_hours]
        initial |= {"weekdays": plan_.weekdays, "in_quiet_hours": ring, "second_time": more[0], "third_time": more[1]}
        initial |= {"escalate_after": plan_.escalate_after, "escalate_to": str(plan_.escalate_to_id or "")}
        initial |= {"clock": plan_.time_zone if plan_.own_zone else "", **choices.mine}
    return PlanForm(
        request.POST or None,
        initial=initial,
        kind=kind,
        address=page.address,
        carers=choices.carers,
        quiet=choices.quiet,
        zones=choices.zones,
        night_items=choices.night_items,
        is_second=choices.is_second,
    )
