"""What units do with whole sheets and rows: several units, months on sheets, lines between people, rows in one cell.

Each oddity changes a book and its truth, and answers whether it found something to change.
"""

import random
from collections.abc import Callable
from copy import deepcopy

from tests.importers.generated import heads
from tests.importers.generated.book import Book, Sheet
from tests.importers.generated.staff import KEYS
from tests.item_words import CHECKLIST

_BETWEEN = [
    "Cộng trang",
    "Mang sang trang sau",
    "Chuyển sang trang 2",
    "Trang trước mang sang",
    "Cộng dồn",
    "Số mang sang",
    "Cộng:",
    "Cộng mang sang trang sau",
]
_CODES = [
    "Mã đơn vị: 89{}",
    "Mã trường: 8930{}",
    "Mã ĐV 89{}",
    "Mã số thuế: 16002{}",
    "Mã định danh đơn vị: H01.{}",
    "Mã cơ sở KCB: 89{}",
]
_UNITS = [
    "Trường Tiểu học Lương An Trà", "Trường THCS Tân Tuyến", "Trường Mẫu giáo Tà Đảnh", "Trạm Y tế xã An Cư", "Công an xã Châu Lăng", "Hội Nông dân xã Lê Trì",
    "Trường Mầm non Văn Giáo", "Trường THPT Nguyễn Trung Trực", "UBND xã Núi Voi",
]  # fmt: skip
_SCHOOLS = ["Trường Tiểu học Lê Văn Tám", "Trường THCS Vĩnh Phước", "Trường Mầm non Tuổi Ngọc"]
_KIND = ("Trường Tiểu học", "Trường THCS", "Trường Mầm non", "Trường Mẫu giáo", "Trường THPT", "Trạm Y tế", "Công an", "UBND", "Ban Chỉ huy Quân sự", "Trung tâm Phục vụ hành chính công")  # fmt: skip


def insert_row(book: Book, sheet: Sheet, at: int, row: list[object]) -> None:
    """Put a row before row `at` of a sheet."""
    sheet.rows.insert(at, row)
    sheet.heads = [top + (top >= at) for top in sheet.heads]
    sheet.merged = [
        (top + (top >= at), left, bottom + (bottom >= at), right) for top, left, bottom, right in sheet.merged
    ]
    for truth in book.people:
        if truth.sheet == sheet.name and truth.row >= at:
            truth.row += 1


def _listed(book: Book) -> list[Sheet]:
    """The sheets that name people."""
    named = {truth.sheet for truth in book.people}
    return [sheet for sheet in book.sheets if sheet.name in named]


def _between(book: Book, sheet: Sheet) -> list[int]:
    """Rows of people right below others, before which a line may be put."""
    rows = {truth.row for truth in book.people if truth.sheet == sheet.name}
    over = {row for top, _, bottom, _ in sheet.merged for row in range(top + 1, bottom + 1)}
    return sorted(row for row in rows if row - 1 in rows and row not in over)


def page_sums(rng: random.Random, book: Book) -> bool:
    """Lines between people that carry a sum to the next page."""
    sheet = rng.choice(_listed(book))
    for _ in range(rng.choice([1, 2])):
        places = _between(book, sheet)
        if not places:
            return False
        row: list[object] = [None] * len(book.layout.columns)
        row[rng.choice([0, book.layout.name])] = rng.choice(_BETWEEN)
        if rng.random() < 0.5:
            row[-1] = rng.randrange(1, 30)
        insert_row(book, sheet, rng.choice(places), row)
    return True


def example_rows(rng: random.Random, book: Book) -> bool:
    """A line that shows how the form is filled in, below its head."""
    sheet = _listed(book)[0]
    first = min(truth.row for truth in book.people if truth.sheet == sheet.name)
    if first - 1 not in {top + book.layout.depth - 1 for top in sheet.heads} or book.layout.ordinal is None:
        return False
    people = [truth for truth in book.people if truth.sheet == sheet.name]
    row = list(sheet.rows[people[0].row])
    row[book.layout.ordinal] = rng.choice(["VD", "Ví dụ", "vd:", "Mẫu", "VD 1"])
    row[book.layout.name] = rng.choice(["Nguyễn Văn A", "NGUYỄN THỊ B", "Trần Văn X"])
    if (
        book.layout.columns[book.layout.name].about != {"full_name"}
        or len(book.layout.columns[book.layout.name].heads) > 1
    ):
        return False
    insert_row(book, sheet, first, row)
    return True


