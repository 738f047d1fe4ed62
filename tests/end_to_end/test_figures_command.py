"""`tyt figures`, `tyt localities`, `tyt export facilities`: figures and places without the app."""

import json
from pathlib import Path

import openpyxl
import pytest

from store import campaign_use, clock, journal
from store.calendar.periods import Period
from store.campaigns import file
from store.figures import figure_entry, indicators, localities
from store.figures.indicators import Figure
from store.opening import open_store
from tests.end_to_end.command import tyt


def workbook(path: Path, rows: list[list[object]]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_one_excel_file_fills_a_week_and_unknown_places_are_told(path: Path, tmp_path: Path) -> None:
    rows = [
        ["KẾT QUẢ TUẦN"],
        ["TT", "Địa bàn", "Có Sổ SKĐT", None, "Xác thực BHYT", None],
        [None, None, "Số đạt", "Tổng số", "Số đạt", "Tổng số"],
        [1, "Ấp Tô Hạ", 890, 1004, 500, 1004],
        [2, "ẤP AN HOÀ", 700, 731, None, None],
        [3, "Ấp Lạ", 1, 2, 3, 4],
        [None, "Tổng cộng", 1590, 1735, 500, 1004],
    ]
    name = workbook(tmp_path / "tuan.xlsx", rows)
    first = tyt(path, "figures", name, "--period", "2026-06-23", "--json")
    assert first.returncode == 1, first.stderr
    answer = json.loads(first.stdout)
    assert (answer["kind"], answer["period"], answer["written"]) == ("weekly", "2026-06-17", 3)
    assert answer["unknown_places"] == ["Ấp Lạ"]
    again = tyt(path, "figures", name, "--add-places")
    assert (again.returncode, "đã ghi 2, giữ nguyên 3" in again.stdout) == (0, True), again.stdout
    assert "không có gì thay đổi" in tyt(path, "figures", name).stdout
    with open_store(path) as store:
        books = indicators.all_indicators(store)[1]
        lines = indicators.table(store, books, Period("weekly", "2026-06-17")).lines
        assert [(line.now.locality, line.now.numbers) for line in lines] == [
            ("Ấp Tô Hạ", (890, 1004)), ("Ấp An Hòa", (700, 731)), ("Ấp Lạ", (1, 2)),
        ]  # fmt: skip


def test_numbers_without_a_whole_are_kept_and_told_and_never_called_unreported(path: Path, tmp_path: Path) -> None:
    rows = [["Địa bàn", "Có Sổ SKĐT: Chỉ tiêu giao", "Có Sổ SKĐT: Số đạt"], ["Ấp Tô Hạ", 1100, 500]]
    done = tyt(path, "figures", workbook(tmp_path / "giao.xlsx", rows), "--period", "2026-06-23")
    assert "Ấp Tô Hạ có số đạt mà chưa có tổng số nên chưa được tính" in done.stderr
    paper = tmp_path / "chi-tieu.xlsx"
    assert tyt(path, "export", "indicators", str(paper), "--period", "2026-06-23").returncode == 0
    cells = [cell.value for row in openpyxl.load_workbook(paper).active.iter_rows() for cell in row]
    assert "chưa có tổng số" in cells


def test_a_head_that_is_no_indicator_is_told_with_the_names_that_are(path: Path, tmp_path: Path) -> None:
    rows = [["Địa bàn", "Sổ SKĐT: Số đạt", "Sổ SKĐT: Tổng số"], ["Ấp Tô Hạ", 5, 9]]
    done = tyt(path, "figures", workbook(tmp_path / "so.xlsx", rows), "--period", "2026-06-23")
    assert done.returncode == 1
    assert "không rõ là chỉ tiêu nào; hãy ghi ở đầu cột một trong các tên “Xác thực BHYT”, “Có Sổ SKĐT”" in done.stderr


def test_what_looks_odd_waits_until_it_is_accepted(path: Path, tmp_path: Path) -> None:
    name = workbook(tmp_path / "a.xlsx", [["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"], ["Ấp An Hòa", 600, 731]])
    held = tyt(path, "figures", name, "--period", "06/2026")
    assert held.returncode == 1
    assert "Số đạt giảm từ 655 xuống 600" in held.stderr
    dry = tyt(path, "figures", name, "--period", "06/2026", "--accept-doubts", "--dry-run")
    assert (dry.returncode, "sẽ ghi 1" in dry.stdout) == (0, True)
    assert "đã ghi 1" in tyt(path, "figures", name, "--period", "06/2026", "--accept-doubts").stdout


def test_the_exported_table_comes_back_unchanged(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "chi-tieu.xlsx"
    assert tyt(path, "export", "indicators", str(out), "--period", "05/2026").returncode == 0
    same = tyt(path, "figures", str(out))
    assert (same.returncode, "Tháng 05/2026: không có gì thay đổi" in same.stdout) == (0, True), same.stderr


def test_the_exported_csv_comes_back_and_a_number_changed_in_it_is_taken(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "chi-tieu.csv"
    assert tyt(path, "export", "indicators", str(out), "--period", "05/2026").returncode == 0
    same = tyt(path, "figures", str(out))
    assert (same.returncode, "Tháng 05/2026: không có gì thay đổi" in same.stdout) == (0, True), same.stderr
    assert tyt(path, "export", "indicators", str(out), "--period", "06/2026").returncode == 0
    text = out.read_text(encoding="utf-8-sig")
    assert ";884;1004;" in text
    out.write_text(text.replace(";884;1004;", ";885;1004;"), encoding="utf-8-sig")
    taken = tyt(path, "figures", str(out), "--json")
    assert taken.returncode == 0, taken.stderr
    answer = json.loads(taken.stdout)
    assert (answer["period"], answer["written"], answer["changed"][0]["numerator"]) == ("2026-06-01", 1, 885)


def test_an_older_file_does_not_take_the_place_of_a_newer_one_unasked(path: Path, tmp_path: Path) -> None:
    heads = ["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"]
    older = workbook(tmp_path / "a.xlsx", [heads, ["Ấp An Hòa", 660, 731]])
    newer = workbook(tmp_path / "b.xlsx", [heads, ["Ấp An Hòa", 700, 731]])
    for name in (older, newer):
        assert tyt(path, "figures", name, "--period", "06/2026").returncode == 0
    again = tyt(path, "figures", older, "--period", "06/2026")
    assert again.returncode == 1
    assert "Số đạt 660 đã được thay bằng 700 ngày 23/06/2026" in again.stderr


def test_an_older_file_does_not_bring_back_a_number_that_was_corrected_downwards(path: Path, tmp_path: Path) -> None:
    heads = ["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"]
    older = workbook(tmp_path / "a.xlsx", [heads, ["Ấp An Hòa", 700, 731]])
    newer = workbook(tmp_path / "b.xlsx", [heads, ["Ấp An Hòa", 690, 731]])
    assert tyt(path, "figures", older, "--period", "06/2026").returncode == 0
    corrected = tyt(path, "figures", newer, "--period", "06/2026")
    assert "Số đạt giảm từ 700 xuống 690 so với số đang có của kỳ này" in corrected.stderr
    assert tyt(path, "figures", newer, "--period", "06/2026", "--accept-doubts").returncode == 0
    again = tyt(path, "figures", older, "--period", "06/2026")
    assert (again.returncode, "đã ghi 0" in again.stdout) == (1, True)
    assert "Số đạt 700 đã được thay bằng 690 ngày 23/06/2026" in again.stderr
    newest = workbook(tmp_path / "c.xlsx", [heads, ["Ấp An Hòa", 710, 731]])
    assert tyt(path, "figures", newest, "--period", "06/2026").returncode == 0, "a number that nobody had is news"


def test_a_file_does_not_replace_a_number_that_was_typed(path: Path, tmp_path: Path) -> None:
    name = workbook(tmp_path / "a.xlsx", [["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"], ["Ấp Tô Hạ", 900, 1004]])
    held = tyt(path, "figures", name, "--period", "06/2026")
    assert held.returncode == 1
    assert "Ấp Tô Hạ, Có Sổ SKĐT: Số đạt 884 nhập tay ngày 23/06/2026, tệp ghi 900." in held.stderr
    assert "đã ghi 1" in tyt(path, "figures", name, "--period", "06/2026", "--accept-doubts").stdout
    with open_store(path) as store:
        assert journal.change(store, journal.last_change(store)).label == "Nhận số liệu tháng 06/2026 từ a.xlsx"


def test_a_place_that_was_renamed_is_not_added_a_second_time(path: Path, tmp_path: Path) -> None:
    assert tyt(path, "localities", "rename", "Ấp An Hòa", "Khóm An Hòa Mới").returncode == 0
    rows = [["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"], ["Ấp An Hòa", 660, 731], ["Ấp Lạ", 1, 2]]
    done = tyt(path, "figures", workbook(tmp_path / "a.xlsx", rows), "--period", "06/2026", "--add-places")
    assert (done.returncode, "đã ghi 1" in done.stdout) == (1, True)
    assert "Chưa có địa bàn “Ấp An Hòa”: tên cũ của “Khóm An Hòa Mới”." in done.stderr
    with open_store(path) as store:
        assert "Ấp An Hòa" not in [each.name for each in localities.all_localities(store)]
        assert localities.find(store, "Ấp Lạ") is not None


def test_a_month_is_no_week(path: Path, tmp_path: Path) -> None:
    name = workbook(tmp_path / "a.xlsx", [["Ấp", "Có Sổ SKĐT: Số đạt"], ["Ấp Tô Hạ", 8]])
    for command in (["figures", name], ["export", "indicators", str(tmp_path / "b.xlsx")]):
        done = tyt(path, *command, "--period", "06/2026", "--kind", "weekly")
        assert done.returncode == 2
        assert "06/2026 là cả tháng. Số của tuần hay ngày thì hãy ghi một ngày, như 23/06/2026." in done.stderr


def test_a_number_that_was_taken_away_by_hand_does_not_come_back_unasked(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        books, june = indicators.all_indicators(store)[1], Period("monthly", "2026-06-01")
        figure_entry.enter(store, books, june, Figure("Ấp Tô Hạ"))
    name = workbook(tmp_path / "a.xlsx", [["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"], ["Ấp Tô Hạ", 900, 1005]])
    held = tyt(path, "figures", name, "--period", "06/2026")
    assert "Số đạt trống, đã xoá tay ngày 23/06/2026, tệp ghi 900" in held.stderr


def test_a_file_does_not_replace_a_target_that_was_typed(path: Path, tmp_path: Path) -> None:
    with open_store(path) as store:
        books = indicators.all_indicators(store)[1]
        figure_entry.set_targets(store, books, [("Ấp Tô Hạ", 950)])
    rows = [["Ấp", "Có Sổ SKĐT: Chỉ tiêu giao"], ["Ấp Tô Hạ", 1000], ["Ấp An Hòa", 700]]
    held = tyt(path, "figures", workbook(tmp_path / "giao.xlsx", rows), "--period", "06/2026")
    assert (held.returncode, "đã ghi 1" in held.stdout) == (1, True)
    assert "Ấp Tô Hạ, Có Sổ SKĐT: Chỉ tiêu giao 950 nhập tay ngày 23/06/2026, tệp ghi 1.000." in held.stderr
    with open_store(path) as store:
        assert sorted(indicators.targets(store, books).values()) == [700, 950]


def test_a_table_that_we_printed_before_a_correction_takes_nothing_back(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = {ending: tmp_path / f"chi-tieu.{ending}" for ending in ("xlsx", "csv")}
    for out in printed.values():
        assert tyt(path, "export", "indicators", str(out), "--period", "06/2026").returncode == 0
    monkeypatch.setenv(clock.VARIABLE, "2026-06-23T16:00:00")
    with open_store(path) as store:
        books, june = indicators.all_indicators(store)[1], Period("monthly", "2026-06-01")
        figure_entry.enter(store, books, june, Figure("Ấp Tô Hạ", 890, 1004))
    for out in printed.values():
        same = tyt(path, "figures", str(out))
        assert (same.returncode, "không có gì thay đổi" in same.stdout) == (0, True), same.stderr
    text = printed["csv"].read_text(encoding="utf-8-sig")
    printed["csv"].write_text(text.replace(";884;1004;", ";888;1004;"), encoding="utf-8-sig")
    edited = tyt(path, "figures", str(printed["csv"]))
    assert edited.returncode == 1
    assert "Số đạt: sổ đã thành 890 sau khi in bảng, tệp ghi 888" in edited.stderr


def test_a_number_that_was_emptied_in_our_own_table_is_asked_about(path: Path, tmp_path: Path) -> None:
    name = str(tmp_path / "chi-tieu.xlsx")
    tyt(path, "export", "indicators", name)
    book = openpyxl.load_workbook(name)
    cells = [cell for row in book.active.iter_rows() for cell in row]
    named = next(cell for cell in cells if cell.value == "Ấp Tô Hạ" and isinstance(cell.offset(0, 1).value, int))
    emptied = named.offset(0, 1)
    number, emptied.value = emptied.value, None
    book.save(name)
    found = tyt(path, "figures", name)
    assert found.returncode == 1
    assert f"Số đạt: ô trống, sổ còn {number}" in found.stderr
    assert "Chưa ghi 1 số đáng ngờ" in found.stderr
    taken = tyt(path, "figures", name, "--accept-doubts")
    assert (taken.returncode, "đã ghi 1" in taken.stdout) == (0, True), taken.stdout + taken.stderr
    assert tyt(path, "figures", name).stdout.endswith("không có gì thay đổi.\n")


@pytest.mark.parametrize(
    "title", ["SỐ LIỆU TUẦN 10/06–16/06/2026", "Kết quả tháng 5/2026", "Tuần từ 10/6 đến 16/6/2026"]
)
def test_a_period_that_the_file_names_is_never_passed_over(path: Path, tmp_path: Path, title: str) -> None:
    rows = [
        [title],
        ["(Kèm theo Công văn ngày 23/06/2026)"],
        ["Địa bàn", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"],
        ["Ấp Tô Hạ", 890, 1004],
        ["Ấp An Hòa", "#CALC!", 731],
        ["Tổng cộng", 990, 1735],
    ]
    name = workbook(tmp_path / "tuan.xlsx", rows)
    refused = tyt(path, "figures", name)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"Tệp ghi “{title}”, không phải tuần 17/06–23/06/2026" in refused.stderr
    taken = tyt(path, "figures", name, "--period", "2026-06-23")
    assert "đã ghi 2" in taken.stdout
    assert f"Tệp ghi “{title}”, đã lấy vào tuần 17/06–23/06/2026." in taken.stderr
    assert "“#CALC!” là công thức chưa có kết quả" in taken.stderr
    assert "dòng “Tổng cộng” ghi 990, các dòng cộng lại 890" in taken.stderr


def test_a_period_that_is_the_one_that_is_filled_is_no_question(path: Path, tmp_path: Path) -> None:
    rows = [
        ["Thực hiện Kế hoạch ngày 1/1/2026; số liệu tuần 17/6 - 23/6/2026"],
        ["Ấp", "Có Sổ SKĐT: Số đạt"],
        ["Ấp Tô Hạ", 8],
    ]
    for title in ("Số liệu đến ngày 22/06/2026", "Kết quả tháng 6 năm 2026", "Số liệu tuần", rows[0][0]):
        name = workbook(tmp_path / "tuan.xlsx", [[title], *rows[1:]])
        assert tyt(path, "figures", name, "--dry-run").returncode == 0, title


def test_a_table_of_an_earlier_day_has_the_figures_of_then(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = workbook(tmp_path / "a.xlsx", [["Ấp", "Có Sổ SKĐT: Số đạt", "Có Sổ SKĐT: Tổng số"], ["Ấp Tô Hạ", 900, 1004]])
    monkeypatch.setenv(clock.VARIABLE, "2026-06-25T08:00:00")
    assert tyt(path, "figures", name, "--period", "2026-06", "--accept-doubts").returncode == 0
    found = []
    for option in ([], ["--as-of", "2026-06-23"]):
        done = tyt(path, "export", "indicators", "-", "--period", "2026-06", *option)
        found.append(json.loads(done.stdout)[0]["numerator"])
    assert found == [900, 884]


def test_places_are_listed_renamed_merged_and_taken_off(path: Path) -> None:
    assert "Ấp Giồng Cát" in tyt(path, "localities").stdout
    assert tyt(path, "localities", "add", "Khóm 1", "--code", "30547").returncode == 0
    assert "Đã có địa bàn" in tyt(path, "localities", "add", "khóm 1").stderr
    assert tyt(path, "localities", "rename", "khom 1", "Khóm 2").returncode == 0
    assert tyt(path, "localities", "merge", "Khóm 2", "cay me").returncode != 0, "Ấp Cây Me is not called Cây Me"
    assert tyt(path, "localities", "merge", "Khóm 2", "Ấp Cây Me").returncode == 0
    assert tyt(path, "localities", "remove", "Ấp Giồng Cát").returncode == 0
    found = json.loads(tyt(path, "localities", "--json").stdout)
    assert [(each["name"], each["code"]) for each in found] == [
        ("Ấp Tô Hạ", None), ("Ấp An Hòa", None), ("Ấp Cây Me", "30547"),
    ]  # fmt: skip


def test_the_facilities_are_listed_in_the_words_of_the_plan_with_who_has_not_reported(
    path: Path, tmp_path: Path
) -> None:
    with open_store(path) as store:
        campaign_use.use(store, file.load(file.built_in()["ninh-thuan-2024"]))
    assert "Đã thêm 79 cơ sở" in tyt(path, "localities", "facilities", "ninh-thuan-2024").stdout
    with open_store(path) as store:
        wanted = indicators.all_indicators(store, campaign="ninh-thuan-2024")[-1]
        place = localities.named(store, "58013")
        figure_entry.enter(store, wanted, Period("daily", "2026-06-23"), Figure(place.name, 5, 9))
    out = tmp_path / "co-so.xlsx"
    done = tyt(path, "export", "facilities", str(out))
    assert "Ngày 23/06/2026: chưa báo cáo 78" in done.stderr
    # The column behind is hidden: it says what was printed in the line.
    rows = [[cell.value for cell in row][:7] for row in openpyxl.load_workbook(out).active.iter_rows()]
    assert ["STT", "Mã Cơ sở", "Tên cơ sở", "Số đạt", "Tổng số", "Tỷ lệ", "Báo cáo"] in rows
    at = 1 + next(place for place, row in enumerate(rows) if row[1] == "58013")
    assert rows[at - 1] == [9, "58013", "Trạm y tế xã Ma Nới", 5, 9, f'=IF(E{at}=0,"–",D{at}/E{at})', None]
    assert [79, "58117", "Phòng khám đa khoa Trí Đức", None, None, None, "chưa báo cáo"] in rows
    assert rows[-1][2] == "Tổng cộng (1/79 cơ sở đã báo cáo)"
    assert rows[-1][3] == f"=SUM(D{at - 8}:D{at + 70})"
    assert rows[0][0] == "PHỤ LỤC 4"
    of_month = tyt(path, "export", "facilities", str(tmp_path / "thang.xlsx"), "--period", "2026-06")
    assert "Tháng 06/2026: chưa báo cáo 79" in of_month.stderr, "a month is no day"
    back = tyt(path, "figures", str(out), "--facilities", "--campaign", "ninh-thuan-2024", "--period", "2026-06-23")
    assert (back.returncode, "không có gì thay đổi" in back.stdout) == (0, True), back.stderr
    table = [
        ["Mã cơ sở", "Tên cơ sở", "Số đạt", "Tổng số"],
        [58117, "PK Trí Đức (tên khác)", 3, 4],
        [99999, "PK Lạ", 1, 2],
    ]
    words = ("--facilities", "--campaign", "ninh-thuan-2024", "--period", "2026-06-23")
    taken = tyt(path, "figures", workbook(tmp_path / "ma.xlsx", table), *words)
    assert (taken.returncode, "đã ghi 1" in taken.stdout) == (1, True), taken.stderr
    assert "Mã 58117 là Phòng khám đa khoa Trí Đức, tệp ghi “PK Trí Đức (tên khác)”: lấy theo mã." in taken.stderr
    assert "Chưa có cơ sở “PK Lạ”" in taken.stderr
