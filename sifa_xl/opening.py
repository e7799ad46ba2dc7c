"""A finished file opened in the program that this machine opens such files with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from threading import Thread


def open_file(path: Path) -> bool:
    """Open it and wait for nothing; False where no program can be started for it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
        else:
            opener = which("open" if sys.platform == "darwin" else "xdg-open")
            if opener is None:
                return False
            started = subprocess.Popen(
                [opener, str(path)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            Thread(target=started.wait, daemon=True).start()  # nobody else buries it
    except OSError:
        return False
    return True
