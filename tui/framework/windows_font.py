"""Chooses a console font on Windows that has all letters and signs of the screens; Windows Terminal needs none."""

import os
import sys
from collections.abc import Callable, Sequence

#: What must be there: letters of Vietnamese names, marks of states, marks of lists.
SIGNS = "ằộưởĐỵ✓✗–›●█│─▸…"
#: Fonts of fixed width of Windows, the best first. Raster fonts have no Vietnamese, Lucida Console not all.
FACES = ("Cascadia Mono", "Cascadia Code", "Consolas", "DejaVu Sans Mono", "Courier New")
_STANDARD_OUTPUT = -11
_OF_TRUE_TYPE, _NORMAL = 0x36, 400


def better(current: str, lacks: Callable[[str], int], faces: Sequence[str] = FACES) -> str | None:
    """The font that lacks the fewest of `SIGNS`; None: none of `faces` lacks fewer than the current font.

    `lacks` counts the missing signs of a font.
    """
    best = min(faces, key=lacks, default=current)
    return best if lacks(best) < lacks(current) else None


def choose_font() -> None:
    """Set a better font in the Windows console if one is installed; the person's font size stays."""
    if sys.platform != "win32" or "WT_SESSION" in os.environ:
        return
    import ctypes
    from ctypes import wintypes

    class FontInfo(ctypes.Structure):
        """The structure CONSOLE_FONT_INFOEX of Windows."""

        _fields_ = (
            ("cbSize", wintypes.ULONG),
            ("nFont", wintypes.DWORD),
            ("dwFontSize", wintypes._COORD),
            ("FontFamily", wintypes.UINT),
            ("FontWeight", wintypes.UINT),
            ("FaceName", wintypes.WCHAR * 32),
        )

    kernel32 = ctypes.windll.kernel32
    kernel32.GetStdHandle.restype = wintypes.HANDLE
    console = wintypes.HANDLE(kernel32.GetStdHandle(_STANDARD_OUTPUT))
    info = FontInfo(cbSize=ctypes.sizeof(FontInfo))
    if not kernel32.GetCurrentConsoleFontEx(console, False, ctypes.byref(info)):
        return
    face = better(info.FaceName, lacking)
    if face is not None:
        info.FaceName, info.FontFamily, info.FontWeight, info.dwFontSize.X = face, _OF_TRUE_TYPE, _NORMAL, 0
        kernel32.SetCurrentConsoleFontEx(console, False, ctypes.byref(info))


def lacking(face: str) -> int:
    """How many of `SIGNS` a font lacks, all of them when it is not installed; on Windows only."""
    import ctypes

    gdi32 = ctypes.windll.gdi32  # type: ignore[attr-defined,unused-ignore]
    for name in ("CreateCompatibleDC", "CreateFontW", "SelectObject"):
        getattr(gdi32, name).restype = ctypes.c_void_p
    canvas = ctypes.c_void_p(gdi32.CreateCompatibleDC(None))
    font = ctypes.c_void_p(gdi32.CreateFontW(16, 0, 0, 0, _NORMAL, 0, 0, 0, 1, 0, 0, 0, 0, ctypes.c_wchar_p(face)))
    try:
        gdi32.SelectObject(canvas, font)
        found = ctypes.create_unicode_buffer(64)  # Windows takes another where there is none of the name
        gdi32.GetTextFaceW(canvas, 64, found)
        if found.value != face:
            return len(SIGNS)
        glyphs = (ctypes.c_ushort * len(SIGNS))()
        gdi32.GetGlyphIndicesW(canvas, ctypes.c_wchar_p(SIGNS), len(SIGNS), glyphs, 1)  # 1: mark what is not there
        return sum(glyph == 0xFFFF for glyph in glyphs)
    finally:
        gdi32.DeleteDC(canvas)
        gdi32.DeleteObject(font)
