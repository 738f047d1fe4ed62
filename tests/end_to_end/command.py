"""The program as a command in a process of its own; not a test."""

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def tyt(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `tyt` with these words on the store at `path`."""
    return subprocess.run(
        [sys.executable, "-c", "from tui.cli import main; main()", *words, "--store", str(path)],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": str(_ROOT)}, timeout=60,
    )  # fmt: skip
