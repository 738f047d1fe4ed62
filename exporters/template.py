"""Writes the form that a unit fills in: its people, lists to choose from, checks that warn, a page of guidance."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporters.sheet.lines import Lines
from exporters.sheet.look import TYPED, Look, add_sheet, printable_width, set_widths
from exporters.sheet.metrics import height_of, lines_of
from exporters.writing import FULL_IDS, ending_of
from store.checklist.applicability import who_text
from store.columns import Value
from store.field_ref import FieldRef
from store.frozen import frozen
from store.models import PERSON_COLUMNS, STATE_LABELS, Item, StaffMember, State
from store.receiving.template import GUIDANCE, Template

if TYPE_CHECKING:
    from exporters.sheet.workbook import Sheet

LIST = "Danh sách"  # name of the sheet that is filled in
SPARE_ROWS = 40  # empty ones below the people
_HEAD_ROW = 3  # 0-based; above it title, unit, legend
_SIZE = 11  # points
_FROZEN = 3  # columns that stay when the others move: number, department, name
_STATE_WIDTH, _REASON_WIDTH = 106, 160  # pixels
_MARGIN = 0.4  # inches: nobody signs it, and it is wide

#: On pink something contradicts itself; on yellow something is still missing. Guidance says so in words.
_PINK, _YELLOW = {"bg_color": "#F8CBAD"}, {"bg_color": "#FFF2CC"}
_ORDINAL, _DEPARTMENT = map(FieldRef.parse, ("ordinal", "department"))
_LOCKED_HEAD = {"bold": True, "align": "center", "bg_color": "#D9E2F3", "font_size": _SIZE}

#: What may be done on the locked sheet besides filling in; deleting rows needs all their cells unlocked.
_ALLOWED = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)


@frozen
class _Column:
    """One column of the form that a unit fills in."""

    head: str
    width: int  # pixels
    field: FieldRef
    centred: bool = False


def _columns(template: Template) -> list[_Column]:
    columns = [_Column("TT", 40, _ORDINAL, centred=True), _Column("Khoa/phòng", 120, _DEPARTMENT)]
    columns += _declared(after_items=False)
    for item in template.items:
        columns.append(_Column(item.title, _STATE_WIDTH, FieldRef.state(item.key), centred=True))
        if item.key in template.reasons:
            columns.append(_Column(f"Lý do chưa: {item.short_title}", _REASON_WIDTH, FieldRef.reason(item.key)))
    return columns + _declared(after_items=True)


def _declared(*, after_items: bool) -> list[_Column]:
    return [
        _Column(column.template.head or column.label, column.template.width, field, column.template.centred)
        for column in PERSON_COLUMNS
        for field in (FieldRef.parse(column.name),)
        if column.template is not None and column.template.after_items is after_items
    ]


def write_template(template: Template, out: Path, *, full_ids: bool = False) -> int:
    """Write the form and return how many people are in it. Their CCCD numbers are covered unless `full_ids`.

    Raises:
        ExportError: nothing was written.
    """
    ending_of(out, (".xlsx",))
    from exporters.sheet.workbook import workbook

    with workbook(out, made_at=datetime.fromisoformat(template.mark.written_at)) as look:
        sheet = add_sheet(look, LIST, landscape=True)
        sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN + 0.2, bottom=_MARGIN)
        _List(look, sheet, template, full_ids=full_ids).write()
        _write_guidance(look, template)
        _write_lists(look, template)
        sheet.activate()
    return len(template.members)


def _choices(template: Template) -> list[tuple[FieldRef, tuple[str, ...]]]:
    """Return (field, words) of the columns whose list is too long for the check itself, or may contain commas."""
    lists = [(FieldRef.reason(key), words) for key, words in template.reasons.items()]
    return [(_DEPARTMENT, template.departments), *lists] if template.departments else lists


def _name_of(field: FieldRef) -> str:
    """Return the workbook's name for the list of a column; in old .xls files checks reach other sheets only by name."""
    return f"tyt_{field.kind}_{field.item}" if field.item is not None else f"tyt_{field}"


