"""What was recorded: the list, one infection, its daily check, its end, and changing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.infections import actions, reads
from care.infections.forms import CheckForm, EpisodeForm, LumpForm, WhenForm
from care.infections.models import Course, Episode
from care.infections.views.common import add_errors, call_plan, here, may_edit, page, page_number, row_of
from care.record import actions as record
from care.record.pages import after_save, next_url, with_mark
from care.record.photos import reads as photos
from care.reference import sources

pages = require_http_methods(["GET", "HEAD", "POST"])
# Where it is said that an abscess in HIES may be neither hot nor red.
QUIET_SOURCES = ("GR", "IDF")


@require_safe
def index(request, patient):
    """What is going on, then what is over."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    found = reads.episode_list(request.access, patient, page=page_number(request))
    return page(request, "list", patient, found=found)


@require_safe
def detail(request, patient, pk):
    """One infection with its checks, temperatures and older values."""
    patient = request.access.patient(patient)
    episode = row_of(request, Episode, patient, pk, Capability.SEE_RECORD)
    found = reads.episode_page(request.access, episode)
    today = request.access.today(patient)
    return page(
        request,
        "detail",
        patient,
        found=found,
        episode=found.episode,
        today=today,
        checks_today=[check for check in found.checks if check.local_day == today],
        courses=Course.choices,
        call_plan=call_plan(request, patient),
        quiet_sources=[sources.get(key) for key in QUIET_SOURCES],
        may_edit=may_edit(request, episode),
        may_see_record=request.access.may(Capability.SEE_RECORD, patient),
        photos=photos.of_entry(request.access, episode.pk),
        place=":".join(filter(None, (episode.body_site, episode.side))) if episode.body_site else "",
    )


@require_safe
def before(request, patient, pk):
    """What was written down in the 14 days before: asked for by the infection's page, or by its link."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    episode = row_of(request, Episode, patient, pk, Capability.SEE_RECORD)
    facts = reads.days_before(request.access, episode)
    return page(request, "before", patient, episode=episode, onset=episode.onset, facts=facts)


@require_POST
def check(request, patient, pk):
    """Better, same or worse: one tap."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.SEE_TODAY)
    back = next_url(request, here("detail", patient, pk))
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That was not saved. Please tap Better, Same or Worse."))
        return redirect(back)
    answers = form.cleaned_data
    try:
        saved = actions.check_episode(
            episode=episode,
            course=answers["course"],
            by=request.user,
            at=timezone.now(),
            client_id=answers["client_id"],
            local_day=answers["local_day"],
        )
    except record.TooFarAhead:
        messages.error(request, _("That was not saved. The day cannot be after today."))
        return redirect(back)
    return after_save(request, saved.entry, back)


@pages
def close(request, patient, pk):
    """When it ended."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    form = WhenForm(request.POST or None, today=request.access.today(patient), not_before=episode.onset_on)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_episode(episode=episode, on=form.cleaned_data["date"], by=request.user, at=timezone.now())
        except ValidationError as error:
            add_errors(form, error)
        else:
            words = _("Saved: over. %(title)s for %(name)s.") % {"title": episode.title, "name": patient.name}
            # Undo opens it again; it never takes the whole infection back.
            messages.success(request, words, extra_tags=here("reopen", patient, pk))
            return redirect(here("detail", patient, pk))
    return page(request, "close", patient, form=form, episode=episode)


@require_POST
def reopen(request, patient, pk):
    """It is not over after all."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    actions.reopen_episode(episode=episode, by=request.user, at=timezone.now())
    words = _("Saved: open again. %(title)s for %(name)s.") % {"title": episode.title, "name": patient.name}
    messages.success(request, words)
    return redirect(here("detail", patient, pk))


@pages
def edit(request, patient, pk):
    """Everything about it; older values stay readable."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    today = request.access.today(patient)
    if episode.is_lump:
        earlier = reads.earlier_lumps(request.access, patient, episode)
        form = LumpForm(request.POST or None, episode=episode, today=today, earlier=earlier)
    else:
        form = EpisodeForm(request.POST or None, episode=episode, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_episode(episode=episode, by=request.user, at=timezone.now(), changes=form.changes())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("Saved: %(title)s for %(name)s.") % {"title": episode.title, "name": patient.name}
            )
            return redirect(here("detail", patient, pk))
    return page(request, "edit", patient, form=form, episode=episode)


@require_POST
def delete(request, patient, pk):
    """Take the infection back; the next page can put it back."""
    patient = request.access.patient(patient, Capability.LOG)
    episode = row_of(request, Episode, patient, pk, Capability.EDIT)
    record.remove(entry=episode.entry, by=request.user, at=timezone.now())
    return redirect(with_mark(_home(request, patient, "list"), undone=pk))


def _home(request, patient, name: str) -> str:
    """A list of the record for those who see it; helpers go back to today."""
    if request.access.may(Capability.SEE_RECORD, patient):
        return here(name, patient)
    return reverse("today:today", kwargs={"patient": patient.pk})
