"""What every column of a file was understood as, with samples of what it holds."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from store.submissions import cell_name
from store.wording import FIELD_LABELS
from tui.screens.receive_work import Incoming
from tui.widgets.line_list import LineList

_OTHERS = {
    "ordinal": "Số thứ tự",
    "family_name": "Họ đệm",
    "given_name": "Tên",
    "birth_day": "Ngày sinh",
    "birth_month": "Tháng sinh",
    "birth_year": "Năm sinh",
    "birth_male": "Năm sinh (nam)",
    "birth_female": "Năm sinh (nữ)",
    "male": "Nam",
    "female": "Nữ",
    "timestamp": "Giờ trả lời",
    "total": "Tổng số",
}
_KINDS = {
    "state": "",
    "done": "Đã: ",
    "todo": "Chưa: ",
    "na": "Không áp dụng: ",
    "reason": "Lý do: ",
    "done_on": "Ngày: ",
}


class ColumnsScreen(ModalScreen[None]):
    """The columns of one file."""

    DEFAULT_CSS = """
    ColumnsScreen { align: center middle; }
    ColumnsScreen > Vertical { width: 94%; height: 86%; border: round $primary; background: $surface; padding: 0 1; }
    ColumnsScreen .title { text-style: bold; height: auto; }
    ColumnsScreen LineList { background: $surface; }
    ColumnsScreen .keys { color: $text-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f7", "app.pop_screen", "Đóng", id="columns.close", tooltip="Đóng"),
    ]

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self.incoming = incoming
        self.lines: list[tuple[str, bool]] = []

    def compose(self) -> ComposeResult:
        """Title, columns, keys."""
        with Vertical():
            yield Static(f"Các cột của {self.incoming.path.name}", classes="title", markup=False)
            yield LineList(id="columns")
            yield Static("Cột · tiêu đề trong tệp → được hiểu là (độ chắc) · ví dụ   ·   Esc đóng", classes="keys")

    def on_mount(self) -> None:
        """One line a column of each table."""
        reading = self.incoming.reading
        assert reading is not None  # noqa: S101 - the screen opens on a file that was read
        for number, table in enumerate(reading.tables):
            if len(reading.tables) > 1:
                self.lines.append((f"Trang {table.sheet}", False))
            samples = [row for row in reading.rows if row.table == number][:40]
            for place, column in enumerate(table.columns):
                if not column.header and column.field is None:
                    continue
                seen = dict.fromkeys(row.cells[place] for row in samples if row.cells[place])
                letter = cell_name(column.index, 1)[:-1]
                told = self._told(column.field)
                sure = f" ({column.confidence:.0%})" if column.field else ""
                example = ", ".join(list(seen)[:3])
                line = f"{letter:>2}  {column.header[:34]:<34} → {told + sure:<28} {example}"
                self.lines.append((line, column.field is None or column.confidence < 0.8))
        lines = self.query_one(LineList)
        lines.show_lines(len(self.lines), lambda place: self.lines[place])
        lines.focus()

    def _told(self, name: str | None) -> str:
        if name is None:
            return "không dùng"
        kind, _, key = name.partition(".")
        if key:
            items = self.app.store.items()  # type: ignore[attr-defined]  # the app is ours
            title = next((item.short_title for item in items if item.key == key), key)
            return f"{_KINDS[kind]}{title}"
        return FIELD_LABELS.get(name) or _OTHERS.get(name, name)
