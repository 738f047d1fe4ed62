"""Đơn vị: the tree of units and departments, with how many people each has and how many lack each item."""

from collections import Counter
from collections.abc import Sequence

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Label, Static

from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.counting.item_figures import counted_units
from store.database import Store
from store.forms import library
from store.forms.filled import Origin
from store.identifiers import read_card
from store.masks import cover_numbers
from store.models import UNIT_KIND_LABELS, Unit
from store.people import units
from store.people.roster import Filter
from store.people.tree import tree
from store.people.units import UnitCounts
from store.text import format_date, format_number
from tui.framework.targets import PeopleTarget
from tui.framework.work_screen import ListScreen
from tui.keys import keys
from tui.screens.units.form import UnitScreen
from tui.screens.units.lines import (
    AS_SENT,
    Columns,
    Figures,
    UnitLine,
    counts_as_sent,
    figures_by_line,
    first_found,
    unit_lines,
)
from tui.widgets.dialogs import Ask, Choice, Prompt
from tui.widgets.entry import one_line
from tui.widgets.form_fields import MaskedInput
from tui.widgets.line_list import LineList

#: With more lines than this, units other than the station begin with their departments hidden.
_UNFOLDED = 40


class UnitsSearch(MaskedInput):
    """The search field for units; a number in it is shown whole only while the field has the focus."""

    BINDINGS = keys("units", ("down", "screen.to_list", "Tới danh sách", "Tới những đơn vị tìm thấy"))


