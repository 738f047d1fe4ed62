"""Compares a table of figures with the store: what would change, what looks odd, which places are not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from importers.figure_table import FigureTable, cell_text, own_parts
from importers.grids.grid import Grid
from store.calendar.periods import Period
from store.campaigns import running
from store.campaigns.indicator import Indicator
from store.database import Store
from store.figures import figure_entry, figure_writes, indicators, localities
from store.figures.figure_entry import FIGURE_FIELDS, Entry
from store.figures.figure_writes import FROM_FILE
from store.figures.indicators import Figure, Line
from store.masks import cover_numbers, quoted
from store.text import format_number, place_key
from store.words.indicators import names_text

_Numbers = Mapping[tuple[str, str], int | None]  # (name of the locality, field)


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
    #: (key, place) -> which numbers that were typed or are newer the file would replace
    replaces: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    replaces_targets: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # the same of targets
    left: list[str] = field(default_factory=list)  # what cannot be taken, in Vietnamese
    remarks: list[str] = field(default_factory=list)  # what looks odd and is taken all the same

    @property
    def held(self) -> int:
        """The number of figures and targets that are asked about."""
        return len(self.doubts.keys() | self.replaces.keys()) + len(self.replaces_targets)

    def asked_about(self, entry: Entry) -> list[str]:
        """What is asked, in Vietnamese, before a figure is written; [] for nothing."""
        key = entry.indicator.key, entry.figure.locality
        return [*self.doubts.get(key, ()), *self.replaces.get(key, ())]

    def questions(self) -> list[tuple[str, str, list[str]]]:
        """(key of the indicator, place, what is asked) of each figure and target that is asked about."""
        found: dict[tuple[str, str, bool], list[str]] = {}
        for is_target, asked in ((False, self.doubts), (False, self.replaces), (True, self.replaces_targets)):
            for (key, place), texts in asked.items():
                found.setdefault((key, place, is_target), []).extend(texts)
        return [(key, place, texts) for (key, place, _), texts in found.items()]

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
        may_add = adds_places and not localities.formerly(store, each)  # it would be on the list twice
        names[each] = place.name if place is not None else each if may_add else None
    plan.unknown = [cover_numbers(each) for each in table.places if names[each] is None]
    for indicator in known:
        _plan_of(plan, store, table, indicator, names)
    return plan


def _plan_of(
    plan: FigurePlan, store: Store, table: FigureTable, indicator: Indicator, names: Mapping[str, str | None]
) -> None:
    """Plan the figures and targets of one indicator."""
    lines = {line.now.locality: line for line in indicators.table(store, indicator, plan.period).lines}
    current = _Current(
        {key: number for line in lines.values() for key, number in _numbers(line).items()},
        figure_writes.of_figures(store, indicator, plan.period) | figure_writes.of_targets(store, indicator),
        {
            (names.get(place) or place, of): number
            for (place, key, of), number in table.printed.items()
            if key == indicator.key
        },
    )
    edited = {each[:3] for each in table.edited}
    wanted: dict[str, dict[str, int]] = {}
    for found in table.numbers:
        name = names[found.place]
        if found.indicator == indicator.key and name is not None:
            numbers = wanted.setdefault(name, {})
            if found[:3] in edited:
                numbers[found.field] = found.number
    emptied = _emptied(table, indicator, names, lines)
    for name, fields in emptied.items():
        wanted.setdefault(name, {})
        plan.doubts[indicator.key, name] = [f"{head}: ô trống, sổ còn {number}" for head, number in fields.values()]
    without_whole = []
    for name, numbers in wanted.items():
        line = lines.get(name)
        now = Figure(name) if line is None else line.now
        if "target" in numbers:
            _compare_target(plan, indicator, name, numbers["target"], current)
        gone = emptied.get(name, {})
        if len(numbers) > ("target" in numbers) or gone:
            kept = {of: None if of in gone else getattr(now, of) for of in FIGURE_FIELDS}
            numerator, denominator = (numbers.get(of, kept[of]) for of in FIGURE_FIELDS)
            figure = Figure(name, numerator, denominator, now.source)
            if numerator is not None and denominator is None:
                without_whole.append(name)
            _compare(plan, indicator, figure, now, None if line is None else line.before, current)
        elif not numbers:
            plan.unchanged += 1
    if without_whole:
        plan.remarks.append(
            f"{indicator.head}: {names_text(without_whole)} có số đạt mà chưa có tổng số nên chưa được tính; "
            "chỉ tiêu giao không thay cho tổng số. Hãy thêm cột tổng số"
        )


def _numbers(line: Line) -> dict[tuple[str, str], int | None]:
    now = line.now
    found = {"numerator": now.numerator, "denominator": now.denominator, "target": line.target}
    return {(now.locality, of): number for of, number in found.items()}


@dataclass(frozen=True)
class _Current:
    """The numbers of the store, who wrote them, and those that the program printed in the table that is back."""

    now: _Numbers
    writes: figure_writes.Writes
    printed: _Numbers

    def doubts(self, name: str, field: str, head: str, number: int) -> list[str]:
        """What is asked, in Vietnamese, before a number of the file takes the place of the store's; [] for news."""
        now = self.now.get((name, field))
        if now == number:
            return []
        if (name, field) in self.printed:
            if self.printed[name, field] == now:
                return []  # an edit of what still stands
            stands = "đã bị xoá" if now is None else f"đã thành {format_number(now)}"
            return [f"{head}: sổ {stands} sau khi in bảng, tệp ghi {format_number(number)}"]
        write = self.writes.get((name, field))
        if write is not None and (doubt := write.doubt(now, number)):
            return [f"{head} {doubt}"]
        if field != "target" and now is not None and number < now:
            # A file that was never taken in may be older than the one that was.
            return [f"{head} giảm từ {format_number(now)} xuống {format_number(number)} so với số đang có của kỳ này"]
        return []


