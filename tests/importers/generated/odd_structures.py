"""What units do with the structure of a file: units of other kinds, lists of other people, lines below the heads.

Each changes a book and its truth, and answers whether it found something to change.
"""

import random
from itertools import count

from tests.importers.generated.book import Book, Sheet
from tests.importers.generated.odd_sheets import insert_row
from tests.importers.generated.staff import somebody

_OWN = ["Ban Nhân dân ấp Tân Thành", "Ban Nhân dân ấp Tân Hiệp", "Ban Nhân dân ấp An Lợi", "Công ty TNHH May Tân Châu", "Hợp tác xã Vĩnh Bình", "Bưu điện Ba Chúc", "Công an xã Núi Voi"]  # fmt: skip
_OTHERS = [
    ("Hộ dân", "DANH SÁCH HỘ DÂN ẤP AN HÒA", "Họ và tên người dân"),
    ("Nghi viec", "DANH SÁCH NGHỈ VIỆC, NGHỈ HƯU NĂM 2026", "Họ và tên"),
    ("Phu thuoc", "DANH SÁCH NGƯỜI PHỤ THUỘC", "Họ và tên"),
    ("HS lop 5A", "DANH SÁCH HỌC SINH LỚP 5A", "Họ tên học sinh"),
]
_BELOW = ["Chữ in hoa", "Viết có dấu", "Ghi rõ họ, chữ đệm và tên", "Viết đầy đủ"]


def own_units(rng: random.Random, book: Book) -> bool:
    """The units of a file of several are boards of hamlets, companies and the like."""
    names = list(dict.fromkeys(truth.unit for truth in book.people if truth.unit))
    if len(names) < 2:
        return False
    drawn = dict(zip(names, rng.sample(_OWN, len(names)), strict=True))
    longest = sorted(names, key=len, reverse=True)
    for sheet in book.sheets:
        for row in sheet.rows:
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    for name in longest:
                        cell = cell.replace(name, drawn[name]).replace(name.upper(), drawn[name].upper())
                    row[at] = cell
        new = next((drawn[name] for name in names if sheet.name == name[:31]), sheet.name)[:31]
        for truth in book.people:
            truth.sheet = new if truth.sheet == sheet.name else truth.sheet
        sheet.name = new
    for truth in book.people:
        truth.unit = drawn[truth.unit] if truth.unit else None
        truth.values["department"] = (None, truth.unit)
    return True


def others_sheet(rng: random.Random, book: Book) -> bool:
    """A sheet of citizens, dependants, pupils or people who have left stands behind the list."""
    if any(truth.unit for truth in book.people) or len(book.sheets) > 1:
        return False
    name, title, head = rng.choice(_OTHERS if any("position" in c.about for c in book.layout.columns) else _OTHERS[:3])
    sheet = Sheet(name, [[title], ["STT", head, "Năm sinh", "Số CCCD", "Định danh mức 2"]])
    taken: set[str] = set()
    for number in range(1, rng.randrange(3, 6)):
        who = somebody(rng, taken)
        sheet.rows.append([number, who.name, 1960 + number, f"08906{number}0{rng.randrange(10**5):05}", "x"])
    book.sheets.append(sheet)
    return True


def line_below_heads(rng: random.Random, book: Book) -> bool:
    """A line right below the heads says how the name is to be written."""
    sheet = book.sheets[0]
    if len(sheet.heads) != 1 or not any(truth.sheet == sheet.name for truth in book.people):
        return False
    first = min(truth.row for truth in book.people if truth.sheet == sheet.name)
    at = sheet.heads[0] + max(len(column.heads) for column in book.layout.columns)
    if at > first or any(top <= at <= bottom for top, _, bottom, _ in sheet.merged) or book.layout.name == 0:
        return False
    row: list[object] = [None] * len(book.layout.columns)
    row[book.layout.name] = rng.choice(_BELOW)
    card = next((at for at, column in zip(count(), book.layout.columns) if "citizen_id" in column.about), None)
    if card is not None:
        row[card] = "12 số"
    insert_row(book, sheet, at, row)
    return True


ODD_STRUCTURES = {"own units": own_units, "others sheet": others_sheet, "line below heads": line_below_heads}
