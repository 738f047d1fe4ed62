"""Finds the cells of the grid for numbers of a pasted block or a file; asks about names it does not know."""

from collections.abc import Sequence

from importers.figure_block import parse_block, parse_count
from importers.figure_plan import name_by_code
from importers.figure_table import FigureTable, read_rows
from store.calendar.periods import Period
from store.figures import localities
from tui.framework.work_screen import WorkScreen
from tui.screens.tracking.entry_sheet import FIELD_HEADS, EntrySheet, Number
from tui.widgets.dialogs import Ask, Choice, PickOne

_SHOWN = 12  # names that a question lists


async def pasted(
    screen: WorkScreen, sheet: EntrySheet, text: str, cell: tuple[int, int]
) -> tuple[list[Number], list[str]]:
    """The numbers of a pasted block for the cells from `cell` (row, column) on, and what could not be taken.

    A block with heads goes by its heads; one with names in its first column goes to the localities with these names.
    """
    rows = parse_block(text)
    if 2 * sum(map(_is_name, rows)) < sum(map(any, rows)):  # a word among numbers is told, and is no name
        return sheet.block(rows, *cell)
    table = read_rows(rows, list({each.indicator.key: each.indicator for each in sheet.columns}.values()))
    if table is not None:
        return await from_table(screen, sheet, table)
    named = [row for row in rows if _is_name(row)]
    places = await ask_places(screen, [row[0] for row in named], sheet.columns[cell[1]].indicator.by)
    found: list[Number] = []
    left: list[str] = []
    for row in named:
        name = places.get(row[0])
        if name is None:
            left.append(f"bỏ qua “{row[0]}”")
            continue
        if name not in sheet.names:
            sheet.add(name)
        numbers, not_taken = sheet.block([row[1:]], sheet.names.index(name), cell[1])
        found, left = found + numbers, left + not_taken
    return _without_doubles(found, left)


def _without_doubles(numbers: list[Number], left: list[str]) -> tuple[list[Number], list[str]]:
    """Drop all numbers of a place that has two different numbers for one cell, and say so in `left`."""
    of_cell: dict[tuple[str, int], set[int | None]] = {}
    for name, column, number in numbers:
        of_cell.setdefault((name, column), set()).add(number)
    twice = {name for (name, _), found in of_cell.items() if len(found) > 1}
    doubled = [f"{name} có hai dòng với số khác nhau: không lấy số nào" for name in sorted(twice)]
    return [each for each in numbers if each[0] not in twice], [*left, *doubled]


def _is_name(row: Sequence[str]) -> bool:
    return bool(row) and any(letter.isalpha() for letter in row[0]) and parse_count(row[0]) is None


async def is_of_period(screen: WorkScreen, table: FigureTable, period: Period) -> bool:
    """Whether to take a table into a period; asks if the line above the table names another one."""
    if not table.disagrees_with(period):
        return True
    body = f"Tệp ghi “{table.title}”, bảng đang mở là {period.text}."
    choices = (
        Choice("1", "Không lấy; đổi kỳ (Ctrl+← →) rồi lấy lại", False),
        Choice("2", "Vẫn lấy vào kỳ này", True),
    )
    answer = await screen.app.push_screen_wait(Ask("Số liệu của kỳ nào?", body, choices))
    return answer is True


async def from_table(screen: WorkScreen, sheet: EntrySheet, table: FigureTable) -> tuple[list[Number], list[str]]:
    """The numbers of a table for the cells of the sheet, and what is left out, in Vietnamese."""
    name_by_code(screen.store, table)
    left = [*table.remarks, *table.left]
    numbers: list[tuple[str, int | None, int | None]] = [
        (each.place, sheet.column_of(each.indicator, each.field), each.number) for each in table.edited
    ]
    for place, key, of in table.emptied:
        column, found_place = sheet.column_of(key, of), localities.find(screen.store, place)
        if table.printed.get((place, key, of), 0) is None:
            continue  # it was printed empty
        if column is not None and found_place is not None and sheet.stored(found_place.name, column) is not None:
            numbers.append((place, column, None))
            left.append(f"{place}, {FIELD_HEADS[sheet.columns[column].field]}: ô trống trong tệp, đã điền “xoá”")
    for head, found_numbers in table.unknown.items():
        column = await _ask_column(screen, sheet, head)
        left += [f"bỏ qua cột “{head}”"] if column is None else []
        numbers += [(place, column, number) for place, number in found_numbers.items() if column is not None]
    elsewhere = sum(column is None for _, column, _ in numbers)
    if elsewhere:
        left.append(f"{elsewhere} số không thuộc bảng này (F8: số theo kỳ, chỉ tiêu giao)")
    wanted = dict.fromkeys(place for place, column, _ in numbers if column is not None)
    places = await ask_places(screen, list(wanted), sheet.columns[0].indicator.by)
    left += [f"bỏ qua “{name}”" for name in wanted if name not in places]
    found = [(places.get(place), column, number) for place, column, number in numbers]
    return _without_doubles([(place, at, number) for place, at, number in found if place and at is not None], left)


async def _ask_column(screen: WorkScreen, sheet: EntrySheet, head: str) -> int | None:
    options = [(at, f"{each.indicator.head}: {FIELD_HEADS[each.field]}") for at, each in enumerate(sheet.columns)]
    return await screen.app.push_screen_wait(PickOne("Cột này là số nào?", options, body=f"“{head}”. Esc: bỏ qua cột."))


async def ask_places(screen: WorkScreen, typed: Sequence[str], kind: str) -> dict[str, str]:
    """The names of localities for typed names; asks about unknown ones, which may be added or left out.

    `kind` is the kind of localities that are added.
    """
    store = screen.store
    found = {name: place.name for name in typed if (place := localities.find(store, name)) is not None}
    unknown = [name for name in dict.fromkeys(typed) if name and name not in found]
    if not unknown:
        return found
    renamed = [name for name in unknown if localities.formerly(store, name)]
    choices = [Choice("1", "Hỏi từng tên", "each"), Choice("3", "Bỏ qua các dòng đó", "none")]
    if not renamed:  # who was renamed would be on the list twice
        choices.insert(1, Choice("2", f"Thêm cả {len(unknown)} vào danh sách", "all"))
    more = [f"… và {len(unknown) - _SHOWN} tên nữa"] if len(unknown) > _SHOWN else []
    title = f"{len(unknown)} tên chưa có trong danh sách"
    how = await screen.app.push_screen_wait(Ask(title, "\n".join([*unknown[:_SHOWN], *more]), choices))
    for name in unknown if how in ("all", "each") else ():
        answer = name if how == "all" else await _ask_place(screen, name)
        if answer is not None:
            found[name] = localities.find_or_add(store, answer, kind=kind).name
    return found


async def _ask_place(screen: WorkScreen, name: str) -> str | None:
    """Ask which place a name means; answers the name itself for a new one, None to leave it out."""
    near = localities.nearest(screen.store, name)
    renamed = localities.formerly(screen.store, name)
    known = dict.fromkeys([*renamed, *near, *(each.name for each in localities.all_localities(screen.store))])
    options = [(each, f"Là {each}") for each in known]
    options.insert(len(renamed), (name, f"Thêm mới: {name}"))
    body = f"“{name}” là đâu? Esc: bỏ qua dòng." + (" Tên ấy đã được đổi." if renamed else "")
    return await screen.app.push_screen_wait(PickOne("Tên chưa có trong danh sách", options, body=body))
