"""Whether somebody is there to be asked."""

import os
from pathlib import Path

from tui.terminals import is_terminal


def test_nobody_sits_at_the_null_device() -> None:
    with Path(os.devnull).open(encoding="utf-8") as stream:  # of Windows it says that it is a terminal
        assert not is_terminal(stream)
