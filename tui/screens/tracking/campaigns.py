"""Chiến dịch: lists the campaigns and which of them run; Enter runs or ends one."""

from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.campaigns import running, words
from store.campaigns.campaign import Campaign
from tui.framework.work_screen import EXPORT_SHOWN, ListScreen, fit
from tui.keys import keys
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.campaigns.shelf import Listed

_MARKS = {"running": "✓ đang chạy", "ended": "– đã kết thúc", "available": "  có sẵn"}


class CampaignsScreen(ListScreen["Listed"]):
    """The list of campaigns, and below it what the campaign under the cursor asks for."""

    PLACE_TITLE = "Chiến dịch"
    listed: "Sequence[Listed]"
    key_names = ("name",)  # those that run stand first, so its place may change
    BINDINGS = keys(
        "campaigns",
        ("enter", "switch", "Chạy / kết thúc", "Cho chạy, hoặc kết thúc"),
        ("ctrl+t", "open_file", "Chạy từ tệp", "Chạy một tệp .toml của trạm", "file"),
        ("pagedown", "scroll_page(1)", "Đọc tiếp", "Cuộn xuống", "page_down"),
        hidden=[
            ("f6", "facilities", "Cơ sở → đơn vị", "Thêm các cơ sở làm đơn vị"),
            EXPORT_SHOWN,
            ("pageup", "scroll_page(-1)", "Trang trên", "Cuộn lên", "page_up"),
        ],
        priority={"page_up", "page_down"},
    )

    def compose_work(self) -> ComposeResult:
        """Build the list, and the page of the campaign."""
        yield LineList(id="campaigns")
        with VerticalScroll(id="page", can_focus=False):
            yield Static("Đang đọc các chiến dịch…", id="campaign", markup=False)

    def reload(self) -> None:
        """Read the list in a thread: reading the shipped files takes long the first time."""
        from store.campaigns import shelf  # brings pydantic, which no other screen needs

        self.background(
            lambda _: shelf.brought(), lambda _: self.replace_rows(shelf.listed(self.store)), group="campaigns"
        )

    def heads(self) -> "Sequence[str]":
        """The heads of the columns."""
        return ("Tình trạng", "Tên", "Văn bản")

    def cells(self, row: "Listed") -> tuple[str, str, str]:
        """State, name and document of a campaign."""
        return _MARKS[row.state].strip(), row.name, row.source

    def show_list(self) -> None:
        """Show one line for each campaign."""
        width = max((len(each.name) for each in self.listed), default=0)
        room = self.size.width - 4
        self.show_rows(lambda each: (fit(f"{_MARKS[each.state]:14} {each.name:{width}}  {each.source}", room), False))

    def describe(self) -> None:
        """Show what the campaign under the cursor asks for."""
        if self.chosen is None:
            return
        campaign = self._campaign(self.chosen.name)
        self.show_text("campaign", "\n".join([*self._differences(campaign), *words.lines(campaign)]))
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def _campaign(self, name: str) -> Campaign:
        from store.campaigns import shelf

        known = running.known(self.store, name)
        return shelf.brought()[name] if known is None else known

    def _differences(self, campaign: Campaign) -> list[str]:
        """Lines about items of which another running campaign asks something else."""
        every = running.running(self.store)
        if campaign.name not in {each.name for each in every}:
            return []
        found = words.differences(campaign, every)
        lines = [f"{words.DIFFERS}{title}, tính theo hạn sớm hơn. {text}" for title, text in found]
        return [*lines, ""] if lines else []

    @work(exclusive=True, group="ask")
    async def action_switch(self) -> None:
        """Run the campaign under the cursor; end it, after asking, if it runs."""
        from store import campaign_use
        from store.campaigns import file, shelf

        if (chosen := self.chosen) is None:
            return
        if chosen.state == "running":
            answers = (Choice("1", "Để chạy tiếp", False), Choice("2", "Kết thúc", True))
            body = f"{chosen.title}\nCác mục và mọi điều đã ghi vẫn còn; hạn và báo cáo của nó không nhắc nữa."
            if await self.app.push_screen_wait(Ask("Kết thúc chiến dịch này?", body, answers)):
                campaign_use.end(self.store, chosen.name)
                self._changed(f"Đã kết thúc {chosen.name}. Ctrl+Z để lấy lại.")
            return
        if chosen.name in file.built_in():
            await self._use(shelf.find(chosen.name))
        else:  # a station's own, from a file that need not be there any more
            campaign_use.resume(self.store, chosen.name)
            self._changed(f"Đang chạy {chosen.name}.")

    @work(exclusive=True, group="ask")
    async def action_open_file(self) -> None:
        """Ask for a campaign file of the station's own, and run it."""
        from pathlib import Path

        from store.campaigns import file

        typed = await self.app.push_screen_wait(Prompt("Chạy từ tệp", "Tệp .toml của chiến dịch"))
        if not typed:
            return
        path = Path(typed.strip('"')).expanduser()
        if faults := file.faults(path):
            message = "\n".join(fault.message for fault in faults[:8])
            await self.app.push_screen_wait(Notice("Tệp có chỗ cần sửa", message))
            return
        await self._use(file.load(path), path)

    async def _use(self, found: "Campaign", path: "Path | None" = None) -> None:
        from store import campaign_use
        from store.people import units

        campaign_use.use(self.store, found, path)
        self._changed(f"Đang chạy {found.name}. Ctrl+Z để lấy lại.")
        runs = running.get(self.store, found.name)
        if missing := units.facilities_to_load(self.store, runs):
            await self._offer(runs, missing)

    async def _offer(self, runs: Campaign, missing: int) -> None:
        from store.people import units

        answers = (Choice("1", "Để sau", False), Choice("2", f"Thêm {missing} cơ sở làm đơn vị", True))
        body = (
            f"Chiến dịch nêu {missing} cơ sở chưa có trong danh sách đơn vị. Chỉ cần thêm nếu họ gửi báo cáo cho trạm."
        )
        if await self.app.push_screen_wait(Ask("Thêm các cơ sở vào danh sách đơn vị?", body, answers)):
            units.load_facilities(self.store, runs)
            self._changed(f"Đã thêm {missing} đơn vị. Ctrl+Z để lấy lại.")

    @work(exclusive=True, group="ask")
    async def action_facilities(self) -> None:
        """Offer to add the facilities of the campaign under the cursor as units."""
        from store.people import units

        if self.chosen is None:
            return
        campaign = self._campaign(self.chosen.name)
        if missing := units.facilities_to_load(self.store, campaign):
            await self._offer(campaign, missing)
        else:
            self.notify("Chiến dịch này không nêu cơ sở nào còn thiếu trong danh sách đơn vị.")

    def _changed(self, done: str) -> None:
        self.notify(done)
        self.app.data_changed()
