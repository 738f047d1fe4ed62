"""Người: the form of one person. Every field is on disk as soon as it is left."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from store import history, staff, submissions, units
from store.database import Store
from store.errors import StoreError
from store.models import Person, StaffMember, State
from tui.screens.person_choices import PersonChoices
from tui.screens.person_fields import REPEATED_IN_CITIZEN_ID, person_fields, person_of, stored, values_of
from tui.screens.person_told import SHOWN_DOUBLES, described, told_of_doubles, told_of_field, told_of_state
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.form import Form, Verdict
from tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from tui.app import TramyteApp

_NAMING = ("full_name", "birth_date", "citizen_id")
_NOBODY = 0


class PersonScreen(ModalScreen[int | None]):
    """One person, or a new one; answers the id of who was saved last, None when nobody was."""

    app: "TramyteApp"
    PLACE_TITLE = "Người"
    DEFAULT_CSS = """
    PersonScreen { background: $background; layout: vertical; align: left top; }
    PersonScreen > #person-head { height: 1; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    PersonScreen > Form { height: 1fr; }
    PersonScreen > #person-strip { height: auto; min-height: 2; max-height: 7; padding: 0 2; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi, đóng", id="person.save", tooltip="Ghi người này rồi đóng", priority=True),
        Binding("f8", "open_double", "Mở người ấy", id="person.double", tooltip="Sang người có thể là người này"),
        Binding(
            "f6", "about_state", "Lý do, ngày", id="person.about", tooltip="Lý do của mục chưa, ngày của mục đã có"
        ),
        Binding("escape", "leave", "Đóng", id="person.leave", tooltip="Bỏ chữ đang gõ; bấm lần nữa để đóng"),
        Binding("f7", "log", "Nhật ký", id="person.log", tooltip="Những lần thay đổi của người này"),
        Binding(
            "ctrl+n",
            "save_and_add",
            "Thêm nữa",
            id="person.another",
            tooltip="Ghi người này rồi thêm người nữa cùng đơn vị, khoa/phòng",
            priority=True,
        ),
        # A modal screen stands before the app's own keys; these still mean what they mean everywhere.
        Binding("f1", "app.help", "Trợ giúp", id="person.help", tooltip="Các phím của màn hình này", show=False),
        Binding("ctrl+z", "app.undo", "Hoàn tác", id="person.undo", tooltip="Lấy lại thay đổi vừa rồi", show=False),
        Binding("ctrl+y", "app.redo", "Làm lại", id="person.redo", tooltip="Làm lại điều vừa hoàn tác", show=False),
    ]

    def __init__(self, staff_id: int | None, unit_id: int | None = None) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.unit_id = unit_id
        self.answer = staff_id
        self.doubles: list[StaffMember] = []
        self.choices = PersonChoices(self)

    @property
    def store(self) -> Store:
        """The app's store."""
        return self.app.store

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def compose(self) -> ComposeResult:
        """Head, form, strip, footer."""
        yield Static(id="person-head", markup=False)
        yield Form(person_fields(self.store.items()), self._values(), id="person-form")
        yield Static(id="person-strip", markup=False)
        yield KeyLine()

    def _values(self) -> dict[str, str]:
        if self.staff_id is not None:
            return values_of(staff.get(self.store, self.staff_id), self.store.items())
        known = units.all_units(self.store)
        unit = next((unit for unit in known if unit.id == self.unit_id), known[0] if known else None)
        self.unit_id = unit.id if unit else None
        unknown = {f"state.{item.key}": State.UNKNOWN.value for item in self.store.items()}
        return {"unit": unit.name if unit else "", **unknown}

    def on_mount(self) -> None:
        """Begin at the name: unit and department are mostly right already."""
        self._show()
        self.form.focus_field("full_name" if self.form.values["unit"] else "unit")

    def _show(self) -> None:
        self.sources = {} if self.staff_id is None else submissions.sources(self.store, self.staff_id)
        self.show_head()
        self.show_states()
        if self.staff_id is not None:
            self.form.look_again()
        self.refresh_bindings()

    def show_head(self) -> None:
        """Who this is."""
        name = self.form.values["full_name"] or "Người mới"
        self.query_one("#person-head", Static).update(f"{name} · {self.form.values['unit'] or 'chưa chọn đơn vị'}")

    def show_states(self) -> None:
        """Reasons and days beside the items."""
        person = self.person_now()
        for item in self.store.items():
            self.form.notes[f"state.{item.key}"] = told_of_state(item, person)

    def show_strip(self) -> None:
        """About the field that one is in, and who may be the same person."""
        name = self.form.current or ""
        told = told_of_field(self.store, name, self.sources)
        if not told and self.form.is_narrow:
            told = self.form.hint_of(name)  # beside the field it may be cut off
        lines = [line for line in (told, told_of_doubles(self.doubles)) if line]
        self.query_one("#person-strip", Static).update("\n".join(lines))

    def reload(self) -> None:
        """Something was taken back: show what the store holds; what is being typed stays."""
        if self.staff_id is None:
            return
        member = staff.get(self.store, self.staff_id)
        if member.removed_at is not None:
            self.dismiss(None)
            return
        for name, value in values_of(member, self.store.items()).items():
            if self.form.typed(name).strip() == self.form.values[name]:
                self.form.set_value(name, value)
        self._show()
        self.show_strip()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean something now."""
        if action == "log":
            return self.staff_id is not None
        if action == "save_and_add":
            return self.staff_id is None
        if action == "open_double":
            return bool(self.doubles)
        if action == "about_state":
            return self.choices.item_now() is not None
        return True

    # -- one field

    def on_form_entered(self) -> None:
        """Another field has the focus."""
        self.show_strip()
        self.refresh_bindings()

    def on_form_saved(self, event: Form.Saved) -> None:
        """Write one field of somebody who is in the store; look for a double."""
        if self.staff_id is not None and not self._write(event.name, event.value):
            return
        self._look_for_double(event.name)
        self._look_again_behind(event.name)
        verdict = self.form.verdict_on(event.name)
        self.form.say(event.name, verdict, saved="✓ đã ghi" if self.staff_id is not None else "")
        if event.name in ("full_name", "unit"):
            self.show_head()
        self.choices.ask_reason_if_todo(event.name, event.value)

    def _write(self, name: str, value: str) -> bool:
        assert self.staff_id is not None  # noqa: S101 - asked by the caller
        kind, _, key = name.partition(".")
        try:
            if kind == "state":
                staff.set_state(self.store, [self.staff_id], key, State(value or State.UNKNOWN))
                self.form.set_value(name, value or State.UNKNOWN.value)
            else:
                staff.edit(self.store, self.staff_id, {name: stored(name, value)})
        except StoreError as error:
            before = values_of(staff.get(self.store, self.staff_id), self.store.items())
            self.form.values[name] = before[name]
            self.form.say(name, Verdict(error.message, is_error=True))
            return False
        self.sources = submissions.sources(self.store, self.staff_id)
        return True

    def _look_again_behind(self, name: str) -> None:
        if name.startswith("state.") or name == "administrative":
            self.show_states()
            self.form.look_again([f"state.{item.key}" for item in self.store.items()])
        elif name in REPEATED_IN_CITIZEN_ID:
            self.form.look_again(["citizen_id"])

    def _look_for_double(self, name: str) -> None:
        if name not in _NAMING:
            return
        person = self.person_now()
        self.doubles = staff.similar(self.store, person, but=self.staff_id) if person.full_name else []
        self.show_strip()
        self.refresh_bindings()

    def person_now(self) -> Person:
        """The person as the store holds them, or as they were typed so far."""
        if self.staff_id is not None:
            return staff.get(self.store, self.staff_id).person
        person = person_of(self.form.typed_values())
        person.reasons = {k: v for k, v in self.choices.reasons.items() if person.states[k] is State.TODO}
        person.done_on = {k: v for k, v in self.choices.days.items() if person.states[k] is State.DONE}
        return person

    def on_form_opened(self, event: Form.Opened) -> None:
        """Choose the unit or the department."""
        self.choices.pick_unit() if event.name == "unit" else self.choices.pick_department()

    def action_about_state(self) -> None:
        """The reason or the day of the item that one is at."""
        self.choices.ask_about_state()

    # -- the whole person

    def on_form_finished(self) -> None:
        """The last field was left: somebody new is written."""
        if self.staff_id is None:
            self.action_save()
        else:
            self.form.settle(self._at_the_end)

    def _at_the_end(self, wrong: list[str]) -> None:
        if wrong:
            self.form.focus_field(wrong[0])
        else:
            self.notify("Đây là ô cuối. Mọi điều đã được ghi; Esc để đóng.")

    def action_save(self) -> None:
        """Write what stands in the form and close."""
        self.form.settle(lambda wrong: self._save(wrong, then_another=False))

    def action_save_and_add(self) -> None:
        """Write somebody new and begin another."""
        self.form.settle(lambda wrong: self._save(wrong, then_another=True))

    def _save(self, wrong: list[str], *, then_another: bool) -> None:
        if self.staff_id is None and self.unit_id is None:
            self.form.say("unit", Verdict("Phải chọn đơn vị", is_error=True))
            wrong = ["unit", *wrong]
        if wrong:
            self.form.focus_field(wrong[0])
        elif self.staff_id is not None:
            self.dismiss(self.staff_id)
        else:
            self._add(then_another=then_another)

    def _add(self, *, then_another: bool) -> None:
        doubles = staff.similar(self.store, self.person_now())
        if not doubles:
            self._really_add(then_another=then_another)
            return

        def answered(answer: int | None) -> None:
            if answer == _NOBODY:
                self._really_add(then_another=then_another)
            elif answer is not None:
                self._become(answer)

        choices = [
            *(
                Choice(str(n), f"Mở {described(member)}", member.id)
                for n, member in enumerate(doubles[:SHOWN_DOUBLES], 1)
            ),
            Choice("9", "Vẫn thêm người mới", _NOBODY),
        ]
        question = "Trong sổ đã có người giống như vậy."
        self.app.push_screen(Ask("Có phải cùng một người không?", question, choices), answered)

    def _really_add(self, *, then_another: bool) -> None:
        assert self.unit_id is not None  # noqa: S101 - asked by the caller
        department = self.form.typed("department")
        try:
            self.answer = staff.add(self.store, self.person_now(), self.unit_id, department or None)
        except StoreError as error:
            self.app.tell(error)
            return
        if not then_another:
            self.dismiss(self.answer)
            return
        self.notify(f"Đã thêm {self.form.typed('full_name')}.")
        self.doubles = []
        self.choices.forget()
        for name, value in {**dict.fromkeys(self.form.values, ""), **self._values(), "department": department}.items():
            self.form.set_value(name, value)
        self.form.given = dict(self.form.values)
        for field in self.form.fields:
            self.form.say(field.name, None)
        self._show()
        self.form.focus_field("full_name")

    def action_open_double(self) -> None:
        """Go on with the one who is there already."""
        if len(self.doubles) == 1:
            self._become(self.doubles[0].id)
            return
        choices = [
            Choice(str(n), described(member), member.id) for n, member in enumerate(self.doubles[:SHOWN_DOUBLES], 1)
        ]

        def answered(answer: int | None) -> None:
            if answer is not None:
                self._become(answer)

        self.app.push_screen(Ask("Mở người nào?", "", choices), answered)

    def _become(self, staff_id: int) -> None:
        self.staff_id = self.answer = staff_id
        self.doubles = []
        for name, value in self._values().items():
            self.form.set_value(name, value)
        self._show()
        self.form.focus_field("full_name")
        self.show_strip()

    def action_leave(self) -> None:
        """First give the field its text back, then close; what is not written is asked about."""
        if not self.form.revert():
            self.form.settle(self._leave)

    def _leave(self, wrong: list[str]) -> None:
        if self.staff_id is None and not self.form.is_changed:
            self.dismiss(self.answer)
        elif self.staff_id is None:
            unnamed = "" if self.form.typed("full_name").strip() else "Chưa có họ và tên."
            self._ask_to_leave("Người này chưa được ghi", unnamed, "Ghi người này")
        elif wrong:
            labels = [field.label for field in self.form.fields if field.name in wrong]
            self._ask_to_leave("Có ô chưa ghi được", ", ".join(labels), "Sửa lại")
        else:
            self.dismiss(self.staff_id)

    def _ask_to_leave(self, title: str, body: str, stay: str) -> None:
        def answered(stays: bool | None) -> None:
            if stays:
                self.action_save()
            elif stays is False:
                self.dismiss(self.answer)

        self.app.push_screen(Ask(title, body, [Choice("1", stay, True), Choice("2", "Bỏ", False)]), answered)

    def action_log(self) -> None:
        """Show what was changed, when and by what."""
        if self.staff_id is None:
            return
        from tui.screens.person_log import PersonLog

        entries = history.of(self.store, "staff", self.staff_id)
        self.app.push_screen(PersonLog(self.store, self.form.values["full_name"], entries))
