"""No number of anybody is printed or written unasked: a day's work over lists with numbers in every wrong place."""

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.make_demo_files import FOLDER
from tui.cli import command_line, main
from tui.papers import PAPERS

NUMBERS = [f"089184{number}" for number in random.Random(7).sample(range(200_000, 999_999), 40)]
PHONE, CARD = "0912876543", "DN4898765432109"
_PART = 7  # digits of a number that together tell too much
_MASKED = re.compile(r"\d+•+\d*|•+\d{4,}")
_OWN = ("person", "form", "plan")  # somebody's own data; forms are printed by their names


def wrong_places(folder: Path) -> list[Path]:
    """Lists in which numbers stand where nobody looks for them: titles, heads, names, units, notes, file names."""
    numbers = iter(NUMBERS)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"DS {next(numbers)}"
    sheet.append([f"Đơn vị: Trường Tiểu học B {next(numbers)}"])
    sheet.append([f"Người lập: Lê Văn Lập, CCCD {next(numbers)}, điện thoại {PHONE}"])
    sheet.append(
        [
            "TT",
            "Họ và tên",
            "Ngày sinh",
            "Số CCCD",
            "Chức vụ",
            "Số BHYT",
            "Điện thoại",
            "Mức 2",
            "Ghi chú",
            f"Khoa {next(numbers)}",
        ]
    )
    sheet.append([1, f"Trần Thị An {next(numbers)}", "01/02/1984", "", "Giáo viên", CARD, PHONE, "x", "", "Tổ 1"])
    sheet.append([2, "Trần Thị Bé", next(numbers), "02/02/1984", "", "", "", "x", f"số cũ {next(numbers)}", ""])
    sheet.append(
        [3, "Trần Thị Cúc", "03/02/1984", f"{next(numbers)}9", next(numbers), CARD[:-1], PHONE[:-1], "x", "", ""]
    )
    sheet.append([4, next(numbers), "04/02/1984", "Trần Thị Dung", "", next(numbers), next(numbers), "y", "", ""])
    sheet.append(
        [5, "Trần Thị Én", "05/02/1984", f"{NUMBERS[0]}/{NUMBERS[1]}", "", "", "", next(numbers), "", next(numbers)]
    )
    for row, why in enumerate((f"Chưa - sim {PHONE}", f"Chưa ({next(numbers)})", f"Chưa - {CARD}", "Chưa"), 6):
        sheet.append([row, f"Trần Văn {'ABCD'[row - 6]}n", f"0{row}/02/1984", "", "", "", "", why, "", "Tổ 1"])
    odd = folder / f"danh sach {next(numbers)} {CARD}.xlsx"
    book.save(odd)
    plain = folder / "truong c.csv"
    heads = "TT;Họ và tên;Ngày sinh;Số CCCD;Mức 2"
    rows = [f"{n};Lê Thị {n};0{n}/03/1984;{number};x" for n, number in enumerate(NUMBERS[:5], 1)]
    plain.write_text("\n".join(["Đơn vị: Trường Tiểu học C", "", heads, *rows]), encoding="utf-8-sig")
    sections = folder / "truong d.csv"
    rows = [f";Tổ {number};;;\n{n};Hồ Thị {'ABCD'[n]}n;0{n}/03/1984;;x" for n, number in enumerate(NUMBERS[5:7], 1)]
    sections.write_text("\n".join(["Đơn vị: Trường Tiểu học D", "", heads, *rows]), encoding="utf-8-sig")
    return [odd, plain, sections, figures_alone(folder), *sorted(FOLDER.glob("*.*"))]


