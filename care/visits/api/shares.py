"""Shares and consents of clinicians as resources: made, listed and ended. For guardians only."""

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from care.household.api import Door, tried
from care.household.rules import Capability
from care.visits import actions
from care.visits.mail import mail_consent
from care.visits.models import ClinicConsent, Share, Summary
from care.visits.rules.sharing import Extra, Lasts, Section, State

CHOICES = [choice.value for choice in (*Section, *Extra)]
STATES = [state.value for state in State]


class ShareSerializer(serializers.ModelSerializer):
    """What one version of a summary shows to whoever has its code and PIN. Neither of the two is kept."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Share
        fields = ["id", "summary", "purpose", "sections", "created_at", "expires_at", "ended_at", "state"]

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, share) -> str:
        return share.state(timezone.now())


class NewShareSerializer(serializers.Serializer):
    """A share to be made of the newest ready summary of a visit; an older one is refused, because somebody should look
    at the new one first. ``client_id``: the same one sent twice makes one share."""

    summary = serializers.UUIDField()
    sections = serializers.ListField(child=serializers.ChoiceField(choices=CHOICES), allow_empty=False)
    lasts = serializers.ChoiceField(choices=[one.value for one in Lasts], default=Lasts.DAY.value)
    purpose = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    client_id = serializers.UUIDField(required=False)


class MadeShareSerializer(ShareSerializer):
    """The only answer that has code and PIN; both null when it was made already."""

    code = serializers.CharField(allow_null=True)
    pin = serializers.CharField(allow_null=True)

    class Meta(ShareSerializer.Meta):
        fields = [*ShareSerializer.Meta.fields, "code", "pin"]


class Managed(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Rows that only who manages a patient's record sees."""

    lookup_value_converter = "uuid"
    filter_backends: list = []

    def _row(self, pk):
        return self.access.get(self.queryset.model, pk, Capability.MANAGE)

    def get_object(self):
        return self._row(self.kwargs["pk"])

    @staticmethod
    def _shown_once(data, code) -> Response:
        """An answer with a secret in it, which nobody keeps."""
        answer = Response(data, status=code)
        answer["Cache-Control"] = "no-store, private"
        return answer


class ShareViewSet(Managed):
    """Shares, newest first. POST makes one, ``{id}/code/`` a new code and PIN, ``{id}/end/`` ends it."""

    serializer_class = ShareSerializer
    queryset = Share.objects.none()

    def get_queryset(self):
        return self.access.of(Share, Capability.MANAGE).select_related("summary__visit").order_by("-pk")

    @extend_schema(request=NewShareSerializer, responses={201: MadeShareSerializer, 200: MadeShareSerializer})
    def create(self, request, *args, **kwargs):
        # Whose summary it is decides the door, before anything is said about the rest.
        summary = self.access.get(Summary, request.data.get("summary"), Capability.MANAGE)
        serializer = NewShareSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("summary")
        key = values.pop("client_id", None)
        try:
            made = tried(
                lambda: actions.make_share(summary=summary, by=request.user, at=timezone.now(), key=key, **values)
            )
        except actions.TooManyShares as error:
            raise ValidationError({"detail": "There are many open shares already."}) from error
        except actions.NewerVersion as error:
            raise ValidationError({"summary": "A newer version was made. Look at it again."}) from error
        return self._made(made, status.HTTP_201_CREATED if made.code else status.HTTP_200_OK)

    @extend_schema(request=None, responses=MadeShareSerializer)
    @action(detail=True, methods=["post"])
    def code(self, request, pk=None):
        """A new code and PIN for a share that has not ended; the old ones stop."""
        row = self._row(pk)
        return self._made(actions.renew_code(share=row, by=request.user, at=timezone.now()), status.HTTP_200_OK)

    @extend_schema(request=None, responses=ShareSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """End it now, and every page that is open. Ending twice changes nothing; it cannot be undone."""
        row = actions.end_share(share=self._row(pk), by=request.user, at=timezone.now())
        return Response(ShareSerializer(row).data)

    def _made(self, made, code):
        made.share.code, made.share.pin = made.code, made.pin
        return self._shown_once(MadeShareSerializer(made.share).data, code)


class ConsentSerializer(serializers.ModelSerializer):
    """A clinician's account that may read a patient's summaries until a day, or the offer of it."""

    clinician = serializers.CharField(source="clinician.display_name", read_only=True, default="")
    is_open = serializers.SerializerMethodField()

    class Meta:
        model = ClinicConsent
        fields = [
            "id", "patient", "email", "sections", "created_at", "ends_on", "clinician", "accepted_at", "ended_at",
            "is_open",
        ]  # fmt: skip
        extra_kwargs = {"patient": {"pk_field": serializers.UUIDField()}}

    def get_is_open(self, consent) -> bool:
        return consent.is_open(timezone.now())


class NewConsentSerializer(serializers.Serializer):
    """An offer to a clinician. With ``email`` only that address can use the link, and a mail brings it there."""

    patient = serializers.UUIDField()
    email = serializers.EmailField(required=False, default="", allow_blank=True)
    sections = serializers.ListField(child=serializers.ChoiceField(choices=CHOICES), allow_empty=False)
    ends_on = serializers.DateField()
    client_id = serializers.UUIDField(required=False)


class MadeConsentSerializer(ConsentSerializer):
    """The only answer that has the link; null when it was made already."""

    link = serializers.URLField(allow_null=True)

    class Meta(ConsentSerializer.Meta):
        fields = [*ConsentSerializer.Meta.fields, "link"]


class ConsentViewSet(Managed):
    """Clinicians who were let in, or offered to be, the newest first. POST offers, ``{id}/end/`` ends it."""

    serializer_class = ConsentSerializer
    queryset = ClinicConsent.objects.none()

    def get_queryset(self):
        return self.access.of(ClinicConsent, Capability.MANAGE).select_related("clinician").order_by("-pk")

    @extend_schema(request=NewConsentSerializer, responses={201: MadeConsentSerializer, 200: MadeConsentSerializer})
    def create(self, request, *args, **kwargs):
        patient = self.access.patient(request.data.get("patient"), Capability.MANAGE)
        serializer = NewConsentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("patient")
        key = values.pop("client_id", None)
        try:
            made = tried(
                lambda: actions.offer_consent(patient=patient, by=request.user, at=timezone.now(), key=key, **values)
            )
        except actions.TooManyConsents as error:
            raise ValidationError({"detail": "That is a lot of links for one day."}) from error
        made.consent.link = None
        if made.token:
            join = reverse("clinic:join", kwargs={"token": made.token})
            made.consent.link = request.build_absolute_uri(join)
            if made.consent.email:
                mail_consent(made.consent, made.consent.link)
        code = status.HTTP_201_CREATED if made.token else status.HTTP_200_OK
        return self._shown_once(MadeConsentSerializer(made.consent).data, code)

    @extend_schema(request=None, responses=ConsentSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request, pk=None):
        """End it now: the clinician's next request shows nothing. Ending twice changes nothing."""
        row = self._row(pk)
        actions.end_consent(consent=row, by=request.user, at=timezone.now())
        return Response(ConsentSerializer(self._row(pk)).data)


ROUTES = [("shares", ShareViewSet, "share"), ("consents", ConsentViewSet, "consent")]
