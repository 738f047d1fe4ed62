"""Drafts the form for a unit to fill in, with its people as stored and the choices of each column."""

from store import clock, settings
from store.checklist import reasons
from store.checklist.applicability import NOBODY, Rules, within
from store.database import Store
from store.frozen import frozen
from store.models import Item, StaffMember
from store.people import staff, units
from store.receiving import receipt_calendar, submissions
from store.receiving.form_mark import TEMPLATE, FormMark

GUIDANCE = "Hướng dẫn"  # name of the sheet of guidance


@frozen
class Template:
    """The content of the form for one unit."""

    unit: str
    station: str  # to whom it is sent back; "" where the station has no name yet
    members: tuple[StaffMember, ...]
    departments: tuple[str, ...]
    items: tuple[Item, ...]  # those that a running plan asks of the unit's people
    reasons: dict[str, tuple[str, ...]]  # by item key: the reasons to choose from; other items have no such column
    mark: FormMark


def draft(store: Store, unit_id: int) -> Template:
    """The form of a unit, filled in with today's data. Raises KeyError for an unknown unit."""
    unit = units.get(store, unit_id)
    members = tuple(staff.members(store, unit_id=unit_id))
    rules = Rules(store)
    asked = ((item, within(item.applies_to, unit.sector)) for item in rules.items)
    items = tuple(item._replace(applies_to=whom) for item, whom in asked if whom != NOBODY)
    asking = "campaign IS NOT NULL AND applies_to <> ? ORDER BY campaign"
    campaigns = store.rows(f"SELECT DISTINCT campaign FROM item WHERE {asking}", (NOBODY,))
    station = settings.load(store).station_name
    mark = FormMark(
        TEMPLATE,
        unit.name,
        version=submissions.next_version(store, unit_id),
        period=receipt_calendar.load(store).asked_at(clock.now()).first.isoformat(),
        campaign=",".join(name for (name,) in campaigns),
        written_at=clock.stamp(),
        station=station,
        covers=(GUIDANCE,),
    )
    departments = tuple(department.name for department in units.departments(store, unit_id))
    choices = {item.key: words for item in items if (words := _reasons(store, item, members))}
    return Template(unit.name, station, members, departments, items, choices, mark)


def _reasons(store: Store, item: Item, members: tuple[StaffMember, ...]) -> tuple[str, ...]:
    """The choices of reasons for an item: those of the dictionary, then others that people of the unit have."""
    listed = [reason.text for reason in reasons.for_item(store, item.key)]
    used = [member.person.reasons[item.key] for member in members if item.key in member.person.reasons]
    return tuple(dict.fromkeys([*listed, *used]))
