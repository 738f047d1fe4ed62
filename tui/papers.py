"""Declares every paper that the program writes; `tyt export` makes its commands of them."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from store.calendar.periods import KINDS, LENGTHS
from store.errors import RefusedError
from store.frozen import frozen
from tui.levels import LEVELS, level_named

if TYPE_CHECKING:
    from exporters.writing import Written
    from store.calendar.periods import Period


#: Reads the store, writes a paper into the file, its options by name, and answers what is in it.
#: Raises StoreError where there is nothing to write, ExportError where nothing was written.
Write = Callable[..., "Written"]


@frozen
class Paper:
    """A paper that the program can write, with its file endings, options and writing function."""

    title: str  # as a sentence calls it
    endings: tuple[str, ...]
    function: str  # "module:function", a `Write`; imported when it is called
    help: str  # the first line stands in the list of commands
    options: tuple[click.Option, ...] = ()  # `unit` reaches the function as `unit_id`
    arguments: tuple[click.Argument, ...] = ()  # before OUT
    is_encrypted: bool = False  # by a passphrase that is asked for, but of figures only

    @property
    def is_data(self) -> bool:
        """Whether the paper can be written as JSON, and therefore to standard output."""
        return ".json" in self.endings

    def load(self) -> Write:
        """Import and answer the function that writes the paper."""
        module, _, name = self.function.partition(":")
        write: Write = getattr(import_module(module), name)
        return write


def day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """The day of an option, typed as ISO or day first; None when not given. RefusedError: no day, or a future one."""
    from store import clock

    if text is None:
        return None
    try:
        year_first = "-".join(part.zfill(2) for part in reversed(text.split("/")))
        found = date.fromisoformat(year_first)
    except ValueError:
        raise RefusedError(f"“{text}” không phải một ngày. Ví dụ: 2026-06-23 hoặc 23/06/2026.") from None
    if found > clock.today():
        raise RefusedError(f"Ngày {text} chưa tới, nên chưa có số liệu.")
    return found


def period_option(_: click.Context, __: click.Parameter, text: str | None) -> "Period | None":
    """The period of an option, typed as a month or a day; None when not given.

    Raises RefusedError when the text is no period, or one that has not begun.
    """
    from store import clock
    from store.calendar.periods import typed_period

    if text is None:
        return None
    try:
        period = typed_period(text)
    except ValueError:
        raise RefusedError(f"“{text}” không phải một kỳ. Ví dụ: 2026-06, 06/2026 hoặc 23/06/2026.") from None
    if period.first > clock.today().isoformat():
        raise RefusedError(f"Kỳ {text} chưa tới, nên chưa có số liệu.")
    return period


def _option(names: str, words: str, **more: Any) -> click.Option:
    return click.Option(names.split(), help=words, **more)


_TABLE = (".xlsx", ".csv", ".json")
_FORM = (".docx", *_TABLE)
_OF_A_UNIT = _option("--unit", "Chỉ người của đơn vị này; không cần dấu.", metavar="TÊN")

_LEVEL = _option(
    "--level",
    "Tính cả mọi đơn vị trực thuộc; mỗi dòng một khu vực (area), một trạm (station) hay một đơn vị (unit).",
    type=click.Choice(tuple(LEVELS)),
    callback=level_named,
)
_AS_OF = _option(
    "--as-of",
    "Số liệu cuối ngày này: 2026-06-23 hoặc 23/06/2026; mặc định: bây giờ.",
    callback=day,
    metavar="NGÀY",
)
_FULL_IDS = _option("--full-ids", "Ghi đủ 12 số CCCD; mặc định che bớt.", is_flag=True)

_OF_A_FORM = (
    _OF_A_UNIT,
    _option(
        "--by", "Mỗi dòng một khoa/phòng (department) hay một đơn vị (unit).", type=click.Choice(("department", "unit"))
    ),
    _LEVEL,
    _AS_OF,
    _option("--totals/--no-totals", "Có hay không có dòng Tổng cộng và Tỷ lệ (%).", default=True),
)

_OF_FIGURES = (
    _option("--campaign", "Chỉ chiến dịch này; mặc định: mọi chiến dịch đang chạy có chỉ tiêu.", metavar="TÊN"),
    _option(
        "--period",
        "Tháng (2026-06, 06/2026) hoặc một ngày trong kỳ; mặc định: kỳ mới nhất có số liệu.",
        callback=period_option,
        metavar="KỲ",
    ),
    _option(
        "--kind",
        "Kỳ ngày, tuần hay tháng; mặc định: tháng nếu --period là tháng, không thì kỳ ngắn nhất được đòi.",
        type=click.Choice(LENGTHS),
    ),
)

#: Name of the command -> paper, in the order of the help.
PAPERS = {
    "phu-luc-1": Paper(
        "Phụ lục 1",
        _FORM,
        "exporters.form:export_form",
        """Phụ lục 1: kết quả định danh mức 2, Sổ SKĐT và BHYT.

        Không có --unit: kho chỉ có người của một đơn vị thì bảng theo khoa/phòng của đơn vị đó; có nhiều đơn vị
        thì mỗi đơn vị một dòng, còn --by department là các khoa/phòng của chính trạm. Có --unit: theo khoa/phòng
        của đơn vị ấy.
        """,
        _OF_A_FORM,
    ),
    "form": Paper(
        "biểu thống kê",
        _FORM,
        "exporters.form:export_form",
        """Biểu thống kê của một chiến dịch, gọi bằng khoá: phu-luc-1, hay key trong tệp chiến dịch.

        --unit, --by như của phu-luc-1; biểu mà mỗi dòng là một ngành thì mặc định là mọi đơn vị.
        """,
        _OF_A_FORM,
        (click.Argument(["key"], metavar="BIỂU"),),
    ),
    "roster": Paper(
        "danh sách",
        _TABLE,
        "exporters.roster:export_roster",
        "Danh sách mọi người với từng mục theo dõi.",
        (_OF_A_UNIT, _AS_OF, _FULL_IDS),
    ),
    "outstanding": Paper(
        "danh sách còn thiếu",
        _TABLE,
        "exporters.outstanding:export_outstanding",
        "Ai còn thiếu mục nào, theo đơn vị: danh sách để gọi điện.",
        (_OF_A_UNIT, _LEVEL, _AS_OF),
    ),
    "progress": Paper(
        "báo cáo",
        (".docx", ".xlsx", ".json"),
        "exporters.progress:export_progress",
        "Báo cáo kết quả của một chiến dịch, theo thể thức Nghị định 30.",
        (
            _option("--campaign", "Chiến dịch nào; mặc định: chiến dịch đang chạy đầu tiên có báo cáo.", metavar="TÊN"),
            _option(
                "--kind",
                f"Báo cáo {', '.join(kind.name for kind in KINDS.values())}; mặc định: báo cáo gần hạn nhất.",
                type=click.Choice(tuple(KINDS)),
            ),
            _option(
                "--report",
                "Báo cáo nào, khi văn bản đòi nhiều báo cáo cùng loại: weekly, monthly-2 (xem tyt status --json).",
                metavar="KHOÁ",
            ),
            _option("--period", "Một ngày trong kỳ báo cáo; mặc định: kỳ gần hạn nhất.", callback=day, metavar="NGÀY"),
            _LEVEL,
            _option("--issued as_issued", "Bản đã chốt lần sau cùng của báo cáo ấy, đúng như khi chốt.", is_flag=True),
            _option(
                "--as-of",
                "Số liệu cuối ngày này; mặc định: lúc kết thúc kỳ báo cáo, kỳ chưa hết thì bây giờ.",
                callback=day,
                metavar="NGÀY",
            ),
        ),
    ),
    "tasks": Paper(
        "bảng nhiệm vụ",
        _TABLE,
        "exporters.tasks:export_tasks",
        """Nhiệm vụ theo bảng của từng văn bản, kèm tình trạng thực hiện.

        Văn bản không có bảng nhiệm vụ: các trách nhiệm nêu trong đó.
        """,
        (
            _option("--campaign", "Chỉ của chiến dịch này; mặc định: mọi chiến dịch đang chạy.", metavar="TÊN"),
            _option("--duties with_duties", "Cả trách nhiệm của văn bản có bảng nhiệm vụ.", is_flag=True),
            _AS_OF,
        ),
    ),
    "indicators": Paper(
        "bảng chỉ tiêu",
        _FORM,
        "exporters.indicators:export_indicators",
        """Số liệu các chỉ tiêu của một ngày, tuần hay tháng, theo địa bàn.

        --level, --unit: cộng các nơi là đơn vị theo khu vực, trạm; chỉ .docx, .json.
        """,
        (*_OF_FIGURES, _LEVEL, _OF_A_UNIT, _AS_OF),
    ),
    "dhis2": Paper(
        "tệp cho DHIS2",
        (".json",),
        "exporters.dhis2:export_dhis2",
        """Đơn vị, mục theo dõi, biểu và chỉ tiêu cho DHIS2: chỉ số đếm, không có dữ liệu cá nhân (json).

        Quản trị DHIS2 nạp tệp hai lần ở Import/Export: Metadata import, rồi Data import. Tệp số liệu mà DHIS2 xuất
        ra thì nhận lại bằng tyt import.
        """,
        (
            _option(
                "--parent",
                "UID của cấp trên đã có trên DHIS2; mặc định: trạm là gốc của cây đơn vị.",
                metavar="UID",
            ),
        ),
    ),
    "facilities": Paper(
        "danh sách cơ sở",
        _TABLE,
        "exporters.facilities:export_facilities",
        "Các cơ sở mà một chiến dịch nêu, với mã của họ, và ai chưa báo cáo kỳ này.",
        (*_OF_FIGURES, _AS_OF),
    ),
    "registers": Paper(
        "sổ theo dõi",
        _TABLE,
        "exporters.registers:export_registers",
        """Sổ tập huấn, tiếp đón, in ấn, tuyên truyền, khó khăn: mỗi sổ một trang.

        --register: chỉ một sổ: training, reception, printing, communication, difficulties.
        """,
        (_option("--register", "Chỉ sổ này; mặc định: mọi sổ.", metavar="SỔ"), _AS_OF),
    ),
    "datasets": Paper(
        "báo cáo danh mục",
        _FORM,
        "exporters.datasets:export_datasets",
        "Báo cáo danh mục hệ thống thông tin, cơ sở dữ liệu, phần mềm, nguồn dữ liệu.",
        (_AS_OF,),
    ),
    "organisations": Paper(
        "bảng tài khoản tổ chức",
        _TABLE,
        "exporters.organisations:export_organisations",
        "Mã số thuế, dữ liệu thuế và tài khoản định danh tổ chức của từng đơn vị.",
        (_AS_OF,),
    ),
    "plan": Paper(
        "kế hoạch của trạm",
        (".docx", ".toml"),
        "exporters.own_plan:export_plan",
        """Kế hoạch mà trạm viết ở màn hình Kế hoạch của trạm (docx, toml).

        .docx: văn bản để ký; .toml: tệp chiến dịch, rồi tyt campaign use TỆP để chạy.
        """,
    ),
    "reminder": Paper(
        "công văn nhắc",
        (".docx", ".txt"),
        "exporters.reminder:export_reminder",
        """Công văn nhắc đơn vị gửi tệp, hoặc sửa tệp đã gửi (docx, txt).

        Không có --unit: mọi đơn vị phải nhắc của kỳ này, mỗi đơn vị một trang.
        """,
        (_option("--unit", "Chỉ đơn vị này; không cần dấu.", metavar="TÊN"),),
    ),
    "guide": Paper(
        "tờ hướng dẫn",
        (".docx", ".xlsx", ".txt"),
        "exporters.guide:export_guide",
        """Tờ hướng dẫn cho người dân, một trang (docx, txt), hay áp phích màu có mã QR (xlsx).

        TÊN: link-bhyt (tích hợp thẻ BHYT), use-health-book (dùng Sổ SKĐT khi đi khám), see-history (xem lịch sử
        khám chữa bệnh), not-linked (chưa tích hợp thẻ BHYT).
        """,
        (
            _option("--guide key", "Hướng dẫn nào.", metavar="TÊN", default="link-bhyt", show_default=True),
            _option(
                "--paper",
                "Khổ giấy của áp phích (.xlsx).",
                type=click.Choice(("a4", "a3")),
                default="a4",
                show_default=True,
            ),
        ),
    ),
    "bundle": Paper(
        "gói gửi cấp trên",
        (".tyt",),
        "exporters.bundle:export_bundle",
        """Gói của trạm gửi cấp trên: người, số liệu, nhiệm vụ, sổ, báo cáo đã chốt (.tyt).

        Có danh sách người thì mã hoá bằng mật khẩu, được hỏi khi xuất (hay lấy ở biến TYT_BUNDLE_PASSPHRASE). Nơi nhận:
        tyt import GÓI.tyt.
        """,
        (
            _option("--figures-only", "Chỉ số liệu, không có tên hay số của ai; không cần mật khẩu.", is_flag=True),
            _option("--changes-only", "Chỉ người mới, đổi, thôi theo dõi từ gói xuất lần trước.", is_flag=True),
        ),
        is_encrypted=True,
    ),
    "template": Paper(
        "biểu mẫu",
        (".xlsx",),
        "tui.unit_papers:export_template",
        """Biểu mẫu cho đơn vị điền: người của đơn vị, danh sách chọn sẵn, trang hướng dẫn (.xlsx).

        Không có --unit: OUT là thư mục, mỗi đơn vị đang chờ gửi được một tệp trong đó.
        """,
        (_option("--unit", "Biểu mẫu của đơn vị này; không cần dấu.", metavar="TÊN"), _FULL_IDS),
    ),
    "person": Paper(
        "dữ liệu của một người",
        (".json",),
        "exporters.personal_data:export_person",
        """Mọi dữ liệu Trạm giữ về một người, để giao cho chính người đó (.json).

        NGƯỜI: họ tên, không cần dấu, hoặc đủ 12 số CCCD.
        """,
        (),
        (click.Argument(["person"], metavar="NGƯỜI"),),
    ),
    "data-record": Paper(
        "hồ sơ xử lý dữ liệu cá nhân",
        (".docx",),
        "exporters.personal_data:export_record",
        "Hồ sơ xử lý dữ liệu cá nhân, một trang: dữ liệu gì, của ai, để làm gì, giữ bao lâu (docx).",
    ),
    "feedback": Paper(
        "phiếu sửa",
        (".xlsx",),
        "tui.unit_papers:export_feedback",
        "Phiếu sửa gửi lại đơn vị: chính tệp đã nộp, ô cần sửa được tô màu và ghi chú (.xlsx).",
        (
            _option("--submission", "Số của bản nộp, như khi nhận tệp.", type=int, metavar="SỐ", required=True),
            _FULL_IDS,
        ),
    ),
}
