"""Skin checks as a resource."""

from rest_framework import serializers

from care.record.api import EntrySerializer, EntryViewSet
from care.record.models import Answer
from care.skin import actions
from care.skin.models import SkinCheck
from care.skin.rules import SCALE_MAX, SCALE_MIN, Band, Rater


class SkinCheckSerializer(EntrySerializer):
    """One day's skin check. Every answer may be left out; left out is "not recorded", never 0 or "no"."""

    flare = serializers.BooleanField(required=False)
    worst_itch = serializers.IntegerField(required=False, allow_null=True, min_value=SCALE_MIN, max_value=SCALE_MAX)
    itch_rater = serializers.ChoiceField(choices=list(Rater), required=False, allow_blank=True)
    skin_band = serializers.ChoiceField(choices=list(Band), required=False, allow_blank=True)
    sleep_loss = serializers.IntegerField(required=False, allow_null=True, min_value=SCALE_MIN, max_value=SCALE_MAX)
    weeping_or_crust = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    pus = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    cracked_bleeding = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    sites = serializers.ListField(child=serializers.DictField(child=serializers.CharField()), required=False)
    care_done = serializers.ListField(child=serializers.CharField(), required=False)


class SkinCheckViewSet(EntryViewSet):
    """Skin checks. Posting for a day you already checked fills that check in (unless it is a flare)."""

    serializer_class = SkinCheckSerializer
    queryset = SkinCheck.objects.none()

    def write(self, *, patient, by, at, entry, values):
        save = actions.record_flare if values.pop("flare", False) else actions.answer
        return save(patient=patient, by=by, at=at, values=values, **entry)

    def change(self, *, row, by, at, changes):
        note = changes.pop("note", None)
        changes.pop("flare", None)
        actions.edit(check=row, by=by, at=at, values=changes, note=note)


ROUTES = [("skin-checks", SkinCheckViewSet, "skin-check")]
