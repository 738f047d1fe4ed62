"""Thông tin trạm: what the station says of itself, asked once at the first run and open to change later."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from store import settings, units
from store.errors import StoreError
from tui.widgets.form import Form, FormField, Verdict

if TYPE_CHECKING:
    from tui.app import TramyteApp

FIELDS = (
    FormField(
        "station_name",
        "Tên trạm",
        check=lambda value, _: None if value else Verdict("Phải có tên trạm", is_error=True),
        hint="ví dụ: Trạm Y tế xã Vĩnh Gia",
    ),
    FormField("place", "Địa danh", hint="ghi trước ngày tháng: Vĩnh Gia, ngày …"),
    FormField("parent_name", "Cơ quan chủ quản", hint="ví dụ: UBND xã Vĩnh Gia"),
    FormField("health_office_name", "Cơ quan nhận báo cáo", hint="ví dụ: Sở Y tế tỉnh An Giang"),
    FormField("head_name", "Người ký", hint="họ và tên trưởng trạm"),
    FormField("head_title", "Chức danh người ký", hint="Trưởng trạm, Giám đốc …"),
    FormField("letter_number", "Mẫu số công văn", hint="ví dụ: …/TYT"),
    FormField("covering_letter", "Dòng “Kèm theo …”", hint="để trống thì chương trình tự ghi"),
)


class StationScreen(ModalScreen[bool]):
    """One form for the station; answers whether it was saved."""

    app: "TramyteApp"
    DEFAULT_CSS = """
    StationScreen { background: $background; }
    StationScreen > .title { height: auto; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    StationScreen > .body { height: auto; padding: 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi", id="station.save", tooltip="Ghi thông tin trạm", priority=True),
        Binding("escape", "later", "Để sau", id="station.later", tooltip="Chưa ghi gì; mở lại bằng Ctrl+O"),
    ]

    def compose(self) -> ComposeResult:
        """Title, form, footer."""
        known = settings.load(self.app.store)
        yield Static("Thông tin trạm", classes="title", markup=False)
        yield Static(
            "Những điều này được in trên báo cáo. Có thể để sau (Esc) và mở lại bằng Ctrl+O.",
            classes="body",
            markup=False,
        )
        yield Form(FIELDS, {field.name: getattr(known, field.name) for field in FIELDS})
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the name."""
        self.query_one(Form).focus_field("station_name")

    def on_form_finished(self) -> None:
        """Enter on the last field is done."""
        self.action_save()

    def action_save(self) -> None:
        """Write everything as one step; the station is a unit too."""
        # What was typed before this key is still on its way to the field.
        self.call_later(self._save)

    def _save(self) -> None:
        form = self.query_one(Form)
        wrong = form.errors()
        if wrong:
            form.focus_field(wrong[0])
            return
        store = self.app.store
        values = form.typed_values()
        try:
            station = units.station_id(store)
            settings.save(store, **values)
            if station is not None:
                units.edit(store, station, name=values["station_name"])
            else:
                units.find_or_add(store, values["station_name"])
        except StoreError as error:
            self.app.tell(error)
            return
        self.dismiss(True)

    def action_later(self) -> None:
        """Leave it for later."""
        if not self.query_one(Form).revert():
            self.dismiss(False)
