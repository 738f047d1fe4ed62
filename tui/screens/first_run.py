"""Thông tin trạm: the form of the station's own data, shown at the first run and opened later by Ctrl+O."""

from collections.abc import Iterable, Mapping, Sequence

from textual.widget import Widget
from textual.widgets import Static

from store import settings
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import FormScreen
from tui.keys import keys

_LEAST_DIGITS = 8  # of a telephone number


def _phone(value: str, _: Mapping[str, str]) -> Verdict | None:
    """Warn about a telephone number of fewer than 8 digits; several numbers with words between them are allowed."""
    is_short = value and sum(map(str.isdigit, value)) < _LEAST_DIGITS
    return Verdict("Thiếu chữ số? Hãy xem lại số điện thoại") if is_short else None


FIELDS = (
    FormField(
        "station_name",
        "Tên trạm",
        check=lambda value, _: None if value else Verdict("Phải có tên trạm", is_error=True),
        hint="ví dụ: Trạm Y tế xã Vĩnh Gia",
    ),
    FormField("place", "Địa danh", hint="ví dụ: Vĩnh Gia; in trước ngày tháng"),
    FormField(
        "phone",
        "Điện thoại trạm",
        check=_phone,
        hint="ví dụ: 0296 3888 999; in trên tờ rơi, áp phích cho người dân",
    ),
    FormField("parent_name", "Cơ quan chủ quản", hint="ví dụ: UBND xã Vĩnh Gia", starts_group=True),
    FormField("health_office_name", "Cơ quan y tế cấp trên", hint="ví dụ: Sở Y tế tỉnh An Giang"),
    FormField("head_name", "Người ký", hint="họ và tên", starts_group=True),
    FormField("head_title", "Chức danh người ký", hint="ví dụ: Trưởng trạm, Giám đốc"),
    FormField("letter_number", "Mẫu số công văn", hint="ví dụ: …/TYT", starts_group=True),
    FormField("covering_letter", "Dòng “Kèm theo …”", hint="để trống thì chương trình tự ghi"),
)


class StationScreen(FormScreen[bool]):
    """The form of the station's data; answers whether it was saved."""

    PLACE_TITLE = "Thông tin trạm"
    UNSAVED = "Thông tin trạm chưa được ghi"
    UNDO_TYPING = "Bỏ những gì vừa gõ"
    BINDINGS = keys("station", ("escape", "leave", "Để sau", "Chưa ghi gì; mở lại bằng Ctrl+O", "later"))

    @property
    def is_first(self) -> bool:
        """Whether the station has no name yet."""
        return not settings.load(self.store).station_name

    def heading(self) -> str:
        """The title line: a greeting at the first run."""
        return "Chào mừng! Trạm của anh chị tên gì?" if self.is_first else "Thông tin trạm"

    def above_form(self) -> Iterable[Widget]:
        """A text about what the form is for."""
        yield Static(
            "Chỉ cần tên trạm là làm việc được. Những điều khác được in trên báo cáo; có thể để sau (Esc)"
            " và mở lại bằng Ctrl+O. Muốn mã hoá cả sổ bằng mật khẩu: Ctrl+P, gõ “mật khẩu”, lúc nào cũng được."
            if self.is_first
            else "Những điều này được in trên báo cáo. Đổi tên trạm thì đơn vị của trạm cũng đổi tên.",
            classes="body",
            markup=False,
        )

    def form_fields(self) -> Sequence[FormField]:
        """The fields of the station's data."""
        return FIELDS

    def stored_values(self) -> Mapping[str, str]:
        """The stored data of the station."""
        known = settings.load(self.store)
        return {field.name: getattr(known, field.name) for field in FIELDS}

    def below_form(self) -> Iterable[Widget]:
        """The line for the whole hint of a field."""
        yield Static(id="station-hint", markup=False)

    def on_mount(self) -> None:
        """Show the hint of the focused field below the form."""
        self.call_after_refresh(self.on_form_entered)

    def on_form_entered(self) -> None:
        """Show the whole hint below the form in a narrow window, where it is cut beside the field."""
        form = self.form
        hint = form.hint_of(form.current or "") if form.is_narrow else ""
        self.show_text("station-hint", hint)

    def write(self, values: dict[str, str]) -> bool:
        """Save the station's data and the unit that stands for the station, as one step of undo."""
        if words := settings.save_station(self.store, **values):
            self.notify(words, timeout=20)
        return True