def plans_of_own(store: Store, grids: Sequence[Grid]) -> list[FigurePlan]:
    """Compare the station's own tables of indicators or facilities with the store: a plan for each campaign and period.

    Campaign and period stand in the lines of a table. A facility that the campaign names is added with
    its figure. Raises RefusedError: a campaign does not run any more.
    """
    found = []
    for grid in grids:
        rows = [[cell_text(cell) for cell in row] for row in grid.rows]
        for table in own_parts(rows):
            whose = running.get(store, table.campaign)
            codes = {each.name: each.code for each in whose.facilities}
            are_named = all(place in codes or localities.find(store, place) for place in table.places)
            assert table.period is not None  # noqa: S101 - its lines say it
            plan = planned(store, table, whose.indicators, table.period, adds_places=are_named)
            new = (place for place in table.places if localities.find(store, place) is None)
            plan.facilities = {place: codes[place] for place in new if place in codes}
            found.append(plan)
    return found


def name_by_code(store: Store, table: FigureTable) -> None:
    """Rename the places of a table as the list of localities does, by their codes: a code is sure, a name is not."""
    if not table.codes:
        return
    listed = {each.code.lstrip("0"): each.name for each in localities.all_localities(store) if each.code}
    names = {place: name for place, code in table.codes.items() if (name := listed.get(code.lstrip("0"))) is not None}
    for place, name in names.items():
        if place_key(place) not in (place_key(name), place_key(f"{name} ({table.codes[place]})")):
            table.remarks.append(f"Mã {table.codes[place]} là {name}, tệp ghi {quoted(place)}: lấy theo mã")
    table.printed = {(names.get(place, place), key, of): number for (place, key, of), number in table.printed.items()}
    table.emptied = [(names.get(place, place), key, of) for place, key, of in table.emptied]
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
        if of == "target" or table.printed.get((place, key, of), -1) is None:
            continue  # targets are taken away on the screen; it was printed empty
        number = line.now.numerator if of == "numerator" else line.now.denominator
        if number is not None:
            found.setdefault(name, {})[of] = (FIGURE_FIELDS[of], number)
    return found


def _compare_target(plan: FigurePlan, indicator: Indicator, name: str, amount: int, current: _Current) -> None:
    if current.now.get((name, "target")) == amount:
        plan.unchanged += 1
        return
    if doubts := current.doubts(name, "target", "Chỉ tiêu giao", amount):
        plan.replaces_targets[indicator.key, name] = doubts
    plan.targets.append((indicator, name, amount))


def _compare(
    plan: FigurePlan, indicator: Indicator, figure: Figure, now: Figure, before: Figure | None, current: _Current
) -> None:
    if figure == now:
        plan.unchanged += 1
        return
    if fault := figure_entry.faults(figure.numerator, figure.denominator):
        plan.left.append(f"{figure.locality}, {indicator.head}: {fault}")
        return
    doubts, replaces = figure_entry.doubts(before, figure.numerator, figure.denominator), list[str]()
    for of, head in FIGURE_FIELDS.items():
        number: int | None = getattr(figure, of)
        if number is not None:
            replaces += current.doubts(figure.locality, of, head, number)
    if doubts:
        plan.doubts.setdefault((indicator.key, figure.locality), []).extend(doubts)
    if replaces:
        plan.replaces[indicator.key, figure.locality] = replaces
    plan.changed.append(Entry(indicator, figure, now))


def apply(
    store: Store,
    plan: FigurePlan,
    *,
    origin: str = "tệp",
    accepts_doubts: bool = False,
    accepts_replacing: bool = False,
) -> int:
    """Write the changes as one step of undo, those that are asked about only if accepted; returns how many.

    Args:
        store: the open store.
        plan: the changes.
        origin: the name of the file, for the log of changes.
        accepts_doubts: whether figures are written that look odd beside the period before.
        accepts_replacing: whether numbers that were typed or are newer are replaced.

    Raises RefusedError: another window wrote one of the figures meanwhile, or the period has not begun.
    """
    from store.history import recording

    held = set() if accepts_doubts else set(plan.doubts)
    held |= set() if accepts_replacing else set(plan.replaces)
    entries = [each for each in plan.changed if (each.indicator.key, each.figure.locality) not in held]
    held_targets = set() if accepts_replacing else set(plan.replaces_targets)
    targets = [each for each in plan.targets if (each[0].key, each[1]) not in held_targets]
    with recording(store, FROM_FILE, f"Nhận số liệu {plan.period.text} từ {origin}"):
        for name in dict.fromkeys(each.figure.locality for each in entries if each.figure.locality in plan.facilities):
            localities.add(store, name, kind="facility", code=plan.facilities[name])
        figure_entry.save(store, plan.period, entries)
        for indicator, name, amount in targets:
            figure_entry.set_targets(store, indicator, [(name, amount)])
    return len(entries) + len(targets)
