"""Columns as some units add or write them: decoys, columns about relatives, polite words, numbers in odd dress.

Each oddity changes a layout before anybody is written, and answers whether it found something to change.
"""

import random
from collections.abc import Callable

from tests.importers.generated import heads
from tests.importers.generated.layout import Cell, Column, Layout
from tests.importers.generated.staff import KEYS, LOST, Somebody

Oddity = Callable[[random.Random, Layout], bool]

_DECOYS = {
    "cccd": ["Đã nộp bản sao CCCD", "Đã photo căn cước", "Đã kiểm tra thông tin CCCD"],
    "level2_account": [
        "Đã học lớp hướng dẫn VNeID", "Đã tải ứng dụng VNeID", "Được phổ biến về định danh mức 2", "Đã xem video VNeID", "Đã dự tập huấn định danh điện tử",
    ],
    "digital_signature": ["Đã tập huấn ký số", "Đã nộp hồ sơ xin cấp chữ ký số", "Đã nghe hướng dẫn CKS"],
    "social_security": ["Đã nghe phổ biến ASXH", "Đã được tuyên truyền tài khoản an sinh xã hội", "Đang hưởng trợ cấp xã hội"],
    "bhyt_linked": ["Đã mua thẻ BHYT", "Đã gia hạn BHYT", "Nơi KCB ban đầu BHYT", "Sổ BHXH giấy", "Đã tập huấn tích hợp BHYT"],
    "health_book": ["Đã dự lớp tập huấn Sổ SKĐT", "Đã nghe giới thiệu sổ sức khỏe điện tử", "Đã phát tờ rơi Sổ SKĐT", "Sổ khám bệnh giấy"],
}  # fmt: skip
_RELATIVES = {
    "born": ["Ngày sinh chồng", "Năm sinh của mẹ", "Ngày sinh (con lớn)", "NS vợ", "Ngày tháng năm sinh của cha"],
    "number": ["CCCD của chồng", "Số CCCD (vợ)", "Số định danh của con", "Số CCCD cha/mẹ", "Mã định danh con thứ nhất"],
    "phone": ["SĐT vợ", "Điện thoại của chồng", "SĐT cha mẹ", "Số điện thoại con"],
    "state": ["Mức 2 của vợ/chồng", "Vợ đã có VNeID mức 2", "Con đã có BHYT trên VNeID", "Sổ SKĐT của con", "CCCD của mẹ đã làm"],
    "name": ["Họ tên vợ", "Tên chồng", "Họ và tên con", "Họ tên mẹ"],
}  # fmt: skip
_POLITE = (
    ["Dạ rồi", "Rồi ạ", "Dạ có", "Có rồi ạ", "Dạ đã có", "Đã xong ạ", "Em làm rồi ạ", "Dạ em đã làm rồi"],
    ["Dạ chưa", "Chưa ạ", "Dạ chưa có", "Em chưa làm ạ", "Chưa có ạ", "Dạ em chưa"],
)
_LEVEL_HEADS = [
    "Mức định danh",
    "Mức độ định danh điện tử",
    "Mức TK VNeID (0/1/2)",
    "Định danh mức mấy",
    "Cấp độ định danh",
]
_SHARED = ["Lý do", "Lý do chưa thực hiện", "Nguyên nhân", "Lý do chưa làm (nếu có)"]


def insert(layout: Layout, at: int, columns: list[Column]) -> None:
    """Put columns before column `at`."""
    layout.columns[at:at] = columns
    by = len(columns)
    if layout.ordinal is not None and layout.ordinal >= at:
        layout.ordinal += by
    if layout.name >= at:
        layout.name += by
    if layout.department is not None and layout.department >= at:
        layout.department += by


def remove(layout: Layout, at: int) -> None:
    """Take one column away."""
    insert(layout, at + 1, [])
    del layout.columns[at]
    layout.name -= layout.name > at
    if layout.ordinal is not None:
        layout.ordinal -= layout.ordinal > at
    if layout.department is not None:
        layout.department -= layout.department > at


