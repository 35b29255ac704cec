"""Pages of photos, and the pictures themselves: each only for who may see the entry it hangs on."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.record.models import Entry
from care.record.pages import next_url
from care.record.photos import actions, reads
from care.record.photos.answers import jpeg
from care.record.photos.forms import PhotoEditForm, PhotoForm, day_of
from care.record.photos.models import PROBLEM_WORDS, Photo
from care.record.photos.rules import Refused, State, read_place

pages = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def gallery(request, patient):
    """Every photo, or those of one place (``?place=``), newest first."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    number = request.GET.get("page", "1")
    number = int(number) if number.isdecimal() and 0 < len(number) < 6 else 1
    place = request.GET.get("place")
    found = reads.gallery(request.access, patient, place=None if place in (None, "all") else place, page=max(number, 1))
    values = {
        "patient": patient,
        "found": found,
        "place": place,
        "chosen": next((one for one in found.places if one.key == place), None),
        "may_log": request.access.may(Capability.LOG, patient),
    }
    return render(request, "care/record/photos.html", values)


@require_safe
def compare(request, patient):
    """Two photos of a place side by side; without a place, the places that have two."""
    patient = request.access.patient(patient, Capability.SEE_RECORD)
    asked = {name: request.GET.get(name, "") for name in ("place", "first", "second")}
    found = reads.comparison(request.access, patient, **asked)
    places = [] if found else [one for one in reads.places(request.access, patient) if one.comparable]
    return render(request, "care/record/compare.html", {"patient": patient, "found": found, "places": places})


@pages
def new(request, patient):
    """A photo that is an entry of its own."""
    patient = request.access.patient(patient, Capability.LOG)
    return _form(request, patient, entry=None)


@pages
def add(request, patient, entry):
    """A photo for an entry that is there already."""
    patient = request.access.patient(patient, Capability.LOG)
    return _form(request, patient, entry=_entry(request, patient, entry))


@require_safe
def photo(request, patient, photo):
    """One photo, what is said about it, and what can be done with it."""
    patient, row = _photo(request, patient, photo)
    shot = reads.shot(row, request.access.now)
    values = {
        "patient": patient,
        "shot": shot,
        "entry": row.entry,
        "may_edit": request.access.of(Photo, Capability.EDIT).filter(pk=row.pk).exists(),
        "may_log": request.access.may(Capability.LOG, patient),
        "may_see_record": request.access.may(Capability.SEE_RECORD, patient),
        "is_alone": row.entry.kind == Entry.Kind.PHOTO,
    }
    return render(request, "care/record/photo.html", values)


@pages
def edit(request, patient, photo):
    """Say what the photo shows."""
    patient, row = _photo(request, patient, photo, Capability.EDIT)
    shot = reads.shot(row, request.access.now)
    initial = {name: getattr(row, name) for name in ("site", "side", "has_scale")}
    form = PhotoEditForm(request.POST if request.method == "POST" else None, initial=initial, was=row.site)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_photo(
                photo=row,
                by=request.user,
                at=timezone.now(),
                changes=form.place_values(),
                private_ok=form.cleaned_data["private_ok"],
            )
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("Saved: photo for %(name)s.") % {"name": patient.name})
            return redirect(shot.url)
    values = {"patient": patient, "shot": shot, "form": form}
    return render(request, "care/record/photo_edit.html", values, status=422 if form.errors else 200)


@require_POST
def remove(request, patient, photo):
    """Take a photo back, and those added by the same tap; the page that follows can put them back."""
    patient = request.access.patient(patient, Capability.LOG)
    back = next_url(request, _home(request, patient))
    gone = []
    for key in _keys(request, photo):
        row = _turn(request, patient, key, removed=False)
        if row is not None:
            actions.remove_photo(photo=row, by=request.user, at=timezone.now())
            gone.append(row)
    words = _("Taken back: photo for %(name)s.") % {"name": patient.name}
    undoable = [row for row in gone if row.state != State.REFUSED]
    messages.success(request, words, extra_tags=_turn_url("photo-restore", patient, undoable, back) if undoable else "")
    return redirect(back)


@require_POST
def restore(request, patient, photo):
    """Put a photo back, and those taken back with it."""
    patient = request.access.patient(patient, Capability.LOG)
    back = next_url(request, _home(request, patient))
    rows = []
    for key in _keys(request, photo):
        row = _turn(request, patient, key, removed=True)
        if row is not None:
            rows.append(actions.restore_photo(photo=row, by=request.user, at=timezone.now()))
    _say_saved(request, patient, rows, back)
    return redirect(back)


