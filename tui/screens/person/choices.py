"""The dialogs of the form of a person: unit, department, reason of a state, day since when an item is đã."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from store import clock
from store.checklist import reasons
from store.checklist.items import checklist_item
from store.field_ref import FieldRef
from store.models import STATE_LABELS, WITH_REASON, Item, StaffMember, State
from store.people import staff, units
from store.text import format_date, parse_date_entry
from tui.framework.first_names import ask_before_first_name
from tui.framework.form_screen import which_stays
from tui.screens.person.words import SHOWN_DOUBLES, described
from tui.widgets.dialogs import Ask, Choice, New, PickOne, Prompt

if TYPE_CHECKING:
    from tui.screens.person.screen import PersonScreen

_NONE = ""
_NOBODY = 0


class PersonChoices:
    """Opens the dialogs; answers about a stored person are saved at once, those about a new one kept here."""

    def __init__(self, screen: "PersonScreen") -> None:
        self.screen = screen
        self.reasons: dict[str, str] = {}  # of somebody new, by item key
        self.days: dict[str, str] = {}  # likewise, YYYY-MM-DD

    def forget(self) -> None:
        """Forget the reasons and days of the new person, as another one begins."""
        self.reasons, self.days = {}, {}

    # -- before a new person is added

    def ask_about_doubles(
        self, doubles: Sequence[StaffMember], open_one: Callable[[int | None], None], add: Callable[[], None]
    ) -> None:
        """Call `add`; when stored people may be the same, ask first, and call `open_one` with the id of the chosen."""
        if not doubles:
            add()
            return
        choices = [*choices_of(doubles, "Mở "), Choice("9", "Vẫn thêm người mới", _NOBODY)]
        question = Ask("Có phải cùng một người không?", "Trong sổ đã có người giống như vậy.", choices)
        self.screen.app.push_screen(question, lambda answer: add() if answer == _NOBODY else open_one(answer))

    # -- what another window wrote

    def ask_which_stays(self, name: str, value: str, *, shown: str, newer: str) -> None:
        """Ask whether `newer` stays, which another window wrote where `shown` stood, or `value` is written."""
        form = self.screen.form
        form.values[name] = shown  # the field is not saved; without an answer it is asked about again

        def answered(writes: bool | None) -> None:
            if writes:
                form.values[name] = newer
                form.show_typed(name, value)
                form.commit(name)
            elif writes is False:
                form.set_value(name, newer)
                self.screen.reload()
            form.focus_field(name)

        self.screen.app.push_screen(which_stays(form, {name: newer}), answered)

    def _member(self) -> StaffMember | None:
        return None if self.screen.staff_id is None else staff.get(self.screen.store, self.screen.staff_id)

    def _is_still(self, member: StaffMember | None) -> bool:
        """Whether the person is as when a dialog was opened; if not, show what another window wrote, and say so."""
        if member == self._member():
            return True
        self.screen.reload()
        self.screen.notify("Cửa sổ khác vừa sửa người này. Hãy xem lại rồi chọn lại.")
        return False

    # -- where they work

    def pick_unit(self, typed: str = "") -> None:
        """Ask for the unit, which may be a new one."""
        known = [(unit.id, unit.name) for unit in units.all_units(self.screen.store)]
        picked = partial(self._unit_picked, self._member())
        self.screen.app.push_screen(PickOne("Đơn vị", known, allow_new=True, typed=typed), picked)

    def unit_now(self) -> int | None:
        """The id of the person's unit; None when none is chosen."""
        screen = self.screen
        return screen.unit_id if screen.staff_id is None else staff.get(screen.store, screen.staff_id).unit_id

    def _unit_picked(self, member: StaffMember | None, answer: int | New | None) -> None:
        if answer is None or not self._is_still(member):
            return
        screen = self.screen
        before = self.unit_now()
        unit_id = units.find_or_add(screen.store, answer.text) if isinstance(answer, New) else answer

        def move() -> None:
            if screen.staff_id is not None and unit_id != before:
                staff.move(screen.store, [screen.staff_id], unit_id)
            screen.unit_id = unit_id
            if unit_id != before:
                screen.form.set_value("department", "")
            self._chosen("unit", units.get(screen.store, unit_id).name)

        if screen.staff_id is None:  # a new person is asked about when it is added
            move()
        else:
            ask_before_first_name(screen.app, unit_id, "chuyển", move)

    def pick_department(self, typed: str = "") -> None:
        """Ask for the department, which may be a new one."""
        unit_id = self.unit_now()
        if unit_id is None:
            self.screen.notify("Hãy chọn đơn vị trước.")
            return
        there = [department.name for department in units.departments(self.screen.store, unit_id)]
        options = [*zip(there, there, strict=True), (_NONE, "Không xếp khoa/phòng")]
        title = f"Khoa/phòng của {units.get(self.screen.store, unit_id).name}"
        picked = partial(self._department_picked, self._member())
        self.screen.app.push_screen(PickOne(title, options, allow_new=True, typed=typed), picked)

    def _department_picked(self, member: StaffMember | None, answer: str | New | None) -> None:
        name = answer.text if isinstance(answer, New) else answer
        unit_id = self.unit_now()
        if name is None or unit_id is None or not self._is_still(member):
            return
        if self.screen.staff_id is not None:
            staff.move(self.screen.store, [self.screen.staff_id], unit_id, name or None)
        self._chosen("department", name)

    def _chosen(self, name: str, value: str) -> None:
        form = self.screen.form
        form.set_value(name, value)
        form.say(name, None, saved="✓ đã ghi" if self.screen.staff_id is not None else "")
        self.screen.show_head()
        form.action_step(1)

    # -- what they have and lack

    def item_now(self) -> Item | None:
        """The item of the focused field, if its state can have a reason or a day; else None."""
        form = self.screen.query("Form")
        name = (self.screen.form.current or "") if form else ""
        item = FieldRef.parse(name).item
        if item is None or self.screen.form.typed(name) not in (State.DONE, *WITH_REASON):
            return None
        return checklist_item(self.screen.store, item)

    def ask_about_state(self) -> None:
        """Ask for the reason of a chưa or không áp dụng, or for the day of a đã."""
        if (item := self.item_now()) is not None:
            state = State(self.screen.form.typed(FieldRef.state(item.key)))
            self._ask_reason(item, state) if state in WITH_REASON else self._ask_day(item)

    def ask_reason_if_todo(self, name: str, value: str) -> None:
        """Ask for the reason when the field `name` of an item has become chưa."""
        item = FieldRef.parse(name).item
        if item is not None and value == State.TODO:
            self._ask_reason(checklist_item(self.screen.store, item), State.TODO)

    def _ask_reason(self, item: Item, state: State) -> None:
        screen = self.screen
        offered = reasons.for_item(screen.store, item.key)
        options = [*((reason.text, reason.text) for reason in offered), (_NONE, "Không ghi lý do")]
        digits = {reason.digit: reason.text for reason in offered if reason.digit} | {0: _NONE}
        last = reasons.last_used(screen.store, item.key)
        member = self._member()

        def picked(answer: str | New | None) -> None:
            reason = answer.text if isinstance(answer, New) else answer
            if reason is None or not self._is_still(member):
                return
            if screen.staff_id is None:
                self.reasons[item.key] = reason
                if not reason:
                    del self.reasons[item.key]
            else:
                staff.set_state(screen.store, [screen.staff_id], item.key, state, reason or None)
            self._show_again(item)

        title = f"Vì sao {STATE_LABELS[state].lower()}: {item.title}"
        screen.app.push_screen(PickOne(title, options, allow_new=True, digits=digits, last=last), picked)

    def _ask_day(self, item: Item) -> None:
        screen, member = self.screen, self._member()

        def answered(typed: str | None) -> None:
            if typed is None or not self._is_still(member):
                return
            day = parse_date_entry(typed, year_alone=False)
            if screen.staff_id is None:
                self.days.pop(item.key, None)
                if day is not None:
                    self.days[item.key] = day
            else:
                staff.set_done_on(screen.store, screen.staff_id, item.key, day)
            self._show_again(item)

        day = screen.person_now().done_on.get(item.key)
        label = "Ngày/tháng/năm; để trống nếu không rõ"
        screen.app.push_screen(Prompt(f"Có từ ngày nào: {item.title}", label, format_date(day), _day), answered)

    def _show_again(self, item: Item) -> None:
        screen = self.screen
        screen.show_states()
        name = FieldRef.state(item.key)
        screen.form.say(name, screen.form.verdict_on(name))
        screen.show_strip()


def _day(value: str) -> str | None:
    if not value.strip():
        return None
    day = parse_date_entry(value, year_alone=False)
    if day is None:
        return "Không phải ngày. Ghi ngày/tháng/năm, ví dụ 05/01/2026"
    return "Ngày này chưa tới." if day > clock.today().isoformat() else None


def choices_of(doubles: Sequence[StaffMember], verb: str = "") -> list[Choice[int]]:
    """A choice for each of the stored people who may be the same, as far as they are shown; answers their id."""
    return [Choice(str(n), f"{verb}{described(each)}", each.id) for n, each in enumerate(doubles[:SHOWN_DOUBLES], 1)]
