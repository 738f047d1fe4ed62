"""Plans the intake of a station's bundle: for the station's own people the values of the bundle hold.

A value that an earlier bundle of the station wrote is replaced without a question. A value that somebody changed here
since is asked about, and so is a person whom another station has. Who is no longer in the bundle goes off the list.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from importers.deciding.comparing import is_news
from importers.deciding.matching import Candidates, signature
from store import journal
from store.bundles import received, stations
from store.bundles.manifest import OWN
from store.checklist import reasons
from store.checklist.items import checklist_items
from store.database import Store
from store.errors import RefusedError
from store.field_ref import PRESENT, FieldKind, FieldRef
from store.fields import NAMELESS
from store.forms import comparison
from store.models import PERSON_FIELDS, Person, StaffMember, State
from store.outcome import Outcome, Problem
from store.people import known, staff
from store.receiving import kept
from store.receiving.plan import IDENTITY, WRITTEN_AS, Conflict, FieldChange, IncomingRow, Plan, PlannedRow, Reading
from store.text import fold, format_number, mask_number, name_key
from store.words.field_values import describe

_UNIT, _DEPARTMENT, _PRESENT = FieldRef.parse("unit"), FieldRef.parse("department"), FieldRef.parse(PRESENT)
_CITIZEN_ID = FieldRef.parse("citizen_id")


def plan_bundle(
    store: Store, reading: Reading, *, unit: str | None = None, progress: Callable[[int], bool] | None = None
) -> Plan:
    """Plan the intake of a bundle; writes nothing.

    Args:
        store: the open store.
        reading: the bundle, as `importers.bundle.reading` reads it.
        unit: the unit that the person said the station is.
        progress: called every 1000 people with how many are done; answering False stops.

    Raises:
        RefusedError: `progress` answered False.
    """
    bundle = reading.bundle
    assert bundle is not None  # noqa: S101 - it is a bundle
    places = stations.planned(store, bundle, unit)
    own = next(place for one, place in zip(bundle.units, places, strict=True) if one.number == OWN)
    plan = Plan(reading, own.unit_id, own.name, after_change=journal.last_change(store), places=places)
    _Planner(store, reading, plan).run(progress)
    if own.unit_id is None and fold(own.name) not in (fold(bundle.manifest.name), fold(unit or "")):
        text = f"Đã có trạm khác tên “{bundle.manifest.name}”; ghi là “{own.name}”. Đổi tên ở Đơn vị (F3)"
        plan.reading = replace(plan.reading, remarks=(*plan.reading.remarks, text))
    elif own.unit_id is None:
        text = f"Thêm “{own.name}” và các đơn vị của trạm vào sổ; nhận nhầm thì rút lại (F8)"
        plan.reading = replace(plan.reading, remarks=(*plan.reading.remarks, text))
    elif fold(own.name) != fold(bundle.manifest.name):
        text = f"Trạm nay tự gọi là “{bundle.manifest.name}”; sổ này ghi “{own.name}”"
        plan.reading = replace(plan.reading, remarks=(*plan.reading.remarks, text))
    for one, place in zip(bundle.units, places, strict=True):
        lines = [line for line in reading.summary if line.sheet == one.name]
        plan.counted += comparison.outcomes(store, place.unit_id, lines)
    return plan


@dataclass
class _Planner:
    store: Store
    reading: Reading
    plan: Plan
    people: dict[int, StaffMember] = field(default_factory=dict)  # by their number in the station: who they are here
    writers: Mapping[tuple[int, str], str | None] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)  # ids here of people of whom a row is

    def run(self, progress: Callable[[int], bool] | None) -> None:
        bundle = self.reading.bundle
        assert bundle is not None  # noqa: S101 - it is a bundle
        self.station = bundle.manifest.station
        #: Units of the station, those among them that it has no more.
        self.own_units = stations.unit_ids(self.store, self.station)
        self.own_units |= {place.unit_id for place in self.plan.places if place.unit_id is not None}
        self.items, self.known_reasons = checklist_items(self.store), reasons.known(self.store)
        self.settled = kept.settled_conflicts(self.store)
        numbers = received.people(self.store, self.station)
        by_id = {one.id: one for one in staff.by_ids(self.store, sorted(set(numbers.values())))}
        by_id = {staff_id: one for staff_id, one in by_id.items() if one.person.full_name != NAMELESS}  # forgotten
        earlier = {number: by_id[staff_id] for number, staff_id in numbers.items() if staff_id in by_id}
        self.writers = received.last_writers(self.store, sorted(by_id))
        rows = self.reading.rows
        is_whole = bundle.manifest.base is None
        # A bundle of changes goes on from what the earlier ones said. Of another one the numbers may mean others by
        # now: the station may have put its store back to a copy.
        self.people = {
            row.row: earlier[row.row]
            for row in rows
            if row.row in earlier and (not is_whole or _is_one(earlier[row.row], row))
        }
        self.taken = {one.id for one in self.people.values()}
        self.candidates = self._candidates()
        self.plan.rows = []
        for count, row in enumerate(rows, 1):
            self.plan.rows.append(self._plan_row(row))
            if progress is not None and count % 1000 == 0 and not progress(count):
                raise RefusedError("Đã dừng theo yêu cầu; chưa có gì thay đổi.")
        self._leave_numbers_of_asked()
        self._plan_gone(earlier, bundle.gone, is_whole=is_whole)
        self._count_others()

    def _candidates(self) -> Candidates:
        """Find known people for the rows that no earlier bundle had: by CCCD, or in the station's units.

        Namesakes elsewhere are not looked at: among 400,000 people a family name and a given name have hundreds.
        """
        strangers = [row.person for row in self.reading.rows if row.person is not None and row.row not in self.people]
        if not strangers:
            return Candidates()
        numbers = {person.citizen_id for person in strangers if person.citizen_id}
        found = {one.id: one for one in known.alike(self.store, numbers, ())}
        here = received.people_of_units(self.store, sorted(self.own_units)) - found.keys()
        return Candidates.among([*found.values(), *known.by_ids(self.store, here)])

    # -- one person

    def _plan_row(self, row: IncomingRow) -> PlannedRow:
        person = row.person
        assert person is not None  # noqa: S101 - every line of a bundle names somebody
        member = self.people.get(row.row)
        if member is not None:
            return self._compare(row, person, member)
        found = self._find(row, person)
        if found is None:
            return PlannedRow(row, Outcome.NEW)
        member, is_sure = found
        self.taken.add(member.id)
        planned = self._compare(row, person, member)
        return planned if is_sure else self._ask_who(planned, member, person)

    def _find(self, row: IncomingRow, person: Person) -> tuple[StaffMember, bool] | None:
        """Find the known person of a row that no earlier bundle had, and whether the match is sure; None: nobody."""
        answers = {
            staff_id: choice
            for (staff_id, name, incoming), choice in self.settled.items()
            if name == IDENTITY and incoming == signature(person, row.department)
        }
        others = {staff_id for staff_id, choice in answers.items() if choice == "new"}
        unit_id = self.plan.places[row.table].unit_id
        match = self.candidates.match(person, unit_id, others | self.taken)
        if match.known is None:
            return None
        by_number = person.citizen_id is not None and match.known.values["citizen_id"] == person.citizen_id
        if not by_number and self._is_elsewhere(match.known.unit_id):
            return None  # among so many there are namesakes born on one day
        self.writers = {**self.writers, **received.last_writers(self.store, [match.known.id])}
        # Whom its own bundle took off the list is back.
        is_back = match.why == "removed" and self._writer(match.known.id, _PRESENT) == self.station
        is_back = is_back and name_key(match.known.full_name) == name_key(person.full_name)
        is_sure = match.sure or is_back or answers.get(match.known.id) == "take"
        return staff.get(self.store, match.known.id), is_sure

    def _compare(self, row: IncomingRow, person: Person, member: StaffMember) -> PlannedRow:
        if member.removed_at is not None and self._was_left_out(member, person, row.department):
            return PlannedRow(row, Outcome.UNCHANGED)
        into: dict[str, list[FieldChange]] = {"take": [], "keep": [], "": []}
        of_items: dict[
            str, str
        ] = {}  # key of an item whose state differs -> what becomes of it, reason and day with it
        for change in self._differences(row, person, member):
            if self._is_number_of_other(change, member):
                row = row._replace(problems=(*row.problems, _NUMBER_TAKEN))
                continue
            item = change.field.item
            verdict = of_items[item] if item in of_items else self._verdict(change, member)
            if item is not None and change.field.kind is FieldKind.STATE:
                of_items[item] = verdict
            into[verdict].append(change)
        agreed, disputed, kept_fields = into["take"], into[""], [change.field for change in into["keep"]]
        if not disputed:
            outcome = Outcome.CHANGED if agreed else Outcome.UNCHANGED
            return PlannedRow(row, outcome, member.id, agreed, kept=kept_fields)
        conflict = self._conflict(disputed)
        values = "; ".join(describe(self.store, change) for change in disputed)
        asks = f"{member.person.full_name}: {_ASKS[conflict]}"
        return PlannedRow(
            row, Outcome.CONFLICT, member.id, disputed, agreed, conflict, f"{asks} {values}", kept_fields, asks=asks,
            same_number=conflict in (Conflict.REMOVED, Conflict.UNIT),  # a bundle numbers its people
        )  # fmt: skip

    def _verdict(self, change: FieldChange, member: StaffMember) -> str:
        """Whether a change is taken ("take"), left ("keep"), or asked about ("")."""
        if self._writer(member.id, change.field) == self.station:
            return "take"
        if change.field == _DEPARTMENT and not self._is_elsewhere(member.unit_id):
            return "take"
        if change.after in (None, State.UNKNOWN.value) and change.field != _DEPARTMENT:
            return "keep"  # what the station does not say takes nothing away that somebody else wrote
        if change.field != _PRESENT and is_news(change):
            return "take"
        return self.settled.get((member.id, change.field, change.after or ""), "")

    def _was_left_out(self, member: StaffMember, person: Person, department: str | None) -> bool:
        """Whether it was answered before that this person, who was taken off the list here, stays off."""
        return self.settled.get((member.id, IDENTITY, signature(person, department))) == "keep"

    def _conflict(self, disputed: list[FieldChange]) -> Conflict:
        fields = {change.field for change in disputed}
        if _PRESENT in fields:
            return Conflict.REMOVED
        return Conflict.UNIT if _UNIT in fields else Conflict.VALUES

    def _differences(self, row: IncomingRow, person: Person, member: StaffMember) -> Iterator[FieldChange]:
        """Yield a change for every value of the bundle that differs from the store."""
        place = self.plan.places[row.table]
        if member.removed_at is not None:
            yield FieldChange(_PRESENT, None, "1")
        if member.unit_id != place.unit_id:
            yield FieldChange(_UNIT, member.unit, place.name)
        if member.unit_id != place.unit_id or fold(member.department or "") != fold(row.department or ""):
            yield FieldChange(_DEPARTMENT, member.department, row.department)
        for name in PERSON_FIELDS:
            before, after = _stored(getattr(member.person, name)), _stored(getattr(person, name))
            if before != after:
                yield FieldChange(FieldRef.parse(name), before, after)
        for item in self.items:
            yield from self._of_item(item.key, person, member.person)

    def _of_item(self, key: str, person: Person, here: Person) -> Iterator[FieldChange]:
        state, before = (one.states.get(key, State.UNKNOWN) for one in (person, here))
        if state is not before:
            yield FieldChange(FieldRef.state(key), before.value, state.value)
        words, known = person.reasons.get(key), here.reasons.get(key)
        meant = None if words is None else self.known_reasons.get(fold(words), words)
        if fold(meant or "") != fold(known or ""):
            yield FieldChange(FieldRef.reason(key), known, meant)
        if person.done_on.get(key) != here.done_on.get(key):
            yield FieldChange(FieldRef.done_on(key), here.done_on.get(key), person.done_on.get(key))

    def _writer(self, staff_id: int, name: FieldRef) -> str | None:
        """The station whose bundle wrote the value last; None: somebody here did."""
        came_with = self.writers.get((staff_id, PRESENT))
        return self.writers.get((staff_id, WRITTEN_AS.get(name, str(name))), came_with)

    def _is_elsewhere(self, unit_id: int) -> bool:
        return unit_id not in self.own_units

    def _is_number_of_other(self, change: FieldChange, member: StaffMember) -> bool:
        """Whether the new CCCD belongs to another person who keeps it: two cannot have the same."""
        if change.field != _CITIZEN_ID or change.after is None:
            return False
        holder = staff.by_citizen_id(self.store, change.after)
        if holder in (None, member.id):
            return False
        numbers = {one.id: number for number, one in self.people.items()}
        return holder not in numbers  # else it has another one in the bundle, where no two have the same

    def _ask_who(self, planned: PlannedRow, member: StaffMember, person: Person) -> PlannedRow:
        """Turn a planned row into the question whether it is about this person of the store."""
        in_conflict = planned.outcome is Outcome.CONFLICT
        has_number = person.citizen_id is not None and member.person.citizen_id == person.citizen_id
        shared = f"số CCCD {mask_number(person.citizen_id)}" if has_number else "tên"
        return PlannedRow(
            planned.incoming,
            Outcome.CONFLICT,
            member.id,
            planned.changes if in_conflict else (),
            planned.agreed if in_conflict else planned.changes,
            Conflict.REMOVED if member.removed_at is not None else Conflict.IDENTITY,
            f"{person.full_name}: sổ có {member.person.full_name}, {member.unit}, cùng {shared}. Có phải một người?",
            planned.kept,
            same_number=has_number,
            why="bundle",
        )

    def _leave_numbers_of_asked(self) -> None:
        """Drop a CCCD from a row while its present holder is in a question without an answer."""
        ids = (row.staff_id for row in self.plan.rows if row.outcome is Outcome.CONFLICT)
        asked = {one.id: one.person.citizen_id for one in staff.by_ids(self.store, [id_ for id_ in ids if id_])}
        held = {number: staff_id for staff_id, number in asked.items() if number is not None}
        for row in self.plan.rows if held else ():
            person = row.incoming.person
            holder = held.get(person.citizen_id or "") if person is not None else None
            if person is None or holder in (None, row.staff_id) or row.outcome is Outcome.CONFLICT:
                continue
            row.incoming = row.incoming._replace(
                person=replace(person, citizen_id=None), problems=(*row.incoming.problems, _NUMBER_TAKEN)
            )
            row.changes = [change for change in row.changes if change.field != _CITIZEN_ID]

    # -- who is there no more

    def _plan_gone(self, known: Mapping[int, StaffMember], gone: tuple[int, ...], *, is_whole: bool) -> None:
        numbers = known if is_whole else known.keys() & set(gone)
        found = {member.id: member for number, member in known.items() if number in numbers}  # two numbers may be one
        self.plan.left = [
            member.id
            for member in found.values()
            if member.id not in self.taken
            and member.removed_at is None
            and not self._is_elsewhere(member.unit_id)
            and self._writer(member.id, _UNIT) == self.station
        ]

    def _count_others(self) -> None:
        """Add a remark with the number of people in the station's units who came in no bundle: they are counted."""
        of_bundles = self.taken | set(received.people(self.store, self.station).values())
        others = received.people_of_units(self.store, sorted(self.own_units)) - of_bundles
        if others:
            text = f"Sổ còn {format_number(len(others))} người của các đơn vị này, không có trong gói: vẫn được đếm"
            self.plan.reading = replace(self.reading, remarks=(*self.reading.remarks, text))


_NUMBER_TAKEN = Problem("", received.NUMBER_TAKEN, "Số CCCD đang là của người khác trong sổ này, nên chưa ghi")
_ASKS = {
    Conflict.UNIT: "đang ở đơn vị khác. Chuyển sang đơn vị của gói này?",
    Conflict.REMOVED: "đã được xoá khỏi danh sách ở đây. Đưa lại không?",
    Conflict.VALUES: "gói ghi khác với điều đã sửa ở sổ này.",
}


def _is_one(member: StaffMember, row: IncomingRow) -> bool:
    """Whether a row is still about the person who had its number before: same CCCD, birth date or name."""
    person, here = row.person, member.person
    if person is None:
        return False
    same_number = person.citizen_id is not None and person.citizen_id == here.citizen_id
    same_birth = person.birth_date is not None and person.birth_date == here.birth_date
    return same_number or same_birth or name_key(person.full_name) == name_key(here.full_name)


def _stored(value: str | bool | None) -> str | None:
    return str(int(value)) if isinstance(value, bool) else value or None
