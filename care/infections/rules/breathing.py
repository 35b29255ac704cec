"""What the breathing log must ask (reference/logs.md section 4)."""

from __future__ import annotations


def asks_blood(cough: str, blood: str) -> bool:
    """Whether blood in what is coughed up is still to be asked: with any answer about a cough but "none"."""
    return cough not in ("", "none") and blood == ""
