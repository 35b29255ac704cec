"""Writing photos: taken in, prepared, changed, taken back, and swept up behind."""

from care.record.photos.actions.adding import PhotoWaiting, TooManyPhotos, add_alone, add_to_entry
from care.record.photos.actions.changing import change_photo, remove_photo, restore_photo
from care.record.photos.actions.choosing import choose_for_summary
from care.record.photos.actions.preparing import prepare, waiting
from care.record.photos.actions.tidying import Tidied, tidy

__all__ = [
    "PhotoWaiting",
    "Tidied",
    "TooManyPhotos",
    "add_alone",
    "add_to_entry",
    "change_photo",
    "choose_for_summary",
    "prepare",
    "remove_photo",
    "restore_photo",
    "tidy",
    "waiting",
]
