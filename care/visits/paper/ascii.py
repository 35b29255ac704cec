"""Letters of other scripts as ASCII, for records that know no others. What has no plain letter becomes a "?"."""

import re
import unicodedata

#: Signs that Unicode does not take apart, and what a typist would write.
PLAIN = str.maketrans(
    {
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "‚": "'", "…": "...", "×": "x", "°": " deg ", "·": ".", "•": "-", "≥": ">=", "≤": "<=",
        "⁄": "/", "µ": "u", "μ": "u", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o",
        "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
        "ŋ": "n", "Ŋ": "N", "\u00a0": " ", "\u202f": " ", "\u2066": "", "\u2068": "", "\u2069": "",
    }
)  # fmt: skip
DEGREES = re.compile(r" ?° ?([CF])\b")
UNKNOWN = "?"


def to_ascii(text: str) -> str:
    """The same text in ASCII: accents off, "38.4 °C" as "38.4 C". Letters without a plain one become one "?" a word."""
    text = DEGREES.sub(r" \1", text).translate(PLAIN)
    taken_apart = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in taken_apart if not unicodedata.combining(sign)).translate(PLAIN)
    return re.sub(r"[^\x00-\x7f]+", UNKNOWN, kept)


def loses_letters(text: str) -> bool:
    """Whether the ASCII form has lost letters altogether: an Arabic or a Chinese name has no plain spelling."""
    return to_ascii(text).count(UNKNOWN) > text.count(UNKNOWN)
