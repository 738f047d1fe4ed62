"""Địa bàn: lists the ấp, khóm, xã and facilities that have figures; adds, renames, merges and removes them."""

from collections.abc import Sequence

from textual import work

from store import journal
from store.campaigns import running
from store.figures import localities
from store.figures.localities import KIND_LABELS, Locality
from store.people import units
from store.text import format_date
from tui.framework.form_field import FormField
from tui.framework.form_screen import RecordForm, gone
from tui.framework.work_screen import EXPORT_SHOWN, ListScreen, fit
from tui.keys import keys
from tui.widgets.dialogs import Ask, Choice, PickOne

_KIND, _CODE, _UNIT = 12, 9, 30  # columns
_HEADS = ("Tên", "Loại", "Mã", "Đơn vị")
FIELDS = (
    FormField("name", "Tên", max_length=120),
    FormField("kind", "Loại", "choice", tuple(KIND_LABELS.items()), hint="cơ sở báo cáo chỉ tiêu riêng của cơ sở"),
    FormField("code", "Mã", hint="mã cơ sở, mã địa bàn; không có thì để trống", max_length=12),
)


class LocalitiesScreen(ListScreen[Locality]):
    """The list of localities, one in each line."""

    PLACE_TITLE = "Địa bàn"
    list_id = "localities"
    key_names = ("id",)
    above = ("locality-head",)
    below = ("locality-strip",)
    BINDINGS = keys(
        "localities",
        ("enter", "edit", "Sửa", "Tên, loại, mã"),
        ("ctrl+n", "add", "Thêm", "Thêm một ấp, xã hay cơ sở"),
        ("f6", "merge", "Gộp", "Gộp dòng này vào một dòng khác: số liệu thành của bên kia"),
        ("ctrl+d", "remove", "Bỏ", "Bỏ khỏi danh sách; số liệu các kỳ trước vẫn còn"),
        hidden=[
            ("ctrl+u", "unit", "Là đơn vị", "Chọn đơn vị mà địa bàn, cơ sở này chính là"),
            ("ctrl+t", "facilities", "Lấy cơ sở", "Thêm các cơ sở mà kế hoạch đang chạy nêu, với mã", "load"),
            ("f8", "app.go('figures')", "Nhập số liệu", "Sang bảng số liệu", "grid"),
            EXPORT_SHOWN,
        ],
    )

    def read_rows(self) -> Sequence[Locality]:
        """Read the localities."""
        self.units = {unit.id: unit.name for unit in units.all_units(self.store, closed=True)}
        return localities.all_localities(self.store)

    def heads(self) -> Sequence[str]:
        """The heads of the columns."""
        return _HEADS

    def cells(self, row: Locality) -> tuple[str, str, str, str]:
        """Name, kind and code of a locality, and the unit that it stands for."""
        return row.name, KIND_LABELS[row.kind], row.code or "", self.units.get(row.unit_id or 0, "")

    def show_list(self) -> None:
        """Show the heads, and one line for each locality."""
        name = self.size.width - 4 - _KIND - _CODE - _UNIT

        def line(words: str, kind: str, code: str, unit: str) -> str:
            return f"{fit(words, name - 1):<{name}}{kind:<{_KIND}}{code:<{_CODE}}{fit(unit, _UNIT)}"

        self.show_text("locality-head", line(*_HEADS))
        self.show_rows(lambda each: (line(*self.cells(each)), False))

    def describe(self) -> None:
        """Show the locality under the cursor, with its last changes."""
        each = self.chosen
        if each is None:
            self.show_text("locality-strip", "Chưa có địa bàn nào. Ctrl+N để thêm; Ctrl+T lấy các cơ sở của kế hoạch.")
            return
        done = [
            f"{format_date(one.at[:10])}: {one.words}" for one in journal.entries_of(self.store, "locality", each.id)
        ]
        changes = list(dict.fromkeys(done))[:2]
        self.show_text("locality-strip", "\n".join([each.text, *changes]))

    def action_add(self) -> None:
        """Open the form of a new locality."""
        kind = self.chosen.kind if self.chosen is not None else "area"

        def write(typed: dict[str, str]) -> None:
            localities.add(self.store, typed["name"], kind=typed["kind"] or kind, code=typed["code"])

        begin = {"name": "", "kind": kind, "code": ""}
        self.app.push_screen(RecordForm("Thêm vào danh sách", FIELDS, lambda: begin, write), self.saved)

    def action_edit(self) -> None:
        """Open the form of the locality under the cursor."""
        place = self.chosen
        if place is None:
            self.action_add()
            return

        def read() -> dict[str, str]:
            now = localities.get(self.store, place.id)
            if now.is_removed:
                gone(now.name)
            return {"name": now.name, "kind": now.kind, "code": now.code or ""}

        def write(typed: dict[str, str]) -> None:
            kind = typed["kind"] or place.kind
            localities.edit(self.store, place.id, name=typed["name"], kind=kind, code=typed["code"])

        self.app.push_screen(RecordForm(place.name, FIELDS, read, write), self.saved)

    @work(exclusive=True, group="ask")
    async def action_merge(self) -> None:
        """Merge the locality under the cursor into another one, after asking."""
        place = self.chosen
        if place is None:
            return
        others = [(each, each.text) for each in self.listed if each.id != place.id]
        into = await self.app.push_screen_wait(PickOne(f"Gộp {place.name} vào …", others))
        if into is None:
            return
        body = f"Số liệu và chỉ tiêu giao của {place.name} thành của {into.name}; gõ tên nào cũng là {into.name}."
        choices = (Choice("1", "Gộp", True), Choice("2", "Thôi", False))
        if await self.app.push_screen_wait(Ask("Hai dòng này là một?", body, choices)):
            localities.merge(self.store, place.id, into.id)
            self.notify(f"“{place.name}” nay là “{into.name}”. Ctrl+Z để lấy lại.")
            self.reload()
            self.go_to_key(into.id)

    @work(exclusive=True, group="ask")
    async def action_remove(self) -> None:
        """Remove the locality under the cursor from the list, after asking."""
        place = self.chosen
        if place is None:
            return
        body = "Số liệu các kỳ trước vẫn còn; từ nay không chờ số của nơi này nữa."
        choices = (Choice("1", "Thôi", False), Choice("2", "Bỏ khỏi danh sách", True))
        if await self.app.push_screen_wait(Ask(f"Bỏ {place.name}?", body, choices)):
            localities.remove(self.store, place.id)
            self.notify("Đã bỏ. Ctrl+Z để lấy lại.")
            self.reload()

    @work(exclusive=True, group="ask")
    async def action_unit(self) -> None:
        """Ask which unit the locality under the cursor stands for."""
        place = self.chosen
        if place is None:
            return
        options: list[tuple[int, str]] = [(0, "Không phải đơn vị nào")]
        options += [(unit.id, unit.name) for unit in units.all_units(self.store)]
        answer = await self.app.push_screen_wait(PickOne(f"{place.name} là đơn vị nào?", options))
        if answer is not None:
            localities.edit(self.store, place.id, unit_id=str(answer) if answer else None)
            self.reload()

    def action_facilities(self) -> None:
        """Add the facilities that running campaigns name."""
        plans = [each for each in running.running(self.store) if each.facilities]
        added = sum(localities.load_facilities(self.store, each) for each in plans)
        if not plans:
            self.notify("Không kế hoạch nào đang chạy nêu danh sách cơ sở.")
        else:
            self.notify(f"Đã thêm {added} cơ sở. Ctrl+Z để lấy lại." if added else "Mọi cơ sở đã có trong danh sách.")
            self.reload()
