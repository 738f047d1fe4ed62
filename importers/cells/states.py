"""Reads the cells of state columns: one cell, or a pair of cells, -> the state and reason of one item.

A blank cell, a dash and a bare "2" mean different things in different files. `Evidence` gathers all texts of a
column; `StateColumn` decides from them once how such cells are read there, and then reads cell by cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from importers.cells.marks import Mark, mark_of
from importers.cells.parsed import LOOK_AGAIN
from importers.grids.grid import Cell, different_cells, text_of
from importers.layout.checklist import Checklist
from importers.lexicon.words import lexicon
from store.models import Item, State
from store.text import clean, fold


class Statement(NamedTuple):
    """What a cell, or a pair of cells, says about an item; the last three fields report a cell not understood."""

    state: State | None  # None: the cell says nothing, or was not understood
    reason: str | None = None
    code: str = ""  # of the problem, as in `store.outcome.Problem`; "": there is none
    message: str = ""  # Vietnamese
    advice: str = ""  # Vietnamese: what the sender should do


NOTHING_STATED = Statement(None)
_ASKS_AGAIN = lexicon("cells").set("asks_again")
_LONGEST_SIGN = 3  # characters
CHECKS, CROSSES = frozenset("✓✔√☑✅🗸vVü+"), frozenset("xX×☒")
_K, _HAS = frozenset("kK"), "co"
_CODES = frozenset("12")
_LEVELS = frozenset("012")
_SIDES = {"da": State.DONE, "chua": State.TODO}
_AROUND_ANSWER = frozenset({"duoc", "roi", "a", "nhe"})
_LONGEST_ANSWER = 12  # words
_HOW_TO = "Hãy ghi x, Chưa hoặc KAD"


@dataclass(frozen=True)
class Evidence:
    """The different texts in one state column, over all tables with the same header, and the file's legend for it."""

    texts: frozenset[str]
    legend: Mapping[str, State] = field(default_factory=dict)  # folded sign, "" for a blank cell -> state
    notes: Mapping[str, str] = field(default_factory=dict)  # footnotes of the file: "(1)" -> its words
    head_words: frozenset[str] = frozenset()  # of the column, folded
    in_mixed_form: bool = False  # some column of the same form is mixed
    asks_level: bool = False  # the head asks for the level of an account: "Mức định danh (0/1/2)"
    in_coded_form: bool = False  # some column of the same form, and not only of levels, is coded
    may_lack: bool = False  # the head is "Mức 2 chưa": a tick below it may be of who has it, or of who has it not
    in_signed_form: bool = False  # some column of the same form has "+": a dash may be its other sign
    in_counts: bool = False  # the form has a column of how many there are: "Sĩ số" beside the name of a teacher

    @classmethod
    def from_rows(
        cls,
        rows: Sequence[Sequence[Cell]],
        index: int,
        legend: Mapping[str, State],
        notes: Mapping[str, str] | None = None,
    ) -> "Evidence":
        """Collect the texts of a column.

        Args:
            rows: of all tables with the same header.
            index: 0-based column.
            legend: folded sign -> state, as the file explains its signs in this column.
            notes: footnotes of the file.
        """
        return cls(frozenset(map(text_of, different_cells(rows, index))), legend, notes or {})

    def mark(self, text: str) -> Mark | None:
        """The mark that a text is: as the file's legend explains it, otherwise as commonly used; None: no mark."""
        if text in self.unclear_signs:
            return None
        if text in self.notes:
            return mark_of(self.notes[text])
        state = self.legend.get(fold(text))
        if state is not None and text:
            return Mark(state)
        mark = mark_of(text)
        return self._answered(text) or mark if mark is None or mark.reason else mark

    def _answered(self, text: str) -> Mark | None:
        """The mark of a cell that repeats words of the head: "Chưa hiển thị" below "Thẻ đã hiển thị chưa?"."""
        side, *words = fold(text).rstrip(".!").split()[:_LONGEST_ANSWER] or [""]
        rest = [word for word in words if word not in _AROUND_ANSWER]
        if side not in _SIDES or not rest or not self.head_words.issuperset(rest):
            return None
        return Mark(_SIDES[side])

    @property
    def writes_no(self) -> bool:
        """Whether some cell of the column says explicitly that the item is not done."""
        return any(mark.state is State.TODO for text in self.texts if (mark := self.mark(text)) is not None)

    @property
    def has_unknown_sign(self) -> bool:
        """Whether the column holds a short sign of unknown meaning: an "o" or a "C" may stand for "not done"."""
        signs = (text for text in self.texts if text and len(text) <= _LONGEST_SIGN and text not in self.notes)
        return any(self.mark(text) is None for text in signs)

    @cached_property
    def is_mixed(self) -> bool:
        """Whether crosses and check marks stand in the column, and the file does not say what either means."""
        unexplained = {text for text in self.texts if fold(text) not in self.legend}
        return bool(self.texts & CHECKS) and bool(unexplained & CROSSES)

    @cached_property
    def unclear_signs(self) -> frozenset[str]:
        """Signs without a sure meaning: crosses beside check marks, 1 and 2 among codes, K without "Có", counts."""
        crosses = self.texts & CROSSES if self.in_mixed_form or self.is_mixed else frozenset()
        codes = _CODES if self.in_coded_form else frozenset()
        counts = frozenset(filter(str.isdecimal, self.texts)) if self.in_counts else frozenset()
        lacking = self.texts if self.may_lack and not any(len(text) > 1 for text in self.texts) else frozenset()
        signs = crosses | codes | counts | lacking | self._unclear_no
        return frozenset(text for text in signs - {""} if fold(text) not in self.legend)

    @property
    def _unclear_no(self) -> frozenset[str]:
        """The sign "K" where it is not sure: it means "không" only beside "Có", else maybe "không thuộc diện"."""
        if not (short := self.texts & _K):
            return frozenset()
        marks = {text: mark for text in self.texts - _K if (mark := mark_of(text)) is not None}
        done = [fold(text) for text, mark in marks.items() if mark.state is State.DONE]
        writes_no = any(mark.state is State.TODO and mark.reason is None for mark in marks.values())
        has_pair = bool(done) and all(text.startswith(_HAS) for text in done)
        return frozenset() if has_pair and not writes_no else short

    @property
    def is_coded(self) -> bool:
        """Whether "1" and "2" stand in the column, and the file does not say which of them means done."""
        return "2" in self.texts and not self.legend.keys() & _CODES

    @cached_property
    def tells_levels(self) -> bool:
        """Whether every text in the column is a level of an account: 0, 1, 2, "Mức 1"."""
        held = {text for text in self.texts if text}
        return bool(held) and all(text in _LEVELS or _is_level(text) for text in held)

    @property
    def follows_legend(self) -> bool:
        """Whether every text in the column is explained by the legend, or is a mark other than "not done".

        Otherwise the legend may be left over from another form, and must not explain the blank cells.
        """
        held = (text for text in self.texts if text and fold(text) not in self.legend and text not in self.notes)
        return all((mark := mark_of(text)) is not None and mark.state is not State.TODO for text in held)

    def without_blank(self) -> "Evidence":
        """The same texts with a legend that does not explain blank cells."""
        known = {sign: state for sign, state in self.legend.items() if sign or state is State.UNKNOWN}
        return replace(self, legend=known)

    @property
    def redefined(self) -> dict[str, State]:
        """Signs in the column to which the legend gives another meaning than the common one, with that meaning."""
        signs_there = {fold(text) for text in self.texts}
        return {sign: state for sign, state in self.legend.items() if sign in signs_there and _usual(sign) is not state}


