"""Writes the files for a unit, for screens and commands: its form to fill in, its list of cells to correct."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from store import clock
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.receiving import kept, submissions
from store.receiving.plan import FileKind
from store.text import format_number
from store.words.file_names import file_name, one_word

if TYPE_CHECKING:
    from exporters.writing import Written
    from store.receiving.feedback import Feedback


def form_name(unit: str) -> str:
    """The name of the file for a unit's form, with today's date."""
    return file_name("BieuMau", one_word(unit), f"{clock.today():%Y%m%d}")


def export_template(store: Store, out: Path, *, unit_id: int | None = None, full_ids: bool = False) -> "Written":
    """Write the form of one unit; without `unit_id` those of all awaited units into the folder `out`."""
    from exporters.template import write_template
    from exporters.writing import Written, personal_data
    from store.receiving import template

    if unit_id is not None:
        form = template.draft(store, unit_id)
        summary = f"Biểu mẫu của {form.unit}: {format_number(write_template(form, out, full_ids=full_ids))} người."
    elif out.suffix.lower() == ".xlsx":
        raise RefusedError("Hãy ghi thêm --unit và tên đơn vị; hoặc ghi tên thư mục để xuất cho mọi đơn vị.")
    else:
        summary = f"{format_number(len(write_forms(store, out, full_ids=full_ids)))} biểu mẫu."
    return Written(summary, cautions=(personal_data(full_ids=full_ids),))


def write_forms(
    store: Store,
    folder: Path,
    progress: Callable[[int, int], bool] = lambda done, of: True,
    *,
    full_ids: bool = False,
) -> list[Path]:
    """Write the form of every awaited unit, each into a file of its own in `folder`; answers the paths.

    `progress` gets how many of how many forms are written, and stops the work by answering False; written files
    stay, as they do after an ExportError.
    """
    from exporters.template import write_template
    from store.receiving import receipts, template

    wanted = receipts.awaited_units(store)
    written: list[Path] = []
    for unit_id in wanted:
        form = template.draft(store, unit_id)
        out = folder / form_name(form.unit)
        if out in written:  # two names that differ in their signs only
            out = out.with_stem(f"{out.stem}_{unit_id}")
        write_template(form, out, full_ids=full_ids)
        written.append(out)
        if not progress(len(written), len(wanted)):
            break
    return written


def export_feedback(store: Store, out: Path, *, submission: int, full_ids: bool = False) -> "Written":
    """Write the list of cells to correct in one submission, as a workbook for its unit."""
    from exporters.feedback import write_feedback
    from exporters.writing import Written, personal_data

    drafted = draft_feedback(store, submission)
    count = write_feedback(drafted, out, full_ids=full_ids)
    summary = f"Phiếu sửa cho {drafted.unit}: {format_number(count)} chỗ."
    return Written(summary, cautions=(personal_data(full_ids=full_ids),))


def draft_feedback(store: Store, submission_id: int) -> "Feedback":
    """The cells to correct in a submission, with the unit's own file if it was kept; RefusedError: none."""
    from importers.sent import read_sent
    from store.receiving import feedback

    submission = submissions.get(store, submission_id)
    if submission.kind == FileKind.BUNDLE:
        raise RefusedError("Gói của trạm không có phiếu sửa: trạm sửa ở sổ của mình rồi gửi gói mới.")
    content = kept.file_content(store, submission_id)
    sent = None if content is None else read_sent(content, submission.file_name, checklist_items(store))
    return feedback.draft(store, submission_id, sent)
