"""The form of the lists' settings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.precautions.forms.words import NOT_ON_LIST
from care.precautions.reads import Lists
from care.precautions.rules import MAX_MOMENTS
from care.reference.precautions import Kind


class ListsForm(forms.Form):
    """Which moments a family picked, and which items of the lists they see."""

    hide_optional = True

    moments = forms.MultipleChoiceField(
        label=_("Hand-washing moments"),
        help_text=_("Pick up to five that matter most at home."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one moment."), "invalid_choice": NOT_ON_LIST},
    )

    def __init__(self, *args, lists: Lists, **kwargs):
        self.groups = [group for group in lists.all_groups if group.kind is not Kind.MOMENT]
        shown = [choice.key for group in self.groups for choice in group.choices if not choice.hidden]
        kwargs["initial"] = {"moments": list(lists.moments), "shown": shown}
        super().__init__(*args, **kwargs)
        all_moments = next(group for group in lists.all_groups if group.kind is Kind.MOMENT)
        self.fields["moments"].choices = [(choice.slug, choice.label) for choice in all_moments.choices]
        self.fields["shown"] = forms.MultipleChoiceField(
            label=_("Items on the lists"),
            help_text=_("Take the tick away from what you do not want to be shown."),
            required=False,
            choices=[(choice.key, choice.label) for group in self.groups for choice in group.choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": NOT_ON_LIST},
        )
        self.fields["told_by"] = forms.CharField(label=_("Who said to switch it off?"), required=False, max_length=120)
        self.fields["reason"] = forms.CharField(label=_("Why?"), required=False, max_length=200)

    def clean_moments(self) -> list[str]:
        moments = self.cleaned_data["moments"]
        if len(set(moments)) > MAX_MOMENTS:
            raise forms.ValidationError(_("Pick five at most."))
        return moments

    def hidden_keys(self) -> list[str]:
        """Items without a tick."""
        shown = set(self.cleaned_data["shown"])
        return [choice.key for group in self.groups for choice in group.choices if choice.key not in shown]

    def shown_keys(self) -> set[str]:
        """Items with a tick, for the template."""
        return set(self["shown"].value() or [])
