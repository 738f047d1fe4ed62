"""The list of information systems, databases, software and data sources with their assessments (plan 000, task 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from store import records, settings
from store.campaigns import running
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT
from store.figures.indicators import OWN_MARK
from store.frozen import frozen
from store.history import recording
from store.settings import Letter, letter_values
from store.text import fold

KINDS: Final = {
    "information_system": "Hệ thống thông tin",
    "database": "Cơ sở dữ liệu",
    "software": "Phần mềm chuyên ngành",
    "data_source": "Nguồn dữ liệu",
}
#: What the plan wants every one of them to be assessed for, in its words.
ASSESSMENTS: Final = {
    "completeness": "Mức độ đầy đủ",
    "accuracy": "Mức độ chính xác",
    "updating": "Khả năng cập nhật",
    "sharing": "Khả năng chia sẻ",
    "readiness": "Mức độ sẵn sàng kết nối",
}
#: The plan names no grades; these fit every assessment.
GRADES: Final = {"high": "Cao", "medium": "Trung bình", "low": "Thấp"}
#: The five criteria of a priority set of data, in the words of the plan.
CRITERIA: Final = {
    "has_real_data": "Đang có dữ liệu thực tế tại đơn vị",
    "clear_owner": "Có đầu mối quản lý rõ ràng",
    "can_be_updated": "Có khả năng cập nhật",
    "is_needed": "Có nhu cầu phục vụ chỉ đạo, điều hành hoặc chia sẻ dùng chung",
    "soon_standardised": "Có thể chuẩn hóa trong thời gian ngắn",
}
#: What the form that describes a set of data says beside its owner and what is in it.
DESCRIBED: Final = {
    "technical_contact": "Đầu mối kỹ thuật",
    "connection_plan": "Phương án kết nối, chia sẻ",
    "infrastructure": "Hạ tầng, trang thiết bị",
    "difficulties": "Khó khăn, vướng mắc",
}
#: What is told of the station itself (000 A.II.2.a, 001 II.3.a and IV.1), kept as sections of the report.
CONDITIONS: Final = {
    "computers": "Máy tính, máy in, máy quét",
    "internet": "Đường truyền Internet",
    "staff": "Nhân lực",
    "connecting": "Khả năng kết nối, liên thông dữ liệu",
    "other": "Điều kiện khác",
    "difficulties": "Khó khăn, vướng mắc",
    "proposals": "Đề xuất, kiến nghị",
}
REPORT: Final = "datasets"  # what its sections are kept under
FIELDS: Final = ("kind", "name", "owner", "description", *ASSESSMENTS, *CRITERIA, *DESCRIBED, "note")


@frozen
class DataSource:
    """One entry of the list; `grades` and `criteria` hold only the questions that have an answer."""

    id: int
    kind: str  # a key of KINDS
    name: str
    owner: str
    description: str
    note: str
    grades: Mapping[str, str]  # by key of ASSESSMENTS, a key of GRADES
    criteria: Mapping[str, bool]  # by key of CRITERIA
    described: Mapping[str, str]  # by key of DESCRIBED; only what was written

    @property
    def mark(self) -> str:
        """The hidden text in the entry's row of an exported table, by which the row is known when it comes back."""
        return f"{OWN_MARK} source {self.id}"

    @property
    def criteria_met(self) -> int:
        """The number of the five criteria of a priority set that are met."""
        return sum(self.criteria.values())

    @property
    def is_assessed(self) -> bool:
        """Whether all five grades that the plan asks for are given; the criteria are asked separately."""
        return len(self.grades) == len(ASSESSMENTS)

    @property
    def is_priority(self) -> bool:
        """Whether all five criteria of a priority set are met."""
        return self.criteria_met == len(CRITERIA)

    @property
    def unanswered(self) -> int:
        """The number of the ten questions that have no answer yet."""
        return len(ASSESSMENTS) + len(CRITERIA) - len(self.grades) - len(self.criteria)

    def values(self) -> dict[str, str]:
        """Returns every field as text: "1" for yes, "0" for no, "" without an answer."""
        known = {
            **self.grades,
            **{key: str(int(answer)) for key, answer in self.criteria.items()},
            **self.described,
        }
        return {field: known.get(field) or str(getattr(self, field, "")) for field in FIELDS}


