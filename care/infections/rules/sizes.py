"""Sizes of lumps by things everybody has seen (reference/logs.md section 2); always marked as an estimate."""

SMALLEST_MM, LARGEST_MM = 1, 300
# slug: millimetres
PICTURES = {"pea": 5, "grape": 15, "walnut": 30, "egg": 50}


def possible(millimetres: int) -> bool:
    return SMALLEST_MM <= millimetres <= LARGEST_MM
