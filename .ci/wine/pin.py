"""What the lane installs: `pin.py pyproject.toml` prints what is asked for, `pin.py FOLDER` pins the wheels in it.

`pin.py --check pyproject.toml` fails where something that is asked for is not pinned.
"""

import hashlib
import re
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PINS = ("wheels.txt", "made_here.txt")
NOT_THERE = ("mypy", "ruff", "import-linter")  # they look at code, which is the same on every system
WINDOWS_ONLY = ["colorama"]  # pip reads the markers of click and pytest for the machine that it runs on
OF_WHOEVER_INSTALLS = ("pip",)  # sqlite-utils asks for it


def wanted(pyproject: Path) -> list[str]:
    """The packages that the program and its tests ask for."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    tests = project["optional-dependencies"]["test"]
    return [*project["dependencies"], *(name for name in tests if not name.startswith(NOT_THERE)), *WINDOWS_ONLY]


def pinned(folder: Path, made_here: Path) -> list[str]:
    """A line with version and hash for each wheel of the folder but those that are made here."""
    own = set(re.findall(r"^([\w-]+)==", made_here.read_text(encoding="utf-8"), re.MULTILINE))
    lines = []
    for wheel in sorted(folder.glob("*.whl"), key=lambda path: path.name.lower()):
        name, version = wheel.name.split("-")[:2]
        if name not in own and name not in OF_WHOEVER_INSTALLS:
            digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
            lines.append(f"{name.replace('_', '-')}=={version} --hash=sha256:{digest}")
    return lines


def unpinned(pyproject: Path) -> list[str]:
    """What the project asks for and nobody pinned."""
    names = [set(re.findall(r"^([\w-]+)==", (HERE / name).read_text("utf-8").lower(), re.MULTILINE)) for name in PINS]
    asked = [re.split(r"[^\w-]", name, maxsplit=1)[0].lower() for name in wanted(pyproject)]
    return [name for name in asked if name not in set.union(*names)]


if __name__ == "__main__":
    given = Path(sys.argv[-1])
    if sys.argv[1] == "--check":
        lacking = unpinned(given)
        sys.exit(f"not pinned: {', '.join(lacking)}; run: bash .ci/windows --pin" if lacking else 0)
    print("\n".join(wanted(given) if given.is_file() else pinned(given, HERE / "made_here.txt")))
