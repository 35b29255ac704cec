"""How breathing went on a day."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.logs import LogForm, answer, number, radio, words
from care.infections.models import MOST_INHALER_DOSES, SPO2, Breathless, Cough, SputumAmount, SputumColour
from care.record.models import Answer


class BreathingForm(LogForm):
    """The breathing log. The oxygen level is asked only where the care plan includes it (``asks_spo2``)."""

    episode = None
    cough = radio(_("Cough?"), Cough.choices)
    blood_in_sputum = radio(_("With a cough: any blood in what is coughed up?"), Answer.choices[:4])
    breathless = radio(_("Short of breath?"), Breathless.choices)
    sputum_colour = radio(_("Colour of what is coughed up"), SputumColour.choices)
    sputum_amount = radio(_("How much is coughed up?"), SputumAmount.choices)
    chest_pain = answer(_("Chest pain?"))
    wheeze = answer(_("Whistling breath (wheeze)?"))
    spo2 = number(_("Oxygen level (SpO2), 50 to 100"), *SPO2)
    spo2_device = words(_("Which device?"), 60)
    spo2_at_rest = answer(_("Measured at rest?"))
    spo2_note = words(_("About the measurement"), 120, help_text=_("For example: skin tone, nail varnish, cold hands."))
    airway_clearance = answer(_("Airway clearance done?"))
    inhaler_doses = number(_("Inhaler doses"), 0, MOST_INHALER_DOSES)

    SPO2_FIELDS = ("spo2", "spo2_device", "spo2_at_rest", "spo2_note")
    SECTIONS = (
        ("", ("cough", "blood_in_sputum", "breathless", "chest_pain", "wheeze")),
        (_("What is coughed up"), ("sputum_colour", "sputum_amount")),
        (_("Oxygen level"), SPO2_FIELDS),
        (_("Airway clearance and inhaler"), ("airway_clearance", "inhaler_doses")),
        (_("Day, note"), ("local_day", "note")),
    )

    def __init__(self, *args, asks_spo2: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_spo2 and getattr(self.row, "spo2", None) is None:
            for name in self.SPO2_FIELDS:
                del self.fields[name]

    def clean(self):
        values = super().clean() or {}
        answered = [name for name in self.answers_names() if values.get(name) not in (None, "")]
        if not self.errors and not answered and not values.get("note"):
            raise forms.ValidationError(_("Answer at least one question, or go back."))
        return values

    def answers_names(self) -> list[str]:
        return [name for name in self.fields if name not in self.SHARED]


class BloodForm(forms.Form):
    """The one question that a cough always asks."""

    blood_in_sputum = forms.ChoiceField(choices=Answer.choices[:4])
