"""Joining two infections, taking them apart again, and splitting one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from care.household.rules import Capability
from care.infections import actions, reads
from care.infections.forms import SplitForm
from care.infections.models import Episode
from care.infections.views.common import add_errors, here, page, row_of

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def join(request, patient, pk):
    """Which one it is the same as. The one that began first stays."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    if request.method == "POST":
        key = request.POST.get("other") or request.GET.get("other", "")
        other = row_of(request, Episode, patient, key, Capability.EDIT)
        first, second = sorted((episode, other), key=lambda row: (row.onset_on, row.pk))
        try:
            actions.join_episodes(episode=first, other=second, by=request.user, at=timezone.now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(here("detail", patient, pk))
        words = _("Saved: joined. %(title)s for %(name)s.") % {"title": first.title, "name": patient.name}
        undo = f"{here('apart', patient, first.pk)}?other={second.pk}"
        messages.success(request, words, extra_tags=undo)
        return redirect(here("detail", patient, first.pk))
    choices = reads.join_choices(request.access, patient, episode)
    return page(request, "join", patient, episode=episode, choices=choices)


@require_POST
def apart(request, patient, pk):
    """They are two after all: what was joined comes back with what hung on it."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    other = row_of(request, Episode, patient, request.GET.get("other", ""), Capability.EDIT, removed=True)
    actions.part_episodes(episode=episode, other=other, by=request.user, at=timezone.now())
    words = _("Saved: two again. %(title)s for %(name)s.") % {"title": other.title, "name": patient.name}
    messages.success(request, words)
    return redirect(here("detail", patient, other.pk))


@pages
def split(request, patient, pk):
    """From which day it is a new one."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    form = SplitForm(request.POST or None, episode=episode, today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.split_episode(
                episode=episode,
                on=form.cleaned_data["on"],
                by=request.user,
                at=timezone.now(),
                client_id=form.cleaned_data["client_id"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            words = _("Saved: split in two. %(title)s for %(name)s.") % {"title": episode.title, "name": patient.name}
            messages.success(request, words, extra_tags=f"{here('join', patient, pk)}?other={saved.entry.pk}")
            return redirect(here("detail", patient, saved.entry.pk))
    return page(request, "split", patient, episode=episode, form=form)
