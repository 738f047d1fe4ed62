"""Copies the kit to the user's folder and puts it on the desktop and into the Start menu; runs in the kit's own Python.

Data are never touched: only what belongs to the program is exchanged, after a backup, and put back where that fails.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes
from pathlib import Path
from typing import Any

KIT = Path(sys.executable).parent.parent
PARTS = ("python", "lib", "tyt.bat", "Đọc trước.txt")  # what an update exchanges
NAME = "Sổ theo dõi định danh (tyt)"
_DESKTOP, _START_MENU, _LOCAL = 0x10, 0x02, 0x1C  # CSIDL numbers of the user's folders
_SHELL_LINK = "{00021401-0000-0000-C000-000000000046}"
_LINK_INTERFACE = "{000214F9-0000-0000-C000-000000000046}"  # IShellLinkW
_FILE_INTERFACE = "{0000010b-0000-0000-C000-000000000046}"  # IPersistFile


class NotInstalledError(Exception):
    """It cannot be done; the words say why and what to do."""


def install(kit: Path, target: Path) -> None:
    """Copy the program to `target`, or renew it there; a `NotInstalledError` leaves what was there before."""
    if kit.resolve() == target.resolve():
        raise NotInstalledError("Thư mục này chính là bản đã cài: không cần cài lại.")
    _mend(target)
    news = [(part, target / f"{part}.moi") for part in PARTS]
    try:
        target.mkdir(parents=True, exist_ok=True)
        for part, new in news:
            _remove(new)
            _copy(kit / part, new)
    except OSError as error:
        for _, new in news:
            _remove(new)
        raise NotInstalledError(f"Không chép được vào {target}. Kiểm tra chỗ trống của ổ đĩa.") from error
    _exchange(target, news)


def _copy(part: Path, new: Path) -> None:
    """The content alone: what is marked read-only, as all of a CD is, could not be renewed."""
    if part.is_dir():
        new.mkdir()
        for each in part.iterdir():
            _copy(each, new / each.name)
    else:
        shutil.copyfile(part, new)


def _exchange(target: Path, news: list[tuple[str, Path]]) -> None:
    """Put the new parts in the place of the old ones: all of them, or none."""
    done: list[tuple[Path, Path]] = []
    try:
        for part, new in news:
            old = target / f"{part}.cu"
            _remove(old)
            if (target / part).exists():
                (target / part).rename(old)
                done.append((old, target / part))
            new.rename(target / part)
            done.append((target / part, new))
    except OSError as error:
        for there, back in reversed(done):
            with suppress(OSError):
                there.rename(back)
        raise NotInstalledError("Chương trình đang mở. Đóng lại (F10) rồi bấm “Cài vào máy” lần nữa.") from error
    for part, _ in news:
        _remove(target / f"{part}.cu")


def _mend(target: Path) -> None:
    """Put back what a run before had taken away when the power went."""
    for part in PARTS:
        old = target / f"{part}.cu"
        if old.exists() and not (target / part).exists():
            old.rename(target / part)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def back_up(target: Path) -> list[Path]:
    """Copies of the store that the program at `target` works with; none where nothing was kept yet."""
    from store.copies import second_place
    from store.errors import StoreError
    from store.location import default_path
    from tui import passphrases

    is_beside = (target / "portable.txt").exists()
    store = target / "du-lieu" / "tramyte.sqlite3" if is_beside else default_path()
    if not store.exists():
        return []
    try:
        passphrases.unlock(store)  # asks in this window, where the store is encrypted
        return list(second_place.keep_everywhere(store))
    except StoreError as error:
        raise NotInstalledError(f"Chưa sao lưu được nên chưa cài. {error.title}: {error.message}") from error


def folder(number: int) -> Path:
    """A folder of the user, wherever Windows keeps it."""
    path = ctypes.create_unicode_buffer(260)
    ctypes.windll.shell32.SHGetFolderPathW(None, number, None, 0, path)
    return Path(path.value)


class _Guid(ctypes.Structure):
    _fields_ = (("a", wintypes.DWORD), ("b", wintypes.WORD), ("c", wintypes.WORD), ("d", ctypes.c_ubyte * 8))

    def __init__(self, text: str) -> None:
        super().__init__()
        ctypes.windll.ole32.CLSIDFromString(text, ctypes.byref(self))


def _call(of: Any, place: int, *arguments: Any) -> None:
    """The function at a place of a COM object's table."""
    table = ctypes.cast(of, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    types = [ctypes.c_wchar_p if isinstance(each, str) else type(each) for each in arguments]
    function = ctypes.WINFUNCTYPE(ctypes.HRESULT, ctypes.c_void_p, *types)(table[place])
    function(of, *arguments)


@contextmanager
def _shell_link() -> Iterator[ctypes.c_void_p]:
    ole32 = ctypes.windll.ole32
    ole32.CoInitialize(None)
    link = ctypes.c_void_p()
    kind, interface = _Guid(_SHELL_LINK), _Guid(_LINK_INTERFACE)
    if ole32.CoCreateInstance(ctypes.byref(kind), None, 1, ctypes.byref(interface), ctypes.byref(link)):
        raise OSError("no shell link")
    try:
        yield link
    finally:
        _call(link, 2)  # Release
        ole32.CoUninitialize()


def shortcut(path: Path, program: Path, words: str, works_in: Path) -> None:
    """Write a shortcut to a program with the words behind it."""
    with _shell_link() as link:
        _call(link, 20, str(program))  # SetPath
        _call(link, 11, words)  # SetArguments
        _call(link, 9, str(works_in))  # SetWorkingDirectory
        _call(link, 7, "Sổ theo dõi định danh điện tử và sổ sức khỏe điện tử")  # SetDescription
        file, interface = ctypes.c_void_p(), _Guid(_FILE_INTERFACE)
        _call(link, 0, ctypes.pointer(interface), ctypes.pointer(file))  # QueryInterface
        _call(file, 6, str(path), ctypes.c_int(1))  # Save
        _call(file, 2)


def terminal() -> Path | None:
    """Windows Terminal, where it is installed: it has every letter and sign."""
    path = folder(_LOCAL) / "Microsoft" / "WindowsApps" / "wt.exe"
    return path if os.path.lexists(path) else None  # what stands there cannot be opened, only started


def main() -> int:
    """Install, and say in Vietnamese what was done."""
    target = folder(_LOCAL) / "Programs" / "tramyte"
    try:
        is_update = (target / "tyt.bat").exists()
        for copy in back_up(target):
            print(f"Đã sao lưu vào {copy}")
        print("Đang chép vào máy. Máy cũ cần vài phút; đừng đóng cửa sổ này.", flush=True)
        install(KIT, target)
    except NotInstalledError as error:
        print(error)
        return 2
    begin, window = target / "tyt.bat", terminal()
    program, words = (window, f'"{begin}"') if window and ";" not in str(begin) else (begin, "")
    for place in (folder(_DESKTOP), folder(_START_MENU)):
        try:
            shortcut(place / f"{NAME}.lnk", program, words, target)
        except OSError as error:
            print(f"Không đặt được lối tắt vào {place} ({error}). Mở bằng tệp {begin}.")
    done = "Đã nâng cấp; dữ liệu giữ nguyên." if is_update else "Đã cài."
    print(f"{done} Mở bằng biểu tượng “{NAME}” trên màn hình nền hay trong menu Start.")
    if (KIT / "portable.txt").exists():
        print("Dữ liệu trên USB vẫn ở USB. Muốn chuyển vào máy: sao lưu trên USB, rồi khôi phục bản đó trên máy.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
