"""Taking the whole record out, and erasing a family. Only for guardians who see every child of it.

Both ask for the password again: a phone left open must not give away, or end, everything with one tap.
"""

import tempfile
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.exports import actions, archive
from care.exports.forms import EraseForm
from care.household.rules import Capability

# Above this the archive is written to a temporary file instead of memory.
IN_MEMORY = 8 * 1024 * 1024
by_who_it_is = reauthentication_required(app="care.exports")


@require_http_methods(["GET", "HEAD", "POST"])
def download(request, household):
    """What the archive holds; a POST sends it. The file's name says nothing about whose it is."""
    row = _whole_household(request, household)
    if request.method != "POST":
        return render(request, "care/exports/download.html", {"household": row})
    try:
        return _send(request, row)
    except ReauthenticationRequired:
        # Back to this page afterwards, not straight to the file: a page that asks for a password is no place to stay.
        [way, *_others] = get_adapter().get_reauthentication_methods(request.user)
        return redirect(f"{way['url']}?{urlencode({'next': request.path})}")


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, household):
    """Erase a family after its name was typed."""
    row = _whole_household(request, household)
    form = EraseForm(request.POST or None, family_name=row.name)
    if request.method == "POST" and form.is_valid():
        return _erase(request, row)
    page = {"household": row, "form": form}
    return render(request, "care/exports/erase.html", page, status=422 if form.errors else 200)


@by_who_it_is
def _send(request, row):
    now = timezone.now()
    actions.note_download(household=row, by=request.user, at=now)
    # FileResponse closes it, and with that it is gone.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    archive.write(file, households=[row.pk], at=now, version=settings.TEND_VERSION)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="tend-record.zip", content_type="application/zip")


@by_who_it_is
def _erase(request, row):
    actions.erase_household(household=row, by=request.user, at=timezone.now())
    return redirect("exports:erased")


def erased(request):
    """What is left: the person's own account."""
    return render(request, "care/exports/erased.html")


def _whole_household(request, pk):
    """The household, for a guardian whose reach is not narrowed to some children. 404 and 403 otherwise."""
    row = request.access.household(pk, Capability.MANAGE)
    if not request.access.membership(row.pk).all_patients:
        raise PermissionDenied
    return row
