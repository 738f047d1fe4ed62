"""The kinds of tables that come back cell by cell: tasks, data sources, organisation accounts, the registers."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from importers.tracked_table import Found, Row, TrackedTable, Values, day_in, one_of
from store import clock
from store.database import Store
from store.errors import RefusedError
from store.masks import quoted
from store.monitoring import data_sources, organisations, tasks
from store.monitoring.data_sources import ASSESSMENTS, CRITERIA, DESCRIBED, GRADES, KINDS, DataSource
from store.monitoring.organisations import STEPS, Organisation
from store.monitoring.tasks import TaskStanding
from store.registers import entries
from store.registers.declared import REGISTERS, Register
from store.registers.entries import RegisterEntry
from store.registers.typed import day_of, plain_number, values_of
from store.text import clean, fold
from store.words import tasks as task_words
from store.words.tracking import (
    DESCRIBED_HEADS,
    NO,
    NOT_COUNTED,
    NOT_YET,
    ORGANISATION_HEADS,
    SOURCE_CSV_HEADS,
    SOURCE_HEADS,
    UNGRADED,
    YES,
    organisation_cells,
    source_cells,
)


class _Tasks(TrackedTable):
    """Tasks, their parts and duties; a row is known by its words and its number."""

    title = "bảng nhiệm vụ"
    _texts: ClassVar = {"Sản phẩm đã có": "product", "Người phụ trách": "responsible", "Ghi chú": "note"}

    def heads(self, store: Store) -> Sequence[str]:
        return (*task_words.STATE_HEADS, *task_words.CSV_STATE_HEADS)

    def name_heads(self, store: Store) -> Sequence[str]:
        listed = [*tasks.DUTY_COLUMNS]
        for each in tasks.everything(store):
            listed += tasks.columns(each.campaign)
        return [head for head, about in dict.fromkeys(listed) if about == "title"]

    def is_head(self, folded: set[str]) -> bool:
        return any({fold(head) for head in heads[:2]} <= folded for heads in _STATES)

    def rows(self, store: Store) -> list[Row]:
        now = clock.now()
        return [_task_row(each, now) for each in tasks.everything(store)]

    def value(self, store: Store, head: str, text: str) -> Values:
        match head:
            case "Tình trạng":
                return _state(text)
            case "Ngày hoàn thành":
                return {"done_on": day_in(text)}
            case "Kết quả tại đơn vị":
                return _result(text)
        return {self._texts[head]: clean(text) or None}


_OVERDUE = tuple(map(fold, (task_words.OVERDUE, task_words.DISPUTED)))
_STATES = (task_words.STATE_HEADS, task_words.CSV_STATE_HEADS)


def _task_row(each: TaskStanding, now: datetime) -> Row:
    def edit(store: Store, values: Values) -> None:
        tasks.edit(store, each, **values)

    about = frozenset(map(fold, (each.campaign.title, each.campaign.name)))
    values = {name: getattr(each, name) for name in tasks.FIELDS}
    columns = (*tasks.columns(each.campaign), *tasks.DUTY_COLUMNS, *tasks.DEFAULT_COLUMNS)
    fixed = {fold(tasks.cell(each, of)) for _, of in columns} | about
    return Row(
        each.task.title, each.label, about, task_words.state_cells(each, now), values, edit, fixed=frozenset(fixed)
    )


def _state(text: str) -> Values:
    """Parse the state of a task, as the program prints it: `Đã hoàn thành ngày 20/06/2026`, `Đang thực hiện, quá hạn`.

    Raises RefusedError for other words behind a state: they would be lost, or say that it is not wholly done.
    """
    labels = [*task_words.ON_PAPER.items(), *((key or "not_begun", label) for key, label in tasks.STATE_LABELS.items())]
    for state, label in labels:
        if fold(text).startswith(fold(label)):
            behind = fold(text).removeprefix(fold(label)).strip(" ,.()").removeprefix("ngay ")
            if state == "done" and (day := day_of(behind)) is not None:
                return {"state": state, "done_on": day}
            if not behind or (state != "done" and behind in _OVERDUE):
                return {"state": None if state == "not_begun" else state}
    known = ", ".join(task_words.ON_PAPER.values())
    raise RefusedError(
        f"{quoted(clean(text))} không rõ: ghi {known}, hay {task_words.ON_PAPER['done']} ngày 20/06/2026"
    )


def _result(text: str) -> Values:
    """Parse the lines of a cell to fields by their labels; lines before the first label are the product."""
    found: dict[str, list[str]] = {}
    field = "product"
    for line in text.splitlines():
        begins = (name for name, label in task_words.LINES.items() if fold(line).startswith(fold(f"{label}:")))
        if label := next(begins, ""):
            field, line = label, line[line.index(":") + 1 :]
        found.setdefault(field, []).append(line)
    return {name: clean(" ".join(found.get(name, ()))) or None for name in ("product", *task_words.LINES)}


class _DataSources(TrackedTable):
    """The list of data sources, and the form that describes each; a row is known by its name."""

    title = "báo cáo danh mục"
    _grades: ClassVar = {head: key for key, head in ASSESSMENTS.items()}
    _criteria: ClassVar = {head: key for key, head in CRITERIA.items()}
    _texts: ClassVar = {
        "Đầu mối quản lý": "owner",
        "Đầu mối quản lý, cập nhật": "owner",
        "Mô tả": "description",
        "Ghi chú": "note",
        **{head: key for key, head in DESCRIBED.items()},
    }
    _worked_out: ClassVar = ("Tiêu chí ưu tiên", "Ưu tiên")  # from the answers to the five criteria

    def heads(self, store: Store) -> Sequence[str]:
        return [head for head in (*SOURCE_HEADS, *DESCRIBED_HEADS, *SOURCE_CSV_HEADS) if head not in ("TT", "Tên")]

    def name_heads(self, store: Store) -> Sequence[str]:
        return ("Tên",)

    def is_head(self, folded: set[str]) -> bool:
        owners = (DESCRIBED_HEADS[2], SOURCE_HEADS[2])
        return fold("Mô tả") in folded and any(fold(head) in folded for head in owners)

    def rows(self, store: Store) -> list[Row]:
        return [_source_row(each) for each in data_sources.all_sources(store)]

    def value(self, store: Store, head: str, text: str) -> Values:
        if key := self._texts.get(head):
            return {key: clean(text) or None}
        if head == "Tên":
            return {"name": clean(text)}
        if key := self._grades.get(head):
            return {key: one_of(text, GRADES, UNGRADED)}
        if key := self._criteria.get(head):
            return {key: one_of(text, {"1": YES, "0": NO})}
        if head == "Loại":
            return {"kind": one_of(text, KINDS)}
        raise RefusedError("tính từ năm tiêu chí: hãy trả lời từng tiêu chí ở Danh mục dữ liệu")

    def renamed(self, found: Found, row: Row) -> dict[str, str]:
        return {"Tên": found.name}

    def new(self, store: Store, found: Found) -> Values | None:
        named = found.texts.get("Loại") or found.group.partition(":")[0]
        kind = next((key for key, label in KINDS.items() if fold(label) == fold(named)), None)
        if kind is None:
            return None
        values: Values = {"name": found.name, "kind": kind}
        for head, text in found.texts.items():
            if head not in self._worked_out:
                values |= {name: value for name, value in self.value(store, head, text).items() if value}
        return values

    def add(self, store: Store, values: Values) -> None:
        data_sources.add(store, **values)


def _source_row(each: DataSource) -> Row:
    def edit(store: Store, values: Values) -> None:
        data_sources.edit(store, each, **values)

    values: Values = {name: value or None for name, value in each.values().items()}
    return Row(each.name, KINDS[each.kind], frozenset(), source_cells(each), values, edit, each.mark)


class _Organisations(TrackedTable):
    """Tax codes and accounts; a row is known by its unit."""

    title = "bảng tài khoản tổ chức"

    def heads(self, store: Store) -> Sequence[str]:
        return ORGANISATION_HEADS[2:]

    def name_heads(self, store: Store) -> Sequence[str]:
        return ORGANISATION_HEADS[1:2]

    def is_head(self, folded: set[str]) -> bool:
        return {fold(head) for head in STEPS.values()} <= folded

    def rows(self, store: Store) -> list[Row]:
        return [_organisation_row(each) for each in organisations.all_organisations(store)]

    def value(self, store: Store, head: str, text: str) -> Values:
        field = next((key for key, label in STEPS.items() if label == head), "note")
        if field == "note":
            return {"note": clean(text) or None}
        if fold(text) in ("", fold(NOT_YET), NOT_COUNTED, "-"):
            return {field: None}
        if field == "tax_code":
            code = clean(text)
            return {field: organisations.read_tax_code(code.zfill(10) if code.isdecimal() else code)}  # Excel: no zeros
        return {field: day_in(text)}


def _organisation_row(each: Organisation) -> Row:
    def edit(store: Store, values: Values) -> None:
        organisations.edit(store, each, **values)

    values = {name: getattr(each, name) for name in organisations.FIELDS}
    return Row(each.unit.name, "", frozenset(), organisation_cells(each), values, edit)


class _RegisterTable(TrackedTable):
    """A register; a row is known by what it is about and its day."""

    title = "sổ theo dõi"

    def __init__(self, register: Register) -> None:
        self.register = register

    def heads(self, store: Store) -> Sequence[str]:
        return [column.label for column in self.register.columns if column != self.register.main]

    def name_heads(self, store: Store) -> Sequence[str]:
        return (self.register.main.label, self.register.main.key)

    def is_head(self, folded: set[str]) -> bool:
        return fold(self.register.columns[0].label) in folded

    def rows(self, store: Store) -> list[Row]:
        listed = entries.all_entries(store, self.register)
        return [self._row(each, text) for each, text in zip(listed, entries.covered(store, listed), strict=True)]

    def _row(self, entry: RegisterEntry, text: dict[str, str]) -> Row:
        def edit(store: Store, values: Values) -> None:
            entries.edit(store, entry, **values)

        main = self.register.main
        cells = {column.label: text[column.key] for column in self.register.columns}
        return Row(text[main.key], text["day"], frozenset(), cells, dict(entry.values), edit, entry.mark)

    def value(self, store: Store, head: str, text: str) -> Values:
        column = next(each for each in self.register.columns if each.label == head)
        if column.kind == "staff" and _is_number(text):
            raise RefusedError(_NOBODY_NAMED)
        return values_of(store, self.register, {column.key: text})

    def renamed(self, found: Found, row: Row) -> dict[str, str]:
        return {self.register.main.label: found.name}

    def new(self, store: Store, found: Found) -> Values | None:
        words = {head: text for head, text in found.texts.items() if head not in self.unkept(found)}
        values = values_of(store, self.register, {**words, self.register.main.key: found.name})
        return entries.checked(self.register, values)

    def unkept(self, found: Found) -> dict[str, str]:
        staff = {column.label for column in self.register.columns if column.kind == "staff"}
        return {head: _NOBODY_NAMED for head, text in found.texts.items() if head in staff and _is_number(text)}

    def add(self, store: Store, values: Values) -> None:
        entries.add(store, self.register, **values)


_NOBODY_NAMED = "bảng chỉ có số người dự; ai dự thì chọn trong Sổ theo dõi"


def _is_number(text: str) -> bool:
    return plain_number(clean(text)).isdecimal()


REGISTER_TABLES = tuple(map(_RegisterTable, REGISTERS))
TABLES: tuple[TrackedTable, ...] = (_Tasks(), _DataSources(), _Organisations(), *REGISTER_TABLES)