def _write_lists(look: Look, template: Template) -> None:
    from xlsxwriter.utility import xl_col_to_name

    from exporters.sheet.workbook import write_mark

    heads = tuple((column.field, column.head) for column in _columns(template))
    sheet = write_mark(look, replace(template.mark, heads=heads))
    for column, (field, words) in enumerate(_choices(template), 3):
        for row, text in enumerate(words):
            sheet.write_string(row, column, text)
        letter = xl_col_to_name(column)
        look.workbook.define_name(_name_of(field), f"={sheet.name}!${letter}$1:${letter}${len(words)}")


def _write_guidance(look: Look, template: Template) -> None:
    """Add the sheet of guidance, which prints on one page."""
    lines, sheet = Lines.on_new_sheet(look, GUIDANCE, [printable_width(landscape=False)], landscape=False)
    lines.title("HƯỚNG DẪN GHI DANH SÁCH")
    lines.text(template.unit, align="center")
    lines.gap()
    for heading, text in _words(template).items():
        lines.text(heading, bold=True, font_size=TYPED)
        for paragraph in text:
            lines.text(paragraph, font_size=TYPED)
        lines.gap(6)
    sheet.print_area(0, 0, lines.row - 1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _words(template: Template) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of the guidance by their heading."""
    to = f" cho {template.station}" if template.station else ""
    return {
        "1. Người": (
            "Mỗi người một dòng. Người mới: ghi vào dòng trống bên dưới.",
            "Người đã nghỉ hoặc chuyển đi: xoá cả dòng và báo tên khi gửi lại.",
            "Ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985; chỉ biết năm thì ghi năm.",
            "Số CCCD: đủ 12 chữ số, kể cả số 0 ở đầu.",
            "Số đã che (•••) là số Trạm đã có: để nguyên; cần sửa thì ghi đè cả 12 chữ số.",
        ),
        "2. Tình trạng": (
            "Bấm vào ô, bấm mũi tên rồi chọn: Đã, Chưa, Không áp dụng hoặc Chưa rõ.",
            *(f"– {item.title}{_who(item)}." for item in template.items),
            "Chọn Chưa thì chọn thêm lý do ở cột bên cạnh; lý do khác thì ghi bằng chữ.",
            "Đổi từ Chưa sang Đã thì xoá lý do cũ.",
        ),
        "3. Gửi lại": (
            "Ô vàng: còn thiếu thông tin. Ô hồng: cần xem lại.",
            "Giữ nguyên tên cột, tên đơn vị và thứ tự cột.",
            f"Lưu lại dạng Excel rồi gửi{to}.",
            "Tệp có ngày sinh và số CCCD: chỉ gửi cho người nhận, không đăng lên nhóm chung.",
        ),
    }


def _who(item: Item) -> str:
    who = who_text(item.applies_to)
    return f": {who}; người khác chọn Không áp dụng" if who else ""


class _List:
    """The sheet that the unit fills in."""

    def __init__(self, look: Look, sheet: "Sheet", template: Template, *, full_ids: bool) -> None:
        self.look, self.sheet, self.template, self.full_ids = look, sheet, template, full_ids
        self.printers = _printers(masked=not full_ids)
        self.columns = _columns(template)
        self.at: dict[str, int] = {column.field: place for place, column in enumerate(self.columns)}
        self.first = _HEAD_ROW + 1
        self.last = self.first + len(template.members) + SPARE_ROWS - 1

    def write(self) -> None:
        """Write titles, head, people, empty rows, checks and page settings."""
        from xlsxwriter.utility import xl_range

        sheet = self.sheet
        set_widths(sheet, [column.width for column in self.columns])
        self._write_titles()
        self._write_head()
        for row in range(self.first, self.last + 1):
            number = row - self.first
            members = self.template.members
            self._write_row(row, _cells(members[number], self.printers) if number < len(members) else {})
        self._check()
        self._colour()
        sheet.freeze_panes(self.first, _FROZEN)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.print_area(0, 0, self.last, len(self.columns) - 1)
        # Numbers are kept as text on purpose: their zeros stay.
        sheet.ignore_errors({"number_stored_as_text": xl_range(self.first, 0, self.last, len(self.columns) - 1)})
        sheet.protect("", _ALLOWED)

    def _write_titles(self) -> None:
        template, look = self.template, self.look
        self.sheet.write_string(0, 0, "DANH SÁCH THEO DÕI TỪNG NGƯỜI", look.format(bold=True, font_size=14))
        self.sheet.write_string(1, 0, f"Đơn vị: {template.unit}", look.format(bold=True))
        legend = f"Cách ghi: xem trang “{GUIDANCE}”. Ô vàng: còn thiếu thông tin. Ô hồng: cần xem lại."
        if self.full_ids:
            legend = f"{legend} {FULL_IDS}"
        self.sheet.write_string(2, 0, legend, look.format(italic=True, font_size=_SIZE))

    def _write_head(self) -> None:
        chosen = self.look.cell(**_LOCKED_HEAD)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(_HEAD_ROW, place, column.head, chosen)
        most = max(lines_of(column.head, column.width, _SIZE, bold=True) for column in self.columns)
        self.sheet.set_row(_HEAD_ROW, height_of(most, _SIZE))

    def _write_row(self, row: int, cells: dict[str, str]) -> None:
        most = 1
        for place, column in enumerate(self.columns):
            # As text even a date stays what was typed: a program set to English would make 5/12 the 12th of May.
            properties: dict[str, Any] = {"locked": False, "num_format": "@", "font_size": _SIZE}
            chosen = self.look.cell(align="center" if column.centred else "left", **properties)
            if column.field == _ORDINAL:
                number = self.look.cell(align="center", locked=False, font_size=_SIZE)
                self.sheet.write_number(row, place, row - self.first + 1, number)
            elif text := cells.get(column.field, ""):
                self.sheet.write_string(row, place, text, chosen)
                most = max(most, lines_of(text, column.width, _SIZE))
            else:
                self.sheet.write_blank(row, place, None, chosen)
        self.sheet.set_row(row, max(21, height_of(most, _SIZE)))

    def _place(self, field: str) -> str:
        """Return the cell of a column in the first row as a check names it: `$J5`."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        return str(xl_rowcol_to_cell(self.first, self.at[field], col_abs=True))

    # -- checks while one types

    def _check(self) -> None:
        for declared in PERSON_COLUMNS:
            if declared.name in self.at and declared.options:
                self._offer(declared.name, [words for _, words in declared.options])
        for item in self.template.items:
            self._offer(FieldRef.state(item.key), list(STATE_LABELS.values()))
        for field, _ in _choices(self.template):
            self._offer(field, f"={_name_of(field)}")
        self._warn_about_numbers()
        self._warn_about_dates()

    def _offer(self, field: str, source: list[str] | str) -> None:
        """Add a list to choose from; other words are refused, in own lists warned about, for departments accepted."""
        is_own_list = isinstance(source, str)
        self._add_check(
            field,
            validate="list",
            source=source,
            error_type="warning" if is_own_list else "stop",
            show_error=field != "department",
            error_title="Không có trong danh sách",
            error_message=(
                "Nội dung này chưa có trong danh sách. Vẫn ghi như vậy?"
                if is_own_list
                else "Hãy chọn một trong các mục của danh sách (bấm mũi tên cạnh ô)."
            ),
        )

    def _warn_about_numbers(self) -> None:
        place = self._place("citizen_id")
        self._add_check(
            "citizen_id",
            validate="custom",
            value=f"=AND(LEN({place})=12,ISNUMBER(VALUE({place})))",
            error_type="warning",
            input_title="Số CCCD",
            input_message="Đủ 12 chữ số, kể cả số 0 ở đầu.",
            error_title="Số CCCD chưa đủ 12 chữ số",
            error_message="Số CCCD gồm 12 chữ số, kể cả số 0 ở đầu. Vẫn ghi như vậy?",
        )

    def _warn_about_dates(self) -> None:
        place = self._place("birth_date")
        slashes = f'LEN({place})-LEN(SUBSTITUTE({place},"/",""))'
        self._add_check(
            "birth_date",
            validate="custom",
            value=(
                f"=OR(ISNUMBER({place}),AND(LEN({place})=4,ISNUMBER(VALUE({place}))),"
                f"AND(LEN({place})>=8,LEN({place})<=10,{slashes}=2))"
            ),
            error_type="warning",
            input_title="Ngày sinh",
            input_message="Ngày/tháng/năm, ví dụ 05/03/1985. Chỉ biết năm thì ghi năm.",
            error_title="Ngày sinh chưa đúng dạng",
            error_message="Hãy ghi ngày/tháng/năm, ví dụ 05/03/1985, hoặc chỉ năm sinh. Vẫn ghi như vậy?",
        )

    def _add_check(self, field: str, **options: object) -> None:
        column = self.at[field]
        self.sheet.data_validation(self.first, column, self.last, column, options)

    # -- colours for what a check cannot see: what was pasted, or was there before

    def _colour(self) -> None:
        name, number = self._place("full_name"), self._place("citizen_id")
        self._paint(
            "citizen_id",
            f'AND({number}<>"",LEFT({number},1)<>"•",OR(LEN({number})<>12,NOT(ISNUMBER(VALUE({number})))))',
            _PINK,
        )
        for item in self.template.items:
            state_field, reason_field = FieldRef.state(item.key), FieldRef.reason(item.key)
            state = self._place(state_field)
            if item.requires and (needed := FieldRef.state(item.requires)) in self.at:
                self._paint(state_field, f'AND({state}="{_DONE}",{self._place(needed)}="{_TODO}")', _PINK)
            self._paint(state_field, f'AND({name}<>"",OR({state}="",{state}="{_UNKNOWN}"))', _YELLOW)
            if item.key in self.template.reasons:
                reason = self._place(reason_field)
                # Why an item does not apply may be said too.
                self._paint(reason_field, f'AND({reason}<>"",{state}<>"{_TODO}",{state}<>"{_NOT_APPLICABLE}")', _PINK)
                self._paint(reason_field, f'AND({reason}="",{state}="{_TODO}")', _YELLOW)

    def _paint(self, field: str, condition: str, colour: dict[str, str]) -> None:
        column = self.at[field]
        chosen = self.look.workbook.add_format(colour)
        options = {"type": "formula", "criteria": f"={condition}", "format": chosen}
        self.sheet.conditional_format(self.first, column, self.last, column, options)


_DONE, _TODO, _UNKNOWN, _NOT_APPLICABLE = (
    STATE_LABELS[state] for state in (State.DONE, State.TODO, State.UNKNOWN, State.NOT_APPLICABLE)
)


_Printers = Sequence[tuple[str, Callable[[Value], str]]]


def _printers(*, masked: bool) -> _Printers:
    """Return (name of the column, function that prints its values) for the columns that are filled in beforehand."""
    return [
        (column.name, column.printer(masked=masked))
        for column in PERSON_COLUMNS
        if column.template is not None and not column.template.left_blank
    ]


def _cells(member: StaffMember, printers: _Printers) -> dict[str, str]:
    """Return the known texts of a person by field; an unknown state of an item is written out, not left blank."""
    person = member.person
    texts: dict[str, str] = {name: shown(getattr(person, name)) for name, shown in printers}
    texts[_DEPARTMENT] = member.department or ""
    for key, state in person.states.items():
        texts[FieldRef.state(key)] = STATE_LABELS[state]
        if state is State.TODO:
            texts[FieldRef.reason(key)] = person.reasons.get(key, "")
    return texts
