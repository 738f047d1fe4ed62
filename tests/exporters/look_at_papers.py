"""Prints every paper of several stores by LibreOffice, for a person to look at: what is cut, parted or left alone.

    python -m tests.exporters.look_at_papers OUT [--files FOLDER] [--edited] [--only WORD] [--store NAME]

Makes OUT/<store>/<paper>.pdf and beside it a picture of all its pages, and lists how many pages each has; pages that
are all but empty, or that end with a heading, are named. `--edited`: after three long lines were put into each section of a
letter, and into long cells of a sheet, whose rows then get the height that LibreOffice gives them. POSIX with
LibreOffice and poppler; some minutes.
"""

import argparse
import json
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document

from exporters.shown_list import ShownList, write_shown
from store import clock
from store.campaigns import running
from store.campaigns.form import PHU_LUC_1
from store.database import Store
from store.errors import StoreError
from store.forms import library
from store.people import staff, units
from store.receiving import receipts
from tests.exporters import example_stores
from tui.papers import PAPERS

_NOW = "2026-06-23T14:00:00"
_LONG = (
    "Trạm đã phối hợp Công an xã và các ấp tổ chức hỗ trợ người dân cài đặt, kích hoạt tài khoản định danh điện tử mức"
    " 2, tích hợp thẻ bảo hiểm y tế; bố trí nhân viên hướng dẫn tại khu vực tiếp đón trong giờ làm việc hằng ngày."
)
_DPI = 45
_HEADING = re.compile(r"^\s*([IVX]+|\d+)\.\s")
_ROW, _HEIGHT = re.compile("<style:table-row-properties[^>]*/>"), re.compile(' style:row-height="[^"]*"')
_CELL, _LONG_CELL = re.compile("<table:table-cell [^>]*[^/]>.*?</table:table-cell>", re.DOTALL), 60  # letters
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
            if not report.form:
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
    yield "shown.xlsx", lambda out: write_shown(_shown(store), out)


def _shown(store: Store) -> ShownList:
    """The list of people as a screen may show it."""
    people = [
        (member.person.full_name, member.unit, member.department or "", member.person.note or "", member.id)
        for member in staff.members(store)
    ]
    heads = ("Họ và tên", "Đơn vị", "Khoa/phòng", "Ghi chú", "Số")
    return ShownList("Danh sách", heads, people, "Tìm “trạm”, theo đơn vị")


def lengthen(path: Path, out: Path) -> Path:
    """The letter with three long lines more in each section, or the sheet in each long cell, beside it."""
    if path.suffix == ".xlsx":
        return _lengthen_sheet(path, out)
    edited = path.with_stem(f"{path.stem}-sua")
    document = docx.Document(str(path))
    _lengthen_letter(document)
    document.save(str(edited))
    return edited


def _lengthen_letter(document: Document) -> None:
    paragraphs = document.paragraphs
    for heading, below in pairwise(paragraphs):
        if heading.style.name.startswith("Heading") and not below.style.name.startswith("Heading"):
            for _ in range(3):
                below.insert_paragraph_before(_LONG, style="Body Text")
    for question in paragraphs:
        if question.style.name.startswith("Câu hỏi"):
            question.add_run(f" {_LONG} {_LONG} {_LONG}")


def _lengthen_sheet(path: Path, out: Path) -> Path:
    """Through a flat file of LibreOffice, in which a row without a height gets that of its text."""
    flat = path.with_name(f"{path.stem}-sua.fods")
    flat.write_text(_convert(path, "fods", out).read_text("utf-8"), "utf-8")
    text = _ROW.sub(
        lambda row: _HEIGHT.sub("", row[0]) if 'optimal-row-height="true"' in row[0] else row[0],
        flat.read_text("utf-8"),
    )
    flat.write_text(_CELL.sub(_lengthen_cell, text), "utf-8")
    return flat


def _lengthen_cell(cell: re.Match[str]) -> str:
    """A cell of text that is no heading and is not merged; numbers and sums stay."""
    said = re.sub("<[^>]+>", "", cell[0])
    if len(said) < _LONG_CELL or "columns-spanned" in cell[0] or 'value-type="string"' not in cell[0]:
        return cell[0]
    head, _, tail = cell[0].rpartition("</text:p>")
    return f"{head} {_LONG} {_LONG} {_LONG}</text:p>{tail}"


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
        if lines and _HEADING.match(lines[-1]) and len(lines[-1].strip()) < 70:
            found.append(f"trang {number} kết thúc bằng “{lines[-1].strip()[:40]}”")
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--files", type=Path)
    asked.add_argument("--edited", action="store_true")
    asked.add_argument("--only", default="")
    asked.add_argument("--store", default="")
    wanted = asked.parse_args()
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
            sources = list(_write_all(store, folder, wanted.only))
        if wanted.edited:
            sources = [lengthen(path, wanted.out) for path in sources]
        for start in range(0, len(sources), 12):
            _print(sources[start : start + 12], folder, wanted.out)
        counts[name] = {}
        for path in sources:
            pdf = path.with_name(f"{path.name}.pdf")
            counts[name][path.name] = pictures(pdf)
            print(f"{name:8}{counts[name][path.name]:4} trang  {path.name}", *remarks(pdf), sep="\n               ")
    (wanted.out / "pages.json").write_text(json.dumps(counts, indent=1, ensure_ascii=False), encoding="utf-8")


def _write_all(store: Store, folder: Path, only: str) -> Iterator[Path]:
    for name, write in papers(store):
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


def _convert(path: Path, ending: str, out: Path) -> Path:
    _office([path], ending, path.parent / ending, out)
    return path.parent / ending / f"{path.stem}.{ending}"


def _office(paths: Sequence[Path], ending: str, into: Path, out: Path) -> None:
    profile = f"-env:UserInstallation={(out / 'profile').absolute().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(into), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


if __name__ == "__main__":
    main()
