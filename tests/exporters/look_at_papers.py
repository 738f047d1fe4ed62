"""Prints every paper of several stores by LibreOffice, for a person to look at: what is cut, parted or left alone.

    python -m tests.exporters.look_at_papers OUT [--files FOLDER] [--lengthened] [--only WORD] [--store NAME]

Makes OUT/<store>/<paper>.pdf and beside it a picture of all its pages, and lists how many pages each has; pages that
are all but empty, that end with a heading or have only the signature are named, and cells whose text is cut.
`--lengthened`: after three long lines were put into each section and a figure was changed (`edited_papers`); sums that
are wrong then are named too. POSIX with LibreOffice and poppler; some minutes.

What stands for Times New Roman must have the letters of Vietnamese, as Liberation Serif 2 has: LibreOffice takes those
that are missing from a wider type, and then text breaks earlier and is cut where it is not.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path

from exporters.shown_list import ShownList, write_shown
from store import clock
from store.campaigns import running
from store.campaigns.form import PHU_LUC_1
from store.database import Store
from store.errors import StoreError
from store.forms import library
from store.people import units
from store.receiving import receipts
from tests.exporters import edited_papers, example_stores
from tests.tui.opened_app import settled
from tui.app import TramyteApp
from tui.framework.work_screen import WorkScreen
from tui.papers import PAPERS
from tui.places import PLACES

_NOW = "2026-06-23T14:00:00"
_DPI, _TOLD = 45, 5  # the latter: cut cells of a paper
_HEADING = re.compile(r"^\s*([IVX]+|\d+)\.\s")
_SIGNS = re.compile(r"^\s*(Nơi nhận:|THỦ TRƯỞNG|TRƯỞNG TRẠM|KT\.|NGƯỜI LẬP)")
_THIN = 6  # lines of a page that is all but empty

Paper = tuple[str, Callable[[Path], object]]  # name of its file, what writes it


def papers(store: Store) -> Iterator[Paper]:
    """Every paper with a docx or an xlsx, in all its kinds."""

    def of(paper: str, name: str = "", endings: Sequence[str] = (), /, **options: object) -> Iterator[Paper]:
        write = PAPERS[paper].load()
        for ending in endings or [each for each in PAPERS[paper].endings if each in (".docx", ".xlsx")]:
            yield f"{paper}{'-' if name else ''}{name}{ending}", lambda out: write(store, out, **options)

    yield from of("phu-luc-1")
    yield from of("phu-luc-1", "tram", unit_id=units.station_id(store))
    for form in library.offered(store):
        if form.key != PHU_LUC_1:
            yield from of("form", form.key, key=form.key)
    for one in running.running(store):
        for report in one.reports:
            if not report.form or report.paper == "section":
                yield from of("progress", f"{one.name}-{report.key}", campaign=one.name, report=report.key)
    for key in ("tasks", "indicators", "facilities", "registers", "datasets", "organisations", "roster", "outstanding"):
        yield from of(key)
    yield from of("plan")
    if receipts.awaited_units(store):
        yield from of("reminder")
        yield from of("template", unit_id=receipts.awaited_units(store)[0])
    for guide in ("link-bhyt", "not-linked"):
        yield from of("guide", guide, key=guide)
    yield from of("guide", "link-bhyt-a3", (".xlsx",), key="link-bhyt", paper="a3")
    yield from of("data-record")
    for (number,) in list(store.rows("SELECT id FROM submission WHERE kind = 'roster' ORDER BY id")):
        yield from of("feedback", str(number), submission=number)


def screens(path: Path) -> dict[str, ShownList]:
    """The list of every place of the program on a store, as the person sees it."""

    async def seen() -> dict[str, ShownList]:
        found, app = {}, TramyteApp(path)
        async with app.run_test(size=(120, 36)) as pilot:
            await settled(pilot)
            for place in PLACES:
                app.action_go(place.mode)
                await settled(pilot)
                screen = app.screen
                if isinstance(screen, WorkScreen) and (shown := screen.shown_list()) is not None and shown.rows:
                    found[place.mode] = shown
        app.store.close()
        return found

    return asyncio.run(seen())


def pictures(pdf: Path) -> int:
    """Put all pages of a PDF on one picture, four in a row; answers how many pages it has."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-gray", "-r", str(_DPI), str(pdf), str(stem)], check=True)
    found = sorted(pdf.parent.glob(f"{glob_escape(stem.name)}-*.pgm"))
    pages = [_read_pgm(page) for page in found]
    for page in found:
        page.unlink()
    _write_png(stem.with_name(f"{stem.name}.png"), pages[:24])
    return len(pages)


def glob_escape(text: str) -> str:
    return "".join(f"[{each}]" if each in "[]*?" else each for each in text)


def _read_pgm(path: Path) -> tuple[int, int, bytes]:
    data = path.read_bytes()
    _, width, height, _, pixels = data.split(maxsplit=4) if data[:2] == b"P5" else (b"", b"0", b"0", b"", b"")
    header = data.index(b"255") + 4
    return int(width), int(height), data[header:] if pixels else b""