def of_items(layout: Layout) -> dict[str, list[int]]:
    """By item: its columns."""
    found: dict[str, list[int]] = {}
    for n, column in enumerate(layout.columns):
        for name in sorted(column.about):
            part, _, key = name.partition(".")
            if part in ("state", "reason") and n not in found.setdefault(key, []):
                found[key].append(n)
    return found


def single(layout: Layout) -> list[int]:
    """The columns that hold the whole state of an item."""
    return [n for n, column in enumerate(layout.columns) if column.ticks]


def of_field(layout: Layout, name: str) -> list[int]:
    """The columns that tell a field and nothing else."""
    return [n for n, column in enumerate(layout.columns) if column.about == {name}]


def _marks(rng: random.Random) -> Callable[[Somebody], Cell]:
    yes, no = rng.choice([("x", None), ("Đã", "Chưa"), ("x", None), ("Có", "Không"), ("✓", None), (1, 0), ("v", None)])
    return lambda who: (yes if rng.random() < 0.6 else no, {})


def decoy_beside(rng: random.Random, layout: Layout) -> bool:
    """A column that only mentions an item stands beside the real one."""
    items = {key: columns for key, columns in of_items(layout).items() if columns}
    if not items:
        return False
    key = rng.choice(sorted(items))
    at = min(items[key]) if rng.random() < 0.5 else max(items[key]) + 1
    group = layout.columns[items[key][0]].heads[:-1]
    head = rng.choice(_DECOYS[key])
    insert(layout, at, [Column((*group, head) if len(items[key]) == 1 else (head,), _marks(rng))])
    return True


def decoy_alone(rng: random.Random, layout: Layout) -> bool:
    """A column that only mentions an item stands where no real one does."""
    items = of_items(layout)
    absent = [key for key in KEYS if key not in items]
    key = rng.choice(absent or sorted(items))
    for at in sorted(items.get(key, []), reverse=True):
        remove(layout, at)
    insert(
        layout,
        rng.randrange(layout.name + 1, len(layout.columns) + 1),
        [Column((rng.choice(_DECOYS[key]),), _marks(rng))],
    )
    return len(layout.columns) > 3


def relatives(rng: random.Random, layout: Layout) -> bool:
    """Columns about a wife, a husband, children or parents."""

    def held(kind: str) -> Callable[[Somebody], Cell]:
        marks = _marks(rng)
        return {
            "born": lambda _: (rng.choice(["12/04/1979", "1981", "03/11/2012", None]), {}),
            "number": lambda _: (rng.choice([f"089{rng.randrange(10**9):09}", None]), {}),
            "phone": lambda _: (rng.choice([f"09{rng.randrange(10**8):08}", None]), {}),
            "name": lambda _: (rng.choice(["Võ Thị Sen", "Lê Minh Khôi", "Trần Gia Bảo", None]), {}),
            "state": marks,
        }[kind]

    for kind in rng.sample(sorted(_RELATIVES), rng.choice([1, 1, 2, 3])):
        at = rng.randrange(layout.name + 1, len(layout.columns) + 1)
        insert(layout, at, [Column((rng.choice(_RELATIVES[kind]),), held(kind))])
    return True


def codes(rng: random.Random, layout: Layout) -> bool:
    """A column of codes of the unit, the school or the person's records."""
    head, code = (
        rng.choice(["Mã trường", "Mã đơn vị", "Mã ĐV", "Mã cơ sở", "Mã đơn vị quản lý"]),
        f"89{rng.randrange(10**5):05}",
    )
    insert(layout, rng.randrange(layout.name + 1, len(layout.columns) + 1), [Column((head,), lambda _: (code, {}))])
    return True


