"""Thông tin trạm: what the station says of itself, asked once at the first run and open to change later."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from store import settings
from tui.framework.form import Form, FormField, Verdict
from tui.framework.form_screen import FormScreen
from tui.widgets.key_line import KeyLine

FIELDS = (
    FormField(
        "station_name",
        "Tên trạm",
        check=lambda value, _: None if value else Verdict("Phải có tên trạm", is_error=True),
        hint="ví dụ: Trạm Y tế xã Vĩnh Gia",
    ),
    FormField("place", "Địa danh", hint="ví dụ: Vĩnh Gia; in trước ngày tháng"),
    FormField("parent_name", "Cơ quan chủ quản", hint="ví dụ: UBND xã Vĩnh Gia", starts_group=True),
    FormField("health_office_name", "Cơ quan y tế cấp trên", hint="ví dụ: Sở Y tế tỉnh An Giang"),
    FormField("head_name", "Người ký", hint="họ và tên", starts_group=True),
    FormField("head_title", "Chức danh người ký", hint="ví dụ: Trưởng trạm, Giám đốc"),
    FormField("letter_number", "Mẫu số công văn", hint="ví dụ: …/TYT", starts_group=True),
    FormField("covering_letter", "Dòng “Kèm theo …”", hint="để trống thì chương trình tự ghi"),
)


class StationScreen(FormScreen[bool]):
    """One form for the station; answers whether it was saved."""

    PLACE_TITLE = "Thông tin trạm"
    UNSAVED = "Thông tin trạm chưa được ghi"
    UNDO_TYPING = "Bỏ những gì vừa gõ"
    DEFAULT_CSS = """
    StationScreen { background: $background; }
    StationScreen > .title { height: auto; background: $primary; color: $text; padding: 0 1; text-style: bold; }
    StationScreen > .body { height: auto; padding: 1 2; }
    StationScreen > #station-hint { height: 2; padding: 0 2; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ghi", id="station.save", tooltip="Ghi thông tin trạm", priority=True),
        Binding("escape", "leave", "Để sau", id="station.later", tooltip="Chưa ghi gì; mở lại bằng Ctrl+O"),
        # A modal screen stands before the app's own keys.
        Binding("f1", "app.help", "Trợ giúp", id="station.help", tooltip="Các phím của màn hình này", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Title, form, what the field is for, footer."""
        known = settings.load(self.app.store)
        is_first = not known.station_name
        yield Static("Chào mừng! Trạm của anh chị tên gì?" if is_first else "Thông tin trạm", classes="title")
        yield Static(
            "Chỉ cần tên trạm là làm việc được. Những điều khác được in trên báo cáo; có thể để sau (Esc)"
            " và mở lại bằng Ctrl+O."
            if is_first
            else "Những điều này được in trên báo cáo. Đổi tên trạm thì đơn vị của trạm cũng đổi tên.",
            classes="body",
            markup=False,
        )
        yield Form(FIELDS, {field.name: getattr(known, field.name) for field in FIELDS})
        yield Static(id="station-hint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the name."""
        self.query_one(Form).focus_field("station_name")
        self.call_after_refresh(self.on_form_entered)

    def on_form_entered(self) -> None:
        """The hint in full: beside the field it may be cut off."""
        form = self.query_one(Form)
        hint = form.hint_of(form.current or "") if form.is_narrow else ""
        self.query_one("#station-hint", Static).update(hint)

    def write(self, values: dict[str, str]) -> bool:
        """Write everything as one step; the station is a unit too."""
        settings.save_station(self.app.store, **values)
        return True

    def given_up(self) -> bool:
        """For later."""
        return False
