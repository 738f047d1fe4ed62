"""Tài khoản tổ chức: tax code, clean tax data and organisation account of every unit, what is missing first."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widgets import Static

from store.database import Store
from store.errors import RefusedError
from store.monitoring import organisations
from store.monitoring.organisations import STEPS, Organisation
from store.text import format_date, format_number
from tui.framework.form import FormField, Verdict
from tui.framework.form_screen import RecordForm, day_field, kept_day
from tui.framework.work_screen import WorkScreen
from tui.widgets.line_list import LineList

_DAYS = ("tax_cleaned_on", "account_registered_on", "account_authenticated_on")
_HEADS = ("Mã số thuế", "Sạch thuế", "Đăng ký", "Xác thực")
_WIDTHS = (16, 11, 11, 11)
_WIDEST_NAME = 56
#: Each step as what a unit still lacks.
_STILL_TO_DO = {
    "tax_code": "mã số thuế",
    "tax_cleaned_on": "dữ liệu thuế đã làm sạch",
    "account_registered_on": "đăng ký tài khoản",
    "account_authenticated_on": "xác thực tài khoản",
}


def organisation_form(store: Store, organisation: Organisation) -> RecordForm:
    """The form of one unit."""

    def check_code(value: str, _: Mapping[str, str]) -> Verdict | None:
        if not value:
            return None
        try:
            code = organisations.read_tax_code(value)
        except RefusedError as error:
            return Verdict(error.message, is_error=True)
        other = organisations.holder(store, code, besides=organisation.unit.id)
        return Verdict(f"Trùng mã của {other}") if other else None

    def normal_code(value: str) -> str:
        try:
            return organisations.read_tax_code(value)
        except RefusedError:
            return value

    fields = (
        FormField(
            "tax_code", "Mã số thuế", check=check_code, normal=normal_code, hint="10 hoặc 13 chữ số", max_length=20
        ),
        *(day_field(name, STEPS[name], hint="ngày; trống: chưa") for name in _DAYS),
        FormField("note", "Ghi chú", hint="vướng ở đâu, gọi ai", max_length=1000),
    )
    values = {name: getattr(organisation, name) or "" for name in organisations.FIELDS}
    values |= {name: format_date(values[name]) for name in _DAYS}

    def write(typed: dict[str, str]) -> None:
        organisations.edit(store, organisation, **{**typed, **{name: kept_day(typed[name]) for name in _DAYS}})

    return RecordForm(organisation.unit.name, fields, values, write)


class OrganisationsScreen(WorkScreen):
    """A line a unit."""

    PLACE_TITLE = "Tài khoản tổ chức"
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    OrganisationsScreen > #organisation-about { height: 1; padding: 0 1; }
    OrganisationsScreen > #organisation-head { height: 1; padding: 0 2; text-style: bold; background: $panel; }
    OrganisationsScreen > #organisation-sum { height: 1; padding: 0 2; text-style: bold; background: $panel; }
    OrganisationsScreen > #organisation-strip { height: 3; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "Sửa", id="organisations.edit", tooltip="Mã số thuế, các ngày, ghi chú"),
        Binding(
            "ctrl+n",
            "next_missing",
            "Đơn vị còn thiếu",
            id="organisations.next",
            tooltip="Tới đơn vị còn thiếu kế tiếp",
        ),
        Binding("f3", "app.go('units')", "Đơn vị", id="organisations.units", tooltip="Thêm, sửa đơn vị"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[Organisation] = []

    def compose_work(self) -> ComposeResult:
        """What it is, heads, units, figures, the unit under the cursor."""
        yield Static(
            "Ngày làm xong từng việc; ✗ là chưa. Đơn vị thiếu nhiều đứng đầu.",
            id="organisation-about",
            markup=False,
        )
        yield Static(id="organisation-head", markup=False)
        yield LineList(id="organisations")
        yield Static(id="organisation-sum", markup=False)
        yield Static(id="organisation-strip", markup=False)

    @property
    def chosen(self) -> Organisation | None:
        """The unit under the cursor."""
        place = self.query_one(LineList).cursor
        return self.listed[place] if place < len(self.listed) else None

    def reload(self) -> None:
        """Read the units again; the cursor stays on its unit."""
        kept = self.chosen.unit.id if self.chosen else None
        self.listed = organisations.all_organisations(self.store)
        self._show()
        places = [place for place, each in enumerate(self.listed) if each.unit.id == kept]
        if places:
            self.query_one(LineList).go_to(places[0])

    def _show(self) -> None:
        name = min(self.size.width - 4 - sum(_WIDTHS), _WIDEST_NAME)

        def line(words: str, cells: tuple[str, ...]) -> str:
            words = words if len(words) < name else f"{words[: name - 2]}…"
            return f"{words:<{name}}" + "".join(f"{cell:>{wide}}" for cell, wide in zip(cells, _WIDTHS, strict=True))

        def line_at(number: int) -> tuple[str, bool]:
            each = self.listed[number]
            lacking = "✗" if each.counts else "–"
            days = (format_date(getattr(each, day)) or lacking for day in _DAYS)
            return line(each.unit.name, (each.tax_code or lacking, *days)), False

        self.query_one("#organisation-head", Static).update(line("Đơn vị", _HEADS))
        self.query_one(LineList).show_lines(len(self.listed), line_at)
        counted, done = organisations.figures(self.listed)
        figures = tuple(f"{format_number(number)}/{format_number(counted)}" for number in done.values())
        self.query_one("#organisation-sum", Static).update(line(f"Đã xong / {format_number(counted)} đơn vị", figures))
        self._show_strip()

    def _show_strip(self) -> None:
        each = self.chosen
        if each is None:
            words = "Chưa có đơn vị nào. F3 để thêm đơn vị."
        elif not each.counts:
            words = f"{each.unit.name}: điểm trạm thuộc trạm, không tính; có mã số thuế riêng thì tính."
        elif not each.missing:
            words = f"{each.unit.name}: đã đủ."
        else:
            missing = ", ".join(_STILL_TO_DO[step] for step in each.missing)
            words = f"{each.unit.name} còn thiếu: {missing}."
        note = f" Ghi chú: {each.note}" if each is not None and each.note else ""
        self.query_one("#organisation-strip", Static).update(f"{words}{note}")

    def on_line_list_moved(self) -> None:
        """The unit under the cursor in words."""
        self._show_strip()

    def on_resize(self, event: Resize) -> None:
        """Columns for the new width."""
        super().on_resize(event)
        self._show()

    def action_edit(self) -> None:
        """The form of the unit under the cursor."""
        if self.chosen is not None:
            self.app.push_screen(organisation_form(self.store, self.chosen), self._form_closed)

    def _form_closed(self, saved: bool | None) -> None:
        if saved:
            self.reload()

    def action_next_missing(self) -> None:
        """The next unit below that lacks something, or the first one."""
        lines = self.query_one(LineList)
        lacking = [place for place, each in enumerate(self.listed) if each.counts and each.missing]
        if not lacking:
            self.notify("Mọi đơn vị đã đủ.")
            return
        lines.go_to(next((place for place in lacking if place > lines.cursor), lacking[0]))
