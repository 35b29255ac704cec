"""What a lump lies close to: said by the family, or known from its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

WORST_PAIN = 10
NEAR_NONE = "none"
# reference/logs.md section 2, "near".
NEAR = ("eye", "mouth", "hand", "spine", "anus", "genital", "joint", NEAR_NONE)

# Places that lie at one of them whatever anybody answers.
_AT: Mapping[str, str] = {
    "around_eye": "eye",
    "eyelid_upper": "eye",
    "eyelid_lower": "eye",
    "lips": "mouth",
    "around_mouth": "mouth",
    "mouth_inside": "mouth",
    "tongue": "mouth",
    "palm": "hand",
    "hand_back": "hand",
    "fingers": "hand",
    "fingernails": "hand",
    "neck_back": "spine",
    "around_anus": "anus",
    "perineum": "anus",
    "genital": "genital",
    "elbow_back": "joint",
    "elbow_crease": "joint",
    "knee_front": "joint",
    "knee_crease": "joint",
    "ankle_inner": "joint",
    "ankle_outer": "joint",
    "wrist_palm": "joint",
    "wrist_back": "joint",
}


def lies_near(near: Iterable[str], body_site: str) -> frozenset[str]:
    """What the lump is close to, from the answer and the place together. "None of these" never takes a place away."""
    said = {word for word in near if word != NEAR_NONE}
    at = _AT.get(body_site)
    return frozenset(said | {at} if at else said)
