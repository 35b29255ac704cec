"""One of each kind, filled in to the last field: as the actions take it, as a form sends it, and what its page says."""

from decimal import Decimal

from care.record.dates import PartialDate

FULL = {
    "lab_result": {
        "test": "ige",
        "value_text": "> 2 000 (repeat)",
        "unit": "kU/L",
        "number": Decimal("2000"),
        "reference_range": "0 – 100",
        "lab": "City lab",
    },
    "growth": {
        "weight": Decimal("14.2"),
        "weight_unit": "kg",
        "height": Decimal("101.5"),
        "height_unit": "cm",
        "head": Decimal("19.25"),
        "head_unit": "in",
    },
    "tooth": {"retained": [51, 61, 85], "extraction": "done", "extracted": [52], "dentist": "Dr Molar"},
    "fracture": {
        "bone": "wrist",
        "bone_text": "end of the radius",
        "side": "left",
        "mechanism": "minor",
        "imaging": "yes",
        "imaging_text": "a fine line",
        "cast": "yes",
        "treatment": "splint for 3 weeks",
        "pain": "yes",
        "not_used": "no",
        "deformity": "not_sure",
        "numb": "no",
    },
    "scan": {
        "scan": "ct",
        "body_part": "chest",
        "result_text": "Two thin-walled cysts, as before.",
        "place": "University clinic",
    },
    "general_check": {
        "joint_pain": 0,
        "joint_where": "knees",
        "back_pain": 10,
        "new_back_pain": "no",
        "brace_hours": Decimal("20.5"),
        "stool": "usual",
        "appetite": "less",
        "reflux": "yes",
        "headache": "no",
        "night_sweats": "yes",
        "night_sweats_soaking": "not_sure",
        "sleep": "worse",
        "mood": "better",
        "lump": "no",
        "lump_place": "neck",
        "lump_growing": "no",
        "weight_loss": "not_sure",
    },
}
PAGES = {
    "lab_result": "lab",
    "growth": "growth",
    "tooth": "teeth",
    "fracture": "fractures",
    "scan": "scans",
    "general_check": "checks",
}
#: Words that stand on the page of a full one.
SAID = {
    "lab_result": ["IgE", "> 2 000 (repeat) kU/L", "0 – 100", "City lab", "2000"],
    "growth": ["14.2 kg", "101.5 cm", "19.25 in"],
    "tooth": ["51 (upper right, front tooth)", "85 (lower right, second molar)", "Taken out", "52", "Dr Molar"],
    "fracture": ["Wrist", "end of the radius", "Left", "a fine line", "splint for 3 weeks", "Not sure"],
    "scan": ["CT", "chest", "Two thin-walled cysts, as before.", "University clinic"],
    "general_check": ["Joint pain, 0 to 10 0", "knees", "20.5", "Less than usual", "Worse than usual", "Neck"],
}
MARCH = PartialDate.of(2026, 3)


def posted(kind: str, **more) -> dict:
    """What a browser sends for a full one, dated March 2026."""
    data = {
        name: [str(item) for item in value] if isinstance(value, list) else str(value)
        for name, value in FULL[kind].items()
    }
    if kind != "general_check":
        data |= {"dated_month": "3", "dated_year": "2026", "dated_day": ""}
    return data | {"source": "document", "note": "page 2"} | more
