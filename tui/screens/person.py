"""Người: the form of one person. Every field is on disk as soon as it is left."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from store import checklist, history, reasons, staff, submissions, units
from store.database import Store
from store.errors import StoreError
from store.models import Person, StaffMember, State
from store.text import format_date, mask_citizen_id
from tui.screens.person_fields import person_fields, stored, values_of
from tui.widgets.dialogs import Ask, Choice, New, PickOne
from tui.widgets.form import Form, Verdict

if TYPE_CHECKING:
    from tui.app import TramyteApp


class PersonScreen(ModalScreen[int | None]):
    """One person, or a new one; answers the id of who was saved, None when nobody was."""

    app: "TramyteApp"
    DEFAULT_CSS = """
    PersonScreen { background: $background; }
    PersonScreen > #person-head { height: 1; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    PersonScreen > #person-strip { height: auto; min-height: 2; max-height: 8; padding: 0 1; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi và đóng", id="person.save", tooltip="Ghi người này rồi đóng", priority=True),
        Binding("f6", "reason", "Lý do", id="person.reason", tooltip="Chọn lý do của mục đang chưa"),
        Binding("f7", "log", "Nhật ký", id="person.log", tooltip="Những lần thay đổi của người này"),
        Binding("escape", "leave", "Đóng", id="person.leave", tooltip="Bỏ chữ đang gõ; bấm lần nữa để đóng"),
    ]

    def __init__(self, staff_id: int | None, unit_id: int | None = None) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.unit_id = unit_id
        self.reasons_chosen: dict[str, str] = {}  # of a new person
        self.doubles: list[str] = []  # who somebody new may be

    @property
    def store(self) -> Store:
        """The app's store."""
        return self.app.store

    def compose(self) -> ComposeResult:
        """Head, form, strip, footer."""
        yield Static(id="person-head", markup=False)
        yield Form(person_fields(self.store.items()), self._values(), id="person-form")
        yield Static(id="person-strip", markup=False)
        yield Footer(show_command_palette=False)

    def _values(self) -> dict[str, str]:
        if self.staff_id is not None:
            return values_of(staff.get(self.store, self.staff_id), self.store.items())
        known = units.all_units(self.store)
        unit = next((unit for unit in known if unit.id == self.unit_id), known[0] if known else None)
        self.unit_id = unit.id if unit else None
        unknown = {f"state.{item.key}": State.UNKNOWN.value for item in self.store.items()}
        return {"unit": unit.name if unit else "", **unknown}

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def on_mount(self) -> None:
        """Begin at the name: unit and department are mostly right already."""
        self.show_head()
        self.form.focus_field("full_name" if self.form.values["unit"] else "unit")

    def show_head(self) -> None:
        """Who this is."""
        name = self.form.values["full_name"] or "Người mới"
        self.query_one("#person-head", Static).update(f"{name} · {self.form.values['unit'] or 'chưa chọn đơn vị'}")

    def strip(self, text: str) -> None:
        """Say something below the form."""
        self.query_one("#person-strip", Static).update(text)

    def on_form_entered(self, event: Form.Entered) -> None:
        """Where the value came from, and what must be settled about it."""
        lines = list(self.doubles)
        kind, _, key = event.name.partition(".")
        if kind == "state":
            lines.append(self._about_state(key))
        if self.staff_id is not None:
            cell = submissions.sources(self.store, self.staff_id).get(event.name)
            if cell is not None:
                place = f"tệp {cell.file_name}, trang {cell.sheet}, ô {cell.cell}"
                lines.append(f"Nguồn: {place} (ghi “{_shown_raw(event.name, cell.raw)}”)")
            lines += self._contradictions()
        self.strip("\n".join(line for line in lines if line))

    def _about_state(self, key: str) -> str:
        item = self.store.item(key)
        if self.staff_id is None:
            reason, day = self.reasons_chosen.get(key), None
        else:
            person = staff.get(self.store, self.staff_id).person
            reason, day = person.reasons.get(key), person.done_on.get(key)
        told = item.title
        if reason:
            told += f" · Lý do: {reason}"
        if day:
            told += f" · Ngày: {format_date(day)}"
        if item.applies_to == "administrative" and self.form.typed("administrative") == "0":
            told += " · Không làm hành chính: thường là Không áp dụng (bấm 3)"
        return told

    def _contradictions(self) -> list[str]:
        values = self.form.typed_values()
        items = self.store.items()
        states = checklist.pack_states(
            {item.key: State(values[f"state.{item.key}"] or State.UNKNOWN) for item in items}, items
        )
        return [
            f"! Mâu thuẫn: {item.title} ghi Đã mà {needed.title} ghi Chưa. Hãy xem lại."
            for item, needed in checklist.contradictions(states, items)
        ]

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write one field of somebody who is in the store; look for a double of somebody new."""
        if self.staff_id is None:
            self._look_for_double(event.name)
            self._ask_reason_if_todo(event.name, event.value)
            return
        try:
            self._write(event.name, event.value)
        except StoreError as error:
            before = values_of(staff.get(self.store, self.staff_id), self.store.items())
            self.form.values[event.name] = before[event.name]
            self.form.say(event.name, Verdict(error.message, is_error=True))
            return
        verdict = self.form.verdict_on(event.name)
        self.form.say(event.name, verdict, saved="✓ đã ghi")
        self.show_head()
        self._ask_reason_if_todo(event.name, event.value)

    def _write(self, name: str, value: str) -> None:
        assert self.staff_id is not None  # noqa: S101 - asked by the caller
        kind, _, key = name.partition(".")
        if kind == "state":
            staff.set_state(self.store, [self.staff_id], key, State(value or State.UNKNOWN))
        else:
            staff.edit(self.store, self.staff_id, {name: stored(name, value)})

    def _ask_reason_if_todo(self, name: str, value: str) -> None:
        if name.startswith("state.") and value == State.TODO.value:
            self._pick_reason(name.partition(".")[2])

    def _pick_reason(self, key: str) -> None:
        options = [(reason.text, reason.text) for reason in reasons.for_item(self.store, key)]

        def chosen(answer: str | New | None) -> None:
            words = answer.text if isinstance(answer, New) else answer
            if words is None:
                return
            if self.staff_id is None:
                self.reasons_chosen[key] = words
            else:
                staff.set_state(self.store, [self.staff_id], key, State.TODO, words)
            self.form.say(f"state.{key}", None, saved=words)

        title = f"Vì sao chưa: {self.store.item(key).title}"
        self.app.push_screen(PickOne(title, options, allow_new=True), chosen)

    def action_reason(self) -> None:
        """Choose the reason of the item under the cursor."""
        name = self.form.current or ""
        if name.startswith("state.") and self.form.typed(name) == State.TODO.value:
            self._pick_reason(name.partition(".")[2])
        else:
            self.notify("Hãy đưa con trỏ đến mục đang ghi Chưa.")

    def on_form_opened(self, event: Form.Opened) -> None:
        """Choose the unit or the department."""
        if event.name == "unit":
            units_now = [(unit.id, unit.name) for unit in units.all_units(self.store)]
            self.app.push_screen(PickOne("Đơn vị", units_now, allow_new=True), self._unit_chosen)
        elif self.unit_now() is not None:
            there = [(d.name, d.name) for d in units.departments(self.store, self.unit_now())]
            self.app.push_screen(PickOne("Khoa/phòng", there, allow_new=True), self._department_chosen)
        else:
            self.notify("Hãy chọn đơn vị trước.")

    def unit_now(self) -> int | None:
        """The unit of the person."""
        return staff.get(self.store, self.staff_id).unit_id if self.staff_id is not None else self.unit_id

    def _unit_chosen(self, answer: int | New | None) -> None:
        if answer is None:
            return
        try:
            unit_id = units.find_or_add(self.store, answer.text) if isinstance(answer, New) else answer
            if self.staff_id is not None and unit_id != self.unit_now():
                staff.move(self.store, [self.staff_id], unit_id)
        except StoreError as error:
            self.app.tell(error)
            return
        if unit_id != self.unit_id:
            self.form.set_value("department", "")
        self.unit_id = unit_id
        self.form.set_value("unit", units.get(self.store, unit_id).name)
        self.show_head()
        self.form.action_step(1)

    def _department_chosen(self, answer: str | New | None) -> None:
        name = answer.text if isinstance(answer, New) else answer
        if name is None:
            return
        if self.staff_id is not None:
            unit_id = staff.get(self.store, self.staff_id).unit_id
            staff.move(self.store, [self.staff_id], unit_id, name)
        self.form.set_value("department", name)
        self.form.action_step(1)

    def _look_for_double(self, name: str) -> None:
        if name not in ("full_name", "birth_date", "citizen_id"):
            return
        person = self._typed_person()
        if not person.full_name:
            return
        found = staff.similar(self.store, person)
        self.doubles = (
            ["! Có thể đã có trong sổ:", *(f"  {_described(member)}" for member in found[:4])] if found else []
        )
        self.strip("\n".join(self.doubles))

    def _typed_person(self) -> Person:
        values = self.form.typed_values()
        person = Person(values["full_name"])
        for field in self.form.fields:
            name, value = field.name, values[field.name]
            if name.startswith("state."):
                key = name.partition(".")[2]
                person.states[key] = State(value or State.UNKNOWN)
                if person.states[key] is State.TODO and key in self.reasons_chosen:
                    person.reasons[key] = self.reasons_chosen[key]
            elif name not in ("unit", "department", "full_name"):
                setattr(person, name, stored(name, value))
        return person

    def on_form_finished(self) -> None:
        """Enter on the last field is done."""
        self.action_save()

    def action_save(self) -> None:
        """Write what stands in the form and close."""
        # What was typed before this key is still on its way to the field.
        self.call_later(self._save)

    def _save(self) -> None:
        current = self.form.current
        if current is not None and not self.form.commit(current):
            return
        wrong = self.form.errors()
        if self.staff_id is not None:
            if wrong:
                self.form.focus_field(wrong[0])
            else:
                self.call_later(self.dismiss, self.staff_id)
            return
        if self.unit_id is None:
            self.form.say("unit", Verdict("Phải chọn đơn vị", is_error=True))
            self.form.focus_field("unit")
        elif wrong:
            self.form.focus_field(wrong[0])
        else:
            self._add()

    def _add(self) -> None:
        person = self._typed_person()
        found = staff.similar(self.store, person)
        if not found:
            self._really_add(None)
            return
        choices: list[Choice[int]] = [
            *(Choice(str(n), f"Mở {_described(member)}", member.id) for n, member in enumerate(found[:4], 1)),
            Choice("9", "Vẫn thêm người mới", 0),
        ]
        question = "Trong sổ đã có người giống như vậy."
        self.app.push_screen(Ask("Có phải cùng một người không?", question, choices), self._double_answered)

    def _double_answered(self, answer: int | None) -> None:
        if answer == 0:
            self._really_add(None)
        elif answer is not None:
            self.dismiss(answer)

    def _really_add(self, _: None) -> None:
        assert self.unit_id is not None  # noqa: S101 - asked by the caller
        department = self.form.typed("department") or None
        try:
            made = staff.add(self.store, self._typed_person(), self.unit_id, department)
        except StoreError as error:
            self.app.tell(error)
            return
        self.dismiss(made)

    def action_leave(self) -> None:
        """First give the field its text back, then close; what is new is asked about."""
        if self.form.revert():
            return
        if self.staff_id is not None:
            self.dismiss(self.staff_id)
        elif self.form.typed("full_name").strip():
            choices = [Choice("1", "Ghi người này", True), Choice("2", "Bỏ", False)]
            self.app.push_screen(Ask("Người này chưa được ghi", "", choices), self._leave_answered)
        else:
            self.dismiss(None)

    def _leave_answered(self, answer: bool | None) -> None:
        if answer:
            self._save()
        elif answer is False:
            self.dismiss(None)

    def action_log(self) -> None:
        """Show what was changed, when and by what."""
        if self.staff_id is None:
            return
        from tui.screens.person_log import PersonLog

        entries = history.of(self.store, "staff", self.staff_id)
        self.app.push_screen(PersonLog(self.store, self.form.values["full_name"], entries))


def _described(member: StaffMember) -> str:
    person = member.person
    born = f", sinh {format_date(person.birth_date)}" if person.birth_date else ""
    number = f", CCCD {mask_citizen_id(person.citizen_id)}" if person.citizen_id else ""
    return f"{person.full_name}{born}{number}, {member.unit}"


def _shown_raw(name: str, raw: str) -> str:
    return mask_citizen_id(raw) if name == "citizen_id" and len(raw) == 12 else raw
