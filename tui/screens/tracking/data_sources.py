"""Danh mục dữ liệu: lists information systems, databases, software and data sources, and which have priority."""

from collections.abc import Sequence
from functools import partial

from textual import work

from store import clock
from store.database import Store
from store.masks import cover_numbers
from store.monitoring import data_sources
from store.monitoring.data_sources import ASSESSMENTS, CONDITIONS, CRITERIA, DESCRIBED, GRADES, KINDS, DataSource
from store.text import format_number
from store.words.file_names import file_name
from tui.framework import exporting
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm, gone
from tui.framework.work_screen import ListScreen, fit
from tui.keys import keys

_SHORT_KINDS = {"information_system": "HTTT", "database": "CSDL", "software": "P.mềm", "data_source": "Nguồn"}
#: In the order of ASSESSMENTS: đầy đủ, chính xác, cập nhật, chia sẻ, kết nối.
_SHORT_ASSESSMENTS = ("Đủ", "Đúng", "Mới", "Chia", "Nối")
_SHORT_GRADES = {"high": "Cao", "medium": "TB", "low": "Thấp"}
#: In the order of CRITERIA.
_CRITERION_LABELS = (
    *("Có dữ liệu thực tế", "Đầu mối rõ ràng", "Có khả năng cập nhật", "Có nhu cầu dùng", "Sớm chuẩn hóa được"),
)
_SHORT_DESCRIBED = {"connection_plan": "Phương án kết nối"}
_KIND, _GRADE, _MET = 7, 7, 10
_WIDEST_NAME = 60


def _named(value: str, _: object) -> Verdict | None:
    return None if value else Verdict("Phải có tên", is_error=True)


FIELDS = (
    FormField("kind", "Loại", "choice", tuple(KINDS.items()), hint="← → hoặc chữ đầu"),
    FormField("name", "Tên", check=_named, max_length=300),
    FormField("owner", "Đầu mối quản lý", max_length=300),
    FormField("description", "Mô tả", hint="gồm những gì, từ khi nào", max_length=1000),
    *(
        FormField(
            key, label, "choice", tuple(GRADES.items()), hint="1 2 3; Delete: chưa đánh giá", starts_group=not place
        )
        for place, (key, label) in enumerate(ASSESSMENTS.items())
    ),
    *(
        FormField(key, label, "choice", (("1", "Có"), ("0", "Không")), hint="1 có, 2 không", starts_group=not place)
        for place, (key, label) in enumerate(zip(CRITERIA, _CRITERION_LABELS, strict=True))
    ),
    *(
        FormField(key, _SHORT_DESCRIBED.get(key, label), max_length=1000, starts_group=not place)
        for place, (key, label) in enumerate(DESCRIBED.items())
    ),
    FormField("note", "Ghi chú", max_length=1000, mask=cover_numbers),
)
_CONDITION_FIELDS = tuple(FormField(key, label, max_length=2000) for key, label in CONDITIONS.items())


def source_form(store: Store, source: DataSource | None) -> RecordForm:
    """The form of a data source; None: of a new one."""
    if source is None:
        begin, add = {"kind": "software"}, partial(data_sources.add, store)
        return RecordForm("Thêm vào danh mục", FIELDS, lambda: begin, lambda typed: add(**typed), first="name")

    def current() -> DataSource:
        found = data_sources.all_sources(store)
        return next((each for each in found if each.id == source.id), None) or gone(source.name)

    def write(typed: dict[str, str]) -> None:
        data_sources.edit(store, current(), **typed)

    return RecordForm(source.name, FIELDS, lambda: current().values(), write)


