"""Forms of the call plan: whom to ring, and when."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, KeyedForm, TextField, set_today
from care.household.models import Patient
from care.plan.models import CallPlan, CareContact, phone_number


class PhoneField(TextField):
    """A phone number as people write it. Odd spaces and dashes from a copied page are made plain."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=40, validators=[phone_number], widget=forms.TextInput(attrs={"type": "tel"}), **kwargs
        )

    def to_python(self, value):
        value = unicodedata.normalize("NFKC", value or "")
        plain = [
            " " if unicodedata.category(sign) == "Zs" else "-" if unicodedata.category(sign) == "Pd" else sign
            for sign in value
            if unicodedata.category(sign) not in ("Cf", "Cc")
        ]
        digits = [str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in plain]
        return super().to_python("".join(digits))


class ContactForm(KeyedForm):
    """One number of the care team. ``others`` are patients who may get a copy."""

    name = TextField(
        label=_("Name"),
        max_length=120,
        missing=_('Enter a name, like "Children\'s clinic" or "Dr Okafor".'),
        help_text=_("A person or a place."),
    )
    phone = PhoneField(label=_("Phone number"), missing=_("Enter the number to ring."))
    role = TextField(label=_("What they do"), max_length=120, required=False)
    hours = TextField(
        label=_("When they can be reached"),
        max_length=120,
        required=False,
        help_text=_('Like "Mon to Fri, 8 to 16" or "any time".'),
    )
    is_urgent_line = forms.BooleanField(label=_("Ring this one when it is urgent"), required=False)
    is_immunology = forms.BooleanField(label=_("This is the immunology team"), required=False)
    also = forms.MultipleChoiceField(label=_("Also for"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, others: list[Patient] | None = None, contact: CareContact | None = None, **kwargs):
        if contact is not None:
            kwargs["initial"] = {name: getattr(contact, name) for name in CONTACT_FIELDS}
        super().__init__(*args, **kwargs)
        self.others = {str(patient.pk): patient for patient in others or []}
        self.fields["also"].choices = [(key, patient.name) for key, patient in self.others.items()]
        if not self.others:
            del self.fields["also"]

    def values(self) -> dict:
        """The fields of a CareContact."""
        return {name: self.cleaned_data[name] for name in CONTACT_FIELDS}

    def also_for(self) -> tuple[Patient, ...]:
        return tuple(self.others[key] for key in self.cleaned_data.get("also") or ())


CONTACT_FIELDS = ("name", "phone", "role", "hours", "is_urgent_line", "is_immunology")


class CallPlanForm(forms.Form):
    """The plan in the words of the family's own clinicians."""

    ring_when = TextField(
        label=_("When to ring, and whom"),
        max_length=4000,
        rows=5,
        required=False,
        help_text=_("Copy what your own doctors told you. Tend has no advice of its own here."),
    )
    emergency_number = PhoneField(
        label=_("Emergency number"), required=False, help_text=_("The one for an ambulance where you live.")
    )
    hospital = TextField(label=_("Hospital to go to"), max_length=200, required=False)
    carry_text = TextField(
        label=_("What to tell any doctor"),
        max_length=4000,
        rows=4,
        required=False,
        help_text=_("A few lines for a doctor who does not know your child."),
    )
    told_by = TextField(label=_("Who gave you this plan"), max_length=120, required=False)
    told_on = DayField(label=_("When they gave it"), required=False)

    def __init__(self, *args, plan: CallPlan | None = None, today=None, **kwargs):
        if plan is not None:
            kwargs.setdefault("initial", {name: getattr(plan, name) for name in type(self).base_fields})
        super().__init__(*args, **kwargs)
        set_today(self, today)


class FirstPlanForm(forms.Form):
    """The call plan on the first day: one number and one sentence are a start."""

    name = TextField(label=_("Name"), max_length=120, required=False, help_text=_("A person or a place."))
    phone = PhoneField(label=_("Phone number"), required=False)
    ring_when = TextField(
        label=_("When should you ring?"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("As your own doctors told you."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        if data.get("name") and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Enter the number to ring."))
        if data.get("phone") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _('Enter a name, like "Children\'s clinic" or "Dr Okafor".'))
        return data
