"""The paper that goes back to a sender, put together for the screen and for the command alike."""

from typing import TYPE_CHECKING

from store.database import Store
from store.receiving import submission_file, submissions

if TYPE_CHECKING:
    from store.receiving.feedback import Feedback


def draft_feedback(store: Store, submission_id: int) -> "Feedback":
    """What is to be mended in a submission, in the sender's own file where it was kept.

    Raises:
        RefusedError: there is no such submission, or nothing in it is to be mended.
    """
    from importers.sent import read_sent
    from store.receiving import feedback

    submission = submissions.get(store, submission_id)
    content = submission_file.content(store, submission_id)
    sent = None if content is None else read_sent(content, submission.file_name, store.items())
    return feedback.draft(store, submission_id, sent)
