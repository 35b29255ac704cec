"""Pages of this room: the overview, and for each kind a list, a form and the pages of one row."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from care.household.rules import Capability
from care.record import actions as record
from care.record.models import Entry
from care.record.pages import after_save, with_mark
from care.record.photos import reads as photos
from care.results import actions, reads
from care.results.forms import FORMS
from care.results.rules.words import LengthUnit, Test, WeightUnit

IMPERIAL = frozenset({WeightUnit.POUND.value, LengthUnit.INCH.value})

MOST_PAGES = 1000


@require_safe
def overview(request, patient):
    """The newest of each kind."""
    child = request.access.patient(patient, Capability.SEE_RECORD)
    sections = reads.overview(request.access, child)
    page = {
        "patient": child,
        "sections": [(part, _url(child, part.shelf.page), _url(child, f"{part.shelf.page}-add")) for part in sections],
        "can_log": request.access.may(Capability.LOG, child),
    }
    return render(request, "care/results/overview.html", page)


@require_safe
def shelf_list(request, patient, page):
    """All of one kind, newest first, thirty a page; of laboratory results also only one test."""
    child = request.access.patient(patient, Capability.SEE_RECORD)
    shelf = reads.BY_PAGE[page]
    test = request.GET.get("test", "")
    test = test if page == "lab" and test in list(Test) else ""
    number = request.GET.get("page", "")
    number = min(max(int(number), 1), MOST_PAGES) if number.isascii() and number.isdigit() else 1
    context = {
        "patient": child,
        "page": reads.page(request.access, child, shelf, number=number, test=test),
        "test": test,
        "add": _url(child, f"{page}-add"),
        "all": _url(child, page),
        "can_log": request.access.may(Capability.LOG, child),
    }
    return render(request, "care/results/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient, page):
    """Write one down. ``?like=<entry>`` begins with the date, place and source of another one of the same paper."""
    child = request.access.patient(patient, Capability.LOG)
    shelf = reads.BY_PAGE[page]
    sees_record = request.access.may(Capability.SEE_RECORD, child)
    start = _like(request, child, shelf)
    form = FORMS[shelf.kind](_posted(request), today=request.access.today(child), with_day=sees_record, initial=start)
    _own_units_first(form, request.user)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.add(
                patient=child,
                kind=shelf.kind,
                by=request.user,
                at=timezone.now(),
                values=form.values(),
                client_id=form.cleaned_data["client_id"],
                **form.around(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return after_save(request, saved.entry, _detail(child, saved.entry))
    back = _url(child, "overview") if sees_record else reverse("today:today", kwargs={"patient": child.pk})
    context = {"patient": child, "shelf": shelf, "form": form, "back": back, "row": None}
    return render(request, "care/results/form.html", context, status=_status(form))


@require_safe
def detail(request, patient, entry):
    """One row, with what it said before."""
    child, row, shelf = _row(request, patient, entry)
    context = {
        "patient": child,
        "row": row,
        "shelf": shelf,
        "title": reads.title(row),
        "facts": reads.facts(row),
        "history": reads.history(request.access, row),
        "photos": photos.of_entry(request.access, row.pk),
        "list": _url(child, shelf.page),
        "add": _url(child, f"{shelf.page}-add"),
        "test": getattr(row, "test", "") if shelf.page == "lab" and row.test != Test.OTHER else "",
        "can_edit": request.access.of(type(row), Capability.EDIT).filter(pk=row.pk).exists(),
        "sees_record": request.access.may(Capability.SEE_RECORD, child),
        "can_log": request.access.may(Capability.LOG, child),
    }
    return render(request, "care/results/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, patient, entry):
    """Change one; what it said before stays readable."""
    child, row, shelf = _row(request, patient, entry, Capability.EDIT)
    sees_record = request.access.may(Capability.SEE_RECORD, child)
    form = FORMS[shelf.kind](_posted(request), today=request.access.today(child), row=row, with_day=sees_record)
    if request.method == "POST" and form.is_valid():
        try:
            changes = form.values() | form.around()
            saved = actions.correct(row=row, by=request.user, at=timezone.now(), changes=changes)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return after_save(request, saved, _detail(child, saved))
    context = {"patient": child, "shelf": shelf, "form": form, "back": _detail(child, row.entry), "row": row}
    return render(request, "care/results/form.html", context, status=_status(form))


@require_POST
def delete(request, patient, entry):
    """Take one back; the page that follows offers to put it back."""
    child, row, shelf = _row(request, patient, entry, Capability.EDIT)
    record.remove(entry=row.entry, by=request.user, at=timezone.now())
    sees_record = request.access.may(Capability.SEE_RECORD, child)
    url = _url(child, shelf.page) if sees_record else reverse("today:today", kwargs={"patient": child.pk})
    return redirect(with_mark(url, undone=row.pk))


def _row(request, patient, entry, need: Capability = Capability.SEE_RECORD):
    """The patient, one of their rows with its entry loaded, and its shelf. 404 and 403 as the door decides."""
    child = request.access.patient(patient)
    found = request.access.get(Entry, entry, need)
    if found.patient_id != child.pk or found.kind not in reads.BY_KIND:
        raise Http404
    found.patient = child
    return child, reads.one(request.access, found, need), reads.BY_KIND[found.kind]


def _own_units_first(form, user) -> None:
    """Pounds and inches lead where a person's thermometer says Fahrenheit. None is chosen beforehand."""
    if user.temperature_unit != user.TemperatureUnit.FAHRENHEIT:
        return
    for name in ("weight_unit", "height_unit", "head_unit"):
        if name in form.fields:
            known = form.fields[name].choices
            form.fields[name].choices = sorted(known, key=lambda choice: choice[0] not in IMPERIAL)


def _like(request, child, shelf) -> dict:
    """The paper of another row of this kind: its date, where it is from, and who said so. Empty without one."""
    key = request.GET.get("like")
    if not key or request.method == "POST":
        return {}
    _child, row, its_shelf = _row(request, child.pk, key, Capability.SEE_TODAY)
    if its_shelf is not shelf:
        return {}
    names = ("dated", "lab", "place", "dentist", "source")
    start = FORMS[shelf.kind].initial_of(row)
    return {name: start[name] for name in names if start.get(name)}


def _url(child, name: str) -> str:
    return reverse(f"results:{name}", kwargs={"patient": child.pk})


def _detail(child, entry) -> str:
    return reverse("results:detail", kwargs={"patient": child.pk, "entry": entry.pk})


def _posted(request):
    """The data of a form that was sent, also an empty one; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def _status(form) -> int:
    return 422 if form.is_bound and form.errors else 200
