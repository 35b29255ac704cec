"""The message catalogues: ``locale/<language>/LC_MESSAGES/django.po`` in the repository, ``django.mo`` made from it.

The compiled file is what gettext reads; it is not kept in the repository and carries the digest of its source, so that
an old one is found out wherever it came from. Compiling needs no program of the system.
"""

import gettext
import hashlib
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings

DOMAIN = "django"
#: A header of the compiled file: the digest of the .po it was made from.
DIGEST = "X-Source-Digest"


def sources() -> Iterator[Path]:
    """The .po file of every language but the one the code is written in, whether it exists or not."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            yield source_of(code)


def source_of(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(source: Path) -> polib.POFile:
    """A catalogue with long lines left whole, as it is kept."""
    return polib.pofile(str(source), encoding="utf-8", wrapwidth=0)


def is_current(source: Path) -> bool:
    """Whether the compiled file beside ``source`` exists and was made from exactly this content."""
    try:
        with source.with_suffix(".mo").open("rb") as handle:
            made_of = gettext.GNUTranslations(handle).info().get(DIGEST.lower(), "")
    except (OSError, ValueError, struct.error):
        # Missing, or cut off while it was copied.
        return False
    return made_of == _digest(source)


def compile_catalogue(source: Path) -> None:
    """Writes the .mo beside ``source``, in one piece. Doubtful (fuzzy) and obsolete entries are left out.

    Raises OSError when the catalogue is missing or the folder cannot be written.
    """
    catalogue = read(source)
    catalogue.metadata[DIGEST] = _digest(source)
    with tempfile.TemporaryDirectory(dir=source.parent, prefix=".compiling-") as folder:
        made = Path(folder) / "new.mo"
        catalogue.save_as_mofile(str(made))
        # Two processes may do this side by side: whoever is last wins, and nobody reads half a file.
        os.replace(made, source.with_suffix(".mo"))


def _digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()
