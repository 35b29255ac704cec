"""What was tapped on a phone without a line, and is sent later: the same forms and actions as the pages, with the time
of the tap.

A phone keeps a form as it would have posted it: its address and its fields. So what may be kept offline is a list of
addresses, ``KEPT``, and nothing is said twice. See docs/adr/0021-offline.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient, User
from care.household.rules import Capability, local_day
from care.infections import actions as infections
from care.infections.forms import CheckForm, SignsForm, SizeForm, TemperatureForm, WhereForm
from care.infections.models import Course, Episode, Site
from care.infections.rules.places import side_fits
from care.plan import actions as plan
from care.plan.forms import ConcernForm
from care.precautions import actions as precautions
from care.precautions import reads as lists
from care.precautions.forms import ExposureForm
from care.record import actions as record
from care.record.forms import OLDEST_DAYS, EntryForm
from care.record.models import Entry
from care.record.rules import CLOCK_TOLERANCE
from care.reference.body_sites import by_slug
from care.reference.precautions import Kind as Listed
from care.skin import actions as skin
from care.today import actions
from care.today.forms import NoteForm

F = TypeVar("F", bound=BaseForm)


class NeedsMending(Exception):
    """What was tapped cannot be kept as it is: ``words`` say why, ``answer`` (field, value, words) would settle it."""

    def __init__(self, words: Iterable[str], answer: tuple[str, str, str] | None = None):
        self.words, self.answer = [str(word) for word in words], answer
        super().__init__(*self.words)


@dataclass(frozen=True)
class Tap:
    """One form as the phone kept it. ``key``: its own, the same however often it is sent."""

    key: UUID
    path: str
    fields: QueryDict
    tapped_at: dt.datetime

    @property
    def form(self) -> ResolverMatch:
        """Which form it is. Raises Http404 for an address that is none of Tend's."""
        try:
            return resolve(self.path.partition("?")[0])
        except Resolver404 as error:
            raise Http404 from error


@dataclass(frozen=True)
class Sent:
    """A tap with whose it is, on the day it counts for."""

    access: Access
    patient: Patient
    by: User
    at: dt.datetime
    tapped_at: dt.datetime
    day: dt.date
    key: UUID
    fields: QueryDict
    match: Mapping[str, Any]

    @property
    def patients(self) -> list[Patient]:
        """Whom the tap is about: "all" means every patient of the family this person logs for."""
        if not self.fields.get("all"):
            return [self.patient]
        family = self.patient.household_id
        return [one for one in self.access.patients(Capability.LOG) if one.household_id == family]

    @property
    def tiles(self) -> dict[str, Any]:
        """The evening's tiles it holds, as ``skin.answer`` takes them. Raises ValueError for one that is no answer."""
        names = ("worst_itch", "skin_band")
        return skin.tapped({name: str(self.fields[name]) for name in names if name in self.fields})

    @property
    def common(self) -> dict[str, Any]:
        return {"patient": self.patient, "by": self.by, "at": self.at}

    @property
    def now(self) -> dict[str, Any]:
        """The arguments of an action for a tap that is about the moment it was made."""
        return self.common | {"occurred_at": self.tapped_at, "client_id": self.key}

    def when(self, form: EntryForm) -> dict[str, Any]:
        """The shared answers of an entry's form: the moment of the tap, unless another day was chosen."""
        values = form.entry_values()
        same_day = values.get("local_day", self.day) == self.day
        return self.common | values | {"occurred_at": self.tapped_at if same_day else None}


def put_right(tapped_at: dt.datetime, *, phone_now: dt.datetime, at: dt.datetime) -> dt.datetime:
    """The instant of a tap by the server's clock: ``phone_now`` is what the phone's clock said when it sent it.

    A clock that runs off by more than two minutes is put right by the difference. Never later than ``at``.
    """
    off = at - phone_now
    return min(tapped_at + off if abs(off) > CLOCK_TOLERANCE else tapped_at, at)


def keep(*, access: Access, by: User, at: dt.datetime, tap: Tap) -> list[Entry]:
    """Save a tap and give its entries; the same one again gives the same entries and writes nothing.

    Raises NeedsMending for answers that cannot be kept, Http404 for an address that keeps nothing offline and for a
    patient out of reach, PermissionDenied when the role does not log.
    """
    saves, sent = opened(access=access, by=by, at=at, tap=tap)
    try:
        saved = saves(sent)
    except (actions.NotOffered, record.TooFarAhead) as error:
        raise NeedsMending([]) from error
    except ValidationError as error:
        raise NeedsMending(error.messages) from error
    except ValueError as error:
        raise NeedsMending([]) from error
    return [saved] if isinstance(saved, Entry) else saved


def opened(*, access: Access, by: User, at: dt.datetime, tap: Tap) -> tuple[Callable, Sent]:
    """What saves a tap, and the tap with its patient and day. Raises Http404 and PermissionDenied as ``keep`` does."""
    match = tap.form
    saves = KEPT.get(match.view_name)
    if saves is None:
        raise Http404
    patient = access.patient(match.kwargs["patient"], Capability.LOG)
    fields = tap.fields.copy()
    fields["client_id"] = str(tap.key)
    oldest = at - dt.timedelta(days=OLDEST_DAYS)
    tapped_at = min(max(tap.tapped_at, oldest), at)
    day = local_day(tapped_at, patient.household.time_zone)
    return saves, Sent(access, patient, by, at, tapped_at, day, tap.key, fields, match.kwargs)


