"""Reads the columns of an item: its state and reason in every row (DOMAIN §6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from importers.cells.marks import Mark, mark_of
from importers.cells.parsed import LOOK_AGAIN
from importers.grids.grid import Cell, text_of
from importers.layout.checklist import Checklist
from store.models import Item, State
from store.text import clean, fold


class Statement(NamedTuple):
    """What a cell, or a pair of cells, states of an item."""

    state: State | None
    reason: str | None = None
    code: str = ""
    message: str = ""
    advice: str = ""


SILENT = Statement(None)
_SIGN = 3  # characters
_HOW_TO = "Hãy ghi x, Chưa hoặc KAD"


@dataclass(frozen=True, slots=True)
class Evidence:
    """All texts of one state column, over the tables of one form, and the legend of the file for it."""

    texts: frozenset[str]
    legend: Mapping[str, State] = field(default_factory=dict)  # folded sign -> state

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[Cell]], index: int, legend: Mapping[str, State]) -> "Evidence":
        """The different texts of column `index`; `legend` is what the file says of its marks."""
        held = list(rows)
        try:
            cells = set(map(itemgetter(index), held))  # rows of a workbook are all of one width
        except IndexError:
            cells = {row[index] if index < len(row) else "" for row in held}
        return cls(frozenset(text_of(cell) for cell in cells), legend)

    def mark(self, text: str) -> Mark | None:
        """What a cell says: by the file's own words first, then as everybody writes it."""
        state = self.legend.get(fold(text))
        return Mark(state) if state is not None and text else mark_of(text)

    @property
    def writes_no(self) -> bool:
        """Whether a cell of the column says that something is not done."""
        return any(mark.state is State.TODO for text in self.texts if (mark := self.mark(text)) is not None)

    @property
    def has_unknown_sign(self) -> bool:
        """Whether a short sign stands in the column that we do not know: an "o" or a "C" may well be the no."""
        return any(text and len(text) <= _SIGN and self.mark(text) is None for text in self.texts)

    @property
    def follows_legend(self) -> bool:
        """Whether all that stands in the column is a sign that the file explains, or a plain yes."""
        held = (text for text in self.texts if text and fold(text) not in self.legend)
        return all((mark := mark_of(text)) is not None and mark.state is not State.TODO for text in held)

    def without_blank(self) -> "Evidence":
        """The same where the file's words are not taken to explain an empty cell."""
        return Evidence(self.texts, {sign: state for sign, state in self.legend.items() if sign})

    @property
    def redefined(self) -> dict[str, State]:
        """The signs in the column that would be read otherwise if the file did not explain them."""
        there = {fold(text) for text in self.texts}
        return {sign: state for sign, state in self.legend.items() if sign in there and self._usual(sign) is not state}

    def _usual(self, sign: str) -> State | None:
        """What a sign means where no legend explains it."""
        mark = mark_of(sign) if sign else None
        return mark.state if mark is not None else None


