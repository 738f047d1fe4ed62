"""What does a cell say? Each parser answers a value, or a problem in Vietnamese; it never guesses."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from importers.grid import Cell, text_of
from store import clock
from store.identifiers import (
    citizen_id_remarks,
    normal_insurance_number,
    normal_phone,
    restore_citizen_id,
)
from store.text import clean, fold, format_date, mask_citizen_id


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, and what must be said about the cell. No value: the cell is left out."""

    value: str | None
    code: str = ""
    message: str = ""


NOTHING = Parsed(None)

_DMY = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})\Z")
_YMD = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\Z")
_DMY_TIME = re.compile(r"(\d{1,2}/\d{1,2}/\d{4}) \d{1,2}:\d{2}(?::\d{2})?\Z")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})\Z")
_TITLES = re.compile(
    r"(?:(?:BSCKII|BSCKI|BSCK2|BSCK1|BS\.?\s?CK\s?(?:II|I|1|2)|BS|YS|ĐD|DD|DS|CN|ThS|Ths|THS|TS|KTV|NHS|HS|KS|Ông|Bà|ÔNG|BÀ|Cô|Thầy)"
    r"(?:\.\s*|:\s*)|(?:Ông|Bà|ÔNG|BÀ|Thầy|Bác sĩ|Y sĩ|Điều dưỡng|Dược sĩ)\s+(?=\S+\s+\S+))+"
)
_ORDINAL_BEFORE = re.compile(r"\d+\s*[.)]\s*(?=\D)")
_EXCEL_EPOCH = date(1899, 12, 30)


def _wrong(code: str, text: str, why: str) -> Parsed:
    return Parsed(None, code, f"“{text}” {why}")


def birth_date(cell: Cell) -> Parsed:
    """A birth date as `YYYY-MM-DD`, or `YYYY` where only the year is told. Day first, always."""
    if isinstance(cell, datetime):
        return _checked(cell.year, cell.month, cell.day, text_of(cell))
    if isinstance(cell, date):
        return _checked(cell.year, cell.month, cell.day, text_of(cell))
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number_as_date(cell)
    return _text_as_date(text_of(cell))


@lru_cache(maxsize=65536)
def _text_as_date(text: str) -> Parsed:
    text = text.strip("'` \t.,")
    if not text:
        return NOTHING
    if found := _DMY.match(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        return _checked(_full_year(year, len(found[3])), month, day, text)
    if found := _YMD.match(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]), text)
    if found := _DMY_TIME.match(text):
        return _text_as_date(found[1])
    if re.fullmatch(r"\d{4}", text):
        return _year(int(text), text)
    if found := _MONTH_YEAR.match(text):
        of_year = _year(int(found[2]), text)
        if of_year.value is None:
            return of_year
        return Parsed(of_year.value, "birth_month_only", f"“{text}” chỉ có tháng và năm; đã giữ năm {of_year.value}")
    if re.fullmatch(r"\d{8}", text):
        readings = {
            parsed.value
            for parsed in (
                _checked(int(text[4:]), int(text[2:4]), int(text[:2]), text),
                _checked(int(text[:4]), int(text[4:6]), int(text[6:]), text),
            )
            if parsed.value
        }
        if len(readings) == 1:
            return Parsed(readings.pop())
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _number_as_date(float(text))
    return _wrong("birth_date_not_understood", text, "không phải ngày sinh. Hãy ghi ngày/tháng/năm")


def _full_year(year: int, digits: int) -> int:
    """Two digits are a year of somebody who is old enough to work."""
    if digits == 4:
        return year
    return 2000 + year if 2000 + year <= clock.today().year - 14 else 1900 + year


