"""Tài khoản tổ chức: lists tax code, clean tax data and organisation account of each unit, worst first."""

from collections.abc import Mapping, Sequence

from textual import work

from store import clock
from store.database import Store
from store.errors import RefusedError
from store.masks import cover_numbers
from store.monitoring import organisations
from store.monitoring.organisations import STEPS, Organisation
from store.text import format_date, format_number
from store.words.file_names import file_name
from tui.framework import exporting
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm, day_field, gone, kept_day
from tui.framework.work_screen import ListScreen, fit
from tui.keys import keys

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
    """The form of one unit's tax code, days and note."""

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
        FormField("note", "Ghi chú", hint="vướng ở đâu, gọi ai", max_length=1000, mask=cover_numbers),
    )

    def current() -> Organisation:
        found = organisations.all_organisations(store)
        return next((each for each in found if each.unit.id == organisation.unit.id), None) or gone(name)

    def read() -> dict[str, str]:
        now = current()
        values = {field: getattr(now, field) or "" for field in organisations.FIELDS}
        return values | {day: format_date(values[day]) for day in _DAYS}

    def write(typed: dict[str, str]) -> None:
        organisations.edit(store, current(), **{**typed, **{day: kept_day(typed[day]) for day in _DAYS}})

    name = organisation.unit.name
    return RecordForm(name, fields, read, write)


class OrganisationsScreen(ListScreen[Organisation]):
    """The list of units, one in each line."""

    PLACE_TITLE = "Tài khoản tổ chức"
    list_id = "organisations"
    key_names = ("unit.id",)
    above = ("organisation-about", "organisation-head")
    below = ("organisation-sum", "organisation-strip")
    BINDINGS = keys(
        "organisations",
        ("enter", "edit", "Sửa", "Mã số thuế, các ngày, ghi chú"),
        ("f8", "next_missing", "Đơn vị còn thiếu", "Tới đơn vị còn thiếu kế tiếp", "next"),
        ("ctrl+s", "export", "Xuất tệp", "Bảng của mọi đơn vị, để gửi hay in"),
        ("f3", "app.go('units')", "Đơn vị", "Thêm, sửa đơn vị", "units"),
    )

    def read_rows(self) -> Sequence[Organisation]:
        """Read all units."""
        return organisations.all_organisations(self.store)

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return ("Đơn vị", *_HEADS)

    def cells(self, row: Organisation) -> tuple[str, ...]:
        """The texts of one unit's columns."""
        lacking = "✗" if row.counts else "–"
        return (row.unit.name, row.tax_code or lacking, *(format_date(getattr(row, day)) or lacking for day in _DAYS))

    def show_list(self) -> None:
        """Show the heads, one line for each unit, and how many units are done."""
        name = min(self.size.width - 4 - sum(_WIDTHS), _WIDEST_NAME)

        def line(words: str, cells: tuple[str, ...]) -> str:
            fitted = "".join(f"{cell:>{wide}}" for cell, wide in zip(cells, _WIDTHS, strict=True))
            return f"{fit(words, name - 1):<{name}}{fitted}"

        self.show_text("organisation-about", "Ngày làm xong từng việc; ✗ là chưa. Đơn vị thiếu nhiều đứng đầu.")
        self.show_text("organisation-head", line("Đơn vị", _HEADS))
        self.show_rows(lambda each: (line(each.unit.name, self.cells(each)[1:]), False))
        counted, done = organisations.figures(self.listed)
        figures = tuple(f"{format_number(number)}/{format_number(counted)}" for number in done.values())
        self.show_text("organisation-sum", line(f"Đã xong / {format_number(counted)} đơn vị", figures))

    def describe(self) -> None:
        """Show the text about the unit under the cursor."""
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
        note = f" Ghi chú: {cover_numbers(each.note)}" if each is not None and each.note else ""
        self.show_text("organisation-strip", f"{words}{note}")

    def action_edit(self) -> None:
        """Open the form of the unit under the cursor."""
        if self.chosen is not None:
            self.app.push_screen(organisation_form(self.store, self.chosen), self.saved)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the table of all units into a file."""
        await exporting.export_paper(
            self.app, "organisations", file_name("TaiKhoanToChuc", clock.today().isoformat().replace("-", ""))
        )

    def action_next_missing(self) -> None:
        """Put the cursor on the next unit that lacks something, round at the end."""
        lacking = [place for place, each in enumerate(self.listed) if each.counts and each.missing]
        if not lacking:
            self.notify("Mọi đơn vị đã đủ.")
            return
        self.line_list.go_to(next((place for place in lacking if place > self.line_list.cursor), lacking[0]))
