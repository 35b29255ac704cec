"""Static files: collected when they changed, compressed as far as the moment allows."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Tend never shows these pages of its packages: a second API browser, and Django REST framework's own.
UNUSED = ["redoc", "rest_framework"]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names only, and compressed copies. Brotli takes 20 s more: only production, which collects once a release.

    Source maps are for developers of the packages, so they stay as they are.
    """

    keep_only_hashed_files = True

    def create_compressor(self, **kwargs):
        extensions = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return super().create_compressor(**{**kwargs, "extensions": extensions, "use_brotli": settings.PRODUCTION})


def fingerprint() -> str:
    """Changes whenever a static file of Tend or of a package is added, removed or edited."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda item: item[0]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_if_changed(stamp: Path) -> bool:
    """Runs ``collectstatic`` unless the files are those of the last run. Returns whether it ran."""
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now and (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(now)
    return True
