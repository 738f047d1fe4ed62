"""Names that command: a terminal, the marks of the screen, or the program in which a paper is opened."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import openpyxl

from tui.papers import PAPERS

Run = Callable[[Path, list[str | Path]], tuple[str, list[str]]]
Station = Callable[[], AbstractContextManager[str]]

TERMINAL = ("\x1b]0;tên\x07", "\x1b[2J\x1b[31m", "\x9b1A", "\u202e\u2066", "\x08\x7f", "\x1b]8;;http://a\x1b\\")
MARKUP = ("[/]", "[@click=app.quit]thoát[/]", "[bold", "[red]đỏ[/red]", "\\[", "[link=http://a]")
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://a","b")',
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "{=1+1}",
    'x" INCLUDETEXT "c:\\a',
)
_HEADS = ("TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Khoa/phòng", "Mức 2", "Lý do chưa đăng ký mức 2", "Ghi chú")
_OF_THE_STATION = ("station_name", "parent_name", "place", "head_name", "head_title", "letter_number")


def _file(folder: Path, texts: tuple[str, ...]) -> Path:
    """A list that has one of the texts in each cell that takes text, its heads, its unit and its own name."""
    named = texts[0].replace("/", "").replace("\0", "")
    path = folder / f"ds {named}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([f"Đơn vị: {texts[-1]} Trường Thử"])
        writer.writerow([*_HEADS, f"Lạ {texts[-1]}"])
        for number, text in enumerate(texts):
            name = f"{text} Lê Văn {chr(65 + number)}n"
            writer.writerow([number + 1, name, "01/02/1984", text, text, "chưa", text, text, text])
    return path


def _taken_in(folder: Path, run: Run, texts: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """(what was printed while the list came in, what is wrong with it)."""
    path = _file(folder / "nha", texts)
    first = texts[0] if texts[0].isprintable() else "thử"
    known = [f"{name}={first}" for name in _OF_THE_STATION]
    runs = [
        run(folder, ["import", path, "--unit", f"{texts[1]} Trường Thử"]),
        run(folder, ["import", path, "--unit", f"{texts[1]} Trường Thử", "--json"]),
        run(folder, ["settings", *known]),
        run(folder, ["registers", "add", "training", f"topic={texts[1]}", "day=18/06/2026"]),
        run(folder, ["localities", "add", f"{texts[0]} Ấp Thử"]),
    ]
    return [text for text, _ in runs], [each for _, found in runs for each in found]


def _options(name: str) -> list[str]:
    return {"feedback": ["--submission", "1"], "template": ["--unit", "Truong Thu"]}.get(name, [])


def _arguments(name: str) -> list[str]:
    return {"form": ["phu-luc-1"], "person": ["Lê Văn An"]}.get(name, [])


def names(station: Station, run: Run, most: int | None) -> tuple[int, list[str]]:
    """(how many outputs, what is wrong): after such names came in each command prints text alone."""
    number, wrong = 0, list[str]()
    for texts in [TERMINAL, MARKUP][:most]:
        with station() as place:
            folder = Path(place)
            printed, found = _taken_in(folder, run, texts)
            commands = [
                ["status"],
                ["status", "--json"],
                ["receipts", "--remind"],
                ["reasons"],
                ["registers"],
                ["localities"],
                ["settings"],
                ["forget"],
                ["campaign", "list"],
                ["check"],
                ["import", folder / "nha" / f"{texts[0].replace('/', '')}.csv"],
                [f"{texts[0]}"],
                ["figures", folder / "nha" / f"{texts[0].replace('/', '')}"],
                *(
                    ["export", name, *_arguments(name), "-", *_options(name)]
                    for name, each in PAPERS.items()
                    if each.is_data
                ),
            ]
            for words in commands[: None if most is None else 4 * most]:
                text, of_one = run(folder, words)
                printed.append(text)
                found += [f"{' '.join(map(str, words[:2]))!r}: {each}" for each in of_one]
            number += len(printed)
            wrong += found
            if not any("Thử" in text for text in printed):
                wrong.append("nothing of the list was printed")
    return number, wrong


def formulas(station: Station, run: Run, most: int | None) -> tuple[int, list[str]]:
    """(how many papers, what is wrong): no text of anybody is a formula or a field in one."""
    number, held = 0, 0
    with station() as place:
        folder = Path(place)
        _, wrong = _taken_in(folder, run, FORMULAS)
        for name in [*PAPERS][: None if most is None else 3 * most]:
            for ending in PAPERS[name].endings:
                out = folder / "xuat" / f"{name}{ending}"
                _, found = run(folder, ["export", name, *_arguments(name), out, *_options(name)])
                wrong += [f"{out.name}: {each}" for each in found]
                if out.is_file():
                    number += 1
                    wrong += [f"{out.name}: {each}" for each in commands_in(out)]
                    held += ending == ".csv" and "1+1" in out.read_text("utf-8-sig")
    if not held:
        wrong.append("no paper holds such a text")
    return number, wrong


def commands_in(path: Path) -> Iterator[str]:
    """The texts of a paper that the program in which it is opened would run."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                yield from (cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t") and cell not in ("-", "–"))
    elif path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f" and any(text.strip() in str(cell.value) for text in FORMULAS):
                        yield f"{cell.coordinate} {cell.value}"
                    if cell.hyperlink is not None and "http://a" in str(cell.hyperlink.target):
                        yield f"{cell.coordinate} is a link"
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                text = archive.read(part).decode("utf-8", errors="replace")
                yield from re.findall(r"<w:(?:instrText|fldSimple)[^>]*>[^<]*(?:HYPERLINK|INCLUDE|DDE)[^<]*", text)
                if part.endswith(".rels"):
                    yield from re.findall(r'TargetMode="External"', text)
