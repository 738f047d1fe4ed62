"""Tells whether a person sits at a stream."""

import sys
from typing import TextIO


def is_terminal(stream: TextIO) -> bool:
    """Whether a person can type into the stream or read it; on Windows `isatty` is true for NUL too."""
    if not stream.isatty():
        return False
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    mode = ctypes.c_ulong()
    return bool(ctypes.windll.kernel32.GetConsoleMode(msvcrt.get_osfhandle(stream.fileno()), ctypes.byref(mode)))
