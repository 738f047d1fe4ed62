"""Our own Phụ lục 1 read back: its departments and nothing else, whatever stands above and below the table."""

from pathlib import Path

import pytest

from exporters.form import write_form
from importers.reading import read_file
from store.reporting.form_papers import FormPaper
from tests.importers.conftest import ITEMS
from tests.store.phu_luc_1 import row, table_of

WHY = (("Không nhận được OTP", 1), ("Quên mật khẩu", 1))
SECTIONS = {"reception": "Bố trí 01 nhân viên.\nMở cửa từ 7 giờ.", "training": "Đã tập huấn 2 lớp, 40 người."}


def paper(count: int) -> FormPaper:
    rows = tuple(row(f"Bộ phận số {n}", 10 + n, 8 + n, 2, WHY, 7, 6 + n, 4, WHY, 1, n) for n in range(count))
    figures = [sum(each.figures[name] for each in rows) for name in ("total", "level2_done", "level2_todo")]
    linked = [sum(each.figures[name] for each in rows) for name in ("health_book", "bhyt_done", "bhyt_todo")]
    total = row("Tổng cộng", *figures, WHY, *linked, WHY)
    table = table_of(rows, total)
    title = "(Kèm theo công văn số 12/TYT của Trạm Y tế xã Vĩnh Gia ngày 23/06/2026)"
    return FormPaper(table, title, "THỦ TRƯỞNG ĐƠN VỊ", "Nguyễn Thị Thảo", SECTIONS)


@pytest.mark.parametrize("count", [1, 2, 3, 30])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_neither_the_sum_nor_the_rates_are_a_department(tmp_path: Path, count: int, name: str) -> None:
    write_form(paper(count), tmp_path / name)
    reading = read_file(tmp_path / name, items=ITEMS)
    found = [(line.department, line.people, line.figures["health_book"], line.problems) for line in reading.summary]
    assert found == [(f"Bộ phận số {n}", 10 + n, 7, ()) for n in range(count)]
