"""Decides which field each column of a table holds, by all that speaks for it: head, cells, neighbours, the same rows.

Fields, spelt as in `store.field_ref`: `ordinal`, the names of `store.models.PERSON_FIELDS`, `department`, `unit`,
`timestamp`, `family_name`, `given_name`, `birth_day`, `birth_month`, `birth_year`, `male`, `female`, `birth_male`,
`birth_female`; for an item `state.KEY`, or a pair `done.KEY` and `todo.KEY` with perhaps `na.KEY`; `reason.KEY`,
`done_on.KEY`; `total` in a table of counts. None: the column is not read.
"""

import re
from collections.abc import Mapping, Sequence

from importers.cells.marks import mark_of
from importers.cells.values import is_labelled_number
from importers.grids.grid import Cell, text_of
from importers.layout import claims
from importers.layout.checklist import Checklist
from importers.layout.claims import Claim, agreement, best_assignment, differ, says_the_same, weight
from importers.layout.header_words import (
    LONE_CARD,
    by_two,
    meaning_of,
    meaning_under_title,
    only_says_todo,
    round_of,
    says_year,
)
from importers.layout.heads import fold_header
from importers.layout.misspelt import nearly_named
from importers.layout.names_by_cells import name_column
from importers.layout.reason_columns import give_reasons_and_days, reasons_that_tell_state
from importers.layout.sides import settle_pairs, with_sides_behind
from importers.layout.split_names import holds_given_names, one_word_each
from importers.layout.weighed import FEWEST_TEXTS, MENTIONED, Head, Weighed
from importers.patterns import when_needed
from store.field_ref import FieldKind, FieldRef
from store.identifiers import read_citizen_id
from store.receiving.doubt import Evidence, Guess
from store.receiving.plan import Column

# How sure words make a field, from 0 to 1.
SURE_ENOUGH = 0.7  # below this a field is reported to the person, who is asked to check it
_BY_TITLE = 0.65  # of a header that names no item itself, under a title that does
_MISSPELT = 0.3
_BY_CELLS = 0.6  # of a column of names below a head that is not understood
_BY_OTHERS = 0.8  # of a head that decides together with its cells or its neighbours
# Shares of the filled cells of a column.
_MOST = 0.8
_MANY = 0.25  # in a short list most of the sampled rows may be sums, notes and signatures
_NEAR = 0.2  # of two weights: less than a tenth of how sure words are
_TITLE = 0.2  # of the weight of a title's words
_FEWEST_ROWS = 4  # in which the sex must agree
#: Fields of numbers whose usual header ("CCCD", "BHYT") is also written over ticks: who has the card.
_NUMBERS_OR_TICKS = frozenset({"citizen_id", "insurance_number"})
_PART_OF_A_DATE = when_needed(r"\b(?:ngay|thang|nam|sinh|ntns|day|month|year|ng|th|n)\b")
#: Fields that nothing else is needed for: they are not stored, or name the person of the row.
_NAMES = frozenset({"full_name", "family_name", "given_name", "total"})
_UNQUESTIONED = frozenset(
    {"ordinal", "timestamp", "total", "note", "full_name", "family_name", "given_name", "male", "female"}
)


def assign_fields(
    heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str = ""
) -> list[Column]:
    """Decide the field of every column, with the confidence of the decision.

    Args:
        heads: the header texts of each column.
        rows: a sample of the rows below the header.
        items: the checklist.
        about: the title that names the one item which the whole list is about, so that a column "Kết quả" is the state
            of that item; "": there is none.
    """
    return _Weighing(heads, rows, items, about).columns()