def unit_code(rng: random.Random, book: Book) -> bool:
    """The unit's code below its name."""
    sheet = _listed(book)[0]
    at = next(
        (
            n
            for n, row in enumerate(sheet.rows[:6])
            if any(book.unit and book.unit.lower() in str(cell).lower() for cell in row)
        ),
        None,
    )
    if at is None:
        return False
    insert_row(book, sheet, at + 1, [rng.choice(_CODES).format(rng.randrange(100, 999))])
    return True


def unit_over_lines(rng: random.Random, book: Book) -> bool:
    """The unit's name goes over two lines of a cell, or over two rows."""
    if book.unit is None or not book.unit.startswith(_KIND):
        return False
    kind = max((one for one in _KIND if book.unit.startswith(one)), key=len)
    in_rows, done = rng.random() < 0.5, False
    for sheet in _listed(book):
        for at, row in enumerate(sheet.rows[: sheet.heads[0] if sheet.heads else 0]):
            cell = row[0] if row else None
            if not isinstance(cell, str) or not cell.lower().endswith(book.unit.lower()) or "\n" in cell:
                continue
            place = len(cell) - len(book.unit) + len(kind)
            upper, lower = cell[:place], cell[place:].strip()
            if in_rows and ":" not in cell:
                row[0] = upper
                insert_row(book, sheet, at + 1, [lower])
            else:
                row[0] = f"{upper}\n{lower}"
            done = True
            break
    return done


def several_units(rng: random.Random, book: Book) -> bool:
    """What parts the list, a column, sub-headings, blocks or sheets, are units and not departments."""
    names = list(dict.fromkeys(str(truth.values["department"]) for truth in book.people if truth.values["department"]))
    if len(names) < 2 or any(not isinstance(truth.values["department"], str) for truth in book.people):
        return False
    drawn = [*rng.sample(_SCHOOLS, 1), *rng.sample(_UNITS, len(names) - 1)]
    unit = dict(zip(names, rng.sample(drawn, len(drawn)), strict=True))
    if book.layout.department is not None:
        column = book.layout.columns[book.layout.department]
        head, column.heads = (
            column.heads[-1],
            (*column.heads[:-1], rng.choice(["Đơn vị", "Đơn vị công tác", "Trường", "Cơ quan"])),
        )
        for sheet in book.sheets:
            for row in sheet.rows:
                row[:] = [column.heads[-1] if cell == head else cell for cell in row]
        for truth in book.people:
            truth.heads["department"] = column.heads[-1]
    for sheet in book.sheets:
        for row in sheet.rows:
            for n, cell in enumerate(row):
                if isinstance(cell, str):
                    for name in sorted(names, key=len, reverse=True):
                        cell = cell.replace(f"Bộ phận: {name}", f"Đơn vị: {unit[name]}")
                        cell = cell.replace(name, unit[name]).replace(name.upper(), unit[name].upper())
                    row[n] = cell
        if sheet.name in unit:
            old, sheet.name = sheet.name, unit[sheet.name][:31]
            for truth in book.people:
                truth.sheet = sheet.name if truth.sheet == old else truth.sheet
    for truth in book.people:
        truth.unit = unit[str(truth.values["department"])]
        truth.values["department"] = (None, truth.unit)
    book.unit = None
    return True


def months(rng: random.Random, book: Book) -> bool:
    """The file carries the months before on sheets of their own."""
    forms = ["Tháng {}", "T{}", "T{}.2026", "Thang {}", "Tháng {}-2026", "Tuần 2{}", "Đợt {}"]
    return rounds(rng, book, forms)


