"""Parses dates, always day first; a missing day or month is never made up."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from importers.cells.parsed import LOOK_AGAIN, NOTHING, Parsed, wrong
from importers.grids.grid import Cell
from importers.patterns import when_needed
from store import clock
from store.text import fold, format_date, without_unseen

_DMY = when_needed(r"(\d{1,2})\s*[/.\-\s\\,_]\s*(\d{1,2})\s*[/.\-\s\\,_]\s*(\d{4}|\d{2})\Z")
_YMD = when_needed(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = when_needed(rf"(\d{{1,2}})[-/. ]({'|'.join(_MONTHS)})[a-z]*[-/. ](\d{{4}}|\d{{2}})\Z", re.IGNORECASE)
_TIME_BEHIND = when_needed(r"[ T]+\d{1,2}:\d{2}(:\d{2})?\Z")
_MONTH_YEAR = when_needed(r"(\d{1,2})\s*[/.\-]\s*(\d{4})\Z")
_DAY_UNKNOWN = when_needed(r"(?:(?:0{1,2}|\.{1,3}|…|-{1,2}|_+)\s*[/.\-]\s*){2}(\d{4})\Z")
_NUMBER = when_needed(r"(\d{4,8})(?:\.(\d+))?\Z")
_SPOKEN = when_needed(r"\b(?:ngay|nam|sinh|sn|ns|ntns|s)\b[ .:]*")
_MONTH_WORDS = {
    "muoi hai": 12, "muoi mot": 11, "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "chap": 12,
}  # fmt: skip
_MONTH = when_needed(rf"[\s/.\-]*\b(?:thang|thg|th|t)[ .]*(\d{{1,2}}|{'|'.join(_MONTH_WORDS)})\b[\s/.\-]*")
_REMARK = when_needed(
    r"(?P<date>.*?\b(?:19|20)\d\d)\s*(?:[(\[]\s*(?P<inside>[^\d()]+?)\s*[)\]]|[\s,;:–-]+(?P<behind>[^\W\d].*\D))\Z"
)
_EXCEL_EPOCH = date(1899, 12, 30)
_WRITE_DATE = "Hãy ghi ngày/tháng/năm"
_LONGEST = 200  # characters of a cell that is looked at
_FEW = 2  # dates of a kind in a column
_YOUNGEST = 14  # years; a staff member below this is asked about


@lru_cache(maxsize=65536)
def birth_date(text: str) -> Parsed:
    """A birth date as `YYYY-MM-DD`, or `YYYY` where the cell has the year alone.

    Args:
        text: the cell as `importers.grids.grid.text_of` gives it; a real date is already day first there.
    """
    text = without_unseen(text)[:_LONGEST]
    plain = _TIME_BEHIND.sub("", text.strip("'`’ \t.,"))
    if not plain:
        return NOTHING
    if found := _DAY_UNKNOWN.match(text.strip()):
        return _year(int(found[1]), text.strip())
    if found := _DMY.match(plain):
        return _checked(_full_year(found[3]), int(found[2]), int(found[1]), plain)
    if found := _ENGLISH.match(plain):
        return _checked(_full_year(found[3]), _MONTHS.index(found[2].lower()[:3]) + 1, int(found[1]), plain)
    if found := _YMD.match(plain):
        return _checked(int(found[1]), int(found[2]), int(found[3]), plain)
    if found := _MONTH_YEAR.match(plain):
        return _month_and_year(int(found[1]), int(found[2]), plain)
    if found := _NUMBER.match(plain):
        return _number(plain, found[1], found[2] or "")
    if (behind := _REMARK.match(plain)) and (parsed := birth_date(behind["date"])).value and not parsed.code:
        remark = behind["inside"] or behind["behind"]
        message = f"“{remark}” không thuộc ngày sinh; đã chuyển sang ghi chú"
        return Parsed(parsed.value, "birth_date_with_remark", message, LOOK_AGAIN, remark)
    spoken = _in_figures(plain)
    if spoken != plain and (parsed := birth_date(spoken)).value:
        return parsed
    return wrong("birth_date_not_understood", plain, "không phải ngày sinh", _WRITE_DATE)


def _in_figures(text: str) -> str:
    """Rewrite a date in words with digits: "ngày 17 tháng Bảy năm 1993" -> `17/7/1993`."""
    folded = _MONTH.sub(lambda found: f"/{_MONTH_WORDS.get(found[1], found[1])}/", fold(text), count=1)
    return _SPOKEN.sub(" ", folded).strip(" /.:-").replace(" ", "")


def _full_year(digits: str) -> int:
    """The year; two digits are completed so that the person is old enough to work."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if 2000 + year <= clock.today().year - _YOUNGEST else 1900 + year


def _month_and_year(month: int, year: int, text: str) -> Parsed:
    of_year = _year(year, text)
    if of_year.value is None or not 1 <= month <= 12:
        return wrong("birth_date_impossible", text, "không có trong lịch", _WRITE_DATE)
    return Parsed(of_year.value, "birth_month_only", f"“{text}” chỉ có tháng và năm; đã giữ năm {of_year.value}")


