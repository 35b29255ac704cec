"""An antibiotic or similar: the name on the label, from when to when."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.logs import LogForm, number, radio, words
from care.infections.forms.steps import WhenForm
from care.infections.models import MOST_MISSED, CoursePurpose, CourseRoute, StopReason
from care.record.dates import PartialDate
from care.record.partial_date_field import PartialDateField


class CourseForm(LogForm):
    """A new course: a tap on a name used before or a typed one, and when it started."""

    TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"

    local_day = None
    used = forms.ChoiceField(label=_("Which one? Used before:"), required=False, widget=forms.RadioSelect)
    drug = words(_("Name, as on the label"), 200)
    when = radio(
        _("When did it start?"),
        [(TODAY, _("Today")), (YESTERDAY, _("Yesterday")), (OTHER, _("Another day"))],
    )
    started = PartialDateField(
        label=_("Which day?"), required=False, help_text=_("For another day. Leave the day empty if not known.")
    )
    purpose = radio(_("What for?"), CoursePurpose.choices)
    route = radio(_("How is it given?"), CourseRoute.choices)
    planned_end = PartialDateField(label=_("Planned to end"), required=False)

    SECTIONS = (
        ("", ("used", "drug", "when")),
        (_("Started on another day"), ("started",)),
        (_("What for, how, planned end, note"), ("purpose", "route", "planned_end", "episode", "note")),
    )

    def __init__(self, *args, used: Sequence[str] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned_end"].last_day = None
        if used:
            self.fields["used"].choices = [(name, name) for name in used]
            self.fields["drug"].label = _("Or another one: its name, as on the label")
        else:
            del self.fields["used"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen, typed = values.pop("used", ""), " ".join((values.get("drug") or "").split())
        if chosen and typed:
            self.add_error("drug", _("Choose a name or write one, not both."))
        elif not (chosen or typed) and "drug" not in self.errors:
            self.add_error("drug", _("Write the name, as on the label."))
        values["drug"] = chosen or typed
        days = {self.TODAY: self.today, self.YESTERDAY: self.today - dt.timedelta(days=1)}
        when = values.pop("when", "")
        if when in days:
            values["started"] = PartialDate.on(days[when])
        return values

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("drug", "started", "purpose", "route", "planned_end")}


class CourseEditForm(LogForm):
    """Everything about a course."""

    local_day = None
    drug = words(_("Name, as on the label"), 200, required=True)
    purpose = radio(_("What for?"), CoursePurpose.choices)
    route = radio(_("How is it given?"), CourseRoute.choices)
    started = PartialDateField(label=_("Started"), required=False)
    planned_end = PartialDateField(label=_("Planned to end"), required=False)
    stopped = PartialDateField(
        label=_("Stopped"), required=False, help_text=_("Leave it empty while it is still taken.")
    )
    stop_reason = radio(_("Why did it stop?"), StopReason.choices)
    missed_doses = number(_("Doses not given"), 0, MOST_MISSED)

    SECTIONS = (
        ("", ("drug", "purpose", "started", "planned_end", "stopped", "stop_reason")),
        (_("How it is given, doses, infection, note"), ("route", "missed_doses", "episode", "note")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned_end"].last_day = None


class StopForm(WhenForm):
    """When a course stopped: a tap on a day. Why, if somebody says."""

    stop_reason = radio(_("Why did it stop?"), StopReason.choices)
    missed_doses = number(_("Doses not given"), 0, MOST_MISSED)
