"""The part of Danh sách that searches, filters and sorts people; reads in a thread where it would be felt."""

from textual import on
from textual.events import Key
from textual.widgets import Static

from store.checklist.applicability import Rules
from store.checklist.items import checklist_items
from store.identifiers import Card, read_card
from store.models import STATE_LABELS
from store.people import roster, units
from store.people.roster import Filter, View
from tui.framework.targets import CardTarget, PastedTarget, PeopleTarget, PersonTarget, Target
from tui.framework.work_screen import WorkScreen
from tui.keys import keys
from tui.widgets.entry import Input, one_line
from tui.widgets.form_fields import MaskedInput
from tui.widgets.people_columns import Names
from tui.widgets.people_table import PeopleTable

#: With more people than this, a search or a filter is read in a thread: 400,000 take 50-250 ms.
MANY = 20_000
_LONGEST_SEARCH = 100  # characters of what is pasted
_CHANGE = "Đổi mục của người này (hay mọi người đã chọn): chưa → đã, đã → chưa; rồi 1–9 để chọn lý do"
_HERE = "mục trong ngoặc vuông"


class RosterTable(PeopleTable):
    """The list of people with the keys that change them."""

    BINDINGS = (
        keys(
            "roster",
            ("1", "screen.digit(1)", "Đổi mục", _CHANGE, "digit_1"),
            hidden=[(str(n), f"screen.digit({n})", "Đổi mục", _CHANGE, f"digit_{n}") for n in range(2, 10)],
            priority=True,
            display="1–9",
        )
        + keys(
            "roster",
            hidden=[
                ("space", "screen.cycle", "Đổi mục ở cột đang chọn", f"Như phím số, cho {_HERE}"),
                ("plus,equals_sign", "screen.put('done')", "Đã", f"Ghi ✓ Đã cho {_HERE}", "done"),
                ("0", "screen.digit(0)", "Chưa", f"Ghi ✗ Chưa cho {_HERE} và hỏi lý do", "todo"),
                ("minus", "screen.put('not_applicable')", "Không áp dụng", f"Ghi – cho {_HERE}", "none"),
                ("slash", "screen.search", "Tìm", "Tìm theo tên (không cần dấu) hay số CCCD", "search_too"),
                ("delete", "screen.put('unknown')", "Chưa rõ", f"Ghi ? cho {_HERE}", "unknown"),
            ],
            priority=True,
        )
        + keys(
            "roster",
            ("enter", "screen.open", "Mở", "Xem và sửa mọi điều về người này"),
            hidden=[
                ("ctrl+d", "screen.remove", "Xoá khỏi danh sách", "Hỏi trước; Ctrl+Z lấy lại được"),
                ("ctrl+t", "screen.move", "Chuyển đơn vị", "Chuyển người này (hay những người đã chọn)"),
                ("ctrl+z", "app.undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi"),
                ("ctrl+y", "app.redo", "Làm lại", "Làm lại điều vừa hoàn tác"),
            ],
            priority=True,
        )
    )


class TypedField(Input):
    """A field that takes its keys as soon as they arrive, so that an Enter right after them finds all the text."""

    def begin(self) -> None:
        """Select the text, so that the next letter replaces it."""
        self.action_select_all()


class SearchField(MaskedInput, TypedField):
    """The search field; a number in it is shown whole only while the field has the focus."""

    BINDINGS = keys(
        "roster",
        ("enter,down,tab", "screen.to_people", "Tới danh sách", "Tới những người tìm thấy"),
        priority=True,
        display="Enter",
    )


class ReasonField(TypedField):
    """The field for a reason that has no digit."""

    submits_bursts = False  # what a scanner types is nobody's reason

    BINDINGS = keys(
        "roster",
        ("enter", "screen.reason_enter", "Ghi lý do", "Ghi lý do đang chọn"),
        hidden=[
            ("down", "screen.reason_step(1)", "Lý do sau", "Lý do kế tiếp", "reason_down"),
            ("up", "screen.reason_step(-1)", "Lý do trước", "Lý do phía trước", "reason_up"),
        ],
        priority=True,
    )


