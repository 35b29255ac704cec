"""The page "My quiet hours"."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reminders import actions, reads
from reminders.forms import QuietForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def quiet(request: HttpRequest) -> HttpResponse:
    """From when until when nothing rings for me."""
    starts, ends = reads.quiet_hours(request.user)
    form = QuietForm(request.POST or None, initial={"starts": starts, "ends": ends})
    if form.is_valid():
        actions.set_quiet_hours(user=request.user, **form.cleaned_data)
        messages.success(request, _("Saved: your quiet hours."))
        return redirect("reminders:list")
    return render(request, "reminders/quiet.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)
