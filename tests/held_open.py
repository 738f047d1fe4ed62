"""A file that another program has open, as Windows shows that."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def held_open(file: Path) -> Iterator[None]:
    """Within it the file can be read and written, and neither removed nor replaced; on other systems that is played."""
    with file.open("rb"), pytest.MonkeyPatch.context() as patch:
        if sys.platform != "win32":
            for name in ("unlink", "remove", "rename", "replace"):
                patch.setattr(os, name, _refusing(getattr(os, name), os.fspath(file)))
        yield


def _refusing(really: Callable[..., Any], held: str) -> Callable[..., Any]:
    def refuse(*names: Any, **more: Any) -> Any:
        if held in map(os.fspath, names):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), held)
        return really(*names, **more)

    return refuse
