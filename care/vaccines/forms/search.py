"""What a person looks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

QUERY_MAX = 80


class SearchForm(forms.Form):
    """What a person looks for: a name, a brand, a disease or a CVX code. Never invalid, only cut short."""

    q = forms.CharField(
        label=_("Name, brand, illness or CVX code"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )

    hide_optional = True

    @property
    def query(self) -> str:
        """The words, at most 80 characters."""
        return (self.data.get("q") or "").strip()[:QUERY_MAX]
