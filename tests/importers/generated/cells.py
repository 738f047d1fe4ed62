"""One value of a person -> what somebody typed into a cell, and what may be read from it.

Each writer answers (cell, truth): the truth is what a reading must say, `staff.LOST` where only telling it is right.
"""

import random
import unicodedata
from datetime import date, datetime

from tests.importers.generated.staff import EMPLOYMENT, LOST, Somebody

_EPOCH = date(1899, 12, 30)
NAMES = ["plain", "plain", "plain", "capitals", "spaces", "titled", "decomposed", "aside", "numbered"]
DATES = [
    "text",
    "text",
    "date",
    "date",
    "datetime",
    "points",
    "dashes",
    "year",
    "iso",
    "short",
    "single",
    "spoken",
    "serial",
    "month",
]
NUMBERS = ["text", "text", "number", "spaces", "points", "quote", "decimal", "float"]
_TITLES = ["BS. ", "ThS. ", "Bà ", "Ông ", "CN. ", "YS ", "Cô: ", "BS CKI. ", "ĐD ", "DS. ", "Thầy: ", "KTV. "]
_ASIDES = [" (nghỉ thai sản)", " (HT)", " (Biệt phái)", " - PHT", " *", " (1980)", " (Tổ trưởng)"]


def full_name(who: Somebody, style: str, rng: random.Random) -> tuple[object, object]:
    """The whole name."""
    odd = style != "plain" and rng.random() < (1.0 if style in ("capitals", "decomposed") else 0.2)
    if not odd:
        return who.name, who.name
    if style == "titled":
        return rng.choice(_TITLES) + who.name, who.name
    if style == "aside":
        return who.name + rng.choice(_ASIDES), who.name
    return {
        "capitals": who.name.upper(),
        "decomposed": unicodedata.normalize("NFD", who.name),
        "spaces": "  " + who.name.replace(" ", rng.choice(["  ", "\u00a0", " \u00a0"])) + " ",
        "numbered": f"{rng.randrange(1, 40)}. {who.name}",
    }[style], who.name


def born(who: Somebody, style: str, rng: random.Random) -> tuple[object, object]:
    """The birth date in one cell."""
    day, damage = who.born, rng.random()
    if damage < 0.02:
        return None, None
    if damage < 0.03:
        return rng.choice(
            ["31/02/1980", "30/13/1979", "32/01/1990", "12/1O/1985", "không rõ", "#N/A", "05/1980/12"]
        ), LOST
    if style == "year" or damage < 0.05:
        return rng.choice([day.year, str(day.year)]), str(day.year)
    if style == "month":
        return f"{day.month:02}/{day.year}", str(day.year)
    written: object = {
        "text": f"{day:%d/%m/%Y}", "date": day, "datetime": datetime(day.year, day.month, day.day),  # noqa: DTZ001
        "points": f"{day.day}.{day.month}.{day.year}", "dashes": f"{day:%d-%m-%Y}", "iso": f"{day:%Y-%m-%d}",
        "short": f"{day:%d/%m}/{day.year % 100:02}", "single": f"{day.day}/{day.month}/{day.year}",
        "spoken": f"ngày {day.day} tháng {day.month} năm {day.year}", "serial": (day - _EPOCH).days,
    }[style]  # fmt: skip
    if isinstance(written, str) and rng.random() < 0.05:
        written = rng.choice(
            [f" {written}", f"'{written}", f"{written}.", written.replace("/", " / "), f"{written}\u00a0"]
        )
    return written, day.isoformat()


def number(who: Somebody, style: str, rng: random.Random) -> tuple[object, object]:
    """The CCCD."""
    damage, digits = rng.random(), who.number
    if damage < 0.02:
        return None, None
    if damage < 0.05:
        broken = [
            digits[:9], digits[:-1], f"{digits}1", "7.9084E+10", f"{digits[:4]}O{digits[5:]}", "đang làm", "mất", f"{digits}/{digits[3:]}", "#REF!", "xxx", "8,91E+10",
            f"{digits[:11]}.5",
        ]  # fmt: skip
        return rng.choice(broken), LOST
    written: object = {
        "text": digits, "number": int(digits), "float": float(digits), "quote": f"'{digits}", "decimal": f"{int(digits)}.0",
        "spaces": f"{digits[:3]} {digits[3:6]} {digits[6:]}", "points": f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}.{digits[9:]}",
    }[style]  # fmt: skip
    if isinstance(written, str) and rng.random() < 0.05:
        written = rng.choice([f" {written}", f"{written} ", f"{written}\u00a0", f"\u200b{written}", f"{written}."])
    return written, digits


def phone(who: Somebody, style: str, rng: random.Random) -> tuple[object, object]:
    """A mobile number."""
    damage, digits = rng.random(), who.phone
    if damage < 0.05:
        return None, None
    if damage < 0.08:
        return rng.choice([f"{digits}/{digits[::-1]}", digits[:-1], "không có", "02963 874 123"]), LOST
    return {
        "text": digits, "number": int(digits), "spaces": f"{digits[:4]} {digits[4:7]} {digits[7:]}", "points": f"{digits[:4]}.{digits[4:7]}.{digits[7:]}",
    }.get(style, digits), digits  # fmt: skip


def insurance(who: Somebody, style: str, rng: random.Random) -> tuple[object, object]:
    """The number of a BHYT card."""
    damage, text = rng.random(), who.insurance
    if damage < 0.05:
        return None, None
    if damage < 0.08:
        return rng.choice([text[:-2], "chưa có", "hết hạn"]), LOST
    if style == "number":
        return int(text[5:]) if text[5] != "0" else text[5:], text[5:]
    return f"{text[:2]} {text[2]} {text[3:5]} {text[5:]}" if style == "spaces" else text, text


def employment(who: Somebody, rng: random.Random) -> tuple[object, object]:
    """How somebody is employed."""
    return rng.choice(EMPLOYMENT[who.employment]), who.employment


def sex(who: Somebody, style: str) -> tuple[object, object]:
    """The sex in one cell."""
    written = {
        "words": who.sex.capitalize(),
        "small": who.sex,
        "capitals": who.sex.upper(),
        "plain": "Nu" if who.sex == "nữ" else "Nam",
    }
    return written[style], who.sex


def state(who: Somebody, key: str, marks: tuple[object, object], style: str, na: str, rng: random.Random) -> object:
    """One state in one cell; its truth is told by the whole column (see `layout.Written`)."""
    yes, no = marks
    if key == "digital_signature" and not who.office and na:
        return na
    if who.states[key] == "done":
        return yes
    reason = who.reasons.get(key)
    if (
        style == "reason"
        and reason
        and isinstance(no, str)
        and no.lower() in ("chưa", "không", "chưa có", "chưa kích hoạt")
    ):
        return rng.choice(
            ["{} ({})", "{} - {}", "{}: {}", "{}, {}", "{} ({})", "{} do {}", "{} vì {}", "{}\n({})"]
        ).format(no, reason)
    return no if no != "" else None
