"""Papers and measurements of the demo's Mia: figures made up for a story, none of them anybody's."""

import uuid
from decimal import Decimal

from care.record.dates import PartialDate
from care.results import actions
from tracker.demo.cast import Cast

PAPERS = (
    (106, {"test": "ige", "value_text": "4 310", "unit": "kU/L", "reference_range": "0 – 90"}),
    (106, {"test": "eosinophils", "value_text": "1.9", "unit": "10^9/L", "reference_range": "0.1 – 0.8"}),
    (41, {"test": "ige", "value_text": "3 980", "unit": "kU/L", "reference_range": "0 – 90"}),
    (41, {"test": "igg_trough", "value_text": "8.4", "unit": "g/L"}),
    (41, {"test": "azole_level", "value_text": "< 0.5", "unit": "mg/L"}),
)
LAB = "Children's hospital, laboratory"


def write_results(cast: Cast, clock, seed: int) -> None:
    """``clock`` gives instants of the family's past days (``tracker.demo.days.Clock``)."""
    number = 0

    def add(ago: int, kind: str, values: dict, **more) -> None:
        nonlocal number
        number += 1
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"tend-demo-results-{seed}-{number}")
        actions.add(
            patient=cast.mia, kind=kind, by=cast.ana, at=clock.at(ago, 20, 15), values=values, client_id=key, **more
        )

    for ago, values in PAPERS:
        add(
            ago - 3,
            "lab_result",
            values | {"lab": LAB},
            dated=PartialDate.on(clock.day(ago)),
            source="document",
        )
    for ago, weight, height in ((106, "18.9", "109.5"), (41, "19.4", "110.5")):
        values = {"weight": Decimal(weight), "weight_unit": "kg", "height": Decimal(height), "height_unit": "cm"}
        add(ago - 3, "growth", values, dated=PartialDate.on(clock.day(ago)), source="clinician")
    year = clock.day(60).year
    add(60, "tooth", {"retained": [51, 61], "dentist": "Dr Amari"}, dated=PartialDate.of(year - 1))
    add(
        59,
        "fracture",
        {"bone": "forearm", "side": "left", "mechanism": "minor", "imaging": "yes", "cast": "yes"},
        dated=PartialDate.of(year - 1, 5),
        source="document",
        note="She slid off the sofa.",
    )
    add(
        40,
        "scan",
        {
            "scan": "ct",
            "body_part": "chest",
            "place": "Children's hospital",
            "result_text": "One thin-walled cyst in the right lower lobe, unchanged.",
        },
        dated=PartialDate.on(clock.day(43)),
        source="document",
    )
    add(6, "general_check", {"joint_pain": 2, "joint_where": "knees", "appetite": "less", "sleep": "usual"})