@require_safe
def picture(request, patient, photo):
    """The picture itself."""
    return _jpeg(request, patient, photo, "picture")


@require_safe
def thumb(request, patient, photo):
    """The picture, small."""
    return _jpeg(request, patient, photo, "thumb")


def _jpeg(request, patient, key, which: str) -> HttpResponse:
    _patient, row = _photo(request, patient, key)
    return jpeg(row, which)


def _form(request, patient, *, entry: Entry | None):
    today = request.access.today(patient)
    sees_record = request.access.may(Capability.SEE_RECORD, patient)
    site, side = read_place(request.GET.get("place", ""))
    initial = {"site": site, "side": side}
    back = next_url(request, _home(request, patient, entry))
    post, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PhotoForm(
        post,
        files,
        too_big=getattr(request, "too_big", ()),
        today=today,
        day=day_of(request.GET.get("day", ""), today) if sees_record else today,
        initial=initial,
        alone=entry is None,
        with_day=sees_record,
    )
    if request.method == "POST" and form.is_valid():
        try:
            rows = _save(request, patient, entry, form)
        except Refused as refused:
            form.add_error("file", PROBLEM_WORDS[refused.problem])
        except ValidationError as error:
            _add_errors(form, error)
        else:
            _say_saved(request, patient, rows, back)
            return redirect(back)
    values = {"patient": patient, "form": form, "entry": entry, "back": back}
    return render(request, "care/record/photo_form.html", values, status=422 if form.errors else 200)


def _save(request, patient, entry: Entry | None, form: PhotoForm) -> list[Photo]:
    rows: list[Photo] = []
    common = {
        "by": request.user,
        "at": timezone.now(),
        "private_ok": form.cleaned_data["private_ok"],
        **form.place_values(),
    }
    for file, key in form.sent():
        if entry is None:
            values = form.entry_values() | {"client_id": key}
            rows.append(actions.add_alone(patient=patient, file=file, **common, **values))
            entry = rows[0].entry
        else:
            rows.append(actions.add_to_entry(entry=entry, file=file, client_id=key, **common))
    return rows


def _say_saved(request, patient, rows: list[Photo], back: str) -> None:
    words = _("Saved: photo for %(name)s.") % {"name": patient.name}
    messages.success(request, words, extra_tags=_turn_url("photo-remove", patient, rows, back) if rows else "")


def _turn_url(name: str, patient, rows: list[Photo], back: str) -> str:
    first, *more = rows
    url = reverse(f"record:{name}", kwargs={"patient": patient.pk, "photo": first.pk})
    return f"{url}?{urlencode([('also', row.pk) for row in more] + [('next', back)])}"


def _keys(request, photo) -> Iterable[str]:
    return [str(photo), *request.GET.getlist("also")[:3]]


def _turn(request, patient, key: str, *, removed: bool) -> Photo | None:
    """The photo to turn round; None when it is already so (a second tap). 404 and 403 as the door decides."""
    try:
        row = request.access.get(Photo, key, Capability.EDIT, removed=removed)
    except Http404:
        row = request.access.get(Photo, key, Capability.EDIT, removed=not removed)
        if row.entry.patient_id != patient.pk:
            raise
        return None
    if row.entry.patient_id != patient.pk:
        raise Http404
    return row


def _photo(request, patient, key, need: Capability = Capability.SEE_RECORD):
    """The patient and one of their photos, on an entry that is kept. 404 and 403 as the door decides."""
    patient = request.access.patient(patient)
    rows = request.access.of(Photo, need).select_related("added_by", "entry")
    row = rows.filter(pk=key).first() or request.access.get(Photo, key, need)
    if row.entry.patient_id != patient.pk or row.entry.removed_at is not None:
        raise Http404
    return patient, row


def _entry(request, patient, key) -> Entry:
    row = request.access.get(Entry, key)
    if row.patient_id != patient.pk:
        raise Http404
    return row


def _home(request, patient, entry: Entry | None = None) -> str:
    """Where a photo belongs: its entry's page, else the photos for those who see the record, else today."""
    if entry is not None:
        return reverse("today:entry", kwargs={"patient": patient.pk, "entry": entry.pk})
    if request.access.may(Capability.SEE_RECORD, patient):
        return reverse("record:photos", kwargs={"patient": patient.pk})
    return reverse("today:today", kwargs={"patient": patient.pk})


def _add_errors(form, error: ValidationError) -> None:
    """Puts what an action refused beside the field it is about, else on top of the form."""
    named = getattr(error, "message_dict", None) or {"": error.messages}
    for name, texts in named.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
