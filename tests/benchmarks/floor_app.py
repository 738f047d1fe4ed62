"""The floor of DESIGN "Speed": a Textual app with a header, a table of 100 rows and a footer."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class FloorApp(App[None]):
    """What any list of people would cost at least."""

    BINDINGS = [("f10", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Đơn vị", "Khoa", "Họ và tên", "Sinh", "CCCD", "Mức 2", "Ký số", "ASXH", "BHYT", "Sổ SK")
        for number in range(100):
            table.add_row("TYT Vĩnh Gia", "Dược", f"Nguyễn Văn {number}", "1984", *"✓✓✗–?✓")


if __name__ == "__main__":
    FloorApp().run()
