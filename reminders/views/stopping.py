"""Ways to be told less: everything off, or one kind of mail by the signed link in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from reminders import actions, links
from reminders.kinds import KINDS


@require_POST
def stop_all(request: HttpRequest) -> HttpResponse:
    """No reminder mails to me any more, of any kind, about anybody. Not argued with."""
    for membership in request.access.memberships:
        actions.stop_mails(user=request.user, household=membership.household, at=timezone.now())
    messages.success(request, _("You get no reminders any more. Others still get theirs."))
    return redirect("reminders:list")


@login_not_required
@csrf_exempt  # RFC 8058: the reader's mail program posts without a session; the signed link is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click in a mail: stops one kind of mail to one person, makes them fewer, or takes that back.

    Looking changes nothing; the mail program's own POST (RFC 8058) stops. It shows no health data.
    """
    try:
        wanted = links.read_stop_token(token)
    except links.BadLink:
        return render(request, "reminders/stop_bad.html", status=404)
    state = "ask"
    if request.method == "POST":
        state = next((name for name in ("again", "fewer") if name in request.POST), "stopped")
        actions.follow_stop_link(wanted, want=state, at=timezone.now())
    kind = KINDS.get(wanted.kind)
    return render(request, "reminders/stop.html", {"state": state, "title": kind.title if kind else wanted.kind})
