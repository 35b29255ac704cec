"""Answers that are buttons."""

from django import forms


class ButtonValue(forms.HiddenInput):
    """The value of a tapped button. Nothing is drawn: a hidden field of the same name would speak over the button."""

    def render(self, name, value, attrs=None, renderer=None) -> str:
        return ""
