"""Từ điển lý do: lists reasons with items, digits and people; adds, rewrites and merges them, lists who has one."""

from collections.abc import Sequence
from functools import partial

from textual import work

from store import history
from store.checklist.items import checklist_items
from store.models import Item
from store.people import reason_dictionary
from store.people.reason_dictionary import Entry
from store.text import format_date, format_number
from store.words.reasons import items_text, merge_text
from tui.framework.form_field import FormField
from tui.framework.form_screen import RecordForm
from tui.framework.work_screen import EXPORT_SHOWN, ListScreen, fit
from tui.keys import keys
from tui.screens.forms.people_behind import PeopleBehindScreen, Question
from tui.widgets.dialogs import Ask, Choice, PickOne

_ITEMS, _DIGIT, _PEOPLE = 22, 6, 8  # columns
_NOT_HERE = ""  # of a field: the reason is not one of the item
_DIGITS = (
    *((str(digit), f"phím {digit}") for digit in range(1, 10)),
    ("0", "có, không phím số"),
    (_NOT_HERE, "không phải của mục này"),
)


class ReasonsScreen(ListScreen[Entry]):
    """The list of reasons, one in each line; ← → choose the item whose reasons are shown."""

    PLACE_TITLE = "Từ điển lý do"
    list_id = "reasons"
    key_names = ("id",)
    above = ("reason-about", "reason-head")
    below = ("reason-strip",)
    BINDINGS = keys(
        "reasons",
        ("enter", "edit", "Sửa", "Viết lại, chọn mục và phím số"),
        ("ctrl+n", "add", "Thêm", "Thêm một lý do"),
        ("f6", "merge", "Gộp", "Gộp lý do này vào một lý do khác, xem trước"),
        ("f8", "people", "Những người", "Ai đang có lý do này"),
        ("right", "item(1)", "Mục sau", "Lý do của mục bên phải", "after"),
        hidden=[("left", "item(-1)", "Mục trước", "Lý do của mục bên trái", "before"), EXPORT_SHOWN],
    )

    def __init__(self) -> None:
        super().__init__()
        self.item: str | None = None  # key of the item whose reasons are shown; None: of all

    def read_rows(self) -> Sequence[Entry]:
        """The reasons of the chosen item in the order of their digits, or of all items."""
        found = reason_dictionary.dictionary(self.store)
        if self.item is None:
            return found
        own = [each for each in found if self._digit(each) is not None]
        return sorted(own, key=lambda each: (not self._digit(each), self._digit(each)))

    def _digit(self, entry: Entry) -> int | None:
        """The digit of a reason for the chosen item, 0 without one; None if the item lacks the reason."""
        return next((each.digit for each in entry.items if each.item == self.item), None)

    def _people(self, entry: Entry) -> int:
        return next((each.people for each in entry.items if each.item == self.item), entry.people)

    def heads(self) -> tuple[str, str, str]:
        """The heads of the columns."""
        return ("Mục [phím]" if self.item is None else "Phím", "Lý do", "Người")

    def cells(self, row: Entry) -> tuple[str, str, int]:
        """The items of a reason or its digit, the reason, and how many people have it."""
        where = items_text(row, checklist_items(self.store)) if self.item is None else str(self._digit(row) or "")
        also = f" (và {len(row.also)} cách ghi khác)" if row.also else ""
        return where, f"{row.text}{also}", self._people(row)

    def chosen_by(self) -> str:
        """The title of the chosen item."""
        return next((item.title for item in checklist_items(self.store) if item.key == self.item), "Mọi mục")

    def show_list(self) -> None:
        """Show the items to choose from, the heads, and one line for each reason."""
        items = checklist_items(self.store)
        first = _ITEMS if self.item is None else _DIGIT
        words = self.size.width - 4 - first - _PEOPLE

        def line(where: str, text: str, people: str) -> str:
            return f"{fit(where, first - 1):<{first}}{fit(text, words - 1):<{words}}{people:>{_PEOPLE}}"

        def line_of(each: Entry) -> tuple[str, bool]:
            where, text, people = self.cells(each)
            return line(where, text, format_number(people)), False

        titles = [("Mọi mục", None), *((item.short_title, item.key) for item in items)]
        chosen = "  ".join(f"[{title}]" if key == self.item else title for title, key in titles)
        self.show_text("reason-about", f"← → {chosen}")
        self.show_text("reason-head", line(*self.heads()))
        self.show_rows(line_of)

    def describe(self) -> None:
        """Show the reason under the cursor: its items, other wordings, and its last change."""
        each = self.chosen
        if each is None:
            self.show_text("reason-strip", "Mục này chưa có lý do nào. Ctrl+N để thêm.")
            return
        items = checklist_items(self.store)
        titles = {item.key: item.short_title for item in items}
        people = ", ".join(f"{format_number(one.people)} {titles[one.item]}" for one in each.items if one.people)
        lines = [f"{each.text} · {items_text(each, items)} · {people or 'chưa ai có'}"]
        if each.also:
            lines.append(f"Tính chung: {'; '.join(each.also)}")
        if change := reason_dictionary.last_change(self.store, each):
            lines.append(f"{format_date(change[0][:10])}: {change[1]}")
        self.show_text("reason-strip", "\n".join(lines))

    def action_item(self, by: int) -> None:
        """Show the reasons of another item."""
        order = [None, *(item.key for item in checklist_items(self.store))]
        self.item = order[(order.index(self.item) + by) % len(order)]
        self.reload()

    # -- changing

    def action_add(self) -> None:
        """Open the form of a new reason, for the chosen item."""
        items = checklist_items(self.store)
        values = {item.key: "0" if item.key == self.item else _NOT_HERE for item in items}

        def write(typed: dict[str, str]) -> None:
            text = reason_dictionary.add(self.store, typed["text"], [key for key in values if typed[key]])
            digits = {key: int(typed[key]) or None for key in values if typed[key]}
            reason_dictionary.assign_items(self.store, text, digits)

        form = RecordForm("Lý do mới", _fields(items), lambda: {"text": "", **values}, write)
        self.app.push_screen(form, self.saved)

    def action_edit(self) -> None:
        """Open the form of the reason under the cursor: words, items, digits."""
        entry = self.chosen
        if entry is None:
            self.action_add()
            return
        items = checklist_items(self.store)

        def current() -> Entry:
            return reason_dictionary.find(self.store, entry.text)  # also when another window renamed it

        def read() -> dict[str, str]:
            now = current()
            digits = {each.item: str(each.digit) for each in now.items}
            return {"text": now.text, **{item.key: digits.get(item.key, _NOT_HERE) for item in items}}

        def write(typed: dict[str, str]) -> None:
            now = {item.key: int(typed[item.key]) for item in items if typed[item.key]}
            text = current().text
            with history.recording(self.store, "reason", f"Sửa lý do “{text}”"):
                _, text = reason_dictionary.rename(self.store, text, typed["text"])
                reason_dictionary.assign_items(self.store, text, dict(now))

        form = RecordForm("Sửa lý do", _fields(items), read, write)
        self.app.push_screen(form, self.saved)

    @work(exclusive=True, group="ask")
    async def action_merge(self) -> None:
        """Merge the reason under the cursor into another one, after showing what that does."""
        entry = self.chosen
        if entry is None:
            return
        others = [each for each in reason_dictionary.dictionary(self.store) if each.id != entry.id]
        near = {each.item for each in entry.items}
        others.sort(key=lambda each: not near & {one.item for one in each.items})  # those of the same item first
        options = [(each.text, f"{each.text} · {format_number(each.people)} người") for each in others]
        target = await self.app.push_screen_wait(PickOne(f"Gộp “{entry.text}” vào lý do nào?", options))
        if not isinstance(target, str):
            return
        found = reason_dictionary.preview(self.store, entry.text, target)
        choices = [Choice("1", "Gộp", True), Choice("2", "Thôi", False)]
        body = merge_text(found, checklist_items(self.store))
        if await self.app.push_screen_wait(Ask("Gộp hai lý do", body, choices)):
            reason_dictionary.merge(self.store, entry.text, target)
            self.reload()
            self.go_to_key(found.target.id)
            self.notify(f"Từ nay “{entry.text}” được tính là “{found.target.text}”. Ctrl+Z: lấy lại.")

    def action_people(self) -> None:
        """List the people who have the reason under the cursor."""
        entry = self.chosen
        if entry is None:
            return
        having = [each.item for each in entry.items if each.people]
        item = self.item if self.item in having else having[0] if len(having) == 1 else None
        marks = tuple((one.key, one.short_title) for one in checklist_items(self.store) if one.key in having)
        ids = partial(reason_dictionary.people_with, reason_id=entry.id, item_key=item)
        question = Question(entry.text, item, ids, by_unit=True, marks=marks)
        self.app.push_screen(PeopleBehindScreen(question), lambda _: self.reload())


def _fields(items: Sequence[Item]) -> tuple[FormField, ...]:
    return (
        FormField("text", "Lý do", hint="viết như trong báo cáo", max_length=200),
        *(FormField(item.key, item.short_title, kind="choice", choices=_DIGITS) for item in items),
    )