class FindScreen(WorkScreen):
    """A place of work with a list of people that can be searched, filtered and sorted."""

    BINDINGS = keys(
        "roster",
        ("f8", "next_lacking", "Còn thiếu kế tiếp", "Tới người kế tiếp còn thiếu mục"),
        hidden=[
            ("ctrl+f", "search", "Tìm", "Tìm theo tên (không cần dấu) hay số CCCD; gõ chữ cũng tìm ngay"),
            ("f7", "filter", "Lọc", "Lọc theo đơn vị, khoa/phòng, mục"),
            ("ctrl+b", "lacking", "Chỉ người còn thiếu", "Chỉ hiện người còn thiếu mục, rồi trở lại"),
            ("f6", "sort", "Xếp theo tên / đơn vị", "Đổi cách xếp danh sách"),
        ],
        priority=True,
    )

    def __init__(self) -> None:
        super().__init__()
        self.chosen = Filter()
        self.table = RosterTable(self.moved)
        self.rules: Rules | None = None  # until the store was first read
        self._everybody = 0
        self.is_counted = True  # False at the start, while very many are still being counted

    def moved(self) -> None:
        """React to a change of the cursor or the marks; for subclasses."""

    # -- what is shown

    @property
    def is_filtered(self) -> bool:
        """Whether the filter may hide people."""
        return self.chosen.with_(by_unit=False) != Filter()

    def reload(self) -> None:
        """Read the people again; the cursor stays on the same person."""
        table = self.table
        all_units = units.all_units(self.store, closed=True)
        departments = units.departments(self.store)
        table.names = Names(
            {unit.id: unit.name for unit in all_units}, {department.id: department.name for department in departments}
        )
        table.items = checklist_items(self.store)
        self.rules = Rules(self.store, table.items)  # once, not at each key: it reads the sectors of all units
        table.item = min(table.item, max(0, len(table.items) - 1))
        self._find(self.chosen, table.current.id if table.current else None)

    def here(self) -> object:
        """The id of the person under the cursor."""
        return None if self.table.current is None else self.table.current.id

    def go_to_person(self, staff_id: int) -> None:
        """Put the cursor on a person, if they are in the list."""
        if self.table.people is not None and (place := self.table.people.place_of(staff_id)) is not None:
            self.table.go_to(place)

    def arrive(self, target: Target) -> None:
        """Apply the target's filter, or show its person or the person of its card."""
        match target:
            case PeopleTarget(filter=chosen, staff_id=staff_id):
                self.query_one(SearchField).value = chosen.search
                self.chosen = chosen
                self._find(chosen, staff_id if staff_id or self.table.current is None else self.table.current.id)
            case PersonTarget(staff_id=staff_id):
                self.go_to_person(staff_id)
            case CardTarget(card=card):
                self.show_card(card)

    def seen(self) -> None:
        """Note that the screen shows its own change; what another program wrote meanwhile is still to be read."""
        if self._seen_version is not None:
            self._seen_version = (self._seen_version[0], self.store.version()[1])

    def filter_by(self, chosen: Filter, *, keep: bool = True) -> None:
        """Show the people who pass the filter `chosen`."""
        self.chosen = chosen
        self._find(chosen, self.table.current.id if keep and self.table.current else None)

    def _find(self, chosen: Filter, keep: int | None) -> None:
        self.cancel("find")
        if self.table.people is None and (people := roster.glimpse(self.store, chosen)) is not None:
            self.is_counted = False
            self._show(people, None)
            self._find_in_thread(chosen, None)
            return
        wide = bool(chosen.search) or chosen.is_of_states
        if wide and self._everybody > MANY:
            self._find_in_thread(chosen, keep)
            self._say_filter()
        else:
            self.is_counted = True
            self._show(roster.view(self.store, chosen), keep)

    def _find_in_thread(self, chosen: Filter, keep: int | None) -> None:
        self.background(
            lambda store: roster.view(store, chosen),
            lambda people: self._found(people, keep),
            group="find",
            failed=self._say_filter,
        )

    def _found(self, people: View, keep: int | None) -> None:
        current = self.table.current
        if current is not None and not people.filter.search:
            keep = current.id
        self.is_counted = True
        self._show(people.through(self.store), keep)

    def _show(self, people: View, keep: int | None) -> None:
        if not self.is_filtered:
            self._everybody = people.total
        table = self.table
        table.several_units = people.filter.unit_id is None and len(table.names.units) > 1
        by_unit = people.filter.by_unit or people.filter.unit_id is not None
        table.remark = "Xếp theo đơn vị" if by_unit else "Xếp theo tên"
        table.empty = (
            ("Không có ai khớp.", "", "Esc: bỏ tìm và lọc")
            if self.is_filtered
            else ("Chưa có ai trong danh sách.", "", "Ctrl+N: thêm người", "F4: nhận tệp mà đơn vị gửi")
        )
        if keep is None and people.filter.search:
            table.place = 0
        was_empty = table.current is None
        table.show(people, keep=keep)
        self._say_filter()
        if was_empty is not (table.current is None):
            self.refresh_bindings()

    def _say_filter(self) -> None:
        chosen = self.chosen
        names = self.table.names
        parts = []
        if self.is_working("find"):
            parts.append("đang tìm…")
        if chosen.unit_id is not None:
            parts.append(names.unit(chosen.unit_id, 20))
        if chosen.department_id is not None:
            parts.append(names.department(chosen.department_id, 20) or "chưa xếp khoa/phòng")
        if chosen.contradicting:
            parts.append("mâu thuẫn (!)")
        item = next((item.short_title for item in self.table.items if item.key == chosen.item), "")
        if chosen.lacking or chosen.state is not None:
            state = "còn thiếu" if chosen.state is None else STATE_LABELS[chosen.state].lower()
            parts.append(f"{item} {state}" if item else f"có mục {state}" if chosen.state else state)
        words = f"Đang lọc: {' · '.join(parts)}" if parts else "F7: lọc · Ctrl+B: chỉ người còn thiếu"
        self.query_one("#filtering", Static).update(words, layout=False)

    # -- search

    def action_search(self) -> None:
        """Focus the search field."""
        field = self.query_one(SearchField)
        field.begin()
        self.set_focus(field)

    def begins_text(self, key: Key) -> bool:
        """Whether the key is a letter, which begins a search or the words of a reason."""
        return (key.character or "").isalpha()

    def take_text(self, text: str) -> None:
        """Search for pasted or scanned text; a card shows its person, rows of a table are added."""
        if (card := read_card(text)) is not None:
            self.arrive(CardTarget(card))
            return
        if self.take_rows(text):
            return
        field = self.query_one(SearchField)
        field.value = one_line(text).strip()[:_LONGEST_SEARCH]
        field.cursor_position = len(field.value)
        self.set_focus(field)

    def take_rows(self, text: str) -> bool:
        """Send pasted table rows to Nhận tệp, where each person is reviewed before it is stored.

        Answers False when the text is no table.
        """
        from importers.pasted import is_table  # few paste rows

        if not is_table(text):
            return False
        unit_id = self.chosen.unit_id
        self.app.go_to(PastedTarget(text, None if unit_id is None else units.get(self.store, unit_id).name))
        return True

    def show_card(self, card: Card) -> None:
        """Show the person whose card was scanned."""
        self.find_number(card.number)

    def find_number(self, number: str) -> bool:
        """Search everybody for a CCCD; answers whether somebody has it, who is then under the cursor."""
        self.cancel("find")
        self.chosen = Filter(search=number, by_unit=self.chosen.by_unit)
        self.query_one(SearchField).value = number
        self._show(roster.view(self.store, self.chosen), None)
        self.set_focus(self.table)
        return self.table.current is not None

    def search_for(self, words: str) -> None:
        """Show the people who match the search words."""
        if words != self.chosen.search:
            self.filter_by(self.chosen.with_(search=words), keep=not words)

    @on(Input.Changed, "SearchField")
    def _search_changed(self, event: Input.Changed) -> None:
        # What is pasted or cut; keys have been acted on when they arrived, and the text may have gone on since.
        self.search_for(self.query_one(SearchField).value)

    def action_to_people(self) -> None:
        """Focus the list; the search is finished first, so that the next key meets the right person."""
        words = self.query_one(SearchField).value
        if words != self.chosen.search or self.is_working("find"):
            self.cancel("find")
            self.chosen = self.chosen.with_(search=words)
            self._show(roster.view(self.store, self.chosen), None)
        self.set_focus(self.table)

    # -- filters and order

    def action_lacking(self) -> None:
        """Show only people who lack something, or everybody again."""
        only = not (self.chosen.lacking and self.chosen.item is None)
        self.filter_by(self.chosen.with_(lacking=only, item=None, state=None, contradicting=False))

    def action_sort(self) -> None:
        """Sort the list by name, or by unit."""
        if self.chosen.unit_id is not None:
            self.notify("Đang lọc một đơn vị: danh sách xếp theo khoa/phòng rồi tên.")
            return
        self.filter_by(self.chosen.with_(by_unit=not self.chosen.by_unit))

    def action_filter(self) -> None:
        """Open the dialog that chooses a filter."""
        from tui.screens.roster.filter import FilterScreen

        def chosen(answer: Filter | None) -> None:
            if answer is not None:
                self.filter_by(answer)

        self.app.push_screen(FilterScreen(self.store, self.chosen, count=self._everybody <= MANY), chosen)

    def action_next_lacking(self) -> None:
        """Put the cursor on the next person who lacks something, round at the end."""
        table = self.table
        if table.people is None:
            return
        place = table.people.next_lacking(table.place)
        if place is None:
            place = table.people.next_lacking(-1)
            if place is None:
                self.notify("Không ai còn thiếu mục nào.")
                return
            self.notify("Đã hết danh sách; quay lại từ đầu.")
        table.go_to(place)
        self.set_focus(table)
