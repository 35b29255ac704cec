"""Which items a family sees, and the sink card."""

import uuid

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from care.household.rules import Capability
from care.precautions import actions, reads
from care.precautions.forms import ListsForm
from care.precautions.views.common import posted, status


def settings(request, patient):
    """Which moments the family picked, and which items of the lists are shown."""
    row = request.access.patient(patient, Capability.EDIT)
    form = ListsForm(posted(request), lists=reads.lists(row))
    if request.method == "POST" and form.is_valid():
        at, said = timezone.now(), form.cleaned_data
        actions.choose_moments(patient=row, by=request.user, at=at, slugs=said["moments"])
        actions.hide_items(
            patient=row,
            by=request.user,
            at=at,
            keys=form.hidden_keys(),
            told_by=said["told_by"],
            reason=said["reason"],
        )
        return redirect(f"{reverse('precautions:settings', kwargs={'patient': row.pk})}?kept=1")
    page = {"patient": row, "form": form, "is_saved": "kept" in request.GET}
    return render(request, "care/precautions/settings.html", page, status=status(form))


#: The steps of the sink card, in order: each is a picture in templates/care/precautions/sink/.
STEPS = ("wet", "soap", "scrub", "between", "rinse", "dry")


@require_http_methods(["GET", "HEAD", "POST"])
def sink(request, patient):
    """Pictures for a child at the sink, one step a screen; at the end a star. Nothing of it is in the record."""
    row = request.access.patient(patient, Capability.LOG)
    here = reverse("precautions:sink", kwargs={"patient": row.pk})
    if request.method == "POST":
        actions.earn_star(patient=row, at=timezone.now(), key=_key(request))
        return redirect(f"{here}?step=star")
    wanted = request.GET.get("step", "")
    page = {"patient": row, "here": here, "key": uuid.uuid4(), "steps": STEPS}
    if wanted in STEPS:
        place = STEPS.index(wanted)
        page |= {"step": wanted, "number": place + 1, "next": STEPS[place + 1] if place + 1 < len(STEPS) else ""}
        page["picture"] = f"care/precautions/sink/{wanted}.html"
    else:
        page |= {"step": "star" if wanted == "star" else "start", "stars": reads.stars(request.access, row)}
    return render(request, "care/precautions/sink.html", page)


def _key(request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None
