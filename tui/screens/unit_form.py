"""The form of one unit."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from store import units
from store.errors import StoreError
from store.models import UNIT_KIND_LABELS
from tui.widgets.dialogs import PickOne
from tui.widgets.form import Form, FormField, Verdict

if TYPE_CHECKING:
    from tui.app import TramyteApp

_NO_PARENT = 0

FIELDS = (
    FormField(
        "name",
        "Tên đơn vị",
        check=lambda value, _: None if value else Verdict("Phải có tên đơn vị", is_error=True),
    ),
    FormField("kind", "Loại", "choice", tuple(UNIT_KIND_LABELS.items()), hint="← → để chọn"),
    FormField("parent", "Trực thuộc", "pick", hint="Enter để chọn"),
    FormField(
        "facility_code",
        "Mã cơ sở KCB",
        check=lambda value, _: (
            None if not value or (value.isdigit() and len(value) == 5) else Verdict("Gồm 5 chữ số", is_error=True)
        ),
        hint="5 chữ số, nếu có",
    ),
)


class UnitScreen(ModalScreen[bool]):
    """One unit, or a new one; answers whether something was written."""

    app: "TramyteApp"
    DEFAULT_CSS = """
    UnitScreen { background: $background; }
    UnitScreen > .title { height: 1; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi", id="unit.save", tooltip="Ghi đơn vị rồi đóng", priority=True),
        Binding("escape", "leave", "Bỏ qua", id="unit.leave", tooltip="Đóng, không đổi gì"),
    ]

    def __init__(self, unit_id: int | None) -> None:
        super().__init__()
        self.unit_id = unit_id
        self.parent_id: int | None = None

    def compose(self) -> ComposeResult:
        """Title, form, footer."""
        values: dict[str, str] = {"kind": "other"}
        if self.unit_id is not None:
            unit = units.get(self.app.store, self.unit_id)
            self.parent_id = unit.parent_id
            parent = units.get(self.app.store, unit.parent_id).name if unit.parent_id else ""
            values = {"name": unit.name, "kind": unit.kind, "parent": parent, "facility_code": unit.facility_code or ""}
        yield Static("Sửa đơn vị" if self.unit_id else "Đơn vị mới", classes="title", markup=False)
        yield Form(FIELDS, values)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the name."""
        self.query_one(Form).focus_field("name")

    def on_form_saved(self, event: Form.Saved) -> None:
        """The name tells the kind of a new unit."""
        if event.name == "name" and self.unit_id is None:
            self.query_one(Form).set_value("kind", units.guess_kind(event.value))

    def on_form_opened(self) -> None:
        """Choose the unit above."""
        known = [(unit.id, unit.name) for unit in units.all_units(self.app.store) if unit.id != self.unit_id]
        self.app.push_screen(PickOne("Trực thuộc", [(_NO_PARENT, "Không trực thuộc đơn vị nào"), *known]), self._chosen)

    def _chosen(self, answer: object) -> None:
        if not isinstance(answer, int):
            return
        self.parent_id = answer or None
        name = units.get(self.app.store, answer).name if answer else ""
        form = self.query_one(Form)
        form.set_value("parent", name)
        form.action_step(1)

    def on_form_finished(self) -> None:
        """Enter on the last field is done."""
        self.action_save()

    def action_save(self) -> None:
        """Write the unit as one step."""
        # What was typed before this key is still on its way to the field.
        self.call_later(self._save)

    def _save(self) -> None:
        form = self.query_one(Form)
        if wrong := form.errors():
            form.focus_field(wrong[0])
            return
        values = form.typed_values()
        store = self.app.store
        try:
            if self.unit_id is None:
                units.add(
                    store,
                    values["name"],
                    kind=values["kind"] or None,
                    parent_id=self.parent_id,
                    facility_code=values["facility_code"] or None,
                )
            else:
                units.edit(
                    store,
                    self.unit_id,
                    name=values["name"],
                    kind=values["kind"],
                    parent_id=self.parent_id,
                    facility_code=values["facility_code"] or None,
                )
        except StoreError as error:
            form.say("name", Verdict(error.message, is_error=True))
            form.focus_field("name")
            return
        self.dismiss(True)

    def action_leave(self) -> None:
        """First give the field its text back, then close."""
        if not self.query_one(Form).revert():
            self.dismiss(False)
