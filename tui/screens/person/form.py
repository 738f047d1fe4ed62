"""The form of one person: every field is written as soon as it is left, and what is doubtful is said beside it."""

from textual.app import ComposeResult
from textual.widgets import Static

from store.checklist.items import checklist_items
from store.errors import StoreError
from store.field_ref import FieldRef
from store.models import PERSON_COLUMN, Person, StaffMember, State
from store.people import staff, units
from store.receiving import kept
from tui.framework.form import Form, Verdict
from tui.framework.work_screen import Modal
from tui.screens.person.choices import PersonChoices
from tui.screens.person.fields import REPEATED_IN_CITIZEN_ID, person_fields, person_of, values_of
from tui.screens.person.strip_text import doubles_text, field_text, note_on_state
from tui.widgets.key_line import KeyLine

_NAMING = ("full_name", "birth_date", "citizen_id")


class PersonForm(Modal[int | None]):
    """What stands in the form, and what is written of it field by field."""

    def __init__(self, staff_id: int | None, unit_id: int | None = None) -> None:
        super().__init__()
        self.staff_id = staff_id
        self.unit_id = unit_id
        self.answer = staff_id
        self.doubles: list[StaffMember] = []
        self.choices = PersonChoices(self)

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def compose(self) -> ComposeResult:
        """Head, form, strip, footer."""
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
        unknown: dict[str, str] = {
            FieldRef.state(item.key): State.UNKNOWN.value for item in checklist_items(self.store)
        }
        return {"unit": unit.name if unit else "", **unknown}

    def on_mount(self) -> None:
        """Begin at the name: unit and department are mostly right already."""
        self._show()
        self.form.focus_field("full_name" if self.form.values["unit"] else "unit")

    def _show(self) -> None:
        self.sources = {} if self.staff_id is None else kept.sources(self.store, self.staff_id)
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
        for item in checklist_items(self.store):
            self.form.notes[FieldRef.state(item.key)] = note_on_state(item, person)

    def show_strip(self) -> None:
        """About the field that one is in, and who may be the same person."""
        name = self.form.current or ""
        text = field_text(self.store, name, self.form.notes.get(name, ""), self.sources)
        if not text and self.form.is_narrow:
            text = self.form.hint_of(name)  # beside the field it may be cut off
        lines = [line for line in (text, doubles_text(self.doubles)) if line]
        self.query_one("#person-strip", Static).update("\n".join(lines))

    def reload(self) -> None:
        """Something was taken back: show what the store holds; what is being typed stays."""
        if self.staff_id is None:
            return
        member = staff.get(self.store, self.staff_id)
        if member.removed_at is not None:
            self.dismiss(None)
            return
        for name, value in values_of(member, checklist_items(self.store)).items():
            if self.form.typed(name).strip() == self.form.values[name]:
                self.form.set_value(name, value)
        self._show()
        self.show_strip()

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
        item = FieldRef.parse(name).item
        try:
            if item is not None:
                staff.set_state(self.store, [self.staff_id], item, State(value or State.UNKNOWN))
                self.form.set_value(name, value or State.UNKNOWN.value)
            else:
                staff.edit(self.store, self.staff_id, {name: PERSON_COLUMN[name].stored(value)})
        except StoreError as error:
            before = values_of(staff.get(self.store, self.staff_id), checklist_items(self.store))
            self.form.values[name] = before[name]
            self.form.say(name, Verdict(error.message, is_error=True))
            return False
        self.sources = kept.sources(self.store, self.staff_id)
        return True

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