def _number(plain: str, whole: str, behind: str) -> Parsed:
    if behind.strip("0") and len(whole) != 5:
        return wrong("birth_date_not_understood", plain, "không phải ngày sinh", _WRITE_DATE)
    if len(whole) == 4 and 1900 <= int(whole) <= clock.today().year:
        return Parsed(whole)
    if len(whole) in (4, 5) and 5000 <= int(whole) <= 60000:
        # A spreadsheet counts days from 30/12/1899; seen where a date column lost its format.
        day = _EXCEL_EPOCH + timedelta(days=int(whole))
        parsed = _checked(day.year, day.month, day.day, whole)
        if parsed.value is None or parsed.code:
            return parsed
        message = f"số {whole} được hiểu là ngày {format_date(parsed.value)}"
        return Parsed(parsed.value, "birth_date_from_number", message)
    if len(whole) in (7, 8):
        digits = whole.rjust(8, "0")
        readings = {
            _checked(int(digits[4:]), int(digits[2:4]), int(digits[:2]), whole).value,
            _checked(int(digits[:4]), int(digits[4:6]), int(digits[6:]), whole).value,
        } - {None}
        if len(readings) == 1:
            return Parsed(readings.pop())
    return wrong("birth_date_not_understood", plain, "không phải ngày sinh", _WRITE_DATE)


def _year(year: int, text: str) -> Parsed:
    if 1900 <= year <= clock.today().year:
        return Parsed(str(year))
    return wrong("birth_date_impossible", text, "không phải năm sinh")


def _checked(year: int, month: int, day: int, text: str) -> Parsed:
    try:
        born = date(year, month, day)
    except ValueError:
        return wrong("birth_date_impossible", text, "không có trong lịch", _WRITE_DATE)
    today = clock.today()
    if not date(1900, 1, 1) <= born <= today:
        return wrong("birth_date_impossible", text, "không thể là ngày sinh")
    if born.year > today.year - _YOUNGEST:
        message = f"“{text}”: người này chưa đủ {_YOUNGEST} tuổi?"
        return Parsed(born.isoformat(), "birth_date_unlikely", message, LOOK_AGAIN)
    return Parsed(born.isoformat())


@lru_cache(maxsize=16384)
def done_on(text: str) -> Parsed:
    """The day on which something was done, `YYYY-MM-DD`; a month or a year alone is no day."""
    parsed = birth_date(text)
    if parsed.value is None and not parsed.code:
        return NOTHING
    if parsed.value is None or len(parsed.value) != 10:
        return wrong("date_not_understood", text, "không phải ngày thực hiện", _WRITE_DATE)
    return Parsed(parsed.value)


def date_of_parts(day: str, month: str, year: str) -> Parsed:
    """A birth date from three columns; the year alone where both others are blank."""
    if not (day or month or year):
        return NOTHING
    typed = "/".join((day or "…", month or "…", year or "…"))
    if not year:
        return wrong("birth_date_not_understood", typed, "thiếu năm sinh")
    if not day and not month:
        return birth_date(year)
    if not month:
        return wrong("birth_date_not_understood", typed, "thiếu tháng sinh")
    return birth_date(f"{day}/{month}/{year}" if day else f"{month}/{year}")


class DateColumn:
    """The dates of one column, judged together: another program may have taken the day for the month.

    An Excel that expects the month first turns what it can into real, swapped dates, and leaves the rest as text.
    """

    def __init__(self, different: Iterable[Cell]) -> None:
        real, typed = [], []
        for cell in different:
            if isinstance(cell, date):
                real.append(cell.day)
            elif isinstance(cell, str) and (found := _DMY.match(cell.strip())):
                typed.append((int(found[1]), int(found[2])))
        day_first = sum(first > 12 for first, _ in typed)
        month_first = sum(second > 12 >= first for first, second in typed)
        few_real = len(real) < _FEW or len(typed) < _FEW or len(real) + len(typed) < 2 * _FEW + 1
        self.swaps_real = not few_real and max(real) <= 12 and day_first == len(typed)
        self.swaps_typed = month_first > 0 and (day_first == 0 or month_first >= max(_FEW, day_first))

    def is_doubtful(self, cell: Cell) -> bool:
        """Whether day and month of a cell may be swapped."""
        if isinstance(cell, date):
            return self.swaps_real
        found = _DMY.match(cell.strip()) if self.swaps_typed and isinstance(cell, str) else None
        return found is not None and int(found[1]) <= 12 and int(found[2]) <= 12

    @staticmethod
    def doubt(text: str) -> Parsed:
        """The remark on a cell whose date is doubtful and is therefore not taken over."""
        return wrong("date_swapped", text, "có thể bị đảo ngày và tháng như các ô khác của cột", _WRITE_DATE)
