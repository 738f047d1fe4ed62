"""The paper that goes back to a sender, put together for the screen and for the command alike."""

from pathlib import Path
from typing import TYPE_CHECKING

from store.checklist.items import checklist_items
from store.database import Store
from store.receiving import kept, submissions
from store.text import format_number

if TYPE_CHECKING:
    from exporters.writing import Written
    from store.receiving.feedback import Feedback


def export_feedback(store: Store, out: Path, *, submission: int) -> "Written":
    """Write the paper of one submission."""
    from exporters.feedback import write_feedback
    from exporters.writing import PERSONAL_DATA, Written

    drafted = draft_feedback(store, submission)
    count = write_feedback(drafted, out)
    return Written(f"Phiếu sửa cho {drafted.unit}: {format_number(count)} chỗ.", cautions=(PERSONAL_DATA,))


def draft_feedback(store: Store, submission_id: int) -> "Feedback":
    """What is to be mended in a submission, in the sender's own file where it was kept.

    Raises:
        RefusedError: there is no such submission, or nothing in it is to be mended.
    """
    from importers.sent import read_sent
    from store.receiving import feedback

    submission = submissions.get(store, submission_id)
    content = kept.file_content(store, submission_id)
    sent = None if content is None else read_sent(content, submission.file_name, checklist_items(store))
    return feedback.draft(store, submission_id, sent)
