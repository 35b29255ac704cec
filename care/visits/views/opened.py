"""The reader's side of a share. No account, no script, no cookie is needed; nothing is shown before code and PIN.

Without the CSRF check: what these forms do is allowed by the code and PIN, or by the opening's token, in the form
itself or in a cookie that reaches only ``/s/``, and never by who is signed in. See docs/adr/0016-sharing.md.
"""

import zoneinfo
from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.record.photos.answers import jpeg
from care.visits import actions, reads
from care.visits.forms import CodeForm
from care.visits.models import ShareEvent
from care.visits.rules.sharing import OPEN_FOR, device_of, spelled
from care.visits.views.downloads import FORMS, offered
from care.visits.views.pasting import asked_text

PATH = "/s/"
#: Set by the first page: whether this browser brings cookies back at all.
PROBE = "tend_s"


def public(view):
    """For everybody, kept by nobody: no sign-in, no store, no index, no referrer."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return csrf_exempt(login_not_required(answer))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, code=""):
    """A GET asks for code and PIN and looks at nothing, so a mail scanner opens nothing. A POST opens."""
    if request.method != "POST":
        response = render(request, "care/visits/shared/enter.html", {"form": CodeForm(initial={"code": spelled(code)})})
        _cookie(response, PROBE, "1")
        return response
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "care/visits/shared/enter.html", {"form": form}, status=422)
    try:
        opened = actions.open_share(
            code=form.cleaned_data["code"],
            pin=form.cleaned_data["pin"],
            address=get_adapter(request).get_client_ip(request),
            device=_device(request),
            at=timezone.now(),
        )
    except actions.DoesNotOpen:
        form.add_error(None, _("This code and PIN open nothing. Check both, or ask the family for a new code."))
        return render(request, "care/visits/shared/enter.html", {"form": form}, status=403)
    except actions.TooManyTries as problem:
        minutes = max(1, -(-int(problem.wait.total_seconds()) // 60))
        response = render(request, "care/visits/shared/wait.html", {"minutes": minutes}, status=429)
        response["Retry-After"] = str(max(1, int(problem.wait.total_seconds())))
        return response
    except actions.ShareOver as over:
        return _over(request, over.state)
    if PROBE not in request.COOKIES:
        # This browser brings no cookies back: show it here and now, and let its forms carry the token.
        return _page(
            request, reads.opened(opening=opened.opening.pk, token=opened.token, now=timezone.now()), opened.token
        )
    response = redirect("shared:page", opening=opened.opening.pk)
    response.status_code = 303
    _cookie(response, _name(opened.opening.pk), opened.token)
    return response


@public
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, opening):
    """The summary, for the browser that opened it. A POST is the same, with the token in a form."""
    return _with_opening(request, opening, lambda found, token: _page(request, found, token))


@public
@require_safe
def photo(request, opening, photo):
    """A photo of the summary, for the browser that opened it."""

    def shown(found, _token):
        return jpeg(reads.summary_photo(reads.shared_summary(found, timezone.now()), photo), "picture")

    return _with_opening(request, opening, shown)


@public
@require_POST
def mark(request, opening):
    """The page's own Copy and Print tell the family's list."""

    def written(found, _token):
        kind = request.POST.get("kind", "")
        if kind not in (ShareEvent.Kind.COPIED, ShareEvent.Kind.PRINTED):
            raise Http404
        actions.report(opening=found, kind=kind, device=_device(request), at=timezone.now())
        return HttpResponse(status=204)

    return _with_opening(request, opening, written)


@public
@require_POST
def download(request, opening, form):
    """The summary in another form (``downloads.FORMS``), handed out once it stands in the family's list."""

    def handed_out(found, _token):
        make = FORMS.get(form)
        if make is None:
            raise Http404
        view = reads.shared_summary(found, timezone.now())
        answer = make.answer(view)
        actions.report(opening=found, kind="downloaded", form=form, device=_device(request), at=timezone.now())
        return answer

    return _with_opening(request, opening, handed_out)


@public
@require_POST
def close(request, opening):
    """Done: this browser forgets it."""

    def closed(found, _token):
        actions.close(opening=found, device=_device(request), at=timezone.now())
        response = render(request, "care/visits/shared/closed.html")
        response.delete_cookie(_name(opening), path=PATH)
        return response

    return _with_opening(request, opening, closed)


def _with_opening(request, opening, answer):
    """Checks the opening's rows, then answers. 403 for another browser or an hour that is over, 410 for an end."""
    token = request.POST.get("pass") or request.COOKIES.get(_name(opening), "")
    try:
        found = reads.opened(opening=opening, token=token, now=timezone.now())
    except reads.NotOpened:
        return render(request, "care/visits/shared/again.html", status=403)
    except reads.Over as over:
        return _over(request, over.state)
    return answer(found, token)


def _page(request, opening, token):
    carried = "" if request.COOKIES.get(_name(opening.pk)) == token else token
    view = reads.shared_summary(opening, timezone.now())
    asked = request.POST if request.method == "POST" else request.GET
    context = {"page": view, "opening": opening, "carried": carried, "downloads": offered(view)}
    context |= asked_text(asked, view)
    # The reader said no time zone; the clinic's own is the one on its wall.
    with timezone.override(zoneinfo.ZoneInfo(view.visit.time_zone)):
        return render(request, "care/visits/shared/page.html", context)


def _over(request, state):
    return render(request, "care/visits/shared/over.html", {"state": state}, status=410)


def _cookie(response, name, value):
    response.set_cookie(
        name,
        value,
        max_age=int(OPEN_FOR.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _name(opening) -> str:
    """One cookie for each opening, so that two tabs with two patients never show each other's page."""
    return f"tend_s_{opening.hex}"


def _device(request):
    return device_of(request.headers.get("User-Agent", ""))
