"""The page "Where reminders reach me": the devices of one person, and this one among them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reminders import actions, reads

DEVICE_COOKIE_SECONDS = 400 * 24 * 60 * 60  # as long as browsers keep one


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every device that takes, or took, my messages; and whether mails reach me."""
    context = {
        "page": reads.devices_page(request.user, now=timezone.now(), mark=request.COOKIES.get(reads.DEVICE_COOKIE, "")),
        "coming": reads.coming(request.access),
        "came": reads.came(request.access),
    }
    return render(request, "reminders/devices.html", context)


@require_POST
def turn_on(request: HttpRequest) -> HttpResponse:
    """This browser's own answer: from now on reminders come here."""
    answer = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    device = reads.device_words(request.headers.get("User-Agent", ""))
    try:
        row = actions.subscribe(user=request.user, at=timezone.now(), device=device, **answer)
    except ValidationError:
        messages.error(request, _("This browser could not be turned on. Reminders still come as before."))
        return redirect("reminders:devices")
    messages.success(request, _("Reminders come to this device now. Send a test to see one."))
    onward = redirect("reminders:devices")
    onward.set_cookie(
        reads.DEVICE_COOKIE,
        str(row.pk),
        max_age=DEVICE_COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return onward


@require_POST
def lost(request: HttpRequest) -> HttpResponse:
    """This browser's own word that it takes messages no more: its permission or subscription is gone."""
    mark = request.COOKIES.get(reads.DEVICE_COOKIE, "")
    actions.lost_here(user=request.user, device=mark, at=timezone.now())
    return redirect("reminders:devices")


@require_POST
def turn_off(request: HttpRequest, device: UUID) -> HttpResponse:
    """Nothing more to one of my devices."""
    actions.unsubscribe(subscription=reads.device(request.user, device), at=timezone.now())
    messages.success(request, _("Nothing more goes to that device."))
    return redirect("reminders:devices")


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """One of my reminders, now, to me, through everything a real one goes through."""
    plan = reads.plan_to_test(request.access)
    if plan is None:
        messages.warning(request, _("Set up a reminder first. Then a test can be sent."))
    else:
        actions.send_test(plan=plan, by=request.user, at=timezone.now())
        messages.success(request, _("A test is on its way. It should be here within a minute."))
    return redirect("reminders:devices")