def three_columns(rng: random.Random, layout: Layout) -> bool:
    """Day, month and year of birth stand in columns of their own."""
    places = of_field(layout, "birth_date")
    if len(places) != 1:
        return False
    kind = rng.randrange(4)
    words = [
        ("Ngày sinh", "Tháng sinh", "Năm sinh"),
        ("Ngày", "Tháng", "Năm"),
        ("ngày", "tháng", "năm"),
        ("Ngày sinh", "Tháng", "Năm"),
    ][kind]
    over = (rng.choice(["Sinh", "Ngày sinh", "Ngày/tháng/năm sinh", "Sinh ngày"]),) if kind in (1, 2) else ()

    def part(name: str) -> Callable[[Somebody], Cell]:
        as_text = rng.random() < 0.3
        return lambda who: (
            f"{getattr(who.born, name):02}" if as_text else getattr(who.born, name),
            {"birth_date": who.born.isoformat()},
        )

    about = frozenset({"birth_date"})
    at = places[0]
    columns = [
        Column((*over, word), part(name), about) for word, name in zip(words, ("day", "month", "year"), strict=True)
    ]
    insert(layout, at, columns)
    remove(layout, at + 3)
    return True


def odd_dates(rng: random.Random, layout: Layout) -> bool:
    """Dates of birth in spellings of one's own."""
    places = of_field(layout, "birth_date")
    if len(places) != 1:
        return False
    style = rng.choice(["backslash", "month word", "born in", "remark", "mixed"])

    def cell(who: Somebody) -> Cell:
        day = who.born
        of = rng.choice(["backslash", "month word", "born in", "remark"]) if style == "mixed" else style
        if of == "born in":
            return f"{rng.choice(['Sn', 'SN', 'sinh năm', 'SN:', 'Năm'])} {day.year}", {"birth_date": str(day.year)}
        written = {
            "backslash": f"{day:%d}\\{day:%m}\\{day.year}",
            "month word": rng.choice(
                [
                    f"{day.day}-Thg{day.month}-{day.year % 100:02}",
                    f"{day.day} tháng {day.month}, {day.year}",
                    f"{day.day:02}-Th{day.month}-{day.year}",
                ]
            ),
            "remark": f"{day:%d/%m/%Y} {rng.choice(['(theo CCCD)', '(khai sinh)', 'âm lịch sửa lại', '- theo sổ', '(giấy khai sinh ghi 1980)'])}",
        }[of]
        return written, {"birth_date": day.isoformat()}

    layout.columns[places[0]].cell = cell
    return True


def _said(layout: Layout, at: int, say: Callable[[Somebody, str], object]) -> None:
    """Let a column of an item say its states by `say(somebody, "done" or "todo")`; nobody is left out."""
    column = layout.columns[at]
    key = column.ticks

    def cell(who: Somebody) -> Cell:
        state = who.states[key]
        return say(who, state), {f"state.{key}": state}

    column.cell = cell


def polite(rng: random.Random, layout: Layout) -> bool:
    """People answer as they speak to their head: "Dạ rồi ạ"."""
    places = single(layout)
    for at in places:
        _said(layout, at, lambda _, state: rng.choice(_POLITE[state == "todo"]))
    return bool(places)


def numbered(rng: random.Random, layout: Layout) -> bool:
    """A number stands before each answer, as in a list of choices."""
    places = single(layout)
    mark = rng.choice(["1. {}|2. {}", "1) {}|2) {}", "a. {}|b. {}", "1-{}|2-{}"])
    yes, no = rng.choice([("Đã", "Chưa"), ("Có", "Không"), ("Đã thực hiện", "Chưa thực hiện"), ("Rồi", "Chưa")])
    for at in places:
        said = [one.format(word) for one, word in zip(mark.split("|"), (yes, no), strict=True)]
        _said(layout, at, lambda _, state, said=said: said[state == "todo"])  # type: ignore[misc]
    return bool(places)


