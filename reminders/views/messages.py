"""The page a message opens, and what is answered there or by its signed link."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from reminders import actions, links, reads
from reminders.kinds import KINDS

if TYPE_CHECKING:
    from reminders.models import Delivery


@require_safe
def open_(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """The page a message opens: what to do first, and how to stop it below."""
    row = reads.opened(request.access, delivery)
    actions.seen(user=request.user, at=timezone.now())
    if "device" in request.GET:
        actions.opened_on(user=request.user, device=request.GET["device"], at=timezone.now())
    if links.BY_MAIL in request.GET:
        actions.opened(delivery=row, at=timezone.now())
    chosen = KINDS[row.occurrence.plan.kind]
    context = {
        "delivery": row,
        "patient": row.occurrence.plan.patient,
        "kind": chosen,
        "others": reads.told_with(request.access, row),
        "ended": reads.end_of(row, now=timezone.now()),
        "answers": reads.answers(row, now=timezone.now()),
        "only_later": not request.access.may(Capability.LOG, row.occurrence.plan.patient),
        "may_edit": request.access.may(Capability.EDIT, row.occurrence.plan.patient),
    }
    return render(request, "reminders/open.html", context)


def _to_mark(request: HttpRequest, delivery: UUID) -> "Delivery":
    """The message, for who may log for its patient: "done" silences it for everybody. PermissionDenied otherwise."""
    row = reads.opened(request.access, delivery)
    request.access.patient(row.occurrence.plan.patient_id, Capability.LOG)
    return row


@require_POST
def done(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Somebody saw to it: nobody is told any more."""
    row = _to_mark(request, delivery)
    if "list" in request.POST and row.riders.exists():
        # In the list every reminder stands by itself: what rode in the same message has a line of its own.
        actions.acknowledge(occurrence=row.occurrence, by=request.user, at=timezone.now())
        return _onward(request, delivery)
    result = actions.done(delivery=row, by=request.user, at=timezone.now(), signed_in=True)
    if result.recorded:
        messages.success(request, _("Noted as given."))
    elif result.given_by:
        messages.success(request, _("%(name)s had noted it already. Nothing was added.") % {"name": result.given_by})
    return _onward(request, delivery)


@require_POST
def not_done(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Takes a "done" back."""
    row = _to_mark(request, delivery)
    actions.undone(delivery=row, by=request.user, at=timezone.now())
    entry = reads.still_given(row, now=timezone.now())
    if entry:
        where = reverse("medicines:dose", args=[row.occurrence.plan.patient_id, entry])
        link = format_html('<a class="link" href="{}">{}</a>', where, _("Look at it"))
        messages.info(request, format_html("{} {}", _("It is still noted as given."), link))
    return _onward(request, delivery)


@require_POST
def later(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Once more, later, to this person. The page says when."""
    row = reads.opened(request.access, delivery)
    _snooze(row, request.POST.get("for", ""))
    return _onward(request, delivery)


@require_POST
def stop_this(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """No more of this one reminder to this person. Other reminders, and other people's, stay."""
    row = reads.opened(request.access, delivery)
    plan = row.occurrence.plan
    # People ask for all medicines or visits at once, so that is what stops.
    actions.stop([plan.parent or plan], user=request.user, at=timezone.now())
    words = {"kind": KINDS[plan.kind].name, "name": plan.patient.name}
    messages.success(request, _("Stopped for you: %(kind)s for %(name)s. Your other reminders stay on.") % words)
    return _onward(request, delivery)


@login_not_required
@csrf_exempt  # a notification's own buttons post without a session; the signed link is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Done or later from a mail, without signing in. Opening it does nothing; it shows no health data.

    A notification's button asks for JSON and gets the words to show, ``""`` when there is nothing to say.
    """
    try:
        row = reads.answerable(links.read_answer_token(token), now=timezone.now())
    except (links.BadLink, reads.NotThere):
        return render(request, "reminders/answer_bad.html", status=404)
    if request.method == "POST":
        actions.opened(delivery=row, at=timezone.now())
        if "done" in request.POST:
            actions.done(delivery=row, by=row.recipient, at=timezone.now(), signed_in=False)
        else:
            _snooze(row, request.POST.get("for", ""))
        if request.accepts("text/html"):
            return redirect("reminders:answer", token=token)
        return JsonResponse({"words": reads.put_off_words(reads.answers(row, now=timezone.now()))})
    return render(request, "reminders/answer.html", {"answers": reads.answers(row, now=timezone.now())})


def _onward(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Back to where the button stood: the list, or the message's own page."""
    return redirect("reminders:waiting") if "list" in request.POST else redirect("reminders:open", delivery=delivery)


def _snooze(row: "Delivery", choice: str) -> None:
    try:
        actions.snooze(occurrence=row.occurrence, by=row.recipient, at=timezone.now(), choice=choice)
    except actions.AlreadyDone:
        return  # the page that follows says who marked it done
    except ValueError as error:
        raise Http404 from error
