"""What real units write at the head of a column: synonyms, abbreviations, whole questions."""

FULL_NAME = [
    "Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Ho va ten", "Họ, tên", "Họ và tên nhân viên", "Họ và tên CBCCVC", "Họ & tên",
    "Họ và tên cán bộ, giáo viên, nhân viên", "HỌ TÊN CBGVNV", "Họ và tên (viết in hoa)", "Họ và tên của anh/chị", "Cán bộ",
    "Họ và\ntên", "1. Họ và tên", "Họ và tên:", "Họ tên đầy đủ *", "Tên nhân viên", "Họ và Tên CB-GV-NV", "Họ tên viên chức",
]  # fmt: skip
APART = [
    ("Họ đệm", "Tên"),
    ("Họ và tên đệm", "Tên"),
    ("Họ", "Tên"),
    ("Họ và chữ lót", "Tên"),
    ("HỌ VÀ TÊN LÓT", "TÊN"),
    ("Họ, đệm", "Tên"),
]
BORN = [
    "Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY THÁNG NĂM SINH", "Năm sinh", "Ngay sinh", "Sinh ngày", "NTNS", "Ngày tháng năm sinh (dd/mm/yyyy)",
    "Ngày/tháng/năm sinh", "Ngày sinh của anh/chị", "Ngày,\ntháng,\nnăm sinh", "Ngày sinh (theo CCCD)", "N.sinh", "Năm sinh (ghi đủ ngày tháng)",
]  # fmt: skip
NUMBER = [
    "Số CCCD", "CCCD", "Số căn cước", "Số định danh cá nhân", "Số CCCD/CMND", "So CCCD", "Số Căn cước công dân (12 số)", "Mã định danh",
    "Số CC/CCCD", "Mã định danh cá nhân", "SỐ CCCD/ĐDCN", "Số thẻ CCCD", "Số ĐDCN/CCCD", "CCCD/CMND", "Số căn cước/CCCD (12 chữ số)", "Căn cước công dân",
    "CCCD số", "Số giấy tờ tùy thân (CCCD)", "Số CCCD gắn chip", "Số định danh cá nhân/CCCD", "Số CMND/CCCD",
]  # fmt: skip
SEX = ["Giới tính", "Nam/Nữ", "Phái", "GT", "Giới", "Nam (Nữ)", "Giới tính (Nam/Nữ)"]
POSITION = [
    "Chức vụ",
    "Chức danh",
    "Vị trí việc làm",
    "Chức vụ, chức danh",
    "Chức vụ/chức danh",
    "CV",
    "Chức danh nghề nghiệp",
    "Nhiệm vụ được giao",
    "Công việc",
]
EMPLOYMENT = [
    "Loại lao động",
    "Đối tượng",
    "Công chức/viên chức/NLĐ",
    "Loại hợp đồng",
    "Loại hình lao động",
    "Biên chế/Hợp đồng",
]
PHONE = [
    "Số điện thoại",
    "SĐT",
    "Điện thoại",
    "Số ĐT",
    "Điện thoại di động",
    "SĐT liên hệ",
    "Số điện thoại (Zalo)",
    "ĐT",
    "Di động",
]
INSURANCE = ["Số thẻ BHYT", "Mã thẻ BHYT", "Mã số BHXH", "Số BHYT", "Mã số BHYT", "Số thẻ BHYT (15 ký tự)"]
SMARTPHONE = [
    "Có điện thoại thông minh",
    "ĐT thông minh",
    "Sử dụng điện thoại thông minh (có/không)",
    "Có dùng smartphone không?",
    "Điện thoại thông minh",
]
DEPARTMENT = [
    "Khoa/phòng",
    "Bộ phận",
    "Tổ chuyên môn",
    "Phòng ban",
    "Tổ",
    "Khoa, phòng",
    "Bộ phận công tác",
    "Tổ/bộ phận",
    "Khối",
]
ORDINAL = ["STT", "TT", "Stt", "Số TT", "Số thứ tự", "S\nT\nT", "#"]
NOTE = ["Ghi chú", "GHI CHÚ", "Ghi chú khác", "Ý kiến", "Khó khăn, vướng mắc"]

