"""The station's own plan: typed on a screen, kept as texts in the store, exported as campaign file and letter.

A list is typed with one entry a line, its parts divided by semicolons; `problems` says which cannot be read.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from store import clock, settings
from store.checklist.items import checklist_items
from store.database import Store
from store.frozen import frozen
from store.history import recording
from store.models import Item
from store.settings import Letter, letter_values
from store.text import clean, fold, parse_date_entry

REPORT: Final = "own-plan"  # what its texts are kept under
WRITTEN: Final = "Sửa kế hoạch của trạm"  # as the journal names a change of them
#: What is asked in a form, by the key of the text.
HEAD: Final = {
    "title": "Tên kế hoạch",
    "subject": "Tên ngắn",
    "basis": "Căn cứ văn bản",
    "first": "Từ ngày",
    "last": "Đến hết ngày",
    "items_due": "Hạn các mục",
    "weekly": "Báo cáo tuần",
    "weekly_hour": "Trước giờ",
    "monthly": "Tháng: trước ngày",
    "closing": "Tổng kết trước ngày",
    "to": "Báo cáo gửi",
}
#: What is written on the page, in the order of the letter.
TEXTS: Final = {
    "purpose": "Mục đích, yêu cầu",
    "targets": "Mục tiêu, chỉ tiêu",
    "tasks": "Nhiệm vụ",
    "communication": "Công tác truyền thông",
    "money": "Kinh phí thực hiện",
    "organising": "Tổ chức thực hiện",
}
TASK_HINT: Final = (
    "Mỗi dòng: Nhiệm vụ; chủ trì; phối hợp; hạn (dd/mm/yyyy hay chữ); sản phẩm (chữ có dấu ; thì ngăn bằng |)"
)
WEEKDAYS: Final = {
    "monday": "thứ Hai",
    "tuesday": "thứ Ba",
    "wednesday": "thứ Tư",
    "thursday": "thứ Năm",
    "friday": "thứ Sáu",
}
_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")
_DAYS = ("first", "last", "items_due", "closing")
ASKED: Final = "1"  # the text under `item_field` of an item that the plan asks for


def item_field(key: str) -> str:
    """Returns the key under which the store keeps whether the plan asks for an item."""
    return f"item_{key}"


@frozen
class PlanTask:
    """A task of the plan, read from one line of text."""

    title: str
    lead: str = ""
    partners: str = ""
    due: date | None = None  # the day that its words name
    due_words: str = ""  # as typed: `trước 30/07/2026`, `hằng tháng`
    product: str = ""

    @property
    def deadline(self) -> str:
        """The deadline as TOML; "" without one. "trước" excludes the day, any other word includes it."""
        words = f"words = {_text(self.due_words)}"
        if self.due is None:
            return f"{{ {words} }}" if self.due_words else ""
        form = "before" if fold(self.due_words).startswith("truoc") else "through"
        return f"{{ {form} = {self.due}, {words} }}"


@dataclass(frozen=True, slots=True)
class OwnPlan(Letter):
    """The content of the plan's letter."""

    texts: Mapping[str, str]  # by key of HEAD and TEXTS
    items: tuple[Item, ...]  # of the checklist, that the plan asks for

    @property
    def tasks(self) -> tuple[PlanTask, ...]:
        """The tasks of the plan, in their order."""
        return read_tasks(self.texts.get("tasks", ""))


def load(store: Store) -> dict[str, str]:
    """Reads all texts of the plan, by key."""
    return dict(store.rows("SELECT section, text FROM narrative WHERE report = ?", (REPORT,)))


def write(store: Store, **texts: str) -> None:
    """Writes these texts of the plan as one step of undo; "" removes one."""
    with recording(store, "narrative", WRITTEN) as change:
        for key, text in texts.items():
            change.assign("narrative", 0, f"{REPORT}/{key}", text.strip() or None)


def plan(store: Store) -> OwnPlan:
    """Returns the plan as it stands now."""
    texts = load(store)
    items = tuple(item for item in checklist_items(store) if texts.get(item_field(item.key)) == ASKED)
    return OwnPlan(texts=texts, items=items, **letter_values(store, (), "plan"))


def read_tasks(text: str) -> tuple[PlanTask, ...]:
    """Reads one task from each line; semicolons divide its parts, or tabs or | as in a line copied from a table."""
    found = []
    for line in filter(None, (line.strip().lstrip("-+• ") for line in text.splitlines())):
        sign = next((sign for sign in "\t|" if sign in line), ";")
        title, lead, partners, due, product = ([clean(part) for part in line.split(sign, 4)] + [""] * 5)[:5]
        day = _day(re.sub(r"^((trước|đến|hết|ngày)\s+)+", "", due, flags=re.IGNORECASE))
        found.append(PlanTask(title, lead, partners, day, due, product))
    return tuple(found)


def _day(text: str) -> date | None:
    kept = parse_date_entry(text, year_alone=False) if text else None
    return date.fromisoformat(kept) if kept else None


