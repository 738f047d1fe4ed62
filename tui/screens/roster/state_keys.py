"""Changes states by digits on the list of people, and asks for the reason of a chưa or không áp dụng."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.checklist import checklist, reasons
from store.checklist.applicability import is_asked_of_all
from store.database import Store
from store.models import MARKS, STATE_LABELS, WITH_REASON, Item, Reason, State
from store.people import staff
from store.text import clean, fold, format_number
from tui.widgets.person_strip import REASONS_FOUND, REASONS_SHOWN, Piece, reason_lines

if TYPE_CHECKING:
    from tui.framework.background import StoreJob
    from tui.screens.roster.screen import RosterScreen

#: Writing for more people than this takes longer than 100 ms: it is done in a thread.
MANY = 2000
_LOOKED_AT = 500  # people whose states are read again to tell of contradictions
_NEXT = {State.UNKNOWN: State.DONE, State.TODO: State.DONE, State.NOT_APPLICABLE: State.DONE, State.DONE: State.TODO}


class StateKeys:
    """Changes states of the person under the cursor or of all marked people, and asks for reasons."""

    def __init__(self, screen: "RosterScreen") -> None:
        self.screen = screen
        self.asking: Item | None = None  # the item whose reason is asked for
        self.card: Item | None = None  # the item that is offered for a card that was scanned
        self.typed = ""  # words of a reason, while they are typed
        self.chosen = 0  # which of the offered Enter takes, while words are typed
        self._ids: list[int] = []  # whose reason
        self._state = State.TODO  # what it is the reason of
        self._offered: list[Reason] = []
        self._last: str | None = None  # the words that Space takes
        self._writing: StoreJob[None] | None = None  # the last one for many people

    @property
    def is_asking(self) -> bool:
        """Whether the next digit answers a question."""
        return self.asking is not None or self.card is not None

    # -- states

    def cycle(self, item: Item) -> None:
        """Set an item to đã, or to chưa if it is đã; the most frequent step, chưa to đã, is one key."""
        table = self.screen.table
        row, ids = table.current, self.screen.for_whom()
        if not ids or table.people is None:
            return
        if row is None or row.id not in ids:
            row = table.people.by_ids(ids[:1])[0]
        is_done = checklist.state_at(row.states, item.position) is State.DONE
        self.put(item, State.TODO if is_done else State.DONE)

    def put(self, item: Item, state: State) -> None:
        """Set an item to a state; ask first if people are not all visible, or the state is unusual."""
        ids = self.screen.for_whom()
        if not ids:
            return
        hidden = self._hidden(ids)
        is_odd = state is State.NOT_APPLICABLE and is_asked_of_all(item)
        if len(ids) <= self.screen.table.page and not hidden and not is_odd:
            self._write(ids, item, state)
            return
        whom = f"{format_number(len(ids))} người đã chọn" if len(ids) > 1 else "người này"
        question = f"{item.title}: {MARKS[state]} {STATE_LABELS[state]} cho {whom}?"
        if is_odd:
            question += "\nMục này hỏi mọi người: Không áp dụng làm mẫu số của tỷ lệ nhỏ đi. Ai chưa có thì ghi Chưa."
        if hidden:
            question += f"\nTrong đó {format_number(hidden)} người không hiện trong danh sách đang lọc."
        self.screen.confirm(f"Đổi cho {format_number(len(ids))} người", question, lambda: self._write(ids, item, state))

    def _hidden(self, ids: Sequence[int]) -> int:
        people = self.screen.table.people
        if people is None or len(ids) == 1 or not self.screen.is_filtered:
            return 0
        return len(set(ids).difference(people.ids()))

    def _write(self, ids: list[int], item: Item, state: State, reason: str | None = None) -> None:
        if not self.screen.are_listed(ids):
            return
        if self.screen.is_working("write"):
            self.screen.notify("Đang ghi cho nhiều người. Đợi một chút, hoặc nhấn Esc để dừng.", severity="warning")
            return

        def write(store: Store) -> None:
            staff.set_state(store, ids, item.key, state, reason, keep_reasons=reason is None)

        if len(ids) > MANY:
            self.screen.notify(f"Đang ghi cho {format_number(len(ids))} người. Esc: dừng, không ai bị đổi.")
            self._writing = self.screen.background(
                write,
                lambda _: self._written(ids, item, state, reason),
                group="write",
                stopped=lambda: self.screen.notify("Đã dừng. Không ai bị đổi."),
            )
        else:
            write(self.screen.store)
            self._written(ids, item, state, reason)

    def stop_writing(self) -> bool:
        """Stop writing for many people, none of whom is changed then; False when nothing is being written."""
        if self._writing is None or not self.screen.is_working("write"):
            return False
        self._writing.stop()
        return True

    def _written(self, ids: list[int], item: Item, state: State, reason: str | None) -> None:
        screen = self.screen
        screen.seen()
        if item in screen.table.items:
            screen.table.choose_item(screen.table.items.index(item))
        screen.table.read_again(ids)
        if len(ids) > 1:
            done = f"{format_number(len(ids))} người: {item.short_title} {MARKS[state]}"
            screen.notify(f"{done}{self._contradicting(ids)}. Ctrl+Z: lấy lại.")
        if state in WITH_REASON and reason is None:
            self._ask(ids, item, state)

    def _contradicting(self, ids: list[int]) -> str:
        """How many people have an item but lack the item it requires.

        Such as `, 3 người mâu thuẫn (Mức 2 ✗)`; "" for none, or for too many people to look at.
        """
        if len(ids) > _LOOKED_AT:
            return ""
        items = self.screen.table.items
        found = [checklist.contradictions(staff.get(self.screen.store, who).person.states, items) for who in ids]
        needed = dict.fromkeys(pair[1].short_title for pairs in found for pair in pairs)
        number = format_number(sum(map(bool, found)))
        return f", {number} người mâu thuẫn ({', '.join(needed)} {MARKS[State.TODO]})" if needed else ""

    # -- reasons

    def _ask(self, ids: list[int], item: Item, state: State) -> None:
        self.asking, self._ids, self._state = item, ids, state
        self.typed, self.chosen = "", 0
        self._offered = reasons.for_item(self.screen.store, item.key)
        self._last = reasons.last_used(self.screen.store, item.key)
        self.show()

    def offered(self) -> list[Reason]:
        """The reasons that match the typed words, in the order of their digits, then of their frequency."""
        wanted = fold(self.typed)
        if not wanted:
            return self._offered[:REASONS_SHOWN]
        return [reason for reason in self._offered if wanted in fold(reason.text)][:REASONS_FOUND]

    def show(self) -> None:
        """Show the question for the reason below the list."""
        if self.asking is None:
            return
        width = self.screen.strip.size.width - 1
        whom = f"{format_number(len(self._ids))} người" if len(self._ids) > 1 else "vì sao"
        offered = self.offered()
        about = f"{self.asking.short_title} {STATE_LABELS[self._state].lower()}"
        if not self.typed:
            lines = reason_lines(offered, width)
            keys = "1–9 chọn · 0 hoặc Enter: không ghi · gõ chữ"
            if self._state is State.TODO:  # the words for the other state leave less room
                keys += ": lý do khác"
            if self._last is not None:
                keys = f"Dấu cách: {self._last} · 1–9 chọn · 0: không ghi · gõ chữ"
            rule = f"{about}, {whom}? {keys}"
        else:
            lines = reason_lines(offered, width, chosen=self.chosen)
            rule = f"{about}, {whom}? Enter: ghi · ↑ ↓ chọn · Esc: không ghi"
            if self.is_new:
                here: Piece = ("› " if self.chosen >= len(offered) else "  ", "strong")
                lines = [*lines, [here, ("Lý do mới: ", "quiet"), (f"“{clean(self.typed)}”", "strong")]]
        self.screen.strip.show(rule, lines, asking=True)

    @property
    def is_new(self) -> bool:
        """Whether the typed words are a reason that the item does not have yet."""
        words = fold(self.typed)
        return bool(words) and all(fold(reason.text) != words for reason in self._offered)

    def type(self, words: str) -> None:
        """Take the words typed so far, and show the reasons that match."""
        self.typed, self.chosen = words, 0
        self.show()

    def step(self, by: int) -> None:
        """Choose another of the matching reasons."""
        count = len(self.offered()) + (1 if self.is_new else 0)
        self.chosen = (self.chosen + by) % max(1, count)
        self.show()

    def pick(self, number: int) -> None:
        """Take the reason with digit `number`; 0 for no reason."""
        found = next((reason.text for reason in self._offered if number and reason.digit == number), None)
        if found is not None:
            self._take(found)
        elif number == 0:
            self.stop()
        else:
            self.screen.notify(f"Không có lý do số {number}. Gõ chữ để ghi lý do khác.", severity="warning")

    def take_last(self) -> bool:
        """Take the reason chosen last for the item; False when none is asked for or none was chosen."""
        if self.asking is None or self._last is None:
            return False
        self._take(self._last)
        return True

    def enter(self) -> None:
        """Take the chosen or typed reason; without typed words, no reason."""
        offered = self.offered()
        if not clean(self.typed):
            self.stop()
        elif self.chosen < len(offered):
            self._take(offered[self.chosen].text)
        else:
            self._take(clean(self.typed))

    def _take(self, words: str) -> None:
        item, ids = self.asking, self._ids
        self.stop()
        if item is not None:
            self._write(ids, item, self._state, words)

    # -- a card that was scanned

    def offer_card(self) -> None:
        """Offer to set the item of the CCCD card to đã for the person under the cursor.

        If it is đã already, the question is shown too: a 1 pressed by habit after each card must not undo it.
        """
        from importers.layout.checklist import Checklist  # nobody who scans nothing waits for it

        table = self.screen.table
        item = next((item for item in table.items if item.key == Checklist(table.items).card), None)
        row = table.current
        if item is None or row is None:
            return
        self.card = item
        is_known = checklist.state_at(row.states, item.position) is State.DONE
        offer = f"{item.short_title} đã ghi Đã" if is_known else f"1: ghi {item.short_title} Đã · 2: không ghi"
        rule = f"Quét thẻ: {row.full_name}. {offer}"
        self.screen.strip.show(rule, [], asking=True)

    def answer_card(self, number: int) -> None:
        """Set the offered item to đã for 1; any other digit changes nothing."""
        item = self.card
        self.stop()
        if item is not None and number == 1:
            self.put(item, State.DONE)

    def stop(self) -> None:
        """End the question; the state stays as it is."""
        if self.card is not None:
            self.card = None
            self.screen.show_person()
        if self.asking is not None:
            self.asking = None
            self.typed = ""
            self.screen.show_person()
