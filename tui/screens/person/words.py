"""Words about a person: which file a value came from, who may be the same person, what was changed."""

from collections.abc import Mapping, Sequence

from store.checklist.items import checklist_item
from store.database import Store
from store.field_ref import FieldRef
from store.journal import Entry
from store.masks import cover_numbers
from store.models import PERSON_COLUMN, Item, Person, StaffMember, State
from store.receiving.kept import SourceCell
from store.receiving.plan import FieldChange
from store.text import format_date, mask_number
from store.words.field_values import describe

#: As many doubles as a strip and a dialog show.
SHOWN_DOUBLES = 4


def described(member: StaffMember) -> str:
    """A person in one line: `Nguyễn Thị Lan, sinh 05/01/1984, CCCD •••••••••234, Trường Tiểu học A`."""
    person = member.person
    born = f", sinh {format_date(person.birth_date)}" if person.birth_date else ""
    number = f", CCCD {mask_number(person.citizen_id)}" if person.citizen_id else ""
    return f"{person.full_name}{born}{number}, {member.unit}"


def note_on_state(item: Item, person: Person) -> str:
    """The reason of a chưa or không áp dụng (or the hint to press F6), the day of a đã; "" for none."""
    state = person.states.get(item.key)
    if state is State.TODO:
        return cover_numbers(person.reasons.get(item.key, "chưa có lý do (F6)"))
    if state is State.NOT_APPLICABLE:
        return cover_numbers(person.reasons.get(item.key, "vì sao: F6"))
    if state is State.DONE and item.key in person.done_on:
        return f"ngày {format_date(person.done_on[item.key])}"
    return ""


def source_text(name: str, sources: Mapping[str, SourceCell]) -> str:
    """Where a value came from: `Từ 02-truong.xlsx, trang Danh sách, ô F12: “x”`; "" when from no file."""
    cell = sources.get(name)
    if cell is None:
        return ""
    blank = "" if cell.raw else " (trống)"
    places = (cell.file_name, f"trang {cell.sheet}" if cell.sheet else "", f"ô {cell.cell}{blank}" if cell.cell else "")
    raw = cover_numbers(PERSON_COLUMN[name].masked(cell.raw) if name in PERSON_COLUMN else cell.raw)
    return f"Từ {', '.join(place for place in places if place)}{f': “{raw}”' if raw else ''}"


def doubles_text(doubles: Sequence[StaffMember]) -> str:
    """One line for each person who may be the same, under a heading; "" when there is none."""
    if not doubles:
        return ""
    lines = [f"  {described(member)}" for member in doubles[:SHOWN_DOUBLES]]
    return "\n".join(["! Có thể đã có trong sổ (F8 mở người ấy):", *lines])


def field_text(store: Store, name: str, note: str, sources: Mapping[str, SourceCell]) -> str:
    """Text about the focused field: for an item its title and note, and the cells that a value came from."""
    item = FieldRef.parse(name).item
    if item is None:
        return source_text(name, sources)
    cells = [source_text(field, sources) for field in (FieldRef.state(item), FieldRef.reason(item))]
    title = checklist_item(store, item).title
    return "\n".join(line for line in (f"{title}: {note}" if note else title, *cells) if line)


def log_line(store: Store, entry: Entry) -> str:
    """One change of a person in a line: when, what, and by which file, undo or redo."""
    when = format_date(entry.at)
    source = f" · {entry.words}" if entry.command in ("import", "undo", "redo", "import-undo") else ""
    if entry.field == "present":
        did = "thêm vào sổ" if entry.after else "xoá khỏi danh sách"
        return f"{when}  {did}{source}"
    change = FieldChange(FieldRef.parse(entry.field), entry.before, entry.after)
    return f"{when}  {describe(store, change, whole_days=True)}{source}"
