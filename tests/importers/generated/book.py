"""A file as some unit would send it: sheets of cells, and what a reading of them must say."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.importers.generated import heads
from tests.importers.generated.layout import Designer, Layout
from tests.importers.generated.staff import Somebody, somebody

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based
_SIGNERS = ["HIỆU TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ", "TRƯỞNG TRẠM", "KT. HIỆU TRƯỞNG", "Giám đốc", "CHỦ TỊCH", "Hiệu trưởng"]
_WRITERS = ["Người lập bảng", "NGƯỜI LẬP", "Người lập biểu", "Người tổng hợp", "Cán bộ tổng hợp", "Kế toán"]
_DAYS = ["Tri Tôn, ngày 22 tháng 6 năm 2026", "Núi Tô, ngày … tháng … năm 2026", "An Giang, ngày    tháng   năm 2026"]
_TABLE_TITLES = [
    "DANH SÁCH CÁN BỘ, GIÁO VIÊN, NHÂN VIÊN", "BẢNG THỐNG KÊ TÀI KHOẢN ĐỊNH DANH ĐIỆN TỬ", "DANH SÁCH VIÊN CHỨC, NGƯỜI LAO ĐỘNG", "BIỂU RÀ SOÁT",
    "KẾT QUẢ TÍCH HỢP THẺ BHYT, SỔ SỨC KHỎE ĐIỆN TỬ TRÊN VNEID",
]  # fmt: skip
_NOTES = [
    "Ghi chú: đánh dấu x vào ô tương ứng", "* Lưu ý: ghi đủ 12 số CCCD", "(Danh sách này có {n} người)", "Danh sách gồm {n} người./.", "Ấn định danh sách có {n} người",
    "Ghi chú: x là đã có; để trống là chưa có", "- Đề nghị các đồng chí kiểm tra lại thông tin.", "Tổng số: {n} người; Nam: 3; Nữ: 5", "Số điện thoại liên hệ: 0912 345 678",
]  # fmt: skip
_TOTALS = [
    "Tổng cộng",
    "TỔNG CỘNG",
    "Tổng số: {n}",
    "Cộng: {n} người",
    "Tổng",
    "CỘNG",
    "Tổng cộng: {n} người",
    "Tổng số người: {n}",
    "Cộng",
]
_PAGE_TOTALS = ["Cộng trang", "Cộng trang 1", "Cộng chuyển sang trang sau", "Cộng mang sang"]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]


@dataclass
class Sheet:
    """One sheet."""

    name: str
    rows: list[list[object]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    hidden: bool = False
    heads: list[int] = field(default_factory=list)  # 0-based rows in which the head of a table begins

    def add(self, *cells: object) -> int:
        """A row at the end; answers its 0-based number."""
        self.rows.append(list(cells))
        return len(self.rows) - 1


@dataclass
class Truth:
    """What a reading must say of one person; an answer that is a tuple allows any of them."""

    sheet: str
    row: int  # 0-based
    values: dict[str, object]
    cells: dict[str, set[int]]  # by field: the columns that tell it
    heads: dict[str, str]
    name: str
    unit: str | None = None  # of a file of several units: whose the person is


@dataclass
class Book:
    """A file before it is written, and its truth."""

    unit: str | None
    layout: Layout
    sheets: list[Sheet] = field(default_factory=list)
    people: list[Truth] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Writer:
    """Fills a book in by chance; the same for the same seed."""

    def __init__(self, seed: int, change: Callable[[Layout], None] | None = None) -> None:
        self.rng = random.Random(seed)
        rng = self.rng
        self.layout = Designer(rng).layout()
        if change is not None:
            change(self.layout)
        self.unit = rng.choice(heads.UNITS) if rng.random() < 0.85 else None
        self.book = Book(None, self.layout, notes=self.layout.notes)
        self.taken: set[str] = set()
        self.first_told = False
        self.count = 0
        self.tables = 0
        self.numbers_row = rng.random() < 0.25
        self.repeats = rng.random() < 0.15
        self.blanks = rng.random() < 0.1
        self.restarts = rng.random() < 0.4
        self.written: dict[tuple[str, int], dict[int, list[tuple[Truth, object]]]] = {}

    def write(self) -> Book:
        rng, book = self.rng, self.book
        departments = rng.sample(heads.DEPARTMENTS, rng.randrange(2, 5))
        shape = rng.choice(["one", "one", "one", "sections", "sections", "sheets", "tables", "titled"])
        if self.layout.department is not None:
            shape = "column"
        book.notes.append(shape)
        if rng.random() < 0.1:
            self.guide()
        names = (
            departments
            if shape == "sheets"
            else [rng.choice(["Sheet1", "Danh sách", "DS", "Trang tính1", "2026", "ds cbgvnv"])]
        )
        for name in names:
            sheet = Sheet(name)
            book.sheets.append(sheet)
            if not self.first_told or rng.random() < 0.7:
                self.titles(sheet)
            self.fill(sheet, shape, departments)
            self.end(sheet)
        if rng.random() < 0.05:
            book.sheets.append(self.hidden())
        if rng.random() < 0.06:
            self.counts()
        self.settle()
        return book

    # -- around the tables

    def titles(self, sheet: Sheet) -> None:
        rng, title, kind = self.rng, self.rng.choice(_TABLE_TITLES), self.rng.randrange(8)
        if rng.random() < 0.05 and len(self.book.sheets) == 1:
            self.book.notes.append("no titles")
            return
        if self.unit is None:
            sheet.add(title)
            sheet.add()
            return
        self.book.unit, self.first_told = self.unit, True
        shout = self.unit.upper()
        self.book.notes.append(f"title {kind}")
        if kind == 0:
            sheet.add("UBND XÃ TRI TÔN", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            sheet.add(shout, None, None, None, "Độc lập - Tự do - Hạnh phúc")
        elif kind == 1:
            sheet.add(f"Đơn vị: {self.unit}")
        elif kind == 2:
            sheet.add("PHÒNG VĂN HÓA - XÃ HỘI")
            sheet.add(self.unit)
        elif kind == 3:
            sheet.add("Đơn vị:", self.unit)
        elif kind == 4:
            sheet.add(f"ĐƠN VỊ : {shout}")
        elif kind == 5:
            sheet.add(shout)
        elif kind == 6:
            sheet.add(
                f"UBND XÃ TRI TÔN\n{shout}",
                None,
                None,
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            )
        else:
            sheet.add(f"Tên đơn vị: {self.unit}……………")
        if rng.random() < 0.5:
            sheet.add()
        if rng.random() < 0.85:
            row = sheet.add(*([None] * rng.choice([0, 0, 2])), title)
            if len(sheet.rows[row]) == 1:
                sheet.merged.append((row, 0, row, min(5, len(self.layout.columns) - 1)))
            if rng.random() < 0.3:
                sheet.add(
                    rng.choice(
                        [
                            "(Kèm theo công văn số 12/CV-TH ngày 22/6/2026)",
                            "Tháng 6 năm 2026",
                            "(Tính đến ngày 20/6/2026)",
                            "Năm học 2025 - 2026",
                        ]
                    )
                )
        if rng.random() < 0.6:
            sheet.add()

    def guide(self) -> None:
        sheet = Sheet(self.rng.choice(["Hướng dẫn", "HD", "Huong dan"]))
        for line in (
            ["HƯỚNG DẪN GHI BIỂU"], ["Cột", "Cách ghi"], ["Họ và tên", "Ghi đủ họ tên, có dấu"], ["Ngày sinh", "ngày/tháng/năm"],
            ["Số CCCD", "12 chữ số"], ["Định danh mức 2", "x: đã; để trống: chưa"],
        ):  # fmt: skip
            sheet.add(*line)
        self.book.sheets.append(sheet)
        self.book.notes.append("guide")

    def hidden(self) -> Sheet:
        sheet = Sheet("Danh mục", hidden=True)
        for line in (
            ["Họ và tên", "Ngày sinh", "Số CCCD", "Mức 2"],
            ["Nguyễn Văn Cũ", "01/01/1980", "089080000001", "x"],
        ):
            sheet.add(*line)
        return sheet

    def counts(self) -> None:
        sheet = Sheet("Tổng hợp")
        sheet.add("TT", "Khoa/phòng", "Tổng số", "Đã kích hoạt mức 2", "Chưa kích hoạt mức 2")
        sheet.add(1, "Tổ Văn phòng", 5, 4, 1)
        sheet.add(2, "Tổ Toán", 7, 7, 0)
        self.book.sheets.append(sheet)

    def end(self, sheet: Sheet) -> None:
        """Totals, notes and signatures under the last table."""
        rng, width = self.rng, len(self.layout.columns)
        if rng.random() < 0.5:
            self.total(sheet)
        for _ in range(rng.choice([0, 0, 1, 2])):
            if rng.random() < 0.5:
                sheet.add()
            sheet.add(*([None] * rng.choice([0, 0, 1])), rng.choice(_NOTES).format(n=self.count))
        if rng.random() < 0.65:
            right = rng.randrange(min(3, width - 1), max(4, width))
            sheet.add()
            sheet.add(*[None] * right, rng.choice(_DAYS))
            left = rng.randrange(0, 2)
            middle = [None] * max(0, right - left - 1)
            sheet.add(*[None] * left, rng.choice(_WRITERS), *middle, rng.choice(_SIGNERS))
            if rng.random() < 0.4:
                sheet.add(*[None] * left, "(Ký, ghi rõ họ tên)", *middle, "(Ký tên, đóng dấu)")
            for _ in range(rng.choice([1, 3])):
                sheet.add()
            sheet.add(*[None] * left, "Trần Thị Lập", *middle, "Lê Văn Trưởng")
            if rng.random() < 0.2:
                sheet.add("Nơi nhận:")
                sheet.add("- Trạm Y tế xã (b/c);")
                sheet.add("- Lưu VT.")

    def total(self, sheet: Sheet) -> None:
        rng, layout = self.rng, self.layout
        width = len(layout.columns)
        row: list[object] = [None] * width
        ticked = [
            n for n, column in enumerate(layout.columns) if any(name.startswith("state.") for name in column.about)
        ]
        for column in ticked if rng.random() < 0.5 else []:
            row[column] = rng.choice(
                [
                    rng.randrange(self.count + 1),
                    f"{rng.randrange(self.count + 1)}/{self.count}",
                    f"{rng.randrange(101)}%",
                ]
            )
        kind = rng.random()
        if kind < 0.85:
            row[rng.choice([0, layout.name])] = rng.choice(_TOTALS).format(n=self.count)
        elif ticked and any(value is not None for value in row):
            self.book.notes.append("total without a word")
            row[layout.name] = rng.choice([None, self.count, f"{self.count} người"])
        else:
            row[0] = rng.choice(_TOTALS).format(n=self.count)
        at = sheet.add(*row)
        if row[0] and not any(row[1 : layout.name + 1]) and layout.name:
            sheet.merged.append((at, 0, at, layout.name))

    # -- the tables

    def fill(self, sheet: Sheet, shape: str, departments: list[str]) -> None:
        rng = self.rng
        size = rng.choice([1, 2, 3, 7, 12, 20, 34])
        if shape == "sheets":
            self.head(sheet)
            self.people(sheet, max(2, size // 2), sheet.name)
        elif shape in ("sections", "tables", "titled"):
            style = rng.randrange(7)
            self.book.notes.append(f"section style {style}")
            for number, department in enumerate(departments):
                if shape == "sections":
                    if number == 0:
                        self.head(sheet)
                    self.section(sheet, number, department, style)
                else:
                    if number:
                        sheet.add()
                    sheet.add(f"{_ROMAN[number]}. {department}" if shape == "tables" else f"Bộ phận: {department}")
                    self.head(sheet)
                self.people(sheet, max(1, size // 2), department)
                if shape == "sections" and rng.random() < 0.1:
                    self.page_total(sheet, "Cộng")
        elif shape == "column":
            self.head(sheet)
            self.people_by_column(sheet, size, departments)
        else:
            self.head(sheet)
            self.people(sheet, size, None)

    def head(self, sheet: Sheet) -> None:
        """The head of the table, merged as units merge it, or with the group's name in its first column only."""
        self.tables += 1
        layout = self.layout
        depth, top = layout.depth, len(sheet.rows)
        sheet.heads.append(top)
        levels = [column.heads for column in layout.columns]
        for level in range(depth):
            row: list[object] = []
            for n, of in enumerate(levels):
                text = of[level] if level < len(of) else None
                grouped = level < len(of) - 1 and n > 0 and levels[n - 1][: level + 1] == of[: level + 1]
                row.append(None if grouped else text or None)
            sheet.add(*row)
        if layout.merged:
            for n, of in enumerate(levels):
                if len(of) < depth and of[0]:
                    sheet.merged.append((top + len(of) - 1, n, top + depth - 1, n))
            for level in range(depth):
                start = 0
                for n in range(1, len(levels) + 1):
                    same = (
                        n < len(levels)
                        and level < len(levels[n]) - 1
                        and levels[n][: level + 1] == levels[start][: level + 1]
                    )
                    if not same:
                        if n - start > 1 and level < len(levels[start]) - 1:
                            sheet.merged.append((top + level, start, top + level, n - 1))
                        start = n
        if self.numbers_row:
            style = self.rng.choice(["({})", "{}"])
            sheet.add(*[style.format(n) for n in range(1, len(levels) + 1)])

    def section(self, sheet: Sheet, number: int, name: str, style: int) -> None:
        width, at = len(self.layout.columns), self.layout.name
        if style == 0 and at > 0:
            sheet.add(*[None] * (at - 1), _ROMAN[number], name)
        elif style == 1 and at > 0:
            sheet.add(*[None] * (at - 1), "ABCDEFGH"[number], name.upper())
        elif style == 2:
            row = sheet.add(f"{_ROMAN[number]}. {name}")
            sheet.merged.append((row, 0, row, width - 1))
        elif style == 3:
            sheet.add(*[None] * at, name)
        elif style == 4:
            sheet.add(f"{name}: 5 người")
        elif style == 5:
            row = sheet.add(name.upper())
            sheet.merged.append((row, 0, row, width - 1))
        else:
            sheet.add(f"{number + 1}. {name}")

    def page_total(self, sheet: Sheet, word: str) -> None:
        row: list[object] = [None] * len(self.layout.columns)
        row[self.layout.name] = word
        for n, column in enumerate(self.layout.columns):
            if any(name.startswith("state.") for name in column.about):
                row[n] = self.rng.randrange(1, 9)
        sheet.add(*row)

    def people(self, sheet: Sheet, size: int, department: str | None) -> None:
        for place in range(size):
            who = somebody(self.rng, self.taken)
            who.department = department
            self.person(sheet, who, place)

    def people_by_column(self, sheet: Sheet, size: int, departments: list[str]) -> None:
        """A column of departments: in every row, merged over its people, or written for the first of them only."""
        style = self.rng.choice(["every", "every", "merged", "first"])
        self.book.notes.append(f"department column {style}")
        column = self.layout.department
        assert column is not None
        self.repeats = self.repeats and style == "every"
        self.blanks = self.blanks and style == "every"
        for department in departments:
            count = max(2, size // 2)
            first = len(sheet.rows)
            for place in range(count):
                who = somebody(self.rng, self.taken)
                who.department = department
                self.person(sheet, who, place)
                if style != "every" and place:
                    sheet.rows[-1][column] = None
            if style == "merged":
                sheet.merged.append((first, column, len(sheet.rows) - 1, column))

    def person(self, sheet: Sheet, who: Somebody, place: int) -> None:
        rng, layout = self.rng, self.layout
        if self.repeats and self.count % 9 == 8 and place:
            if rng.random() < 0.4:
                self.page_total(sheet, rng.choice(_PAGE_TOTALS))
            self.head(sheet)
        if self.blanks and rng.random() < 0.15:
            sheet.add()
        self.count += 1
        number = len(sheet.rows)
        truth = Truth(sheet.name, number, {"department": who.department}, {}, {}, who.name)
        row: list[object] = []
        for n, column in enumerate(layout.columns):
            written, found = column.cell(who)
            row.append(written)
            truth.values |= found
            for name in column.about | found.keys():
                truth.cells.setdefault(name, set()).add(n)
                truth.heads[name] = f"{truth.heads.get(name, '')}|{' / '.join(column.heads)}"
            if column.ticks:
                self.written.setdefault((sheet.name, n), {}).setdefault(0, []).append((truth, written))
        if layout.ordinal is not None:
            row[layout.ordinal] = place + 1 if self.restarts else self.count
        sheet.rows.append(row)
        self.book.people.append(truth)

    def settle(self) -> None:
        """Blank cells mean what the whole column makes of them (DOMAIN §6)."""
        by_column: dict[int, list[tuple[Truth, object]]] = {}
        for (_, column), held in self.written.items():
            by_column.setdefault(column, []).extend(held[0])
        for column, held in by_column.items():
            name = f"state.{self.layout.columns[column].ticks}"
            full = [(truth, written) for truth, written in held if str(written if written is not None else "").strip()]
            writes_no = any(truth.values[name] == "todo" and str(written) not in ("-", "–") for truth, written in full)
            for truth, written in held:
                if not str(written if written is not None else "").strip():
                    ticked = any(truth.values[name] == "done" for truth, _ in full)
                    truth.values[name] = None if writes_no else "todo" if ticked else ("todo", None)
                    if len(self.book.sheets) > 1 or (not writes_no and (self.layout.spoken or self.tables > 1)):
                        truth.values[name] = ("todo", None)  # a table without any tick was not filled in
                elif written in ("-", "–") and truth.values[name] == "todo":
                    truth.values[name] = ("todo", "not_applicable")


def make(seed: int, change: Callable[[Layout], None] | None = None) -> Book:
    """A book; the same for the same seed.

    Args:
        seed: of all that is drawn.
        change: what is done to the layout before anybody is written.
    """
    return Writer(seed, change).write()