def problems(found: OwnPlan) -> Iterator[str]:
    """Yields in Vietnamese what keeps the plan from being used, with what to do."""
    texts = found.texts
    if not texts.get("title"):
        yield "Chưa có tên kế hoạch."
    if not (found.items or found.tasks or _reports(texts)):
        yield "Chưa có mục, nhiệm vụ hay báo cáo nào: kế hoạch chưa đòi gì."
    for key in _DAYS:
        if texts.get(key) and _day(texts[key]) is None:
            yield f"{HEAD[key]} “{texts[key]}” không phải ngày: ghi như 30/07/2026."
    first, last = _day(texts.get("first", "")), _day(texts.get("last", ""))
    if first and last and last < first:
        yield "Ngày cuối trước ngày đầu."
    for place, task in enumerate(found.tasks, 1):
        if not task.title:
            yield f"Nhiệm vụ {place} chưa có nội dung trước dấu ; đầu tiên."
        for day in _DATE.findall(task.due_words):
            if _day(day) is None:
                yield f"Nhiệm vụ {place}: hạn “{day}” không phải ngày có thật."
    if texts.get("weekly_hour") and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", texts["weekly_hour"]):
        yield f"Giờ “{texts['weekly_hour']}” ghi như 15:00."
    if texts.get("monthly") and not re.fullmatch(r"[1-9]|[12]\d|3[01]", texts["monthly"]):
        yield f"{HEAD['monthly']} “{texts['monthly']}”: ghi một số từ 1 đến 31."
    if _reports(texts) and not _offices(texts):
        yield "Có báo cáo nhưng chưa ghi báo cáo gửi ai."


def _offices(texts: Mapping[str, str]) -> list[str]:
    return [office for each in texts.get("to", "").split(";") if (office := clean(each))]


def _reports(texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Returns (kind, title, deadline as TOML) of each report that the plan asks for."""
    found = []
    if weekday := texts.get("weekly"):
        hour = f", before = {_text(texts['weekly_hour'])}" if texts.get("weekly_hour") else ""
        found.append(("weekly", "Báo cáo tuần", f"{{ weekly = {{ weekday = {_text(weekday)}{hour} }} }}"))
    if day := texts.get("monthly"):
        found.append(("monthly", "Báo cáo tháng", f"{{ monthly = {{ before = {day} }} }}"))
    if closing := _day(texts.get("closing", "")):
        found.append(("closing", "Báo cáo tổng kết", f"{{ before = {closing} }}"))
    return found


def reports_text(texts: Mapping[str, str]) -> Iterator[str]:
    """Yields a Vietnamese sentence for each report that the plan asks for."""
    to = f" gửi {', '.join(_offices(texts))}" if _offices(texts) else ""
    if weekday := texts.get("weekly"):
        hour = f"trước {texts['weekly_hour']} " if texts.get("weekly_hour") else ""
        yield f"Báo cáo tuần: {hour}{WEEKDAYS.get(weekday, weekday)} hằng tuần{to}."
    if day := texts.get("monthly"):
        yield f"Báo cáo tháng: trước ngày {day} hằng tháng{to}."
    if closing := texts.get("closing"):
        yield f"Báo cáo tổng kết: trước ngày {closing}{to}."


def name_of(texts: Mapping[str, str]) -> str:
    """Makes the campaign's name from its title and year; "tram-" keeps it apart from campaigns of the program."""
    words = re.findall(r"[a-z0-9]+", fold(texts.get("subject") or texts.get("title") or "ke hoach"))
    last = _day(texts.get("last", "")) or clock.today()
    return f"tram-{'-'.join(words[:5])}-{last.year}"


def _text(value: str) -> str:
    """Quotes a text as a TOML string, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")


def to_toml(store: Store, found: OwnPlan) -> str:
    """Writes the plan as the text of a campaign file, which `store.campaigns.file` checks like any other."""
    texts, station = found.texts, settings.load(store).station_name or "Trạm Y tế"
    lines = [
        "# Kế hoạch của trạm, viết trong chương trình.",
        f"name = {_text(name_of(texts))}",
        f"title = {_text(texts.get('title', ''))}",
        *([f"subject = {_text(texts['subject'])}"] if texts.get("subject") else []),
        "",
        "[source]",
        'document = "Kế hoạch"',
        *([f"number = {_text(found.letter_number)}"] if found.letter_number else []),
        f"date = {clock.today()}",
        f"issuer = {_text(station)}",
        *([f"based_on = {_text(clean(texts['basis']))}"] if texts.get("basis") else []),
    ]
    lines += _items(found)
    for number, task in enumerate(found.tasks, 1):
        lines += ["", "[[tasks]]", f"number = {number}", f"title = {_text(task.title)}"]
        pairs = (("lead", task.lead), ("partners", task.partners), ("product", task.product))
        lines += [f"{key} = {_text(value)}" for key, value in pairs if value]
        if task.deadline:
            lines.append(f"deadline = {task.deadline}")
    first, last = _day(texts.get("first", "")), _day(texts.get("last", ""))
    if first or last:
        lines += ["", "[[phases]]", 'title = "Thời gian thực hiện"']
        lines += [f"{key} = {day}" for key, day in (("from", first), ("through", last)) if day]
    for kind, title, deadline in _reports(texts):
        to = ", ".join(map(_text, _offices(texts)))
        lines += ["", "[[reports]]", f'kind = "{kind}"', f"title = {_text(title)}", f"from = {_text(station)}"]
        lines += [f"to = [{to}]", f"deadline = {deadline}"]
    return "\n".join(lines) + "\n"


def _items(found: OwnPlan) -> Iterable[str]:
    keys = {item.key for item in found.items}
    due = _day(found.texts.get("items_due", ""))
    for item in found.items:
        yield from ("", "[[items]]", f"key = {_text(item.key)}", f"title = {_text(item.title)}")
        yield f"short_title = {_text(item.short_title)}"
        if item.requires in keys:
            yield f"requires = {_text(item.requires or '')}"
        yield "target = 1.0"
        if due:
            yield f"deadline = {{ through = {due} }}"
