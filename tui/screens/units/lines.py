"""The tree of units and departments as lines: how many people each has, and how many lack each item."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from store.checklist.applicability import Rules
from store.counting.item_figures import CountedUnit
from store.frozen import frozen
from store.models import Department, Item, Unit
from store.people.tree import Tree
from store.people.units import UnitCounts
from store.text import fold, format_number

#: Columns that a figure takes: six items stand beside a name of 29 letters on 80 columns.
FIGURE_WIDTH = 7
_NARROWEST_NAME = 24
AS_SENT = "¹"  # behind a number of people that rests on counts which a unit sent
_MORE_NAME = 56  # a wider name would only draw the figures away from it


@frozen
class UnitLine:
    """A line of the tree: a unit, or one of its departments."""

    unit: Unit
    department: Department | None  # None: the unit itself
    guide: str  # what stands before the name to draw the tree
    departments: int = 0  # of a unit: how many lines can be hidden below it
    is_open: bool = True  # of a unit: whether they are shown

    @property
    def key(self) -> tuple[int, int | None]:
        """The ids of unit and department, by which the line is found again after a reload."""
        return self.unit.id, None if self.department is None else self.department.id

    @property
    def name(self) -> str:
        """The name of the department, or of the unit."""
        return self.unit.name if self.department is None else self.department.name


@dataclass(slots=True)
class Figures:
    """How many people there are, and how many lack each item, in the order of `store.checklist.items()`."""

    total: int = 0
    lacking: list[int | None] = field(default_factory=list)  # None: it is asked of none of them
    is_as_sent: bool = False  # the unit sent counts, and nobody of it is on the list by name

    def add(self, counted: UnitCounts) -> None:
        """Add the counts of a department, or of people of a unit without one."""
        self.total += counted.total
        here = [
            number if asked else None
            for number, asked in zip(counted.lacking_by_item, counted.asked_by_item, strict=True)
        ]
        before = self.lacking or [None] * len(here)
        self.lacking = [
            None if one is other is None else (one or 0) + (other or 0) for one, other in zip(before, here, strict=True)
        ]


def counts_as_sent(rules: Rules, sent: Mapping[int, CountedUnit]) -> list[UnitCounts]:
    """Counts that units sent instead of names, in the form in which people on the list are counted."""
    found = []
    for unit_id, unit in sent.items():
        counts = [item.key in unit.done and rules.may_apply_in_unit(item, unit_id) for item in rules.items]
        asked = [unit.applicable(item) * is_counted for item, is_counted in zip(rules.items, counts, strict=True)]
        done = [unit.done.get(item.key, 0) * is_counted for item, is_counted in zip(rules.items, counts, strict=True)]
        lacking = [of - have for of, have in zip(asked, done, strict=True)]
        found.append(UnitCounts(unit_id, None, unit.people, max(lacking, default=0), tuple(lacking), tuple(asked)))
    return found


def figures_by_line(
    counts: Iterable[UnitCounts], as_sent: Iterable[UnitCounts] = (), levels: Tree | None = None
) -> tuple[dict[tuple[int, int | None], Figures], Figures]:
    """Figures of every department and of every unit with its departments, and of all together.

    With `levels`, in the store of a higher office, the figures of a unit include all units below it.
    """
    found: dict[tuple[int, int | None], Figures] = {}
    whole = Figures()

    def add(counted: UnitCounts, *, is_as_sent: bool) -> None:
        above = (counted.unit_id,) if levels is None else levels.path(counted.unit_id)
        for figures in (whole, *(found.setdefault((unit, None), Figures()) for unit in above)):
            figures.add(counted)
            figures.is_as_sent |= is_as_sent

    for counted in counts:
        add(counted, is_as_sent=False)
        if counted.department_id is not None:
            found.setdefault((counted.unit_id, counted.department_id), Figures()).add(counted)
    for counted in as_sent:
        add(counted, is_as_sent=True)
    return found, whole


def unit_lines(
    units: Sequence[Unit],
    departments: Iterable[Department],
    *,
    folded: Collection[int] = (),
    search: str = "",
    folds_units: bool = False,
) -> list[UnitLine]:
    """The lines of the tree, each unit followed by its departments and then by the units below it.

    Args:
        units: the units to show; one whose parent is not among them stands at the top.
        departments: the departments to show.
        folded: ids of units whose departments are hidden.
        folds_units: whether the units below a folded unit are hidden as well.
        search: words without diacritics; keeps lines with words that begin with them, and the units above these.
    """
    of_unit: dict[int, list[Department]] = {}
    for department in departments:
        of_unit.setdefault(department.unit_id, []).append(department)
    ids = {unit.id for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in ids else None, []).append(unit)
    words = fold(search).split()
    kept = None if not words else _kept(units, of_unit, words)
    lines: list[UnitLine] = []

    def add(unit: Unit, guide: str, indent: str) -> None:
        mine = [d for d in of_unit.get(unit.id, ()) if kept is None or (unit.id, d.id) in kept]
        is_open = kept is not None or unit.id not in folded
        units_below = [u for u in below.get(unit.id, ()) if kept is None or (u.id, None) in kept]
        foldable = len(of_unit.get(unit.id, ())) + len(units_below) * folds_units
        lines.append(UnitLine(unit, None, guide, foldable, is_open))
        children: list[Unit | Department] = [*(mine if is_open else ())]
        children += units_below if is_open or not folds_units else []
        for place, child in enumerate(children):
            is_last = place == len(children) - 1
            drawn = indent + ("└ " if is_last else "├ ")
            if isinstance(child, Department):
                lines.append(UnitLine(unit, child, drawn))
            else:
                add(child, drawn, indent + ("  " if is_last else "│ "))

    for unit in below.get(None, ()):
        if kept is None or (unit.id, None) in kept:
            add(unit, "", "")
    return lines


def first_found(lines: Sequence[UnitLine], search: str) -> int:
    """Place of the first line that matches the search, not of a unit kept only for what is below it."""
    words = fold(search).split()
    places = (n for n, line in enumerate(lines) if _begins(words, _searched_text(line.unit, line.department)))
    return next(places, 0)


def _searched_text(unit: Unit, department: Department | None) -> str:
    return f"{unit.name} {unit.facility_code or ''}" if department is None else department.name


def _kept(
    units: Sequence[Unit], departments: Mapping[int, Sequence[Department]], words: Sequence[str]
) -> set[tuple[int, int | None]]:
    parents = {unit.id: unit.parent_id for unit in units}
    kept: set[tuple[int, int | None]] = set()
    for unit in units:
        found = [d for d in departments.get(unit.id, ()) if _begins(words, _searched_text(unit, d))]
        kept |= {(unit.id, department.id) for department in found}
        if not found and not _begins(words, _searched_text(unit, None)):
            continue
        above: int | None = unit.id
        while above is not None and (above, None) not in kept:
            kept.add((above, None))
            above = parents.get(above)
    return kept


def _begins(words: Sequence[str], name: str) -> bool:
    folded = f" {fold(name)}"
    return all(f" {word}" in folded for word in words)


@frozen
class Columns:
    """The width of the name and the items that have a column, for a width of the screen."""

    name_width: int
    items: tuple[Item, ...]

    @classmethod
    def fitting(cls, width: int, items: Sequence[Item]) -> "Columns":
        """The columns with as many items as leave room for a name."""
        room = (width - _NARROWEST_NAME) // FIGURE_WIDTH - 1
        shown = tuple(items[: max(room, 0)])
        return cls(min(width - FIGURE_WIDTH * (1 + len(shown)), _MORE_NAME), shown)

    def heads(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return ("Đơn vị, khoa/phòng", "Người", *(item.short_title for item in self.items))

    def cells(self, line: UnitLine, figures: Figures | None, *, counted: bool) -> tuple[str | int, ...]:
        """The texts and numbers of a line for a file; the name of a department is indented."""
        name = line.name if line.department is None else f"   {line.name}"
        if not counted or figures is None or not figures.total:
            return (name, *self._figures(figures, counted=counted))
        people: str | int = f"{figures.total}{AS_SENT}" if figures.is_as_sent else figures.total
        return (name, people, *(number or _lacking_text(number) for number in figures.lacking[: len(self.items)]))

    def head(self) -> str:
        """The titles over the figures."""
        name, *figures = self.heads()
        return self._line(name, figures)

    def line(self, line: UnitLine, figures: Figures | None, *, is_station: bool, counted: bool) -> str:
        """One line of the tree with its figures."""
        sign = ""
        if line.department is None and line.departments:
            sign = "▾ " if line.is_open else "▸ "
        name = f"{line.guide}{sign}{'★ ' if is_station else ''}{line.name}"
        return self._line(name, self._figures(figures, counted=counted))

    def sum(self, units: int, figures: Figures, *, counted: bool) -> str:
        """The line with the sum of the tree."""
        return self._line(f"Cộng {format_number(units)} đơn vị", self._figures(figures, counted=counted))

    def _figures(self, figures: Figures | None, *, counted: bool) -> list[str]:
        if not counted:
            return ["…"] * (1 + len(self.items))
        if figures is None or not figures.total:
            return ["0"] + [""] * len(self.items)
        mark = AS_SENT if figures.is_as_sent else ""
        return [f"{format_number(figures.total)}{mark}", *map(_lacking_text, figures.lacking[: len(self.items)])]

    def _line(self, name: str, figures: Sequence[str]) -> str:
        if len(name) >= self.name_width:
            name = f"{name[: self.name_width - 2]}…"
        return f"{name:<{self.name_width}}" + "".join(f"{figure:>{FIGURE_WIDTH}}" for figure in figures)


def _lacking_text(number: int | None) -> str:
    if number is None:
        return "–"
    return format_number(number) if number else "✓"