def _is_level(text: str) -> bool:
    mark = mark_of(text)
    return mark is not None and mark.level is not None


def _usual(sign: str) -> State | None:
    """The state that a sign commonly stands for."""
    mark = mark_of(sign) if sign else None
    return mark.state if mark is not None else None


class StateColumn:
    """A column that alone says the state of an item; a pair "Đã …" and "Chưa …" is read by `read_pair`."""

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
        """Decide how blank cells, dashes and a bare "1" or "2" are read in this column.

        Args:
            items: the checklist.
            item: the item whose state the column holds.
            evidence: all texts of the column.
            known_reasons: the station's reasons, folded words -> words.
            form_writes_no: some state column of the same form says "not done" explicitly.
            form_has_unknown_sign: some state column of the form has a sign of unknown meaning; it may be "not done".
            blank_is_silent: blank cells say nothing. So it is in the station's own form, whose drop-down lists offer
                every state, "not done" included.
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
        #: Among ticks and signs of unknown meaning a blank cell may be "not done", or nothing.
        explained = writes_no or blank_is_silent or "" in evidence.legend
        self.blank_is_unclear = ticks and leaves_blank and form_has_unknown_sign and not explained
        blank_state = evidence.legend.get("")
        # A column that is blank from top to bottom was not filled in, or was filled in by colours.
        if blank_state is not None and texts - {""}:
            self._blank = NOTHING_STATED if blank_state is State.UNKNOWN else Statement(blank_state)
        else:
            self._blank = Statement(State.TODO) if ticks_only else NOTHING_STATED
        # Among ticks, with no blank cell and no explicit "chưa", a dash may mean "not done", not "not applicable";
        # beside "+" of anybody it is the other sign.
        is_spared = leaves_blank or item.applies_to != "everyone" or not ticks
        self._dash_is_clear = writes_no or form_writes_no or (is_spared and not evidence.in_signed_form)
        has_bare_level = "2" in texts and not evidence.in_coded_form and not {"1", "2"} & evidence.legend.keys()
        self._may_be_level = item.key == items.with_levels
        says_level = has_bare_level or (evidence.asks_level and evidence.tells_levels)
        self._is_level = self._may_be_level and (says_level or any(mark.level is not None for mark in marks))
        self._statements: dict[str, Statement] = {"": self._blank}  # by text: a column repeats few texts

    def read(self, text: str) -> Statement:
        """What a cell with this text says about the item."""
        statement = self._statements.get(text)
        if statement is None:
            statement = self._statements[text] = self._understand(text)
        return statement

    def _mark(self, text: str) -> Mark | None:
        folded = fold(self.evidence.notes.get(text, text))
        known = None if folded in _ASKS_AGAIN else self.known_reasons.get(folded)
        return Mark(State.TODO, known) if known is not None else self.evidence.mark(text)

    def _understand(self, text: str) -> Statement:
        if self._is_level and text in _CODES and not self.evidence.in_counts and text not in self.evidence.legend:
            return Statement(State.DONE) if text == "2" else Statement(State.TODO, "Mới định danh mức 1")
        if text in self.evidence.unclear_signs:
            why = "không có lời giải thích" if text in _CODES else "đứng cùng cột với dấu ✓"
            why = "có thể là “không” hay “không thuộc diện”" if text in _K else why
            why = "đứng dưới tiêu đề “… chưa”" if self.evidence.may_lack else why
            why = "đứng cùng bảng với số đếm" if self.evidence.in_counts and text.isdecimal() else why
            message = f"“{text}” {why} nên không rõ là đã hay chưa"
            return Statement(None, None, "state_not_understood", message, _HOW_TO)
        mark = self._mark(text)
        if mark is None or (mark.level is not None and not self._may_be_level):
            return Statement(None, None, "state_not_understood", f"“{text}” không rõ là đã hay chưa", _HOW_TO)
        if mark.is_dash and not self._dash_is_clear:
            message = f"“{text}” không rõ là chưa hay không áp dụng"
            return Statement(None, None, "state_not_understood", message, _HOW_TO)
        if mark.state is State.UNKNOWN:
            return NOTHING_STATED
        return Statement(mark.state, station_wording(mark.reason, self.known_reasons, is_card=self._is_card))


def station_wording(reason: str | None, known: Mapping[str, str], *, is_card: bool = False) -> str | None:
    """A reason in the station's spelling if it is a reason that the station knows; otherwise as the cell has it.

    Args:
        reason: the text of the cell.
        known: the station's reasons, folded words -> words.
        is_card: the item is the CCCD itself; then "chưa có CCCD" says the state once more and is no reason.
    """
    if reason is None:
        return None
    cleaned = clean(reason)
    if is_card and mark_of(cleaned) is not None:
        return None
    return known.get(fold(cleaned), cleaned) or None


def read_pair(done: str, todo: str, not_applicable: str, known: Mapping[str, str], *, is_card: bool) -> Statement:
    """Read one row of the columns "Đã …", "Chưa …" and "Không thuộc diện" of one item.

    One tick decides the state, two contradict each other, none says nothing.

    Args:
        done: the cell of "Đã …".
        todo: the cell of "Chưa …"; words instead of a tick mean "not done" and are the reason.
        not_applicable: the cell of "Không thuộc diện"; "" if there is no such column.
        known: as for `station_wording`.
        is_card: as for `station_wording`.
    """
    done_mark, todo_mark, na_mark = mark_of(done), mark_of(todo), mark_of(not_applicable)
    reason: str | None = None
    says_todo = False
    if todo:
        if fold(todo).startswith(("0", "khong")) and todo_mark is not None and todo_mark.reason is None:
            says_todo = False  # "0" in the column "Chưa" denies it
        elif todo_mark is None or todo_mark.reason is not None:
            # Words instead of a tick: not done, and why.
            says_todo = True
            reason = station_wording(
                todo_mark.reason if todo_mark and todo_mark.reason else todo, known, is_card=is_card
            )
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
        return Statement(State.TODO, station_wording(done_mark.reason if done_mark else None, known, is_card=is_card))
    if done or todo or not_applicable:
        return Statement(None, None, "pair_unclear", "không rõ là đã hay chưa", "Hãy đánh dấu một cột")
    return NOTHING_STATED
