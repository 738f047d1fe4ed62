"""Makes the files of the example station anew: `python -m tests.make_demo_files`.

Made-up people of a made-up staff, written as units write them: five layouts, four formats, some of the damage that
spreadsheets carry. The files in `tui/demo/` are the result; they change only when this is run.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Alignment, Font

FOLDER = Path(__file__).parent.parent / "tui" / "demo"

_FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trương"]
_MEN = ["Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức"]
_WOMEN = ["Thị", "Thị Mỹ", "Thị Kim", "Ngọc", "Thị Thu", "Bích"]
_MALE = ["An", "Bình", "Dũng", "Đạt", "Hải", "Hiếu", "Khánh", "Lộc", "Nghĩa", "Phúc", "Sơn", "Tài", "Vinh"]
_FEMALE = ["Anh", "Châu", "Dung", "Hà", "Hằng", "Lan", "Linh", "Ngân", "Nhung", "Oanh", "Thảo", "Trang", "Yến"]
_KHMER = ["Chau Sóc Thi", "Chau Sanh", "Néang Sóc Na", "Néang Phary", "Chau Rít", "Néang Srây Pha"]
_LEVEL2 = ["Không có điện thoại thông minh", "Quên mật khẩu", "Không nhận được OTP", "Chưa thu nhận sinh trắc học"]
_BHYT = ["Thẻ BHYT hết hạn", "Chờ BHXH cập nhật", "Thẻ BHYT sai ngày sinh/họ tên"]


@dataclass
class Somebody:
    """One made-up person."""

    name: str
    sex: str
    born: date
    number: str
    position: str
    level2: bool
    level2_reason: str
    bhyt: bool
    bhyt_reason: str
    book: bool
    security: bool
    card: bool
    office: bool  # works in an office: a digital signature applies
    signature: bool


def people(seed: int, count: int, positions: list[str]) -> list[Somebody]:
    """`count` people; the same for the same seed."""
    rng = random.Random(seed)
    made, names = [], set()
    while len(made) < count:
        woman = rng.random() < 0.6
        if rng.random() < 0.08:
            name = rng.choice([n for n in _KHMER if n.startswith("Néang" if woman else "Chau")])
        else:
            name = f"{rng.choice(_FAMILY)} {rng.choice(_WOMEN if woman else _MEN)} {rng.choice(_FEMALE if woman else _MALE)}"
        if name in names:
            continue
        names.add(name)
        born = date(1968, 1, 1) + timedelta(days=rng.randrange(12500))
        gender = (1 if woman else 0) + (2 if born.year >= 2000 else 0)
        number = (
            f"{rng.choice(['089', '089', '087', '092', '001'])}{gender}{born.year % 100:02}{rng.randrange(10**6):06}"
        )
        level2 = rng.random() < 0.86
        bhyt = level2 and rng.random() < 0.82
        position = rng.choice(positions)
        office = position in ("Văn thư", "Kế toán", "Chuyên viên")
        made.append(
            Somebody(
                name, "Nữ" if woman else "Nam", born, number, position, level2,
                "" if level2 else rng.choice(_LEVEL2), bhyt, "" if bhyt else rng.choice(_BHYT),
                level2 and rng.random() < 0.8, level2 and rng.random() < 0.7, rng.random() < 0.97,
                office, office and rng.random() < 0.6,
            )
        )  # fmt: skip
    return made


def day(value: date, sign: str = "/") -> str:
    """Day first."""
    return f"{value:%d}{sign}{value:%m}{sign}{value:%Y}"


def health_station() -> None:
    """xlsx: two-row merged heads, đã/chưa in pairs, department rows, a total and signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Danh sách"
    for row in (["UBND XÃ VĨNH GIA"], ["TRẠM Y TẾ XÃ VĨNH GIA"], [], ["DANH SÁCH VIÊN CHỨC, NGƯỜI LAO ĐỘNG"], []):
        sheet.append(row)
    sheet.append(
        ["TT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Chức danh", "Thẻ CCCD", "Định danh mức 2", None, None,
         "Tích hợp thẻ BHYT", None, None, "Sổ SKĐT", "ASXH", "Chữ ký số"]
    )  # fmt: skip
    sheet.append([None] * 6 + [None, "Đã", "Chưa", "Lý do", "Đã", "Chưa", "Lý do", None, None, None])
    for area in (
        "A6:A7",
        "B6:B7",
        "C6:C7",
        "D6:D7",
        "E6:E7",
        "F6:F7",
        "G6:G7",
        "H6:J6",
        "K6:M6",
        "N6:N7",
        "O6:O7",
        "P6:P7",
    ):
        sheet.merge_cells(area)
    positions = ["Bác sĩ", "Y sĩ", "Điều dưỡng", "Hộ sinh", "Dược sĩ", "Kế toán", "Nhân viên dân số"]
    staff = iter(people(1, 34, positions))
    number = 0
    for roman, department, count in (
        ("I", "Bộ phận Khám bệnh", 9), ("II", "Bộ phận Dược", 4), ("III", "Bộ phận Y tế dự phòng", 8),
        ("IV", "Bộ phận Hành chính", 5), ("V", "Điểm trạm Lạc Quới", 8),
    ):  # fmt: skip
        sheet.append([roman, department])
        for _ in range(count):
            who = next(staff)
            number += 1
            sheet.append(
                [
                    number, who.name, who.born, who.sex, who.number, who.position, "x" if who.card else "Chưa",
                    "x" if who.level2 else None, None if who.level2 else "x", who.level2_reason or None,
                    "x" if who.bhyt else None, None if who.bhyt else "x", who.bhyt_reason or None,
                    "x" if who.book else None, "x" if who.security else None,
                    ("x" if who.signature else None) if who.office else "KAD",
                ]
            )  # fmt: skip
    sheet.append([None, "Tổng cộng", f"{number} người"])
    sheet.append([])
    sheet.append([None, None, None, None, "Vĩnh Gia, ngày 22 tháng 6 năm 2026"])
    sheet.append([None, "Người lập bảng", None, None, "TRƯỞNG TRẠM"])
    for row in sheet.iter_rows(min_row=6, max_row=7):
        for cell in row:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, width in zip("ABCDEF", (5, 26, 12, 9, 15, 18), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(FOLDER / "1 Tram Y te xa Vinh Gia.xlsx")


def primary_school() -> None:
    """xls: numbers that lost their zero, dates with points, state and reason in one cell."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    rows: list[list[object]] = [["PHÒNG VĂN HÓA - XÃ HỘI"], ["TRƯỜNG TIỂU HỌC VĨNH GIA"], []]
    rows.append(["STT", "Họ tên", "Ngày sinh", "CCCD", "Loại hợp đồng", "VNeID mức 2", "BHYT tích hợp", "Sổ SKĐT"])
    for number, who in enumerate(people(2, 28, ["Giáo viên", "Văn thư", "Bảo vệ"]), 1):
        level2 = "Rồi" if who.level2 else f"Chưa ({who.level2_reason.lower()})"
        rows.append(
            [number, who.name.upper() if number % 9 == 0 else who.name, day(who.born, "."), float(who.number),
             "Hợp đồng lao động" if who.position == "Bảo vệ" else "Viên chức", level2,
             "Rồi" if who.bhyt else "Chưa", "Rồi" if who.book else "Chưa"]
        )  # fmt: skip
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    book.save(str(FOLDER / "2 Truong Tieu hoc Vinh Gia.xls"))


def committee() -> None:
    """ods: a page of guidance, then one sheet a department; 1, 0 and a dash."""
    document = OpenDocumentSpreadsheet()

    def add(name: str, rows: list[list[object]]) -> None:
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                if isinstance(value, int):
                    cell = TableCell(valuetype="float", value=value)
                else:
                    cell = TableCell(valuetype="string")
                cell.addElement(P(text=str(value)))
                line.addElement(cell)
            table.addElement(line)
        document.spreadsheet.addElement(table)

    add("Hướng dẫn", [["HƯỚNG DẪN NHẬP LIỆU"], ["1: đã có; 0: chưa có; -: không áp dụng"]])
    heads = ["Stt", "Họ và tên", "Giới tính", "Ngày sinh", "Số định danh cá nhân", "Căn cước", "Định danh mức độ 2",
             "Chữ ký số", "ASXH", "BHYT", "Sổ SKĐT"]  # fmt: skip
    staff = iter(people(3, 26, ["Chuyên viên", "Cán sự"]))
    for department, count in (("Văn phòng HĐND và UBND", 9), ("Phòng Kinh tế", 8), ("Phòng Văn hóa - Xã hội", 9)):
        rows: list[list[object]] = [["ỦY BAN NHÂN DÂN XÃ VĨNH GIA"], [f"Bộ phận: {department}"], [""], list(heads)]
        for number in range(1, count + 1):
            who = next(staff)
            rows.append(
                [number, who.name, who.sex, day(who.born), who.number, int(who.card), int(who.level2),
                 int(who.signature) if who.office else "-", int(who.security), int(who.bhyt), int(who.book)]
            )  # fmt: skip
        add(department, rows)
    document.save(str(FOLDER / "3 UBND xa Vinh Gia.ods"))


def secondary_school() -> None:
    """csv of an online form: whole questions as heads, semicolons."""
    with (FOLDER / "4 Truong THCS Vinh Gia.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Đơn vị: Trường THCS Vĩnh Gia"])
        writer.writerow(
            ["Dấu thời gian", "Họ và tên của Thầy/Cô", "Ngày tháng năm sinh", "Số Căn cước công dân (12 số)",
             "Thầy/Cô đã kích hoạt định danh điện tử mức 2 chưa?", "Nếu chưa, vui lòng cho biết lý do",
             "Thầy/Cô đã tích hợp thẻ BHYT vào VNeID chưa?", "Thầy/Cô đã có Sổ sức khỏe điện tử trên VNeID chưa?"]
        )  # fmt: skip
        for number, who in enumerate(people(4, 24, ["Giáo viên"])):
            writer.writerow(
                [f"2026/06/{20 + number % 4} 09:{number + 10}:00", who.name, day(who.born), who.number,
                 "Đã kích hoạt" if who.level2 else "Chưa kích hoạt", who.level2_reason,
                 "Đã tích hợp" if who.bhyt else "Chưa", "Có" if who.book else "Chưa có"]
            )  # fmt: skip


def kindergarten() -> None:
    """xlsx: family and given name apart, only the year of birth, ticks only, a remark column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TRƯỜNG MẪU GIÁO VĨNH GIA"])
    sheet.append(["BẢNG THEO DÕI ĐỊNH DANH VÀ SỔ SỨC KHỎE ĐIỆN TỬ"])
    sheet.append([])
    sheet.append(["STT", "Họ đệm", "Tên", "Năm sinh", "Số CCCD", "Mức 2", "Thẻ BHYT", "Sổ sức khỏe", "Ghi chú"])
    for number, who in enumerate(people(5, 12, ["Giáo viên"]), 1):
        before, _, given = who.name.rpartition(" ")
        sheet.append(
            [number, before, given, who.born.year, who.number, *("x" if state else None for state in (who.level2, who.bhyt, who.book)),
             who.level2_reason or who.bhyt_reason or None]
        )  # fmt: skip
    book.save(FOLDER / "5 Truong Mau giao Vinh Gia.xlsx")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for make in (health_station, primary_school, committee, secondary_school, kindergarten):
        make()
