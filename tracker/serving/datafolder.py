"""The data folder: private, writable, and served by one launcher at a time."""

import fcntl
import os
from pathlib import Path
from typing import IO

from tracker.serving import CannotServe


def open_folder(data_dir: Path) -> None:
    """Makes the data folder, for its owner only, and tries to write in it. Raises ``CannotServe`` when it cannot."""
    try:
        if not data_dir.is_dir():
            data_dir.mkdir(parents=True, mode=0o700)
        run = data_dir / "run"
        run.mkdir(mode=0o700, exist_ok=True)
        trial = run / ".writable"
        trial.write_text("")
        trial.unlink()
    except OSError as error:
        raise CannotServe(
            f"Cannot write to the data folder {data_dir} ({error.strerror}). Set TEND_DATA_DIR to one you own."
        ) from error


def claim(data_dir: Path, address: str) -> IO[str]:
    """Takes the folder's lock and returns it; it is held until that file is closed or the process ends, however.

    Raises:
        CannotServe: another Tend serves this folder.
    """
    file = (data_dir / "run" / "serving").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        other = file.read().strip()
        file.close()
        raise CannotServe(f"Tend already runs on the data folder {data_dir}{': ' + other if other else ''}.") from error
    file.truncate(0)
    file.write(f"{address} (process {os.getpid()})")
    file.flush()
    return file
