"""Choosing photos for a summary, one by one."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from care.record.photos.reads import Shot


class PhotosForm(forms.Form):
    """One tick for each photo. ``shots`` are those that may be chosen, ``most`` how many a summary takes."""

    photos = forms.TypedMultipleChoiceField(label=_("Photos"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, shots: Iterable[Shot], most: int, **kwargs):
        self.shots, self.most = list(shots), most
        chosen = [str(shot.pk) for shot in self.shots if shot.in_summary]
        super().__init__(*args, initial={"photos": chosen} | (kwargs.pop("initial", None) or {}), **kwargs)
        field = self.fields["photos"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        by_key = {str(shot.pk): shot.pk for shot in self.shots}
        field.choices = [(str(shot.pk), shot.alt) for shot in self.shots]
        field.coerce = by_key.__getitem__

    def clean_photos(self) -> list:
        chosen = self.cleaned_data["photos"]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                ngettext_lazy(
                    "A summary takes at most %(most)s photo. You ticked %(n)s.",
                    "A summary takes at most %(most)s photos. You ticked %(n)s.",
                    self.most,
                )
                % {"most": self.most, "n": len(chosen)}
            )
        return chosen

    @property
    def tiles(self) -> list[tuple[Shot, bool]]:
        """Each photo with whether its box is ticked, as it was sent or as it stands."""
        ticked = set(self["photos"].value() or ())
        return [(shot, str(shot.pk) in ticked) for shot in self.shots]
