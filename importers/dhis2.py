"""Reads the data values that DHIS2 exports, and plans which figures of indicators they would change."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.figure_plan import FigurePlan, planned
from importers.figure_table import FigureTable, FoundNumber
from store import clock
from store.calendar.periods import LENGTHS, Period
from store.campaigns import running
from store.campaigns.campaign import Campaign
from store.database import Store
from store.errors import RefusedError
from store.forms import library
from store.frozen import frozen
from store.masks import cover_in_name
from store.receiving.form_mark import FIGURES, FormMark
from store.receiving.plan import FileKind, Reading
from store.reporting import dhis2
from store.reporting.dhis2 import uid
from store.text import format_number

TITLE = "số liệu DHIS2"
_TAKE = "Đây là số liệu của DHIS2. Số liệu chỉ tiêu thì nhận ở Nhận tệp (F4, Ctrl+S), hay bằng lệnh tyt import."
_LARGEST = 50_000_000  # bytes; the figures of a province take a tenth
_LONGEST = 12  # digits


@frozen
class DataValues:
    """The changes that a file of DHIS2 would make, and its values that are not taken."""

    plans: tuple[FigurePlan, ...]  # one for each campaign and period
    counted: int  # values of items and forms: they are counted from people here, and are not taken
    left: tuple[str, ...]  # what could not be taken, in Vietnamese

    @property
    def counted_text(self) -> str:
        """A sentence for the person: values that are counted from people here are not taken."""
        return f"{format_number(self.counted)} số đếm từ danh sách người: không lấy, danh sách là gốc."


def read_values(path: Path) -> Reading:
    """Make the reading of a DHIS2 file, which has no people; its message says where the figures are taken in."""
    try:
        _read(path)
    except RefusedError as error:
        message, mark = error.message, None
    else:
        message, mark = _TAKE, FormMark(FIGURES, TITLE)
    return Reading(str(path), cover_in_name(path.name), "", FileKind.UNREADABLE, None, message=message, mark=mark)


def plan_data_values(store: Store, path: Path) -> DataValues:
    """Compare a file with the store; writes nothing. Raises RefusedError if it is no file of DHIS2 data values."""
    entries = _read(path)
    by_place = {uid(place.key): place.locality or "" for place in dhis2.places(store)}
    elements = {
        uid(dhis2.indicator_key(indicator, kind, side)): (campaign, indicator.key, kind, side)
        for campaign in running.running(store)
        for indicator in campaign.indicators
        for kind in LENGTHS
        for side in dhis2.SIDES
    }
    of_people = {
        uid(each.key)
        for of in (dhis2.item_set(store), *map(dhis2.form_set, library.offered(store)))
        for each in of.elements
    }
    found: dict[tuple[str, Period], dict[tuple[str, str, str], int | None]] = {}  # None: it is told twice, otherwise
    plans: dict[str, Campaign] = {}
    counted, unknown, left, today = 0, 0, list[str](), clock.today().isoformat()
    for element, period_text, place, value in entries:
        if element in of_people:
            counted += 1
            continue
        period = dhis2.parse_period(period_text)
        is_ours = element in elements and by_place.get(place) and period is not None
        if not is_ours or period is None or period.kind != elements[element][2] or period.first > today:
            unknown += 1
            continue
        campaign, key, _, side = elements[element]
        if not (value.isascii() and value.isdigit()) or len(value) > _LONGEST:
            left.append(f"{by_place[place]}, {period.text}: “{value[:20]}” không phải số nguyên từ 0 trở lên")
            continue
        plans[campaign.name] = campaign
        numbers = found.setdefault((campaign.name, period), {})
        where, number = (by_place[place], key, side), int(value)
        if numbers.setdefault(where, number) not in (number, None):
            numbers[where] = None
            left.append(f"{by_place[place]}, {period.text}: có hai số khác nhau, không lấy số nào")
    if unknown:
        left.append(f"{format_number(unknown)} số của đơn vị, kỳ hay chỉ tiêu mà sổ này không có: không lấy")
    listed = sorted(found.items(), key=lambda each: (each[0][1].first, each[0]))
    return DataValues(
        tuple(_plan(store, plans[name], period, numbers) for (name, period), numbers in listed), counted, tuple(left)
    )


def _plan(
    store: Store, campaign: Campaign, period: Period, numbers: dict[tuple[str, str, str], int | None]
) -> FigurePlan:
    table = FigureTable(campaign=campaign.name, period=period)
    table.numbers = [FoundNumber(*where, number) for where, number in numbers.items() if number is not None]
    return planned(store, table, campaign.indicators, period)


def _read(path: Path) -> list[tuple[str, str, str, str]]:
    """(data element, period, place, value) of every value that was not deleted."""
    try:
        if path.exists() and not path.is_file():  # a device has no end, a pipe waits for somebody to write
            raise RefusedError(f"{path.name} không phải một tệp thường.")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise RefusedError(f"{path.name} lớn quá {_LARGEST // 1_000_000} MB: không phải số liệu của một tỉnh.")
        content = json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise RefusedError(f"Không đọc được {path.name} ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"{path.name} không phải tệp JSON còn nguyên.") from error
    values = content.get("dataValues") if isinstance(content, dict) else None
    if not isinstance(values, list):
        raise RefusedError(
            f"{path.name} không phải số liệu của DHIS2: không có dataValues. Bảng xuất dạng .json chỉ để phần mềm khác"
            " đọc; muốn sửa rồi nhận lại, hãy xuất dạng Excel (.xlsx)."
        )
    return list(_entries(content, values))


def _entries(header: dict[str, Any], values: list[Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the entries of `_read`; what stands once, above all values, such as the period, holds for each of them."""
    for each in values:
        if isinstance(each, dict) and each.get("deleted") is not True:
            entry = {**header, **each}
            element, period, place, value = (
                str(entry.get(name, "")) for name in ("dataElement", "period", "orgUnit", "value")
            )
            yield element, period, place, value