def _checked(form: F, answer: tuple[str, str, str] | None = None) -> F:
    if not form.is_valid():
        raise NeedsMending([str(words) for errors in form.errors.values() for words in errors], answer)
    return form


def _nothing_new(sent: Sent) -> list[Entry]:
    return [actions.affirm_nothing_new_offline(**sent.now | {"patient": one}) for one in sent.patients]


def _same(sent: Sent) -> Entry:
    return actions.affirm_same(access=sent.access, **sent.now)


def _evening(sent: Sent) -> Entry:
    if tiles := sent.tiles:
        return skin.answer(values=tiles, **sent.now).entry
    if sent.fields.get("routines") != "kept":
        raise actions.NotOffered
    return precautions.record_routines(kept="yes", **sent.now).entry


def _note(sent: Sent) -> Entry:
    return actions.log_note(**sent.when(_checked(NoteForm(sent.fields, today=sent.day))))


def _concern(sent: Sent) -> Entry:
    values = sent.when(_checked(ConcernForm(sent.fields, today=sent.day)))
    return plan.record_concern(text=values.pop("note"), **values).entry


def _temperature(sent: Sent) -> Entry:
    zone = sent.patient.household.time_zone
    form = TemperatureForm(sent.fields, today=sent.day, zone=zone, now=sent.tapped_at)
    form.is_valid()
    _checked(form, ("confirmed", form.answer, form.answer_words) if form.answer else None)
    answers = form.cleaned_data
    values = sent.when(form)
    if answers.get("occurred_at"):
        values["occurred_at"] = answers["occurred_at"]
    names = ("tenths", "unit", "route", "antipyretic", "device")
    return infections.record_temperature(**values, **{name: answers[name] for name in names}).entry


def _exposure(sent: Sent) -> Entry:
    # Also what the family switched off since: the phone offered it.
    group = next(group for group in lists.lists(sent.patient).all_groups if group.kind is Listed.EXPOSURE)
    days = {"first_on", "last_on"} & set(sent.fields)
    form = ExposureForm(sent.fields, today=sent.day, group=group, with_day=bool(days))
    _checked(form)
    return precautions.record_exposure(**sent.now, **form.values(), note=form.cleaned_data["note"]).entry


def _lump(sent: Sent) -> Entry:
    """The first tap of the pages, or everything at once."""
    place, side = sent.fields.get("where", ""), sent.fields.get("side", "")
    if place in by_slug() and side and side_fits(place, side):
        sent.fields["where"] = f"{place}:{side}"
    where = _checked(WhereForm(sent.fields, today=sent.day))
    found = dict(where.cleaned_data["place"])
    if sent.fields.get("picture") or sent.fields.get("millimetres"):
        found |= _checked(SizeForm(sent.fields)).cleaned_data["size"]
    if sent.fields.getlist("signs") or sent.fields.get("alone"):
        blank = Episode(site=Site.SKIN, is_lump=True)
        found |= _checked(SignsForm(sent.fields, episode=blank)).cleaned_data["changes"]
    return infections.start_lump(**sent.now, **found, note=sent.fields.get("note", "")).entry


def _check(sent: Sent) -> Entry:
    course = _checked(CheckForm(sent.fields)).cleaned_data["course"]
    episode, title = _episode_now(sent)
    if episode is None:
        # Nothing to hang it on any more; what somebody saw beside the child is kept all the same.
        words = f"{title}: {Course(course).label}"
        return actions.log_note(**sent.now, local_day=sent.day, note=words)
    when = {name: value for name, value in sent.now.items() if name != "patient"}
    return infections.check_episode(episode=episode, course=course, **when).entry


def _episode_now(sent: Sent) -> tuple[Episode | None, str]:
    """The infection an answer is about as it stands now, and its name: what was joined to another one is that one.

    None when it was taken out of the record, or is out of this person's reach.
    """
    pk, title, seen = sent.match["pk"], _("An infection that is no longer here"), set()
    while pk not in seen:
        seen.add(pk)
        kept, removed = (
            sent.access.of(Episode, Capability.SEE_TODAY, removed=gone)
            .select_related("entry__patient")
            .filter(pk=pk, entry__patient__household=sent.patient.household_id)
            .first()
            for gone in (False, True)
        )
        if kept is not None and sent.access.may(Capability.LOG, kept.entry.patient):
            return kept, kept.title
        if removed is None:
            break
        title = removed.title if len(seen) == 1 else title
        pk = removed.joined_into_id
    return None, title


#: The address of a form: what saves it.
KEPT: Mapping[str, Callable[[Sent], Entry | list[Entry]]] = {
    "today:nothing-new": _nothing_new,
    "today:same": _same,
    "today:answer": _evening,
    "today:note": _note,
    "infections:check": _check,
    "infections:new-lump": _lump,
    "infections:temperature": _temperature,
    "precautions:exposure-add": _exposure,
    "plan:concern": _concern,
}
