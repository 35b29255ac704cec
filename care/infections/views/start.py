"""Starting something: one question a page. The first tap saves it; every later one adds to what is saved."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from care.household.rules import Capability
from care.infections import actions, reads
from care.infections.forms import CareForm, SignsForm, SizeForm, TemperatureForm, WhenForm, WhereForm
from care.infections.models import TITLES, Area, CareLevel, Episode, Side, Site, Temperature
from care.infections.rules import places
from care.infections.views.common import add_errors, day_asked, here, page, row_of
from care.record.pages import after_save

pages = require_http_methods(["GET", "HEAD", "POST"])
# What the tiles of "something changed" call the sites.
TILES = {"chest": Site.LUNG, "tummy": Site.GUT}


@require_safe
def add(request, patient):
    """Which kind of infection: a list of sites."""
    patient = request.access.patient(patient, Capability.LOG)
    return page(
        request, "add", patient, sites=[(s.value, s.label) for s in Site if s != Site.UNKNOWN], query=_day(request)
    )


@pages
def new(request, patient):
    """When it started. Tapping a day saves the infection."""
    patient = request.access.patient(patient, Capability.LOG)
    asked = request.GET.get("site", "")
    if asked == "fever":
        return redirect(here("temperature", patient))
    site, side = TILES.get(asked, asked), request.GET.get("side")
    if site not in Site.values:
        return redirect(here("add", patient) + _day(request))
    if site == Site.EAR and side is None:
        return page(request, "which_ear", patient, sides=Side, query=_day(request).replace("?", "&"))
    form = WhenForm(request.POST or None, today=request.access.today(patient), day=day_asked(request))
    if request.method == "POST" and form.is_valid():
        reading = None
        if request.GET.get("temperature"):
            reading = row_of(request, Temperature, patient, request.GET["temperature"], Capability.EDIT)
        side = side if side in Side.values else ""
        episode = _start(request, patient, form, site=site, side=side, reading=reading)
        if episode is not None:
            return redirect(here("signs", patient, episode.pk))
    same = [one for one in reads.open_episodes(request.access, patient) if one.site == site and not one.is_lump]
    return page(request, "when", patient, form=form, title=TITLES[Site(site)], already_open=same[-1:])


def _start(request, patient, form, **values):
    """Save the first tap. Coming back and tapping another day changes it. None, with the form's errors, if refused."""
    at, onset = timezone.now(), form.cleaned_data["date"]
    try:
        saved = actions.start_episode(
            patient=patient,
            by=request.user,
            at=at,
            onset=onset,
            client_id=form.cleaned_data["client_id"],
            local_day=form.cleaned_data["local_day"],
            **values,
        )
        episode = saved.entry.infection
        if not saved.created:
            episode = row_of(request, Episode, patient, episode.pk, Capability.EDIT)
            actions.correct_episode(episode=episode, by=request.user, at=at, changes={"onset": onset})
        return episode
    except ValidationError as error:
        add_errors(form, error)
        return None


@pages
def new_lump(request, patient):
    """Where a new lump or boil is. The first tap saves it."""
    patient = request.access.patient(patient, Capability.LOG)
    form = WhereForm(request.POST or None, today=request.access.today(patient), day=day_asked(request))
    if request.method == "POST" and form.is_valid():
        place, at = form.cleaned_data["place"], timezone.now()
        saved = actions.start_lump(
            patient=patient,
            by=request.user,
            at=at,
            client_id=form.cleaned_data["client_id"],
            local_day=form.cleaned_data["local_day"],
            **place,
        )
        episode = saved.entry.infection
        if not saved.created:
            episode = row_of(request, Episode, patient, episode.pk, Capability.EDIT)
            actions.correct_episode(episode=episode, by=request.user, at=at, changes=place)
        return redirect(here("place" if place and not place["body_site"] else "size", patient, episode.pk))
    query = _day(request).replace("?", "&")
    return page(request, "new_lump", patient, form=form, as_list=request.GET.get("as") == "list", query=query)