def rounds(rng: random.Random, book: Book, forms: list[str]) -> bool:
    """The file carries earlier rounds of its list on sheets of their own, named by one of the forms."""
    if len(book.sheets) != 1 or len(book.people) < 2:
        return False
    sheet = book.sheets[0]
    form = rng.choice(forms)
    last = rng.randrange(3, 8)
    older = []
    for month in range(last - rng.choice([1, 2]), last):
        copy = Sheet(form.format(month, month), deepcopy(sheet.rows), list(sheet.merged), heads=list(sheet.heads))
        for truth in rng.sample(book.people, max(1, len(book.people) // 3)):
            for n, column in enumerate(book.layout.columns):
                if column.ticks and n < len(copy.rows[truth.row]):
                    copy.rows[truth.row][n] = None
        older.append(copy)
    sheet.name = form.format(last, last)
    for truth in book.people:
        truth.sheet = sheet.name
    book.sheets = [sheet, *reversed(older)] if rng.random() < 0.5 else [*older, sheet]
    return True


def numbered_parts(rng: random.Random, book: Book) -> bool:
    """The sheets of the parts of a list have numbers for names, as those of months have: "T1", "T2"."""
    listed = _listed(book)
    if len(listed) < 2 or any(truth.unit for truth in book.people):
        return False
    form = rng.choice(["T{}", "T{}", "Đợt {}", "Trang {}", "Lần {}", "T.{}", "{}", "Tổ {}"])
    for number, sheet in enumerate(listed, 1):
        old, sheet.name = sheet.name, form.format(number)
        for truth in book.people:
            if truth.sheet == old:
                truth.sheet = sheet.name
                if truth.values.get("department") in (old, None):  # which room it is nobody says any more
                    truth.values["department"] = sheet.name if form == "Tổ {}" else None
    return True


def second_sheet(rng: random.Random, book: Book) -> bool:
    """The list goes on, on a second sheet without heads."""
    if len(book.sheets) != 1 or len(book.sheets[0].heads) != 1 or len(book.people) < 6:
        return False
    sheet = book.sheets[0]
    if "department column first" in book.notes:
        return False  # whose department the second sheet begins with stands on the first
    rows = [truth.row for truth in book.people]
    half = len(rows) // 2
    first, last = rows[half], rows[-1]
    if rows != list(range(rows[0], rows[-1] + 1)) or any(bottom >= rows[0] for _, _, bottom, _ in sheet.merged):
        return False
    rest = Sheet(rng.choice(["Sheet2", "Trang 2", "DS (2)", "tiep"]), sheet.rows[first : last + 1])
    del sheet.rows[first : last + 1]
    for truth in book.people[half:]:
        truth.sheet, truth.row = rest.name, truth.row - first
    book.sheets.append(rest)
    return True


def rows_in_one_cell(rng: random.Random, book: Book) -> bool:
    """A text file that was opened without being split: all of a row stands in its first cell."""
    sign = rng.choice([",", ";"])
    listed = _listed(book)
    texts = [str(cell) for sheet in listed for row in sheet.rows for cell in row if cell is not None]
    if len(book.sheets) != 1 or listed[0].merged or any(sign in text or "\n" in text or '"' in text for text in texts):
        return False
    for sheet in listed:
        if any(
            not isinstance(cell, (str, int, type(None))) or isinstance(cell, bool) for row in sheet.rows for cell in row
        ):
            return False
        sheet.rows = [
            [sign.join("" if cell is None else str(cell) for cell in row)] if row else [] for row in sheet.rows
        ]
    for truth in book.people:
        for cells in truth.cells.values():
            cells.add(0)
    return True


def line_an_item(rng: random.Random, book: Book) -> bool:
    """Each item of somebody stands on a line of its own."""
    layout, keys = book.layout, []
    ticks = [n for n, column in enumerate(layout.columns) if column.ticks]
    keys = [layout.columns[n].ticks for n in ticks]
    others = [n for n, column in enumerate(layout.columns) if n not in ticks]
    if (
        len(book.sheets) != 1
        or len(book.sheets[0].heads) != 1
        or len(keys) < 2
        or layout.depth > 1
        or "column" in book.notes
    ):
        return False
    if any(name.startswith(("state.", "reason.")) for n in others for name in layout.columns[n].about):
        return False
    sheet, rows = book.sheets[0], [truth.row for truth in book.people]
    if (
        rows != list(range(rows[0], rows[-1] + 1))
        or rows[0] != sheet.heads[0] + 1
        or any(bottom >= rows[0] for _, _, bottom, _ in sheet.merged)
    ):
        return False
    if any(truth.values.get(f"state.{key}") not in ("done", "todo") for truth in book.people for key in keys):
        return False
    titles = {
        key: rng.choice(
            [one for one in heads.ITEM[key] if "?" not in one and not one.startswith(("Đã", "Có", "An", "Được"))]
        )
        for key in keys
    }
    yes, no = rng.choice([("Đã", "Chưa"), ("Có", "Không"), ("x", None), ("Đã xong", "Chưa xong")])
    repeated = rng.random() < 0.5
    head = [sheet.rows[rows[0] - 1][n] for n in others] + [
        rng.choice(["Nội dung", "Mục", "Tiêu chí", "Nội dung thực hiện"]),
        rng.choice(["Kết quả", "Tình trạng", "Trạng thái"]),
    ]
    lines: list[list[object]] = []
    for truth in book.people:
        old, truth.row = sheet.rows[truth.row], rows[0] + len(lines)
        truth.cells = {name: {others.index(n) for n in at if n in others} for name, at in truth.cells.items()}
        for number, key in enumerate(keys):
            own = [old[n] if not number or repeated else None for n in others]
            lines.append([*own, titles[key], yes if truth.values[f"state.{key}"] == "done" else no])
            truth.cells[f"state.{key}"] = {len(others), len(others) + 1}
            # Where a line a person is made of it, the item stands above the column by its own title.
            truth.heads[f"state.{key}"] = f"{head[-1]}|{next(item.title for item in CHECKLIST if item.key == key)}"
            truth.values.pop(f"reason.{key}", None)
    sheet.rows[rows[0] - 1 : rows[-1] + 1] = [head, *lines]
    sheet.merged = [merge for merge in sheet.merged if merge[2] < rows[0] - 1]
    return True


def stated_above(rng: random.Random, book: Book) -> bool:
    """Title or name of the sheet say of everybody below that they have, or have not, done an item."""
    absent = [key for key in KEYS if not any(f"state.{key}" in column.about for column in book.layout.columns)]
    if not absent or len(book.sheets) != 1 or len(book.sheets[0].heads) != 1:
        return False
    key, state = rng.choice(absent), rng.choice(["done", "todo"])
    title = rng.choice(
        [one for one in heads.ITEM[key] if "?" not in one and not one.startswith(("Đã", "Có", "An", "Được"))]
    )
    word = rng.choice(
        ["Đã thực hiện", "Đã có", "Đã hoàn thành"]
        if state == "done"
        else ["Chưa thực hiện", "Chưa có", "Chưa hoàn thành"]
    )
    line = rng.choice(["Danh sách cán bộ {} {}", "Danh sách người {} {}", "DANH SÁCH NHÂN VIÊN {} {}"]).format(
        word.lower(), title
    )
    sheet = book.sheets[0]
    insert_row(book, sheet, sheet.heads[0], [line])
    for truth in book.people:
        # That such a list is about an item is told; what it says of everybody may be taken.
        truth.values[f"state.{key}"] = (state, None)
    return True


#: Drawn apart from the others, so that a seed goes on making the file that it made before.
LATER_SHEETS: dict[str, Callable[[random.Random, Book], bool]] = {"numbered parts": numbered_parts}
SECOND_SHEETS = ("second sheet", "months")  # which a text file cannot have
ODD_SHEETS: dict[str, Callable[[random.Random, Book], bool]] = {
    "unit code": unit_code, "unit over lines": unit_over_lines, "stated above": stated_above, "several units": several_units,
    "example row": example_rows, "page sums": page_sums, "second sheet": second_sheet, "months": months, "line an item": line_an_item,
    "rows in one cell": rows_in_one_cell,
}  # fmt: skip