class UnitsScreen(ListScreen[UnitLine]):
    """The list of units, each with its departments below it."""

    PLACE_TITLE = "Đơn vị"
    key_names = ("key",)
    AUTO_FOCUS = "#units-list"
    BINDINGS = keys(
        "units",
        ("enter", "edit", "Sửa", "Sửa tên, loại, trực thuộc, mã cơ sở của dòng này"),
        ("ctrl+n", "add", "Thêm đơn vị", "Thêm một đơn vị mới"),
        ("f6", "people", "Xem người", "Danh sách người của đơn vị, khoa/phòng này"),
        (
            "ctrl+s",
            "export_template",
            "Xuất biểu mẫu",
            "Xuất biểu mẫu Excel cho đơn vị này điền rồi gửi lại; hay danh sách đang hiện",
            "template",
        ),
        ("ctrl+d", "close_unit", "Đóng đơn vị", "Đơn vị không còn; chỉ khi đã hết người", "close"),
        hidden=[
            ("left", "fold(True)", "Gập", "Giấu các khoa/phòng của đơn vị"),
            ("right", "fold(False)", "Mở ra", "Hiện các khoa/phòng", "unfold"),
            ("ctrl+f", "search", "Tìm", "Tìm đơn vị; gõ chữ ngay cũng được"),
            ("escape", "clear", "Xoá tìm", "Xoá chữ đang tìm"),
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[tuple[int, int | None], Figures] = {}
        self.whole = Figures()
        self.own = Counter[int]()  # people of each unit without those of the units below it
        self.sent: dict[int, Origin] = {}  # by unit: counts that it sent instead of names
        self.folded: set[int] | None = None  # None: not decided yet
        self.is_counted = False
        self._searched = ""  # the words that the lines pass
        self._known = 0  # how many units there are
        self._station: int | None = None

    def compose_work(self) -> ComposeResult:
        """Build search, heads, list, its sum, and the text about the unit under the cursor."""
        with Horizontal(id="units-find"):
            yield Label("Tìm", markup=False)
            yield UnitsSearch(placeholder="gõ tên, không cần dấu", compact=True)
            yield Static("Số người thiếu từng mục · ✓ đủ cả · – không hỏi", id="units-legend", markup=False)
        yield Static(id="units-head", markup=False)
        yield LineList(id="units-list")
        yield Static(id="units-sum", markup=False)
        yield Static(id="units-strip", markup=False)

    def begins_text(self, key: events.Key) -> bool:
        """Whether the key is a letter, which begins a search."""
        return (key.character or "").isalpha()

    def take_text(self, text: str) -> None:
        """Search for pasted text; a scanned card opens its person on the roster."""
        if read_card(text) is not None:
            super().take_text(text)
            return
        field = self.query_one(UnitsSearch)
        field.value = one_line(text).strip()
        self.set_focus(field)

    def address_key(self, key: events.Key) -> bool:
        """Focus the search field when a letter or digit is typed on the list; it takes the key itself."""
        if self.focused is self.line_list and key.is_printable and (key.character or "").isalnum():
            self.set_focus(self.query_one(UnitsSearch))
        return False

    def reload(self) -> None:
        """Read units and departments, and count people in a thread: 400,000 take 160 ms."""
        super().reload()
        self._count()

    def _count(self) -> None:
        self.background(_count, self._counted, group="count")

    def _counted(self, found: tuple[Sequence[UnitCounts], Sequence[UnitCounts], dict[int, Origin]]) -> None:
        counts, as_sent, self.sent = found
        self.own = Counter[int]()
        for each in (*counts, *as_sent):
            self.own[each.unit_id] += each.total
        levels = tree(self.store)
        self.figures, self.whole = figures_by_line(counts, as_sent, levels if levels.has_levels else None)
        self.is_counted = True
        self.replace_rows(self.read_rows())

    def read_rows(self) -> Sequence[UnitLine]:
        """The units and departments that match the search and are not folded away."""
        self._searched = self.query_one(UnitsSearch).value
        known = units.all_units(self.store)
        departments = [d for d in units.departments(self.store) if (d.unit_id, d.id) in self.figures]
        self._station = units.station_id(self.store)
        self._known = len(known)
        if self.folded is None and self.is_counted:
            is_long = len(known) + len(departments) > _UNFOLDED
            self.folded = {unit.id for unit in known if unit.id != self._station} if is_long else set()
        has_levels = tree(self.store).has_levels
        return unit_lines(known, departments, folded=self.folded or (), search=self._searched, folds_units=has_levels)

    def _search(self) -> None:
        """Show what the search finds, with the cursor on the first line that matches."""
        before = self._searched
        self.replace_rows(self.read_rows())
        if self._searched.strip() and self._searched != before:
            self.line_list.go_to(first_found(self.listed, self._searched))

    @property
    def columns(self) -> Columns:
        """The columns that the window has room for."""
        return Columns.fitting(self.size.width - 4, checklist_items(self.store))

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return self.columns.heads()

    def cells(self, row: UnitLine) -> Sequence[str | int]:
        """The texts of one unit's or department's columns."""
        return self.columns.cells(row, self.figures.get(row.key), counted=self.is_counted)

    def chosen_by(self) -> str:
        """What the figures mean, and the searched words."""
        searched = f". Tìm “{cover_numbers(self._searched)}”" if self._searched.strip() else ""
        sent = f". {AS_SENT} Theo số liệu đơn vị gửi, không có tên" if self.sent else ""
        return f"Số người thiếu từng mục; ✓ đủ cả, – không hỏi{sent}{searched}"

    def show_list(self) -> None:
        """Show the heads, one line for each unit or department, and their sum."""
        columns = self.columns
        self.show_text("units-head", columns.head())
        shown = sum(line.department is None for line in self.listed)
        self.show_text(
            "units-sum",
            f"Tìm thấy {format_number(shown)}/{format_number(self._known)} đơn vị · Esc: xem hết"
            if self._searched.strip()
            else columns.sum(self._known, self.whole, counted=self.is_counted),
        )

        def line_of(line: UnitLine) -> tuple[str, bool]:
            is_station = line.department is None and line.unit.id == self._station
            figures = self.figures.get(line.key)
            return columns.line(line, figures, is_station=is_station, counted=self.is_counted), False

        self.show_rows(line_of)

    def describe(self) -> None:
        """Show the text about the unit under the cursor."""
        self.show_text("units-strip", self._words())

    def _words(self) -> str:
        line = self.chosen
        if line is None:
            if self._searched.strip():
                return "Không có đơn vị nào như vậy. Esc để xem hết, Ctrl+N để thêm đơn vị."
            return "Chưa có đơn vị nào. Ctrl+N để thêm, F4 để nhận tệp, Ctrl+O để ghi tên trạm."
        figures = self.figures.get(line.key, Figures())
        if line.department is not None:
            about = f"{line.name} · khoa/phòng của {line.unit.name}"
        else:
            code = f" · mã cơ sở {line.unit.facility_code}" if line.unit.facility_code else ""
            ours = " · ★ trạm giữ sổ này" if line.unit.id == self._station else ""
            about = f"{line.name} · {UNIT_KIND_LABELS.get(line.unit.kind, '')}{code}{ours}"
        lacking = zip(checklist_items(self.store), figures.lacking, strict=False)
        by_item = ", ".join(f"{format_number(number)} {item.short_title}" for item, number in lacking if number)
        if not self.is_counted:
            missing = "Đang đếm …"
        elif not figures.total:
            missing = "Chưa có người nào."
        elif figures.is_as_sent and (origin := self.sent.get(line.unit.id)) is not None:
            form, day = library.find(self.store, origin.form).name, format_date(origin.received_at[:10])
            missing = f"{AS_SENT} {format_number(figures.total)} người theo {form} gửi ngày {day}, không có tên"
            missing += f" · còn thiếu: {by_item}" if by_item else ""
        else:
            own = self.own[line.unit.id] if line.department is None else figures.total
            alone = f", riêng đơn vị {format_number(own)}" if own != figures.total else ""
            missing = f"{format_number(figures.total)} người{alone} · "
            missing += f"còn thiếu: {by_item}" if by_item else "không ai thiếu mục nào"
        return f"{about}\n{missing}"

    # -- searching and folding

    def on_input_changed(self) -> None:
        """Search while the person types."""
        self._search()

    def on_input_submitted(self) -> None:
        """Search, and focus the list."""
        self._search()
        self.action_to_list()

    def action_to_list(self) -> None:
        """Focus the list."""
        self.set_focus(self.line_list)

    def action_search(self) -> None:
        """Focus the search field."""
        self.set_focus(self.query_one(UnitsSearch))

    def action_clear(self) -> None:
        """Clear the search and focus the list; stop the writing of forms if it goes on."""
        self.workers.cancel_group(self, "forms")
        self.query_one(UnitsSearch).value = ""
        self.action_to_list()

    def action_fold(self, hide: bool) -> None:
        """Hide or show the departments of the unit under the cursor."""
        line = self.chosen
        if line is None or self._searched.strip() or self.folded is None:
            return
        if hide:
            self.folded.add(line.unit.id)
            self.go_to_key((line.unit.id, None))
        else:
            self.folded.discard(line.unit.id)
        self.replace_rows(self.read_rows())

    # -- units

    def action_add(self) -> None:
        """Open the form of a new unit."""
        self.app.push_screen(UnitScreen(None), self._form_closed)

    def action_edit(self) -> None:
        """Open the form of the unit under the cursor, or ask for a new name of the department."""
        line = self.chosen
        if line is None:
            return
        if line.department is None:
            self.app.push_screen(UnitScreen(line.unit.id), self._form_closed)
            return
        department_id = line.department.id

        def named(name: str | None) -> None:
            if name is not None:
                units.rename_department(self.store, department_id, name)
                self.reload()

        prompt = Prompt("Tên khoa/phòng", f"Thuộc {line.unit.name}", line.name, _named)
        self.app.push_screen(prompt, named)

    @work(exclusive=True, group="forms")
    async def action_export_template(self) -> None:
        """Write the form of the unit under the cursor, of all units, or the shown list."""
        if self.chosen is None:
            self.notify("Chưa có đơn vị nào. Ctrl+N để thêm.")
            return
        from tui.screens.units.forms_out import export_template

        await export_template(self.app, self.chosen.unit.id, self.shown_list())

    def _form_closed(self, saved: int | None) -> None:
        if saved is None:
            return
        self.show_head()
        self.query_one(UnitsSearch).value = ""
        self.reload()
        self.go_to_key((saved, None))

    def action_people(self) -> None:
        """Show the people of the unit or department under the cursor on the roster."""
        line = self.chosen
        if line is not None:
            unit_id, department_id = line.key
            self.app.go_to(PeopleTarget(Filter(unit_id=unit_id, department_id=department_id)))

    def action_close_unit(self) -> None:
        """Close the unit under the cursor; ask first if counts that it sent would be lost."""
        line = self.chosen
        if line is None:
            return
        if line.department is not None:
            self.notify("Khoa/phòng tự hết khi không còn ai ở đó: F6 để xem người, rồi chuyển họ bằng Ctrl+T.")
            return
        figures = self.figures.get(line.key, Figures())
        if line.unit.id not in self.sent:
            self._close_unit(line.unit)
            return
        people = format_number(figures.total)
        body = f"Biểu và báo cáo sẽ không còn tính {people} người mà đơn vị gửi bằng số liệu, không có tên."
        choices = [Choice("1", "Thôi", False), Choice("2", f"Đóng, thôi tính {people} người", True)]
        self.app.push_screen(
            Ask(f"Đóng {line.unit.name}?", body, choices),
            lambda agreed: self._close_unit(line.unit) if agreed else None,
        )

    def _close_unit(self, unit: Unit) -> None:
        units.close(self.store, unit.id)
        self.notify(f"Đã đóng {unit.name}. Ctrl+Z để lấy lại.")
        self.reload()


def _named(value: str) -> str | None:
    return None if value.strip() else "Phải có tên khoa/phòng"


def _count(store: Store) -> tuple[Sequence[UnitCounts], Sequence[UnitCounts], dict[int, Origin]]:
    """Count people by unit and department; also the counts of units that sent no names, and their files."""
    sent = counted_units(store)
    return units.counts(store), counts_as_sent(Rules(store), sent), {unit: each.origin for unit, each in sent.items()}