class DataSourcesScreen(ListScreen[DataSource]):
    """The list of data sources, one in each line."""

    PLACE_TITLE = "Danh mục dữ liệu"
    list_id = "sources"
    key_names = ("id",)
    above = ("source-about", "source-head")
    below = ("source-strip",)
    BINDINGS = keys(
        "sources",
        ("enter", "edit", "Sửa", "Đánh giá và tiêu chí ưu tiên của dòng này"),
        ("ctrl+n", "add", "Thêm", "Thêm hệ thống, cơ sở dữ liệu, phần mềm, nguồn"),
        ("delete,ctrl+d", "remove", "Bỏ", "Bỏ khỏi danh mục; Ctrl+Z để lấy lại"),
        ("ctrl+s", "export", "Xuất báo cáo", "Báo cáo danh mục, theo loại"),
        ("f6", "add_offered", "Bộ dữ liệu của kế hoạch", "Thêm các bộ dữ liệu mà kế hoạch nêu và danh mục chưa có"),
        ("f7", "conditions", "Hạ tầng", "Hạ tầng, trang thiết bị, nguồn lực của trạm, cho báo cáo"),
    )

    def read_rows(self) -> Sequence[DataSource]:
        """All data sources."""
        return data_sources.all_sources(self.store)

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return ("Loại", "Tên", *_SHORT_ASSESSMENTS, "Tiêu chí")

    def cells(self, row: DataSource) -> Sequence[str]:
        """The cells of a data source."""
        grades = (_SHORT_GRADES.get(row.grades.get(key, ""), "?") for key in ASSESSMENTS)
        criteria = "★ ưu tiên" if row.is_priority else f"{row.criteria_met}/{len(CRITERIA)}" if row.criteria else "?"
        return (_SHORT_KINDS[row.kind], row.name, *grades, criteria)

    def show_list(self) -> None:
        """Show the heads, one line for each data source, and how many there are of each kind."""
        name = min(self.size.width - 4 - _KIND - 5 * _GRADE - _MET, _WIDEST_NAME)

        def line(kind: str, words: str, grades: tuple[str, ...], criteria: str) -> str:
            fitted = "".join(f"{grade:>{_GRADE}}" for grade in grades)
            return f"{kind:<{_KIND}}{fit(words, name - 1):<{name}}{fitted}{criteria:>{_MET}}"

        def fitted(cells: Sequence[str]) -> str:
            kind, words, *grades, criteria = cells
            return line(kind, words, tuple(grades), criteria)

        self.show_text("source-head", fitted(self.heads()))
        self.show_rows(lambda each: (fitted(self.cells(each)), False))
        counts = (f"{label} {sum(each.kind == kind for each in self.listed)}" for kind, label in _SHORT_KINDS.items())
        priority = sum(each.is_priority for each in self.listed)
        self.show_text(
            "source-about",
            f"{' · '.join(counts)} · ★ {format_number(priority)} bộ ưu tiên" if self.listed else self._how_to_begin(),
        )

    def _how_to_begin(self) -> str:
        offered = data_sources.offered(self.store)
        if not offered:
            return "Danh mục còn trống. Ctrl+N để thêm dòng đầu tiên."
        return f"Danh mục còn trống. F6: thêm {len(offered)} bộ dữ liệu mà kế hoạch nêu; Ctrl+N: tự thêm từng dòng."

    def describe(self) -> None:
        """Show the data source under the cursor in words."""
        each = self.chosen
        if each is None:
            self.show_text("source-strip", "")
            return
        failed = "; ".join(CRITERIA[key].lower() for key, is_met in each.criteria.items() if not is_met)
        standing = "Đủ 5 tiêu chí ưu tiên" if each.is_priority else f"Tiêu chí chưa đạt: {failed or 'không'}"
        if unasked := len(CRITERIA) - len(each.criteria):
            standing += f" · {unasked} tiêu chí chưa xét"
        unsaid = f" · còn {each.unanswered} ô chưa đánh giá" if each.unanswered else ""
        self.show_text(
            "source-strip",
            f"{KINDS[each.kind]}: {each.name} · đầu mối: {each.owner or 'chưa ghi'}{unsaid}\n{standing}"
            + (f"\n{each.description}" if each.description else "")
            + "".join(f"\n{DESCRIBED[key]}: {text}" for key, text in each.described.items())
            + (f"\nGhi chú: {cover_numbers(each.note)}" if each.note else ""),
        )

    def action_add(self) -> None:
        """Open the form of a new data source."""
        known = {each.id for each in self.listed}

        def closed(saved: bool | None) -> None:
            self.saved(saved)
            self.go_to_key(next((each.id for each in self.listed if each.id not in known), None))

        self.app.push_screen(source_form(self.store, None), closed)

    def action_add_offered(self) -> None:
        """Add the datasets that running campaigns name and the list lacks."""
        number = data_sources.add_offered(self.store) if data_sources.offered(self.store) else 0
        self.notify(
            f"Đã thêm {number} bộ dữ liệu. Ctrl+Z để bỏ." if number else "Danh mục đã có đủ các bộ mà kế hoạch nêu."
        )
        self.reload()

    def action_conditions(self) -> None:
        """Open the form of the station's own infrastructure and resources."""

        def read() -> dict[str, str]:
            known = data_sources.conditions(self.store)
            return {key: known.get(key, "") for key in CONDITIONS}

        write = partial(data_sources.write_conditions, self.store)
        title = "Hạ tầng, trang thiết bị, nguồn lực của trạm"
        self.app.push_screen(RecordForm(title, _CONDITION_FIELDS, read, lambda typed: write(**typed)), self.saved)

    def action_edit(self) -> None:
        """Open the form of the data source under the cursor."""
        if self.chosen is None:
            self.action_add()
        else:
            self.app.push_screen(source_form(self.store, self.chosen), self.saved)

    def action_remove(self) -> None:
        """Remove the data source under the cursor from the list."""
        each = self.chosen
        if each is None:
            return
        data_sources.remove(self.store, each)
        self.notify(f"Đã bỏ {each.name}. Ctrl+Z để lấy lại.")
        self.reload()

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write the report on the data sources into a file."""
        await exporting.export_paper(self.app, "datasets", file_name("DanhMucDuLieu", clock.today().isoformat()))