def all_sources(store: Store) -> list[DataSource]:
    """Returns the entries of the list by kind, then in the order in which they were added."""
    plain = "id, kind, name, ifnull(owner, ''), ifnull(description, ''), ifnull(note, '')"
    answers = ", ".join((*ASSESSMENTS, *CRITERIA, *DESCRIBED))
    found = []
    for source_id, kind, name, owner, description, note, *row in store.rows(
        f"SELECT {plain}, {answers} FROM data_source WHERE removed_at IS NULL ORDER BY id"
    ):
        grades = {key: grade for key, grade in zip(ASSESSMENTS, row, strict=False) if grade}
        answers_to_criteria = zip(CRITERIA, row[len(ASSESSMENTS) :], strict=False)
        criteria = {key: bool(answer) for key, answer in answers_to_criteria if answer is not None}
        described = {key: text for key, text in zip(DESCRIBED, row[-len(DESCRIBED) :], strict=True) if text}
        found.append(DataSource(source_id, kind, name, owner, description, note, grades, criteria, described))
    order = list(KINDS)
    return sorted(found, key=lambda each: order.index(each.kind))


def add(store: Store, **values: str | None) -> int:
    """Adds an entry and returns its id; raises RefusedError without a name or kind, or if its kind has that name."""
    given = _checked(store, values, None)
    with recording(store, "data_source", f"Thêm {given['name']}"):
        # Begun as one that is not on the list, so that undo takes it off again and nothing is deleted.
        source_id = store.insert("data_source", removed_at="")
        given |= {PRESENT: "1"}
        records.write(store, "data_source", {"id": source_id}, given, command="data_source", label="")
        return source_id


def offered(store: Store) -> tuple[str, ...]:
    """Returns the sets of data that running campaigns name and the list lacks, whatever kind they would be."""
    listed = {fold(each.name) for each in all_sources(store)}
    named = (name for campaign in running.running(store) for name in campaign.datasets)
    return tuple(name for name in dict.fromkeys(named) if fold(name) not in listed)


def add_offered(store: Store) -> int:
    """Adds all sets of data that `offered` returns, as one step of undo; returns how many."""
    names = offered(store)
    with recording(store, "data_source", f"Thêm {len(names)} bộ dữ liệu mà kế hoạch nêu"):
        for name in names:
            add(store, kind="data_source", name=name)
    return len(names)


def conditions(store: Store) -> dict[str, str]:
    """Returns what was written about the station's own equipment and staff, by key of `CONDITIONS`."""
    return dict(store.rows("SELECT section, text FROM narrative WHERE report = ?", (REPORT,)))


def write_conditions(store: Store, **values: str) -> None:
    """Writes what the report says about the station itself, as one step of undo; "" removes a text."""
    with recording(store, "narrative", "Sửa hạ tầng, trang thiết bị của trạm") as change:
        for key in CONDITIONS.keys() & values.keys():
            change.assign("narrative", 0, f"{REPORT}/{key}", values[key].strip() or None)


def edit(store: Store, source: DataSource, **values: str | None) -> None:
    """Sets some of `FIELDS` of an entry, as one step of undo; "" and None empty one. RefusedError as in `add`."""
    given = _checked(store, {**source.values(), **values}, source.id)
    records.write(store, "data_source", {"id": source.id}, given, command="data_source", label=f"Sửa {source.name}")


def remove(store: Store, source: DataSource) -> None:
    """Takes an entry off the list; undo puts it back."""
    with recording(store, "data_source", f"Bỏ {source.name}") as change:
        change.assign("data_source", source.id, PRESENT, None)


def _checked(store: Store, values: Mapping[str, str | None], besides: int | None) -> dict[str, str | None]:
    if unknown := set(values) - set(FIELDS):
        raise TypeError(f"no fields {unknown}")
    given = records.cleaned(values)
    name, kind = given.get("name"), given.get("kind")
    if not name:
        raise RefusedError("Phải có tên.")
    if kind not in KINDS:
        raise RefusedError("Phải chọn loại.")
    same = store.one(
        "SELECT name FROM data_source WHERE removed_at IS NULL AND kind = ? AND folded = ? AND id IS NOT ?",
        (kind, fold(name), besides),
    )
    if same is not None:
        raise RefusedError(f"{KINDS[kind]} “{same[0]}” đã có trong danh mục.")
    return given


@dataclass(frozen=True, slots=True)
class DataSourcesPaper(Letter):
    """The content of the report on the list of data sources."""

    basis: str  # the plan that asks for the list; ""
    sources: tuple[DataSource, ...]
    conditions: Mapping[str, str]  # of the station itself, by key of CONDITIONS


def paper(store: Store) -> DataSourcesPaper:
    """Makes the report on the list as of now, addressed as the plan that asks for it says, else to offices above."""
    asking = (each for each in running.running(store) if any(task.paper == "datasets" for task in each.tasks))
    asked_by = next(asking, None)
    if asked_by is not None and asked_by.reports:
        to = asked_by.reports[0].to
    else:
        known = settings.load(store)
        to = tuple(filter(None, (known.health_office_name, known.parent_name)))
    basis = asked_by.source.text if asked_by is not None else ""
    return DataSourcesPaper(basis, tuple(all_sources(store)), conditions(store), **letter_values(store, to))
