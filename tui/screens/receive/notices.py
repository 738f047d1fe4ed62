"""Notices and questions about a file as a whole, which stand above its rows, one in each line."""

from importers.intake import Incoming, State
from store.cells import cell_name
from store.database import Store
from store.frozen import frozen
from store.receiving.doubt import Doubt
from store.receiving.ledger import Fate
from store.receiving.proposal import Proposal
from store.text import format_number
from store.words import ledger as ledger_words
from store.words import proposals as proposal_words
from tui.screens.receive import column_words

_NAMED = 8  # people of a proposal
CONFIRM, CHOOSE, PASS_OVER = "confirm", "choose", "pass_over"


@frozen
class Notice:
    """A line about a file as a whole; a notice with answers is a question."""

    line: str
    about: str  # the text below the list, in full
    answers: tuple[tuple[str, str], ...] = ()  # (choice, its words), in the order of their keys
    is_loud: bool = False
    doubt: Doubt | None = None  # the column that it asks about
    proposal: Proposal | None = None  # that it asks about


def of_file(store: Store, file: Incoming | None) -> list[Notice]:
    """All notices of a file, the questions first."""
    if file is None or file.reading is None:
        return []
    doubts = [] if file.taken else [_doubt(store, doubt) for doubt in file.reading.doubts]
    proposals = [] if file.taken else [_proposal(file, proposal) for proposal in file.proposals]
    return [*_unit(file), *doubts, *proposals, *_cells(file)]


def _unit(file: Incoming) -> list[Notice]:
    """The question whether to add the file's unit if the store does not know it."""
    plan = file.plan
    if file.state is not State.UNIT_NEW or plan is None:
        return []
    people = format_number(len(plan.rows))
    about = f"“{plan.unit}”, {people} người trong tệp này, chưa có trong sổ. F9: trả lời như vậy cho mọi đơn vị của tệp"
    answers = ((CONFIRM, "thêm đơn vị này"), (CHOOSE, "là đơn vị khác"), (PASS_OVER, "bỏ phần này"))
    return [Notice(f"? Chưa có đơn vị “{plan.unit}”: thêm vào sổ?", about, answers, is_loud=True)]


def _proposal(file: Incoming, proposal: Proposal) -> Notice:
    text = proposal_words.question(proposal)
    rows = file.plain.rows if file.plain is not None else ()
    names = [row.person.full_name for row in rows if row.place in proposal.changes and row.person is not None]
    more = f" … và {format_number(len(names) - _NAMED)} người nữa" if len(names) > _NAMED else ""
    accept, decline = proposal_words.answers(proposal)
    about = f"{text}\n{'; '.join(names[:_NAMED])}{more}"
    return Notice(f"? {text}", about, ((CONFIRM, accept), (PASS_OVER, decline)), proposal=proposal)


def _cells(file: Incoming) -> list[Notice]:
    """A notice of what became of the file's cells."""
    assert file.reading is not None  # noqa: S101 - the caller has seen it
    ledger = file.reading.ledger
    if not ledger.cells:
        return []
    text = ledger_words.summary(ledger)
    about = f"{text}.\nEnter: mỗi cột được hiểu là gì, có bao nhiêu ô"
    return [Notice(f"{text} · Enter: xem từng cột", about, is_loud=bool(ledger.count(Fate.REPORTED)))]


def _doubt(store: Store, doubt: Doubt) -> Notice:
    letter = cell_name(doubt.index, 1)[:-1]
    head = f"“{doubt.head}”" if doubt.head else "không có tiêu đề"
    seen = f"; trong cột ghi: {', '.join(f'“{mark}”' for mark in doubt.marks)}" if doubt.marks else ""
    where = f"Trang {doubt.sheet}, cột {letter} {head}: {format_number(doubt.cells)} ô chưa ghi vào sổ{seen}."
    others = ((CHOOSE, "ghi điều khác"), (PASS_OVER, "bỏ qua cột này"))
    if doubt.proposed is None:
        return Notice(f"? Cột {letter} {head}: ghi gì?", f"{where}\nKhông rõ cột này ghi gì.", others, True, doubt)
    label = column_words.column_label(store, doubt.proposed)
    return Notice(
        f"? Cột {letter} {head}: có phải “{label}” không?",
        f"{where}\nCó vẻ là “{label}”, nhưng chưa chắc. Trả lời một lần; tệp sau của đơn vị sẽ được đọc như vậy.",
        ((CONFIRM, f"đúng, là {label}"), *others),
        True,
        doubt,
    )
