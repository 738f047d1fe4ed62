"""Writes the letter (đôn đốc) that reminds a unit to send its file, or to correct the file that it sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from exporters.letter.content import Addressed, Head, Paragraph, Part, Role, signature
from exporters.writing import Written, ending_of, write_text
from store import clock
from store.database import Store
from store.errors import RefusedError
from store.people import units
from store.receiving import receipts
from store.receiving.receipts import Receipt
from store.registers.sentences import raised_by_units
from store.settings import Letter, letter_values


def export_reminder(store: Store, out: Path, *, unit_id: int | None = None) -> Written:
    """Write the letter to one unit, or to all units that must be reminded now, each from a new page.

    Raises:
        RefusedError: no unit, or not this one, must be reminded.
    """
    now = clock.now()
    found = receipts.to_remind(receipts.of_now(store, now))
    wanted = [one for one in found if unit_id in (None, one.unit_id)]
    if not wanted:
        who = "đơn vị nào" if unit_id is None else units.get(store, unit_id).name
        raise RefusedError(f"Không phải nhắc {who}.")
    write_reminders(letters(store, wanted), receipts.reminders(store, wanted, now), out)
    return Written(f"Công văn nhắc: {len(wanted)} đơn vị.")


def write_reminders(parts: Sequence[Part], text: str, out: Path) -> None:
    """Write the letters as docx, or `text`, the same as messages, as txt; the ending of `out` chooses.

    Raises:
        ExportError: nothing was written.
    """
    if ending_of(out, (".docx", ".txt")) == ".txt":
        write_text(out, text)
        return
    from exporters.letter.word import write_letters

    write_letters(parts, out, made_at=clock.now().replace(microsecond=0))


def letters(store: Store, found: Sequence[Receipt]) -> list[Part]:
    """Make a letter to each of these units, with what became of the difficulties that it raised."""
    now = clock.now()
    first = min((one.period_start for one in found), default=now.date())
    raised = raised_by_units(store, (first, now.date()))
    return [_letter(store, one, raised.get(one.unit_id, []), now) for one in found]


def _letter(store: Store, one: Receipt, raised: Sequence[str], now: datetime) -> Part:
    plain = Letter(**{**letter_values(store, (), "letter"), "to": (one.unit,)})
    letter = replace(plain, letter_number=plain.letter_number or "      /")
    about = "gửi danh sách, số liệu rà soát" if one.submission_id is None else "sửa tệp danh sách, số liệu đã gửi"
    *lines, thanks = receipts.reminder_lines(store, one, now)
    if raised:
        lines += ["Về khó khăn, vướng mắc mà đơn vị đã nêu:", *raised]
    lines.append(thanks)
    texts = [Paragraph(line, Role.ITEM if line.startswith("-") else Role.TEXT) for line in lines]
    return Part((Head(letter, f"V/v {about}"), Addressed(letter.to), *texts, signature(letter)))