def book_of(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def figures_alone(folder: Path) -> Path:
    """A filled-in Phụ lục 1 with numbers where departments, figures and reasons stand."""
    numbers = iter(NUMBERS[20:])
    rows: list[list[object]] = [
        ["PHỤ LỤC 1"],
        [f"Đơn vị: Trường Tiểu học E {next(numbers)}"],
        [
            "TT",
            "Khoa/phòng tại đơn vị",
            "Tổng số lượng CBCCVC và người lao động",
            "Số lượng Đã cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
            "Số lượng Chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2",
            f"Lý do chưa cài đặt, đăng ký và kích hoạt định danh VNeID mức 2 {next(numbers)}",
            "Số lượng đã được khởi tạo Sổ SKĐT trên VNeID",
            "Số lượng Đã tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
            "Số lượng Chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
            "Lý do chưa tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID",
        ],
        [1, f"Tổ {next(numbers)}", 10, 8, 2, f"Mất {next(numbers)} (2)", 5, 5, 5, f"x {PHONE} (5)"],
        [2, f"Tổ {next(numbers)}", 10, 8, 2, f"{next(numbers)} (2)", 5, 5, 5, f"Đang chờ (3); sim {PHONE} (2)"],
        [3, next(numbers), 10, 8, 2, f"({next(numbers)})", 5, 5, 5, CARD],
        [4, "Tổ 4", next(numbers), 8, 2, "", 5, 5, 5, ""],
        [5, f"Tổ 5 {next(numbers)}", 10, 8, 3, "", 5, 5, 5, ""],
        [6, "Tổ 6", 10, 8, 2, f"Mất {next(numbers)} (7)", 5, 5, 5, ""],
    ]
    return book_of(folder / "so lieu truong e.xlsx", rows)


def tables_of_the_station(folder: Path) -> dict[str, Path]:
    """Tables that only commands take in, with numbers in their cells; one that nothing takes, named by a number."""
    numbers = iter(NUMBERS[30:])
    places = [
        ["Địa bàn", "Có Sổ SKĐT", "Tổng số Có Sổ SKĐT", f"Xác thực BHYT {next(numbers)}"],
        ["Ấp An Hòa", f"x{next(numbers)}", f"có {PHONE}", 5],
        [f"Ấp {next(numbers)}", 1, 2, 3],
        [next(numbers), 1, 2, 3],
    ]
    trainings = [
        ["Ngày", "Nội dung", "Người khác dự"],
        [f"ngày {next(numbers)}", "Sổ SKĐT", 1],
        ["18/06/2026", f"Gọi {PHONE}", f"x{next(numbers)}"],
    ]
    organisations = [
        ["Mã cơ sở", "Đơn vị", "Thuộc"],
        ["", f"Trạm Y tế A {NUMBERS[35]}", f"Khu vực 1 {PHONE}"],
        [NUMBERS[36], f"{NUMBERS[37]}", f"{PHONE}"],
    ]
    return {
        "units": book_of(folder / "don vi.xlsx", organisations),
        "places": book_of(folder / f"so lieu {PHONE}.xlsx", places),
        "trainings": book_of(folder / f"tap huan {NUMBERS[36]}.xlsx", trainings),
        "nothing": book_of(folder / f"{NUMBERS[37]} {PHONE}.xlsx", [["a"]]),
    }


def parts_of(numbers: list[str]) -> re.Pattern[str]:
    """So many digits of one of the numbers that stand together."""
    windows = {number[at : at + _PART] for number in numbers for at in range(len(number) - _PART + 1)}
    return re.compile("|".join(sorted(windows)))


def numbers_in(files: list[Path]) -> list[str]:
    """Every number of twelve digits that the lists hold."""
    found = set(NUMBERS)
    for file in files:
        if file.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(file, read_only=True).worksheets:
                for row in sheet.iter_rows(values_only=True):
                    found |= {number for cell in row for number in re.findall(r"(?<!\d)\d{12}(?!\d)", str(cell))}
        elif file.suffix == ".csv":
            found |= set(re.findall(r"(?<!\d)\d{12}(?!\d)", file.read_text("utf-8-sig")))
    return sorted(found)


def texts_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The texts that a file holds; of an archive those of its parts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from texts_of(f"{name}/{part}", archive.read(part))
    else:
        text = content.decode("utf-8", errors="replace")
        yield name, re.sub(r'"[0-9a-f]{32,64}"', "", text)  # a digest may hold any digits


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, str]]:
    """The numbers; everything that commands printed and wrote while all lists came in and all papers went out."""
    folder = tmp_path_factory.mktemp("so")
    sent, out, temporary = folder / "usb", folder / "xuat", folder / "tmp"
    for each in (sent, out, temporary, folder / "kho"):
        each.mkdir()
    files = wrong_places(sent)
    texts: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYT_STORE", str(folder / "kho" / "kho.sqlite3"))
        patch.setenv("TYT_NOW", "2026-06-23T14:00:00")
        patch.setenv("XDG_STATE_HOME", str(folder / "log"))
        patch.setattr("tempfile.tempdir", str(temporary))

        def run(*words: object) -> str:
            done = CliRunner().invoke(command_line, list(map(str, words)))
            fault = "" if isinstance(done.exception, SystemExit) else done.exception or ""
            texts[" ".join(map(str, words)).replace(str(folder), "")] = f"{done.stdout}{done.stderr}{fault}"
            return str(done.stdout)

        for file in files:
            run("import", file, "--dry-run")
            run("import", file, "--dry-run", "--json")
            run("import", file, "--json")
            run("import", file)
        run("import", files[0], "--unit", f"Trường Tiểu học B {NUMBERS[0]}", "--json")
        for words in (("status",), ("status", "--json"), ("receipts",), ("receipts", "--json"), ("reasons", "--json")):
            run(*words)
        for name, paper in PAPERS.items():
            if name not in _OWN:
                for ending in paper.endings:
                    run("export", name, *_options(name), out / f"{name}{ending}")
        run("export", "template", out / "mau")
        for number in range(1, 8):
            run("export", "feedback", "--submission", number, out / f"phieu {number}.xlsx")
        tables = tables_of_the_station(sent)
        for words in (("--dry-run",), ("--dry-run", "--json"), ("--dry-run", "--add-places"), ("--add-places",)):
            run("figures", tables["places"], *words)
        run("registers", "import", tables["trainings"], "--json")
        run("registers", "import", tables["trainings"])
        run("units", "import", tables["units"])
        for words in ((), ("--json",)):
            run("units", *words)
            run("localities", *words)
            run("registers", *words)
        for command in (("figures",), ("registers", "import"), ("units", "import"), ("campaign", "use")):
            run(*command, tables["nothing"])
            run(*command, sent / f"{NUMBERS[38]}.xlsx")
        for number in (NUMBERS[39], PHONE, CARD):
            run("export", "template", "--unit", number, out / "mau.xlsx")
            run("registers", "add", "training", "topic=Sổ SKĐT", "day=18/06/2026", f"attended={number}")
            run("registers", "add", "training", "topic=Sổ SKĐT", f"day={number}")
            run("campaign", "show", number)
            run("localities", "add", f"Ấp {number}")
            run("localities", "merge", f"Ấp {number}", number)
            texts[f"mistyped {number}"] = mistyped(patch, ("status", "--as-of", number), (number,), (f"--{number}",))
        run("check")
        for place in (out, temporary, folder / "log"):
            for file in place.rglob("*"):
                if file.is_file():
                    texts |= dict(texts_of(str(file.relative_to(folder)), file.read_bytes()))
    return numbers_in(files), texts


