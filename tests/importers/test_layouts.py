"""Rosters in layouts that nobody has seen: whatever is not read right must be told, never wrong in silence."""

import random
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.reading import read_file
from store.models import Item, State
from store.receiving.plan import FileKind
from tests.item_words import CHECKLIST
from tests.make_demo_files import Somebody, people

ITEMS = tuple(
    Item(n + 1, d.key, n, d.title, d.short_title, d.applies_to, d.requires, None, None, d.words)
    for n, d in enumerate(CHECKLIST)
)
NAME = ["Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Ho va ten", "Họ, tên", "Họ và tên nhân viên", "Họ và tên CBCCVC"]
BORN = ["Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY THÁNG NĂM SINH", "Năm sinh", "Ngay sinh", "Sinh ngày", "NTNS"]
NUMBER = [
    "Số CCCD",
    "CCCD",
    "Số căn cước",
    "Số định danh cá nhân",
    "Số CCCD/CMND",
    "So CCCD",
    "Số Căn cước công dân (12 số)",
    "Mã định danh",
]
LEVEL2 = [
    "Định danh mức 2", "VNeID mức 2", "Tài khoản định danh điện tử mức 2", "TK định danh mức độ 2", "Định danh mức độ 2",
    "Kích hoạt VNeID mức 2", "Dinh danh dien tu muc 2", "Đã kích hoạt định danh mức 2", "Anh/chị đã kích hoạt định danh mức 2 chưa?",
]  # fmt: skip
BHYT = [
    "BHYT",
    "Tích hợp thẻ BHYT",
    "Tích hợp BHYT trên VNeID",
    "Thẻ BHYT trên VNeID",
    "Tích hợp thẻ bảo hiểm y tế",
    "Đã tích hợp thẻ BHYT vào VNeID",
]
BOOK = [
    "Sổ SKĐT",
    "Sổ sức khỏe điện tử",
    "Sổ sức khoẻ điện tử trên VNeID",
    "Sổ SK điện tử",
    "So suc khoe dien tu",
    "Đã tạo sổ sức khỏe điện tử",
]
POSITION = ["Chức vụ", "Chức danh", "Vị trí việc làm", "Chức vụ, chức danh"]
SEX = ["Giới tính", "Nam/Nữ", "Phái", "GT"]
YES_NO = [
    ("x", ""), ("X", "Chưa"), ("1", "0"), ("Có", "Không"), ("Rồi", "Chưa"), ("✓", "✗"), ("Đã", "Chưa"), ("v", ""),
    ("Đã có", "Chưa có"), ("TRUE", "FALSE"), ("ü", "û"), ("Đạt", "Chưa đạt"),
]  # fmt: skip
TITLES = [
    [["UBND XÃ VĨNH GIA"], ["TRƯỜNG TIỂU HỌC VĨNH GIA"], [], ["DANH SÁCH VIÊN CHỨC"], []],
    [["Đơn vị: Trường Tiểu học Vĩnh Gia"]],
    [
        ["TRƯỜNG TIỂU HỌC VĨNH GIA", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [None, None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
    ],
    [
        ["PHÒNG VĂN HÓA - XÃ HỘI"],
        ["Trường Tiểu học Vĩnh Gia"],
        ["BIỂU TỔNG HỢP KẾT QUẢ"],
        ["(Kèm theo công văn số 12 ngày 22/6/2026)"],
    ],
]


def layout_of(seed: int) -> dict[str, object]:
    """A layout; the same for the same seed."""
    rng = random.Random(seed)
    return {
        "seed": rng.randrange(10**6),
        "count": rng.choice([1, 2, 7, 20, 45]),
        "titles": rng.choice(TITLES),
        "name": rng.choice([*NAME, "apart"]),
        "born": rng.choice([*BORN, "three"]),
        "born_as": rng.choice(["text", "date", "points", "year"]),
        "number": rng.choice(NUMBER),
        "number_as": rng.choice(["text", "number", "spaces"]),
        "level2": rng.choice(LEVEL2),
        "bhyt": rng.choice(BHYT),
        "book": rng.choice(BOOK),
        "marks": rng.choice(YES_NO),
        "pair": rng.random() < 0.3,
        "reason": rng.choice([None, "column", "cell"]),
        "position": rng.choice([None, *POSITION]),
        "sex": rng.choice([None, *SEX]),
        "ordinal": rng.random() < 0.85,
        "pages": rng.random() < 0.25,
        "sections": rng.random() < 0.3,
        "total": rng.random() < 0.5,
        "signature": rng.random() < 0.7,
        "numbers_row": rng.random() < 0.3,
        "order": rng.random(),
    }


def write(layout: dict[str, object], path: Path) -> list[Somebody]:
    staff = people(int(layout["seed"]), int(layout["count"]), ["Giáo viên", "Văn thư", "Kế toán"])  # type: ignore[call-overload]
    yes, no = layout["marks"]  # type: ignore[misc]
    columns: list[tuple[tuple[str, str], str]] = []  # ((upper head, lower head), what)
    if layout["ordinal"]:
        columns.append((("STT", ""), "ordinal"))
    if layout["name"] == "apart":
        columns += [(("Họ đệm", ""), "family"), (("Tên", ""), "given")]
    else:
        columns.append(((str(layout["name"]), ""), "name"))
    rest: list[list[tuple[tuple[str, str], str]]] = []
    if layout["born"] == "three":
        rest.append([(("Ngày sinh", "Ngày"), "day"), (("Ngày sinh", "Tháng"), "month"), (("Ngày sinh", "Năm"), "year")])
    else:
        rest.append([((str(layout["born"]), ""), "born")])
    rest.append([((str(layout["number"]), ""), "number")])
    for key in ("level2", "bhyt", "book"):
        head = str(layout[key])
        apart = [((head, "Đã"), f"{key}+"), ((head, "Chưa"), f"{key}-")]
        block = apart if layout["pair"] else [((head, ""), key)]
        if layout["reason"] == "column" and key != "book":
            block.append(((head, "Lý do") if layout["pair"] else ("Lý do chưa", ""), f"{key}?"))
        rest.append(block)
    if layout["position"]:
        rest.append([((str(layout["position"]), ""), "position")])
    if layout["sex"]:
        rest.append([((str(layout["sex"]), ""), "sex")])
    random.Random(layout["order"]).shuffle(rest)  # type: ignore[arg-type]
    columns += [column for block in rest for column in block]

    def cell(who: Somebody, what: str, number: int) -> object:
        state = {"level2": who.level2, "bhyt": who.bhyt, "book": who.book}
        key = what.rstrip("+-?")
        if key in state:
            if what.endswith("?"):
                return (who.level2_reason if key == "level2" else who.bhyt_reason) or None
            if what.endswith("+"):
                return "x" if state[key] else None
            if what.endswith("-"):
                return None if state[key] else "x"
            reason = who.level2_reason if key == "level2" else who.bhyt_reason if key == "bhyt" else ""
            if not state[key] and layout["reason"] == "cell" and reason and no not in ("", "0", "✗", "û", "FALSE"):
                return f"{no} ({reason})"
            return (yes if state[key] else no) or None
        before, _, given = who.name.rpartition(" ")
        return {
            "ordinal": number, "name": who.name, "family": before, "given": given, "day": who.born.day,
            "month": who.born.month, "year": who.born.year, "position": who.position, "sex": who.sex,
            "born": {
                "text": f"{who.born:%d/%m/%Y}", "date": who.born, "points": f"{who.born.day}.{who.born.month}.{who.born.year}",
                "year": who.born.year,
            }[str(layout["born_as"])],
            "number": {
                "text": who.number, "number": int(who.number), "spaces": f"{who.number[:3]} {who.number[3:6]} {who.number[6:]}",
            }[str(layout["number_as"])],
        }[what]  # fmt: skip

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in layout["titles"]:  # type: ignore[attr-defined]
        sheet.append(row)

    def head() -> None:
        two = any(lower for (_, lower), _ in columns)
        top = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1
        upper = [heads[0] for heads, _ in columns]
        shown = [
            text if n == 0 or text != upper[n - 1] or not columns[n][0][1] else None for n, text in enumerate(upper)
        ]
        for column, text in enumerate(shown, 1):
            sheet.cell(top, column, text)
        if two:
            for column, ((_, lower), _) in enumerate(columns, 1):
                sheet.cell(top + 1, column, lower or None)
            start = 0
            for n in range(1, len(columns) + 1):
                if n == len(columns) or shown[n] is not None:
                    if n - start > 1:
                        sheet.merge_cells(start_row=top, end_row=top, start_column=start + 1, end_column=n)
                    elif not columns[start][0][1]:
                        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=n, end_column=n)
                    start = n
        if layout["numbers_row"]:
            sheet.append([f"({n})" for n in range(1, len(columns) + 1)])

    sheet_has_rows = bool(layout["titles"])
    assert sheet_has_rows
    head()
    for number, who in enumerate(staff, 1):
        if layout["sections"] and number % 9 == 1:
            text = f"Tổ chuyên môn {number // 9 + 1}"
            sheet.append(["I" * (number // 9 + 1), text] if layout["ordinal"] else [f"I. {text}"])
        if layout["pages"] and number % 16 == 0:
            head()
        sheet.append([cell(who, what, number) for _, what in columns])
    if layout["total"]:
        sheet.append(
            [None, "Tổng cộng", f"{len(staff)} người"] if layout["ordinal"] else [f"Tổng cộng: {len(staff)} người"]
        )
    if layout["signature"]:
        sheet.append([])
        sheet.append([None, None, "Vĩnh Gia, ngày 22 tháng 6 năm 2026"])
        sheet.append([None, "Người lập bảng", None, "HIỆU TRƯỞNG"])
        sheet.append([])
        sheet.append([None, "Trần Thị Lập", None, "Lê Văn Trưởng"])
    book.save(path)
    return staff


def wrong_in_silence(layout: dict[str, object]) -> list[str]:
    """What was read otherwise than it was written, without a word about it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        staff = write(layout, path)
        reading = read_file(path, items=ITEMS)
    if reading.kind is not FileKind.ROSTER:
        return [f"refused: {reading.message}"]
    found = []
    if reading.unit != "Trường Tiểu học Vĩnh Gia":
        found.append(f"unit {reading.unit}")
    rows = [row for row in reading.rows if row.person is not None]
    names = [row.person.full_name for row in rows if row.person]
    if names != [who.name for who in staff]:
        return [*found, f"people {names[:3]}…{names[-2:]} ({len(names)} for {len(staff)})"]
    for who, row in zip(staff, rows, strict=True):
        person = row.person
        assert person is not None
        result = {problem.column for problem in row.problems}
        year_only = layout["born_as"] == "year" and layout["born"] != "three"
        born = str(who.born.year) if year_only else who.born.isoformat()
        expected: list[tuple[str, object, object]] = [
            ("born", person.birth_date, born),
            ("number", person.citizen_id, who.number),
            ("sex", person.sex, who.sex.lower() if layout["sex"] else None),
            ("position", person.position, who.position if layout["position"] else None),
        ]
        for key, state in (("level2_account", who.level2), ("bhyt_linked", who.bhyt), ("health_book", who.book)):
            expected.append((key, person.states.get(key), State.DONE if state else State.TODO))
        if layout["reason"] == "column":
            expected += [
                ("level2 reason", person.reasons.get("level2_account", ""), who.level2_reason),
                ("bhyt reason", person.reasons.get("bhyt_linked", ""), who.bhyt_reason),
            ]
        for what, got, meant in expected:
            if got != meant and not result:
                found.append(f"{who.name}: {what} {got!r} for {meant!r}")
    return found


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_nothing_is_wrong_in_silence(seed: int) -> None:
    found = wrong_in_silence(layout_of(seed))
    # Where everybody or nobody has an item, an empty column cannot tell chưa from nothing said.
    assert [line for line in found if " None for <State.TODO" not in line] == []