class _Weighing(Weighed):
    """The columns of one table while their fields are weighed."""

    def __init__(self, heads: Sequence[Head], rows: Sequence[Sequence[Cell]], items: Checklist, about: str) -> None:
        super().__init__(heads, rows, items)
        meanings = [meaning_of(leaf, items, parent=above) for _, leaf, above in heads]
        for column, meaning in enumerate(with_sides_behind([leaf for _, leaf, _ in heads], meanings)):
            if meaning.field is not None:
                self.claim(column, meaning.field, meaning.confidence, Evidence.HEAD)
            elif meaning.confidence:
                self.known[column] = meaning.confidence
        if not any(self.field(column) in _NAMES for column in range(len(heads))):
            named = name_column(heads, rows, items)
            if named is not None:
                self.claim(named, "full_name", _BY_CELLS, Evidence.CELLS, Evidence.ROW)
        if about and not any(self.item(column) for column in range(len(heads))):
            for column, (_, leaf, _) in enumerate(heads):
                if self.unknown(column) and (field := meaning_under_title(leaf, about, items).field):
                    self.claim(column, field, _BY_TITLE, Evidence.GROUP, Evidence.HEAD)

    def columns(self) -> list[Column]:
        """Gather what speaks for each column, then give every field to the column for which the most speaks."""
        self._repeated_name_header()
        self._date_in_parts()
        self._year_or_sex()
        for column in range(len(self.heads)):
            self._by_cells(column)
        self._card_beside_its_number()
        self._lacking_beside_the_item()
        self.claim_words()
        self._by_rows()
        self._split_name()
        give_reasons_and_days(self.chosen, [above for _, _, above in self.heads], self.cells, self.rows)
        reasons_that_tell_state(self.chosen, [leaf for _, leaf, _ in self.heads])
        self._drop_mentions_beside_the_item()
        for column, field in enumerate(settle_pairs([self.field(at) for at in range(len(self.heads))])):
            claim = self.chosen[column]
            if claim is not None and field is not None:
                claim.field = field
        self._one_column_each()
        return [self._column(column) for column in range(len(self.heads))]

    def _date_in_parts(self) -> None:
        """Claim three neighbouring columns as day, month and year of birth, by their cells and heads of a date."""
        if all(map(self.holds, ("birth_day", "birth_month", "birth_year"))):
            return
        for column in range(len(self.heads) - 2):
            # The heads first: they are few, and for most tables they settle it without a look at the cells.
            free = all(
                self.field(column + step)
                in (None, "birth_date", "birth_day", "birth_month", "birth_year", "birth_male")
                and column + step not in self.known
                for step in range(3)
            )
            heads = [fold_header(self.heads[column + step][0]) for step in range(3)] if free else []
            if not any(_PART_OF_A_DATE.search(head) for head in heads):
                continue
            if claims.is_date(*(self.of_people(column + step) for step in range(3))):
                for step, field in enumerate(("birth_day", "birth_month", "birth_year")):
                    self.claim(column + step, field, _BY_OTHERS, Evidence.NEIGHBOURS, Evidence.CELLS)

    def _year_or_sex(self) -> None:
        """Claim "Năm" over years and "NS" over dates as birth date, "Nam" and "Nữ" as sex where no "Năm" is meant."""
        born = any((claim.field if claim else "").startswith("birth_") for claim in self.chosen)
        for column, (_, leaf, above) in enumerate(self.heads):
            folded = fold_header(leaf)
            if above or self.chosen[column] is not None:
                continue
            if folded in ("ns", "n s") and not born and self.cells[column].share(claims.BORN.match) >= _MOST:
                self.claim(column, "birth_date", _BY_OTHERS, Evidence.HEAD, Evidence.CELLS)
                born = True
            elif folded == "nam" and not born and self.cells[column].share(claims.BIRTH_YEAR.match) >= _MOST:
                self.claim(column, "birth_year", _BY_OTHERS, Evidence.HEAD, Evidence.CELLS)
                born = True
            elif folded in ("nam", "nu") and not says_year(leaf) and not self._holds_years(column):
                self.claim(column, "male" if folded == "nam" else "female", _BY_OTHERS, Evidence.HEAD)
        if self.holds("birth_male") and not self.holds("birth_female"):
            for claim in self.chosen:
                if claim is not None and claim.field == "birth_male":
                    claim.field = "birth_year"

    def _holds_years(self, column: int) -> bool:
        sampled = (self.of_people(column), self.cells[column])
        return any(cells.share(claims.BIRTH_YEAR.match) >= _MOST for cells in sampled)

    def _by_cells(self, column: int) -> None:
        """Correct a field by its cells where the header alone would mislead: "CCCD" is over numbers and over ticks."""
        claim, cells = self.chosen[column], self.cells[column]
        if not len(cells):
            return
        if self.heads[column][1].strip(" .:").lower() == "sổ" and cells.marks > _MOST:
            self.chosen[column] = claim = None  # a book, and no number: which one nobody says
        field = claim.field if claim is not None else None
        numbers = cells.share(lambda text: claims.LONG_NUMBER.match(text) or is_labelled_number(text))
        leaf = fold_header(self.heads[column][1])
        if (
            field
            and FieldRef.parse(field).kind in (FieldKind.STATE, FieldKind.DONE)
            and (cells.marks < 0.3 or numbers > cells.marks)
        ):
            if cells.share(claims.INSURANCE.match) > _MANY and re.search(r"bhyt|bao hiem", leaf):
                self.claim(column, "insurance_number", _BY_OTHERS, Evidence.HEAD)
            elif cells.share(claims.PHONE.match) > _MANY and "dien thoai" in leaf:
                self.claim(column, "phone", _BY_OTHERS, Evidence.HEAD)
            elif numbers > _MANY and re.search(r"cccd|can cuoc|dinh danh", leaf):
                self.claim(column, "citizen_id", 0.9, Evidence.HEAD)
        elif field and FieldRef.parse(field).kind is FieldKind.REASON and cells.share(claims.DAY.match) > _MANY:
            # "Mức 2 (ghi ngày; nếu chưa ghi lý do)": a day is no reason.
            self.claim(column, FieldRef.done_on(FieldRef.parse(field).item or ""), _BY_OTHERS, Evidence.HEAD)
        elif field in _NUMBERS_OR_TICKS and numbers == 0 and cells.marks > _MOST and cells.has_tick:
            item = self.items.ticked.get(field)
            self.chosen[column] = None
            if item is not None and self.items.named_in(leaf) is not None:
                self.claim(column, FieldRef.state(item.key), item.sure, Evidence.HEAD)
        elif field == "ordinal" and numbers > 0.5:
            self.chosen[column] = None
            if not self.holds("citizen_id"):
                self.claim(column, "citizen_id", SURE_ENOUGH)
        elif self.unknown(column) and cells.marks > _MOST and (slip := nearly_named(leaf, self.items)):
            self.claim(column, slip, _MISSPELT, Evidence.HEAD)
        elif self.unknown(column) and not self.holds("citizen_id") and cells.share(claims.TWELVE.match) > _MOST:
            self.claim(column, "citizen_id", 0.6)
        elif self.unknown(column) and not self.holds("sex") and cells.fit("sex") > _MOST and cells.distinct > 1:
            if not self.holds("male") and not self.holds("female"):
                self.claim(column, "sex", 0.6)
        elif field == "phone" and cells.marks > _MOST and not any(map(str.isdigit, "".join(cells.texts))):
            self.chosen[column] = None  # "Sổ khám bệnh trên điện thoại" over có and chưa
        elif field == "full_name" and cells.share(claims.NAME.match) < 0.3 and self.is_repeated(field):
            self.chosen[column] = None

    def _card_beside_its_number(self) -> None:
        """Claim "Thẻ" over marks, right behind the CCCD, as the card of that number."""
        card = self.items.card
        if card is None or any(self.item(column) == card for column in range(len(self.heads))):
            return
        for column in range(1, len(self.heads)):
            is_card = self.unknown(column) and LONE_CARD.fullmatch(fold_header(self.heads[column][1])) is not None
            signs = self.cells[column].share(lambda text: mark_of(text) or len(text) == 1)
            if is_card and self.field(column - 1) == "citizen_id" and signs > _MOST:
                self.claim(column, str(FieldRef.state(card)), _BY_TITLE, Evidence.NEIGHBOURS, Evidence.HEAD)
                return

    def _lacking_beside_the_item(self) -> None:
        """Claim "Chưa" right behind "Có sổ SKĐT" as the other side of the same item."""
        for column in range(1, len(self.heads)):
            before = FieldRef.parse(self.field(column - 1) or "")
            if before.item and before.kind in (FieldKind.STATE, FieldKind.DONE) and self.unknown(column):
                todo = str(FieldRef.of_item(FieldKind.TODO, before.item))
                if only_says_todo(self.heads[column][1]) and not self.holds(todo):
                    self.claim(column, todo, _BY_OTHERS, Evidence.NEIGHBOURS, Evidence.HEAD)

    def _by_rows(self) -> None:
        """Compare CCCD, sex and birth date of the same rows, so that one speaks for the other."""
        at = {claim.field: column for column, claim in enumerate(self.chosen) if claim is not None}
        number = at.get("citizen_id")
        if number is None:
            return
        ids = {place: read_citizen_id(text_of(row[number])) for place, row in enumerate(self.rows) if number < len(row)}
        unknown = [column for column in range(len(self.heads)) if self.unknown(column)]
        if "birth_date" not in at and not any(field.startswith("birth_") for field in at):
            dated = (column for column in unknown if self.cells[column].share(claims.BORN.match) > _MOST)
            for column in dated:
                self.claim(column, "birth_date", 0.6)
                at["birth_date"] = column
                break
        for field in ("sex", "birth_date", "birth_year"):
            if field not in at:
                continue
            column = at[field]
            stated = agreement(self.rows, ids, column, field)
            # A year agrees by chance once in a hundred rows, a sex in every second.
            if len(stated) >= (_FEWEST_ROWS if field == "sex" else 1) and sum(stated) >= _MOST * len(stated):
                for one in (column, number):
                    claim = self.chosen[one]
                    if claim is not None:
                        claim.speaks_for |= {Evidence.ROW}

    def _drop_mentions_beside_the_item(self) -> None:
        """Leave out columns that only mention an item with its own column, which is in doubt if a near one differs."""
        own: dict[str | None, list[int]] = {}  # two where đã and chưa have a column each
        for at, claim in enumerate(self.chosen):
            if claim and not claim.speaks_against:
                own.setdefault(self.item(at), []).append(at)
        doubted = set[int]()
        for column, claim in enumerate(self.chosen):
            item = self.item(column)
            if claim is None or not claim.speaks_against or item is None or item not in own:
                continue
            self.chosen[column] = None
            named = self.items.named_in(fold_header(self.heads[column][1]))
            if named is not None and named.sure < MENTIONED and any(differ(self.rows, column, at) for at in own[item]):
                doubted.update(own[item])
        for column in doubted:
            self._doubt(column)

    def _doubt(self, column: int) -> None:
        if (claim := self.chosen[column]) is not None:
            claim.speaks_against |= {Evidence.RIVAL}

    def _repeated_name_header(self) -> None:
        """Take two columns "Họ và tên" as family and given name, if the right one has one word in every row."""
        for column, (head, *_) in enumerate(self.heads):
            if not head or self.field(column) != "full_name":
                continue
            beside = next((at for at in range(column + 1, len(self.heads)) if self.heads[at][0] == head), None)
            if beside is not None and one_word_each(self.rows, column, beside, self.heads[beside][1]):
                self._family_and_given(column, beside)
                return

    def _family_and_given(self, column: int, beside: int) -> None:
        sure = claim.sure if (claim := self.chosen[column]) is not None else _BY_OTHERS
        self.claim(column, "family_name", sure, Evidence.HEAD, Evidence.NEIGHBOURS)
        self.claim(beside, "given_name", _BY_OTHERS, Evidence.CELLS, Evidence.NEIGHBOURS)

    def _is_given_name(self, beside: int) -> bool:
        """Whether a column holds the given names that belong to the column of names at its left."""
        head, before = self.heads[beside][0], self.heads[beside - 1][0]
        if head and head != before and self.field(beside) != "given_name":
            return False
        # With another header, as beside a column of whole names, a short name is a nickname.
        return head in ("", before) and holds_given_names(self.cells[beside])

    def _split_name(self) -> None:
        """Take one header "Họ và tên" over two columns as family name at the left, given name at the right."""
        at = {claim.field: column for column, claim in reversed([*enumerate(self.chosen)]) if claim is not None}
        if at.keys() >= {"full_name", "family_name", "given_name"} and not len(self.cells[at["full_name"]]):
            self.chosen[at["full_name"]] = None  # its formulas have no results; the two parts stand beside it
        elif "full_name" in at and self._in_three(at["full_name"]):
            self.chosen[at["full_name"] + 1] = None
            self._family_and_given(at["full_name"], at["full_name"] + 2)
        elif "full_name" in at:
            beside = at["full_name"] + 1
            if beside < len(self.heads) and self._is_given_name(beside):
                self._family_and_given(beside - 1, beside)
        elif len(parts := at.keys() & {"given_name", "family_name"}) == 1:
            claim = self.chosen[at[next(iter(parts))]]
            assert claim is not None  # noqa: S101 - it is where the part was found
            claim.field = "full_name"

    def _in_three(self, first: int) -> bool:
        """Whether one head stands over family name, middle name and given name."""
        head, parts = self.heads[first][0], range(first, first + 3)
        if parts[-1] >= len(self.heads) or any(self.heads[part][0] not in ("", head) for part in parts):
            return False
        return holds_given_names(self.cells[first]) and holds_given_names(self.cells[parts[-1]])

    def _one_column_each(self) -> None:
        """Leave each field to the one column that is best for the whole table; the others are not read."""
        weights: dict[tuple[int, str], float] = {}
        rounds = [round_of(whole) for whole, *_ in self.heads]
        plain = {claim.field for at, claim in enumerate(self.chosen) if claim and rounds[at] is None and self.cells[at]}
        for column, claim in enumerate(self.chosen):
            if claim is not None and claim.field != "note":
                latest = rounds[column] if len(self.cells[column]) else None  # of two months the later is read
                if latest is not None and claim.field in plain:
                    latest = -1  # "Mức 2" beside "Mức 2 (tháng 5)" is of now
                weights[column, claim.field] = weight(claim, self.cells[column], latest or 0) - column / 1e9
        in_rounds = {field for column, field in weights if rounds[column] is not None}
        # Of others that are as good it is the one that says more of the item's title; so near they stay a question.
        named = {at: self.items.named_fully(at[1], self.heads[at[0]][0]) for at in weights if at[1] not in in_rounds}
        best = best_assignment({at: weights[at] + _TITLE * named.get(at, 0.0) for at in weights})
        for column, field in weights:
            claim = self.chosen[column]
            if claim is not None and best.get(column) != field:
                self._beaten(column, next(other for other, kept in best.items() if kept == field), weights)
                self.lost[column], self.chosen[column] = claim, None
                if field in in_rounds and rounds[column] is not None:
                    self.known[column] = SURE_ENOUGH  # an older month or week: known, and not kept
                elif field == "ordinal":
                    self.known[column] = claim.sure  # the number of the unit, beside that of the person

    def _beaten(self, column: int, winner: int, weights: Mapping[tuple[int, str], float]) -> None:
        """Doubt the winner where the other column is nearly as good and says something else of the same people."""
        claim, beaten = self.chosen[winner], self.chosen[column]
        if not (claim and beaten and FieldRef.parse(claim.field).tells_state and len(self.cells[column])):
            return
        if says_the_same(claim, beaten, self.cells[column]) and by_two(self.heads[column], self.heads[winner]):
            return  # two who say the same are compared row by row
        near = weights[winner, claim.field] - weights[column, claim.field] < _NEAR
        rounds = {round_of(self.heads[at][0]) for at in (column, winner)}
        # Beside "Mức 2" nobody can tell whether "Mức 2 (tháng 5)" is older.
        mixed = None in rounds and len(rounds) > 1 and not rounds & {-1}
        if (mixed or (near and rounds == {None})) and differ(self.rows, column, winner):
            self._doubt(winner)

    def _column(self, column: int) -> Column:
        """The column as it was decided; with too little evidence its field is only a guess."""
        head, cells = self.heads[column][0], self.cells[column]
        if (claim := self.chosen[column]) is None:
            guess = self._blank_guess(column)
            return Column(column, head, None, round(self.known.get(column, 0.0), 2), guess)
        field = FieldRef.parse(claim.field)
        if claim.speaks_against and not len(cells):
            guess = Guess(field, tuple(sorted(claim.speaks_for)), tuple(sorted(claim.speaks_against)))
            return Column(column, head, None, round(claim.sure, 2), guess)
        if len(cells) and claim.field not in _UNQUESTIONED and field.kind not in (FieldKind.REASON, FieldKind.DONE_ON):
            side = frozenset({Evidence.CELLS})
            of_people = self.of_people(column)
            counted = of_people.counts and self.holds("total") and not any(map(self.holds, _NAMES - {"total"}))
            clashes = len(of_people) >= FEWEST_TEXTS and not counted and of_people.clashes(claim.field)
            speaks_for = claim.speaks_for if clashes else claim.speaks_for | side
            against = claim.speaks_against | side if clashes else claim.speaks_against
            if len(speaks_for) < 2 or against:
                guess = Guess(field, tuple(sorted(speaks_for)), tuple(sorted(against)))
                return Column(column, head, None, round(claim.sure, 2), guess)
        return Column(column, head, field, round(claim.sure, 2), rival=self._rival(column, claim))

    def _blank_guess(self, column: int) -> Guess | None:
        """The guess for a blank column whose field another column got; None for any other column."""
        lost = self.lost.get(column)
        if lost is None or len(self.cells[column]):
            return None
        return Guess(FieldRef.parse(lost.field), tuple(sorted(lost.speaks_for)), (Evidence.RIVAL,))

    def _rival(self, column: int, claim: Claim) -> int | None:
        """The index of another column with the state of the same item, which a different office fills in; else None."""
        alike = (at for at, lost in self.lost.items() if says_the_same(claim, lost, self.cells[at]))
        return next((at for at in alike if by_two(self.heads[column], self.heads[at])), None)
