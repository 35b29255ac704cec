"""Taking the whole record out, and erasing a family. Only for guardians who see every child of it."""

import tempfile

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from care.exports import actions, archive
from care.exports.forms import EraseForm
from care.household.rules import Capability

# Above this the archive is written to a temporary file instead of memory.
IN_MEMORY = 8 * 1024 * 1024


def download(request, household):
    """What the archive holds; a POST sends it. The file's name says nothing about whose it is."""
    row = _whole_household(request, household)
    if request.method != "POST":
        return render(request, "care/exports/download.html", {"household": row})
    now = timezone.now()
    actions.note_download(household=row, by=request.user, at=now)
    # FileResponse closes it, and with that it is gone.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    archive.write(file, households=[row.pk], at=now, version=settings.TEND_VERSION)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="tend-record.zip", content_type="application/zip")


def erase(request, household):
    """Erase a family after its name was typed."""
    row = _whole_household(request, household)
    form = EraseForm(request.POST or None, family_name=row.name)
    if request.method == "POST" and form.is_valid():
        actions.erase_household(household=row, by=request.user, at=timezone.now())
        return redirect("exports:erased")
    page = {"household": row, "form": form}
    return render(request, "care/exports/erase.html", page, status=422 if form.errors else 200)


def erased(request):
    """What is left: the person's own account."""
    return render(request, "care/exports/erased.html")


def _whole_household(request, pk):
    """The household, for a guardian whose reach is not narrowed to some children. 404 and 403 otherwise."""
    row = request.access.household(pk, Capability.MANAGE)
    if not request.access.membership(row.pk).all_patients:
        raise PermissionDenied
    return row
