"""Lists what must be corrected in a file that was taken in, and the advice to its sender for each kind of fault."""

from store.database import Store
from store.frozen import frozen
from store.outcome import Problem, unpacked
from store.receiving.kept import LEFT_OUT_BEFORE
from store.receiving.plan import READ_CODES

#: The codes are those that `importers` report.

#: The cell was left out, or the row was: nothing of it counts before it is mended.
MUST = {
    "citizen_id_lost": "Gõ lại số CCCD đủ 12 chữ số theo thẻ.",
    "citizen_id_not_number": "Ghi số CCCD gồm 12 chữ số, không có chữ hay dấu khác.",
    "citizen_id_old_cmnd": "Ghi số CCCD/định danh 12 chữ số thay cho số CMND 9 số.",
    "citizen_id_short": "Ghi đủ 12 chữ số theo thẻ, kể cả số 0 ở đầu.",
    "citizen_id_long": "Ghi đúng 12 chữ số theo thẻ.",
    "citizen_id_shifted": "Số CCCD bị lệch dòng hoặc bị kéo ô: ghi lại cả cột theo thẻ.",
    "row_shifted": "Các ô của dòng bị lệch cột: đưa về đúng cột của chúng.",
    "birth_date_impossible": "Ghi lại ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985.",
    "birth_date_not_understood": "Ghi lại ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985; chỉ biết năm thì ghi năm.",
    "date_swapped": "Ghi lại ngày: ngày trước, tháng sau, ví dụ 05/03/1985.",
    "date_not_understood": "Ghi lại ngày thực hiện: ngày/tháng/năm, hoặc để trống.",
    "date_without_done": "Đã làm thì ghi Đã ở cột tình trạng; chưa làm thì xoá ngày.",
    "sex_not_understood": "Ghi Nam hoặc Nữ.",
    "employment_not_understood": "Ghi Công chức, Viên chức hoặc Người lao động.",
    "phone_not_understood": "Ghi số di động 10 chữ số, hoặc để trống.",
    "insurance_number_wrong": "Ghi số thẻ BHYT 15 ký tự (hoặc mã số BHXH 10 chữ số), hoặc để trống.",
    "name_not_understood": "Ghi đủ họ và tên của một người.",
    "no_name": "Ghi họ và tên, hoặc xoá cả dòng.",
    "state_not_understood": "Ghi Đã, Chưa, Không áp dụng hoặc Chưa rõ.",
    "ditto_unclear": "Ghi rõ thay cho dấu “như trên”.",
    "mark_not_understood": "Ghi Có hoặc Không.",
    "pair_both": "Chỉ đánh dấu một cột: Đã hoặc Chưa.",
    "columns_disagree": "Hai cột cùng nói về một mục: ghi cho khớp nhau.",
    "pair_unclear": "Đánh dấu x vào một cột: Đã hoặc Chưa.",
    "reason_unclear": "Ghi lý do riêng cho từng mục: “VNeID: …; BHYT: …”.",
    "reason_without_todo": "Đã xong thì xoá lý do; chưa xong thì ghi Chưa ở cột tình trạng.",
    "formula_failed": "Công thức ở ô này báo lỗi: gõ lại giá trị vào ô.",
    "two_names": "Ghi mỗi người một dòng.",
    "repeated_row": "Xoá dòng trùng.",
    "left_out": "Xoá dòng này: người này có một dòng khác.",
    "repeated": "Một người: giữ một dòng, xoá dòng kia. Hai người: ghi đủ ngày sinh và số CCCD của từng người.",
    "count_missing": "Thêm cột này theo đúng mẫu Phụ lục 1.",
    "count_blank": "Ghi số người; không có ai thì ghi 0.",
    "count_not_understood": "Ghi số người bằng chữ số.",
    "row_is_sum": "Bỏ dòng cộng ra khỏi bảng, hoặc ghi rõ là Tổng cộng.",
    "perhaps_sum": "Là dòng cộng thì ghi rõ là Tổng cộng; là một khoa/phòng thì báo lại cho trạm.",
    "reasons_exceed": "Ghi số người của từng lý do sao cho cộng lại không quá số người chưa.",
    "department_repeated": "Gộp các dòng của cùng một khoa/phòng thành một dòng.",
    "perhaps_part": "Xem lại số của dòng này và dòng phía trên; là một khoa/phòng riêng thì ghi số thứ tự.",
    "not_of_the_unit": "Chỉ ghi cán bộ của đơn vị; bỏ dòng đếm học sinh, phụ huynh, người dân.",
    "note_contradicts": "Sửa ô tình trạng hoặc ghi chú cho khớp nhau.",
    "round_lapsed": "Ghi tình trạng tới nay ở cột của kỳ mới nhất.",
    "sums_disagree": "Xem lại các số trong dòng cho khớp: Đã + Chưa = Tổng số.",
}
#: The cell was taken, with a doubt.
SUGGESTED = {
    "reason_of_not_applicable": "Chưa làm được thì ghi Chưa; không phải làm thì để nguyên.",
    "citizen_id_disagrees": "Đối chiếu với thẻ: sửa số CCCD, giới tính hoặc ngày sinh cho khớp.",
    "citizen_id_zero_restored": "Ghi đủ 12 chữ số, kể cả số 0 ở đầu.",
    "name_damaged": "Gõ lại họ và tên, bỏ chữ số và ký tự lạ.",
    "name_example": "Xoá dòng ví dụ của mẫu.",
    "reason_with_number": "Chỉ ghi lý do, không ghi số CCCD, số thẻ hay số điện thoại.",
    "title_perhaps": "Nếu chữ đầu là cách gọi thì bỏ đi; nếu là họ thì giữ nguyên.",
    "birth_date_unlikely": "Xem lại năm sinh.",
    "states_contradict": "Có mục này thì phải có mức 2 trước: sửa một trong hai ô cho khớp.",
    "birth_month_only": "Ghi đủ ngày/tháng/năm sinh.",
    "citizen_id_with_remark": "Chỉ ghi 12 chữ số trong ô này.",
    "birth_date_with_remark": "Chỉ ghi ngày sinh trong ô này.",
    "birth_date_from_number": "Ghi lại ngày sinh: ngày/tháng/năm.",
}
#: What no cell says, and the station asks: why an item is chưa, what its state is. No file has it as a problem.
REASON_MISSING, STATE_MISSING = "reason_missing", "state_missing"
#: What a line says that stands for many cells of one column with the same fault; others say what the first one does.
OF_MANY = {
    "citizen_id_zero_restored": "Số CCCD thiếu số 0 ở đầu; Trạm đã bù đủ 12 số, lần sau ghi dạng chữ",
    "citizen_id_short": "Số CCCD thiếu chữ số",
    "citizen_id_lost": "Số CCCD mất chữ số vì Excel làm tròn",
    "citizen_id_disagrees": "Số CCCD không khớp với giới tính hoặc ngày sinh",
    "citizen_id_shifted": "Số CCCD lệch dòng, không phải của người đó",
    "citizen_id_old_cmnd": "Số CMND cũ, cần số CCCD",
    "birth_date_impossible": "Ngày sinh không có thật",
    "birth_date_not_understood": "Ngày sinh chưa đọc được",
    "state_not_understood": "Tình trạng chưa đọc được",
    "states_contradict": "Có mục này mà chưa có mức 2",
    "reason_without_todo": "Có lý do mà cột tình trạng không ghi Chưa",
    "reason_unclear": "Lý do chưa rõ là của mục nào",
}
#: The cell was taken, and nothing is to be done: it is a remark for the station.
NOTED = frozenset({"title_dropped", "name_with_remark", "row_adds", "row_holds", LEFT_OUT_BEFORE, *READ_CODES})
#: It was taken as the sender meant it: the paper about the file lists it, but nobody is reminded of it.
_UNDERSTOOD = NOTED | {"citizen_id_zero_restored", "repeated_row", "left_out"}
_OTHERWISE = "Xem lại và sửa ô này."