def _number_as_date(number: float) -> Parsed:
    if not 0 <= number < 1e9:  # infinities and what is no number too
        return _wrong("birth_date_not_understood", text_of(number), "không phải ngày sinh. Hãy ghi ngày/tháng/năm")
    if number > 10000:
        number = int(number)  # a serial number may carry the time of day
    if 1900 <= number <= clock.today().year:
        return _year(int(number), str(int(number)))
    if 5000 <= number <= 60000:
        day = _EXCEL_EPOCH + timedelta(days=int(number))
        parsed = _checked(day.year, day.month, day.day, str(int(number)))
        if parsed.value is None:
            return parsed
        shown = format_date(parsed.value)
        return Parsed(parsed.value, "birth_date_from_number", f"số {int(number)} được hiểu là ngày {shown}")
    return (
        _text_as_date(f"{int(number):08}")
        if 1_000_000 <= number < 100_000_000
        else _wrong("birth_date_not_understood", text_of(number), "không phải ngày sinh. Hãy ghi ngày/tháng/năm")
    )


def _year(year: int, text: str) -> Parsed:
    if 1900 <= year <= clock.today().year:
        return Parsed(str(year))
    return _wrong("birth_date_impossible", text, "không phải năm sinh")


def _checked(year: int, month: int, day: int, text: str) -> Parsed:
    try:
        born = date(year, month, day)
    except ValueError:
        return _wrong("birth_date_impossible", text, "không có trong lịch. Hãy ghi ngày/tháng/năm")
    if not date(1900, 1, 1) <= born <= clock.today():
        return _wrong("birth_date_impossible", text, "không thể là ngày sinh")
    if born.year > clock.today().year - 14:
        return Parsed(born.isoformat(), "birth_date_unlikely", f"“{text}”: người này chưa đủ 14 tuổi? Hãy xem lại")
    return Parsed(born.isoformat())


def plain_date(cell: Cell) -> Parsed:
    """A day on which something was done, `YYYY-MM-DD`."""
    parsed = birth_date(cell)
    if parsed.value is None or len(parsed.value) != 10:
        text = text_of(cell)
        return _wrong("date_not_understood", text, "không phải ngày") if text else NOTHING
    return Parsed(parsed.value)


def date_of_parts(day: Cell, month: Cell, year: Cell) -> Parsed:
    """A birth date from three columns; the year alone where day or month is missing."""
    parts = [text_of(part) for part in (day, month, year)]
    if not any(parts):
        return NOTHING
    if not parts[2]:
        return _wrong("birth_date_not_understood", "/".join(parts), "thiếu năm sinh")
    if not (parts[0] and parts[1]):
        return _text_as_date(parts[2])
    return _text_as_date("/".join(parts))


def citizen_id(cell: Cell, sex: str | None, born: str | None) -> Parsed:
    """A CCCD as twelve digits; dropped zeros are restored only where all else in the row agrees (DOMAIN §5, §6)."""
    text = text_of(cell)
    if not text:
        return NOTHING
    compact = re.sub(r"[\s.'`’\-_]", "", text)
    if isinstance(cell, float) and not cell.is_integer():
        compact = text
    if re.search(r"[eE]\+?\d", compact) or (compact.isdigit() and len(compact) > 15):
        return _wrong("citizen_id_lost", text, "đã mất chữ số vì Excel làm tròn. Hãy nhập lại số CCCD dạng chữ")
    if not (compact.isascii() and compact.isdigit()):
        return _wrong("citizen_id_not_number", text, "không phải số CCCD 12 chữ số")
    if len(compact) == 12:
        remarks = citizen_id_remarks(compact, sex, born)
        if not remarks:
            return Parsed(compact)
        told = "; ".join(remarks)
        return Parsed(compact, "citizen_id_disagrees", f"CCCD {mask_citizen_id(compact)}: {told}. Hãy xem lại")
    if len(compact) in (10, 11):
        restored = restore_citizen_id(compact, sex, born)
        if restored is not None:
            zeros = "0" * (12 - len(compact))
            return Parsed(
                restored, "citizen_id_zero_restored", f"CCCD {mask_citizen_id(restored)}: đã bù số {zeros} ở đầu"
            )
        return _wrong(
            "citizen_id_short", _ending(compact), f"chỉ có {len(compact)} chữ số và không bù được. Hãy xin lại số CCCD"
        )
    if len(compact) == 9:
        return _wrong("citizen_id_old_cmnd", _ending(compact), "là số CMND cũ; cần đổi CCCD")
    return _wrong("citizen_id_short", _ending(compact), f"có {len(compact)} chữ số, CCCD phải đủ 12")


