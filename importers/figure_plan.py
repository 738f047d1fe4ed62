"""Compares a table of figures with the store: what would change, what looks odd, which places are not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers.figure_table import FigureTable, cell_text, own_parts, read_rows
from importers.grids.grid import Grid
from store.calendar.periods import Period
from store.campaigns import running
from store.campaigns.indicator import Indicator
from store.database import Store
from store.figures import figure_entry, indicators, localities
from store.figures.figure_entry import Entry
from store.figures.indicators import Figure, Line
from store.receiving.form_mark import FormMark
from store.text import place_key
from store.words.indicators import names_text


@dataclass
class FigurePlan:
    """The changes that a table of figures of one period would make, and what is asked about or left out."""

    period: Period
    changed: list[Entry] = field(default_factory=list)
    targets: list[tuple[Indicator, str, int]] = field(default_factory=list)  # that change
    facilities: dict[str, str] = field(default_factory=dict)  # that come on the list: name -> code
    unchanged: int = 0  # figures and targets that the store has like that
    unknown: list[str] = field(default_factory=list)  # places that are not on the list
    doubts: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (key, place) -> what looks odd
    left: list[str] = field(default_factory=list)  # what cannot be taken, in Vietnamese
    remarks: list[str] = field(default_factory=list)  # what looks odd and is taken all the same

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change and nothing is reported as not taken."""
        return not (self.changed or self.targets or self.unknown or self.left)


def planned(
    store: Store, table: FigureTable, known: Sequence[Indicator], period: Period, *, adds_places: bool = False
) -> FigurePlan:
    """Compare a table of figures with the store; writes nothing.

    Args:
        store: the open store.
        table: the table that was read.
        known: the indicators that the table may be of.
        period: the period of its figures.
        adds_places: whether places that are not on the list are accepted, to be added, instead of reported.
    """
    name_by_code(store, table)
    plan = FigurePlan(period, left=list(table.left), remarks=list(table.remarks))
    if table.unknown:
        heads = ", ".join(f"“{head}” ({len(of)} số)" for head, of in table.unknown.items())
        possible = ", ".join(f"“{each.head}”" for each in known)
        plan.left.append(f"Cột {heads}: không rõ là chỉ tiêu nào; hãy ghi ở đầu cột một trong các tên {possible}")
    names: dict[str, str | None] = {}
    for each in dict.fromkeys([*table.places, *(place for place, _, _ in table.emptied)]):
        place = localities.find(store, each)
        names[each] = place.name if place is not None else each if adds_places else None
    plan.unknown = [each for each in table.places if names[each] is None]
    for indicator in known:
        lines = {line.now.locality: line for line in indicators.table(store, indicator, period).lines}
        wanted: dict[str, dict[str, int]] = {}
        for found in table.numbers:
            name = names[found.place]
            if found.indicator == indicator.key and name is not None:
                wanted.setdefault(name, {})[found.field] = found.number
        emptied = _emptied(table, indicator, names, lines)
        for name, fields in emptied.items():
            wanted.setdefault(name, {})
            plan.doubts[indicator.key, name] = [f"{head}: ô trống, sổ còn {number}" for head, number in fields.values()]
        without_whole = []
        for name, numbers in wanted.items():
            line = lines.get(name)
            now = Figure(name) if line is None else line.now
            if "target" in numbers:
                if line is not None and line.target == numbers["target"]:
                    plan.unchanged += 1
                else:
                    plan.targets.append((indicator, name, numbers["target"]))
            gone = emptied.get(name, {})
            if len(numbers) > ("target" in numbers) or gone:
                kept = {of: None if of in gone else getattr(now, of) for of in ("numerator", "denominator")}
                numerator, denominator = (numbers.get(of, kept[of]) for of in kept)
                figure = Figure(name, numerator, denominator, now.source)
                if numerator is not None and denominator is None:
                    without_whole.append(name)
                _compare(plan, indicator, figure, now, None if line is None else line.before)
        if without_whole:
            plan.remarks.append(
                f"{indicator.head}: {names_text(without_whole)} có số đạt mà chưa có tổng số nên chưa được tính; "
                "chỉ tiêu giao không thay cho tổng số. Hãy thêm cột tổng số"
            )
    return plan


