"""Pages of reminders: one small view per address."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.pages import next_step
from care.household.rules import Capability
from reminders import actions, links, reads
from reminders.forms import EventForm, FirstForm, PauseForm, PlanForm
from reminders.kinds import EVENING_CHECK, KINDS, Kind

if TYPE_CHECKING:
    from reminders.models import Delivery, Plan

UNPROCESSABLE = 422
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """Every reminder of every child, and the way to turn all off."""
    children = reads.plan_lines(request.access)
    mine = any(line.mine for _child, lines in children for line in lines)
    return render(request, "reminders/list.html", {"reminders": children, "any_mine": mine})


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
            saved = actions.set_plan(
                patient=child, kind=chosen, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            words = {"kind": chosen.name, "name": child.name, "next": reads.next_words(saved, now=timezone.now())}
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
    proposed = page.line.plan.local_time if page.line.plan else EVENING_CHECK.default_time
    form = FirstForm(request.POST or None, initial={"local_time": proposed})
    if form.is_valid():
        time = form.cleaned_data["local_time"]
        actions.set_plan(
            patient=child,
            kind=EVENING_CHECK,
            local_time=time,
            # Here a time in the night is taken at its word: who picks it for a first reminder wants it.
            in_quiet_hours=None,
            by=request.user,
            at=timezone.now(),
        )
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
        saved = actions.pause(plan=chosen, by=request.user, at=timezone.now(), **form.cleaned_data)
        words = {"name": chosen.patient.name, "next": reads.next_words(saved, now=timezone.now())}
        messages.success(request, _("%(name)s: %(next)s") % words)
        return redirect("reminders:plan", patient=patient, kind=kind)
    context = {"form": form, "patient": chosen.patient, "kind": KINDS[kind]}
    return render(request, "reminders/pause.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def stop_all(request: HttpRequest) -> HttpResponse:
    """No reminder mails to me any more, of any kind, about anybody. Not argued with."""
    for membership in request.access.memberships:
        actions.stop_mails(user=request.user, household=membership.household, at=timezone.now())
    messages.success(request, _("You get no reminder mails any more. Others still get theirs."))
    return redirect("reminders:list")


@require_safe
def open_(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The page a message opens: what to do first, and how to stop it below."""
    row = reads.opened(request.access, delivery)
    if "device" in request.GET:
        actions.opened_on(user=request.user, device=request.GET["device"], at=timezone.now())
    chosen = KINDS[row.occurrence.plan.kind]
    context = {
        "delivery": row,
        "patient": row.occurrence.plan.patient,
        "kind": chosen,
        "others": reads.told_with(request.access, row),
        "done_by": reads.done_already(row, now=timezone.now()),
        "answers": reads.answers(row, now=timezone.now()),
        "may_edit": request.access.may(Capability.EDIT, row.occurrence.plan.patient),
    }
    return render(request, "reminders/open.html", context)


@require_POST
def done(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Somebody saw to it: nobody is told any more."""
    row = reads.opened(request.access, delivery)
    actions.acknowledge(occurrence=row.occurrence, by=request.user, at=timezone.now())
    return redirect("reminders:open", delivery=delivery)


@require_POST
def not_done(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Takes a "done" back."""
    row = reads.opened(request.access, delivery)
    actions.reopen(occurrence=row.occurrence, by=request.user, at=timezone.now())
    return redirect("reminders:open", delivery=delivery)


@require_POST
def later(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Once more, later, to this person. The page says when."""
    row = reads.opened(request.access, delivery)
    _snooze(row, request.POST.get("for", ""))
    return redirect("reminders:open", delivery=delivery)


@login_not_required
@csrf_exempt  # a notification's own buttons post without a session; the signed link is the authority
@never_cache
@form_page
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Done or later from a mail, without signing in. Opening it does nothing; it shows no health data."""
    try:
        row = reads.answerable(links.read_answer_token(token), now=timezone.now())
    except (links.BadLink, reads.NotThere):
        return render(request, "reminders/answer_bad.html", status=404)
    if request.method == "POST":
        if "done" in request.POST:
            actions.acknowledge(occurrence=row.occurrence, by=row.recipient, at=timezone.now())
        else:
            _snooze(row, request.POST.get("for", ""))
        return redirect("reminders:answer", token=token)
    return render(request, "reminders/answer.html", {"answers": reads.answers(row, now=timezone.now())})


def _snooze(row: "Delivery", choice: str) -> None:
    try:
        actions.snooze(occurrence=row.occurrence, by=row.recipient, at=timezone.now(), choice=choice)
    except actions.AlreadyDone:
        return  # the page that follows says who marked it done
    except ValueError as error:
        raise Http404 from error


@login_not_required
@csrf_exempt  # RFC 8058: the reader's mail program posts without a session; the signed link is the authority
@never_cache
@form_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail: stops one kind of mail to one person, and can take that back. Shows no health data."""
    try:
        wanted = links.read_stop_token(token)
    except links.BadLink:
        return render(request, "reminders/stop_bad.html", status=404)
    state = "ask"
    if request.method == "POST":
        back = "again" in request.POST
        actions.follow_stop_link(wanted, again=back, at=timezone.now())
        state = "again" if back else "stopped"
    kind = KINDS.get(wanted.kind)
    return render(request, "reminders/stop.html", {"state": state, "title": kind.title if kind else wanted.kind})


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


def _form(request: HttpRequest, page: reads.PlanPage):
    plan_, kind = page.line.plan, page.line.kind
    initial: dict = {"tell_me": page.line.mine or plan_ is None or not plan_.is_on}
    if kind.by_event:
        return EventForm(request.POST or None, initial=initial, address=page.address)
    initial["local_time"] = plan_.local_time if plan_ else kind.default_time
    if plan_:
        initial |= {"weekdays": plan_.weekdays, "in_quiet_hours": plan_.in_quiet_hours}
    return PlanForm(request.POST or None, initial=initial, address=page.address)
