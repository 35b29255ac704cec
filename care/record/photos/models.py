"""A photo: which entry it hangs on, what it shows, and where its files are."""

import datetime as dt
import secrets
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, User
from care.household.scope import Scope
from care.record.models import Entry
from care.record.photos.rules import Problem, Side, State, place_key, side_fits
from care.reference import body_sites

FOLDER = "photos"
SIDE_WORDS = {Side.LEFT: _("left"), Side.RIGHT: _("right"), Side.BOTH: _("both sides")}
STATE_WORDS = {
    State.PENDING: _("Being prepared"),
    State.KEPT: _("Kept"),
    State.REMOVED: _("Taken back"),
    State.REFUSED: _("Could not be used"),
}
PROBLEM_WORDS = {
    Problem.TOO_LARGE: _("This file is larger than 20 MB. Please choose a smaller picture."),
    Problem.TOO_MANY_PIXELS: _("This picture has too many pixels. Please choose a smaller picture."),
    Problem.NOT_A_PICTURE: _("Tend cannot read this file. Please choose a JPEG, PNG, HEIC or WebP picture."),
    Problem.DAMAGED: _("This picture is damaged or did not arrive whole. Please choose it again, or another one."),
    Problem.COULD_NOT: _("Tend could not prepare this picture. Please choose it again, or another one."),
}


def _name(kind: str, ending: str) -> str:
    """A file name that tells nothing and cannot be guessed."""
    key = secrets.token_hex(20)
    return f"{FOLDER}/{kind}/{key[:2]}/{key[2:]}{ending}"


def original_name(photo: "Photo", filename: str) -> str:
    return _name("pending", "")


def picture_name(photo: "Photo", filename: str) -> str:
    return _name("kept", ".jpg")


def _choices(words: dict) -> list[tuple[str, str]]:
    return [(key.value, text) for key, text in words.items()]


def place_words(site: str, side: str) -> str:
    """A place in words: "Cheek (left)"; "" when none was recorded."""
    found = body_sites.by_slug().get(site)
    if found is None:
        return ""
    label = str(_(found.label))
    return str(_("%(place)s (%(side)s)") % {"place": label, "side": SIDE_WORDS[Side(side)]}) if side else label


class PhotoQuerySet(models.QuerySet):
    def hide_with(self, entry: Entry, *, at: dt.datetime) -> None:
        """The entry was taken back, and its photos with it."""
        living = self.filter(entry=entry, removed_at=None).exclude(state=State.REFUSED)
        living.update(state=State.REMOVED, removed_at=at, removed_with_entry=True)

    def show_with(self, entry: Entry) -> None:
        """The entry was put back: so are the photos that went with it and still have their files."""
        gone = self.filter(entry=entry, removed_with_entry=True)
        back = {"removed_at": None, "removed_with_entry": False}
        gone.exclude(picture="").update(state=State.KEPT, **back)
        gone.exclude(original="").update(state=State.PENDING, **back)


class Photo(Keyed):
    """One photo. ``original`` is what was sent, only until ``picture`` and ``thumb`` were made of it.

    A photo that was taken back keeps its files for ``rules.RESTORE_WINDOW``, then only the row is left. Photos are
    never part of a summary unless somebody says so for each.
    """

    access_scope = Scope(
        household="entry__patient__household",
        patient="entry__patient",
        day="entry__local_day",
        author="added_by",
        removed="removed_at",
        section="photos",
    )

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="photos")
    client_id = models.UUIDField(default=uuid.uuid4)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    site = models.CharField(_("place"), max_length=40, blank=True)
    side = models.CharField(_("side"), max_length=8, choices=_choices(SIDE_WORDS), blank=True)
    # False says nothing: nobody said that there is something to compare sizes with.
    has_scale = models.BooleanField(_("something for size in the picture"), default=False)
    in_summary = models.BooleanField(default=False)

    state = models.CharField(max_length=8, choices=_choices(STATE_WORDS), default=State.PENDING)
    problem = models.CharField(max_length=16, choices=_choices(PROBLEM_WORDS), blank=True)
    original = models.FileField(upload_to=original_name, max_length=120, blank=True)
    picture = models.FileField(upload_to=picture_name, max_length=120, blank=True)
    thumb = models.FileField(upload_to=picture_name, max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    thumb_width = models.PositiveIntegerField(null=True, blank=True)
    thumb_height = models.PositiveIntegerField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    # Taken back together with its entry, so it comes back with it.
    removed_with_entry = models.BooleanField(default=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        indexes = [
            models.Index(fields=["entry", "state"], name="photo_entry_state"),
            models.Index(fields=["added_at"], condition=~Q(original=""), name="photo_waiting"),
            models.Index(fields=["removed_at"], condition=Q(removed_at__isnull=False), name="photo_removed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "client_id"], name="photo_client_id_once"),
            models.CheckConstraint(
                condition=Q(state=State.PENDING, removed_at=None, picture="", thumb="", problem="") & ~Q(original="")
                | Q(state=State.KEPT, removed_at=None, original="", problem="")
                & ~Q(picture="")
                & ~Q(thumb="")
                & Q(width__gt=0, height__gt=0, thumb_width__gt=0, thumb_height__gt=0)
                # "is not null" is said on purpose: a comparison with nothing is neither true nor false, and passes.
                & Q(width__isnull=False, height__isnull=False, thumb_width__isnull=False, thumb_height__isnull=False)
                | Q(state=State.REMOVED, removed_at__isnull=False)
                | Q(state=State.REFUSED, removed_at=None, original="", picture="", thumb="") & ~Q(problem=""),
                name="photo_state",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["", *(side.value for side in Side)]) & (Q(side="") | ~Q(site="")),
                name="photo_side_known",
            ),
            models.CheckConstraint(
                condition=Q(problem__in=["", *(problem.value for problem in Problem)]), name="photo_problem_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.added_at:%Y-%m-%d}"

    def clean(self) -> None:
        """What the database cannot check: the place is one of the list, and has that side."""
        found = body_sites.by_slug().get(self.site)
        if self.site and (found is None or not found.is_skin or self.site == body_sites.NOT_RECORDED):
            raise ValidationError({"site": _("Choose a place from the list.")})
        if not side_fits(self.side, paired=bool(found and found.paired)):
            raise ValidationError({"side": _("This place has no such side.")})

    @property
    def is_private(self) -> bool:
        """Whether it shows a place that needs one more yes, and stays out of everything unless asked."""
        found = body_sites.by_slug().get(self.site)
        return bool(found and found.is_private)

    @property
    def place_key(self) -> str:
        return place_key(self.site, self.side)

    @property
    def place_words(self) -> str:
        return place_words(self.site, self.side)

    @property
    def file_names(self) -> list[str]:
        """The names of its files in the storage."""
        return [str(file) for file in (self.original, self.picture, self.thumb) if file]
