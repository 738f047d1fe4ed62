"""Sổ theo dõi: lists of trainings, reception desk, prints, communication and difficulties."""

from collections.abc import Sequence

from textual import work

from store import clock
from store.database import Store
from store.masks import cover_numbers
from store.people import units
from store.registers import entries
from store.registers.declared import REGISTERS, Register, RegisterColumn
from store.registers.entries import RegisterEntry
from store.registers.sentences import health_staff, sentence
from store.registers.typed import plain_number
from store.text import format_date, format_number
from store.words.file_names import file_name
from tui.framework import exporting
from tui.framework.form_field import FormField, Verdict
from tui.framework.form_screen import RecordForm, day_field, gone, kept_day
from tui.framework.work_screen import ListScreen, fit
from tui.keys import keys

_DAY, _OTHER, _UNIT = 12, 16, 34  # a unit has that much where there is room
_WIDE = 100
_TWO_DAYS = {"day", "until"}


def _check_number(value: str, _: object) -> Verdict | None:
    is_wrong = bool(value) and not plain_number(value).isdecimal()
    return Verdict("Phải là một số, ví dụ 1200", is_error=True) if is_wrong else None


def _field(store: Store, column: RegisterColumn) -> FormField:
    """The form field for a column of a register."""

    def present(value: str, _: object) -> Verdict | None:
        return None if value else Verdict(f"Phải ghi {column.label.lower()}", is_error=True)

    check = present if column.is_required else None
    match column.kind:
        case "day":
            return day_field(column.key, column.label, hint=column.hint)
        case "number":
            return FormField(
                column.key, column.label, check=_check_number, hint=column.hint, normal=plain_number, max_length=11
            )
        case "unit":
            known = tuple((str(unit.id), unit.name) for unit in units.all_units(store))
            return FormField(column.key, column.label, "pick", known, hint=column.hint)
        case "choice":
            return FormField(column.key, column.label, "choice", column.choices, hint=column.hint)
        case _:
            mask = cover_numbers  # as in the table
            return FormField(column.key, column.label, check=check, hint=column.hint, max_length=1000, mask=mask)


def entry_form(store: Store, register: Register, entry: RegisterEntry | None) -> RecordForm:
    """The form of an entry (None: of a new one), without the people who took part, who are ticked in a list."""
    columns = [column for column in register.columns if column.kind != "staff"]
    days = {column.key for column in columns if column.kind == "day"}
    of_units = {column.key for column in columns if column.kind == "unit"}
    names = {str(unit.id): unit.name for unit in units.all_units(store, closed=True)} if of_units else {}
    ids = {name: number for number, name in names.items()}

    def current() -> RegisterEntry | None:
        if entry is None:
            return None
        found = entries.all_entries(store, register)
        return next((each for each in found if each.id == entry.id), None) or gone("Dòng này")

    def read() -> dict[str, str]:
        known = {column.key: column.choices[0][0] for column in columns if column.choices}
        known |= {column.key: "" for column in columns if not column.choices}
        known |= {} if (now := current()) is None else now.values
        return {
            key: format_date(value) if key in days else names.get(value, "") if key in of_units else value
            for key, value in known.items()
        }

    title = f"{register.title}: {'thêm' if entry is None else 'sửa'}"

    def write(typed: dict[str, str]) -> None:
        values = {
            key: kept_day(value) if key in days else ids.get(value, "") if key in of_units else value
            for key, value in typed.items()
        }
        if (now := current()) is None:
            entries.add(store, register, **values)
        else:
            entries.edit(store, now, **values)

    return RecordForm(title, [_field(store, column) for column in columns], read, write)