@frozen
class KeptProblem:
    """A problem of a file that was taken in, with its place."""

    sheet: str
    row: int  # 1-based, as the spreadsheet shows it
    table: int | None  # number of the list that the row is of; None: a line of a form of figures
    outcome: str  # of the row
    department: str  # of a line of a form of figures
    problem: Problem

    @property
    def place(self) -> str:
        """The place of the problem as messages name it: `F12`, or `dòng 12` for a row."""
        return self.problem.cell or f"dòng {self.row}"


def kept_problems(store: Store, submission_id: int) -> list[KeptProblem]:
    """Every problem of a file, in the order of its tables and rows."""
    rows = store.rows(
        "SELECT sheet, row, table_number, outcome, '', problems FROM submission_row JOIN submission_table"
        " ON submission_table.submission_id = submission_row.submission_id AND number = table_number"
        " WHERE submission_row.submission_id = ?1 AND problems <> ''"
        " UNION ALL SELECT sheet, row, NULL, '', department, problems FROM unit_count"
        " WHERE submission_id = ?1 AND problems <> '' ORDER BY 3, 2",
        (submission_id,),
    )
    return [
        KeptProblem(sheet, row, table, outcome, department, problem)
        for sheet, row, table, outcome, department, problems in rows
        for problem in unpacked(problems)
    ]


def to_mend(store: Store, submission_id: int) -> list[KeptProblem]:
    """The problems of a file for its sender to correct; questions about whole rows are for the station to answer."""
    return [
        kept
        for kept in kept_problems(store, submission_id)
        if kept.problem.code not in _UNDERSTOOD and (kept.problem.cell or kept.table is None)
    ]


def to_mend_lines(store: Store, submission_id: int) -> list[str]:
    """Lines about what the sender of a file should correct: the number of places, then one line for each."""
    faults = to_mend(store, submission_id)
    if not faults:
        return ["Không có chỗ nào đơn vị phải sửa."]
    places = [f"  {fault.sheet}, {fault.place}: {fault.problem.text}" for fault in faults]
    return [f"{len(faults)} chỗ đơn vị cần sửa:", *places]


def advice_to_sender(problem: Problem) -> str:
    """The advice for a problem, as a sentence; for a code not listed here the problem's own advice."""
    listed = MUST.get(problem.code) or SUGGESTED.get(problem.code)
    return listed or (f"{problem.advice}." if problem.advice else _OTHERWISE)


def text_for_sender(problem: Problem) -> str:
    """The message of a problem and, when it needs advice, the advice for the sender, as its own is for the station."""
    if not problem.advice:
        return problem.message
    return f"{problem.message}{'' if problem.message.endswith('?') else '.'} {advice_to_sender(problem)}"
