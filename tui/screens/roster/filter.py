"""The dialog that filters the list of people by unit, department, item and state."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from store.checklist.items import checklist_items
from store.database import Store
from store.models import MARKS, STATE_LABELS, State
from store.people import roster, units
from store.people.roster import Filter
from store.text import format_number
from tui.framework.work_screen import Modal
from tui.keys import keys
from tui.widgets.form_fields import ChoiceField

LACKING, CONTRADICTING = "lacking", "contradicting"
_ALL = (None, "Tất cả")
_LABELS = {"unit": "Đơn vị", "department": "Khoa/phòng", "item": "Mục", "state": "Tình trạng"}
NO_DEPARTMENT = 0  # as `Filter.department_id` says it


class FilterScreen(Modal[Filter | None]):
    """Asks for a filter; answers the chosen filter, None to keep the current one."""

    AUTO_FOCUS = "#unit"
    BINDINGS = keys(
        "filter",
        ("enter,f7", "apply", "Lọc", "Hiện những người này"),
        ("escape", "close", "Thôi", "Giữ bộ lọc đang có", "cancel"),
        ("down,tab", "app.focus_next", "Dòng dưới", "Xuống dòng dưới", "down"),
        ("up,shift+tab", "app.focus_previous", "Dòng trên", "Lên dòng trên", "up"),
        priority=True,
    )

    def __init__(self, store: Store, chosen: Filter, *, count: bool = True) -> None:
        """`count`: show how many people pass; too slow at each key for very many people."""
        super().__init__()
        self._store = store
        self._chosen = chosen
        self._count = count

    def compose(self) -> ComposeResult:
        """Build the four choices, the number of people that pass, and the keys."""
        with Vertical() as box:
            box.border_title = "Lọc danh sách"
            for name, label in _LABELS.items():
                yield ChoiceField[object](((None, ""),), None, name, none=None, label=label)
            yield Static(id="count", markup=False)
            yield Static(
                "↑ ↓ dòng · ← → chọn · gõ chữ: tìm trong dòng\nDelete: bỏ điều kiện · Enter: lọc · Esc: thôi",
                id="keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Fill the choices with the units, departments, items and states."""
        chosen = self._chosen
        known = ((unit.id, unit.name) for unit in units.all_units(self._store))
        self._row("unit").offer([_ALL, *known], chosen.unit_id)
        self._offer_departments(chosen.department_id)
        items = ((item.key, item.title) for item in checklist_items(self._store))
        self._row("item").offer([(None, "Mục nào cũng được"), *items], chosen.item)
        states: list[tuple[object, str]] = [_ALL, (LACKING, "Còn thiếu (✗ hoặc ?)")]
        states += [(state.value, f"{MARKS[state]} {STATE_LABELS[state]}") for state in State]
        states.append((CONTRADICTING, "! Mâu thuẫn (✓ mà mục cần trước còn ✗)"))
        state = CONTRADICTING if chosen.contradicting else chosen.state and chosen.state.value
        self._row("state").offer(states, LACKING if chosen.lacking else state)
        self._say_count()

    def _row(self, name: str) -> ChoiceField[object]:
        return self.query_one(f"#{name}", ChoiceField)

    def _offer_departments(self, value: object) -> None:
        unit_id = self._row("unit").value
        options: list[tuple[object, str]] = [_ALL]
        if isinstance(unit_id, int):
            options += [(department.id, department.name) for department in units.departments(self._store, unit_id)]
            options.append((NO_DEPARTMENT, "Chưa xếp khoa/phòng"))
        else:
            options = [(None, "Tất cả (chọn đơn vị trước)")]
        self._row("department").offer(options, value)

    @on(ChoiceField.Changed)
    def _changed(self, event: ChoiceField.Changed) -> None:
        if event.field.id == "unit":
            self._offer_departments(None)
        elif event.field.id == "item" and event.field.value is not None and self._row("state").value is None:
            self._row("state").choose(LACKING)  # an item alone lets everybody pass
        self._say_count()

    def answer(self) -> Filter:
        """The filter made of the current choices."""
        unit, department, item, state = (self._row(name).value for name in ("unit", "department", "item", "state"))
        assert unit is None or isinstance(unit, int)  # noqa: S101 - as offered
        assert department is None or isinstance(department, int)  # noqa: S101
        some_state = state not in (None, CONTRADICTING)
        return self._chosen.with_(
            unit_id=unit,
            department_id=department,
            item=item if some_state else None,
            state=State(str(state)) if some_state and state != LACKING else None,
            lacking=state == LACKING,
            contradicting=state == CONTRADICTING,
        )

    def _say_count(self) -> None:
        if self._count:
            total = roster.view(self._store, self.answer()).total
            self.show_text("count", f"{format_number(total)} người")

    def action_apply(self) -> None:
        """Close with the chosen filter."""
        self.dismiss(self.answer())
