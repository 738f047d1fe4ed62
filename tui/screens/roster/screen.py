"""Danh sách: the list of all people with their states, and the keys that change them."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label, Static

from store.identifiers import Card
from store.models import State
from store.people import staff, units
from store.people.roster import Filter
from store.text import format_number
from tui.framework.targets import PeopleTarget
from tui.keys import keys
from tui.screens.roster.find import FindScreen, ReasonField, SearchField, TypedField
from tui.screens.roster.state_keys import StateKeys
from tui.widgets.person_strip import PersonStrip, person_lines


class RosterScreen(FindScreen):
    """The screen of the list of people."""

    PLACE_TITLE = "Danh sách"
    AUTO_FOCUS = "RosterTable"
    BINDINGS = keys(
        "roster",
        ("ctrl+n", "add", "Thêm người", "Người mới, cùng đơn vị với người đang chọn"),
        hidden=[
            ("f9", "why_not", "Vì sao chưa", "Lý do chưa của mục này: mọi đơn vị, hay đơn vị đang lọc"),
            ("ctrl+s", "export", "Xuất danh sách", "Ghi những người đang hiện ra tệp Excel, csv, json"),
            ("ctrl+g", "notes", "Ghi chú là lý do", "Lấy lý do từ Ghi chú của những người chưa ghi lý do", "notes"),
            ("escape", "back", "Trở lại", "Bỏ câu hỏi, chọn, tìm, lọc: từng thứ một"),
        ],
        priority=True,
    )

    def __init__(self) -> None:
        super().__init__()
        self.strip = PersonStrip(id="person")
        self.states = StateKeys(self)

    def compose_work(self) -> ComposeResult:
        """Build the line of the search, the list, and the text about the person under the cursor."""
        with Horizontal(id="find"):
            yield Label("Tìm", markup=False)
            search = SearchField(placeholder="gõ tên, không cần dấu", compact=True, select_on_focus=False)
            search.cursor_blink = False
            yield search
            yield Static(id="filtering", markup=False)
        yield self.table
        reason = ReasonField(placeholder="lý do", compact=True, select_on_focus=False, id="reason")
        reason.cursor_blink = False
        yield reason
        yield self.strip

    def moved(self) -> None:
        """Ask for no reason any more when the cursor moves, and show the person under it."""
        self.states.stop()
        self.show_person()

    def show_person(self) -> None:
        """Show the person under the cursor in words."""
        table = self.table
        total = format_number(table.total) if self.is_counted else "…"
        rule = f"Người {format_number(table.place + 1)}/{total}" if table.total else "Không có ai"
        if table.people is None:
            rule = "Chưa đọc được danh sách"
        if table.marks:
            rule += f" · {format_number(len(table.marks))} đã chọn (Esc: bỏ chọn)"
        row = table.current
        lines = []
        if row is not None and self.rules is not None:
            for member in staff.by_ids(self.store, [row.id]):  # none: an older copy was just restored elsewhere
                lines = person_lines(member, table.items, table.current_item, self.rules.lacking_items(member))
        self.strip.show(rule, lines)

    def address_key(self, key: events.Key) -> bool:
        """Focus the search or reason field for a letter typed on the list; fields take keys at once."""
        if self.focused is self.table and key.is_printable and (key.character or "").isalpha():
            if self.states.asking is None:
                self.action_search()
            else:
                field = self.query_one(ReasonField)
                field.value = ""
                field.add_class("-typing")
                self.set_focus(field)
        field_here = self.focused
        if not isinstance(field_here, TypedField) or not field_here.take(key):
            return False
        if isinstance(field_here, SearchField):
            self.search_for(field_here.value)
        else:
            self.states.type(field_here.value)
        return True

    def action_back(self) -> None:
        """Undo one thing, in this order: writing, question, marks, search, filter."""
        field = self.query_one(SearchField)
        if self.states.stop_writing():
            return
        if self.states.is_asking:
            self.states.stop()
            self._leave_reason()
        elif self.table.marks:
            self.table.unmark()
        elif field.value or self.chosen.search:
            field.value = ""
            self.filter_by(self.chosen.with_(search=""))
        elif self.focused is self.table and self.is_filtered:
            self.filter_by(Filter(by_unit=self.chosen.by_unit))
        self.set_focus(self.table)

    # -- states

    @property
    def is_busy(self) -> bool:
        """Whether a reason is asked for, or something is typed."""
        return self.states.is_asking or super().is_busy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect now; keys without one are neither shown nor obeyed."""
        about_somebody = action in ("digit", "cycle", "put", "open", "remove", "move", "next_lacking")
        if about_somebody and self.table.current is None:
            return False
        if action == "digit" and not self.states.is_asking:
            number = parameters[0]
            return isinstance(number, int) and number <= len(self.table.items)
        return True

    def show_card(self, card: Card) -> None:
        """Show the person whose card was scanned and offer to note the card; if unknown, add a person."""
        self.states.stop()
        self._leave_reason()
        self.table.marks.clear()
        if self.find_number(card.number):
            self.states.offer_card()
        else:
            self._open_form(None, None, card)

    def action_digit(self, number: int) -> None:
        """Answer the question on the screen; without one, change the state of the item of that digit.

        0 sets the item under the column cursor to chưa.
        """
        if self.states.card is not None:
            self.states.answer_card(number)
        elif self.states.asking is not None:
            self.states.pick(number)
        elif number == 0:
            self.action_put("todo")
        else:
            self.states.cycle(self.table.items[number - 1])

    def action_cycle(self) -> None:
        """Take the last reason if one is asked for, else change the item under the column cursor."""
        if self.states.take_last():
            return
        self.states.stop()
        if self.table.current_item is not None:
            self.states.cycle(self.table.current_item)

    def action_put(self, state: str) -> None:
        """Set the item under the column cursor to a state."""
        self.states.stop()
        if self.table.current_item is not None:
            self.states.put(self.table.current_item, State(state))

    @on(Input.Changed, "ReasonField")
    def _reason_changed(self, event: Input.Changed) -> None:
        if self.states.asking is not None and event.value != self.states.typed:
            self.states.type(event.value)

    def action_reason_enter(self) -> None:
        """Take the typed or chosen reason."""
        self.states.typed = self.query_one(ReasonField).value
        self.states.enter()
        self._leave_reason()

    def action_reason_step(self, by: int) -> None:
        """Choose another of the reasons that match the typed words."""
        self.states.step(by)

    def _leave_reason(self) -> None:
        field = self.query_one(ReasonField)
        if field.has_class("-typing"):
            field.remove_class("-typing")
            self.set_focus(self.table)

    def confirm(self, title: str, question: str, then: Callable[[], None]) -> None:
        """Ask before a change that the screen does not show completely."""
        from tui.widgets.dialogs import Ask, Choice

        choices = [Choice("1", "Đồng ý", True), Choice("2", "Thôi", False)]
        self.app.push_screen(Ask(title, question, choices), lambda agreed: then() if agreed else None)

    def action_why_not(self) -> None:
        """Show the reasons of the item under the column cursor, for the filtered unit or for all."""
        from tui.screens.overview.why_not import WhyNotScreen

        if self.table.current_item is not None:
            shown = WhyNotScreen(self.table.current_item.key, self.chosen.unit_id)
            self.app.push_screen(shown, lambda _: self.reload())

    def action_notes(self) -> None:
        """Show the notes that are reasons, to take them."""
        from tui.screens.roster.notes import NotesScreen

        self.states.stop()
        self.app.push_screen(NotesScreen(self.chosen.unit_id), lambda _: self.reload())

    @work
    async def action_export(self) -> None:
        """Write the listed people into a file."""
        from tui.screens.roster.export_list import export_shown

        self.states.stop()
        await export_shown(self.app, self.chosen)

    # -- people

    def for_whom(self) -> list[int]:
        """Ids of the people that a key changes; [] with a message if one of them is not on the list any more."""
        ids = self.table.whom
        return ids if self.are_listed(ids) else []

    def are_listed(self, ids: Sequence[int]) -> bool:
        """Whether people are still on the list; says so where not, and reads the list again.

        Another window may just have taken them off.
        """
        if not self.is_behind:
            return True
        listed = [member for member in staff.by_ids(self.store, ids) if member.removed_at is None]
        if len(listed) == len(ids):
            return True
        self.table.marks.clear()
        self.states.stop()
        self.follow_store()
        self.notify("Sổ vừa đổi ở nơi khác: người này không còn trong sổ, chưa ghi gì.", severity="warning")
        return False

    def _say_whom(self, ids: list[int]) -> str:
        if len(ids) > 1:
            return f"{format_number(len(ids))} người đã chọn"
        return staff.get(self.store, ids[0]).person.full_name

    def action_open(self) -> None:
        """Open the form of the person under the cursor; while a reason is asked for, give none."""
        if self.states.asking is not None:
            self.states.stop()
        elif self.table.current is not None and self.for_whom():
            self._open_form(self.table.current.id, None)

    def action_add(self) -> None:
        """Open the form of a new person, in the unit of the filter or of the person under the cursor."""
        current = self.table.current
        searched = self.chosen.search
        name = searched if current is None and not any(letter.isdigit() for letter in searched) else ""
        self._open_form(None, self.chosen.unit_id or (current.unit_id if current else None), name=name)

    def _open_form(
        self, staff_id: int | None, unit_id: int | None, card: Card | None = None, *, name: str = ""
    ) -> None:
        from tui.screens.person.screen import PersonScreen

        def saved(answer: int | None) -> None:
            if answer is not None:
                self.reload()
                self.go_to_person(answer)
                if self.table.current is None or self.table.current.id != answer:  # the search would hide the person
                    self.arrive(PeopleTarget(Filter(by_unit=self.chosen.by_unit), answer))

        self.app.push_screen(PersonScreen(staff_id, unit_id, card, name), saved)

    def action_remove(self) -> None:
        """Remove people from the list, after asking."""
        if not (ids := self.for_whom()):
            return
        from store.words.field_values import marks_of_namesakes

        whom = self._say_whom(ids)
        which = marks_of_namesakes(self.store, ids).get(ids[0], "") if len(ids) == 1 else ""
        self.confirm(
            "Xoá khỏi danh sách",
            f"Xoá {whom}{which} khỏi danh sách? Ctrl+Z lấy lại được.",
            lambda: self._change(ids, lambda: staff.remove(self.store, ids), f"Đã xoá {whom}."),
        )

    def action_move(self) -> None:
        """Ask for a unit and department, and move people there."""
        from tui.framework.first_names import ask_before_first_name
        from tui.widgets.dialogs import New, PickOne

        if not (ids := self.for_whom()):
            return
        whom = self._say_whom(ids)
        choices = [(unit.id, unit.name) for unit in units.all_units(self.store)]

        def unit_chosen(unit_id: int | New | None) -> None:
            if not isinstance(unit_id, int):
                return
            names = [department.name for department in units.departments(self.store, unit_id)]
            options = [("", "(không xếp khoa/phòng)"), *zip(names, names, strict=True)]

            def department_chosen(name: str | New | None) -> None:
                if name is not None:
                    department = name.text if isinstance(name, New) else name
                    ask_before_first_name(self.app, unit_id, "chuyển", partial(move_to, unit_id, department))

            pick = PickOne(f"Chuyển {whom} sang khoa/phòng", options, allow_new=True)
            self.app.push_screen(pick, department_chosen)

        def move_to(unit_id: int, department: str) -> None:
            place = department or units.get(self.store, unit_id).name
            self._change(
                ids, lambda: staff.move(self.store, ids, unit_id, department or None), f"Đã chuyển {whom} sang {place}."
            )

        self.app.push_screen(PickOne(f"Chuyển {whom} sang đơn vị", choices), unit_chosen)

    def _change(self, ids: Sequence[int], change: Callable[[], None], done: str) -> None:
        if not self.are_listed(ids):
            return
        change()
        self.table.marks.clear()
        self.seen()
        self.reload()
        self.notify(done)
