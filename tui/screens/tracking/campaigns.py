"""Chiến dịch: which plans there are and which run here; Enter lets one run or ends it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from store.campaigns import running, words
from store.campaigns.campaign import Campaign
from store.errors import StoreError
from tui.framework.work_screen import WorkScreen
from tui.screens.overview.lines import fit
from tui.widgets.dialogs import Ask, Choice, Notice, Prompt
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from store.campaigns.campaign import Campaign
    from store.campaigns.shelf import Listed

_MARKS = {"running": "✓ đang chạy", "ended": "– đã kết thúc", "available": "  có sẵn"}


class CampaignsScreen(WorkScreen):
    """The list above, what the campaign under the cursor asks for below."""

    PLACE_TITLE = "Chiến dịch"
    AUTO_FOCUS = "LineList"
    DEFAULT_CSS = """
    CampaignsScreen > LineList { height: 7; }
    CampaignsScreen > #page { height: 1fr; padding: 0 2; border-top: solid $primary; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "switch", "Chạy / kết thúc", id="campaigns.switch", tooltip="Cho chạy, hoặc kết thúc"),
        Binding("ctrl+t", "open_file", "Chạy từ tệp", id="campaigns.file", tooltip="Chạy một tệp .toml của trạm"),
        Binding(
            "ctrl+s",
            "facilities",
            "Cơ sở → đơn vị",
            id="campaigns.facilities",
            tooltip="Thêm các cơ sở làm đơn vị",
            show=False,
        ),
        Binding(
            "pageup",
            "scroll_page(-1)",
            "Trang trên",
            id="campaigns.page_up",
            tooltip="Cuộn lên",
            show=False,
            priority=True,
        ),
        Binding(
            "pagedown", "scroll_page(1)", "Đọc tiếp", id="campaigns.page_down", tooltip="Cuộn xuống", priority=True
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.listed: tuple[Listed, ...] = ()

    def compose_work(self) -> ComposeResult:
        """The list and the campaign."""
        yield LineList(id="campaigns")
        with VerticalScroll(id="page", can_focus=False):
            yield Static("Đang đọc các chiến dịch…", id="campaign", markup=False)

    def reload(self) -> None:
        """Read the list; the files that we bring are read beside the screen the first time."""
        from store.campaigns import shelf  # brings pydantic, which no other screen needs

        self.background(lambda _: shelf.brought(), lambda _: self._show(), group="campaigns")

    def _show(self) -> None:
        from store.campaigns import shelf

        before = self.chosen.name if self.chosen else ""
        self.listed = shelf.listed(self.store)
        width = max((len(each.name) for each in self.listed), default=0)

        def line_at(number: int) -> tuple[str, bool]:
            each = self.listed[number]
            return fit(f"{_MARKS[each.state]:14} {each.name:{width}}  {each.source}", self.size.width - 4), False

        lines = self.query_one(LineList)
        lines.show_lines(len(self.listed), line_at)
        for number, each in enumerate(self.listed):  # those that run stand first, so it may have moved
            if each.name == before:
                lines.go_to(number)

    @property
    def chosen(self) -> "Listed | None":
        """The one under the cursor."""
        place = self.query_one(LineList).cursor
        return self.listed[place] if place < len(self.listed) else None

    def on_line_list_moved(self) -> None:
        """Tell what the one under the cursor asks for, from its beginning."""
        if self.chosen is None:
            return
        told = self._definition(self.chosen.name)
        self.query_one("#campaign", Static).update("\n".join([*self._differences(told), *words.lines(told)]))
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def _definition(self, name: str) -> Campaign:
        from store.campaigns import shelf

        known = running.known(self.store, name)
        return shelf.brought()[name] if known is None else known

    def _differences(self, told: Campaign) -> list[str]:
        """Where another running campaign asks something else of an item."""
        every = running.running(self.store)
        if told.name not in {each.name for each in every}:
            return []
        found = []
        for item in told.items:
            ways = running.asked(every, item.key)
            if running.differ(ways):
                asked = "; ".join(f"{each.campaign}: {words.asked(each)}" for each in ways)
                found.append(f"{words.DIFFERS}{item.title}, tính theo hạn sớm hơn. {asked}")
        return [*found, ""] if found else []

    def action_scroll_page(self, direction: int) -> None:
        """A page of the campaign up or down."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=direction * max(1, page.size.height - 2), animate=False)

    @work(exclusive=True, group="ask")
    async def action_switch(self) -> None:
        """Let the one under the cursor run, or end it."""
        from store import campaign_use
        from store.campaigns import file, shelf

        if (chosen := self.chosen) is None:
            return
        if chosen.state == "running":
            answers = (Choice("1", "Kết thúc", True), Choice("2", "Để chạy tiếp", False))
            body = f"{chosen.title}\nCác mục và mọi điều đã ghi vẫn còn; hạn và báo cáo của nó không nhắc nữa."
            if await self.app.push_screen_wait(Ask("Kết thúc chiến dịch này?", body, answers)):
                self._try(
                    lambda: campaign_use.end(self.store, chosen.name), f"Đã kết thúc {chosen.name}. Ctrl+Z để lấy lại."
                )
            return
        if chosen.name in file.built_in():
            await self._use(shelf.find(chosen.name))
        else:  # a station's own, from a file that need not be there any more
            self._try(lambda: campaign_use.resume(self.store, chosen.name), f"Đang chạy {chosen.name}.")

    @work(exclusive=True, group="ask")
    async def action_open_file(self) -> None:
        """Let a file of the station's own run."""
        from pathlib import Path

        from store.campaigns import file

        typed = await self.app.push_screen_wait(Prompt("Chạy từ tệp", "Tệp .toml của chiến dịch"))
        if not typed:
            return
        path = Path(typed.strip('"')).expanduser()
        if faults := file.faults(path):
            told = "\n".join(fault.message for fault in faults[:8])
            await self.app.push_screen_wait(Notice("Tệp có chỗ cần sửa", told))
            return
        await self._use(file.load(path))

    async def _use(self, found: "Campaign") -> None:
        from store import campaign_use
        from store.people import facility_loading

        if self._try(lambda: campaign_use.use(self.store, found), f"Đang chạy {found.name}. Ctrl+Z để lấy lại."):
            runs = running.get(self.store, found.name)
            if missing := facility_loading.to_load(self.store, runs):
                await self._offer(runs, missing)

    async def _offer(self, runs: Campaign, missing: int) -> None:
        from store.people import facility_loading

        answers = (Choice("1", "Để sau", False), Choice("2", f"Thêm {missing} cơ sở làm đơn vị", True))
        body = (
            f"Chiến dịch nêu {missing} cơ sở chưa có trong danh sách đơn vị. Chỉ cần thêm nếu họ gửi báo cáo cho trạm."
        )
        if await self.app.push_screen_wait(Ask("Thêm các cơ sở vào danh sách đơn vị?", body, answers)):
            self._try(lambda: facility_loading.load(self.store, runs), f"Đã thêm {missing} đơn vị. Ctrl+Z để lấy lại.")

    @work(exclusive=True, group="ask")
    async def action_facilities(self) -> None:
        """Offer the facilities of the one under the cursor again."""
        from store.people import facility_loading

        if self.chosen is None:
            return
        told = self._definition(self.chosen.name)
        if missing := facility_loading.to_load(self.store, told):
            await self._offer(told, missing)
        else:
            self.notify("Chiến dịch này không nêu cơ sở nào còn thiếu trong danh sách đơn vị.")

    def _try(self, step: Callable[[], object], done: str) -> bool:
        try:
            step()
        except StoreError as error:
            self.app.tell(error)
            return False
        self.notify(done)
        self.app.data_changed()
        return True