def _ending(digits: str) -> str:
    return f"…{digits[-4:]}"


@lru_cache(maxsize=65536)
def full_name(text: str) -> Parsed:
    """A name as it is read: one space between words, no title before it, not in capitals."""
    name = clean(text).strip(" .,;:-–")
    if not name:
        return NOTHING
    told: list[tuple[str, str]] = []
    without_number = _ORDINAL_BEFORE.sub("", name, count=1) if _ORDINAL_BEFORE.match(name) else name
    title = _TITLES.match(without_number)
    if title and title.end() < len(without_number):
        told.append(("title_dropped", f"đã bỏ “{title.group().strip()}” trước tên"))
        without_number = without_number[title.end() :].strip()
    name = without_number
    if name.isupper() or name.islower():
        name = " ".join("-".join(part.capitalize() for part in word.split("-")) for word in name.split())
    if any(character.isdigit() for character in name):
        told.append(("name_has_digits", f"tên “{name}” có chữ số. Hãy xem lại"))
    if not any(character.isalpha() for character in name):
        return _wrong("name_not_understood", text, "không phải họ tên")
    if told:
        return Parsed(name, told[0][0], "; ".join(message for _, message in told))
    return Parsed(name)


@lru_cache(maxsize=1024)
def sex(text: str) -> Parsed:
    """`nam` or `nữ`."""
    folded = fold(text).strip(" .")
    if not folded:
        return NOTHING
    if folded in ("nam", "m", "male", "trai", "1", "ong"):
        return Parsed("nam") if folded != "1" else _wrong("sex_not_understood", text, "không rõ là nam hay nữ")
    if folded in ("nu", "f", "female", "gai", "ba"):
        return Parsed("nữ")
    return _wrong("sex_not_understood", text, "không rõ là nam hay nữ")


_EMPLOYMENT = (
    (r"nguoi lao dong|hop dong|\bhd\b|hdld|\bnld\b|\bld\b|lao dong|thoi vu|khoan", "nguoi_lao_dong"),
    (r"cong chuc|^cc$|^cbcc$", "cong_chuc"),
    (r"vien chuc|^vc$|bien che", "vien_chuc"),
)


@lru_cache(maxsize=1024)
def employment(text: str) -> Parsed:
    """`cong_chuc`, `vien_chuc` or `nguoi_lao_dong`."""
    folded = fold(text)
    if not folded:
        return NOTHING
    found = [kind for pattern, kind in _EMPLOYMENT if re.search(pattern, folded)]
    if len(found) == 1 or (found and found[0] == "nguoi_lao_dong" and "hop dong" in folded):
        return Parsed(found[0])
    return _wrong("employment_not_understood", text, "không rõ là công chức, viên chức hay người lao động")


@lru_cache(maxsize=16384)
def phone(text: str) -> Parsed:
    """A mobile number of ten digits."""
    if not text:
        return NOTHING
    number = normal_phone(text)
    return Parsed(number) if number else _wrong("phone_not_understood", text, "không phải số điện thoại di động")


@lru_cache(maxsize=16384)
def insurance_number(text: str) -> Parsed:
    """A BHYT number of 10, 12 or 15 characters."""
    if not text:
        return NOTHING
    number = normal_insurance_number(text)
    return (
        Parsed(number)
        if number
        else _wrong("insurance_number_wrong", text, "không phải số thẻ BHYT (10, 12 hoặc 15 ký tự)")
    )