ITEM = {
    "cccd": [
        "Thẻ CCCD/CC", "Đã có CCCD gắn chip?", "Đã có thẻ CCCD", "Đã được cấp CCCD", "Có thẻ căn cước", "Thẻ căn cước", "CCCD gắn chip",
        "Đã cấp thẻ CCCD", "Có CCCD", "Anh/chị đã có thẻ CCCD/căn cước chưa?", "Tình trạng thẻ CCCD", "Thẻ CCCD gắn chíp", "Đã làm CCCD",
        "Làm thẻ CCCD", "Cấp CCCD gắn chip",
    ],
    "level2_account": [
        "Định danh mức 2", "VNeID mức 2", "Tài khoản định danh điện tử mức 2", "TK định danh mức độ 2", "Định danh mức độ 2", "Kích hoạt VNeID mức 2",
        "Dinh danh dien tu muc 2", "Đã kích hoạt định danh mức 2", "Anh/chị đã kích hoạt định danh mức 2 chưa?", "Tài khoản ĐDĐT mức độ 2", "TK ĐDĐT mức 2",
        "Cài đặt, đăng ký và kích hoạt định danh VNeID mức 2", "Mức 2", "ĐDĐT mức 2", "Mức độ 2", "TKĐD mức 2", "Đăng ký tài khoản định danh (mức 2)",
        "Đã cài VNeID và kích hoạt tài khoản định danh điện tử mức 2 chưa?", "Mức 2 (Đã/Chưa)", "ĐDĐT M2", "VNeID (mức 2)", "Tài khoản VNeID mức 2 (x)",
        "Định danh điện tử mức II", "TK định danh điện tử", "VNeID",
    ],
    "digital_signature": [
        "Chữ ký số", "Ký số", "CKS", "Chữ ký số chuyên dùng công vụ", "Chữ ký số công vụ", "Được cấp chữ ký số", "Đã có chữ ký số", "Có chữ ký số chưa?",
        "Chứng thư số/Chữ ký số", "Chữ kí số",
    ],
    "social_security": [
        "ASXH", "An sinh xã hội", "Tích hợp tài khoản an sinh xã hội", "TK ASXH", "Tài khoản an sinh xã hội", "Tài khoản ASXH trên VNeID", "Tích hợp TK an sinh XH",
        "Đã tích hợp tài khoản an sinh xã hội", "Đăng ký tài khoản hưởng an sinh xã hội trên VNeID", "Tài khoản hưởng ASXH",
    ],
    "bhyt_linked": [
        "BHYT", "Tích hợp thẻ BHYT", "Tích hợp BHYT trên VNeID", "Thẻ BHYT trên VNeID", "Tích hợp thẻ bảo hiểm y tế", "Đã tích hợp thẻ BHYT vào VNeID", "BHYT trên VNeID",
        "Liên kết BHYT", "Tích hợp BHYT", "Tích hợp thẻ BHYT vào Sổ SKĐT trên VNeID", "Thẻ BHYT tích hợp VNeID", "Cập nhật thẻ BHYT lên VNeID", "Đã tích hợp BHYT chưa?",
        "BHYT/VNeID", "Tích hợp thẻ bảo hiểm y tế trên ứng dụng VNeID", "Đã đồng bộ thẻ BHYT lên VNeID", "Tích hợp Thẻ BHYT và Sổ SKĐT vào VNeID: thẻ BHYT",
    ],
    "health_book": [
        "Sổ SKĐT", "Sổ sức khỏe điện tử", "Sổ sức khoẻ điện tử trên VNeID", "Sổ SK điện tử", "So suc khoe dien tu", "Đã tạo sổ sức khỏe điện tử", "SSKĐT", "SSKDT", "Sổ SK ĐT",
        "Khởi tạo Sổ SKĐT trên VNeID", "Sổ SKĐT trên VNeID", "Hồ sơ sức khỏe điện tử", "Đã khởi tạo sổ SKĐT?", "Sử dụng sổ sức khỏe điện tử", "HSSKĐT", "Sổ sức khỏe", "SSK điện tử",
    ],
}  # fmt: skip
#: Columns that no list of ours keeps; what they hold is close to what ours do.
DULL = {
    "address": ["Địa chỉ", "Nơi ở hiện nay", "Địa chỉ thường trú", "Quê quán", "Hộ khẩu", "Nơi thường trú", "Chỗ ở hiện tại"],
    "issued": ["Ngày cấp", "Ngày cấp CCCD", "Ngày cấp CMND/CCCD", "Ngày vào ngành", "Ngày tuyển dụng", "Ngày hết hạn CCCD", "Ngày vào Đảng", "Ngày ký hợp đồng", "Ngày vào làm"],
    "issuer": ["Nơi cấp", "Nơi cấp CCCD", "Cơ quan cấp"],
    "twelve": ["Mã số thuế cá nhân", "Số tài khoản ngân hàng", "Số TK", "Mã nhân viên", "Mã hồ sơ", "Số sổ hộ khẩu", "Số CCCD vợ/chồng", "MST", "STK Agribank"],
    "ten": ["Mã CBCC", "Số sổ lao động", "Mã BHXH cũ", "SĐT người thân", "Điện thoại cơ quan"],
    "level1": ["Định danh mức 1", "Mức 1", "VNeID mức 1", "Tài khoản mức độ 1"],
    "words": ["Trình độ chuyên môn", "Dân tộc", "Tôn giáo", "Chuyên ngành", "Trình độ", "Hệ số lương", "Ngạch", "Xếp loại", "Môn dạy", "Lớp chủ nhiệm", "Email", "Đảng viên"],
    "ticks": ["Đảng viên", "Đã tiêm vắc xin", "Có thẻ ATM", "Có bằng lái xe", "Đã nộp hồ sơ", "Ký nhận", "Đã ký cam kết", "Đã khám sức khỏe định kỳ", "Có BHYT", "Đã có thẻ BHYT", "Cài dịch vụ công", "Biết chữ", "Đóng BHXH", "Có tài khoản ngân hàng"],
    "spouse": ["Họ và tên vợ/chồng", "Họ tên chủ hộ", "Người liên hệ khẩn cấp", "Họ tên cha", "Họ tên người giám hộ", "Người quản lý trực tiếp"],
    "spouse_born": ["Năm sinh của vợ/chồng", "Ngày sinh con", "Năm sinh chủ hộ"],
}  # fmt: skip
YES_NO = [
    ("x", ""), ("X", ""), ("✓", ""), ("v", ""), ("1", ""), ("ü", ""), ("√", ""), ("x", "-"), ("X", "Chưa"), ("1", "0"), (1, 0), (True, False), ("Có", "Không"),
    ("Rồi", "Chưa"), ("✓", "✗"), ("Đã", "Chưa"), ("Đã có", "Chưa có"), ("TRUE", "FALSE"), ("ü", "û"), ("Đạt", "Chưa đạt"), ("Đã thực hiện", "Chưa thực hiện"),
    ("x", "o"), ("C", "K"), ("Đ", "C"), ("có", "ko"), ("Đã kích hoạt", "Chưa kích hoạt"), ("Hoàn thành", "Chưa hoàn thành"), ("OK", "chưa"), ("Yes", "No"), ("☑", "☐"),
    ("+", "-"), ("[x]", "[ ]"), ("Đã làm", "chưa làm"), ("rồi", "chưa"), ("(x)", ""), ("X ", " "), ("100%", "0%"), (1.0, 0.0), ("Xong", "Chưa xong"),
]  # fmt: skip
SIDES = [
    ("Đã", "Chưa"), ("Có", "Chưa có"), ("Rồi", "Chưa"), ("Đã thực hiện", "Chưa thực hiện"), ("Có", "Không"), ("Đạt", "Chưa đạt"), ("Đã có", "Chưa có"),
    ("Đã kích hoạt", "Chưa kích hoạt"), ("Đã tích hợp", "Chưa tích hợp"), ("ĐÃ", "CHƯA"), ("Đã làm", "Chưa làm"), ("Hoàn thành", "Chưa hoàn thành"),
]  # fmt: skip
REASON = [
    "Lý do",
    "Lý do chưa",
    "Nguyên nhân",
    "Lý do (nếu chưa)",
    "Nếu chưa, ghi lý do",
    "Lí do",
    "Lý do chưa thực hiện",
    "Nêu rõ lý do",
]
UNITS = [
    "Trường Tiểu học A Tri Tôn", "Trường THCS Núi Tô", "Trường Mầm non Hoa Sen", "Trường Mẫu giáo Vành Khuyên", "Trạm Y tế xã Vĩnh Gia", "Trường THPT Ba Chúc",
    "UBND xã Ô Lâm", "Trung tâm Phục vụ hành chính công xã Tri Tôn", "Công an xã Cô Tô", "Ban Chỉ huy Quân sự xã Lương Phi", "Trường PTDTNT THCS Tri Tôn",
]  # fmt: skip
DEPARTMENTS = [
    "Tổ chuyên môn 1", "Tổ Văn phòng", "Ban Giám hiệu", "Tổ Toán - Lý", "Bộ phận Dược", "Khoa Khám bệnh", "Phòng Kế hoạch - Nghiệp vụ", "Khối 1", "Khối lá",
    "Bộ phận Hành chính", "Điểm trạm Lạc Quới", "Tổ Ngữ văn", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Tổ bảo vệ",
]  # fmt: skip
