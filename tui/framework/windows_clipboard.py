"""Reads and writes the Windows clipboard: the console passes Ctrl+V to the program, which has to paste itself."""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_TEXT = 13  # CF_UNICODETEXT
_MOVEABLE = 2  # GMEM_MOVEABLE: what the clipboard keeps
_TRIES, _BETWEEN = 5, 0.02  # another program may hold the clipboard for a moment


def _libraries() -> tuple[Any, Any]:
    """user32 and kernel32 with declared types: ctypes would take a handle of 64 bits for 32."""
    user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]  # on Windows
    handle = ctypes.c_void_p
    for function, answer, arguments in (
        (user.OpenClipboard, ctypes.c_int, [handle]),
        (user.GetClipboardData, handle, [ctypes.c_uint]),
        (user.SetClipboardData, handle, [ctypes.c_uint, handle]),
        (kernel.GlobalAlloc, handle, [ctypes.c_uint, ctypes.c_size_t]),
        (kernel.GlobalLock, handle, [handle]),
        (kernel.GlobalUnlock, ctypes.c_int, [handle]),
        (kernel.GlobalFree, handle, [handle]),
    ):
        function.restype, function.argtypes = answer, arguments
    return user, kernel


@contextmanager
def _opened(user: Any) -> Iterator[bool]:
    for left in reversed(range(_TRIES)):
        if user.OpenClipboard(None):
            break
        if not left:
            yield False
            return
        time.sleep(_BETWEEN)
    try:
        yield True
    finally:
        user.CloseClipboard()


def read() -> str | None:
    """The text on the clipboard; None: it holds no text, or another program holds the clipboard open."""
    user, kernel = _libraries()
    with _opened(user) as is_open:
        data = user.GetClipboardData(_TEXT) if is_open else None
        begin = kernel.GlobalLock(data) if data else None
        if not begin:
            return None
        try:
            return ctypes.wstring_at(begin).replace("\r\n", "\n")
        finally:
            kernel.GlobalUnlock(data)


def write(text: str) -> bool:
    """Put a text on the clipboard; answers False when another program holds the clipboard open."""
    user, kernel = _libraries()
    content = (text.replace("\r\n", "\n").replace("\n", "\r\n") + "\0").encode("utf-16-le", "surrogatepass")
    with _opened(user) as is_open:
        if not is_open or not user.EmptyClipboard():
            return False
        memory = kernel.GlobalAlloc(_MOVEABLE, len(content))
        begin = kernel.GlobalLock(memory) if memory else None
        if not begin:
            return False
        ctypes.memmove(begin, content, len(content))
        kernel.GlobalUnlock(memory)
        if user.SetClipboardData(_TEXT, memory):  # from here on the memory is the clipboard's
            return True
        kernel.GlobalFree(memory)
        return False
