"""Starts the installer, which lies beside this file."""

import sys
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is written into the bundle
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from sifa_xl.installing import main  # noqa: E402 - its folder has to be known first

for stream in (sys.stdout, sys.stderr):
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
sys.exit(main(sys.argv[1:], HERE.parent))