def mistyped(patch: pytest.MonkeyPatch, *commands: Sequence[str]) -> str:
    """What the program says on stderr of commands that it does not understand."""
    said = ""
    for words in commands:
        patch.setattr("sys.argv", ["tyt", *words])
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as errors, pytest.raises(SystemExit):
            main()
        said += errors.getvalue()
    assert said.count("\n") > len(commands)
    return said


def _options(name: str) -> tuple[str, ...]:
    options = {
        "template": ("--unit", "Trường Tiểu học C"),
        "feedback": ("--submission", "1"),
        "bundle": ("--figures-only",),
    }
    return options.get(name, ())


def test_all_of_it_was_done(written: tuple[list[str], dict[str, str]]) -> None:
    numbers, texts = written
    assert len(numbers) > 80
    assert json.loads(
        next(
            text for name, text in texts.items() if name.startswith("import") and "truong c" in name and "json" in name
        )
    )
    assert len([name for name in texts if name.endswith(".csv") or "xl/sharedStrings" in name]) > 15


def test_no_number_or_part_of_one_is_printed_or_written(written: tuple[list[str], dict[str, str]]) -> None:
    numbers, texts = written
    pattern = parts_of([*numbers, PHONE, CARD[2:]])
    for name in [name for name in texts if "outstanding" in name]:
        texts[name] = texts[name].replace(PHONE, "")  # a list to call people
    found = {name: sorted(set(pattern.findall(text)))[:3] for name, text in texts.items()}
    assert {name: digits for name, digits in found.items() if digits} == {}


def test_masks_leave_three_digits(written: tuple[list[str], dict[str, str]]) -> None:
    _, texts = written
    found = {name: _MASKED.findall(text)[:3] for name, text in texts.items()}
    assert {name: masks for name, masks in found.items() if masks} == {}
    assert any("•••••••••" in text for text in texts.values())