def _write_png(path: Path, pages: Sequence[tuple[int, int, bytes]]) -> None:
    columns = min(4, len(pages)) or 1
    wide, high = max(page[0] for page in pages) + 6, max(page[1] for page in pages) + 6
    lines = []
    for start in range(0, len(pages), columns):
        row = pages[start : start + columns]
        for y in range(high):
            line = b"".join(
                (pixels[y * width : (y + 1) * width] if y < height else b"").ljust(width, b"\x80").ljust(wide, b"\x80")
                for width, height, pixels in row
            )
            lines.append(b"\0" + line.ljust(wide * columns, b"\x80"))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide * columns, len(lines), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(lines), 6)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def remarks(pdf: Path) -> list[str]:
    """Pages that are all but empty, or that end with a heading."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    found = []
    for number, page in enumerate(text.split("\f")[:-1], 1):
        lines = [line for line in page.splitlines() if line.strip()]
        if number > 1 and len(lines) < _THIN:
            found.append(f"trang {number}: {len(lines)} dòng ({' / '.join(line.strip()[:30] for line in lines)})")
        before = list(takewhile(lambda line: not _SIGNS.match(line), lines))
        if (
            number > 1
            and lines
            and len(before) < len(lines)
            and not [each for each in before if not each.strip().isdigit()]
        ):
            found.append(f"trang {number} chỉ có chữ ký")
        if lines and _HEADING.match(lines[-1]) and len(lines[-1].strip()) < 70:
            found.append(f"trang {number} kết thúc bằng “{lines[-1].strip()[:40]}”")
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--files", type=Path)
    asked.add_argument("--lengthened", action="store_true")
    asked.add_argument("--only", default="")
    asked.add_argument("--store", default="")
    wanted = asked.parse_args()
    if not _has_vietnamese():
        print("Chữ thay cho Times New Roman thiếu chữ Việt: hàng rộng hơn thật. Cài Liberation Serif 2.")
    os.environ[clock.VARIABLE] = _NOW
    makers: dict[str, Callable[[Path], Store]] = {
        "demo": example_stores.demo,
        "large": example_stores.large,
        "empty": example_stores.empty,
    }
    if wanted.files is not None:
        makers["files"] = lambda path: example_stores.of_files(path, wanted.files)
    counts: dict[str, dict[str, int]] = {}
    for name, make in makers.items():
        if wanted.store and name != wanted.store:
            continue
        folder = wanted.out / name
        folder.mkdir(parents=True, exist_ok=True)
        place = wanted.out / f"{name}.sqlite3"
        with example_stores.open_store(place) if place.exists() else make(place) as store:
            sources = list(_write_all(store, folder, place, wanted.only))
        wrong: dict[str, list[str]] = {}
        if wanted.lengthened:
            sources, wrong = _lengthened(sources, folder, wanted.out)
        for start in range(0, len(sources), 12):
            _print(sources[start : start + 12], folder, wanted.out)
        counts[name] = {}
        cut = _cut(sources, folder, wanted.out)
        for path in sources:
            pdf = path.with_name(f"{path.name}.pdf")
            counts[name][path.name] = pictures(pdf)
            found = [*remarks(pdf), *wrong.get(path.stem, []), *cut.get(path.stem, [])]
            print(f"{name:8}{counts[name][path.name]:4} trang  {path.name}", *found, sep="\n               ")
    (wanted.out / "pages.json").write_text(json.dumps(counts, indent=1, ensure_ascii=False), encoding="utf-8")


def _has_vietnamese() -> bool:
    """Whether the type that stands for Times New Roman has the letters of Vietnamese."""
    command = ["fc-match", "--format", "%{lang}", "Times New Roman"]
    return "vi" in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("|")


def _lengthened(sources: Sequence[Path], folder: Path, out: Path) -> tuple[list[Path], dict[str, list[str]]]:
    """The copies that a person worked on, sheets as flat files; and what is wrong with their sums, by stem."""
    letters = [edited_papers.lengthened_letter(path) for path in sources if path.suffix == ".docx"]
    sheets = [edited_papers.corrected_sheet(path) for path in sources if path.suffix == ".xlsx"]
    _office(sheets, "xlsx", folder / "saved", out)
    wrong = {path.stem: list(edited_papers.wrong_sums(path, folder / "saved" / path.name)) for path in sheets}
    _office(sheets, "fods", folder, out)
    flat = [path.with_suffix(".fods") for path in sheets]
    for path in flat:
        if not path.name.startswith("feedback"):  # a unit's own list
            edited_papers.lengthen_sheet(path)
    return [*letters, *flat], wrong


def _cut(sources: Sequence[Path], folder: Path, out: Path) -> dict[str, list[str]]:
    """What is cut in the sheets, by stem."""
    sheets = [path for path in sources if path.suffix != ".docx"]
    _office(sheets, "fods", folder / "measured", out)
    found = {}
    for path in sheets:
        texts = list(edited_papers.cut_texts(folder / "measured" / f"{path.stem}.fods"))
        found[path.stem] = [f"cắt chữ: {text}" for text in texts[:_TOLD]]
    return found


def _write_all(store: Store, folder: Path, place: Path, only: str) -> Iterator[Path]:
    shown = screens(place) if only in "shown-" or only.startswith("shown") else {}
    of_screens = [(f"shown-{name}.xlsx", partial(write_shown, each)) for name, each in shown.items()]
    for name, write in (*papers(store), *of_screens):
        if only in name:
            try:
                write(folder / name)
            except StoreError as error:
                print(f"{folder.name:8}   –        {name}: {error.message.splitlines()[0][:70]}")
            else:
                yield folder / name


def _print(sources: Sequence[Path], folder: Path, out: Path) -> None:
    """Both endings of a paper have the same stem: each goes into a folder of its own."""
    for ending in (".docx", ".xlsx", ".fods"):
        paths = [path for path in sources if path.suffix == ending]
        if not paths:
            continue
        into = folder / ending[1:]
        _office(paths, "pdf", into, out)
        for path in paths:
            shutil.move(into / f"{path.stem}.pdf", path.with_name(f"{path.name}.pdf"))


def _office(paths: Sequence[Path], ending: str, into: Path, out: Path) -> None:
    if not paths:
        return
    profile = f"-env:UserInstallation={(out / 'profile').absolute().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(into), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


if __name__ == "__main__":
    main()