class RegistersScreen(ListScreen[RegisterEntry]):
    """The list of entries of one register; a digit shows another register."""

    PLACE_TITLE = "Sổ theo dõi"
    list_id = "entries"
    key_names = ("id",)
    above = ("register-views", "register-head")
    below = ("register-strip",)
    BINDINGS = keys(
        "registers",
        ("enter", "edit", "Sửa", "Sửa dòng này"),
        ("ctrl+n", "add", "Thêm", "Thêm một dòng vào sổ đang xem"),
        ("ctrl+t", "attendance", "Người dự", "Đánh dấu ai đã dự buổi tập huấn này"),
        ("delete,ctrl+d", "remove", "Bỏ", "Bỏ khỏi sổ; Ctrl+Z để lấy lại"),
        ("ctrl+s", "export", "Xuất", "Ghi các sổ ra tệp Excel, csv, json"),
        hidden=[
            (str(place), f"view({place - 1})", register.title, f"Xem sổ {register.title.lower()}", f"view_{place}")
            for place, register in enumerate(REGISTERS, 1)
        ],
    )

    def __init__(self) -> None:
        super().__init__()
        self.register: Register = REGISTERS[0]
        self.known: list[RegisterEntry] = []
        self.texts: dict[int, dict[str, str]] = {}
        self.offer = ""  # the sentence that the register makes of this month

    def read_rows(self) -> Sequence[RegisterEntry]:
        """The entries of the register that is shown."""
        self.known = entries.all_entries(self.store)
        texts = entries.texts(self.store, self.known)
        self.texts = {each.id: text for each, text in zip(self.known, texts, strict=True)}
        mine = [each for each in self.known if each.register == self.register]
        month = clock.today().replace(day=1), clock.today()
        self.offer = sentence(self.store, self.register, mine, month, health_staff(self.store)) if mine else ""
        return mine

    def heads(self) -> Sequence[str]:
        """The column labels of the register that is shown."""
        return [column.label for column in self.register.columns]

    def cells(self, row: RegisterEntry) -> Sequence[str]:
        """The texts of one entry's columns."""
        return [self.texts[row.id][column.key] for column in self.register.columns]

    def chosen_by(self) -> str:
        """The title of the register."""
        return self.register.title

    def show_list(self) -> None:
        """Show the names of the registers, the heads and one line for each entry."""
        views = (
            f"{'[' if each == self.register else ' '}{place} {each.title}"
            f" {sum(entry.register == each for entry in self.known)}{']' if each == self.register else ' '}"
            for place, each in enumerate(REGISTERS, 1)
        )
        self.show_text("register-views", fit("".join(views), self.size.width - 2))
        self.show_text("register-head", self._line({column.key: column.label for column in self.register.columns}))
        self.show_rows(lambda each: (self._line(self.texts[each.id]), self._is_open(each)))

    def _is_open(self, entry: RegisterEntry) -> bool:
        ending = entry.register.ending
        return ending is not None and entry.state(ending[0]) != ending[1]

    def _line(self, text: dict[str, str]) -> str:
        """The line of an entry: days and short columns, then its main text in the room that is left."""
        line = ""
        main = self.register.main.key
        for column in self.register.columns:
            if column.kind == "day" and column.key in _TWO_DAYS:
                line += f"{fit(text[column.key], _DAY - 1):<{_DAY}}"
            elif column.kind in ("number", "staff", "choice", "unit"):
                width = _UNIT if column.kind == "unit" and self.size.width >= _WIDE else _OTHER
                line += f"{fit(text[column.key], width - 1):<{width}}"
        return line + fit(text[main], self.size.width - 4 - len(line))

    def describe(self) -> None:
        """Show the entry under the cursor in words; in an empty register, how to begin."""
        chosen = self.chosen
        if chosen is None:
            self.show_text(
                "register-strip", f"Sổ {self.register.title.lower()} còn trống. Ctrl+N để ghi dòng đầu tiên."
            )
            return
        text = self.texts[chosen.id]
        filled = (f"{column.label}: {text[column.key]}" for column in self.register.columns if text[column.key])
        offer = f"\nCâu gợi ý cho báo cáo, từ đầu tháng: {' '.join(self.offer.split())}" if self.offer else ""
        self.show_text("register-strip", f"{' · '.join(filled)}{offer}")

    def action_view(self, place: int) -> None:
        """Show another register."""
        self.register = REGISTERS[place]
        self.refresh_bindings()
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key works: only a training has people who took part."""
        if action == "attendance":
            return any(column.kind == "staff" for column in self.register.columns)
        return True

    def action_add(self) -> None:
        """Open the form of a new entry."""
        known = {each.id for each in self.listed}

        def closed(saved: bool | None) -> None:
            self.saved(saved)
            self.go_to_key(next((each.id for each in self.listed if each.id not in known), None))
            if saved and self.check_action("attendance", ()):
                self.notify("Ctrl+T: đánh dấu ai đã dự.")

        self.app.push_screen(entry_form(self.store, self.register, None), closed)

    def action_edit(self) -> None:
        """Open the form of the entry under the cursor."""
        if self.chosen is None:
            self.action_add()
        else:
            self.app.push_screen(entry_form(self.store, self.register, self.chosen), self.saved)

    def action_remove(self) -> None:
        """Remove the entry under the cursor from its register."""
        if self.chosen is not None:
            entries.remove(self.store, self.chosen)
            self.notify("Đã bỏ một dòng. Ctrl+Z để lấy lại.")
            self.reload()

    def action_attendance(self) -> None:
        """Open the list in which people who took part are ticked."""
        from tui.screens.tracking.attendance import AttendanceScreen

        chosen = self.chosen
        if chosen is None:
            return
        column = next(column.key for column in self.register.columns if column.kind == "staff")

        def closed(attended: frozenset[int] | None) -> None:
            if attended is not None:
                value = " ".join(map(str, sorted(attended)))
                entries.edit(self.store, chosen, **{column: value})
                self.notify(f"Đã ghi {format_number(len(attended))} người dự. Ctrl+Z để lấy lại.")
                self.reload()

        self.app.push_screen(AttendanceScreen(chosen.values[self.register.main.key], chosen.attended), closed)

    @work(exclusive=True, group="ask")
    async def action_export(self) -> None:
        """Write all registers into a file."""
        await exporting.export_paper(self.app, "registers", file_name("SoTheoDoi", clock.today().isoformat()))
