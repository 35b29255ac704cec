"""What every log's resource shares, and the resources of the record itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from care.household.api import Door, tried
from care.household.models import Patient
from care.household.rules import Capability
from care.record import actions, reads
from care.record.dates import NotADate, PartialDate, parse
from care.record.models import Entry


class PartialDateText(serializers.CharField):
    """A date as far as it is known: "2026-11-22", "2026-11" or "2026". Gives a ``PartialDate``."""

    default_error_messages = {"no_date": _("Write a date like 2026-11-22, 2026-11 or 2026.")}

    def to_internal_value(self, data):
        try:
            return parse(super().to_internal_value(data))
        except NotADate:
            self.fail("no_date")

    def to_representation(self, value: PartialDate) -> str:
        return value.text


class EntrySerializer(serializers.Serializer):
    """What every entry carries. ``patient`` and the room's answers come in; the rest is told.

    ``client_id`` is the caller's own UUID: sent again, it writes nothing and gives the first entry back.
    ``local_day`` is the family's calendar day (04:00 to 04:00); left out, it is today.
    """

    id = serializers.UUIDField(source="entry.pk", read_only=True)
    patient = serializers.UUIDField(source="entry.patient_id")
    client_id = serializers.UUIDField(source="entry.client_id", required=False)
    local_day = serializers.DateField(source="entry.local_day", required=False)
    note = serializers.CharField(source="entry.note", required=False, allow_blank=True, max_length=2000)
    author = serializers.CharField(source="entry.author.display_name", read_only=True)
    occurred_at = serializers.DateTimeField(source="entry.occurred_at", read_only=True)
    entered_at = serializers.DateTimeField(source="entry.entered_at", read_only=True)
    edited_at = serializers.DateTimeField(source="entry.edited_at", read_only=True)
    version = serializers.IntegerField(source="entry.version", read_only=True)
    late = serializers.BooleanField(source="entry.is_late", read_only=True)


class EntryViewSet(
    Door,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet,
):
    """Base of a log's resource over a detail table that hangs on ``entry``.

    A room gives ``serializer_class``, ``queryset`` and the two writes: ``write(patient, by, at, entry, values)``
    gives Saved, ``change(row, by, at, changes)`` gives the changed row. List filters: ``?patient=`` (UUID),
    ``?from=`` and ``?to=`` (local days, inclusive).
    """

    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filter_backends: list = []

    def write(self, *, patient: Patient, by, at: dt.datetime, entry: dict[str, Any], values: dict[str, Any]):
        """Add one. ``entry``: client_id, local_day, note as far as given; ``values``: the room's own. Gives Saved."""
        raise NotImplementedError

    def change(self, *, row, by, at: dt.datetime, changes: dict[str, Any]) -> None:
        """Correct one through the room's action; ``changes`` holds the room's own names and ``note``."""
        raise NotImplementedError

    def get_queryset(self):
        rows = self.access.of(self.model, self.need()).select_related("entry__author", "entry__patient__household")
        return self.narrowed(rows, "entry__")

    @property
    def model(self) -> type[Model]:
        return self.queryset.model

    def need(self) -> Capability:
        """What the caller must be allowed for this request."""
        return Capability.SEE_RECORD if self.request.method in ("GET", "HEAD", "OPTIONS") else Capability.EDIT

    def narrowed(self, rows, path: str):
        """The rows of the query's patient and days. Raises ValidationError for what is no UUID or date."""
        query = self.request.query_params
        if self.action != "list":
            return rows
        try:
            if "patient" in query:
                rows = rows.filter(**{f"{path}patient": self.access.patient(query["patient"])})
            for name, lookup in (("from", "gte"), ("to", "lte")):
                if name in query:
                    rows = rows.filter(**{f"{path}local_day__{lookup}": dt.date.fromisoformat(query[name])})
        except ValueError as error:
            raise ValidationError({"detail": "from and to are dates like 2026-11-22."}) from error
        return rows

    def get_object(self):
        return self.access.get(self.model, self.kwargs["pk"], self.need())

    def create(self, request, *args, **kwargs):
        """Add an entry; 200 with the first one when this ``client_id`` was already there."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        entry = dict(values.pop("entry", {}))
        patient = self.patient_of(entry, values)
        self.access.patient(patient.pk, Capability.LOG)
        saved = self._tried(
            lambda: self.write(patient=patient, by=request.user, at=timezone.now(), entry=entry, values=values)
        )
        # One that was known already may have been given to a child out of this person's reach since.
        self.access.patient(saved.entry.patient_id, Capability.LOG)
        row = self.model._default_manager.select_related("entry__author", "entry__patient__household")
        answer = self.get_serializer(row.get(pk=saved.entry.pk)).data
        return Response(answer, status=status.HTTP_201_CREATED if saved.created else status.HTTP_200_OK)

    def patient_of(self, entry: dict[str, Any], values: dict[str, Any]) -> Patient:
        """Whose entry is to be added; takes the key out of ``entry``. Http404 when out of reach."""
        return self.access.patient(entry.pop("patient_id"), Capability.LOG)

    def partial_update(self, request, *args, **kwargs):
        """Correct an entry. The old values are kept."""
        row = self.get_object()
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        entry = dict(values.pop("entry", {}))
        if entry.keys() - {"note"}:
            raise ValidationError({"detail": "patient, client_id and local_day cannot be changed here."})
        self._tried(lambda: self.change(row=row, by=request.user, at=timezone.now(), changes=values | entry))
        return Response(self.get_serializer(self.access.get(self.model, row.pk)).data)

    def destroy(self, request, *args, **kwargs):
        """Take an entry back. It can be put back until the family is erased."""
        row = self.get_object()
        actions.remove(entry=row.entry, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @staticmethod
    def _tried(write: Callable):
        """The write's result, with a rule's refusal as a 400 that names the field."""
        try:
            return tried(write)
        except actions.TooFarAhead as error:
            raise ValidationError({"local_day": "The day cannot be after today."}) from error


class TimelineSerializer(serializers.ModelSerializer):
    """One entry of any kind, without its room's details."""

    author = serializers.CharField(source="author.display_name", read_only=True)
    late = serializers.BooleanField(source="is_late", read_only=True)

    class Meta:
        model = Entry
        fields = [
            "id",
            "patient",
            "client_id",
            "kind",
            "local_day",
            "occurred_at",
            "entered_at",
            "edited_at",
            "version",
            "source",
            "note",
            "author",
            "late",
        ]


class TimelineViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Every entry the caller may see, newest first."""

    serializer_class = TimelineSerializer
    queryset = Entry.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []
    narrowed = EntryViewSet.narrowed

    def get_queryset(self):
        return self.narrowed(self.access.of(Entry).select_related("author", "patient__household"), "")


class DaySerializer(serializers.Serializer):
    """One local day: its state and whether any of its entries was added later."""

    date = serializers.DateField()
    state = serializers.CharField()
    late = serializers.BooleanField()
    entries = serializers.IntegerField()


MOST_DAYS = 366


class DayViewSet(Door, viewsets.ViewSet):
    """The day states of a patient: ``?patient=&from=&to=``, at most 366 days."""

    serializer_class = DaySerializer

    def list(self, request):
        query = request.query_params
        patient: Patient = self.access.patient(query.get("patient"), Capability.SEE_RECORD)
        try:
            first, last = (dt.date.fromisoformat(query.get(name, "")) for name in ("from", "to"))
        except ValueError as error:
            raise ValidationError({"detail": "from and to are dates like 2026-11-22."}) from error
        if not 0 <= (last - first).days < MOST_DAYS:
            raise ValidationError({"detail": "from must not be after to, and at most 366 days fit."})
        return Response(DaySerializer(reads.days(self.access, patient, first, last), many=True).data)


ROUTES = [("entries", TimelineViewSet, "entry"), ("days", DayViewSet, "day")]
