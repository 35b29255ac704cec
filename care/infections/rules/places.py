"""Where on the body a lump is: five areas to tap first, then the exact place. Left and right are the patient's own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from care.reference import body_sites


class Area(StrEnum):
    HEAD = "head"
    ARM = "arm"
    TRUNK = "trunk"
    BOTTOM = "bottom"
    LEG = "leg"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDLINE = "midline"


# Every place on the skin stands in exactly one area, in the order to show it; a test compares with the reference list.
AREAS: Mapping[Area, tuple[str, ...]] = {
    Area.HEAD: (
        "scalp", "forehead", "face", "around_eye", "eyelid_upper", "eyelid_lower", "nose", "cheek", "ear",
        "behind_ear", "lips", "around_mouth", "mouth_inside", "tongue", "chin", "jawline", "neck_front", "neck_side",
        "neck_back",
    ),
    Area.ARM: (
        "armpit", "upper_arm_front", "upper_arm_back", "elbow_crease", "elbow_back", "forearm_front", "forearm_back",
        "wrist_palm", "wrist_back", "palm", "hand_back", "fingers", "fingernails",
    ),
    Area.TRUNK: ("chest", "upper_abdomen", "lower_abdomen", "navel", "upper_back", "lower_back"),
    Area.BOTTOM: ("groin", "buttock", "gluteal_fold", "genital", "perineum", "around_anus"),
    Area.LEG: (
        "thigh_front", "thigh_inner", "thigh_back", "knee_front", "knee_crease", "shin", "calf", "ankle_inner",
        "ankle_outer", "foot", "heel", "toes", "toenails",
    ),
}  # fmt: skip
# Arms and legs are tapped with their side, the rest without.
SIDED = frozenset({Area.ARM, Area.LEG})


def places(area: Area) -> tuple[body_sites.BodySite, ...]:
    """The places of an area, in the order to show them."""
    return tuple(body_sites.get(slug) for slug in AREAS[area])


def area_of(slug: str) -> Area | None:
    """The area a place lies in; None for places inside the body or not recorded."""
    return next((area for area, slugs in AREAS.items() if slug in slugs), None)


def side_fits(slug: str, side: str) -> bool:
    """Whether a side may stand with a place: paired places have left, right or both; single ones may be midline."""
    if not side:
        return True
    paired = body_sites.get(slug).paired
    return side in (Side.LEFT, Side.RIGHT, Side.BOTH) if paired else side == Side.MIDLINE
