"""Gói gửi cấp trên: asks for contents, passphrase and path of this station's bundle, and writes it."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from store import clock, settings
from store.reporting import bundle_sent
from store.text import format_date
from store.words.file_names import file_name, one_word
from tui.framework import exporting
from tui.widgets.dialogs import Ask, Choice
from tui.widgets.passphrase import ask_new

if TYPE_CHECKING:
    from tui.framework.work_app import WorkApp


class _What(Enum):
    PEOPLE = auto()
    CHANGES = auto()
    FIGURES = auto()


def send_bundle(app: "WorkApp") -> None:
    """Start asking in a worker, over the screen in front."""
    app.run_worker(_send(app), group="ask", exclusive=True)


async def _send(app: "WorkApp") -> None:
    if not (station := settings.load(app.store).station_name):
        app.notify("Chưa có tên trạm. Ctrl+O: ghi tên trạm trước.")
        return
    before = bundle_sent.last(app.store)
    choices = [Choice("1", "Cả danh sách người, có mật khẩu", _What.PEOPLE)]
    if before is not None:
        words = f"Chỉ người đổi từ gói ngày {format_date(before.made_at[:10])}, có mật khẩu"
        choices.append(Choice("2", words, _What.CHANGES))
    choices.append(Choice(str(len(choices) + 1), "Chỉ số liệu, không có tên hay số của ai", _What.FIGURES))
    what = await app.push_screen_wait(Ask("Gói gửi cấp trên", "Một tệp nhỏ, gửi được bằng thư điện tử, Zalo.", choices))
    if what is None:
        return
    passphrase = ""
    if what is not _What.FIGURES:
        typed = await ask_new(app, "Mật khẩu của gói, nơi nhận dùng để mở")
        if typed is None:
            return
        passphrase = typed
    begins = "GoiSoLieu" if what is _What.FIGURES else "Goi"
    name = file_name(begins, one_word(station), f"{clock.today():%Y%m%d}", ending=".tyt")
    target = await exporting.export_paper(
        app,
        "bundle",
        name,
        passphrase=passphrase,
        figures_only=what is _What.FIGURES,
        changes_only=what is _What.CHANGES,
    )
    if target is not None and passphrase:
        app.notify("Mật khẩu gửi bằng cách khác với tệp: gọi điện, hoặc nhắn riêng.", timeout=8)