def levels(rng: random.Random, layout: Layout) -> bool:
    """The level of the account is written instead of whether it is of level 2."""
    places = [at for at in single(layout) if layout.columns[at].ticks == "level2_account"]
    if not places:
        return False
    at = places[0]
    word = rng.choice(["{}", "{}", "Mức {}", "M{}"])
    column = layout.columns[at]
    column.heads = (*column.heads[:-1], rng.choice(_LEVEL_HEADS))

    def say(_: Somebody, state: str) -> object:
        level = 2 if state == "done" else rng.choice([1, 1, 0])
        return level if word == "{}" else word.format(level)

    _said(layout, at, say)
    return True


def dressed_numbers(rng: random.Random, layout: Layout) -> bool:
    """The CCCD stands in a formula of text, or behind its name."""
    places = of_field(layout, "citizen_id")
    style = rng.choice(
        ["CCCD: {}", "CCCD {}", "Số: {}", "số {}", "CCCD số {}", "CC: {}", "'{}'", "{} (mới)", "{} - CCCD gắn chip"]
    )
    for at in places:
        layout.columns[at].cell = lambda who: (style.format(who.number), {"citizen_id": who.number})
    return bool(places)


def shared_reason(rng: random.Random, layout: Layout) -> bool:
    """One column of reasons stands behind several items."""
    items = of_items(layout)
    if len(items) < 2 or len(single(layout)) != sum(map(len, items.values())):
        return False
    keys, names = sorted(items), frozenset(f"reason.{key}" for key in items)

    def cell(who: Somebody) -> Cell:
        todo = [key for key in keys if who.states[key] == "todo" and (key != "digital_signature" or who.office)]
        why = next((who.reasons[key] for key in todo if key in who.reasons), None)
        if why is None or len(todo) == 0:
            return None, {}
        return why, {f"reason.{key}": (None, why) for key in todo}

    insert(
        layout, max(n for places in items.values() for n in places) + 1, [Column((rng.choice(_SHARED),), cell, names)]
    )
    return True


def one_choice_list(rng: random.Random, layout: Layout) -> bool:
    """One question "what have you done?", and what was ticked stands in one cell."""
    items = of_items(layout)
    chosen = [key for key in KEYS if key in items and key != "digital_signature"]
    if len(chosen) < 2:
        return False
    for at in sorted({at for places in items.values() for at in places}, reverse=True):
        remove(layout, at)
    words = {
        key: next(one for one in rng.sample(heads.ITEM[key], len(heads.ITEM[key])) if not set(one) & set(",;:?(\n"))
        for key in chosen
    }
    separator = rng.choice([", ", "; ", "\n", ";"])

    def cell(who: Somebody) -> Cell:
        done = [key for key in chosen if who.states[key] == "done"]
        # Whoever ticked nothing may not have answered; a choice that nobody ticked cannot be known.
        values = {f"state.{key}": "done" if key in done else ("todo", None) for key in chosen}
        return separator.join(words[key] for key in done) or None, dict(values)

    head = rng.choice(
        [
            "Anh/chị đã làm những việc nào?",
            "Các nội dung đã thực hiện",
            "Đã hoàn thành (chọn nhiều mục)",
            "Những việc đã làm xong",
        ]
    )
    layout.columns.append(Column((head,), cell, frozenset(f"state.{key}" for key in chosen)))
    return True


def contradicted(rng: random.Random, layout: Layout) -> bool:
    """A CCCD whose sex or year cannot be: of somebody else, typed wrongly."""
    places = of_field(layout, "citizen_id")

    def cell(who: Somebody) -> Cell:
        if rng.random() < 0.2:
            return "123456789012345", {"citizen_id": LOST}
        return who.number, {"citizen_id": who.number}

    for at in places:
        layout.columns[at].cell = cell
    return bool(places)


ODD_COLUMNS: dict[str, Oddity] = {
    "decoy beside": decoy_beside, "decoy alone": decoy_alone, "relatives": relatives, "codes": codes, "three date columns": three_columns,
    "odd dates": odd_dates, "polite": polite, "numbered answers": numbered, "levels": levels, "dressed numbers": dressed_numbers,
    "shared reason": shared_reason, "choice list": one_choice_list, "wrong numbers": contradicted,
}  # fmt: skip
