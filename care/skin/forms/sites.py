"""Places of the skin as boxes: what the body map shows, and every place as a list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from care.reference import body_sites
from care.skin.rules import Side

#: Places that ``components/body_map.html`` shows; a test keeps the two in step.
ON_THE_FRONT = frozenset(
    {
        "scalp",
        "face",
        "armpit",
        "neck_front",
        "upper_arm_front",
        "chest",
        "elbow_crease",
        "upper_abdomen",
        "forearm_front",
        "lower_abdomen",
        "palm",
        "groin",
        "thigh_front",
        "genital",
        "knee_front",
        "shin",
        "foot",
    }
)
ON_THE_BACK = frozenset(
    {
        "scalp",
        "behind_ear",
        "neck_back",
        "upper_arm_back",
        "upper_back",
        "elbow_back",
        "lower_back",
        "forearm_back",
        "hand_back",
        "around_anus",
        "buttock",
        "thigh_back",
        "knee_crease",
        "calf",
        "heel",
    }
)
ON_THE_MAP = ON_THE_FRONT | ON_THE_BACK

#: The folds come first: that is where eczema sits most often.
SITE_GROUPS = (
    (_("Skin folds"), ("fold",)),
    (_("Head and neck"), ("head_neck",)),
    (_("Inside the mouth"), ("mucosa",)),
    (_("Arms and hands"), ("arm", "hand")),
    (_("Chest, belly and back"), ("trunk",)),
    (_("Legs and feet"), ("leg", "foot")),
    (_("Nails"), ("nail",)),
    (_("Nappy area and private parts"), ("private",)),
    (_("Whole body"), ("general",)),
)


@dataclass(frozen=True)
class SiteBox:
    """One box of the list of places."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class SiteRow:
    """One place: a single box, or one for each side."""

    label: str
    boxes: list[SiteBox]
    paired: bool


@dataclass(frozen=True)
class SiteGroup:
    """Places that stand together, and how many of them are chosen."""

    label: str
    rows: list[SiteRow] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(any(box.checked for box in row.boxes) for row in self.rows)


def site_groups(ticked: Collection[str], *, hidden: Collection[str] = ()) -> list[SiteGroup]:
    """Every place as a list, with what is ticked; without the ``hidden`` ones (what the map shows)."""
    ticked, groups = set(ticked), []
    for label, regions in SITE_GROUPS:
        places = [
            place
            for place in body_sites.all_sites()
            if place.region in regions
            and place.slug != body_sites.NOT_RECORDED
            # The map has no box for a side that nobody recorded.
            and (place.slug not in hidden or f"{place.slug}:" in ticked)
        ]
        if places:
            groups.append(SiteGroup(str(label), [_site_row(place, ticked) for place in places]))
    return groups


def ticked_on_back(ticked: Iterable[str]) -> list[str]:
    """The ticked places of the back. One on both maps is ticked in front alone, so that one tap takes it out."""
    sites = body_sites.by_slug()
    return [v for v in ticked if (s := sites.get(v.partition(":")[0])) and s.view != "front" and s.slug != "scalp"]


def site_values() -> list[tuple[str, str]]:
    """The choices of a field of places: "chest", "palm:left", "palm:both", "palm:" (side not recorded)."""
    values: list[str] = []
    for place in body_sites.all_sites():
        if place.is_skin:
            values.append(place.slug if not place.paired else f"{place.slug}:")
            if place.paired:
                values += (f"{place.slug}:{side}" for side in (Side.LEFT, Side.RIGHT, Side.BOTH))
    return [(value, value) for value in values]


def parse_site(value: str) -> dict[str, str]:
    """A box's value as a row of ``rules.normal_sites``."""
    slug, _colon, side = value.partition(":")
    return {"site": slug, "side": side}


def boxes_of(site: dict[str, str]) -> list[str]:
    """The boxes that stand for a stored place."""
    if site["side"] == Side.MIDLINE:
        return [site["site"]]
    if site["side"] == Side.BOTH:
        return [f"{site['site']}:{Side.LEFT}", f"{site['site']}:{Side.RIGHT}"]
    return [f"{site['site']}:{site['side']}"]


def _site_row(place: body_sites.BodySite, ticked: set[str]) -> SiteRow:
    label = gettext(place.label)
    if not place.paired:
        return SiteRow(label, [SiteBox(place.slug, label, place.slug in ticked)], paired=False)
    boxes = [
        SiteBox(f"{place.slug}:{side}", str(words), f"{place.slug}:{side}" in ticked)
        for side, words in ((Side.LEFT, _("Left")), (Side.RIGHT, _("Right")))
    ]
    no_side = f"{place.slug}:"
    if no_side in ticked:
        boxes.append(SiteBox(no_side, gettext("Side not recorded"), checked=True))
    return SiteRow(label, boxes, paired=True)
