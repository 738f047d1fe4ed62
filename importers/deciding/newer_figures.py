"""Leaves out the figures of a file that was taken in before, if its unit has sent newer ones since."""

from dataclasses import replace

from store.database import Store
from store.forms import filled
from store.masks import cover_in_name
from store.outcome import Outcome
from store.receiving import submissions
from store.receiving.plan import Plan
from store.text import format_date


def leave_newer_figures(store: Store, plan: Plan) -> None:
    """Plan figures that were taken in before as unchanged if the unit has sent newer ones; adds a remark."""
    earlier = submissions.earlier_of(store, plan.reading, plan.unit_id)
    newest = None if earlier is None or plan.unit_id is None else filled.in_force(store).get(plan.unit_id)
    if earlier is None or newest is None or newest.submission_id <= earlier.id:
        return
    is_news = (Outcome.NEW, Outcome.CHANGED)
    plan.counted = [Outcome.UNCHANGED if outcome in is_news else outcome for outcome in plan.counted]
    remark = (
        f"Tệp này đã nhận ngày {format_date(earlier.received_at[:10])}; sau đó đơn vị đã gửi số liệu mới hơn"
        f" ({cover_in_name(newest.file_name)}), nên không thay. Muốn dùng lại tệp này: rút bản mới trước."
    )
    plan.reading = replace(plan.reading, remarks=(*plan.reading.remarks, remark))
