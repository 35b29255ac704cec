"""Choosing a photo of a label."""

from care.record.photos.forms import PhotoForm


class LabelPhotoForm(PhotoForm):
    """Only the picture: a label is no place of a body."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, alone=False, **kwargs)
        for name in ("site", "side", "has_scale", "private_ok"):
            del self.fields[name]
