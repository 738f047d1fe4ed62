"""Lists the places of work with their keys, titles and screens, which are imported when first opened."""

from typing import NamedTuple


class Place(NamedTuple):
    """A place of work: a screen that has a key of its own, or that the palette opens."""

    mode: str
    key: str  # "" for a place that only the palette and the overview open
    title: str
    tooltip: str
    screen: str  # "module:class" below tui.screens, imported when the place is first opened


PLACES: tuple[Place, ...] = (
    Place(
        "overview", "f12", "Tổng quan", "Đang ở đâu, hạn nào sắp tới, ai còn thiếu", "overview.screen:OverviewScreen"
    ),
    Place("roster", "f2", "Danh sách", "Mọi người và các mục của họ", "roster.screen:RosterScreen"),
    Place("units", "f3", "Đơn vị", "Các đơn vị và khoa/phòng", "units.screen:UnitsScreen"),
    Place("receive", "f4", "Nhận tệp", "Ghi vào sổ các tệp mà đơn vị gửi", "receive.screen:ReceiveScreen"),
    Place("phu_luc_1", "f5", "Phụ lục 1", "Xem trước, chốt và in Phụ lục 1", "forms.screen:FormPaperScreen"),
    Place("reports", "", "Báo cáo", "Báo cáo tuần, tháng, tổng kết: xem, chốt, xuất", "reports.screen:ReportsScreen"),
    Place("guides", "", "Hướng dẫn", "Các bước trên VNeID cho người dân; in tờ rơi", "tracking.guides:GuidesScreen"),
    Place("tasks", "", "Nhiệm vụ", "Nhiệm vụ của các kế hoạch: tới đâu, hạn nào", "tracking.tasks:TasksScreen"),
    Place("indicators", "", "Chỉ tiêu", "Số liệu chỉ tiêu theo kỳ và địa bàn", "tracking.indicators:IndicatorsScreen"),
    Place(
        "figures",
        "",
        "Nhập số liệu",
        "Số của mọi ấp, xã, cơ sở theo từng chỉ tiêu trong một bảng; dán từ Excel",
        "tracking.figure_grid:FigureGridScreen",
    ),
    Place(
        "localities",
        "",
        "Địa bàn",
        "Ấp, khóm, xã và cơ sở mà số liệu theo đó: thêm, đổi tên, gộp",
        "tracking.localities:LocalitiesScreen",
    ),
    Place(
        "organisations",
        "",
        "Tài khoản tổ chức",
        "Mã số thuế và tài khoản định danh của từng đơn vị",
        "tracking.organisations:OrganisationsScreen",
    ),
    Place(
        "data_sources",
        "",
        "Danh mục dữ liệu",
        "Hệ thống, cơ sở dữ liệu, phần mềm, nguồn dữ liệu",
        "tracking.data_sources:DataSourcesScreen",
    ),
    Place(
        "registers",
        "",
        "Sổ theo dõi",
        "Tập huấn, tiếp đón, in ấn, khó khăn",
        "tracking.registers:RegistersScreen",
    ),
    Place(
        "campaigns",
        "",
        "Chiến dịch",
        "Kế hoạch của cấp trên: chạy, kết thúc, đọc",
        "tracking.campaigns:CampaignsScreen",
    ),
    Place("journal", "ctrl+k", "Nhật ký", "Mọi thay đổi từ trước; rút lại, làm lại", "journal:JournalScreen"),
    Place("reasons", "", "Từ điển lý do", "Lý do của từng mục: thêm, viết lại, gộp", "reasons:ReasonsScreen"),
    Place("own_plan", "", "Kế hoạch của trạm", "Viết kế hoạch riêng, xuất văn bản, chạy", "plan.screen:OwnPlanScreen"),
    Place(
        "copies", "", "Sao lưu", "Các bản sao của sổ: xem, khôi phục, nơi thứ hai (USB)", "copies.screen:CopiesScreen"
    ),
    Place("protection", "", "Mật khẩu", "Mã hoá cả sổ bằng mật khẩu; đổi, bỏ, tự khoá", "protection:ProtectionScreen"),
    Place("receipts", "", "Sổ nhận", "Đơn vị nào đã gửi tệp, còn thiếu ai", "receipts.screen:ReceiptsScreen"),
)
