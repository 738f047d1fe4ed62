"""What a sender is told to do about each kind of fault; the codes are those that `importers` report."""

from store.outcome import Problem

#: The cell was left out, or the row was: nothing of it counts before it is mended.
MUST = {
    "citizen_id_lost": "Gõ lại số CCCD đủ 12 chữ số theo thẻ.",
    "citizen_id_not_number": "Ghi số CCCD gồm 12 chữ số, không có chữ hay dấu khác.",
    "citizen_id_old_cmnd": "Ghi số CCCD/định danh 12 chữ số thay cho số CMND 9 số.",
    "citizen_id_short": "Ghi đủ 12 chữ số theo thẻ, kể cả số 0 ở đầu.",
    "citizen_id_long": "Ghi đúng 12 chữ số theo thẻ.",
    "birth_date_impossible": "Ghi lại ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985.",
    "birth_date_not_understood": "Ghi lại ngày sinh: ngày/tháng/năm, ví dụ 05/03/1985; chỉ biết năm thì ghi năm.",
    "date_not_understood": "Ghi lại ngày thực hiện: ngày/tháng/năm, hoặc để trống.",
    "date_without_done": "Đã làm thì ghi Đã ở cột tình trạng; chưa làm thì xoá ngày.",
    "sex_not_understood": "Ghi Nam hoặc Nữ.",
    "employment_not_understood": "Ghi Công chức, Viên chức hoặc Người lao động.",
    "phone_not_understood": "Ghi số di động 10 chữ số, hoặc để trống.",
    "insurance_number_wrong": "Ghi số thẻ BHYT 15 ký tự (hoặc mã số BHXH 10 chữ số), hoặc để trống.",
    "name_not_understood": "Ghi đủ họ và tên của một người.",
    "no_name": "Ghi họ và tên, hoặc xoá cả dòng.",
    "state_not_understood": "Ghi Đã, Chưa, Không áp dụng hoặc Chưa rõ.",
    "mark_not_understood": "Ghi Có hoặc Không.",
    "pair_both": "Chỉ đánh dấu một cột: Đã hoặc Chưa.",
    "pair_unclear": "Đánh dấu x vào một cột: Đã hoặc Chưa.",
    "reason_unclear": "Ghi lý do riêng cho từng mục: “VNeID: …; BHYT: …”.",
    "reason_without_todo": "Đã xong thì xoá lý do; chưa xong thì ghi Chưa ở cột tình trạng.",
    "formula_failed": "Công thức ở ô này báo lỗi: gõ lại giá trị vào ô.",
    "two_names": "Ghi mỗi người một dòng.",
    "repeated_row": "Xoá dòng trùng.",
    "repeated": "Một người: giữ một dòng, xoá dòng kia. Hai người: ghi đủ ngày sinh và số CCCD của từng người.",
    "count_missing": "Thêm cột này theo đúng mẫu Phụ lục 1.",
    "count_blank": "Ghi số người; không có ai thì ghi 0.",
    "count_not_understood": "Ghi số người bằng chữ số.",
    "row_is_sum": "Bỏ dòng cộng ra khỏi bảng, hoặc ghi rõ là Tổng cộng.",
    "department_repeated": "Gộp các dòng của cùng một khoa/phòng thành một dòng.",
    "sums_disagree": "Xem lại các số trong dòng cho khớp: Đã + Chưa = Tổng số.",
}
#: The cell was taken, with a doubt.
SUGGESTED = {
    "citizen_id_disagrees": "Đối chiếu với thẻ: sửa số CCCD, giới tính hoặc ngày sinh cho khớp.",
    "citizen_id_zero_restored": "Ghi đủ 12 chữ số, kể cả số 0 ở đầu.",
    "name_damaged": "Gõ lại họ và tên, bỏ chữ số và ký tự lạ.",
    "name_example": "Xoá dòng ví dụ của mẫu.",
    "title_perhaps": "Nếu chữ đầu là cách gọi thì bỏ đi; nếu là họ thì giữ nguyên.",
    "birth_date_unlikely": "Xem lại năm sinh.",
    "states_contradict": "Có mục này thì phải có mức 2 trước: sửa một trong hai ô cho khớp.",
    "birth_month_only": "Ghi đủ ngày/tháng/năm sinh.",
    "birth_date_from_number": "Ghi lại ngày sinh: ngày/tháng/năm.",
}
#: The cell was taken, and nothing is to be done: it is a remark for the station.
NOTED = frozenset({"title_dropped", "name_with_remark", "row_adds"})
_OTHERWISE = "Xem lại và sửa ô này."


def advice_to_sender(problem: Problem) -> str:
    """What the sender is asked to do, as a sentence; of a code that is not listed here, what the problem advises."""
    listed = MUST.get(problem.code) or SUGGESTED.get(problem.code)
    return listed or (f"{problem.advice}." if problem.advice else _OTHERWISE)