def plans_of_own(store: Store, grids: Sequence[Grid], mark: FormMark | None) -> list[FigurePlan]:
    """Compare the station's own tables of indicators or facilities with the store: a plan for each campaign and period.

    Campaign and period stand in the lines of a table or in its mark. A facility that the campaign names is added with
    its figure. Raises RefusedError: a campaign does not run any more.
    """
    found = []
    for grid in grids:
        rows = [[cell_text(cell) for cell in row] for row in grid.rows]
        for table in own_parts(rows) or _of_facilities(store, rows, mark):
            whose = running.get(store, table.campaign)
            codes = {each.name: each.code for each in whose.facilities}
            are_named = all(place in codes or localities.find(store, place) for place in table.places)
            assert table.period is not None  # noqa: S101 - its lines, or the mark, say it
            plan = planned(store, table, whose.indicators, table.period, adds_places=are_named)
            new = (place for place in table.places if localities.find(store, place) is None)
            plan.facilities = {place: codes[place] for place in new if place in codes}
            found.append(plan)
    return found


def _of_facilities(store: Store, rows: Sequence[Sequence[str]], mark: FormMark | None) -> list[FigureTable]:
    """Read the list of facilities, whose mark says the campaign and the period; [] if the rows are no such list."""
    if mark is None or not mark.campaign or len(mark.period.split()) != 2:
        return []
    wanted = next((each for each in running.get(store, mark.campaign).indicators if each.by == "facility"), None)
    table = None if wanted is None else read_rows(rows, [wanted])
    if wanted is None or table is None or not table.codes:
        return []
    table.campaign, table.period = mark.campaign, Period(*mark.period.split())
    read = {(each.place, each.field) for each in table.numbers}
    fields = ("numerator", "denominator")
    table.emptied = [(name, wanted.key, of) for name in table.codes for of in fields if (name, of) not in read]
    return [table]


def name_by_code(store: Store, table: FigureTable) -> None:
    """Rename the places of a table as the list of localities does, by their codes: a code is sure, a name is not."""
    if not table.codes:
        return
    listed = {each.code.lstrip("0"): each.name for each in localities.all_localities(store) if each.code}
    names = {place: name for place, code in table.codes.items() if (name := listed.get(code.lstrip("0"))) is not None}
    for place, name in names.items():
        if place_key(place) not in (place_key(name), place_key(f"{name} ({table.codes[place]})")):
            table.remarks.append(f"Mã {table.codes[place]} là {name}, tệp ghi “{place}”: lấy theo mã")
    read, table.numbers = table.numbers, []
    for each in read:
        table.add(each._replace(place=names.get(each.place, each.place)))
    for head, of in table.unknown.items():
        table.unknown[head] = {names.get(place, place): number for place, number in of.items()}


def _emptied(
    table: FigureTable, indicator: Indicator, names: Mapping[str, str | None], lines: Mapping[str, Line]
) -> dict[str, dict[str, tuple[str, int]]]:
    """Place -> field -> (its head, the number of the store) of cells of our own table that somebody emptied."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for place, key, of in table.emptied:
        name = names.get(place)
        line = lines.get(name) if name is not None and key == indicator.key else None
        if line is None or name is None:
            continue
        if of == "target":
            continue  # targets are taken away on the screen
        number = line.now.numerator if of == "numerator" else line.now.denominator
        if number is not None:
            found.setdefault(name, {})[of] = ("Số đạt" if of == "numerator" else "Tổng số", number)
    return found


def _compare(plan: FigurePlan, indicator: Indicator, figure: Figure, now: Figure, before: Figure | None) -> None:
    if figure == now:
        plan.unchanged += 1
        return
    if fault := figure_entry.faults(figure.numerator, figure.denominator):
        plan.left.append(f"{figure.locality}, {indicator.head}: {fault}")
        return
    numbers = figure.numerator, figure.denominator
    doubts = figure_entry.doubts(before, *numbers)
    # An older file of the same period would silently take the place of a newer one.
    doubts += [f"{text} so với số đang có của kỳ này" for text in figure_entry.lower_numbers(now, *numbers)]
    if doubts:
        plan.doubts.setdefault((indicator.key, figure.locality), []).extend(doubts)
    plan.changed.append(Entry(indicator, figure, now))


def apply(store: Store, plan: FigurePlan, *, accepts_doubts: bool = False) -> int:
    """Write the changes as one step of undo, those that look odd only if `accepts_doubts`; returns how many.

    Raises RefusedError: another window wrote one of the figures meanwhile, or the period has not begun.
    """
    from store.history import recording

    entries = [
        each for each in plan.changed if accepts_doubts or (each.indicator.key, each.figure.locality) not in plan.doubts
    ]
    with recording(store, "indicator", f"Nhận số liệu {plan.period.text} từ tệp"):
        for name in dict.fromkeys(each.figure.locality for each in entries if each.figure.locality in plan.facilities):
            localities.add(store, name, kind="facility", code=plan.facilities[name])
        figure_entry.save(store, plan.period, entries)
        for indicator, name, amount in plan.targets:
            figure_entry.set_targets(store, indicator, [(name, amount)])
    return len(entries) + len(plan.targets)