@pages
def place(request, patient, pk):
    """Where exactly, within the area that was tapped."""
    patient, episode = _step(request, patient, pk)
    if not episode.is_lump or not episode.area:
        return redirect(here("size", patient, pk))
    form = WhereForm(request.POST or None, today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        _keep(request, episode, form.cleaned_data["place"])
        return redirect(here("size", patient, pk))
    area = places.Area(episode.area)
    more = {
        "area": Area(area).label,
        "side": episode.side if area in places.SIDED else "",
        "places": places.places(area),
    }
    return page(request, "place", patient, form=form, episode=episode, **more)


@pages
def size(request, patient, pk):
    """How big it is, by pictures everybody knows, or measured."""
    patient, episode = _step(request, patient, pk)
    if not episode.is_lump:
        return redirect(here("detail", patient, pk))
    form = SizeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep(request, episode, form.cleaned_data["size"])
        return redirect(here("signs", patient, pk))
    return page(request, "size", patient, form=form, episode=episode, pictures=SizeForm.PICTURES.items())


@pages
def signs(request, patient, pk):
    """What is seen, and for an infection a temperature if one was taken.

    Ticks are saved as they are made where there is script; Save does it for everybody. A reading that needs a question
    never holds the signs back.
    """
    patient, episode = _step(request, patient, pk)
    form, reading = SignsForm(request.POST or None, episode=episode), None
    if not episode.is_lump and not reads.has_temperature(request.access, episode):
        reading = _reading_form(request, patient, episode)
    if request.method == "POST" and form.is_valid():
        _keep(request, episode, form.cleaned_data["changes"])
        if "keep" in request.POST:
            return HttpResponse(status=204)
        if reading is None or reading.is_valid():
            _keep_reading(request, patient, episode, reading)
            return _finish(request, patient, episode) if episode.is_lump else redirect(here("care", patient, pk))
        form = reading
    ticks = _signs_field(form, episode)
    return page(request, "signs", patient, form=form, signs=ticks, reading=reading, episode=episode)


def _signs_field(form, episode: Episode):
    """The ticks as they were sent, also when it is the reading that is asked about."""
    return form["signs"] if isinstance(form, SignsForm) else SignsForm(form.data, episode=episode)["signs"]


def _reading_form(request, patient, episode: Episode) -> TemperatureForm:
    return TemperatureForm(
        request.POST or None,
        today=request.access.today(patient),
        day=episode.entry.local_day,
        zone=patient.household.time_zone,
        now=timezone.now(),
        short=True,
        initial={"unit": request.user.temperature_unit},
    )


def _keep_reading(request, patient, episode: Episode, reading: TemperatureForm | None) -> None:
    answers = reading.cleaned_data if reading else {}
    if "tenths" in answers:
        actions.record_temperature(
            patient=patient,
            by=request.user,
            at=timezone.now(),
            tenths=answers["tenths"],
            unit=answers["unit"],
            episode=episode,
            local_day=answers["local_day"],
            client_id=answers["client_id"],
        )


@pages
def care(request, patient, pk):
    """Who saw the child. The last question: its tap ends the path."""
    patient, episode = _step(request, patient, pk)
    form = CareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _keep(request, episode, {"care_level": form.cleaned_data["care_level"]})
        return _finish(request, patient, episode)
    return page(request, "care", patient, form=form, episode=episode, levels=CareLevel.choices)


def _step(request, patient, pk):
    """The patient and the infection just started; a helper gets only their own of today."""
    patient = request.access.patient(patient, Capability.LOG)
    return patient, row_of(request, Episode, patient, pk, Capability.EDIT)


def _keep(request, episode: Episode, changes: dict) -> None:
    actions.correct_episode(episode=episode, by=request.user, at=timezone.now(), changes=changes)


def _finish(request, patient, episode: Episode):
    return after_save(request, episode.entry, here("detail", patient, episode.pk))


def _day(request) -> str:
    """The query that carries a back-filled day on."""
    day = day_asked(request)
    return f"?day={day:%Y-%m-%d}" if day else ""
