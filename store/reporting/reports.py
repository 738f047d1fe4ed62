"""The parts of reports that are written by hand."""

from store.database import Store

#: Why a paper of nobody is not frozen: it would stand as sent.
NOBODY = "Chưa có ai để đếm nên chưa chốt được. F4: nhận tệp, F2: thêm người."


def narrative(store: Store, report: str) -> dict[str, str]:
    """The sections of a report that have text, by their key."""
    rows = store.rows("SELECT section, text FROM narrative WHERE report = ?", (report,))
    return dict(rows)


def write_section(store: Store, section: str, text: str, report: str) -> None:
    """Keep the text of one section; "" empties it. One step of undo."""
    from store.history import recording  # 20 ms, which papers that are only printed do not need

    with recording(store, "narrative", "Sửa nội dung báo cáo") as change:
        change.assign("narrative", 0, f"{report}/{section}", text.strip() or None)
