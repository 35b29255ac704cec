"""Skin checks and clinic scores as resources."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers

from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.models import Answer
from care.skin import actions, rules
from care.skin.models import ClinicScore, SkinCheck, misfit_words
from care.skin.rules import Band, Rater
from care.skin.rules.scores import Instrument, misfit


def _named(words: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, one.name) for one in words]


def _number(low: int, high: int) -> serializers.IntegerField:
    return serializers.IntegerField(required=False, allow_null=True, min_value=low, max_value=high)


def _answer() -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)


def _words() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False)


def _rows() -> serializers.ListField:
    return serializers.ListField(child=serializers.DictField(), required=False)


class SkinCheckSerializer(EntrySerializer):
    """One day's skin check. Every answer may be left out; left out is "not recorded", never 0 or "no".

    ``signs``: rows like ``{"site": "palm", "side": "left", "redness": 2, "dryness": "not_sure"}``, grades 0-3.
    """

    flare = serializers.BooleanField(required=False)
    worst_itch = _number(rules.SCALE_MIN, rules.SCALE_MAX)
    itch_rater = serializers.ChoiceField(choices=_named(Rater), required=False, allow_blank=True)
    skin_band = serializers.ChoiceField(choices=_named(Band), required=False, allow_blank=True)
    sleep_loss = _number(rules.SCALE_MIN, rules.SCALE_MAX)
    sleep_minutes = _number(rules.MINUTES_MIN, rules.MINUTES_MAX)
    weeping_or_crust = _answer()
    pus = _answer()
    cracked_bleeding = _answer()
    blisters_clustered = _answer()
    sites = serializers.ListField(child=serializers.DictField(child=serializers.CharField()), required=False)
    extent_palms = _number(rules.PALMS_MIN, rules.PALMS_MAX)
    signs = _rows()
    triggers = _words()
    care_done = _words()
    care_not_done = _words()
    bleach_bath_minutes = _number(rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX)
    antiseptic_wash_minutes = _number(rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX)
    emollient_times = _number(rules.TIMES_MIN, rules.TIMES_MAX)
    steroid_product = serializers.CharField(required=False, allow_blank=True, max_length=120)
    steroid_sites = serializers.ListField(child=serializers.DictField(child=serializers.CharField()), required=False)
    other_topical_product = serializers.CharField(required=False, allow_blank=True, max_length=120)


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


class ClinicScoreSerializer(EntrySerializer):
    """A score as a clinic gave it. ``value`` has at most one decimal and lies within the instrument's range."""

    instrument = serializers.ChoiceField(choices=_named(Instrument))
    other_name = serializers.CharField(required=False, allow_blank=True, max_length=60)
    value = serializers.DecimalField(max_digits=6, decimal_places=1, min_value=0)
    dated = PartialDateText()
    given_by = serializers.CharField(max_length=120)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """The number must be one the instrument has; a change keeps the other half as it is."""
        held: Any = self.instance
        instrument = data.get("instrument") or held.instrument
        tenths = int(data["value"] * 10) if "value" in data else held.tenths
        problem = misfit(instrument, tenths)
        if problem is not None:
            raise serializers.ValidationError({"value": misfit_words(instrument, problem)})
        return data


def _with_tenths(values: dict[str, Any]) -> dict[str, Any]:
    if "value" not in values:
        return values
    return {name: held for name, held in values.items() if name != "value"} | {"tenths": int(values["value"] * 10)}


class ClinicScoreViewSet(EntryViewSet):
    """Scores that a clinic gave. Tend computes none."""

    serializer_class = ClinicScoreSerializer
    queryset = ClinicScore.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_score(patient=patient, by=by, at=at, **entry, **_with_tenths(values))

    def change(self, *, row, by, at, changes):
        actions.correct_score(score=row, by=by, at=at, changes=_with_tenths(changes))


ROUTES = [
    ("skin-checks", SkinCheckViewSet, "skin-check"),
    ("clinic-scores", ClinicScoreViewSet, "clinic-score"),
]
