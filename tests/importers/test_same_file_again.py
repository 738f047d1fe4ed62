"""The same file taken in again: what waited for an answer the first time still waits."""

from pathlib import Path

from importers import intake
from store.database import Store
from store.outcome import Outcome


def test_rows_that_disagree_about_one_person_are_asked_about_each_time(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "hai dong.csv"
    file.write_text(
        "Đơn vị: Trường Hai Dòng\n"
        "TT,Họ và tên,Ngày sinh,Số CCCD,Số điện thoại,Định danh mức 2\n"
        "1,Nguyễn Văn An,01/02/1980,089080000011,0912345678,Đã\n"
        "2,Trần Thị Bình,03/04/1985,089185000022,0912345679,Đã\n"
        "3,Nguyễn Văn An,01/02/1980,089080000011,0987654321,Đã\n",
        encoding="utf-8",
    )
    first = intake.read(store, file)
    assert first.plan is not None
    assert [row.outcome for row in first.plan.rows] == [Outcome.NEW, Outcome.NEW, Outcome.CONFLICT]
    intake.apply(store, first)
    again = intake.read(store, file)
    assert again.plan is not None
    assert [row.outcome for row in again.plan.rows] == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.CONFLICT]