class StateColumn:
    """A column that alone tells the state of an item."""

    def __init__(
        self,
        items: Checklist,
        item: Item,
        evidence: Evidence,
        known_reasons: Mapping[str, str],
        *,
        form_writes_no: bool,
        form_has_unknown_sign: bool = False,
        blank_is_silent: bool = False,
    ) -> None:
        """Settle how its blank cells, its dashes and its levels are to be read.

        Args:
            items: the checklist.
            item: the one that the column is of.
            evidence: everything that the column holds.
            known_reasons: folded words -> words.
            form_writes_no: some other state column of the same form writes its no.
            form_has_unknown_sign: some state column of the form has a sign that we do not know; it may be the no.
            blank_is_silent: the station's own form, whose list has every state: what is blank was not filled in.
        """
        self.evidence = evidence
        self._is_card = item.key == items.card
        self.known_reasons = known_reasons
        texts = evidence.texts
        marks = [mark for text in texts if text and (mark := self._mark(text)) is not None]
        ticks = any(mark.state is State.DONE for mark in marks)
        # Somebody who wrote "KAD" filled the column in, though nobody had anything to tick.
        filled_in = ticks or any(mark.state is State.NOT_APPLICABLE and not mark.is_dash for mark in marks)
        writes_no = any(mark.state is State.TODO for mark in marks)
        leaves_blank = "" in texts
        ticks_only = filled_in and not (writes_no or form_has_unknown_sign or blank_is_silent)
        said_of_blank = evidence.legend.get("")
        if said_of_blank is not None:
            self._blank = Statement(said_of_blank)
        else:
            self._blank = Statement(State.TODO) if ticks_only else SILENT
        # Ticks and dashes, no blank cell and no "chưa" anywhere: there the dash may well be the no.
        self._dash_is_clear = writes_no or leaves_blank or form_writes_no or item.applies_to != "everyone" or not ticks
        of_levels = "2" in texts and not {"1", "2"} & evidence.legend.keys()
        self._may_be_level = item.key == items.with_levels
        self._is_level = self._may_be_level and (of_levels or any(mark.level for mark in marks))
        self._known: dict[str, Statement] = {"": self._blank}

    def read(self, text: str) -> Statement:
        """What one cell says."""
        statement = self._known.get(text)
        if statement is None:
            statement = self._known[text] = self._understand(text)
        return statement

    def _mark(self, text: str) -> Mark | None:
        known = self.known_reasons.get(fold(text))
        return Mark(State.TODO, known) if known is not None else self.evidence.mark(text)

    def _understand(self, text: str) -> Statement:
        if self._is_level and text in ("1", "2") and text not in self.evidence.legend:
            return Statement(State.DONE) if text == "2" else Statement(State.TODO, "Mới định danh mức 1")
        mark = self._mark(text)
        if mark is None or (mark.level and not self._may_be_level):
            return Statement(None, None, "state_not_understood", f"“{text}” không rõ là đã hay chưa", _HOW_TO)
        if mark.is_dash and not self._dash_is_clear:
            message = f"“{text}” không rõ là chưa hay không áp dụng"
            return Statement(None, None, "state_not_understood", message, _HOW_TO)
        if mark.state is State.UNKNOWN:
            return SILENT
        return Statement(mark.state, words(mark.reason, self.known_reasons, is_card=self._is_card))


def words(reason: str | None, known: Mapping[str, str], *, is_card: bool = False) -> str | None:
    """A reason in the station's own words where it knows them.

    Args:
        reason: as the cell has it.
        known: folded words -> words.
        is_card: the item is the CCCD itself, for which not having it is no reason.
    """
    if reason is None:
        return None
    cleaned = clean(reason)
    if is_card and mark_of(cleaned) is not None:
        return None
    return known.get(fold(cleaned), cleaned) or None


def read_pair(done: str, todo: str, not_applicable: str, known: Mapping[str, str], *, is_card: bool) -> Statement:
    """What the columns "Đã …", "Chưa …" and, where there is one, "Không thuộc diện" say together.

    One tick decides; two contradict each other; none says nothing. `known` and `is_card` are as in `words`.
    """
    done_mark, todo_mark, na_mark = mark_of(done), mark_of(todo), mark_of(not_applicable)
    reason: str | None = None
    says_todo = False
    if todo:
        if fold(todo).startswith(("0", "khong")) and todo_mark is not None and todo_mark.reason is None:
            says_todo = False  # "0" in the column "Chưa": not chưa
        elif todo_mark is None or todo_mark.reason is not None:
            # Words in the place of a tick: chưa, and why.
            says_todo = True
            reason = words(todo_mark.reason if todo_mark and todo_mark.reason else todo, known, is_card=is_card)
        else:
            says_todo = todo_mark.state is State.DONE or fold(todo).startswith("chua")
    if done and done_mark is None:
        return Statement(None, None, "state_not_understood", f"“{done}” không rõ là đã hay chưa", _HOW_TO)
    says_done = done_mark is not None and done_mark.state is State.DONE
    denies_done = done_mark is not None and done_mark.state is State.TODO
    says_na = (na_mark is not None and na_mark.state is not State.TODO) or (
        not (says_done or says_todo)
        and any(mark is not None and mark.state is State.NOT_APPLICABLE for mark in (done_mark, todo_mark))
    )
    if says_done + says_todo + says_na > 1:
        return Statement(None, None, "pair_both", "được đánh dấu ở cả hai cột", LOOK_AGAIN)
    if says_done:
        return Statement(State.DONE)
    if says_todo:
        return Statement(State.TODO, reason)
    if says_na:
        return Statement(State.NOT_APPLICABLE)
    if denies_done and todo != "0":
        return Statement(State.TODO, words(done_mark.reason if done_mark else None, known, is_card=is_card))
    if done or todo or not_applicable:
        return Statement(None, None, "pair_unclear", "không rõ là đã hay chưa", "Hãy đánh dấu một cột")
    return SILENT
