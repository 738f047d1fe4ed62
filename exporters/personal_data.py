"""Writes what the law on personal data requires: one person's own data, and the record of processing."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from exporters.letter.content import Block, Head, Paragraph, Part, Role, Table, signature
from exporters.writing import Written, ending_of, write_text
from store import clock, driver, journal, retention
from store.campaigns.running import running
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.masks import cover_numbers
from store.models import PERSON_COLUMNS, STATE_LABELS, StaffMember
from store.people import staff, units
from store.personal_texts import own_numbers
from store.receiving import kept
from store.settings import Letter, letter_values
from store.text import fold, format_date, format_number, mask_number
from store.words.field_values import field_label, shown_value

_OWN_DATA = "Tệp có đủ dữ liệu của một người: chỉ giao cho chính người đó."
_HEADS = ("Nội dung", "Trạm Y tế ghi nhận")


def export_person(store: Store, out: Path, *, person: str) -> Written:
    """Write everything that the store keeps about one person, for that person to read; numbers of others are covered.

    Args:
        store: the open store.
        out: a .json file.
        person: their name, without marks if need be, or their CCCD.

    Raises:
        RefusedError: nobody, or several people, have this name or number.
    """
    ending_of(out, (".json",))
    member = _find(store, person)
    own = own_numbers(store, member.id)
    content = json.dumps(_covered(_everything(store, member), own), ensure_ascii=False, indent=2)
    write_text(out, content)
    return Written(f"Dữ liệu của {member.person.full_name}.", cautions=(_OWN_DATA,))


def _find(store: Store, words: str) -> StaffMember:
    found = [one for one in staff.members(store) if words in (one.person.citizen_id, one.person.full_name)]
    found = found or [one for one in staff.members(store) if fold(one.person.full_name) == fold(words)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedError("Không có ai tên như vậy trong danh sách. Ghi cả họ tên, hoặc đủ 12 số CCCD.")
    who = "; ".join(f"{one.unit}, CCCD {mask_number(one.person.citizen_id) or 'chưa có'}" for one in found[:5])
    raise RefusedError(f"Có {len(found)} người tên như vậy: {who}. Hãy ghi đủ 12 số CCCD thay cho tên.")


def _everything(store: Store, member: StaffMember) -> dict[str, object]:
    person = member.person
    values = {column.label: column.printer()(getattr(person, column.name)) for column in PERSON_COLUMNS}
    items = {
        item.title: {
            "Tình trạng": STATE_LABELS[person.states[item.key]],
            "Lý do": person.reasons.get(item.key, ""),
            "Ngày": format_date(person.done_on.get(item.key)),
        }
        for item in checklist_items(store)
    }
    sources = [
        {"Tệp": one.file_name, "Ngày nhận": format_date(one.received_at[:10]), "Cột": one.header, "Ghi": one.raw}
        for one in kept.sources(store, member.id).values()
    ]
    changes = [
        {
            "Lúc": format_date(entry.at),
            "Việc": entry.words,
            "Mục": field_label(store, entry.field),
            "Trước": _value(store, entry.field, entry.before),
            "Sau": _value(store, entry.field, entry.after),
        }
        for entry in journal.entries_of(store, "staff", member.id, limit=10_000)
    ]
    return {
        "Đơn vị": member.unit,
        "Khoa/phòng": member.department or "",
        "Thông tin": {label: value for label, value in values.items() if value},
        "Theo dõi": items,
        "Lấy từ": sources,
        "Thay đổi": changes,
    }


def _value(store: Store, name: str, value: str | None) -> str:
    """A value of the history as the person reads it: a unit by its name, their numbers whole."""
    return shown_value(store, name, value) if value and name in ("unit_id", "department_id") else value or ""


def _covered(value: object, own: Collection[str]) -> object:
    """Cover all numbers in the texts that are not the person's own: notes name other people too."""
    if isinstance(value, dict):
        return {key: _covered(each, own) for key, each in value.items()}
    if isinstance(value, list):
        return [_covered(each, own) for each in value]
    return cover_numbers(str(value), but=own)


def export_record(store: Store, out: Path) -> Written:
    """Write the record of processing: which data, of whom, what for, how long, how it is protected; one page.

    Raises:
        ExportError: nothing was written.
    """
    ending_of(out, (".docx",))
    from exporters.letter.word import write_letters

    letter = Letter(**letter_values(store, (), "letter"))
    write_letters([Part(list(_record(store, letter)))], out, made_at=clock.now().replace(microsecond=0))
    missing = [] if retention.keep_months(store) else ["Chưa đặt thời hạn giữ dữ liệu: `tyt settings keep_months=24`."]
    return Written("Hồ sơ xử lý dữ liệu cá nhân.", warnings=tuple(missing))


def _record(store: Store, letter: Letter) -> Iterator[Block]:
    yield Head(letter)
    yield Paragraph("HỒ SƠ XỬ LÝ DỮ LIỆU CÁ NHÂN", Role.TITLE)
    yield Paragraph("(Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP)", Role.REMARK)
    yield Table(_HEADS, list(_rows(store, letter)), (1, 3.4), left=(0, 1))
    yield signature(letter)


def _rows(store: Store, letter: Letter) -> Iterator[tuple[str, str]]:
    people, left = len(list(staff.members(store))), len(retention.leavers(store))
    number = len(units.all_units(store))
    months = retention.keep_months(store)
    keeping = f"trong thời gian làm việc và {months} tháng sau khi nghỉ" if months else "trong thời gian làm việc và …"
    is_encrypted = driver.salt_of(store.path) is not None
    protected = "kho dữ liệu và bản sao được mã hoá" if is_encrypted else "tệp chỉ chủ máy đọc được"
    yield "Bên kiểm soát", f"{letter.station or '…'}; người phụ trách: {letter.signer_name or '…'}"
    yield "Mục đích", "; ".join(campaign.title for campaign in running(store)) or "…"
    yield "Người có dữ liệu", f"{format_number(people)} người đang làm việc ở {number} đơn vị; {left} người đã nghỉ"
    yield "Dữ liệu cơ bản", ", ".join(column.label[:1].lower() + column.label[1:] for column in PERSON_COLUMNS)
    yield "Dữ liệu nhạy cảm", "lý do chưa thực hiện có liên quan sức khỏe; không lưu ảnh giấy tờ, mật khẩu"
    yield "Nguồn", "danh sách do đơn vị gửi; người phụ trách của Trạm ghi"
    yield "Nơi lưu", "một máy tính của Trạm, không gửi qua mạng, không chuyển ra nước ngoài; bản sao ở nơi Trạm chọn"
    yield "Bên nhận", "báo cáo chỉ có số đếm; danh sách, biểu mẫu chỉ gửi đúng đơn vị của người đó, số CCCD che bớt"
    yield "Thời hạn", f"{keeping}; sau đó xoá khỏi kho, bản sao cũ tự hết trong 12 tháng"
    yield "Bảo vệ", f"{protected}; số CCCD, điện thoại, BHYT che trên màn hình; mọi thay đổi có nhật ký"
    yield "Quyền của người có dữ liệu", "xem, sửa, nhận bản dữ liệu của mình, yêu cầu xoá sau khi nghỉ"
