"""Người: the form of one person, in which a stored person is edited or a new one added.

Every field of a stored person is saved as soon as it is left; what is doubtful about it is shown beside it.
"""

from functools import partial

from textual.app import ComposeResult
from textual.widgets import Static

from importers.pasted import is_table
from store import journal
from store.checklist.items import checklist_items
from store.errors import ReplacedStoreError, StoreError
from store.field_ref import FieldRef
from store.identifiers import Card, read_card, read_citizen_id
from store.models import WITH_REASON, Person, StaffMember, State
from store.people import staff, units
from store.receiving import kept
from tui.framework.first_names import ask_before_first_name
from tui.framework.form import Form
from tui.framework.form_field import Verdict
from tui.framework.targets import PastedTarget
from tui.framework.unwritten import leave_removed
from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.screens.person.choices import PersonChoices, choices_of
from tui.screens.person.fields import REPEATED_IN_CITIZEN_ID, person_fields, person_of, values_of
from tui.screens.person.log import PersonLog
from tui.screens.person.saving import write_field
from tui.screens.person.words import doubles_text, field_text, log_line, note_on_state
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.key_line import KeyLine

_NAMING = ("full_name", "birth_date", "citizen_id")


class PersonScreen(Modal[int | None]):
    """The form of a stored or new person; answers the id of the person saved last, None when none was."""

    PLACE_TITLE = "Người"
    BINDINGS = keys(
        "person",
        ("ctrl+s", "save", "Ghi, đóng", "Ghi người này rồi đóng"),
        ("f8", "open_double", "Mở người ấy", "Sang người có thể là người này", "double"),
        ("f6", "about_state", "Lý do, ngày", "Lý do của mục chưa, ngày của mục đã có", "about"),
        ("escape", "leave", "Đóng", "Bỏ chữ đang gõ; bấm lần nữa để đóng"),
        ("f7", "log", "Nhật ký", "Những lần thay đổi của người này"),
        ("ctrl+n", "save_and_add", "Thêm nữa", "Ghi người này rồi thêm người nữa cùng đơn vị, khoa/phòng", "another"),
        # A modal screen stands before the app's own keys; these still mean what they mean everywhere.
        hidden=[
            ("f4", "repeat", "Như người trước", "Ghi vào ô này điều đã ghi cho người vừa thêm"),
            ("ctrl+z", "app.undo", "Hoàn tác", "Lấy lại thay đổi vừa rồi"),
            ("ctrl+y", "app.redo", "Làm lại", "Làm lại điều vừa hoàn tác"),
        ],
        priority={"save", "another"},
    )

    def __init__(
        self, staff_id: int | None, unit_id: int | None = None, card: Card | None = None, name: str = ""
    ) -> None:
        """`card`: the scanned card, `name`: the searched name, of a new person (`staff_id` None)."""
        super().__init__()
        self._card, self._name = card, name
        self.staff_id = self.answer = staff_id
        self.unit_id = unit_id
        self.doubles: list[StaffMember] = []
        self.choices = PersonChoices(self)
        self._added: dict[str, str] = {}  # by field: what stood there of the one who was added last

    @property
    def form(self) -> Form:
        """The form with the fields of the person."""
        return self.query_one(Form)

    def compose(self) -> ComposeResult:
        """Build head, form, the text below it, and keys."""
        yield Static(id="person-head", markup=False)
        yield Form(person_fields(checklist_items(self.store)), self._values(), id="person-form")
        yield Static(id="person-strip", markup=False)
        yield KeyLine()

    def _values(self) -> dict[str, str]:
        if self.staff_id is not None:
            return values_of(staff.get(self.store, self.staff_id), checklist_items(self.store))
        known = units.all_units(self.store)
        unit = next((unit for unit in known if unit.id == self.unit_id), known[0] if known else None)
        self.unit_id = unit.id if unit else None
        states: dict[str, str] = {FieldRef.state(each.key): State.UNKNOWN.value for each in checklist_items(self.store)}
        return {"unit": unit.name if unit else "", **states}

    def on_mount(self) -> None:
        """Focus the name, because unit and department are mostly right already."""
        self._show()
        if self._card is not None:
            self._fill_in(self._card)
        if self._name:
            self.form.show_typed("full_name", self._name)
        self.form.focus_field("full_name" if self.form.values["unit"] else "unit")
        self.has_new_version()  # what another window writes from now on is news

    def take_text(self, text: str) -> None:
        """Fill the fields from a scanned card; other text is refused."""
        if (card := read_card(text)) is None:
            super().take_text(text)
        else:
            self._fill_in(card)

    def take_rows(self, text: str) -> bool:
        """Send pasted table rows to Nhận tệp, where each person is reviewed before it is stored.

        Answers False when the text is no table. While the form holds a person, a message asks to close it first.
        """
        if not is_table(text):
            return False
        if self.form.is_changed or self.staff_id is not None:
            self.app.notify("Nhiều dòng từ bảng tính: ghi xong và đóng người này, rồi dán ở Danh sách.")
        else:
            self.dismiss(self.answer)
            self.app.call_after_refresh(self.app.go_to, PastedTarget(text, self.form.values["unit"] or None))
        return True

    def _fill_in(self, card: Card) -> None:
        """Put the card's values into empty fields; if the CCCD in the form differs, change nothing."""
        from tui.screens.person.card import values_of_card  # nobody who scans nothing waits for it

        values = values_of_card(card)
        number = self.form.typed("citizen_id").strip()
        if number and number != card.number:
            self.form.say("citizen_id", Verdict("Thẻ vừa quét mang số khác; không ô nào bị đổi"))
            return
        for name, value in values.items():
            if self.form.typed(name).strip():
                continue
            if self.staff_id is None:
                self.form.fill(name, value)
            elif self._write(name, value, self.form.values[name]):
                self.form.set_value(name, value)
        self._look_for_double("citizen_id")
        self.form.look_again(values)
        self.show_head()

    def _fill_in_from_number(self, number: str) -> None:
        """Fill empty fields of a new person with sex and birth year from the CCCD."""
        read = read_citizen_id(number)
        if read is None or read.province is None:
            return
        for name, value in (("sex", read.sex), ("birth_date", str(read.birth_year))):
            if not self.form.typed(name).strip():
                self.form.set_value(name, value)
                self.form.say(name, None, saved="theo số CCCD")

    def action_repeat(self) -> None:
        """Fill the focused field with the value of the person added before."""
        if (name := self.form.current) is not None and self._added.get(name):
            self.form.show_typed(name, self._added[name])
            self.form.commit(name)

    def _show(self) -> None:
        self.sources = {} if self.staff_id is None else kept.sources(self.store, self.staff_id)
        self.show_head()
        self.show_states()
        if self.staff_id is not None:
            self.form.look_again()
        self.refresh_bindings()

    def show_head(self) -> None:
        """Show the name and unit of the person."""
        name = self.form.values["full_name"] or "Người mới"
        self.show_text("person-head", f"{name} · {self.form.values['unit'] or 'chưa chọn đơn vị'}")

    def show_states(self) -> None:
        """Set the reasons and days that stand beside the items."""
        person = self.person_now()
        for item in checklist_items(self.store):
            self.form.notes[FieldRef.state(item.key)] = note_on_state(item, person)

    def show_strip(self) -> None:
        """Show the hint of the focused field, and people who may be the same person."""
        name = self.form.current or ""
        text = field_text(self.store, name, self.form.notes.get(name, ""), self.sources)
        if not text and self.form.is_narrow:
            text = self.form.hint_of(name)  # beside the field it may be cut off
        lines = [line for line in (text, doubles_text(self.doubles)) if line]
        self.show_text("person-strip", "\n".join(lines))

    def reload(self) -> None:
        """Show what the store holds after a change was taken back; fields being typed stay as they are."""
        if self.staff_id is None:
            return
        member = staff.get(self.store, self.staff_id)
        if member.removed_at is not None:
            leave_removed(self, f"{member.person.full_name} không còn trong danh sách.")
            return
        for name, value in values_of(member, checklist_items(self.store)).items():
            if self.form.typed(name).strip() == self.form.values[name]:
                self.form.set_value(name, value)
        self._show()
        self.show_strip()

    def follow_store(self) -> None:
        """Show what another window wrote about the person; fields being typed stay as they are."""
        if self.has_new_version():
            self.reload()

    def on_form_entered(self) -> None:
        """Show the text for the field that got the focus."""
        self.show_strip()
        self.refresh_bindings()

    def on_form_saved(self, event: Form.Saved) -> None:
        """Save the changed field of a stored person, and look for people who may be the same."""
        if self.staff_id is not None and not self._write(event.name, event.value, event.before):
            return
        if self.staff_id is None and event.name == "citizen_id":
            self._fill_in_from_number(event.value)
        self._look_for_double(event.name)
        self._look_again_behind(event.name)
        verdict = self.form.verdict_on(event.name)
        self.form.say(event.name, verdict, saved="✓ đã ghi" if self.staff_id is not None else "")
        if event.name in ("full_name", "unit"):
            self.show_head()
        self.choices.ask_reason_if_todo(event.name, event.value)

    def _write(self, name: str, value: str, shown: str) -> bool:
        assert self.staff_id is not None  # noqa: S101 - asked by the caller
        try:
            newer = write_field(self.store, self.staff_id, name, value, shown=shown)
            if newer is None and FieldRef.parse(name).item is not None:
                self.form.set_value(name, value or State.UNKNOWN.value)
        except ReplacedStoreError:
            raise
        except StoreError as error:
            before = values_of(staff.get(self.store, self.staff_id), checklist_items(self.store))
            self.form.values[name] = before[name]
            self.form.say(name, Verdict(error.message, is_error=True))
            return False
        if newer is not None:
            self.choices.ask_which_stays(name, value, shown=shown, newer=newer)
        else:
            self.sources = kept.sources(self.store, self.staff_id)
        return newer is None

    def _look_again_behind(self, name: str) -> None:
        if FieldRef.parse(name).item or name == "administrative":
            self.show_states()
            self.form.look_again([FieldRef.state(item.key) for item in checklist_items(self.store)])
            self.show_strip()
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
        """The person as the store holds them; a new one as typed so far."""
        if self.staff_id is not None:
            return staff.get(self.store, self.staff_id).person
        person = person_of(self.form.typed_values())
        person.reasons = {k: v for k, v in self.choices.reasons.items() if person.states[k] in WITH_REASON}
        person.done_on = {k: v for k, v in self.choices.days.items() if person.states[k] is State.DONE}
        return person

    def on_form_opened(self, event: Form.Opened) -> None:
        """Ask for the unit or the department."""
        pick = self.choices.pick_unit if event.name == "unit" else self.choices.pick_department
        pick(event.typed)

    def action_about_state(self) -> None:
        """Ask for the reason or the day of the focused item."""
        self.choices.ask_about_state()

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key has an effect now."""
        if action in ("log", "save_and_add"):
            return (self.staff_id is None) is (action == "save_and_add")
        if action == "open_double":
            return bool(self.doubles)
        if action == "repeat":
            return self.staff_id is None and bool(self._added)
        return action != "about_state" or self.choices.item_now() is not None

    def on_form_finished(self) -> None:
        """Save a new person on Enter in the last field; of a stored one say that all is saved."""
        if self.staff_id is None:
            self.action_save()
        else:
            self.form.settle(self._at_the_end)

    def _at_the_end(self, wrong: list[str]) -> None:
        if not wrong:
            self.notify("Đây là ô cuối. Mọi điều đã được ghi; Esc để đóng.")
        self.form.focus_field([*wrong, self.form.fields[-1].name][0])

    def action_save(self) -> None:
        """Save the person and close the form."""
        self.form.settle(lambda wrong: self._save(wrong, then_another=False))

    def action_save_and_add(self) -> None:
        """Save the new person and begin another one."""
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
        def add_unless_double() -> None:
            self.choices.ask_about_doubles(staff.similar(self.store, self.person_now()), self._become, really_add)

        assert self.unit_id is not None  # noqa: S101 - asked by the caller
        really_add = partial(self._really_add, self.unit_id, then_another=then_another)
        ask_before_first_name(self.app, self.unit_id, "thêm", add_unless_double)

    def _really_add(self, unit_id: int, *, then_another: bool) -> None:
        department = self.form.typed("department")
        self.answer = staff.add(self.store, self.person_now(), unit_id, department or None)
        if not then_another:
            self.dismiss(self.answer)
            return
        self.notify(f"Đã thêm {self.form.typed('full_name')}.")
        self._added = self.form.typed_values()
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
        """Open the stored person who may be the same; ask which one if there are several."""
        if len(self.doubles) == 1:
            self._become(self.doubles[0].id)
            return
        self.app.push_screen(Ask("Mở người nào?", "", choices_of(self.doubles)), self._become)

    def _become(self, staff_id: int | None) -> None:
        if staff_id is None:
            return
        self.staff_id = self.answer = staff_id
        self.doubles = []
        for name, value in self._values().items():
            self.form.set_value(name, value)
        self._show()
        self.form.focus_field("full_name")
        self.show_strip()

    def action_leave(self) -> None:
        """Put the saved value back into the focused field; if it has it already, close the form.

        Before it closes, the person is asked about what is not saved.
        """
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
        """Show the changes of this person."""
        assert self.staff_id is not None  # noqa: S101 - check_action
        entries = journal.entries_of(self.store, "staff", self.staff_id)
        lines = "\n".join(log_line(self.store, entry) for entry in entries)
        self.app.push_screen(PersonLog(f"Nhật ký: {self.form.values['full_name']}", lines or "Chưa có thay đổi nào."))
