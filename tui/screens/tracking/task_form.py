"""The form of one task: how far it is, since when, what came of it, who looks after it."""

from collections.abc import Mapping
from datetime import datetime

from store.database import Store
from store.monitoring import tasks
from store.monitoring.tasks import STATE_LABELS, STATES, TaskStanding
from store.text import format_date
from tui.framework.form import FormField, Verdict
from tui.framework.form_screen import RecordForm, day_field, kept_day
from tui.screens.tracking.task_lines import in_full

_NOT_BEGUN = "not_begun"


def _fields(done_on: str) -> tuple[FormField, ...]:
    """The fields; `done_on`: the day that stands there, which goes when the task is not done any more."""

    def only_of_done(value: str, values: Mapping[str, str]) -> Verdict | None:
        if not value or values["state"] == "done":
            return None
        if value == done_on:
            return Verdict("Chưa xong thì ngày này được bỏ")
        return Verdict("Chỉ nhiệm vụ đã xong mới có ngày", is_error=True)

    return (
        FormField(
            "state",
            "Tình trạng",
            "choice",
            tuple((state or _NOT_BEGUN, STATE_LABELS[state]) for state in STATES),
            hint="← → hoặc 1 2 3",
        ),
        day_field("done_on", "Ngày hoàn thành", hint="để trống: hôm nay", check=only_of_done),
        FormField("product", "Sản phẩm đã có", hint="ví dụ số công văn", max_length=500),
        FormField("responsible", "Người phụ trách", max_length=200),
        FormField("note", "Ghi chú", max_length=1000),
    )


def task_form(store: Store, standing: TaskStanding, now: datetime) -> RecordForm:
    """The form of a task."""
    values = {
        "state": standing.state or _NOT_BEGUN,
        "done_on": format_date(standing.done_on),
        "product": standing.product or "",
        "responsible": standing.responsible or "",
        "note": standing.note or "",
    }

    def write(typed: dict[str, str]) -> None:
        state = None if typed["state"] in (_NOT_BEGUN, "") else typed["state"]
        done_on = kept_day(typed["done_on"]) if state == "done" else None
        tasks.edit(store, standing, **{**typed, "state": state, "done_on": done_on})

    about = "\n".join(in_full(standing, now).splitlines()[1:])
    return RecordForm(f"Nhiệm vụ {standing.label}", _fields(values["done_on"]), values, write, about=about)
