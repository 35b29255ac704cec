"""The form that asks, before a family is erased, whether it is really meant."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The family's name, typed. Case and spaces do not matter: it guards against a slip, not against a person."""

    name = forms.CharField(
        label=_("Type the name of the family"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    hide_optional = True

    def __init__(self, *args, family_name: str, **kwargs):
        self.family_name = family_name
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        if _plain(typed) != _plain(self.family_name):
            raise forms.ValidationError(_("This is not the name of the family. Nothing was erased."))
        return typed


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
