"""A form as some unit drew it: which columns there are, what stands over them, how people write into them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.importers.generated import cells, heads
from tests.importers.generated.staff import KEYS, Somebody

Truth = dict[str, object]
Cell = tuple[object, Truth]  # what is written, and what of a person it tells


@dataclass
class Column:
    """One column: its heads from the top, and what it holds of somebody."""

    heads: tuple[str, ...]
    cell: Callable[[Somebody], Cell]
    about: frozenset[str] = frozenset()  # fields that it tells
    ticks: str = ""  # the item whose blank cells the whole column explains


@dataclass
class Layout:
    """Everything that was decided of a form."""

    columns: list[Column]
    ordinal: int | None  # column of the serial number
    name: int  # first column of the name
    department: int | None  # column of departments
    merged: bool  # heads over several columns are merged
    spoken: bool = False  # its no is a word: a blank cell may be a no or nothing
    notes: list[str] = field(default_factory=list)  # what was chosen, for whoever reads a failure

    @property
    def depth(self) -> int:
        return max(len(column.heads) for column in self.columns)


class Designer:
    """Draws a form by chance; the same for the same state of `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.notes: list[str] = []
        self.spoken = False

    def one(self, *options: object) -> object:
        return self.rng.choice(options)

    def layout(self) -> Layout:
        rng = self.rng
        questions = rng.random() < 0.1
        first = (
            [] if questions or rng.random() < 0.15 else [Column((rng.choice(heads.ORDINAL),), lambda who: (None, {}))]
        )
        if questions:
            first = [
                Column(
                    ("Dấu thời gian",),
                    lambda who: (
                        f"{rng.randrange(1, 29):02}/06/2026 {rng.randrange(7, 22)}:14:0{rng.randrange(9)}",
                        {},
                    ),
                )
            ]
            if rng.random() < 0.5:
                first.append(Column(("Địa chỉ email",), lambda who: ("ai.do@example.org", {})))
        names = self.names()
        rest = [self.born(), self.number(), *self.items()]
        if rng.random() < 0.05:
            rest.pop(0)
        rest += [make() for make, often in (
            (self.sex, 0.5), (self.position, 0.6), (self.employment, 0.3), (self.phone, 0.35), (self.insurance, 0.2), (self.smartphone, 0.2),
        ) if rng.random() < often]  # fmt: skip
        for _ in range(self.rng.choice([0, 0, 0, 1, 1, 2, 3])):
            rest.append(self.dull())
        if rng.random() < 0.35:
            rest.append([Column((rng.choice(heads.NOTE),), self.note)])
        department = None
        if rng.random() < 0.3:
            at = heads.DEPARTMENT
            department = Column(
                (rng.choice(at),),
                lambda who: (who.department, {"department": who.department}),
                frozenset({"department"}),
            )
            rest.append([department])
        rng.shuffle(rest)
        behind: list[Column] = []
        if rng.random() < 0.1:
            behind, rest = rest[0], rest[1:]  # something stands before the names
        columns = [*first, *behind, *names, *(column for block in rest for column in block)]
        if rng.random() < 0.06:
            columns.insert(rng.randrange(1, len(columns) + 1), Column(("",), lambda who: (None, {})))
        ordinal = 0 if first and not questions else None
        place = next(n for n, column in enumerate(columns) if column is department) if department else None
        return Layout(columns, ordinal, columns.index(names[0]), place, rng.random() < 0.75, self.spoken, self.notes)

    def names(self) -> list[Column]:
        rng = self.rng
        style = rng.choice(cells.NAMES)
        self.notes.append(f"names {style}")
        if rng.random() < 0.75:
            return [
                Column(
                    (rng.choice(heads.FULL_NAME),),
                    self._cell("full_name", lambda who: cells.full_name(who, style, rng)),
                )
            ]
        upper, lower = rng.choice(heads.APART)
        kind = rng.choice(["two", "two", "group", "one"])
        self.notes.append(f"name apart, {kind}")
        over = {
            "two": [(upper,), (lower,)],
            "group": [("Họ và tên", upper), ("Họ và tên", lower)],
            "one": [("Họ và tên",), ("Họ và tên",)],
        }[kind]
        shout = style == "capitals"

        def part(who: Somebody, at: int) -> Cell:
            before, _, given = who.name.rpartition(" ")
            text = (before, given)[at]
            return text.upper() if shout else text, {"full_name": who.name}

        about = frozenset({"full_name"})
        return [Column(over[0], lambda who: part(who, 0), about), Column(over[1], lambda who: part(who, 1), about)]

    def _cell(self, name: str, write: Callable[[Somebody], tuple[object, object]]) -> Callable[[Somebody], Cell]:
        def cell(who: Somebody) -> Cell:
            written, truth = write(who)
            return written, {name: truth}

        return cell

    def _plain(self, name: str, titles: list[str], write: Callable[[Somebody], tuple[object, object]]) -> list[Column]:
        return [Column((self.rng.choice(titles),), self._cell(name, write), frozenset({name}))]

    def born(self) -> list[Column]:
        rng, about = self.rng, frozenset({"birth_date"})
        kind = rng.random()
        if kind < 0.1:
            over = rng.choice(["Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY THÁNG NĂM SINH", "Sinh ngày"])
            self.notes.append("born in three")

            def third(part: str) -> Callable[[Somebody], Cell]:
                return lambda who: (getattr(who.born, part), {"birth_date": who.born.isoformat()})

            return [
                Column((over, head), third(part), about)
                for head, part in (("Ngày", "day"), ("Tháng", "month"), ("Năm", "year"))
            ]
        style = rng.choice(cells.DATES)
        self.notes.append(f"born {style}")
        if kind < 0.17:
            both = frozenset({"birth_date", "sex"})
            self.notes.append("born in columns of sexes")

            def of_sex(sex: str) -> Callable[[Somebody], Cell]:
                def cell(who: Somebody) -> Cell:
                    written, truth = cells.born(who, style, rng)
                    if who.sex != sex:
                        return None, {}
                    return written, {"birth_date": truth} | ({} if written is None else {"sex": who.sex})

                return cell

            over = rng.choice(["Năm sinh", "Ngày sinh", "Ngày tháng năm sinh"])
            return [Column((over, "Nam"), of_sex("nam"), both), Column((over, "Nữ"), of_sex("nữ"), both)]
        return self._plain("birth_date", heads.BORN, lambda who: cells.born(who, style, rng))

    def number(self) -> list[Column]:
        style = self.rng.choice(cells.NUMBERS)
        self.notes.append(f"number {style}")
        return self._plain("citizen_id", heads.NUMBER, lambda who: cells.number(who, style, self.rng))

    def sex(self) -> list[Column]:
        rng, about = self.rng, frozenset({"sex"})
        kind = rng.random()
        if kind < 0.15:
            over = rng.choice([("Giới tính",), ("Giới",), ()])

            def tick(sex: str) -> Callable[[Somebody], Cell]:
                return lambda who: ("x" if who.sex == sex else None, {"sex": who.sex})

            return [Column((*over, "Nam"), tick("nam"), about), Column((*over, "Nữ"), tick("nữ"), about)]
        if kind < 0.25:
            return [
                Column(
                    ("Nữ",),
                    lambda who: (
                        "x" if who.sex == "nữ" else None,
                        {"sex": who.sex if who.sex == "nữ" else ("nam", None)},
                    ),
                    about,
                )
            ]
        style = rng.choice(["words", "small", "capitals", "plain"])
        return self._plain("sex", heads.SEX, lambda who: cells.sex(who, style))

    def position(self) -> list[Column]:
        return self._plain("position", heads.POSITION, lambda who: (who.position, who.position))

    def employment(self) -> list[Column]:
        return self._plain("employment", heads.EMPLOYMENT, lambda who: cells.employment(who, self.rng))

    def phone(self) -> list[Column]:
        style = self.rng.choice(["text", "number", "spaces", "points"])
        return self._plain("phone", heads.PHONE, lambda who: cells.phone(who, style, self.rng))

    def insurance(self) -> list[Column]:
        style = self.rng.choice(["text", "text", "spaces", "number"])
        return self._plain("insurance_number", heads.INSURANCE, lambda who: cells.insurance(who, style, self.rng))

    def smartphone(self) -> list[Column]:
        marks = self.rng.choice([("x", None), ("Có", "Không"), (1, 0), ("Có", "K")])

        def write(who: Somebody) -> tuple[object, object]:
            written = marks[0] if who.smartphone else marks[1]
            return written, None if written is None else who.smartphone

        return self._plain("smartphone", heads.SMARTPHONE, write)

    def dull(self) -> list[Column]:
        rng = self.rng
        kind = rng.choice(list(heads.DULL))
        self.notes.append(f"dull {kind}")
        twelve = [f"089{rng.randrange(10**9):09}" for _ in range(60)]

        def cell(who: Somebody) -> Cell:
            held: object = {
                "address": lambda: rng.choice(["Ấp Tô Thuận, xã Núi Tô", "Khóm 3", "Số 12, đường Trần Hưng Đạo"]),
                "issued": lambda: f"{rng.randrange(1, 29):02}/0{rng.randrange(1, 10)}/20{rng.randrange(10, 25)}",
                "issuer": lambda: "Cục CS QLHC về TTXH",
                "twelve": lambda: rng.choice(twelve),
                "ten": lambda: f"0{rng.randrange(10**9):09}",
                "level1": lambda: rng.choice(["x", None]),
                "words": lambda: rng.choice(["Đại học", "Kinh", "Khmer", "2.34", "Toán", "Không", "1A"]),
                "ticks": lambda: rng.choice(["x", None]),
                "spouse": lambda: rng.choice(["Nguyễn Văn Tèo", "Trần Thị Bưởi", "Lê Hoàng Anh"]),
                "spouse_born": lambda: rng.choice(["1970", "12/03/1981"]),
            }[kind]()
            return held, {}

        return [Column((rng.choice(heads.DULL[kind]),), cell)]

    def note(self, who: Somebody) -> Cell:
        if self.rng.random() < 0.7:
            return None, {}
        return self.rng.choice(
            [
                "Nghỉ thai sản",
                "Đi học",
                "Biệt phái",
                "Chưa có điện thoại",
                "Đã gửi lại",
                "x",
                "mới về",
                *who.reasons.values(),
            ]
        ), {}

    def items(self) -> list[list[Column]]:
        """The columns of the checklist, each item's together."""
        rng = self.rng
        keys = [key for key in KEYS if rng.random() < 0.6] or ["level2_account"]
        rng.shuffle(keys)
        marks = rng.choice(heads.YES_NO)
        self.spoken = str(marks[1]).strip() != ""
        kind = rng.choice(["single", "single", "single", "pair", "pair", "triple", "reason", "mixed"])
        over = rng.choice([None, None, None, "Kết quả thực hiện", "Nội dung", "Kết quả", "Trên ứng dụng VNeID"])
        self.notes.append(f"items {kind}, {marks}, under {over}")
        style = rng.choice(["plain", "reason"])
        blocks = []
        for key in keys:
            of = rng.choice(["single", "pair", "reason"]) if kind == "mixed" else kind
            title = rng.choice(heads.ITEM[key])
            if key == "cccd" and title in ("Thẻ căn cước",) and rng.random() < 0.5:
                title = "Thẻ CCCD/CC"
            block = (
                self._pair(key, title, of)
                if of in ("pair", "triple")
                else self._single(key, title, marks, style, of == "reason")
            )
            if over:
                for column in block:
                    column.heads = (over, *column.heads)
            blocks.append(block)
        return [[column for block in blocks for column in block]] if over else blocks

    def _single(self, key: str, title: str, marks: tuple[object, object], style: str, reason: bool) -> list[Column]:
        rng = self.rng
        na = (
            rng.choice(["KAD", "–", "-", "Không thuộc diện", "Không áp dụng", "k/ad", ""])
            if key == "digital_signature"
            else ""
        )
        silent = 0.02 if marks[1] not in ("", " ") else 0.0
        name = f"state.{key}"

        def cell(who: Somebody) -> Cell:
            if silent and rng.random() < silent:
                return None, {name: None}
            written = cells.state(who, key, marks, style, na, rng)
            found: Truth = {name: "not_applicable" if na and written == na else who.states[key]}
            if (
                isinstance(written, str)
                and (why := who.reasons.get(key))
                and why in written
                and who.states[key] == "todo"
            ):
                found[f"reason.{key}"] = why
            return written, found

        block = [Column((title,), cell, frozenset({name, f"reason.{key}"}), key)]
        if reason and key != "cccd":
            block.append(self._reason(key, (rng.choice(heads.REASON),)))
        return block

    def _reason(self, key: str, over: tuple[str, ...]) -> Column:
        def why(who: Somebody) -> Cell:
            applies = key != "digital_signature" or who.office
            reason = who.reasons.get(key) if applies else None
            return reason, {f"reason.{key}": reason} if reason else {}

        return Column(over, why, frozenset({f"reason.{key}"}))

    def _pair(self, key: str, title: str, kind: str) -> list[Column]:
        rng, about = self.rng, frozenset({f"state.{key}"})
        yes, no = rng.choice(heads.SIDES)
        sign = rng.choice(["x", "x", "X", "✓", 1, "v"])
        spoken = rng.random() < 0.15  # "Đã mức 2" | "Chưa mức 2" without a head over them
        over = (
            (lambda side: (f"{side} {title[0].lower()}{title[1:]}",))
            if spoken and title[:2] not in ("Đã", "Có", "An") and "?" not in title
            else (lambda side: (title, side))
        )
        clash = rng.random() < 0.01
        na = key == "digital_signature" and (kind == "triple" or rng.random() < 0.5)

        def side(done: bool) -> Callable[[Somebody], Cell]:
            def cell(who: Somebody) -> Cell:
                if na and not who.office:
                    return None, {f"state.{key}": "not_applicable"}
                is_done = who.states[key] == "done"
                return (sign if is_done is done or clash else None), {
                    f"state.{key}": "(cannot be known: must be told)" if clash else who.states[key]
                }

            return cell

        block = [Column(over(yes), side(True), about), Column(over(no), side(False), about)]
        if na:
            block.append(
                Column(
                    over(rng.choice(["Không thuộc diện", "KAD", "Không áp dụng"])),
                    lambda who: (None if who.office else sign, {}),
                    about,
                )
            )
        if kind == "triple":
            block.append(
                self._reason(
                    key,
                    (title, rng.choice(["Lý do", "Lý do chưa", "Nguyên nhân"]))
                    if not spoken
                    else (rng.choice(heads.REASON),),
                )
            )
        return block
