"""Skin checks: the list, the form, one check, and how each place looks."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from care.household.rules import Capability
from care.record import actions as record
from care.record.pages import after_save, next_url, with_mark
from care.record.photos import reads as photos
from care.skin import actions, reads
from care.skin.forms import SignsForm, SkinCheckForm, initial_of, sleep_unit_of
from care.skin.models import SkinCheck
from care.skin.rules import Side
from care.skin.views.common import day_in, history_of, posted, row_of, status_of, today_url

#: Details of a question: silent when not recorded, for the question itself says so.
DETAILS = (
    "itch_rater",
    "sleep_minutes",
    "signs",
    "care_not_done",
    "bleach_bath_minutes",
    "antiseptic_wash_minutes",
    "emollient_times",
    "steroid_product",
    "steroid_sites",
    "other_topical_product",
)


def log(request, patient):
    """Skin checks, a month at a time, newest first, and the scores a clinic gave."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    today = request.access.today(row)
    page = reads.page(request.access, row, until=min(day_in(request, "to") or today, today))
    context = {
        "patient": row,
        "page": page,
        "scores": reads.newest_scores(reads.scores(request.access, row)),
        "can_log": request.access.may(Capability.LOG, row),
        "can_edit": request.access.may(Capability.EDIT, row),
        "today": today,
    }
    return render(request, "care/skin/list.html", context)


def add(request, patient):
    """The whole form. ``?flare=1`` asks about a flare; ``?day=`` starts on another day."""
    row = request.access.patient(patient, Capability.LOG)
    today = request.access.today(row)
    flare = request.GET.get("flare") == "1"
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    day = min(day_in(request, "day") or today, today) if sees_record else today
    if request.method == "GET" and not flare:
        own = reads.todays(request.access, row, day).own
        if own is not None:
            # One check per person and day: what is already there is shown, not asked again.
            return redirect("skin:edit", patient=row.pk, entry=own.entry_id)
    form = SkinCheckForm(
        posted(request),
        today=today,
        day=day,
        flare=flare,
        with_day=sees_record,
        sleep_unit=reads.sleep_unit(request.access, row),
    )
    if request.method == "POST" and form.is_valid():
        write = actions.record_flare if flare else actions.answer
        try:
            saved = write(patient=row, by=request.user, at=timezone.now(), values=form.answers(), **form.entry_values())
        except ValidationError as error:
            form.refuse(error)
        else:
            return after_save(request, saved.entry, _after(request, row, saved.entry, today_url(row)))
    return _form(request, {"patient": row, "form": form, "back": next_url(request, today_url(row))})


def detail(request, patient, entry):
    """One check, with every value it had before."""
    row, check = row_of(request, patient, entry, SkinCheck)
    can_edit = request.access.of(SkinCheck, Capability.EDIT).filter(pk=check.pk).exists()
    facts, blank = _facts(check)
    page = {
        "patient": row,
        "check": reads.check(check),
        "entry": check.entry,
        "facts": facts,
        "blank": blank,
        "places": [{"name": reads.site_words(place), "signs": reads.grades_words(place)} for place in check.signs],
        "history": history_of(request, check),
        "can_edit": can_edit,
        "may_add_photo": request.access.may(Capability.LOG, row),
        "photos": photos.of_entry(request.access, check.pk),
        "photo_place": _only_place(check),
        "sees_record": request.access.may(Capability.SEE_RECORD, row),
    }
    return render(request, "care/skin/detail.html", page)


def edit(request, patient, entry):
    """Correct a check, or add to it."""
    row, check = row_of(request, patient, entry, SkinCheck, Capability.EDIT)
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    form = SkinCheckForm(
        posted(request),
        today=request.access.today(row),
        initial=initial_of(check),
        corrects=check.entry,
        clearable=True,
        flare=check.flare,
        with_day=sees_record,
        sleep_unit=sleep_unit_of(check, reads.sleep_unit(request.access, row)),
    )
    back = _page(row, check.entry)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.edit(
                check=check,
                by=request.user,
                at=timezone.now(),
                values=form.answers(),
                note=form.cleaned_data["note"],
                local_day=form.cleaned_data.get("local_day"),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            return after_save(request, saved, _after(request, row, saved, back))
    return _form(request, {"patient": row, "form": form, "check": reads.check(check), "back": back})


def signs(request, patient, entry):
    """The six signs of every place that the check names."""
    row, check = row_of(request, patient, entry, SkinCheck, Capability.EDIT)
    form = SignsForm(posted(request), check=check, words=reads.site_words)
    back = _page(row, check.entry)
    if request.method == "POST" and form.is_valid():
        saved = actions.edit(check=check, by=request.user, at=timezone.now(), values={"signs": form.answer()})
        return after_save(request, saved, back)
    page = {"patient": row, "form": form, "check": reads.check(check), "back": back}
    return render(request, "care/skin/signs.html", page, status=status_of(form))


@require_POST
def delete(request, patient, entry):
    """Take a check back; the page that follows offers to put it back."""
    row, check = row_of(request, patient, entry, SkinCheck, Capability.EDIT)
    record.remove(entry=check.entry, by=request.user, at=timezone.now())
    sees_record = request.access.may(Capability.SEE_RECORD, row)
    url = reverse("skin:list", kwargs={"patient": row.pk}) if sees_record else today_url(row)
    return redirect(with_mark(url, undone=check.pk))


def _after(request, row, entry, default: str) -> str:
    """Where a save leads: on to the places when that was asked for, else back."""
    if "describe" in request.POST and entry.skin_check.sites:
        return reverse("skin:signs", kwargs={"patient": row.pk, "entry": entry.pk})
    return next_url(request, default)


def _only_place(check: SkinCheck) -> str:
    """What a new photo shows, when the check names one place: "palm:left"; "" when it names several or none."""
    if len(check.sites) != 1:
        return ""
    site, side = check.sites[0]["site"], check.sites[0]["side"]
    return f"{site}:{side}" if side in (Side.LEFT, Side.RIGHT) else site


def _page(row, entry) -> str:
    return reverse("skin:detail", kwargs={"patient": row.pk, "entry": entry.pk})


def _form(request, page: dict):
    query = request.GET.copy()
    as_list = query.pop("places", None) == ["list"]
    if not as_list:
        query["places"] = "list"
    page |= {"as_list": as_list, "other_view": "?" + query.urlencode()}
    return render(request, "care/skin/form.html", page, status=status_of(page["form"]))


def _facts(check: SkinCheck) -> tuple[list[tuple[str, str]], list[str]]:
    """What was answered, and the names of the questions nobody answered: a gap is information."""
    facts, blank = [], []
    for name in actions.ANSWERS:
        value = getattr(check, name)
        words = str(SkinCheck._meta.get_field(name).verbose_name)
        if value not in (None, "", []):
            if name != "signs":
                facts.append((words[:1].upper() + words[1:], reads.value_words(name, value)))
        elif name not in DETAILS and not (name == "sleep_loss" and check.sleep_minutes is not None):
            blank.append(words)
    return facts, blank
