"""Photos as resources: sent as a form with a file, read as data, and as pictures."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.reverse import reverse

from care.household.api import Door, tried
from care.household.rules import Capability
from care.record.actions import TooFarAhead
from care.record.api import EntryViewSet
from care.record.models import Entry
from care.record.photos import actions
from care.record.photos.answers import jpeg
from care.record.photos.models import PROBLEM_WORDS, Photo
from care.record.photos.rules import Problem, Refused, Side, State

STATES = [state.value for state in State]
PICTURE = {(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY, "The picture.")}


@contextmanager
def picture_sent(request, file) -> Iterator[None]:
    """Around the write of a file that was sent: one that is missing, too large or no picture is a 400 that says so."""
    if file is None:
        too_big = getattr(request, "too_big", ())
        raise ValidationError({"file": str(PROBLEM_WORDS[Problem.TOO_LARGE]) if too_big else "Send a file."})
    try:
        yield
    except Refused as refused:
        raise ValidationError({"file": str(PROBLEM_WORDS[refused.problem])}) from None


class PhotoSerializer(serializers.Serializer):
    """A photo. ``state`` goes from pending to kept, or to refused with a ``problem``; ``picture`` is null until kept.

    ``file`` (JPEG, PNG, HEIC or WebP, up to 20 MB) comes with ``patient`` for a photo alone, or with ``entry`` for one
    that hangs on an entry. Everything a camera writes into a file is taken out. A private place (genital area,
    perineum, around the anus) needs ``private_ok``. The same ``client_id`` sent again writes nothing.
    """

    id = serializers.UUIDField(source="pk", read_only=True)
    patient = serializers.UUIDField(source="entry.patient_id", required=False)
    entry = serializers.UUIDField(source="entry_id", required=False)
    client_id = serializers.UUIDField(required=False)
    local_day = serializers.DateField(source="entry.local_day", required=False)
    note = serializers.CharField(source="entry.note", required=False, allow_blank=True, max_length=2000)
    site = serializers.CharField(required=False, allow_blank=True, max_length=40)
    side = serializers.ChoiceField(choices=[side.value for side in Side], required=False, allow_blank=True)
    has_scale = serializers.BooleanField(required=False)
    private_ok = serializers.BooleanField(required=False, write_only=True)
    file = serializers.FileField(required=False, write_only=True, max_length=255)
    in_summary = serializers.BooleanField(read_only=True)
    state = serializers.ChoiceField(choices=STATES, read_only=True)
    problem = serializers.ChoiceField(choices=[problem.value for problem in Problem], read_only=True)
    width = serializers.IntegerField(read_only=True)
    height = serializers.IntegerField(read_only=True)
    added_at = serializers.DateTimeField(read_only=True)
    author = serializers.CharField(source="added_by.display_name", read_only=True)
    picture = serializers.SerializerMethodField()
    thumb = serializers.SerializerMethodField()

    def get_picture(self, photo) -> str | None:
        return self._address(photo, "picture")

    def get_thumb(self, photo) -> str | None:
        return self._address(photo, "thumb")

    def _address(self, photo, which: str) -> str | None:
        if photo.state != State.KEPT:
            return None
        return reverse(f"api:photo-{which}", kwargs={"pk": photo.pk}, request=self.context.get("request"))


class PhotoViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Photos. List filters: ``?patient=`` (UUID), ``?from=`` and ``?to=`` (local days, inclusive)."""

    serializer_class = PhotoSerializer
    queryset = Photo.objects.none()
    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    parser_classes = [MultiPartParser, JSONParser]
    filter_backends: list = []
    narrowed = EntryViewSet.narrowed

    def get_queryset(self):
        rows = self.access.of(Photo).filter(entry__removed_at=None).select_related("added_by", "entry")
        return self.narrowed(rows, "entry__")

    def perform_content_negotiation(self, request, force=False):
        """A caller of a picture accepts pictures, which no renderer here is for: the answer is ready made."""
        return super().perform_content_negotiation(request, force or self.action in ("picture", "thumb"))

    def create(self, request, *args, **kwargs):
        """Send a photo. It is prepared by a worker: read it until its state is kept or refused."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        about = dict(values.pop("entry", {}))
        patient, entry = about.pop("patient_id", None), values.pop("entry_id", None)
        if (patient is None) == (entry is None):
            raise ValidationError({"patient": "Give a patient for a photo alone, or an entry to hang it on."})
        # Whose it is decides the door, before anything is said about the rest.
        if entry is None:
            patient = self.access.patient(patient, Capability.LOG)
        else:
            entry = self.access.get(Entry, entry)
            self.access.patient(entry.patient_id, Capability.LOG)
            if about:
                raise ValidationError({name: "An entry has its own." for name in about})
        file = values.pop("file", None)
        common = {"by": request.user, "at": timezone.now(), "file": file} | values

        def write() -> Photo:
            if entry is None:
                return actions.add_alone(patient=patient, **about, **common)
            return actions.add_to_entry(entry=entry, **common)

        try:
            with picture_sent(request, file):
                photo = tried(write)
        except TooFarAhead as error:
            raise ValidationError({"local_day": "The day cannot be after today."}) from error
        row = self.access.get(Photo, photo.pk)
        return Response(self.get_serializer(row).data, status=status.HTTP_202_ACCEPTED)

    def partial_update(self, request, *args, **kwargs):
        """Say what a photo shows: ``site``, ``side``, ``has_scale``."""
        photo = self.access.get(Photo, kwargs["pk"], Capability.EDIT)
        serializer = self.get_serializer(photo, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changes = dict(serializer.validated_data)
        private_ok = changes.pop("private_ok", False)
        fixed = sorted(changes.keys() - {"site", "side", "has_scale"})
        if fixed:
            raise ValidationError({"detail": "Only site, side and has_scale can be changed."})
        tried(
            lambda: actions.change_photo(
                photo=photo, by=request.user, at=timezone.now(), changes=changes, private_ok=private_ok
            )
        )
        return Response(self.get_serializer(self.access.get(Photo, photo.pk)).data)

    def destroy(self, request, *args, **kwargs):
        """Take a photo back. For 30 days it can be put back on the family's pages; then its files are deleted."""
        photo = self.access.get(Photo, kwargs["pk"], Capability.EDIT)
        actions.remove_photo(photo=photo, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=PICTURE)
    @action(detail=True, methods=["get"])
    def picture(self, request, pk=None):
        """The picture, its longest side at most 2048 pixels."""
        return jpeg(self.access.get(Photo, pk), "picture")

    @extend_schema(responses=PICTURE)
    @action(detail=True, methods=["get"])
    def thumb(self, request, pk=None):
        """The picture, its longest side at most 320 pixels."""
        return jpeg(self.access.get(Photo, pk), "thumb")


ROUTES = [("photos", PhotoViewSet, "photo")]
