"""How a family notes a bad night."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.skin.models import SLEEP_UNIT_WORDS
from care.skin.models.words import choices


class SettingForm(forms.Form):
    """One choice; what is in the record keeps the unit it was noted in."""

    hide_optional = True

    sleep_unit = forms.ChoiceField(
        label=_("How do you note lost sleep?"),
        help_text=_("One way for everyone keeps nights comparable. Earlier nights stay as they are."),
        choices=choices(SLEEP_UNIT_WORDS),
        widget=forms.RadioSelect,
    )
